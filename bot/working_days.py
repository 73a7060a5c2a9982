"""The house as it is at work now: with the days that the lead closed, beside those of the programme's file."""

from __future__ import annotations

from dataclasses import replace

from bot.house import House
from storage.units import Unit


def at_work(house: House) -> Unit[House]:
    """The house whose days off hold the days closed by the lead; the very same house where there are none."""
    closed = yield from house.absences.closed_days()
    return replace(house, days_off=house.days_off.also(frozenset(closed))) if closed else house
