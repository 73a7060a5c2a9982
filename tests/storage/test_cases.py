"""Cases: one live one a family, one owner, a sequence for every change, and nothing of a person after the end."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.family.facts import Appointment, Stage
from storage.cases import Load
from storage.outbox import Draft, card_spot
from tests.storage.memory import DAY, HOUR, NOW, ZONE, Memory, call_at, screen, slot_of

SECOND = timedelta(seconds=1)
LIVE = (Stage.RECEIVED, Stage.TAKEN, Stage.WRONG_NUMBER)
ENDED = tuple(stage for stage in Stage if stage not in LIVE)


async def test_case_comes_back_as_it_was_opened(memory: Memory) -> None:
    family = await memory.family()
    enquiry = replace(memory.enquiry(family), suggested=3, why="2", never_call=True)

    opened = await memory.do(memory.cases.open, enquiry)

    assert opened is not None
    assert await memory.stored(opened) == replace(enquiry, id=opened.id)


async def test_case_that_is_not_there_is_not_found(memory: Memory) -> None:
    assert await memory.do(memory.cases.load, 1) is None


async def test_family_that_sends_fifty_times_at_once_has_one_case(memory: Memory) -> None:
    family = await memory.family()

    opened = await asyncio.gather(*(memory.do(memory.cases.open, memory.enquiry(family)) for _ in range(50)))

    assert len([case for case in opened if case is not None]) == 1
    assert await memory.count("cases") == 1


@pytest.mark.parametrize("stage", LIVE)
async def test_second_case_waits_for_the_end_of_the_first(memory: Memory, stage: Stage) -> None:
    family = await memory.family()
    first = await memory.case(family)
    await memory.do(memory.cases.set_stage, first.id, stage, NOW)
    assert await memory.do(memory.cases.open, memory.enquiry(family)) is None

    await memory.do(memory.cases.set_stage, first.id, Stage.SPOKEN, NOW)
    assert await memory.do(memory.cases.open, memory.enquiry(family)) is not None


async def test_case_is_taken_by_one_of_many_coaches(memory: Memory) -> None:
    case = await memory.case(await memory.family())
    coaches = [await memory.coach(name) for name in ("Mira", "Jonas", "Lea", "Tom")] * 5

    takes = await asyncio.gather(*(memory.do(memory.cases.take, case.id, coach.id, NOW) for coach in coaches))

    taken = await memory.stored(case)
    assert sum(takes) == 1
    assert (taken.owner, taken.stage, taken.taken_at) == (coaches[takes.index(True)].id, Stage.TAKEN, NOW)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.RECEIVED])
async def test_only_a_case_nobody_has_can_be_taken(memory: Memory, stage: Stage) -> None:
    case = await memory.case(await memory.family())
    coach = await memory.coach()
    await memory.do(memory.cases.set_stage, case.id, stage, NOW)

    assert not await memory.do(memory.cases.take, case.id, coach.id, NOW)
    assert (await memory.stored(case)).owner is None


async def test_each_move_counts_the_sequence_up(memory: Memory) -> None:
    case = await memory.case(await memory.family(), call_at(NOW + DAY))
    window = Appointment("part", "morning", NOW + 2 * DAY, NOW + 2 * DAY + 3 * HOUR)

    assert await memory.do(memory.cases.move, case.id, window) == 1
    assert await memory.do(memory.cases.move, case.id, window) == 2
    assert (await memory.stored(case)).appointment == replace(window, sequence=2)


@pytest.mark.parametrize("stage", ENDED)
async def test_end_counts_the_sequence_up_so_that_reminders_are_void(memory: Memory, stage: Stage) -> None:
    case = await memory.case(await memory.family())

    await memory.do(memory.cases.set_stage, case.id, stage, NOW + HOUR)

    ended = await memory.stored(case)
    assert (ended.stage, ended.appointment.sequence) == (stage, 1)
    assert ended.spoken_at == (NOW + HOUR if stage is Stage.SPOKEN else None)


async def test_taking_a_case_leaves_its_reminders_alone(memory: Memory) -> None:
    case = await memory.case(await memory.family())
    await memory.do(memory.cases.take, case.id, (await memory.coach()).id, NOW)

    assert (await memory.stored(case)).appointment.sequence == 0


async def test_tries_are_remembered_with_their_part_of_the_day(memory: Memory) -> None:
    case = await memory.case(await memory.family())
    await memory.do(memory.cases.count_try, case, "morning")
    await memory.do(memory.cases.count_try, await memory.stored(case), "noon")

    tried = await memory.stored(case)

    assert (tried.tries, tried.tried) == (2, ("morning", "noon"))


async def test_coach_sees_own_cases_and_free_ones_and_the_lead_all(memory: Memory) -> None:
    mira, jonas = await memory.coach("Mira"), await memory.coach("Jonas")
    late, early, of_jonas, over = [
        await memory.case(await memory.family(), call_at(NOW + days * DAY)) for days in (4, 2, 3, 1)
    ]
    await memory.do(memory.cases.take, late.id, mira.id, NOW)
    await memory.do(memory.cases.take, of_jonas.id, jonas.id, NOW)
    await memory.do(memory.cases.set_stage, over.id, Stage.SPOKEN, NOW)

    seen = await memory.do(memory.cases.live, mira.id)
    everything = await memory.do(memory.cases.live, mira.id, all_of_them=True)

    assert [case.id for case in seen] == [early.id, late.id]
    assert [case.id for case in everything] == [early.id, of_jonas.id, late.id]


async def test_load_of_a_coach_is_what_is_open_and_when_the_last_was_given(memory: Memory) -> None:
    mira, jonas = await memory.coach("Mira"), await memory.coach("Jonas")
    first, second, third = [await memory.case(await memory.family()) for _ in range(3)]
    await memory.do(memory.cases.take, first.id, mira.id, NOW)
    await memory.do(memory.cases.take, second.id, mira.id, NOW + HOUR)
    await memory.do(memory.cases.take, third.id, jonas.id, NOW + DAY)
    await memory.do(memory.cases.set_stage, second.id, Stage.WRONG_NUMBER, NOW + 2 * HOUR)
    await memory.do(memory.cases.set_stage, third.id, Stage.SPOKEN, NOW + 2 * DAY)

    assert await memory.do(memory.cases.loads) == {mira.id: Load(2, NOW + HOUR), jonas.id: Load(0, NOW + DAY)}


async def test_coach_suggested_anew_stands_on_the_case(memory: Memory) -> None:
    case = await memory.case(await memory.family())
    jonas = await memory.coach("Jonas")
    await memory.do(memory.cases.suggest, case.id, jonas.id, "4")

    stored = await memory.stored(case)

    assert (stored.suggested, stored.why) == (jonas.id, "4")


async def test_erasing_a_family_leaves_a_number_without_a_person(memory: Memory) -> None:
    family = await memory.family()
    old = await memory.case(family)
    await memory.do(memory.cases.set_stage, old.id, Stage.SPOKEN, NOW)
    live = await memory.case(family)

    assert await memory.do(memory.cases.erase_of, family.id, NOW + DAY) == (old.id, live.id)

    left = [await memory.stored(case) for case in (old, live)]
    assert [(case.family, case.body, case.consents, case.stage) for case in left] == [
        (None, None, (), Stage.SPOKEN), (None, None, (), Stage.WITHDRAWN),
    ]  # fmt: skip
    assert await memory.do(memory.cases.erase_of, family.id, NOW + DAY) == ()


async def test_erased_case_frees_its_time_and_ends_its_timers(memory: Memory) -> None:
    family, coach = await memory.family(), await memory.coach()
    case = await memory.case(family)
    slot = slot_of(coach.id, NOW + DAY)
    await memory.hold(family, slot)
    await memory.do(memory.calendar.book, family.id, case.id, coach.id, slot.starts_at)
    await memory.do(memory.cases.set_timer, "unclaimed:1", "unclaimed", case.id, NOW + DAY)

    await memory.do(memory.cases.erase_of, family.id, NOW)

    assert (await memory.count("bookings"), await memory.count("timers")) == (0, 0)


async def test_card_with_the_familys_name_that_still_waits_for_a_coach_goes_with_the_family(memory: Memory) -> None:
    family, coach = await memory.family(), await memory.coach()
    case = await memory.case(family)
    await memory.do(memory.people.set_reachable, coach.id, reachable=False)
    await memory.letter(Draft(coach.id, screen(), card_spot(case.id), once=True, kind="card", case_id=case.id))

    await memory.do(memory.cases.erase_of, family.id, NOW)

    assert await memory.count("outbox") == 0


@pytest.mark.parametrize(
    ("stage", "over"),
    [(stage, stage not in (Stage.UNREACHED, Stage.WITHDRAWN)) for stage in Stage if stage not in LIVE],
)
async def test_case_is_emptied_by_its_own_date(memory: Memory, stage: Stage, over: bool) -> None:
    case = await memory.case(await memory.family())
    await memory.do(memory.cases.set_stage, case.id, stage, NOW)
    before, after = NOW, NOW + SECOND

    assert await memory.do(memory.cases.erase_over, before, before, NOW + DAY) == ()
    assert await memory.do(memory.cases.erase_over, after, before, NOW + DAY) == ((case.id,) if over else ())
    assert await memory.do(memory.cases.erase_over, after, after, NOW + DAY) == (() if over else (case.id,))
    assert await memory.do(memory.cases.erase_over, after, after, NOW + DAY) == ()


async def test_fresh_case_outlives_the_old_one_of_the_same_family(memory: Memory) -> None:
    family = await memory.family()
    old = await memory.case(family)
    await memory.do(memory.cases.set_stage, old.id, Stage.SPOKEN, NOW)
    fresh = await memory.case(family, at=NOW + 20 * DAY)
    late = NOW + 40 * DAY

    assert await memory.do(memory.cases.erase_over, late - 30 * DAY, late - 90 * DAY, late) == (old.id,)

    assert (await memory.known(family)).case_id == fresh.id
    assert (await memory.stored(fresh)).body == fresh.body
    assert await memory.do(memory.people.unfinished_before, late, late) == ()


async def test_family_goes_once_its_last_case_is_emptied_and_it_was_long_away(memory: Memory) -> None:
    family = await memory.family()
    case = await memory.case(family)
    await memory.do(memory.cases.set_stage, case.id, Stage.UNREACHED, NOW)
    late = NOW + 91 * DAY
    await memory.do(memory.cases.erase_over, late - 30 * DAY, late - 90 * DAY, late)

    assert (await memory.known(family)).case_id is None
    assert await memory.do(memory.people.unfinished_before, late - 14 * DAY, late) == (family.id,)
    assert await memory.do(memory.people.unfinished_before, NOW, NOW) == ()


async def test_timer_runs_once_at_its_time(memory: Memory) -> None:
    await memory.do(memory.cases.set_timer, "unclaimed:7", "unclaimed", 7, NOW + HOUR)
    await memory.do(memory.cases.set_timer, "unclaimed:7", "unclaimed", 7, NOW + DAY)
    assert await memory.do(memory.cases.next_timer) == NOW + HOUR
    assert await memory.do(memory.cases.due_timers, NOW + HOUR - SECOND) == ()
    assert await memory.do(memory.cases.due_timers, NOW + HOUR) == (("unclaimed:7", "unclaimed", 7),)

    ran = await asyncio.gather(*(memory.do(memory.cases.timer_ran, "unclaimed:7") for _ in range(20)))

    assert sum(ran) == 1
    assert await memory.do(memory.cases.next_timer) is None


async def test_stopped_timers_of_a_case_leave_the_others(memory: Memory) -> None:
    for case in (7, 8):
        await memory.do(memory.cases.set_timer, f"unclaimed:{case}", "unclaimed", case, NOW)

    await memory.do(memory.cases.stop_timers, 7)

    assert await memory.do(memory.cases.due_timers, NOW) == (("unclaimed:8", "unclaimed", 8),)


async def test_stopped_timers_of_a_case_leave_those_of_an_offer_with_the_same_number(memory: Memory) -> None:
    for kind in ("answer", "owned", "offer"):
        await memory.do(memory.cases.set_timer, f"{kind}:7", kind, 7, NOW)

    await memory.do(memory.cases.stop_timers, 7, ("owned",))
    assert {kind for _, kind, _ in await memory.do(memory.cases.due_timers, NOW)} == {"answer", "offer"}

    await memory.do(memory.cases.stop_timers, 7)
    assert await memory.do(memory.cases.due_timers, NOW) == (("offer:7", "offer", 7),)


async def test_booked_time_is_kept_in_wall_time_too(memory: Memory) -> None:
    family, coach = await memory.family(), await memory.coach()
    await memory.hold(family, slot_of(coach.id, NOW + DAY))

    assert await memory.rows("SELECT wall, zone, state FROM bookings") == [("2026-11-24 09:00", str(ZONE), "held")]
