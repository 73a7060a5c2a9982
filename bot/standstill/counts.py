"""Counts of where families stopped, what they asked for, and what came of offers: no person stands behind them."""

from __future__ import annotations

from datetime import datetime

from bot.gathering import Here
from bot.house import House
from dialogs.rules.stalls import Place
from dialogs.rules.walltime import local_day
from storage.nudges import MadeOffer
from storage.units import Unit


def add(house: House, what: str, of: str, language: str, now: datetime) -> Unit[None]:
    """One more of this, today, in this language."""
    yield from house.people.count(what, of, language, local_day(now, house.town.zone).isoformat())


def counted(house: House, here: Here, way: str) -> Unit[None]:
    """One more family asked for this way, in its language."""
    yield from add(house, "way", way, here.person.language, here.now)


def stall(house: House, place: Place, language: str, now: datetime) -> Unit[None]:
    """One more family came to a stop at this place."""
    yield from add(house, "stall", place, language, now)


def offer(house: House, made: MadeOffer, what: str, language: str, now: datetime) -> Unit[None]:
    """One more offer of this kind was "offered", "opened", "stopped", or the family "went_on" after it."""
    yield from add(house, f"nudge.{what}", f"{made.place}.{made.offer}", language, now)
