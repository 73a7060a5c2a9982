"""Which times a coach can propose to a family: full and half hours in which the coach is there and has no call."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice

from dialogs.rules.assignment import Coach
from dialogs.rules.laying import Taken
from dialogs.rules.walltime import local_day, open_spans

STEP = timedelta(minutes=30)
NOTICE = timedelta(minutes=10)
"""A time that is nearer than this is over before the family has read of it."""

DAYS_AHEAD = 14
MOST = 36


def proposable(
    coach: Coach, taken: Taken, now: datetime, zone: tzinfo, days_off: AbstractSet[date], length: timedelta
) -> tuple[datetime, ...]:
    """The next times (UTC) at which this coach can call for so long, soonest first, 36 at most."""
    gone = (*taken, *coach.away)
    free = (at for at in _clocks(coach, now, zone, days_off, length) if not _falls_into(gone, at, at + length))
    return tuple(islice(free, MOST))


def _clocks(
    coach: Coach, now: datetime, zone: tzinfo, days_off: AbstractSet[date], length: timedelta
) -> Iterator[datetime]:
    today = local_day(now, zone)
    for ahead in range(DAYS_AHEAD):
        for span in open_spans(coach.hours, today + timedelta(days=ahead), zone, days_off):
            at = _next_half_hour(max(span.starts_at, now + NOTICE))
            while at + length <= span.ends_at:
                yield at
                at += STEP


def _next_half_hour(at: datetime) -> datetime:
    seconds, step = int(at.timestamp()), int(STEP.total_seconds())
    return datetime.fromtimestamp(-(-seconds // step) * step, UTC)


def _falls_into(spans: Taken, starts_at: datetime, ends_at: datetime) -> bool:
    return any(start < ends_at and starts_at < end for start, end in spans)
