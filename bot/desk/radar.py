"""Which open cases stand still, or are about to go quiet, as lists of the team show them."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.house import House
from dialogs.rules.stalls import RUNNING, goes_quiet, standstill_of
from dialogs.rules.walltime import local_day
from storage.case_overview import CaseOutline

QUIET = "quiet"
"""A running case that is about to go quiet: not silent yet, but half the time is over."""


def still_of(house: House, now: datetime, case: CaseOutline) -> tuple[str, int]:
    """Where a case stands still, as a code ("" where it moves), and the days since the last sign of life.

    A case that nobody has taken yet is on the way by another list; a number that must not ring cannot be missed.
    """
    silent_after = timedelta(days=house.programme.desk.silent_after_days)
    silent_for, zone = now - case.sign_at, house.town.zone
    days = (local_day(now, zone) - local_day(case.sign_at, zone)).days
    if case.owner is None:
        return "", days
    place = standstill_of(case.stage.value, case.tries, case.moved, silent_for, silent_after)
    if place is not None:
        return place.value, days
    about_to = case.stage.value in RUNNING and goes_quiet(silent_for, silent_after)
    return (QUIET if about_to else ""), days
