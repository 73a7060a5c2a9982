"""Lists of cases: what a coach has in hand, what nobody has, and what nobody thinks of any more."""

from __future__ import annotations

from dialogs.family.facts import Stage
from storage.cases import CaseRow
from tests.storage.memory import DAY, NOW, Memory, call_at


async def at_stage(memory: Memory, stage: Stage, owner: int | None = None, days: int = 1) -> CaseRow:
    """A case that has come so far, with a call in so many days."""
    case = await memory.case(await memory.family(), call_at(NOW + days * DAY))
    if owner is not None:
        await memory.do(memory.cases.take, case.id, owner, NOW)
    await memory.do(memory.cases.set_stage, case.id, stage, NOW)
    return await memory.stored(case)


def ids(cases: tuple[CaseRow, ...]) -> list[int]:
    return [case.id for case in cases]


async def test_coach_has_in_hand_what_is_to_come_and_whom_they_spoke_with(memory: Memory) -> None:
    mira, jonas = await memory.coach("Mira"), await memory.coach("Jonas")
    cases = [await at_stage(memory, stage, mira.id, days) for days, stage in enumerate(reversed(Stage), 1)]
    await at_stage(memory, Stage.TAKEN, jonas.id)

    seen = await memory.do(memory.cases.of_owner, mira.id)

    in_hand = {Stage.RECEIVED, Stage.TAKEN, Stage.WRONG_NUMBER, Stage.SPOKEN, Stage.JOINED}
    assert ids(seen) == [case.id for case in cases if case.stage in in_hand]


async def test_case_without_anybody_is_seen_however_far_it_has_come(memory: Memory) -> None:
    coach = await memory.coach()
    spoken, taken, free = [
        await at_stage(memory, stage, owner, days)
        for days, (stage, owner) in enumerate(
            ((Stage.SPOKEN, coach.id), (Stage.TAKEN, coach.id), (Stage.RECEIVED, None)), 1
        )
    ]
    await at_stage(memory, Stage.WITHDRAWN)
    assert ids(await memory.do(memory.cases.without_owner)) == [free.id]

    for case in (spoken, taken):
        assert await memory.do(memory.cases.untake, case.id)
    assert ids(await memory.do(memory.cases.without_owner)) == [spoken.id, taken.id, free.id]


async def test_case_given_back_can_be_taken_by_somebody_else(memory: Memory) -> None:
    mira, jonas = await memory.coach("Mira"), await memory.coach("Jonas")
    case = await at_stage(memory, Stage.TAKEN, mira.id)

    assert await memory.do(memory.cases.untake, case.id)
    free = await memory.stored(case)
    assert (free.stage, free.owner, free.taken_at) == (Stage.RECEIVED, None, None)
    assert not await memory.do(memory.cases.untake, case.id)

    assert await memory.do(memory.cases.take, case.id, jonas.id, NOW)


async def test_wrong_number_and_a_family_spoken_with_stay_so_when_given_back(memory: Memory) -> None:
    coach = await memory.coach()
    for stage in (Stage.WRONG_NUMBER, Stage.SPOKEN):
        case = await at_stage(memory, stage, coach.id)
        assert await memory.do(memory.cases.untake, case.id)
        assert (await memory.stored(case)).stage is stage


async def test_case_is_given_to_another_coach_at_whatever_stage_it_runs(memory: Memory) -> None:
    mira, jonas = await memory.coach("Mira"), await memory.coach("Jonas")
    expected = {Stage.RECEIVED: Stage.TAKEN} | {
        stage: stage for stage in (Stage.TAKEN, Stage.WRONG_NUMBER, Stage.SPOKEN, Stage.JOINED, Stage.WAITING)
    }
    for before, after in expected.items():
        case = await at_stage(memory, before, mira.id)
        assert await memory.do(memory.cases.give, case.id, jonas.id, NOW + DAY)
        given = await memory.stored(case)
        assert (given.owner, given.taken_at, given.stage) == (jonas.id, NOW + DAY, after)


async def test_case_that_is_over_is_given_to_nobody(memory: Memory) -> None:
    coach = await memory.coach()
    for stage in (Stage.WITHDRAWN, Stage.UNREACHED, Stage.ELSEWHERE, Stage.STOPPED):
        case = await at_stage(memory, stage)
        assert not await memory.do(memory.cases.give, case.id, coach.id, NOW)
        assert not await memory.do(memory.cases.untake, case.id)
