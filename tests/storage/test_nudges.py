"""Different offers: none twice to one family, also where two phones become one; what came of each, once."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from storage.nudges import MadeOffer
from tests.storage.memory import DAY, HOUR, NOW, Memory


async def test_offer_comes_back_as_it_was_made(memory: Memory) -> None:
    family = await memory.family()
    by_itself = await memory.do(memory.nudges.make, family.id, "first", "easy", "shelf", NOW)
    sent = await memory.do(memory.nudges.make, family.id, "first", "call", "next", NOW + DAY, ladder=7, rung=2)
    assert by_itself is not None
    assert sent is not None

    made = MadeOffer(sent, family.id, 7, "first", "call", 2, "next", NOW + DAY)
    assert await memory.do(memory.nudges.load, sent) == made
    assert await memory.do(memory.nudges.last_of, family.id) == made
    assert await memory.do(memory.nudges.load, by_itself) == MadeOffer(
        by_itself, family.id, None, "first", "easy", 0, "shelf", NOW
    )
    assert await memory.do(memory.nudges.last_of, family.id + 1) is None


async def test_family_is_made_an_offer_once_however_many_try_at_once(memory: Memory) -> None:
    family, other = await memory.family(), await memory.family()

    made = await asyncio.gather(
        *(memory.do(memory.nudges.make, family.id, place, "call", "shelf", NOW) for place in ("first", "phone") * 10)
    )

    assert len([id_ for id_ in made if id_ is not None]) == 1
    assert await memory.do(memory.nudges.make, other.id, "first", "call", "shelf", NOW) is not None
    assert await memory.do(memory.nudges.had, family.id) == ("call",)


async def test_messages_of_a_year_are_counted_and_what_greeted_a_family_is_none(memory: Memory) -> None:
    family = await memory.family()
    await memory.do(memory.nudges.make, family.id, "first", "easy", "shelf", NOW, ladder=1, rung=1)
    await memory.do(memory.nudges.make, family.id, "first", "call", "shelf", NOW + DAY, ladder=1, rung=2)
    await memory.do(memory.nudges.make, family.id, "first", "friend", "shelf", NOW + DAY)

    assert await memory.do(memory.nudges.written_since, family.id, NOW) == 2
    assert await memory.do(memory.nudges.written_since, family.id, NOW + HOUR) == 1
    assert await memory.do(memory.nudges.had, family.id) == ("easy", "call", "friend")


async def test_what_came_of_an_offer_is_noted_once_and_the_first_pick_counts(memory: Memory) -> None:
    family = await memory.family()
    id_ = await memory.do(memory.nudges.make, family.id, "silent", "topic", "shelf", NOW)
    assert id_ is not None
    made = await memory.do(memory.nudges.load, id_)
    assert made is not None

    for note in (memory.nudges.opened, memory.nudges.went_on, memory.nudges.stopped):
        assert sum(await asyncio.gather(*(memory.do(note, id_, NOW + HOUR) for _ in range(10)))) == 1
        assert not await memory.do(note, id_, NOW + DAY)
    assert await memory.do(memory.nudges.answer, id_, "children")
    assert not await memory.do(memory.nudges.answer, id_, "money")

    at = NOW + HOUR
    assert await memory.do(memory.nudges.load, id_) == replace(
        made, opened_at=at, went_on_at=at, stopped_at=at, answer="children"
    )


async def test_two_phones_that_become_one_family_are_made_no_offer_of_either_again(memory: Memory) -> None:
    family, phone = await memory.family(), await memory.family()
    for offer in ("easy", "call"):
        await memory.do(memory.nudges.make, family.id, "first", offer, "shelf", NOW)
    for offer in ("call", "friend"):
        await memory.do(memory.nudges.make, phone.id, "phone", offer, "shelf", NOW)

    await memory.do(memory.nudges.join, phone.id, family.id)

    assert set(await memory.do(memory.nudges.had, family.id)) == {"easy", "call", "friend"}
    assert await memory.do(memory.nudges.make, family.id, "phone", "friend", "shelf", NOW) is None
    await memory.do(memory.nudges.join, phone.id, family.id)
    assert await memory.count("nudges", "person = :id", id=family.id) == 3


async def test_messages_of_a_phone_count_for_the_family_that_it_joined_also_where_both_had_the_same(
    memory: Memory,
) -> None:
    family, phone = await memory.family(), await memory.family()
    for offer in ("easy", "call"):
        await memory.do(memory.nudges.make, family.id, "first", offer, "shelf", NOW, ladder=1)
    for offer in ("call", "friend"):
        await memory.do(memory.nudges.make, phone.id, "phone", offer, "shelf", NOW, ladder=2)

    await memory.do(memory.nudges.join, phone.id, family.id)
    await memory.do(memory.people.join_household, phone.id, family.id, None)

    assert await memory.do(memory.nudges.written_since, family.id, NOW - DAY) == 4
