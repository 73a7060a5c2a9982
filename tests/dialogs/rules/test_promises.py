"""What "within four working hours" and "within two working days" come to on the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.rules.hours import parse_hours
from dialogs.rules.promises import is_open, working_days_later, working_deadline
from dialogs.rules.walltime import NeverOpen

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = parse_hours("Mon-Thu 09:00-12:00,13:30-16:00; Fri 09:00-12:00")
EASTER = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
CHRISTMAS = frozenset(
    {date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 31), date(2027, 1, 1)}
)


def at(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        (at(6, 8, 9), 60, at(6, 8, 10)),
        (at(6, 8, 11), 60, at(6, 8, 12)),
        (at(6, 8, 11), 90, at(6, 8, 14)),
        (at(6, 8, 12, 30), 0, at(6, 8, 13, 30)),
        (at(6, 8, 10), 0, at(6, 8, 10)),
        (at(6, 8, 15), 240, at(6, 9, 12)),
        (at(6, 12, 11), 240, at(6, 15, 12)),
        (at(6, 13, 20), 240, at(6, 15, 14, 30)),
        (at(4, 2, 15), 240, at(4, 7, 12)),
        (at(12, 23, 15, 59), 240, at(12, 28, 14, 29)),
        (at(12, 30, 16), 1, at(1, 4, 9, 1, year=2027)),
    ],
)
def test_working_minutes_run_only_while_somebody_is_there(start: datetime, minutes: int, due: datetime) -> None:
    assert working_deadline(start, minutes, HOURS, BERLIN, EASTER | CHRISTMAS) == due


def test_a_deadline_over_the_clock_change_counts_real_hours() -> None:
    nights = parse_hours("Sat-Sun 00:00-24:00")
    assert working_deadline(at(3, 29, 1), 120, nights, BERLIN, frozenset()) == at(3, 29, 4)
    assert working_deadline(at(10, 25, 1), 180, nights, BERLIN, frozenset()) == at(10, 25, 3)
    over_the_weekend = working_deadline(at(3, 27, 11, 30), 60, HOURS, BERLIN, frozenset())
    assert over_the_weekend == at(3, 30, 9, 30)


def test_a_deadline_is_told_in_utc() -> None:
    assert working_deadline(at(6, 8, 9), 60, HOURS, BERLIN, frozenset()).tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (at(6, 8, 10), 2, at(6, 10, 16)),
        (at(6, 8, 23), 2, at(6, 10, 16)),
        (at(6, 13, 10), 1, at(6, 15, 16)),
        (at(6, 10, 10), 2, at(6, 12, 12)),
        (at(4, 1, 10), 3, at(4, 8, 16)),
        (at(12, 22, 10), 3, at(12, 29, 16)),
        (at(6, 8, 10), 0, at(6, 8, 16)),
        (at(6, 8, 16), 0, at(6, 9, 16)),
        (at(6, 13, 10), 0, at(6, 15, 16)),
    ],
)
def test_working_days_end_with_the_hours_of_the_last_one(start: datetime, days: int, due: datetime) -> None:
    assert working_days_later(start, days, HOURS, BERLIN, EASTER | CHRISTMAS) == due


@pytest.mark.parametrize(
    ("now", "there"),
    [
        (at(6, 8, 8, 59), False),
        (at(6, 8, 9), True),
        (at(6, 8, 11, 59), True),
        (at(6, 8, 12), False),
        (at(6, 8, 15), True),
        (at(6, 12, 15), False),
        (at(6, 14, 10), False),
        (at(4, 6, 10), False),
    ],
)
def test_somebody_is_there_in_the_hours_and_not_at_lunch_on_sundays_or_at_easter(now: datetime, there: bool) -> None:
    assert is_open(now, HOURS, BERLIN, EASTER) is there


def test_a_team_without_hours_can_promise_nothing() -> None:
    with pytest.raises(NeverOpen):
        working_deadline(at(6, 8, 9), 1, (), BERLIN, frozenset())
    with pytest.raises(NeverOpen):
        working_days_later(at(6, 8, 9), 2, (), BERLIN, frozenset())
    assert not is_open(at(6, 8, 9), (), BERLIN, frozenset())


@settings(derandomize=True, deadline=None)
@given(
    st.datetimes(at(1, 1, 0).replace(tzinfo=None), at(12, 31, 0).replace(tzinfo=None), timezones=st.just(UTC)),
    st.integers(0, 3000),
    st.integers(1, 600),
)
def test_more_minutes_are_never_due_earlier_and_two_steps_reach_as_far_as_one(
    start: datetime, minutes: int, more: int
) -> None:
    def due(begin: datetime, count: int) -> datetime:
        return working_deadline(begin, count, HOURS, BERLIN, EASTER | CHRISTMAS)

    assert start <= due(start, minutes) < due(start, minutes + more)
    assert due(due(start, minutes), more) == due(start, minutes + more)
