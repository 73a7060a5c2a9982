"""A ladder is climbed slowly, by day, never on a day of rest, and it has an end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.rules.ladders import (
    USUAL_LADDERS,
    Kind,
    asked_again_at,
    due_at,
    may_begin_again,
    may_send,
    next_sending_time,
    rungs,
    sending_time,
)
from dialogs.rules.walltime import NeverOpen
from tests.dialogs.rules.resting import REST, at, days, wall

HALVED = replace(USUAL_LADDERS, halved=True)


MONDAY = at(2026, 11, 23, 10)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_ladders_have_three_rungs_and_a_halved_one_the_first() -> None:
    assert rungs(Kind.HALFWAY) == (24 * HOUR, 72 * HOUR, 240 * HOUR)
    assert rungs(Kind.STANDING) == (7 * DAY, 21 * DAY, 42 * DAY)
    assert rungs(Kind.HALFWAY, HALVED) == (24 * HOUR,)
    assert rungs(Kind.STANDING, HALVED) == (7 * DAY,)


@pytest.mark.parametrize(("whole", "half"), [(1, 1), (2, 1), (3, 1)])
def test_halved_ladder_keeps_at_least_one_rung(whole: int, half: int) -> None:
    short = replace(HALVED, halfway=USUAL_LADDERS.halfway[:whole])
    assert len(rungs(Kind.HALFWAY, short)) == half


def test_family_half_way_is_written_to_after_one_day_then_three_then_ten() -> None:
    due = [due_at(Kind.HALFWAY, MONDAY, sent, None) for sent in range(4)]
    assert due == [MONDAY + 24 * HOUR, MONDAY + 72 * HOUR, MONDAY + 240 * HOUR, None]


def test_message_that_went_out_late_pushes_the_next_one_away() -> None:
    assert due_at(Kind.HALFWAY, MONDAY, 1, MONDAY + 60 * HOUR) == MONDAY + 84 * HOUR
    assert due_at(Kind.STANDING, MONDAY, 1, MONDAY + 20 * DAY) == MONDAY + 27 * DAY
    assert due_at(Kind.STANDING, MONDAY, 1, MONDAY + 8 * DAY) == MONDAY + 21 * DAY


def test_halved_ladder_is_at_its_end_after_one_message() -> None:
    assert due_at(Kind.STANDING, MONDAY, 0, None, HALVED) == MONDAY + 7 * DAY
    assert due_at(Kind.STANDING, MONDAY, 1, MONDAY + 7 * DAY, HALVED) is None


def test_day_lasts_24_hours_also_over_a_clock_change() -> None:
    for saturday in (at(2027, 3, 27, 12), at(2026, 10, 24, 12)):
        assert due_at(Kind.HALFWAY, saturday, 0, None) == saturday.astimezone(UTC) + 24 * HOUR


@pytest.mark.parametrize(
    ("now", "may"),
    [
        (at(2026, 11, 23, 8, 59), False),
        (at(2026, 11, 23, 9), True),
        (at(2026, 11, 23, 18, 59), True),
        (at(2026, 11, 23, 19), False),
        (at(2026, 11, 28, 12), True),
        (at(2026, 11, 29, 12), False),
        (at(2026, 12, 24, 12), False),
        (at(2026, 12, 28, 12), True),
        (at(2027, 3, 26, 12), False),
        (at(2027, 3, 28, 12), False),
        (at(2027, 3, 29, 12), False),
        (at(2027, 3, 10, 12), False),
    ],
)
def test_nothing_is_sent_at_night_on_sundays_holidays_or_festivals(now: datetime, may: bool) -> None:
    assert may_send(now, REST) is may
    assert may_send(now.astimezone(UTC), REST) is may


def test_in_ramadan_evenings_belong_to_the_family() -> None:
    assert may_send(at(2027, 2, 10, 15, 59), REST)
    assert not may_send(at(2027, 2, 10, 16), REST)
    assert may_send(at(2027, 2, 6, 16), REST)
    assert wall(next_sending_time(at(2027, 2, 10, 16), REST)) == "Thu 11.02.27 09:00"


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (at(2026, 11, 23, 10, 7), "Mon 23.11.26 10:07"),
        (at(2026, 11, 23, 3), "Mon 23.11.26 09:00"),
        (at(2026, 11, 23, 19), "Tue 24.11.26 09:00"),
        (at(2026, 11, 28, 19), "Mon 30.11.26 09:00"),
        (at(2026, 12, 23, 19), "Mon 28.12.26 09:00"),
        (at(2026, 12, 30, 22), "Sat 02.01.27 09:00"),
        (at(2027, 3, 25, 20), "Sat 27.03.27 09:00"),
        (at(2027, 3, 27, 20), "Tue 30.03.27 09:00"),
        (at(2027, 3, 6, 16), "Sat 13.03.27 09:00"),
        (at(2027, 5, 14, 20), "Fri 21.05.27 09:00"),
        (at(2026, 10, 24, 23), "Mon 26.10.26 09:00"),
    ],
)
def test_message_that_falls_into_the_quiet_hours_waits_for_the_next_morning(now: datetime, then: str) -> None:
    assert wall(next_sending_time(now, REST)) == then


def test_nine_is_nine_by_the_wall_clock_before_and_after_both_clock_changes() -> None:
    mornings = [next_sending_time(at(*day, 5), REST) for day in ((2026, 10, 24), (2026, 10, 26), (2027, 3, 30))]
    assert [found.hour for found in mornings] == [7, 8, 7]


def test_year_of_festivals_leaves_no_day_to_write_on() -> None:
    always = replace(REST, festivals=days(date(2026, 1, 1), date(2028, 12, 31)))
    for asked in (next_sending_time, lambda now, rest: sending_time(now, now, 1, rest)):
        with pytest.raises(NeverOpen, match="festivals"):
            asked(MONDAY, always)


MINUTES = st.integers(0, 300 * 24 * 60).map(
    lambda minute: datetime(2026, 10, 1, tzinfo=UTC) + timedelta(minutes=minute)
)


@settings(derandomize=True, deadline=None)
@given(MINUTES, st.integers(0, 99))
def test_next_sending_time_is_the_first_at_which_one_may_write(now: datetime, percent: int) -> None:
    found = next_sending_time(now, REST)
    assert may_send(found, REST)
    assert found == now or not may_send(now + (found - now) * percent / 100, REST)


@pytest.mark.parametrize(
    ("now", "erased_at", "then"),
    [
        (MONDAY, None, "Sat 05.12.26 18:00"),
        (at(2026, 11, 24, 10), None, "Mon 07.12.26 10:00"),
        (at(2026, 11, 24, 22, 30), None, "Mon 07.12.26 17:30"),
        (at(2026, 11, 24, 4), None, "Sat 05.12.26 18:00"),
        (at(2026, 12, 13, 12), None, "Wed 23.12.26 18:00"),
        (MONDAY, at(2026, 12, 1, 10), "Tue 01.12.26 09:59"),
        (MONDAY, at(2026, 12, 1, 8), "Mon 30.11.26 18:00"),
        (MONDAY, at(2026, 11, 24, 9), "Tue 24.11.26 10:00"),
        (at(2026, 11, 28, 18), at(2026, 11, 30, 8), "Mon 30.11.26 09:00"),
    ],
)
def test_half_way_not_now_means_the_last_day_on_which_the_answers_are_still_there(
    now: datetime, erased_at: datetime | None, then: str
) -> None:
    assert wall(asked_again_at(Kind.HALFWAY, now, REST, erased_at=erased_at)) == then


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (MONDAY, "Mon 07.12.26 10:00"),
        (at(2026, 11, 28, 22), "Mon 14.12.26 09:00"),
        (at(2026, 12, 10, 11), "Mon 28.12.26 09:00"),
        (at(2026, 10, 19, 18, 30), "Mon 02.11.26 17:30"),
    ],
)
def test_with_a_case_not_now_means_two_weeks(now: datetime, then: str) -> None:
    assert wall(asked_again_at(Kind.STANDING, now, REST)) == then


@settings(derandomize=True, deadline=None)
@given(MINUTES, st.sampled_from(Kind), st.integers(0, 20 * 24 * 60))
def test_whoever_says_not_now_is_left_alone_for_a_day_and_asked_when_one_may_write(
    now: datetime, kind: Kind, left: int
) -> None:
    asked = asked_again_at(kind, now, REST, erased_at=now + timedelta(minutes=left))
    assert may_send(asked, REST)
    assert asked >= now + DAY


def test_case_rests_for_ninety_days_after_a_ladder_that_came_to_its_end() -> None:
    assert may_begin_again(None, MONDAY)
    assert not may_begin_again(MONDAY, MONDAY.astimezone(UTC) + 90 * DAY - HOUR)
    assert may_begin_again(MONDAY, MONDAY.astimezone(UTC) + 90 * DAY)
    assert not may_begin_again(at(2027, 1, 1, 12), at(2027, 4, 1, 12))
