"""A coach's own times on the stage: what is saved is what families are offered, also when the clocks change."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.demo.person import Person
from tests.bot.road import book, buttons, offered, press, press_at_once, texts, to_check, to_wish
from tests.stage import Stage, rows, staged

BEFORE_SUMMER = datetime(2027, 3, 26, 7, 0, tzinfo=UTC)
BEFORE_WINTER = datetime(2026, 10, 23, 6, 0, tzinfo=UTC)
"""Fridays, 8:00 in Gladbeck; the clocks change on the Sunday after."""


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as stage:
        yield stage


async def times(stage: Stage, coach: Person, *picks: str) -> None:
    await stage.say(coach, "/times")
    await press(stage, coach, *(f"~times.{pick}" for pick in picks))


async def offered_on(stage: Stage, family: Person, day: str) -> list[str]:
    """The clocks a family can choose from on a day."""
    await to_wish(stage, family)
    await press(stage, family, "wish.exact")
    if f"day.{day}" not in buttons(family):
        return []
    await press(stage, family, f"day.{day}")
    return [button.text for button in Stage.screen(family).buttons if ":" in button.text]


async def test_saved_week_is_what_families_are_offered(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await times(stage, mira, "week", "w-1", "t-1-1-off", "s-1-0-from-570", "s-1-0-from-600", "look")
    assert "Di., 24. Nov.: 4 Zeiten (10:00, 10:30, 11:00, 11:30)" in texts(mira)

    await press(stage, mira, "~times.save")

    assert await offered_on(stage, stage.family(), "2026-11-24") == [
        "10:00 Uhr",
        "10:30 Uhr",
        "11:00 Uhr",
        "11:30 Uhr",
    ]


async def test_booked_call_outside_the_new_hours_stays(stage: Stage) -> None:
    mira = await stage.team("Mira")
    ayla = stage.family()
    await book(stage, ayla, day=1, time=0)
    await times(stage, mira, "week", "w-1", "t-1-0-off", "look")
    assert "1 Anruf liegt außerhalb und bleibt:" in texts(mira)

    await press(stage, mira, "~times.save")

    assert await rows(stage, "SELECT coach, state FROM bookings") == [(1, "booked")]


async def test_save_pressed_twice_at_once_saves_once(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await times(stage, mira, "week", "w-1", "t-1-1-off", "look")
    press_at_once(mira, "~times.save")
    press_at_once(mira, "~times.save")
    await stage.quiet()
    assert await rows(stage, "SELECT hours FROM persons WHERE role = 'coach'") == [
        ("Mon,Wed-Fri 09:00-12:00,13:30-16:00; Tue 09:00-12:00",)
    ]


async def test_draft_outlives_a_restart(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await times(stage, mira, "week", "w-1", "t-1-1-off")
    await stage.bot.stop()
    await stage.start_bot()

    await press(stage, mira, "~times.look", "~times.save")

    assert "Tue 09:00-12:00" in (await rows(stage, "SELECT hours FROM persons WHERE role = 'coach'"))[0][0]


async def test_call_is_as_long_as_the_coachs_calls_are(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await times(stage, mira, "calls", "h-length-30", "h-length-35", "h-length-40")
    ayla = stage.family()
    assert (await offered_on(stage, ayla, "2026-11-24"))[:2] == ["09:00 Uhr", "09:45 Uhr"]

    await press(stage, ayla, offered(ayla, "time")[0])
    await to_check(stage, ayla)
    await press(stage, ayla, "check.send")

    assert await rows(stage, "SELECT ends_at - starts_at FROM bookings") == [(40 * 60,)]
    assert await rows(stage, "SELECT ends_at - starts_at FROM cases") == [(40 * 60,)]


async def test_hold_keeps_the_length_it_was_promised_with(stage: Stage) -> None:
    mira, ayla = await stage.team("Mira"), stage.family()
    await offered_on(stage, ayla, "2026-11-24")
    await press(stage, ayla, offered(ayla, "time")[0])
    await times(stage, mira, "calls", "h-length-30")

    await to_check(stage, ayla)
    await press(stage, ayla, "check.send")

    assert await rows(stage, "SELECT ends_at - starts_at FROM bookings") == [(25 * 60,)]
    assert await rows(stage, "SELECT ends_at - starts_at FROM cases") == [(25 * 60,)]


async def test_most_a_day_and_notice_are_the_coachs_own(stage: Stage) -> None:
    mira = await stage.team("Mira")
    for most in range(5, 0, -1):
        await times(stage, mira, "calls", f"h-most-{most}")
    for notice in (180, 240, 360, 480, 720, 1440):
        await times(stage, mira, "calls", f"h-notice-{notice}")
    await book(stage, stage.family("Ayla"), day=0)

    berat = stage.family("Berat")
    assert await offered_on(stage, berat, "2026-11-23") == []
    assert await offered_on(stage, stage.family("Celia"), "2026-11-24") == []
    assert await offered_on(stage, stage.family("Dilan"), "2026-11-25") != []


async def test_habits_of_one_coach_are_not_those_of_another(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await stage.team("Jonas", hours="Wed 09:00-12:00")
    await times(stage, mira, "calls", "h-length-30", "h-length-35", "h-length-40")
    assert (await offered_on(stage, stage.family(), "2026-11-25"))[:3] == ["09:00 Uhr", "09:30 Uhr", "09:45 Uhr"]


async def test_holidays_are_named_and_cannot_be_worked_on(tmp_path: Path) -> None:
    async with staged(tmp_path, at=datetime(2026, 12, 16, 8, 0, tzinfo=UTC)) as stage:
        mira = await stage.team("Mira")
        await times(stage, mira, "days")
        assert "Freitag, 25. Dezember: Erster Weihnachtstag" in texts(mira)
        before = texts(mira)
        await press(stage, mira, "~times.d-2026-12-25")
        assert texts(mira) == before
        assert await offered_on(stage, stage.family(), "2026-12-25") == []


@pytest.mark.parametrize(
    ("at", "friday", "monday"),
    [(BEFORE_SUMMER, "2027-03-26", "2027-03-30"), (BEFORE_WINTER, "2026-10-23", "2026-10-26")],
    ids=["to summer time", "to winter time"],
)
async def test_ten_o_clock_stays_ten_o_clock(tmp_path: Path, at: datetime, friday: str, monday: str) -> None:
    """Hours, a morning off and the preview go by the clock on the wall, on both sides of the change."""
    async with staged(tmp_path, at=at) as stage:
        mira = await stage.team("Mira", hours="Mon-Sun 09:00-12:00,13:30-16:00")
        await times(stage, mira, "days", f"d-{monday}", f"off-{monday}-am")
        await times(stage, mira, "week", "look")
        clocks = await offered_on(stage, stage.family(), monday)
        assert clocks[0] == "13:30 Uhr"
        assert "Zeiten (13:30, 14:00, 14:30, 15:00, …)" in texts(mira)


@pytest.mark.parametrize("at", [BEFORE_SUMMER, BEFORE_WINTER], ids=["to summer time", "to winter time"])
async def test_absence_over_the_change_ends_at_midnight(tmp_path: Path, at: datetime) -> None:
    async with staged(tmp_path, at=at) as stage:
        mira = await stage.team("Mira", hours="Mon-Sun 09:00-12:00")
        await times(stage, mira, "away", "off-week")
        ((ends_at,),) = await rows(stage, "SELECT ends_at FROM absences")
        local = datetime.fromtimestamp(ends_at, stage.bot.house.town.zone)
        assert (local.weekday(), local.hour, local.minute) == (0, 0, 0)
