"""Which family a coach calls next, and what "in an hour" comes to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import takewhile

from dialogs.rules.hours import Hours
from dialogs.rules.promises import working_days_later
from dialogs.rules.walltime import Span, open_from
from dialogs.rules.windows import rounded_up

EARLY = timedelta(minutes=5)
"""How long before an exact time its call is shown as the next one: time to read the card; chosen here."""

AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A family that is to be called (instants aware, UTC).

    owner:        the coach who took the case, None for nobody
    exact:        whether the call has a minute, not a window
    booked_with:  for an exact time, the coach whose calendar it stands in; only that one calls while it is nobody's
    """

    case: int
    language: str
    owner: int | None
    starts_at: datetime
    ends_at: datetime
    exact: bool
    opened_at: datetime
    booked_with: int | None = None


def next_call(waiting: Iterable[Waiting], me: int, languages: Collection[str], now: datetime) -> Waiting | None:
    """The family that coach `me` calls next, None where there is none to call now.

    Own cases go before nobody's; then an exact time before windows, whose promise ends first, among nobody's who
    speaks one of my `languages`, and who waits longest. A window that is over stays: its promise is owed.
    """
    mine = [one for one in waiting if _may_call(one, me) and _is_time(one, now)]
    return min(
        mine,
        key=lambda one: (
            not _is_mine(one, me),
            not one.exact,
            one.ends_at,
            not _is_mine(one, me) and one.language not in languages,
            one.opened_at,
            one.case,
        ),
        default=None,
    )


def next_due(waiting: Iterable[Waiting], me: int, now: datetime) -> datetime | None:
    """When (UTC) the next call begins that coach `me` may make and that is not to be made yet, None for no such."""
    later = (
        one.starts_at for one in waiting if _may_call(one, me) and now < one.starts_at and not _is_time(one, now)
    )
    return min(later, default=None)


def later_window(
    now: datetime, hours: Hours, zone: tzinfo, days_off: AbstractSet[date], later: timedelta = AN_HOUR
) -> Span:
    """The hour (UTC) in which a family is called that says "in an hour".

    It begins `later` than now, at a full quarter of an hour, and spans no break; where the hours do not hold it,
    it is the first hour after the next opening. Where they hold no whole hour until the end of the next working
    day, it is the longest time left until then. Raises NeverOpen.
    """
    begin = rounded_up(now.astimezone(UTC) + later)
    last = working_days_later(now, 1, hours, zone, days_off)
    spans = list(takewhile(lambda span: span.ends_at <= last, open_from(begin, hours, zone, days_off)))
    for span in spans:
        if span.ends_at - span.starts_at >= AN_HOUR:
            return Span(span.starts_at, span.starts_at + AN_HOUR)
    longest = max(spans, key=lambda span: span.ends_at - span.starts_at, default=None)
    return longest or next(open_from(begin, hours, zone, days_off))


def _is_mine(one: Waiting, me: int) -> bool:
    return one.owner == me or (one.owner is None and one.exact and one.booked_with == me)


def _may_call(one: Waiting, me: int) -> bool:
    return _is_mine(one, me) or (one.owner is None and not one.exact)


def _is_time(one: Waiting, now: datetime) -> bool:
    if one.exact:
        return one.starts_at - EARLY <= now < one.ends_at
    return one.starts_at <= now
