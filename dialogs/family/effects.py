"""What a family's turn may want done. Each is carried out in the same unit of work, or the turn is void."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from dialogs.family.questions import Purpose
from dialogs.family.standstill_effects import NobodyElse, StandstillEffect
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


@dataclass(frozen=True, slots=True)
class CallLater:
    """Not now, in an hour: put the call of the open case to a later window of today or the next working day."""


@dataclass(frozen=True, slots=True)
class ReportNoCall:
    """Nobody called at the promised time: the promise is broken, and kept anew by the next coach."""


@dataclass(frozen=True, slots=True)
class AcceptPlace:
    """Take the place that was kept. May be refused: `PlaceGone`."""

    offer: int


@dataclass(frozen=True, slots=True)
class DeclinePlace:
    """Let the kept place go to the next family; `stays` where the family goes on waiting."""

    offer: int
    stays: bool


@dataclass(frozen=True, slots=True)
class StillWaiting:
    """The family still waits. `says_so`: it may be offered a place again; else it only looked at its own."""

    says_so: bool = True


@dataclass(frozen=True, slots=True)
class AnswerPhrase:
    """Tell the coach what the family answered to a line of the phrasebook, in German."""

    sent: int
    answer: str


@dataclass(frozen=True, slots=True)
class PassToCoach:
    """Pass the family's own words on as written; `message` is its message, for later edits.

    danger: they hold a word from the list of danger words, which the coach is told
    """

    text: str
    message: int
    edited: bool = False
    danger: bool = False


@dataclass(frozen=True, slots=True)
class TellOfKind:
    """Tell the coach that the family sent something that is no text, and that it was not passed on."""


@dataclass(frozen=True, slots=True)
class EndTalk:
    """End the talk with the coach: from now on the bot answers again."""


@dataclass(frozen=True, slots=True)
class MakePhoneCode:
    """Make a one-time code with which a second phone joins this family."""


@dataclass(frozen=True, slots=True)
class JoinFamily:
    """Share the case of the family whose code this is. May be refused: `CodeSpent`."""

    code: str


@dataclass(frozen=True, slots=True)
class LeaveFamily:
    """This phone no longer shares the family's case; the other one keeps it."""


RefusableEffect: TypeAlias = HoldSlot | OpenCase | MoveCall | AcceptPlace | JoinFamily
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
    | CallLater
    | ReportNoCall
    | DeclinePlace
    | StillWaiting
    | AnswerPhrase
    | PassToCoach
    | TellOfKind
    | EndTalk
)
"""Effects that are always carried out."""

SharingEffect: TypeAlias = MakePhoneCode | LeaveFamily
"""What is done with the phones of a family beside joining: always carried out as well."""

Effect: TypeAlias = RefusableEffect | SureEffect | SharingEffect | StandstillEffect


@dataclass(frozen=True, slots=True)
class SlotTaken:
    """A refusal: somebody else has that time, or it is over."""


@dataclass(frozen=True, slots=True)
class CaseOpen:
    """A refusal: this family has an open case already."""


@dataclass(frozen=True, slots=True)
class PlaceGone:
    """A refusal: the place was kept too long, or went to another family."""


@dataclass(frozen=True, slots=True)
class CodeSpent:
    """A refusal: the code for a second phone was used, is too old, or is the family's own."""


Refusal: TypeAlias = SlotTaken | CaseOpen | PlaceGone | CodeSpent | NobodyElse
