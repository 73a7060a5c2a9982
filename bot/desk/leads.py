"""The project leads of the team."""

from __future__ import annotations

from bot.house import House
from dialogs.desk.facts import Role
from storage.people import Person
from storage.units import Unit


def leads_of(house: House, but: int | None = None) -> Unit[tuple[Person, ...]]:
    """Every lead but this person, by row."""
    return tuple(one for one in (yield from house.people.team()) if one.role is Role.LEAD and one.id != but)
