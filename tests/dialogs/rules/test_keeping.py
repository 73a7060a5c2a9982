"""When a promised call is asked about, when its promise is broken, and that no family is written to at night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.rules.hours import parse_hours
from dialogs.rules.keeping import (
    Keeping,
    due_at,
    fresh_window,
    is_overdue,
    may_write,
    next_writing_time,
    warn_at,
)
from dialogs.rules.promises import is_open
from dialogs.rules.walltime import NeverOpen

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = parse_hours("Mon-Thu 09:00-12:00,13:30-16:00; Fri 09:00-12:00")
NIGHTS = parse_hours("Sat-Sun 00:00-24:00")
EASTER = frozenset({date(2026, 4, 3), date(2026, 4, 6)})


@dataclass(frozen=True)
class Call:
    wish: str
    starts_at: datetime
    ends_at: datetime


def at(month: int, day: int, hour: int, minute: int = 0, *, fold: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN, fold=fold)


def window(starts_at: datetime, ends_at: datetime) -> Call:
    return Call("part", starts_at, ends_at)


def exact(starts_at: datetime) -> Call:
    return Call("exact", starts_at, starts_at + timedelta(minutes=25))


@pytest.mark.parametrize(
    ("call", "warned", "broken"),
    [
        (window(at(6, 8, 9), at(6, 8, 12)), at(6, 8, 11, 30), at(6, 8, 14)),
        (window(at(6, 8, 9), at(6, 8, 11)), at(6, 8, 10, 30), at(6, 8, 11, 30)),
        (window(at(6, 12, 9), at(6, 12, 12)), at(6, 12, 11, 30), at(6, 15, 9, 30)),
        (window(at(6, 8, 11, 45), at(6, 8, 12)), at(6, 8, 11, 45), at(6, 8, 14)),
        (Call("asap", at(6, 8, 15), at(6, 10, 16)), at(6, 10, 15, 30), at(6, 11, 9, 30)),
        (window(at(6, 8, 9), at(6, 8, 13, 45)), at(6, 8, 11, 45), at(6, 8, 14, 15)),
        (window(at(4, 2, 13, 30), at(4, 2, 16)), at(4, 2, 15, 30), at(4, 7, 9, 30)),
    ],
)
def test_coach_is_warned_half_an_hour_before_a_window_ends_and_it_breaks_half_an_hour_after(
    call: Call, warned: datetime, broken: datetime
) -> None:
    assert warn_at(call, HOURS, BERLIN, EASTER) == warned
    assert due_at(call, HOURS, BERLIN, EASTER) == broken


@pytest.mark.parametrize(
    ("call", "asked", "broken"),
    [
        (exact(at(6, 8, 10)), at(6, 8, 10, 25), at(6, 8, 11, 25)),
        (Call("exact", at(6, 12, 11, 30), at(6, 12, 12)), at(6, 12, 12), at(6, 15, 10)),
        (exact(at(6, 8, 18)), at(6, 9, 9), at(6, 9, 10)),
        (exact(at(6, 8, 11, 30)), at(6, 8, 11, 55), at(6, 8, 14, 25)),
    ],
)
def test_after_an_exact_time_the_coach_is_asked_what_became_of_it_and_has_an_hour_to_tell(
    call: Call, asked: datetime, broken: datetime
) -> None:
    assert warn_at(call, HOURS, BERLIN, EASTER) == asked
    assert due_at(call, HOURS, BERLIN, EASTER) == broken


def test_window_on_a_day_that_became_a_day_off_is_warned_of_when_somebody_is_there_again() -> None:
    good_friday = window(at(4, 3, 9), at(4, 3, 12))
    assert warn_at(good_friday, HOURS, BERLIN, EASTER) == at(4, 7, 9)
    assert due_at(good_friday, HOURS, BERLIN, EASTER) == at(4, 7, 9, 30)


def test_promise_over_the_clock_change_counts_real_minutes() -> None:
    march, october = window(at(3, 29, 1), at(3, 29, 3, 10)), window(at(10, 25, 1), at(10, 25, 3))
    assert warn_at(march, NIGHTS, BERLIN, EASTER) == at(3, 29, 1, 40)
    assert due_at(march, NIGHTS, BERLIN, EASTER) == at(3, 29, 3, 40)
    assert warn_at(october, NIGHTS, BERLIN, EASTER) == at(10, 25, 2, 30, fold=1).astimezone(UTC)
    call = exact(at(10, 25, 2, 30))
    assert due_at(call, NIGHTS, BERLIN, EASTER) == at(10, 25, 2, 55, fold=1).astimezone(UTC)


def test_promise_of_the_friday_before_a_clock_change_breaks_on_monday_morning() -> None:
    for friday, monday in ((at(3, 27, 12), at(3, 30, 9, 30)), (at(10, 23, 12), at(10, 26, 9, 30))):
        assert due_at(window(friday - timedelta(hours=3), friday), HOURS, BERLIN, EASTER) == monday


def test_programme_has_its_own_figures() -> None:
    patient = Keeping(warn_minutes=60, grace_minutes=0, exact_grace_minutes=150)
    morning = window(at(6, 8, 9), at(6, 8, 11))
    assert warn_at(morning, HOURS, BERLIN, EASTER, patient) == at(6, 8, 10)
    assert due_at(morning, HOURS, BERLIN, EASTER, patient) == at(6, 8, 11)
    assert due_at(exact(at(6, 8, 9)), HOURS, BERLIN, EASTER, patient) == at(6, 8, 11, 55)


MINUTES = st.integers(0, 365 * 24 * 60).map(
    lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)


@settings(derandomize=True, deadline=None)
@given(st.sampled_from(["exact", "part", "asap"]), MINUTES, st.integers(15, 3 * 24 * 60), st.booleans())
def test_every_promise_is_warned_of_before_it_breaks_and_never_outside_the_hours(
    wish: str, starts_at: datetime, minutes: int, nights: bool
) -> None:
    hours = NIGHTS if nights else HOURS
    call = Call(wish, starts_at, starts_at + timedelta(minutes=minutes))
    warned, broken = warn_at(call, hours, BERLIN, EASTER), due_at(call, hours, BERLIN, EASTER)
    assert starts_at <= warned < broken
    assert call.ends_at < broken
    assert warned.tzinfo is UTC is broken.tzinfo
    for told in (warned, broken):
        assert is_open(told - timedelta(minutes=1), hours, BERLIN, EASTER) or is_open(told, hours, BERLIN, EASTER)


@pytest.mark.parametrize(
    ("now", "may"),
    [
        (at(6, 8, 7, 59), False),
        (at(6, 8, 8), True),
        (at(6, 8, 19, 59), True),
        (at(6, 8, 20), False),
        (at(6, 13, 12), True),
        (at(6, 14, 12), False),
        (at(4, 6, 12), False),
    ],
)
def test_nobody_is_written_to_unasked_at_night_on_sundays_or_at_easter(now: datetime, may: bool) -> None:
    assert may_write(now, BERLIN, EASTER) is may


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (at(6, 8, 10, 7), at(6, 8, 10, 7)),
        (at(6, 8, 3), at(6, 8, 8)),
        (at(6, 8, 22), at(6, 9, 8)),
        (at(6, 13, 22), at(6, 15, 8)),
        (at(4, 2, 21), at(4, 4, 8)),
        (at(4, 4, 21), at(4, 7, 8)),
        (at(3, 28, 23), at(3, 30, 8)),
        (at(10, 24, 23), at(10, 26, 8)),
    ],
)
def test_what_fell_due_while_the_bot_was_down_waits_for_the_morning(now: datetime, then: datetime) -> None:
    found = next_writing_time(now, BERLIN, EASTER)
    assert found == then
    assert found.tzinfo is UTC


@settings(derandomize=True, deadline=None)
@given(MINUTES, st.integers(0, 99))
def test_next_writing_time_is_the_first_at_which_one_may_write(now: datetime, percent: int) -> None:
    found = next_writing_time(now, BERLIN, EASTER)
    assert may_write(found, BERLIN, EASTER)
    assert found == now or not may_write(now + (found - now) * percent / 100, BERLIN, EASTER)


def test_year_of_closing_days_leaves_no_day_to_write_on() -> None:
    always = frozenset(date(2026, 1, 1) + timedelta(days=ahead) for ahead in range(800))
    with pytest.raises(NeverOpen, match="closing days"):
        next_writing_time(at(6, 8, 22), BERLIN, always)


@pytest.mark.parametrize(
    ("call", "late_at"),
    [(exact(at(6, 8, 10)), at(6, 8, 10, 10)), (window(at(6, 8, 9), at(6, 8, 12)), at(6, 8, 12))],
)
def test_family_may_say_that_nobody_called_once_the_promised_time_is_over(call: Call, late_at: datetime) -> None:
    assert not is_overdue(call, late_at - timedelta(seconds=1))
    assert is_overdue(call, late_at)


@pytest.mark.parametrize(
    ("now", "begins", "ends"),
    [
        (at(6, 8, 10), at(6, 8, 10), at(6, 8, 16)),
        (at(6, 8, 12, 30), at(6, 8, 13, 30), at(6, 8, 16)),
        (at(6, 8, 14, 30), at(6, 8, 14, 30), at(6, 9, 12)),
        (at(6, 8, 16, 30), at(6, 9, 9), at(6, 9, 12)),
        (at(6, 12, 11), at(6, 12, 11), at(6, 15, 12)),
        (at(4, 2, 17), at(4, 7, 9), at(4, 7, 12)),
    ],
)
def test_new_time_after_a_broken_promise_ends_with_the_next_whole_stretch(
    now: datetime, begins: datetime, ends: datetime
) -> None:
    assert fresh_window(now, HOURS, BERLIN, EASTER) == (begins, ends)
