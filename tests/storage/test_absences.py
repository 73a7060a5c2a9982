"""Absences and closed days: when nobody is to be called by whom."""

from __future__ import annotations

from datetime import date, timedelta

from dialogs.rules.absence import UNTIL_FURTHER_NOTICE
from storage.absences import Absence
from tests.storage.memory import DAY, HOUR, NOW, Memory

SECOND = timedelta(seconds=1)


async def test_absence_counts_until_it_is_over(memory: Memory) -> None:
    coach = await memory.coach()
    later = await memory.do(memory.absences.add, coach.id, NOW + 2 * DAY, NOW + 3 * DAY, "off")
    now = await memory.do(memory.absences.add, coach.id, NOW, NOW + DAY, "ill")

    assert await memory.do(memory.absences.of, coach.id, NOW + DAY - SECOND) == (
        Absence(now, NOW, NOW + DAY, "ill"), Absence(later, NOW + 2 * DAY, NOW + 3 * DAY, "off"),
    )  # fmt: skip
    assert [one.id for one in await memory.do(memory.absences.of, coach.id, NOW + DAY)] == [later]
    assert await memory.do(memory.absences.of, coach.id, NOW + 3 * DAY) == ()


async def test_all_who_are_away_are_told_at_once(memory: Memory) -> None:
    mira, jonas = await memory.coach("Mira"), await memory.coach("Jonas")
    await memory.do(memory.absences.add, mira.id, NOW + DAY, NOW + 2 * DAY, "off")
    await memory.do(memory.absences.add, mira.id, NOW, NOW + HOUR, "off")
    await memory.do(memory.absences.add, jonas.id, NOW - DAY, NOW, "ill")

    assert await memory.do(memory.absences.all_from, NOW) == {
        mira.id: ((NOW, NOW + HOUR), (NOW + DAY, NOW + 2 * DAY))
    }  # fmt: skip
    assert await memory.do(memory.absences.all_from, NOW + 2 * DAY) == {}


async def test_coach_who_is_back_is_there_at_once_and_keeps_the_holiday_to_come(memory: Memory) -> None:
    coach = await memory.coach()
    await memory.do(memory.absences.add, coach.id, NOW - DAY, UNTIL_FURTHER_NOTICE, "ill")
    await memory.do(memory.absences.add, coach.id, NOW + 5 * DAY, UNTIL_FURTHER_NOTICE, "off")
    holiday = await memory.do(memory.absences.add, coach.id, NOW + DAY, NOW + 2 * DAY, "off")

    await memory.do(memory.absences.end_now, coach.id, NOW)

    assert [one.id for one in await memory.do(memory.absences.of, coach.id, NOW)] == [holiday]
    assert [one.ends_at for one in await memory.do(memory.absences.of, coach.id, NOW - HOUR)] == [NOW, NOW + 2 * DAY]


async def test_coach_takes_back_own_absences_alone(memory: Memory) -> None:
    mira, jonas = await memory.coach("Mira"), await memory.coach("Jonas")
    id_ = await memory.do(memory.absences.add, mira.id, NOW, NOW + DAY, "off")

    assert not await memory.do(memory.absences.remove, id_, jonas.id)
    assert await memory.do(memory.absences.remove, id_, mira.id)
    assert not await memory.do(memory.absences.remove, id_, mira.id)


async def test_old_absences_are_dropped_and_a_coach_takes_all_along(memory: Memory) -> None:
    coach = await memory.coach()
    for days in (1, 2):
        await memory.do(memory.absences.add, coach.id, NOW, NOW + days * DAY, "off")

    await memory.do(memory.absences.forget, NOW + 2 * DAY)
    assert await memory.count("absences") == 1

    await memory.do(memory.people.forget, coach.id, NOW)
    assert await memory.count("absences") == 0


async def test_closed_days_are_kept_once_in_order_until_they_are_over(memory: Memory) -> None:
    bridge, eve = date(2026, 12, 23), date(2026, 12, 24)
    for day in (eve, bridge, eve):
        await memory.do(memory.absences.close_day, day)
    assert await memory.do(memory.absences.closed_days) == (bridge, eve)

    await memory.do(memory.absences.forget_days, eve)
    assert await memory.do(memory.absences.closed_days) == (eve,)

    await memory.do(memory.absences.open_day, eve)
    assert await memory.do(memory.absences.closed_days) == ()
