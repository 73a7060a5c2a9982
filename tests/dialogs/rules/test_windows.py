"""A family says "mornings" or "as soon as possible", and hears from when to when it will be called."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from dialogs.rules.hours import Hours, parse_hours
from dialogs.rules.walltime import NeverOpen
from dialogs.rules.windows import (
    ASAP,
    USUAL_PARTS,
    DayPart,
    Window,
    Wish,
    next_try,
    next_window,
    part_at,
    parts_served,
)

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = parse_hours("Mon-Thu 09:00-12:00,13:30-16:00; Fri 09:00-12:00")
LATE_THURSDAY = parse_hours("Mon-Wed 09:00-12:00,13:30-16:00; Thu 09:00-12:00,13:30-18:00; Fri 09:00-12:00")
EASTER = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
NOTICE = timedelta(minutes=30)
MORNING, NOON, AFTERNOON, EVENING = DayPart


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


def window(wish: Wish, now: datetime, hours: Hours = HOURS) -> Window:
    return next_window(wish, now, hours, BERLIN, EASTER, NOTICE, USUAL_PARTS)


def another(used: list[DayPart], now: datetime, hours: Hours = HOURS) -> Window:
    return next_try(used, now, hours, BERLIN, EASTER, NOTICE, USUAL_PARTS)


def test_an_evening_in_which_nobody_works_is_not_offered() -> None:
    assert parts_served(HOURS, USUAL_PARTS) == (MORNING, NOON, AFTERNOON)
    assert parts_served(LATE_THURSDAY, USUAL_PARTS) == (MORNING, NOON, AFTERNOON, EVENING)
    assert parts_served((), USUAL_PARTS) == ()


def test_a_quarter_of_an_hour_of_evening_is_not_offered_as_an_evening() -> None:
    assert parts_served(parse_hours("Mon 09:00-17:15"), USUAL_PARTS) == (MORNING, NOON, AFTERNOON)
    assert parts_served(parse_hours("Mon 16:45-17:30"), USUAL_PARTS) == (EVENING,)


def test_a_part_the_programme_leaves_out_is_never_served() -> None:
    assert parts_served(HOURS, {AFTERNOON: (time(12), time(0))}) == (AFTERNOON,)
    with pytest.raises(NeverOpen):
        next_window(MORNING, at(6, 8, 8), HOURS, BERLIN, EASTER, NOTICE, {AFTERNOON: (time(12), time(0))})


@pytest.mark.parametrize(
    ("wish", "now", "starts_at", "ends_at"),
    [
        (MORNING, at(6, 8, 7), at(6, 8, 9), at(6, 8, 12)),
        (MORNING, at(6, 8, 9, 40), at(6, 8, 10, 15), at(6, 8, 12)),
        (MORNING, at(6, 8, 11), at(6, 8, 11, 30), at(6, 8, 12)),
        (MORNING, at(6, 8, 11, 1), at(6, 9, 9), at(6, 9, 12)),
        (NOON, at(6, 8, 7), at(6, 8, 13, 30), at(6, 8, 14)),
        (AFTERNOON, at(6, 8, 7), at(6, 8, 14), at(6, 8, 16)),
        (AFTERNOON, at(6, 12, 10), at(6, 15, 14), at(6, 15, 16)),
        (MORNING, at(4, 2, 18), at(4, 7, 9), at(4, 7, 12)),
        (AFTERNOON, at(3, 27, 18), at(3, 30, 14), at(3, 30, 16)),
        (ASAP, at(6, 8, 9, 40), at(6, 8, 10, 15), at(6, 8, 12)),
        (ASAP, at(6, 8, 11, 45), at(6, 8, 13, 30), at(6, 8, 16)),
        (ASAP, at(6, 12, 22), at(6, 15, 9), at(6, 15, 12)),
        (ASAP, at(4, 2, 15, 30), at(4, 7, 9), at(4, 7, 12)),
    ],
)
def test_the_window_is_the_next_one_with_enough_notice(
    wish: Wish, now: datetime, starts_at: datetime, ends_at: datetime
) -> None:
    assert window(wish, now) == Window(wish, starts_at, ends_at)


def test_an_evening_call_waits_for_the_one_late_day() -> None:
    assert window(EVENING, at(6, 8, 8), LATE_THURSDAY) == Window(EVENING, at(6, 11, 17), at(6, 11, 18))


def test_nobody_can_promise_an_evening_in_which_nobody_works() -> None:
    with pytest.raises(NeverOpen):
        window(EVENING, at(6, 8, 8))


def test_a_family_not_reached_in_the_morning_is_tried_at_noon_and_then_in_the_afternoon() -> None:
    second = another([MORNING], at(6, 8, 9, 30))
    assert second == Window(NOON, at(6, 8, 13, 30), at(6, 8, 14))
    third = another([MORNING, NOON], at(6, 8, 13, 45))
    assert third == Window(AFTERNOON, at(6, 8, 14, 15), at(6, 8, 16))


def test_a_family_not_reached_late_is_tried_on_the_next_working_day() -> None:
    assert another([AFTERNOON], at(6, 11, 15, 50)) == Window(MORNING, at(6, 12, 9), at(6, 12, 12))
    assert another([MORNING], at(6, 12, 11, 50)) == Window(NOON, at(6, 15, 13, 30), at(6, 15, 14))


def test_when_every_part_was_tried_any_but_the_last_comes_again() -> None:
    assert another([MORNING, NOON, AFTERNOON], at(6, 8, 15, 50)).part is MORNING
    assert another([AFTERNOON, NOON, MORNING], at(6, 8, 11, 50)).part is NOON


def test_a_team_that_works_only_mornings_tries_the_next_morning() -> None:
    mornings = parse_hours("Mon-Fri 09:00-12:00")
    assert another([MORNING], at(6, 8, 11, 50), mornings) == Window(MORNING, at(6, 9, 9), at(6, 9, 12))


def test_a_team_without_hours_has_no_next_try() -> None:
    with pytest.raises(NeverOpen):
        another([MORNING], at(6, 8, 10), ())
    with pytest.raises(NeverOpen):
        another([], at(6, 8, 10), ())


@pytest.mark.parametrize(
    ("hour", "part"), [(7, None), (8, MORNING), (12, NOON), (16, AFTERNOON), (19, EVENING), (20, None)]
)
def test_a_try_is_filed_under_its_part_of_the_local_day(hour: int, part: DayPart | None) -> None:
    assert part_at(at(6, 8, hour), BERLIN, USUAL_PARTS) is part
    assert part_at(at(1, 8, hour), BERLIN, USUAL_PARTS) is part
