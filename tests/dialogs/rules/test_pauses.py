"""A pause of two weeks: the same part of the day, a working day, never past the project's end."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from dialogs.rules.hours import parse_hours
from dialogs.rules.pauses import window_after_pause
from dialogs.rules.windows import ASAP, USUAL_PARTS, DayPart, Window, Wish

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = parse_hours("Mon-Fri 09:00-12:00,13:30-16:00")
LATE = date(2027, 8, 31)


def at(*clock: int) -> datetime:
    return datetime(*clock, tzinfo=BERLIN).astimezone(UTC)  # type: ignore[arg-type,misc]


def paused(now: datetime, wish: Wish = ASAP, off: frozenset[date] = frozenset(), last_on: date = LATE) -> Window:
    return window_after_pause(now, wish, HOURS, BERLIN, off, USUAL_PARTS, last_on)


def test_call_comes_two_weeks_later_in_the_first_hours_of_the_day() -> None:
    window = paused(at(2026, 11, 23, 15))
    assert (window.starts_at, window.ends_at) == (at(2026, 12, 7, 9), at(2026, 12, 7, 12))


def test_part_of_the_day_stays_the_one_that_was_wished_for() -> None:
    window = paused(at(2026, 11, 23, 9), DayPart.AFTERNOON)
    assert (window.starts_at, window.ends_at) == (at(2026, 12, 7, 14), at(2026, 12, 7, 16))


def test_weekend_and_closed_days_put_it_on_the_next_working_day() -> None:
    assert paused(at(2026, 11, 21, 10)).starts_at == at(2026, 12, 7, 9)
    closed = frozenset({date(2026, 12, 7)})
    assert paused(at(2026, 11, 23, 10), off=closed).starts_at == at(2026, 12, 8, 9)


def test_clock_change_in_between_leaves_the_wall_clock_as_it_is() -> None:
    assert paused(at(2027, 3, 22, 9)).starts_at == at(2027, 4, 5, 9)


def test_project_that_ends_before_shortens_the_pause() -> None:
    assert paused(at(2026, 11, 23, 9), last_on=date(2026, 12, 1)).starts_at == at(2026, 12, 1, 9)
    over = paused(at(2026, 11, 23, 10), last_on=date(2026, 11, 1))
    assert over.starts_at == at(2026, 11, 23, 10)
