"""Whether there is a place, said no more surely than we know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

BANDS = ((1, 3), (4, 7), (8, 12), (13, 20))
"""How a place in the line is told: ranges that widen with the distance. Beyond them, steps of ten."""


class Availability(StrEnum):
    """What a family is told about places (D1). UNKNOWN: "we check for you"; CLOSED: nobody begins any more."""

    FREE = "free"
    FEW = "few"
    FULL = "full"
    UNKNOWN = "unknown"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Places:
    """Free places, when a lead last confirmed them (UTC, None for never), and families who wait."""

    free: int
    confirmed_at: datetime | None
    waiting: int


def availability(places: Places, now: datetime, few_below: int, stale_after: timedelta) -> Availability:
    """What can honestly be said about places at `now`.

    A free place belongs to the families who wait already, so only what is left after them counts. A
    confirmation older than `stale_after`, or none, says nothing at all.
    """
    if places.confirmed_at is None or now - places.confirmed_at > stale_after:
        return Availability.UNKNOWN
    left = places.free - places.waiting
    if left <= 0:
        return Availability.FULL
    return Availability.FEW if left < few_below else Availability.FREE


def families_before(waiting: int) -> tuple[int, int]:
    """The range in which the number of families before a newcomer lies: 5 -> (4, 7). Never a date (D2)."""
    if waiting <= 0:
        return 0, 0
    for fewest, most in BANDS:
        if waiting <= most:
            return fewest, most
    tens = (waiting - 1) // 10 * 10
    return tens + 1, tens + 10
