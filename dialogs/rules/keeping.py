"""When a promised call is about to break, when it is broken, and when a family may be written to unasked."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import takewhile
from typing import Protocol

from dialogs.rules.hours import Hours
from dialogs.rules.promises import working_deadline
from dialogs.rules.walltime import (
    LOOK_AHEAD_DAYS,
    NeverOpen,
    Span,
    instant,
    local_day,
    minutes_of,
    open_from,
    open_spans,
)

EXACT = "exact"
"""The wish of a family that chose a minute; every other wish is a window."""

WRITES_FROM, WRITES_UNTIL = time(8), time(20)
"""Wall time between which an unasked message may go out: the reminders' quiet hours, seen from the day's side."""

SUNDAY = 6

LATE_AFTER = timedelta(minutes=10)
"""A call may begin so much later than agreed before somebody is worried; chosen here."""


class Promised(Protocol):
    """A call as it was told to a family: an exact time with its end, or a window to be called in (aware)."""

    @property
    def wish(self) -> str:
        """ "exact", or anything else for a window."""

    @property
    def starts_at(self) -> datetime:
        """From when on."""

    @property
    def ends_at(self) -> datetime:
        """Until when."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """The figures behind a promise, in working minutes; chosen here.

    warn_minutes:         before the end of a window: one call of 20 to 30 minutes still fits
    grace_minutes:        after the end of a window, until it counts as broken: a call under way can end
    exact_grace_minutes:  the same for an exact time, for the coach to say what became of it
    """

    warn_minutes: int = 30
    grace_minutes: int = 30
    exact_grace_minutes: int = 60


USUAL_KEEPING = Keeping()


def warn_at(
    call: Promised,
    hours: Hours,
    zone: tzinfo,
    days_off: AbstractSet[date],
    keeping: Keeping = USUAL_KEEPING,
) -> datetime:
    """When (UTC) whoever keeps the promise is reminded of it: in `hours`, or at a closing, never at night.

    A window: so many working minutes before its end, though not before its start. An exact time: its end, to
    ask what became of it. Outside the hours it is the next opening. Raises NeverOpen.
    """
    if call.wish == EXACT:
        return _in_hours(call.ends_at, hours, zone, days_off)
    left = timedelta(minutes=keeping.warn_minutes)
    for span in reversed(_open_within(call, hours, zone, days_off)):
        if left <= span.ends_at - span.starts_at:
            return span.ends_at - left
        left -= span.ends_at - span.starts_at
    return working_deadline(call.starts_at, 0, hours, zone, days_off)


def due_at(
    call: Promised,
    hours: Hours,
    zone: tzinfo,
    days_off: AbstractSet[date],
    keeping: Keeping = USUAL_KEEPING,
) -> datetime:
    """When (UTC) the promise counts as broken: its end and the grace in working minutes. Raises NeverOpen."""
    grace = keeping.exact_grace_minutes if call.wish == EXACT else keeping.grace_minutes
    return working_deadline(call.ends_at, grace, hours, zone, days_off)


def overdue_at(call: Promised) -> datetime:
    """From when on a family may say that nobody called: ten minutes after an exact time, at a window's end."""
    return call.starts_at + LATE_AFTER if call.wish == EXACT else call.ends_at


def is_overdue(call: Promised, now: datetime) -> bool:
    """Whether the promised time has gone by."""
    return now >= overdue_at(call)


def fresh_window(now: datetime, hours: Hours, zone: tzinfo, days_off: AbstractSet[date]) -> Span:
    """The new time (UTC) after a broken promise: from now or the next opening to the end of the next whole stretch.

    What is left of a stretch under way is not counted: somebody else has to be found first. Raises NeverOpen.
    """
    spans = open_from(now, hours, zone, days_off)
    first = next(spans)
    opens_later = first.starts_at > now
    return Span(first.starts_at, first.ends_at if opens_later else next(spans).ends_at)


def may_write(now: datetime, zone: tzinfo, days_off: AbstractSet[date]) -> bool:
    """Whether an unasked message may go out now: from 8:00 until 20:00, no Sunday, no day off."""
    wall = now.astimezone(zone)
    return _is_writing_day(wall.date(), days_off) and WRITES_FROM <= wall.time() < WRITES_UNTIL


def next_writing_time(now: datetime, zone: tzinfo, days_off: AbstractSet[date]) -> datetime:
    """The first moment (UTC) from `now` on at which one may write: `now`, or 8:00 of a day on which one may.

    What fell due while the bot was down goes out then, so that no apology comes at night. Raises NeverOpen
    where 400 days hold no such day.
    """
    if may_write(now, zone, days_off):
        return now.astimezone(UTC)
    today = local_day(now, zone)
    for ahead in range(LOOK_AHEAD_DAYS):
        day = today + timedelta(days=ahead)
        morning = instant(day, minutes_of(WRITES_FROM), zone)
        if morning > now and _is_writing_day(day, days_off):
            return morning
    raise NeverOpen(f"No day to write on in {LOOK_AHEAD_DAYS} days from {today}: check the closing days.")


def _open_within(call: Promised, hours: Hours, zone: tzinfo, days_off: AbstractSet[date]) -> list[Span]:
    end = call.ends_at.astimezone(UTC)
    spans = takewhile(lambda span: span.starts_at < end, open_from(call.starts_at, hours, zone, days_off))
    return [Span(span.starts_at, min(span.ends_at, end)) for span in spans]


def _in_hours(at: datetime, hours: Hours, zone: tzinfo, days_off: AbstractSet[date]) -> datetime:
    # A call that ends with the hours is asked about there and then, not after the weekend.
    today = open_spans(hours, local_day(at, zone), zone, days_off)
    if any(span.starts_at <= at <= span.ends_at for span in today):
        return at.astimezone(UTC)
    return working_deadline(at, 0, hours, zone, days_off)


def _is_writing_day(day: date, days_off: AbstractSet[date]) -> bool:
    return day.weekday() != SUNDAY and day not in days_off
