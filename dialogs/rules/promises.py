"""By when a promise is due: working minutes and working days, counted in the opening hours only."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta, tzinfo
from itertools import islice

from dialogs.rules.hours import Hours
from dialogs.rules.walltime import local_day, open_days, open_from, open_spans


def working_deadline(
    start: datetime, minutes: int, hours: Hours, zone: tzinfo, days_off: AbstractSet[date]
) -> datetime:
    """The instant (UTC) at which so many minutes of opening hours have passed since `start`.

    It is a closing time rather than the next opening where both fit. Zero minutes: `start`, or the next
    opening. Raises NeverOpen where 400 days do not hold that many.
    """
    spans = open_from(start, hours, zone, days_off)
    left = timedelta(minutes=minutes)
    while True:
        span = next(spans)
        if left <= span.ends_at - span.starts_at:
            return span.starts_at + left
        left -= span.ends_at - span.starts_at


def working_days_later(
    start: datetime, days: int, hours: Hours, zone: tzinfo, days_off: AbstractSet[date]
) -> datetime:
    """The closing time (UTC) of the working day that comes `days` working days after the day of `start`.

    The day of `start` itself is not counted, as German law counts terms (section 187 BGB). Zero days: the end
    of today's hours, or where those are over, of the next working day's. Raises NeverOpen.
    """
    today = local_day(start, zone)
    closings = ((day, spans[-1].ends_at) for day, spans in open_days(start, hours, zone, days_off))
    if days == 0:
        return next(closes_at for _, closes_at in closings if closes_at > start)
    return next(islice((closes_at for day, closes_at in closings if day > today), days - 1, None))


def is_open(now: datetime, hours: Hours, zone: tzinfo, days_off: AbstractSet[date]) -> bool:
    """Whether somebody is there at this moment. The closing minute itself is closed."""
    spans = open_spans(hours, local_day(now, zone), zone, days_off)
    return any(span.starts_at <= now < span.ends_at for span in spans)
