"""What a family's turn may want done. Each is carried out in the same unit of work, or the turn is void."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from dialogs.family.questions import Purpose
from dialogs.machine.questions import Told


@dataclass(frozen=True, slots=True)
class SpeakIn:
    """Use this language with the person from now on."""

    language: str


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """Store the yes to these purposes, and the end of the yes to all others."""

    purposes: frozenset[Purpose]


@dataclass(frozen=True, slots=True)
class HoldSlot:
    """Keep a time for this person while they finish. May be refused: `SlotTaken`."""

    coach: int
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class ReleaseSlot:
    """Give the held time back."""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Hand what was told to the coaches. May be refused: `SlotTaken`, `CaseOpen`."""

    told: Told


@dataclass(frozen=True, slots=True)
class MoveCall:
    """Put the call of the open case to the wish just told. May be refused: `SlotTaken`."""

    told: Told


@dataclass(frozen=True, slots=True)
class CancelCall:
    """Call the appointment off; the case is closed as withdrawn."""


@dataclass(frozen=True, slots=True)
class CorrectPhone:
    """Use this number (E.164) for the open case."""

    number: str


@dataclass(frozen=True, slots=True)
class KeepWords:
    """Add the family's own words to the open case."""

    text: str


@dataclass(frozen=True, slots=True)
class JoinList:
    """Join the waiting list."""


@dataclass(frozen=True, slots=True)
class LeaveList:
    """Leave the waiting list."""


@dataclass(frozen=True, slots=True)
class StopMessages:
    """Send nothing that was not asked for: reminders and later messages end."""


@dataclass(frozen=True, slots=True)
class EraseAll:
    """Erase everything about this person, here and on the cards already sent."""


@dataclass(frozen=True, slots=True)
class SendCalendar:
    """Send the appointment as a calendar file."""


@dataclass(frozen=True, slots=True)
class Count:
    """Count one more of this, without a person."""

    what: str
    of: str = ""


RefusableEffect: TypeAlias = HoldSlot | OpenCase | MoveCall
"""Effects that the database may refuse. They come first in their turn."""

SureEffect: TypeAlias = (
    SpeakIn
    | RecordConsent
    | ReleaseSlot
    | CancelCall
    | CorrectPhone
    | KeepWords
    | JoinList
    | LeaveList
    | StopMessages
    | EraseAll
    | SendCalendar
    | Count
)
"""Effects that are always carried out."""

Effect: TypeAlias = RefusableEffect | SureEffect


@dataclass(frozen=True, slots=True)
class SlotTaken:
    """A refusal: somebody else has that time, or it is over."""


@dataclass(frozen=True, slots=True)
class CaseOpen:
    """A refusal: this family has an open case already."""


Refusal: TypeAlias = SlotTaken | CaseOpen
