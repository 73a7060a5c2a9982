"""Where a family stopped: every standstill is filed by its place."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class Place(StrEnum):
    """Where somebody stops, on the way to a call and after it.

    FIRST is the first question, SENSITIVE one about household, money or other help, PHONE all about name and number,
    TIME the result and the choice of a time. BOOKED: called in vain until the last try; MISSED: called in vain once;
    MOVED: the call moved twice; SILENT: a running case without a sign of life.
    """

    LANGUAGE = "language"
    FIRST = "first"
    CONSENT = "consent"
    SENSITIVE = "sensitive"
    PHONE = "phone"
    TIME = "time"
    BOOKED = "booked"
    MISSED = "missed"
    MOVED = "moved"
    SILENT = "silent"


HALFWAY = frozenset({Place.LANGUAGE, Place.FIRST, Place.CONSENT, Place.SENSITIVE, Place.PHONE, Place.TIME})
"""Places on the way to a case."""

MOVED_TWICE = 2
"""How many moves of a call mean more than a time that did not suit."""

AWAITING_A_CALL = frozenset({"received", "taken"})
RUNNING = frozenset({"spoken", "joined"})
"""Stages of a case as they are stored: these rules import no family."""


def last_sign(*signs: datetime | None) -> datetime:
    """The last sign of life of either side: the newest of what is known. Raises ValueError where nothing is."""
    return max(at for at in signs if at is not None)


def standstill_of(stage: str, tries: int, moved: int, silent_for: timedelta, silent_after: timedelta) -> Place | None:
    """Where a case stands still; None where it moves, is over, or only waits for its first call.

    tries, moved: how often it was called in vain, how often the family moved the call
    silent_for:   since the last sign of life of either side
    A call moved twice goes before one that was missed: it is the family that asks for something else.
    """
    if stage == "unreached":
        return Place.BOOKED
    if stage in AWAITING_A_CALL and moved >= MOVED_TWICE:
        return Place.MOVED
    if stage in AWAITING_A_CALL and tries:
        return Place.MISSED
    if stage in RUNNING and silent_for >= silent_after:
        return Place.SILENT
    return None


def goes_quiet(silent_for: timedelta, silent_after: timedelta) -> bool:
    """Whether a running case is about to go quiet: half the time is over after which it counts as silent.

    Not once it is silent: then it stands still. Half is chosen here, with `silent_after_days` = 14 a week.
    """
    return silent_after <= silent_for * 2 < silent_after * 2
