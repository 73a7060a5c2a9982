"""What the shell hands a family's turn: the time, the town, places, free times, the open case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from dialogs.family.eligibility import Figures, Outcome
from dialogs.family.questions import Purpose
from dialogs.machine.words import Value
from dialogs.rules.places import Availability
from dialogs.rules.slots import Slot
from dialogs.rules.windows import Window


class Stage(StrEnum):
    """How far a case has come, as family and coach see it."""

    RECEIVED = "received"
    TAKEN = "taken"
    SPOKEN = "spoken"
    WRONG_NUMBER = "wrong_number"
    UNREACHED = "unreached"
    WITHDRAWN = "withdrawn"


LIVE = frozenset({Stage.RECEIVED, Stage.TAKEN, Stage.WRONG_NUMBER})
"""Stages in which a call is still to come."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """The call that is to come: an exact time (`ends_at` is its end) or a window to be called in.

    wish:  "asap", "part" or "exact"
    part:  the name of the part of the day where the wish was one
    """

    wish: str
    part: str
    starts_at: datetime
    ends_at: datetime
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class OwnCase:
    """The family's own case, as far as its card shows it."""

    number: int
    stage: Stage
    opened_at: datetime
    appointment: Appointment
    coach: str | None = None
    taken_at: datetime | None = None
    spoken_at: datetime | None = None
    tries: int = 0
    never_call: bool = False


@dataclass(frozen=True, slots=True)
class Signpost:
    """One place to turn to: a number, who answers, when; texts by key, proper names as they are."""

    id: str
    name: Value
    number: str
    hours: Value | None
    checked_on: date
    shown_for: frozenset[Outcome] = frozenset()

    def fits(self, outcome: Outcome) -> bool:
        """Whether it is shown under this result; one that names no result is shown under each."""
        return not self.shown_for or outcome in self.shown_for


@dataclass(frozen=True, slots=True)
class Door:
    """What a flyer's link presets: a language, a side screen to open first; "" for none."""

    language: str = ""
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Town:
    """The programme as its file tells it."""

    programme: str
    name: str
    carrier: str
    phone: str
    zone: ZoneInfo
    figures: Figures
    languages: tuple[str, ...]
    crisis: tuple[Signpost, ...]
    doors: tuple[Signpost, ...]
    ends_on: date
    flyers: Mapping[str, Door]


@dataclass(frozen=True, slots=True)
class PlacesNow:
    """Whether there is a place, and of which day the news is."""

    availability: Availability
    as_of: datetime | None = None
    families_before: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a turn may know of the world.

    speaks:      the language the person has now
    languages:   offered languages, the phone's own first
    slots:       free times, gathered only where the next screen may need them
    parts:       parts of the day in which somebody can call
    promise:     by when a human calls if asked now
    consents:    what the person has said yes to
    quiet_for_days: whole days since the person was last here
    receipt:     the number that proves an erasure, in the turn that erased
    """

    now: datetime
    town: Town
    speaks: str
    languages: tuple[str, ...]
    places: PlacesNow
    case: OwnCase | None = None
    on_list: bool = False
    slots: tuple[Slot, ...] = ()
    parts: tuple[Window, ...] = ()
    promise: datetime | None = None
    consents: frozenset[Purpose] = frozenset()
    quiet_for_days: int = 0
    receipt: str = ""
