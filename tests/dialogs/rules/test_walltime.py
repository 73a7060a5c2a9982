"""The clock on the wall and the instant it means, on the days it is changed and on every machine."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.rules.hours import parse_hours
from dialogs.rules.walltime import NeverOpen, Span, instant, open_days, open_from, open_spans, wall_exists

BERLIN = ZoneInfo("Europe/Berlin")
SPRING = date(2026, 3, 29)
AUTUMN = date(2026, 10, 25)


@pytest.mark.parametrize(
    ("day", "minute", "at"),
    [
        (date(2026, 1, 15), 10 * 60, datetime(2026, 1, 15, 9, tzinfo=UTC)),
        (date(2026, 7, 15), 10 * 60, datetime(2026, 7, 15, 8, tzinfo=UTC)),
        (date(2026, 7, 15), 24 * 60, datetime(2026, 7, 15, 22, tzinfo=UTC)),
        (SPRING, 119, datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        (SPRING, 120, datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (SPRING, 150, datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (SPRING, 179, datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (SPRING, 180, datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (AUTUMN, 120, datetime(2026, 10, 25, 0, tzinfo=UTC)),
        (AUTUMN, 150, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (AUTUMN, 180, datetime(2026, 10, 25, 2, tzinfo=UTC)),
    ],
)
def test_wall_time_is_the_right_instant_in_winter_in_summer_and_on_change_days(
    day: date, minute: int, at: datetime
) -> None:
    assert instant(day, minute, BERLIN) == at


def test_half_past_two_does_not_exist_in_march_and_exists_in_october() -> None:
    assert [wall_exists(SPRING, minute, BERLIN) for minute in (119, 120, 150, 179, 180)] == [
        True, False, False, False, True,
    ]  # fmt: skip
    assert wall_exists(AUTUMN, 150, BERLIN)


def test_a_clock_that_leaps_at_midnight_begins_its_day_late() -> None:
    cairo = ZoneInfo("Africa/Cairo")
    assert instant(date(2024, 4, 26), 0, cairo) == datetime(2024, 4, 25, 22, tzinfo=UTC)
    assert instant(date(2024, 4, 26), 60, cairo) == datetime(2024, 4, 25, 22, tzinfo=UTC)


@settings(derandomize=True, deadline=None)
@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, 1439), st.integers(0, 1439))
def test_later_on_the_wall_is_never_earlier_in_the_world(day: date, one: int, other: int) -> None:
    early, late = sorted((one, other))
    assert instant(day, early, BERLIN) <= instant(day, late, BERLIN)
    shown = instant(day, one, BERLIN).astimezone(BERLIN)
    assert not wall_exists(day, one, BERLIN) or shown.hour * 60 + shown.minute == one


def test_a_night_shift_loses_an_hour_in_march_and_gains_one_in_october() -> None:
    nights = parse_hours("Sun 01:00-04:00")
    assert [_length(span) for span in open_spans(nights, SPRING, BERLIN, frozenset())] == [timedelta(hours=2)]
    assert [_length(span) for span in open_spans(nights, AUTUMN, BERLIN, frozenset())] == [timedelta(hours=4)]
    leapt_over = parse_hours("Sun 02:00-03:00")
    assert open_spans(leapt_over, SPRING, BERLIN, frozenset()) == ()


def test_a_day_off_has_no_hours() -> None:
    mondays = parse_hours("Mon 09:00-12:00")
    easter_monday = date(2026, 4, 6)
    assert open_spans(mondays, easter_monday, BERLIN, {easter_monday}) == ()
    assert len(open_spans(mondays, easter_monday, BERLIN, frozenset())) == 1


def test_what_is_left_of_today_comes_first() -> None:
    hours = parse_hours("Mon-Thu 09:00-12:00,13:30-16:00; Fri 09:00-12:00")
    now = datetime(2026, 6, 4, 14, tzinfo=BERLIN)
    spans = open_from(now, hours, BERLIN, frozenset())
    assert next(spans) == Span(now, datetime(2026, 6, 4, 16, tzinfo=BERLIN))
    assert next(spans).starts_at == datetime(2026, 6, 5, 9, tzinfo=BERLIN)


def test_hours_that_never_come_are_an_error_with_a_cure() -> None:
    now = datetime(2026, 6, 4, 12, tzinfo=UTC)
    with pytest.raises(NeverOpen) as caught:
        next(open_days(now, (), BERLIN, frozenset()))
    assert str(caught.value) == (
        "Not enough opening hours in 400 days from 2026-06-04: check hours and closing days."
    )


def _length(span: Span) -> timedelta:
    return span.ends_at - span.starts_at
