"""The programme's own days as the lead set them, and the days that nobody works, read together for every turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from storage.invitations import REMEMBER
from storage.units import Sql, Unit

LAST_INTAKE, ENDS, CLOSED = "last_intake_on", "ends_on", "closed"
NONE: Final = ""
"""Stands for "no last day", so that it can be told from "nobody ever said"."""

_NOW = Sql(
    """SELECT 'closed' AS what, day AS told FROM closings
       UNION ALL SELECT name, value FROM house WHERE name IN ('ends_on', 'last_intake_on')"""
)


@dataclass(frozen=True, slots=True)
class ProjectDates:
    """The last day on which a family may begin, None for no such day, and the last day of the project."""

    last_intake_on: date | None
    ends_on: date


class Dates:
    """The reads and writes of the programme's days."""

    def set(self, dates: ProjectDates) -> Unit[None]:
        """From now on these count, not those of the programme's file."""
        last = dates.last_intake_on
        yield REMEMBER(name=LAST_INTAKE, value=last.isoformat() if last is not None else NONE)
        yield REMEMBER(name=ENDS, value=dates.ends_on.isoformat())

    def stored(self) -> Unit[ProjectDates | None]:
        """The days the lead set; None where those of the programme's file count."""
        _, dates = yield from self.now()
        return dates

    def now(self) -> Unit[tuple[frozenset[date], ProjectDates | None]]:
        """In one look: the days closed by the lead, and the programme's days as far as the lead set them."""
        rows = yield _NOW()
        closed = frozenset(date.fromisoformat(told) for what, told in rows if what == CLOSED)
        named = {what: told for what, told in rows if what != CLOSED}
        if ENDS not in named:
            return closed, None
        last = named.get(LAST_INTAKE, NONE)
        return closed, ProjectDates(date.fromisoformat(last) if last else None, date.fromisoformat(named[ENDS]))
