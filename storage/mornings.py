"""Whose list of the day stands in a chat, and what it says there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from storage.units import Sql, Unit

_STANDING = Sql("SELECT person, shown FROM mornings WHERE day = :day")
_OLDER = Sql("SELECT person FROM mornings WHERE day <> :day ORDER BY person")
_SHOW = Sql(
    """INSERT INTO mornings (person, day, shown) VALUES (:person, :day, :shown)
       ON CONFLICT (person) DO UPDATE SET day = excluded.day, shown = excluded.shown"""
)
_DROP = Sql("DELETE FROM mornings WHERE person = :person")


class Mornings:
    """The reads and writes of the lists of the day."""

    def standing(self, day: date) -> Unit[Mapping[int, str]]:
        """Who has this day's list, each with the mark of what it says."""
        rows = yield _STANDING(day=day.isoformat())
        return {row[0]: row[1] for row in rows}

    def older(self, day: date) -> Unit[tuple[int, ...]]:
        """Who still has the list of another day."""
        return tuple(row[0] for row in (yield _OLDER(day=day.isoformat())))

    def show(self, person: int, day: date, shown: str) -> Unit[None]:
        """This person's list of the day says this from now on."""
        yield _SHOW(person=person, day=day.isoformat(), shown=shown)

    def drop(self, person: int) -> Unit[None]:
        """This person has no list any more."""
        yield _DROP(person=person)
