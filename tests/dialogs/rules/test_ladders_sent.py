"""Messages that wait for the same morning, or for a bot that was down, come one after the other, and only by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.rules.ladders import USUAL_LADDERS, may_send, next_sending_time, sending_time, spread_of
from tests.dialogs.rules.resting import REST, at, wall

MONDAY = at(2026, 11, 23, 10)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_neighbours_are_spread_far_apart_and_always_alike() -> None:
    minutes = [spread_of(id_, HOUR) // timedelta(minutes=1) for id_ in range(1, 61)]
    assert minutes == [spread_of(id_, HOUR) // timedelta(minutes=1) for id_ in range(1, 61)]
    assert all(0 <= minute < 60 for minute in minutes)
    assert min(abs(one - other) for one, other in pairwise(minutes)) >= 22
    assert max(minutes.count(minute) for minute in minutes) <= 2
    assert spread_of(7, timedelta(0)) == timedelta(0)


def test_message_due_by_day_goes_out_at_once() -> None:
    assert sending_time(MONDAY, MONDAY + timedelta(minutes=3), 1, REST) == MONDAY + timedelta(minutes=3)


def test_message_never_goes_out_before_it_is_due() -> None:
    assert sending_time(MONDAY + 5 * HOUR, MONDAY, 1, REST) == MONDAY + 5 * HOUR
    assert wall(sending_time(MONDAY + 10 * HOUR, MONDAY, 1, REST)) == "Tue 24.11.26 09:37"


def test_all_that_waited_for_one_morning_are_spread_over_an_hour() -> None:
    night = at(2026, 11, 24, 2)
    sent = sorted(sending_time(night, night, id_, REST) for id_ in range(1, 31))
    assert at(2026, 11, 24, 9) <= sent[0]
    assert sent[-1] < at(2026, 11, 24, 10)
    assert max(sent.count(minute) for minute in sent) == 1


def test_downtime_of_three_days_sends_no_flood() -> None:
    back_at = at(2026, 11, 26, 13)
    due = [back_at - timedelta(hours=72) + timedelta(hours=number) for number in range(60)]
    sent = sorted(sending_time(then, back_at, id_, REST) for id_, then in enumerate(due, 1))
    assert back_at <= sent[0]
    assert sent[-1] < at(2026, 11, 26, 15)
    assert max(sent.count(minute) for minute in sent) == 1


def test_what_is_late_in_the_evening_has_what_is_left_of_the_day_and_else_the_next_morning() -> None:
    back_at = at(2026, 11, 28, 18, 30)
    sent = {id_: sending_time(MONDAY, back_at, id_, REST) for id_ in range(1, 41)}
    assert all(may_send(then, REST) for then in sent.values())
    assert sum(then < at(2026, 11, 28, 19) for then in sent.values()) == 11
    assert max(sent.values()) < at(2026, 11, 30, 11)


def test_message_that_was_put_off_goes_out_when_its_new_time_has_come() -> None:
    put_off = sending_time(MONDAY - 5 * HOUR, MONDAY - 5 * HOUR, 9, REST)
    assert sending_time(put_off, put_off, 9, REST) == put_off


def test_day_shorter_than_the_spread_still_ends_in_time() -> None:
    short = replace(USUAL_LADDERS, quiet_until=time(18, 30))
    night = at(2026, 11, 24, 2)
    sent = [sending_time(night, night, id_, REST, short) for id_ in range(1, 31)]
    assert all(may_send(then, REST, short) for then in sent)
    assert max(sent) < at(2026, 11, 25, 19)


MINUTES = st.integers(0, 300 * 24 * 60).map(
    lambda minute: datetime(2026, 10, 1, tzinfo=UTC) + timedelta(minutes=minute)
)


@settings(derandomize=True, deadline=None)
@given(MINUTES, st.integers(-3 * 24 * 60, 3 * 24 * 60), st.integers(1, 10**6))
def test_every_message_of_a_year_goes_out_when_one_may_write_and_soon(due: datetime, late: int, id_: int) -> None:
    now = due + timedelta(minutes=late)
    sent = sending_time(due, now, id_, REST)
    assert sent.tzinfo is UTC
    assert may_send(sent, REST)
    assert max(due, now) <= sent <= next_sending_time(max(due, now), REST) + 7 * DAY
    assert sending_time(sent, sent, id_, REST) == sent
