"""Talks and topics: one talk a case, one private talk a coach, one case a topic."""

from __future__ import annotations

import asyncio

import pytest

from storage.faults import ConstraintBroken
from storage.talks import Talk, Topic
from tests.storage.memory import DAY, HOUR, NOW, Memory


async def test_talk_is_found_by_its_case_and_by_its_coach(memory: Memory) -> None:
    id_ = await memory.do(memory.talks.open, 7, 1, "private", NOW)
    assert id_ is not None

    talk = Talk(id_, 7, 1, "private", NOW)
    assert await memory.do(memory.talks.of_case, 7) == talk
    assert await memory.do(memory.talks.private_of, 1) == talk
    assert await memory.do(memory.talks.load, id_) == talk
    assert await memory.do(memory.talks.of_case, 8) is None
    assert await memory.do(memory.talks.private_of, 2) is None


async def test_case_has_one_talk_even_if_many_coaches_begin_one_at_once(memory: Memory) -> None:
    begun = await asyncio.gather(*(memory.do(memory.talks.open, 7, coach, "topic", NOW) for coach in range(20)))

    assert len([talk for talk in begun if talk is not None]) == 1


async def test_coach_has_one_private_talk_and_any_number_in_the_group(memory: Memory) -> None:
    assert await memory.do(memory.talks.open, 7, 1, "private", NOW) is not None
    assert await memory.do(memory.talks.open, 8, 1, "private", NOW) is None
    assert await memory.do(memory.talks.open, 8, 1, "topic", NOW) is not None
    assert await memory.do(memory.talks.open, 9, 1, "topic", NOW) is not None


async def test_talk_that_is_over_makes_room_for_the_next(memory: Memory) -> None:
    first = await memory.do(memory.talks.open, 7, 1, "private", NOW)
    assert first is not None
    assert await memory.do(memory.talks.close, first, NOW + HOUR)
    assert not await memory.do(memory.talks.close, first, NOW + DAY)

    assert await memory.do(memory.talks.open, 7, 1, "private", NOW + DAY) is not None
    ended = await memory.do(memory.talks.load, first)
    assert ended is not None
    assert ended.closed_at == NOW + HOUR


async def test_topic_and_case_find_each_other(memory: Memory) -> None:
    await memory.do(memory.talks.set_topic, 7, 3, 12)
    await memory.do(memory.talks.set_topic, 7, 3, 13)

    assert await memory.do(memory.talks.topic_of, 7) == Topic(7, 3, 13)
    assert await memory.do(memory.talks.case_in, 3, 13) == 7
    assert await memory.do(memory.talks.case_in, 3, 12) is None
    assert await memory.do(memory.talks.topic_of, 8) is None


async def test_topic_belongs_to_one_case(memory: Memory) -> None:
    await memory.do(memory.talks.set_topic, 7, 3, 12)

    with pytest.raises(ConstraintBroken):
        await memory.do(memory.talks.set_topic, 8, 3, 12)


async def test_topics_are_dropped_one_by_one_or_with_their_group(memory: Memory) -> None:
    for case, group in ((7, 3), (8, 3), (9, 4)):
        await memory.do(memory.talks.set_topic, case, group, case)

    await memory.do(memory.talks.drop_topic, 7)
    assert await memory.rows("SELECT case_id FROM topics ORDER BY case_id") == [(8,), (9,)]

    await memory.do(memory.talks.drop_group, 3)
    assert await memory.rows("SELECT case_id FROM topics") == [(9,)]


async def test_open_talk_is_found_by_its_family_and_by_its_coach(memory: Memory) -> None:
    family = await memory.family()
    case = await memory.case(family)
    id_ = await memory.do(memory.talks.open, case.id, 1, "topic", NOW)

    found = await memory.do(memory.talks.of_family, family.id)
    assert found is not None
    assert found.id == id_
    assert await memory.do(memory.talks.of_coach, 1) == (found,)
    assert await memory.do(memory.talks.in_group) == (found,)
    await memory.do(memory.talks.close, found.id, NOW)
    assert await memory.do(memory.talks.of_family, family.id) is None
    last = await memory.do(memory.talks.last_of_case, case.id)
    assert last is not None
    assert last.closed_at == NOW


async def test_talk_of_the_group_goes_on_in_the_own_chat_unless_one_is_there(memory: Memory) -> None:
    first = await memory.do(memory.talks.open, 7, 1, "topic", NOW)
    second = await memory.do(memory.talks.open, 8, 1, "topic", NOW)
    assert first is not None
    assert second is not None

    assert await memory.do(memory.talks.make_private, first)
    assert not await memory.do(memory.talks.make_private, second)
    assert [talk.id for talk in await memory.do(memory.talks.in_group)] == [second]
