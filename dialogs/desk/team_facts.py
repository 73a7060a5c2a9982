"""What the lead's pages of the team, of all cases, of closed days and of figures show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import TypeAlias

from dialogs.family.facts import Appointment, Stage
from dialogs.machine.words import Value


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of the team as the lead sees them. `role` is "coach", "lead" or "pending".

    hours:   the week in words, None for no hours
    awaited: what the lead is asked to confirm them as, "" for nothing
    """

    id: int
    name: str
    role: str
    languages: tuple[str, ...]
    open_cases: int
    hours: Value | None
    away: bool = False
    reachable: bool = True
    busy: bool = False
    awaited: str = ""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """An open case as one line of a list: number and language, never a family's name.

    owner, owner_name:  who has it
    asked, asked_name:  who is asked to take it
    promised_by:        until when the family was promised its call, None where nothing is open
    breaks_at:          when that promise counts as broken
    silent_days:        days without an entry since the family was spoken with; 0 while that is not long
    still:              where it stands still ("missed", "moved", "silent"), or "quiet" while it is about to; "" else
    still_days:         days since the last sign of life of either side
    tried:              what the family was offered so far, oldest first: `offer.<id>`, `technique.<id>`
    """

    id: int
    number: int
    language: str
    stage: Stage
    opened_at: datetime
    appointment: Appointment
    owner: int | None = None
    owner_name: str = ""
    asked: int | None = None
    asked_name: str = ""
    promised_by: datetime | None = None
    breaks_at: datetime | None = None
    silent_days: int = 0
    still: str = ""
    still_days: int = 0
    tried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeadCounts:
    """What stands behind the lead's doors. `places` is None where nobody ever said a number.

    ladder_asks: unasked messages were halved by themselves, and no lead has said yet what is to be
    """

    places: int | None = None
    waiting: int = 0
    cases: int = 0
    team: int = 0
    to_confirm: int = 0
    ladder_asks: bool = False


Spans: TypeAlias = tuple[timedelta, timedelta]
"""What half of the families, and what nine of ten, did not exceed."""


@dataclass(frozen=True, slots=True)
class Waited:
    """How long families waited for the first call: in working time and in working days. None for hidden numbers."""

    language: str
    count: int | None
    working: Spans | None = None
    days: Spans | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """One month in figures, from `first_on` to `last_on`. `open` is None for a month that is over."""

    first_on: datetime
    last_on: datetime
    kept: int
    broken: int
    open: int | None
    broken_numbers: tuple[int, ...] = ()
    waited: Waited | None = None
    by_language: tuple[Waited, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """This month and the last, and how things stand now."""

    this: Month
    last: Month
    stages: tuple[tuple[Stage, int], ...] = ()
    places: int | None = None
    places_as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class DatesNow:
    """The days that count: the last one on which a family may begin, None for no such day, and the project's last.

    by_lead: a lead set them here; else they are those of the programme's file
    """

    last_intake_on: date | None
    ends_on: date
    by_lead: bool = False


@dataclass(frozen=True, slots=True)
class TeamNow:
    """The team, its open cases, its days. Each part is there for the pages that show it.

    closed:    days on which nobody works that the lead has closed
    workdays:  days of the next weeks on which somebody works, and those closed by hand
    booked:    how many calls at an exact time there are on a day
    languages: what families can speak with us
    """

    members: tuple[Colleague, ...] = ()
    closed: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()
    booked: Mapping[date, int] = field(default_factory=lambda: MappingProxyType({}))
    languages: tuple[str, ...] = ()
    counts: LeadCounts = LeadCounts()
    lines: tuple[CaseLine, ...] = ()
    figures: Figures | None = None
    dates: DatesNow | None = None

    def member(self, id_: int | None) -> Colleague | None:
        """The member of this row."""
        return next((one for one in self.members if one.id == id_), None)
