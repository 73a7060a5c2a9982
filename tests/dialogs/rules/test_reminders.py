"""A family is reminded of its call often enough, never at night, and never twice in a breath."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.rules.reminders import STILL_USEFUL, Kind, Reminder, is_quiet, reminders_for

BERLIN = ZoneInfo("Europe/Berlin")
NRW_2026 = frozenset(
    {
        date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14),
        date(2026, 5, 25), date(2026, 6, 4), date(2026, 10, 3), date(2026, 11, 1),
        date(2026, 12, 25), date(2026, 12, 26),
    }
)  # fmt: skip


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


def reminders(starts_at: datetime, booked_at: datetime) -> list[tuple[Kind, str]]:
    found = reminders_for(starts_at, booked_at, BERLIN, NRW_2026)
    return [(each.kind, each.due_at.astimezone(BERLIN).strftime("%d.%m. %H:%M")) for each in found]


def test_a_call_in_ten_days_is_reminded_three_times() -> None:
    assert reminders(at(6, 18, 10), at(6, 8, 10)) == [
        ("three_days", "15.06. 10:00"),
        ("evening_before", "17.06. 18:00"),
        ("hour_before", "18.06. 09:00"),
    ]


def test_a_call_in_just_four_days_is_not_reminded_three_days_before() -> None:
    assert reminders(at(6, 12, 10), at(6, 8, 10)) == [
        ("evening_before", "11.06. 18:00"),
        ("hour_before", "12.06. 09:00"),
    ]
    assert reminders(at(6, 12, 10), at(6, 8, 9, 59))[0] == ("three_days", "09.06. 10:00")


def test_a_call_booked_for_this_afternoon_is_reminded_once() -> None:
    assert reminders(at(6, 8, 15), at(6, 8, 10)) == [("hour_before", "08.06. 14:00")]


def test_a_call_booked_shortly_before_the_evening_is_not_reminded_in_that_evening() -> None:
    assert reminders(at(6, 9, 10), at(6, 8, 16)) == [
        ("evening_before", "08.06. 18:00"),
        ("hour_before", "09.06. 09:00"),
    ]
    assert reminders(at(6, 9, 10), at(6, 8, 16, 1)) == [("hour_before", "09.06. 09:00")]
    assert reminders(at(6, 9, 10), at(6, 8, 19)) == [("hour_before", "09.06. 09:00")]


def test_a_call_booked_for_the_next_hour_needs_no_reminder() -> None:
    assert reminders(at(6, 8, 15), at(6, 8, 13, 50)) == []
    assert reminders(at(6, 8, 15), at(6, 8, 13, 45)) == [("hour_before", "08.06. 14:00")]


def test_three_days_before_is_moved_off_sundays_and_holidays() -> None:
    assert reminders(at(6, 17, 10), at(6, 8, 10))[0] == ("three_days", "13.06. 10:00")
    assert reminders(at(4, 9, 10), at(3, 27, 10))[0] == ("three_days", "04.04. 10:00")
    assert reminders(at(4, 6, 10), at(3, 27, 10))[0] == ("three_days", "02.04. 10:00")
    assert reminders(at(12, 29, 10), at(12, 15, 10))[0] == ("three_days", "24.12. 10:00")


def test_three_days_before_is_left_out_where_the_working_day_before_lies_before_the_booking() -> None:
    assert reminders(at(12, 28, 16), at(12, 24, 11)) == [
        ("evening_before", "27.12. 18:00"),
        ("hour_before", "28.12. 15:00"),
    ]


def test_the_evening_before_a_monday_is_a_sunday_evening() -> None:
    assert reminders(at(6, 15, 10), at(6, 12, 10)) == [
        ("evening_before", "14.06. 18:00"),
        ("hour_before", "15.06. 09:00"),
    ]


def test_an_early_call_is_reminded_early_and_a_late_one_not_at_night() -> None:
    assert reminders(at(6, 9, 7, 30), at(6, 8, 10))[-1] == ("hour_before", "09.06. 06:30")
    assert reminders(at(6, 9, 21, 30), at(6, 8, 10)) == [("evening_before", "08.06. 18:00")]


def test_reminders_keep_the_wall_clock_over_both_clock_changes() -> None:
    assert reminders(at(3, 30, 10), at(3, 20, 10)) == [
        ("three_days", "27.03. 10:00"),
        ("evening_before", "29.03. 18:00"),
        ("hour_before", "30.03. 09:00"),
    ]
    assert reminders(at(10, 26, 10), at(10, 16, 10)) == [
        ("three_days", "23.10. 10:00"),
        ("evening_before", "25.10. 18:00"),
        ("hour_before", "26.10. 09:00"),
    ]
    autumn = reminders_for(at(10, 26, 10), at(10, 16, 10), BERLIN, NRW_2026)
    assert autumn[0] == Reminder("three_days", datetime(2026, 10, 23, 8, tzinfo=UTC))
    assert autumn[1] == Reminder("evening_before", datetime(2026, 10, 25, 17, tzinfo=UTC))


def test_one_hour_before_a_call_in_the_night_of_the_change_is_one_real_hour() -> None:
    first, second = at(10, 25, 3), at(3, 29, 3)
    for starts_at in (first, second):
        last = reminders_for(starts_at, starts_at - timedelta(days=1), BERLIN, frozenset())[-1]
        assert starts_at.astimezone(UTC) - last.due_at == timedelta(hours=1)


@pytest.mark.parametrize(
    ("kind", "now", "quiet"),
    [
        ("evening_before", at(6, 17, 19, 59), False),
        ("evening_before", at(6, 17, 20), True),
        ("evening_before", at(6, 18, 7, 59), True),
        ("evening_before", at(6, 18, 8), False),
        ("evening_before", at(6, 14, 18), False),
        ("three_days", at(6, 14, 10), True),
        ("three_days", at(6, 4, 10), True),
        ("three_days", at(6, 15, 3), True),
        ("three_days", at(6, 13, 10), False),
        ("hour_before", at(6, 18, 6, 30), False),
        ("hour_before", at(6, 18, 20, 30), True),
    ],
)
def test_a_bot_that_comes_back_at_night_lets_families_sleep(kind: Kind, now: datetime, quiet: bool) -> None:
    assert is_quiet(kind, now, BERLIN, NRW_2026) is quiet


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(0, 20 * 24 * 60),
)
def test_no_family_is_reminded_at_night_before_booking_after_the_call_or_twice_within_two_hours(
    booked_at: datetime, ahead: int
) -> None:
    starts_at = booked_at + timedelta(minutes=ahead)
    found = reminders_for(starts_at, booked_at, BERLIN, NRW_2026)
    due = [each.due_at for each in found]
    assert all(booked_at + timedelta(minutes=15) <= moment <= starts_at - timedelta(hours=1) for moment in due)
    assert all(later - earlier >= timedelta(hours=2) for earlier, later in pairwise(due))
    assert all(each.due_at < starts_at - STILL_USEFUL[each.kind] for each in found)
    for each in found:
        wall = each.due_at.astimezone(BERLIN)
        assert wall.hour < 20
        assert wall.hour >= 8 or each.kind == "hour_before"
        assert each.kind != "three_days" or (wall.weekday() != 6 and wall.date() not in NRW_2026)
