"""When a call comes that a family puts off: after two weeks, at the time of day it had chosen."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from dialogs.rules.hours import Hours
from dialogs.rules.walltime import instant, local_day
from dialogs.rules.windows import Parts, Window, Wish, next_window

PAUSE_DAYS: Final = 14
"""How long a family that wants a pause is left in peace; chosen here, as long as "in two weeks" says."""


def window_after_pause(
    now: datetime, wish: Wish, hours: Hours, zone: tzinfo, days_off: AbstractSet[date], parts: Parts, last_on: date
) -> Window:
    """The first window from the day in two weeks on; no later than on the project's last day, where that can be.

    A pause that would end after `last_on` ends there, and one that begins later is none. Raises NeverOpen.
    """
    day = min(local_day(now, zone) + timedelta(days=PAUSE_DAYS), last_on)
    begins = max(instant(day, 0, zone), now.astimezone(UTC))
    return next_window(wish, begins, hours, zone, days_off, timedelta(0), parts)
