"""Times that are not free, and places: whoever comes second is refused by the database."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from dialogs.rules.slots import Slot
from tests.storage.memory import DAY, HOUR, LENGTH, NOW, Memory, call_at, slot_of

AT = NOW + DAY
MINUTE = timedelta(minutes=1)


async def test_slot_pressed_by_fifty_families_at_once_is_held_by_one(memory: Memory) -> None:
    coach = await memory.coach()
    families = [await memory.family() for _ in range(50)]

    held = await asyncio.gather(*(memory.hold(family, slot_of(coach.id, AT)) for family in families))

    assert sum(held) == 1
    assert await memory.rows("SELECT holder FROM bookings") == [(families[held.index(True)].id,)]


@pytest.mark.parametrize("shift", [timedelta(0), LENGTH - MINUTE, MINUTE - LENGTH, 10 * MINUTE])
async def test_overlapping_times_of_one_coach_are_held_by_one(memory: Memory, shift: timedelta) -> None:
    coach = await memory.coach()
    ayla, berat = await memory.family(), await memory.family()

    held = await asyncio.gather(
        memory.hold(ayla, slot_of(coach.id, AT)), memory.hold(berat, slot_of(coach.id, AT + shift))
    )

    assert sum(held) == 1


@pytest.mark.parametrize("shift", [LENGTH, -LENGTH])
async def test_times_that_only_touch_do_not_overlap(memory: Memory, shift: timedelta) -> None:
    coach = await memory.coach()
    ayla, berat = await memory.family(), await memory.family()

    assert await memory.hold(ayla, slot_of(coach.id, AT))
    assert await memory.hold(berat, slot_of(coach.id, AT + shift))


async def test_two_coaches_can_call_at_the_same_time(memory: Memory) -> None:
    mira, jonas = await memory.coach("Mira"), await memory.coach("Jonas")
    ayla, berat = await memory.family(), await memory.family()

    assert await memory.hold(ayla, slot_of(mira.id, AT))
    assert await memory.hold(berat, slot_of(jonas.id, AT))


async def test_family_holds_one_time_the_one_chosen_last(memory: Memory) -> None:
    coach, family = await memory.coach(), await memory.family()
    for hours in (0, 1, 1):
        assert await memory.hold(family, slot_of(coach.id, AT + hours * HOUR))

    assert await memory.rows("SELECT holder, starts_at FROM bookings") == [
        (family.id, int((AT + HOUR).timestamp()))
    ]  # fmt: skip


async def test_hold_that_ran_out_is_free_for_others(memory: Memory) -> None:
    coach = await memory.coach()
    ayla, berat = await memory.family(), await memory.family()
    await memory.hold(ayla, slot_of(coach.id, AT), minutes=15)

    assert not await memory.hold(berat, slot_of(coach.id, AT), at=NOW + 15 * MINUTE - timedelta(seconds=1))
    assert await memory.hold(berat, slot_of(coach.id, AT), at=NOW + 15 * MINUTE)
    assert not await memory.do(memory.calendar.held, ayla.id, coach.id, AT, NOW)


async def test_family_knows_whether_it_still_holds_its_time(memory: Memory) -> None:
    coach, family = await memory.coach(), await memory.family()
    slot = slot_of(coach.id, AT)
    assert not await memory.do(memory.calendar.held, family.id, coach.id, AT, NOW)

    await memory.hold(family, slot, minutes=15)

    assert await memory.do(memory.calendar.held, family.id, coach.id, AT, NOW + 14 * MINUTE) == slot
    assert not await memory.do(memory.calendar.held, family.id, coach.id, AT, NOW + 15 * MINUTE)
    assert not await memory.do(memory.calendar.held, family.id, coach.id, AT + HOUR, NOW)


async def test_time_given_back_is_free(memory: Memory) -> None:
    coach = await memory.coach()
    ayla, berat = await memory.family(), await memory.family()
    await memory.hold(ayla, slot_of(coach.id, AT))
    await memory.do(memory.calendar.release, ayla.id)

    assert await memory.hold(berat, slot_of(coach.id, AT))


async def test_taken_times_are_those_of_others_from_now_on(memory: Memory) -> None:
    mira, jonas = await memory.coach("Mira"), await memory.coach("Jonas")
    ayla, berat, cem = [await memory.family() for _ in range(3)]
    await memory.hold(ayla, slot_of(mira.id, AT))
    await memory.hold(berat, slot_of(jonas.id, AT), minutes=5)
    await memory.hold(cem, slot_of(mira.id, NOW - HOUR), at=NOW - 2 * HOUR, minutes=999)

    taken = {mira.id: [(AT, AT + LENGTH)], jonas.id: [(AT, AT + LENGTH)]}
    assert await memory.do(memory.calendar.taken, NOW, cem.id) == taken
    assert await memory.do(memory.calendar.taken, NOW, ayla.id) == {jonas.id: taken[jonas.id]}
    assert await memory.do(memory.calendar.taken, NOW + 5 * MINUTE, cem.id) == {mira.id: taken[mira.id]}


async def test_held_time_becomes_the_call_and_frees_the_one_before(memory: Memory) -> None:
    coach, family = await memory.coach(), await memory.family()
    case = await memory.case(family, call_at(AT))
    for hours in (0, 1):
        starts_at = AT + hours * HOUR
        await memory.hold(family, slot_of(coach.id, starts_at))
        assert await memory.do(memory.calendar.book, family.id, case.id, coach.id, starts_at)

    rows = await memory.rows("SELECT coach, starts_at, state, holder, case_id, expires_at FROM bookings")
    assert rows == [(coach.id, int((AT + HOUR).timestamp()), "booked", None, case.id, None)]
    assert await memory.do(memory.calendar.booked_with, case.id) == coach.id


async def test_time_that_is_not_held_cannot_be_booked(memory: Memory) -> None:
    coach, family = await memory.coach(), await memory.family()
    case = await memory.case(family)
    await memory.hold(family, slot_of(coach.id, AT))

    assert not await memory.do(memory.calendar.book, family.id, case.id, coach.id, AT + HOUR)
    assert await memory.do(memory.calendar.booked_with, case.id) is None


async def test_freed_call_leaves_its_time_to_others(memory: Memory) -> None:
    coach, ayla, berat = await memory.coach(), await memory.family(), await memory.family()
    case = await memory.case(ayla)
    await _booked(memory, ayla.id, case.id, slot_of(coach.id, AT))
    await memory.do(memory.calendar.free, case.id)

    assert await memory.hold(berat, slot_of(coach.id, AT))


async def _booked(memory: Memory, family: int, case: int, slot: Slot) -> None:
    person = await memory.do(memory.people.load, family)
    assert person is not None
    assert await memory.hold(person, slot)
    assert await memory.do(memory.calendar.book, family, case, slot.coach, slot.starts_at)


async def test_coach_who_takes_a_colleagues_call_gets_it_into_her_own_calendar(memory: Memory) -> None:
    mira, jonas = await memory.coach("Mira"), await memory.coach("Jonas")
    ayla, berat = await memory.family(), await memory.family()
    case = await memory.case(ayla, call_at(AT))
    await _booked(memory, ayla.id, case.id, slot_of(mira.id, AT))
    assert await memory.hold(berat, slot_of(jonas.id, AT + 10 * MINUTE))

    assert await memory.do(memory.calendar.give_to, case.id, jonas.id, case.appointment)

    assert await memory.do(memory.calendar.booked_with, case.id) == jonas.id
    assert await memory.rows("SELECT holder FROM bookings WHERE holder IS NOT NULL") == []


async def test_coach_with_a_call_then_cannot_take_another(memory: Memory) -> None:
    mira, jonas = await memory.coach("Mira"), await memory.coach("Jonas")
    ayla, berat = await memory.family(), await memory.family()
    first, second = await memory.case(ayla, call_at(AT)), await memory.case(berat, call_at(AT + 10 * MINUTE))
    await _booked(memory, ayla.id, first.id, slot_of(mira.id, AT))
    await _booked(memory, berat.id, second.id, slot_of(jonas.id, AT + 10 * MINUTE))

    assert not await memory.do(memory.calendar.give_to, first.id, jonas.id, first.appointment)
    assert await memory.do(memory.calendar.booked_with, first.id) == mira.id


async def test_call_given_while_another_family_presses_that_time_is_booked_once(memory: Memory) -> None:
    mira, jonas = await memory.coach("Mira"), await memory.coach("Jonas")
    ayla = await memory.family()
    case = await memory.case(ayla, call_at(AT))
    await _booked(memory, ayla.id, case.id, slot_of(mira.id, AT))
    others = [await memory.family() for _ in range(10)]

    given, *_ = await asyncio.gather(
        memory.do(memory.calendar.give_to, case.id, jonas.id, case.appointment),
        *(memory.hold(other, slot_of(jonas.id, AT + 5 * MINUTE)) for other in others),
    )

    assert given
    assert await memory.rows("SELECT case_id FROM bookings WHERE coach = :coach", coach=jonas.id) == [(case.id,)]


async def test_coach_who_is_gone_takes_no_time_with_them(memory: Memory) -> None:
    coach, family = await memory.coach(), await memory.family()
    await memory.hold(family, slot_of(coach.id, AT))
    await memory.do(memory.people.forget, coach.id, NOW)

    assert await memory.count("bookings") == 0


async def test_places_start_with_the_programmes_number_and_keep_the_later_one(memory: Memory) -> None:
    assert await memory.do(memory.calendar.places, "gladbeck") is None
    await memory.do(memory.calendar.first_places, "gladbeck", 4, NOW)
    await memory.do(memory.calendar.first_places, "gladbeck", 9, NOW + DAY)
    await memory.do(memory.calendar.first_places, "bottrop", 1, None)

    assert await memory.do(memory.calendar.places, "gladbeck") == (4, NOW)
    assert await memory.do(memory.calendar.places, "bottrop") == (1, None)


async def test_lead_sets_places_and_the_later_word_counts(memory: Memory) -> None:
    await memory.do(memory.calendar.set_places, "gladbeck", 4, NOW)
    await memory.do(memory.calendar.set_places, "gladbeck", 2, NOW + HOUR)
    assert await memory.do(memory.calendar.places, "gladbeck") == (2, NOW + HOUR)


async def test_last_place_is_taken_by_one_of_twenty(memory: Memory) -> None:
    await memory.do(memory.calendar.set_places, "gladbeck", 1, NOW)

    taken = await asyncio.gather(*(memory.do(memory.calendar.take_place, "gladbeck", 1) for _ in range(20)))

    assert sum(taken) == 1
    assert await memory.do(memory.calendar.places, "gladbeck") == (0, NOW)


async def test_place_that_an_offer_holds_is_not_taken_by_others(memory: Memory) -> None:
    family = await memory.family()
    await memory.do(memory.calendar.set_places, "gladbeck", 2, NOW)
    await memory.do(memory.waiting.offer, "gladbeck", family.id, 1, NOW, NOW + DAY)

    assert not await memory.do(memory.calendar.take_place, "gladbeck", 2)
    assert await memory.do(memory.calendar.take_place, "gladbeck", 1)
    assert await memory.do(memory.calendar.left, "gladbeck") == 0


async def test_place_is_taken_where_nobody_counts_places(memory: Memory) -> None:
    assert await memory.do(memory.calendar.take_place, "gladbeck", 1)
    assert await memory.do(memory.calendar.places, "gladbeck") is None


async def test_place_given_back_is_free_again(memory: Memory) -> None:
    await memory.do(memory.calendar.set_places, "gladbeck", 1, NOW)
    await memory.do(memory.calendar.use_offered_place, "gladbeck", 2)
    assert await memory.do(memory.calendar.left, "gladbeck") == 0

    await memory.do(memory.calendar.free_place, "gladbeck", 2)
    assert await memory.do(memory.calendar.left, "gladbeck") == 2
