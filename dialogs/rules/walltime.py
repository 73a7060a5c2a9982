"""How the clock on the wall becomes an instant, also on the two days a year on which it is changed."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from dialogs.rules.hours import Hours, stretches_on

LOOK_AHEAD_DAYS = 400
"""How far an opening is looked for: more than a year, so that only hours without one come to the end."""


class NeverOpen(ValueError):
    """The opening hours hold no such time within the next 400 days: hours or closing days are wrong."""


class Span(NamedTuple):
    """Two instants (aware, UTC); the second no longer belongs to the span."""

    starts_at: datetime
    ends_at: datetime


def minutes_of(clock: time) -> int:
    """Whole minutes of wall time since 00:00."""
    return clock.hour * 60 + clock.minute


def wall_exists(day: date, minute: int, zone: tzinfo) -> bool:
    """Whether the wall clock shows that minute of that day at all: not 02:30 on the last Sunday of March."""
    wall = _wall(day, minute)
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall


def instant(day: date, minute: int, zone: tzinfo) -> datetime:
    """The instant (UTC) at which the wall clock first shows a minute of a day (1440: the midnight after).

    A minute that the clock leaps over is the instant of the leap; of one that it shows twice, the first is
    taken.
    """
    local = _wall(day, minute).replace(tzinfo=zone)
    at = local.astimezone(UTC)
    early = local.replace(fold=1).astimezone(UTC)
    # Only inside a leap does the later reading (fold=1) come out as the earlier instant (PEP 495).
    return _leap_between(early, at, zone) if early < at else at


def noon(day: date, zone: tzinfo) -> datetime:
    """Noon of a day (UTC): the instant that stands for the day itself."""
    return instant(day, 12 * 60, zone)


def local_day(at: datetime, zone: tzinfo) -> date:
    """The day on the wall calendar at an instant."""
    return at.astimezone(zone).date()


def open_spans(hours: Hours, day: date, zone: tzinfo, days_off: AbstractSet[date]) -> tuple[Span, ...]:
    """When it is open on a day, earliest first; nothing on a day off."""
    if day in days_off:
        return ()
    spans = (
        Span(instant(day, stretch.opens_minute, zone), instant(day, stretch.closes_minute, zone))
        for stretch in stretches_on(hours, day)
    )
    return tuple(span for span in spans if span.starts_at < span.ends_at)


def open_days(
    start: datetime, hours: Hours, zone: tzinfo, days_off: AbstractSet[date]
) -> Iterator[tuple[date, tuple[Span, ...]]]:
    """The working days from the day of `start` on, each with its spans, also those already past.

    Raises NeverOpen where the caller still asks after 400 days.
    """
    first = local_day(start, zone)
    for ahead in range(LOOK_AHEAD_DAYS):
        day = first + timedelta(days=ahead)
        spans = open_spans(hours, day, zone, days_off)
        if spans:
            yield day, spans
    raise NeverOpen(f"Not enough opening hours in {LOOK_AHEAD_DAYS} days from {first}: check hours and closing days.")


def open_from(start: datetime, hours: Hours, zone: tzinfo, days_off: AbstractSet[date]) -> Iterator[Span]:
    """The opening time that is left from `start` on, span by span; one that is under way begins at `start`.

    Raises NeverOpen where the caller still asks after 400 days.
    """
    begin = start.astimezone(UTC)
    for _, spans in open_days(start, hours, zone, days_off):
        for span in spans:
            if span.ends_at > begin:
                yield Span(max(span.starts_at, begin), span.ends_at)


def _wall(day: date, minute: int) -> datetime:
    return datetime.combine(day, time.min) + timedelta(minutes=minute)


def _leap_between(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    offset_after = after.astimezone(zone).utcoffset()
    while (minutes := (after - before) // timedelta(minutes=1)) > 1:
        middle = before + timedelta(minutes=minutes // 2)
        if middle.astimezone(zone).utcoffset() == offset_after:
            after = middle
        else:
            before = middle
    return after
