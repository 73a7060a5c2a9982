"""The house as it is at work now: with the days that the lead closed and set, beside those of the file."""

from __future__ import annotations

from dataclasses import replace

from bot.house import House
from storage.units import Unit


def at_work(house: House) -> Unit[House]:
    """The house with the days closed by the lead off, and the project's days as the lead set them.

    The very same house where the lead did neither.
    """
    closed, dates = yield from house.dates.now()
    if closed:
        house = replace(house, days_off=house.days_off.also(closed))
    if dates is not None:
        house = replace(house, programme=house.dated.on(dates))
    return house
