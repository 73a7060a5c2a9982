"""When the line is looked at: every working day at ten while somebody waits, and whenever somebody says so."""

from __future__ import annotations

from datetime import datetime, time
from typing import Final

from bot.house import House
from dialogs.rules.walltime import instant, minutes_of, open_days
from storage.units import Unit

LINE: Final = "line"
"""The timer that looks at the line; what it is about is nothing (0)."""

LOOKS_AT = time(10)
"""Wall time of the daily look (chosen here): in office hours, so that a question can be answered by telephone."""


def look_daily(house: House, now: datetime) -> Unit[None]:
    """See to it that somebody looks at the line at ten on the next working day; safe to say again."""
    zone = house.town.zone
    for day, _ in open_days(now, house.hours, zone, house.off(now)):
        at = instant(day, minutes_of(LOOKS_AT), zone)
        if at > now:
            yield from house.cases.set_timer(f"{LINE}:{day.isoformat()}", LINE, 0, at)
            return


def look_soon(house: House, at: datetime) -> Unit[None]:
    """Look at the line then, beside the daily look. A running bot does so within seconds of `at`."""
    yield from house.cases.set_timer(f"{LINE}:{int(at.timestamp())}", LINE, 0, at)
