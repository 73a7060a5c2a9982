"""Offers: no more places are promised than there are, and each is accepted, used or given back once."""

from __future__ import annotations

import asyncio

from storage.offers import Offer
from storage.person import Person
from tests.storage.memory import DAY, HOUR, NOW, Memory

HERE = "gladbeck"


async def offered(memory: Memory, family: Person, needs: int = 1) -> int | None:
    """An offer that ends in a day."""
    return await memory.do(memory.waiting.offer, HERE, family.id, needs, NOW, NOW + DAY)


async def surely(memory: Memory, family: Person, needs: int = 1) -> int:
    """An offer of which there is no doubt."""
    id_ = await offered(memory, family, needs)
    assert id_ is not None
    return id_


async def with_places(memory: Memory, free: int) -> None:
    await memory.do(memory.calendar.set_places, HERE, free, NOW)


async def test_offer_comes_back_as_it_was_made(memory: Memory) -> None:
    await with_places(memory, 2)
    family = await memory.family()

    id_ = await surely(memory, family, 2)

    offer = Offer(id_, family.id, 2, NOW, NOW + DAY, "open")
    assert await memory.do(memory.waiting.load, id_) == offer
    assert await memory.do(memory.waiting.live_of, family.id) == offer
    assert await memory.do(memory.waiting.last_of, family.id) == offer
    assert await memory.do(memory.waiting.open_offers, HERE) == (offer,)
    assert await memory.do(memory.waiting.load, id_ + 1) is None


async def test_two_places_are_offered_to_two_of_twenty_families_at_once(memory: Memory) -> None:
    await with_places(memory, 2)
    families = [await memory.family() for _ in range(20)]

    offers = await asyncio.gather(*(offered(memory, family) for family in families))

    assert len([offer for offer in offers if offer is not None]) == 2
    assert await memory.do(memory.calendar.left, HERE) == 0


async def test_family_has_one_live_offer_however_often_it_is_made(memory: Memory) -> None:
    await with_places(memory, 9)
    family = await memory.family()

    offers = await asyncio.gather(*(offered(memory, family) for _ in range(20)))

    assert len([offer for offer in offers if offer is not None]) == 1


async def test_family_that_needs_three_places_is_not_offered_two(memory: Memory) -> None:
    await with_places(memory, 2)

    assert await offered(memory, await memory.family(), 3) is None
    assert await offered(memory, await memory.family(), 2) is not None


async def test_nothing_is_offered_where_nobody_ever_said_how_many_places_are_free(memory: Memory) -> None:
    assert await offered(memory, await memory.family()) is None
    assert await memory.do(memory.calendar.left, HERE) is None


async def test_offer_is_accepted_by_its_family_in_time_and_once(memory: Memory) -> None:
    await with_places(memory, 1)
    family, other = await memory.family(), await memory.family()
    id_ = await surely(memory, family)

    assert not await memory.do(memory.waiting.accept, id_, other.id, NOW)
    assert not await memory.do(memory.waiting.accept, id_, family.id, NOW + DAY)
    assert await memory.do(memory.waiting.accept, id_, family.id, NOW + DAY - HOUR)
    assert not await memory.do(memory.waiting.accept, id_, family.id, NOW)
    assert not await memory.do(memory.waiting.decline, id_, family.id)
    assert not await memory.do(memory.waiting.lapse, id_, NOW + 2 * DAY)


async def test_offer_that_was_declined_or_lapsed_or_withdrawn_holds_no_place(memory: Memory) -> None:
    await with_places(memory, 1)
    declining, silent, unlucky = [await memory.family() for _ in range(3)]

    id_ = await surely(memory, declining)
    assert await memory.do(memory.waiting.decline, id_, declining.id)
    id_ = await surely(memory, silent)
    assert not await memory.do(memory.waiting.lapse, id_, NOW + DAY - HOUR)
    assert await memory.do(memory.waiting.lapse, id_, NOW + DAY)
    id_ = await surely(memory, unlucky)
    assert await memory.do(memory.waiting.accept, id_, unlucky.id, NOW)
    assert await memory.do(memory.waiting.withdraw, id_)
    assert not await memory.do(memory.waiting.withdraw, id_)

    assert await memory.do(memory.calendar.left, HERE) == 1
    lasts = [await memory.do(memory.waiting.last_of, family.id) for family in (declining, silent, unlucky)]
    assert [last.state for last in lasts if last] == ["declined", "lapsed", "withdrawn"]
    assert await memory.do(memory.waiting.live_of, silent.id) is None


async def test_family_that_declines_while_the_lead_withdraws_is_heard_once(memory: Memory) -> None:
    await with_places(memory, 1)
    family = await memory.family()
    id_ = await surely(memory, family)

    declined, withdrawn = await asyncio.gather(
        memory.do(memory.waiting.decline, id_, family.id), memory.do(memory.waiting.withdraw, id_)
    )

    assert declined != withdrawn


async def test_accepted_places_are_used_once(memory: Memory) -> None:
    await with_places(memory, 3)
    family = await memory.family()
    id_ = await surely(memory, family, 2)
    assert await memory.do(memory.waiting.use, family.id) is None

    await memory.do(memory.waiting.accept, id_, family.id, NOW)
    used = await memory.do(memory.waiting.use, family.id)
    assert used == Offer(id_, family.id, 2, NOW, NOW + DAY, "used")
    assert await memory.do(memory.waiting.use, family.id) is None

    await memory.do(memory.calendar.use_offered_place, HERE, used.needs)
    assert await memory.do(memory.calendar.places, HERE) == (1, NOW)
    assert await memory.do(memory.calendar.left, HERE) == 1


async def test_family_that_is_forgotten_holds_no_place_any_more(memory: Memory) -> None:
    await with_places(memory, 2)
    open_one, accepted = await memory.family(), await memory.family()
    await surely(memory, open_one)
    id_ = await surely(memory, accepted)
    await memory.do(memory.waiting.accept, id_, accepted.id, NOW)

    for family in (open_one, accepted):
        await memory.do(memory.people.forget, family.id, NOW)

    assert await memory.do(memory.calendar.left, HERE) == 2
    assert await memory.rows("SELECT person, state FROM offers") == [(None, "withdrawn"), (None, "withdrawn")]
