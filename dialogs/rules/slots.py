"""At which times a call can be booked: made in wall time from each coach's hours, cheap for any screen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from operator import itemgetter
from typing import NamedTuple

from dialogs.rules.assignment import Coach, in_order
from dialogs.rules.hours import Hours
from dialogs.rules.laying import Policy, Taken
from dialogs.rules.walltime import instant, local_day, open_spans, wall_exists

__all__ = ["Coach", "Policy", "Slot", "Taken", "free_slots", "offered", "readable_step"]

READABLE_STEPS = (5, 10, 15, 20, 30, 45, 60)
"""Minutes between two starts that people can read off a clock without thinking."""

SECONDS_A_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which one coach can call (aware, UTC)."""

    coach: int
    starts_at: datetime
    ends_at: datetime


class _Day(NamedTuple):
    """A working day and its midnights in seconds since 1970, for numbers compare fast."""

    date: date
    begins: int
    ends: int


def free_slots(
    coach: Coach, taken: Taken, now: datetime, zone: tzinfo, days_off: AbstractSet[date], policy: Policy
) -> tuple[Slot, ...]:
    """Every time at which this coach can still be booked, earliest first.

    From `now` plus notice to the end of the last day of the horizon (today is day 0), in the coach's hours,
    not on a day off, clear of `taken` and its buffer, clear of the coach's absences, and on no day that
    already holds the most calls. A coach's own policy goes before `policy`, but for the horizon.
    """
    days = _working_days(now, zone, days_off, policy)
    own = _own_policy(coach, policy)
    return tuple(_slot(coach.id, start, own) for start in _free_starts(coach, taken, days, now, zone, own))


def offered(
    coaches: Iterable[Coach],
    taken_by_coach: Mapping[int, Taken],
    language: str,
    now: datetime,
    zone: tzinfo,
    days_off: AbstractSet[date],
    policy: Policy,
) -> tuple[Slot, ...]:
    """Each time at which anybody can call, once, with the best coach for the language then free (E6)."""
    days = _working_days(now, zone, days_off, policy)
    laid_at: dict[int, tuple[int, Policy]] = {}
    for coach in in_order(coaches, language):
        own = _own_policy(coach, policy)
        laid = coach.id, own
        for start in _free_starts(coach, taken_by_coach.get(coach.id, ()), days, now, zone, own):
            laid_at.setdefault(start, laid)
    return tuple(_slot(coach, start, own) for start, (coach, own) in sorted(laid_at.items(), key=itemgetter(0)))


def readable_step(least: timedelta) -> int:
    """Minutes from one start to the next: the smallest readable step that is not below `least`.

    25 minutes and 5 of buffer give full and half hours, 30 and 10 give quarters; above an hour, whole half
    hours.
    """
    minutes = -(-least // timedelta(minutes=1))
    return next((step for step in READABLE_STEPS if step >= minutes), -(-minutes // 30) * 30)


def _own_policy(coach: Coach, policy: Policy) -> Policy:
    return replace(coach.policy, horizon_days=policy.horizon_days) if coach.policy else policy


def _free_starts(coach: Coach, taken: Taken, days: list[_Day], now: datetime, zone: tzinfo, own: Policy) -> list[int]:
    starts = _starts(coach.hours, days, now, zone, own)
    here = _while_here(starts, coach.away, own) if coach.away else starts
    return _still_free(here, days, taken, own)


def _working_days(now: datetime, zone: tzinfo, days_off: AbstractSet[date], policy: Policy) -> list[_Day]:
    today = local_day(now, zone)
    dates = [today + timedelta(days=ahead) for ahead in range(policy.horizon_days + 2)]
    midnights = [int(instant(day, 0, zone).timestamp()) for day in dates]
    days = map(_Day, dates, midnights, midnights[1:])
    return [day for day in days if day.date not in days_off]


def _starts(hours: Hours, days: list[_Day], now: datetime, zone: tzinfo, policy: Policy) -> list[int]:
    minutes = _start_minutes(hours, policy)
    starts: list[int] = []
    for day in days:
        on_day = minutes[day.date.weekday()]
        # A day of 24 hours has one offset, so its starts need no conversion. Two days a year do.
        if day.ends - day.begins == SECONDS_A_DAY:
            starts += [day.begins + 60 * minute for minute in on_day]
        else:
            starts += _starts_on_change_day(hours, day.date, on_day, zone, policy)
    return starts[bisect_left(starts, now.timestamp() + policy.notice.total_seconds()) :]


def _start_minutes(hours: Hours, policy: Policy) -> list[list[int]]:
    """For each weekday, the minutes of wall time at which a call can start, on a grid from each opening."""
    step = readable_step(policy.length + policy.buffer)
    length = -(-policy.length // timedelta(minutes=1))
    week: list[list[int]] = [[] for _ in range(7)]
    for stretch in sorted(hours):
        week[stretch.weekday] += range(stretch.opens_minute, stretch.closes_minute - length + 1, step)
    return week


def _starts_on_change_day(hours: Hours, day: date, minutes: list[int], zone: tzinfo, policy: Policy) -> list[int]:
    # An hour that the clock leaps over is missing from a stretch, so a call that fits on paper may not fit.
    spans = open_spans(hours, day, zone, frozenset())
    starts = [instant(day, minute, zone) for minute in minutes if wall_exists(day, minute, zone)]
    return [
        int(start.timestamp())
        for start in starts
        if any(span.starts_at <= start and start + policy.length <= span.ends_at for span in spans)
    ]


def _while_here(starts: list[int], away: Taken, policy: Policy) -> list[int]:
    length = policy.length.total_seconds()
    gone: set[int] = set()
    for starts_at, ends_at in away:
        leaves, returns = starts_at.timestamp(), ends_at.timestamp()
        if leaves < returns:
            gone.update(starts[bisect_right(starts, leaves - length) : bisect_left(starts, returns)])
    return [start for start in starts if start not in gone] if gone else starts


def _still_free(starts: list[int], days: list[_Day], taken: Taken, policy: Policy) -> list[int]:
    buffer = policy.buffer.total_seconds()
    before = policy.length.total_seconds() + buffer
    begins = [day.begins for day in days]
    calls = [0] * len(days)
    gone: set[int] = set()
    for starts_at, ends_at in taken:
        call, end = starts_at.timestamp(), ends_at.timestamp()
        gone.update(starts[bisect_right(starts, call - before) : bisect_left(starts, end + buffer)])
        place = bisect_right(begins, call) - 1
        if place >= 0 and call < days[place].ends:
            calls[place] += 1
    for day, count in zip(days, calls, strict=True):
        if count >= policy.most_a_day:
            gone.update(starts[bisect_left(starts, day.begins) : bisect_left(starts, day.ends)])
    return [start for start in starts if start not in gone] if gone else starts


def _slot(coach: int, start: int, policy: Policy) -> Slot:
    starts_at = datetime.fromtimestamp(start, UTC)
    return Slot(coach, starts_at, starts_at + policy.length)
