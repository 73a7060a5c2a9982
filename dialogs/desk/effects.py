"""What a desk's turn may want done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from dialogs.machine.words import Phrase
from dialogs.rules.windows import Window


class CallOutcome(StrEnum):
    """What became of a call."""

    REACHED = "reached"
    MISSED = "missed"
    WRONG_NUMBER = "wrong"


@dataclass(frozen=True, slots=True)
class TakeCase:
    """Make this coach the owner, if nobody is. May be refused: `TakenBy`, `BusyThen`."""

    case: int


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """Write down what became of the call; `next_try` is the window of another try, None where none follows."""

    case: int
    outcome: CallOutcome
    next_try: Window | None = None


@dataclass(frozen=True, slots=True)
class TellFamily:
    """Send the family its card anew, with these lines on top, in words a lock screen may show."""

    case: int
    notes: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class RedrawFamily:
    """Draw the family's card again, silently."""

    case: int


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Send this coach the card of a case anew, below everything else."""

    case: int


@dataclass(frozen=True, slots=True)
class JoinTeam:
    """Redeem this invitation. May be refused: `InvitationSpent`."""

    code: str


DeskEffect: TypeAlias = TakeCase | RecordOutcome | TellFamily | RedrawFamily | ShowCard | JoinTeam


@dataclass(frozen=True, slots=True)
class TakenBy:
    """A refusal: somebody else was first."""

    name: str


@dataclass(frozen=True, slots=True)
class BusyThen:
    """A refusal: the coach has another call at the family's time."""


@dataclass(frozen=True, slots=True)
class InvitationSpent:
    """A refusal: the invitation was used or is too old."""


DeskRefusal: TypeAlias = TakenBy | BusyThen | InvitationSpent
