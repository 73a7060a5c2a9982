"""Which calls an absence falls on, and when their families hear of it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final

from dialogs.rules.keeping import EXACT, WRITES_FROM, WRITES_UNTIL, Promised
from dialogs.rules.walltime import instant, minutes_of

UNTIL_FURTHER_NOTICE: Final = datetime(9000, 1, 1, tzinfo=UTC)
"""The end of an absence of which nobody knows the end."""

EARLY_CALLS_UNTIL = time(10)
"""Wall time: a call before it cannot wait for 8:00, so its family is told in the night."""

LONG = timedelta(days=14)
"""An absence longer than this leaves a coach's other families without anybody, and the lead is told of them."""


def falls_on(call: Promised, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether a coach absent in that span cannot keep the call (E5).

    An exact time that overlaps it. A window only if it ends within: one that goes on afterwards can be kept.
    """
    if call.wish == EXACT:
        return max(call.starts_at, starts_at) < min(call.ends_at, ends_at)
    return starts_at < call.ends_at <= ends_at


def tells_at(call_at: datetime, now: datetime, zone: tzinfo) -> datetime:
    """When (UTC) a family hears that its call does not come as agreed: now, or at 8:00 where it is night.

    A night's message cannot wait for a call before ten. Sundays and days off are no reason to wait.
    """
    wall = now.astimezone(zone)
    if WRITES_FROM <= wall.time() < WRITES_UNTIL:
        return now
    day = wall.date() + timedelta(days=int(wall.time() >= WRITES_UNTIL))
    too_late = instant(day, minutes_of(EARLY_CALLS_UNTIL), zone)
    return now if call_at < too_late else instant(day, minutes_of(WRITES_FROM), zone)
