"""Codes for a second phone: one use, for one family, and no code to be read in the database."""

from __future__ import annotations

import asyncio

from tests.storage.memory import DAY, NOW, Memory


async def test_code_lets_one_of_many_phones_into_the_family(memory: Memory) -> None:
    family, phones = await memory.family(), [await memory.family() for _ in range(20)]
    await memory.do(memory.phone_codes.make, "p-secret", family.id, NOW + DAY)

    used = await asyncio.gather(
        *(memory.do(memory.phone_codes.redeem, "p-secret", phone.id, NOW) for phone in phones)
    )

    assert [household for household in used if household is not None] == [family.id]


async def test_code_is_no_use_when_it_is_old_or_made_up(memory: Memory) -> None:
    family, phone = await memory.family(), await memory.family()
    await memory.do(memory.phone_codes.make, "p-secret", family.id, NOW + DAY)

    assert await memory.do(memory.phone_codes.redeem, "p-secret", phone.id, NOW + DAY) is None
    assert await memory.do(memory.phone_codes.redeem, "p-nonsense", phone.id, NOW) is None


async def test_family_that_opens_its_own_code_does_not_use_it_up(memory: Memory) -> None:
    family, phone = await memory.family(), await memory.family()
    await memory.do(memory.phone_codes.make, "p-secret", family.id, NOW + DAY)

    assert await memory.do(memory.phone_codes.redeem, "p-secret", family.id, NOW) is None
    assert await memory.do(memory.phone_codes.redeem, "p-secret", phone.id, NOW) == family.id


async def test_code_made_on_the_second_phone_leads_to_the_same_family(memory: Memory) -> None:
    family, second, third = [await memory.family() for _ in range(3)]
    await memory.do(memory.people.join_household, second.id, family.id, None)
    await memory.do(memory.phone_codes.make, "p-secret", second.id, NOW + DAY)

    assert await memory.do(memory.phone_codes.redeem, "p-secret", third.id, NOW) == family.id


async def test_codes_go_when_they_are_old_or_their_family_is_forgotten(memory: Memory) -> None:
    family, other = await memory.family(), await memory.family()
    await memory.do(memory.phone_codes.make, "p-old", family.id, NOW)
    await memory.do(memory.phone_codes.make, "p-new", family.id, NOW + DAY)
    await memory.do(memory.phone_codes.make, "p-other", other.id, NOW + DAY)

    await memory.do(memory.phone_codes.forget, NOW + DAY)
    assert await memory.count("phone_codes") == 2

    await memory.do(memory.people.forget, family.id, NOW)
    assert await memory.rows("SELECT person FROM phone_codes") == [(other.id,)]
