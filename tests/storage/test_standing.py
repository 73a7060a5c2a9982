"""Cases in which nothing is to come: which of them may stand still, and what closes the ladder of one."""

from __future__ import annotations

from datetime import datetime

import pytest

from dialogs.family.facts import Stage
from storage.people import Person
from tests.storage.memory import DAY, HOUR, NOW, Memory

LATER = frozenset({"callback", "later"})
MONTH_ON = NOW + 30 * DAY


async def spoken_with(memory: Memory, agrees: frozenset[str] = LATER, stage: Stage = Stage.SPOKEN) -> Person:
    """A family with a case of which a coach noted what became of the call, an hour after it was opened."""
    family = await memory.family()
    case = await memory.case(family)
    await memory.do(memory.people.record_consent, family, agrees, "2", NOW)
    await memory.do(memory.cases.set_stage, case.id, stage, NOW + HOUR)
    return await memory.known(family)


async def silent_since(memory: Memory, before: datetime = MONTH_ON) -> list[tuple[int, datetime]]:
    """Families whose case has stood still since then, and when either side last gave a sign of life."""
    found = await memory.do(memory.ladders.standing, before)
    return [(case.family, case.sign_at) for case in found]


@pytest.mark.parametrize("stage", [Stage.SPOKEN, Stage.JOINED, Stage.UNREACHED])
async def test_family_spoken_with_in_the_programme_or_never_reached_may_stand_still(
    memory: Memory, stage: Stage
) -> None:
    family = await spoken_with(memory, stage=stage)
    assert await silent_since(memory) == [(family.id, NOW + HOUR)]


@pytest.mark.parametrize("stage", [Stage.RECEIVED, Stage.WAITING, Stage.ELSEWHERE, Stage.STOPPED, Stage.WITHDRAWN])
async def test_case_with_a_call_to_come_or_over_does_not(memory: Memory, stage: Stage) -> None:
    await spoken_with(memory, stage=stage)
    assert await silent_since(memory) == []


async def test_family_that_did_not_agree_or_wants_nothing_unasked_is_not_looked_at(memory: Memory) -> None:
    await spoken_with(memory, frozenset({"callback", "reminders"}))
    never = await spoken_with(memory)
    await memory.do(memory.people.ask_no_more, never.id, "never")
    assert await silent_since(memory) == []


async def test_sign_of_life_of_either_side_counts(memory: Memory) -> None:
    family, other = await spoken_with(memory), await spoken_with(memory)
    assert other.case_id is not None
    assert family.state is None
    await memory.do(memory.cases.touch, other.case_id, NOW + 9 * DAY)
    assert await silent_since(memory) == [(family.id, NOW + HOUR), (other.id, NOW + 9 * DAY)]
    assert await silent_since(memory, NOW + 5 * DAY) == [(family.id, NOW + HOUR)]


async def test_family_with_an_open_ladder_is_not_looked_at_until_it_closes(memory: Memory) -> None:
    family = await spoken_with(memory)
    await memory.ladder(family, kind="standing", place="silent", case_id=family.case_id)
    assert await silent_since(memory) == []
    assert family.case_id is not None
    assert await memory.do(memory.ladders.close_of_case, family.case_id, "handed", MONTH_ON) is not None
    assert await memory.do(memory.ladders.close_of_case, family.case_id, "handed", MONTH_ON) is None
    assert [row[0] for row in await silent_since(memory)] == [family.id]


async def test_what_a_sign_of_life_closed_just_now_is_told_more_closely_and_nothing_older(memory: Memory) -> None:
    family = await memory.family()
    older = await memory.ladder(family)
    await memory.do(memory.ladders.close_of, family.id, "life", NOW + DAY)
    newer = await memory.ladder(family)
    await memory.do(memory.ladders.close_of, family.id, "life", NOW + 2 * DAY)
    await memory.do(memory.ladders.closed_for, family.id, "booked", NOW + 2 * DAY)
    whys = [await memory.rows("SELECT why FROM ladders WHERE id = :id", id=one.id) for one in (older, newer)]
    assert whys == [[("life",)], [("booked",)]]


async def test_newest_offer_is_known_until_the_family_goes_on_after_it(memory: Memory) -> None:
    family = await memory.family()
    assert family.nudged is None
    first = await memory.do(memory.nudges.make, family.id, "first", "call", "why", NOW)
    second = await memory.do(memory.nudges.make, family.id, "first", "easy", "why", NOW)
    assert (await memory.known(family)).nudged == second
    assert first is not None
    assert second is not None
    await memory.do(memory.nudges.went_on, second, NOW)
    assert (await memory.known(family)).nudged is None
