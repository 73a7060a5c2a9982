"""What the shell hands a family's turn: the time, the town, places, free times, the open case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from dialogs.family.eligibility import Figures, Outcome
from dialogs.family.questions import Purpose
from dialogs.family.standstill_facts import OwnNudge, OwnRound
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
    JOINED = "joined"
    WAITING = "waiting"
    ELSEWHERE = "elsewhere"
    STOPPED = "stopped"


LIVE = frozenset({Stage.RECEIVED, Stage.TAKEN, Stage.WRONG_NUMBER})
"""Stages in which a call is still to come."""

IN_TOUCH = frozenset({Stage.SPOKEN, Stage.JOINED, Stage.WAITING})
"""Stages in which a family knows its coach."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """The call that is to come: an exact time (`ends_at` is its end) or a window to be called in.

    wish:  "asap", "part", "exact", or "later" for the hour of "not now, in an hour"
    part:  the name of the part of the day where the wish was one
    """

    wish: str
    part: str
    starts_at: datetime
    ends_at: datetime
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody of the team who had or has the family's case, by first name, and since when."""

    coach: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PlaceOffer:
    """A place that is kept for the family until then, or, once it said yes, until it was spoken with."""

    id: int
    until: datetime
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A coach's line of the phrasebook that this family has, with the answers that may be given to it."""

    id: int
    answers: tuple[str, ...]
    answered: bool = False


@dataclass(frozen=True, slots=True)
class OwnCase:
    """The family's own case, as far as its card shows it.

    hands:   everybody who took it so far, oldest first
    overdue: the promised time has gone by, and nobody has said what became of the call
    tries:   how often the family was called and not reached; moved: how often it moved the call
    plan:    where it wants to be when the phone rings, as a code; "" for no plan
    way:     how it would rather meet or be called, as a code; "" for no wish
    """

    number: int
    stage: Stage
    opened_at: datetime
    appointment: Appointment
    coach: str | None = None
    taken_at: datetime | None = None
    spoken_at: datetime | None = None
    never_call: bool = False
    hands: tuple[Hand, ...] = ()
    overdue: bool = False
    tries: int = 0
    moved: int = 0
    plan: str = ""
    way: str = ""


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
    """The programme as its file tells it; `answered` is when somebody answers its phone, None where unknown.

    ways: what can be different about a call that was missed, or moved twice: offers in order, by place
    """

    programme: str
    name: str
    carrier: str
    phone: str
    zone: ZoneInfo
    figures: Figures
    languages: tuple[str, ...]
    crisis: tuple[Signpost, ...]
    doors: tuple[Signpost, ...]
    flyers: Mapping[str, Door]
    answered: Value | None = None
    ways: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class PlacesNow:
    """Whether there is a place, of which day the news is, and how long half of the families waited at most."""

    availability: Availability
    as_of: datetime | None = None
    families_before: tuple[int, int] = (0, 0)
    median_days: int | None = None


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
    message:     the number of the message that was typed, for its later edits
    offer:       the place that is kept for this family, if one is
    paused:      it waits, but is offered no place before it says so
    phones:      how many phones this family has with us
    phone_code:  the one-time code for a second phone, in the turn that made it
    bot_name:    the bot's own name for that code's link, "" where it is not known
    invitation:  what the code on the screen is: "open", the family's "own", or "" for one that is over
    shares:      this phone is the second one, and the case is the other's
    talking_to:  the coach who speaks with the family through the bot just now
    asked:       the coach's line that is answered in this turn, or that typed words may answer
    nudge:       the offer whose button was pressed, or that stands on the screen of a family that came back
    round:       the round of changed perspective that is pressed or on the screen
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
    message: int = 0
    offer: PlaceOffer | None = None
    paused: bool = False
    phones: int = 1
    phone_code: str = ""
    bot_name: str = ""
    invitation: str = ""
    shares: bool = False
    talking_to: str = ""
    asked: AskedLine | None = None
    nudge: OwnNudge | None = None
    round: OwnRound | None = None
