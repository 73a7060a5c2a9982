"""Calls by part of the day: in which parts somebody works, and from when to when the next one runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import Final, TypeAlias

from dialogs.rules.hours import MINUTES_A_DAY, Hours
from dialogs.rules.walltime import NeverOpen, Span, instant, local_day, minutes_of, open_from

SHORTEST = timedelta(minutes=30)
"""A window shorter than one call (20 to 30 minutes) is no window: it is neither served nor promised."""

ROUNDING = timedelta(minutes=15)
"""A window that has already begun is promised from the next full quarter of an hour on."""


class DayPart(StrEnum):
    """A part of the day in which a family can be reached (E13)."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Soonest(Enum):
    """The wish that names no part of the day."""

    ASAP = "asap"


ASAP: Final = Soonest.ASAP

Wish: TypeAlias = DayPart | Soonest
"""What a family may choose instead of an exact time."""

Parts: TypeAlias = Mapping[DayPart, tuple[time, time]]
"""From when to when each part runs (wall time; an end of 00:00 is midnight). A part left out is unserved."""

USUAL_PARTS: Parts = MappingProxyType(
    {
        DayPart.MORNING: (time(8), time(12)),
        DayPart.NOON: (time(12), time(14)),
        DayPart.AFTERNOON: (time(14), time(17)),
        DayPart.EVENING: (time(17), time(20)),
    }
)


@dataclass(frozen=True, slots=True)
class Window:
    """The time within which a call is promised (aware, UTC), and the wish it answers."""

    part: Wish
    starts_at: datetime
    ends_at: datetime


def parts_served(hours: Hours, parts: Parts) -> tuple[DayPart, ...]:
    """The parts of the day in which somebody works for half an hour or more on some weekday, in order."""
    return tuple(part for part in DayPart if part in parts and _is_served(hours, *parts[part]))


def part_at(at: datetime, zone: tzinfo, parts: Parts) -> DayPart | None:
    """The part of the day in which an instant lies, None between the parts."""
    minute = minutes_of(at.astimezone(zone).time())
    for part, (begins, ends) in parts.items():
        if minutes_of(begins) <= minute < _end_minute(ends):
            return part
    return None


def next_window(
    wish: Wish,
    now: datetime,
    hours: Hours,
    zone: tzinfo,
    days_off: AbstractSet[date],
    notice: timedelta,
    parts: Parts,
) -> Window:
    """The first time from `now` plus notice on in which the part of the day overlaps the opening hours.

    A part under way is promised for what is left of it, from the next full quarter of an hour and for at
    least half an hour; it never spans a break in the hours. `ASAP` takes any opening hours. Raises NeverOpen
    for a part in which nobody works: offer only what `parts_served` names.
    """
    begins, ends = _bounds(wish, parts)
    spans = open_from(rounded_up(now.astimezone(UTC) + notice), hours, zone, days_off)
    overlaps = (_overlap(span, begins, ends, zone) for span in spans)
    return next(Window(wish, *overlap) for overlap in overlaps if overlap.ends_at - overlap.starts_at >= SHORTEST)


def next_try(
    used_parts: Sequence[DayPart],
    now: datetime,
    hours: Hours,
    zone: tzinfo,
    days_off: AbstractSet[date],
    notice: timedelta,
    parts: Parts,
) -> Window:
    """The next window for a family not reached: the soonest in a part of the day not tried yet (E12).

    `used_parts` in the order of the tries. Where every part was tried, any but the last one; where only one
    part is served, that one again. Raises NeverOpen where nobody works in any part.
    """
    served = parts_served(hours, parts)
    fresh = [part for part in served if part not in used_parts]
    others = fresh or [part for part in served if part is not used_parts[-1]] or list(served)
    if not others:
        raise NeverOpen("Nobody works in any part of the day: check the opening hours against the parts of the day.")
    windows = [next_window(part, now, hours, zone, days_off, notice, parts) for part in others]
    return min(windows, key=lambda window: window.starts_at)


def rounded_up(at: datetime) -> datetime:
    """That instant, or the next full quarter of an hour (UTC): a time that people can read off a clock."""
    over = at - datetime.fromtimestamp(0, UTC)
    return datetime.fromtimestamp(0, UTC) - (-over // ROUNDING) * ROUNDING


def _bounds(wish: Wish, parts: Parts) -> tuple[int, int]:
    if wish is ASAP:
        return 0, MINUTES_A_DAY
    if wish not in parts:
        raise NeverOpen(f"The part of the day '{wish}' is not in the table of parts: add it, or offer another.")
    begins, ends = parts[wish]
    return minutes_of(begins), _end_minute(ends)


def _overlap(span: Span, begins: int, ends: int, zone: tzinfo) -> Span:
    day = local_day(span.starts_at, zone)
    return Span(max(span.starts_at, instant(day, begins, zone)), min(span.ends_at, instant(day, ends, zone)))


def _is_served(hours: Hours, begins: time, ends: time) -> bool:
    overlaps = (
        min(stretch.closes_minute, _end_minute(ends)) - max(stretch.opens_minute, minutes_of(begins))
        for stretch in hours
    )
    return any(minutes >= SHORTEST // timedelta(minutes=1) for minutes in overlaps)


def _end_minute(ends: time) -> int:
    return minutes_of(ends) or MINUTES_A_DAY
