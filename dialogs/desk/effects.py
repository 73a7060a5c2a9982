"""What a desk's turn may want done with cases, and how it may be refused. Other matters: `*_effects.py` beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from dialogs.desk.line_effects import LineEffect
from dialogs.desk.standstill_effects import RoundOpen, StandstillEffect
from dialogs.desk.talk_effects import TalkEffect, TalkRefusal
from dialogs.desk.team_effects import LastLead, TeamEffect
from dialogs.desk.times_effects import TimesEffect
from dialogs.machine.words import Phrase
from dialogs.rules.windows import Window


class CallOutcome(StrEnum):
    """What became of a call."""

    REACHED = "reached"
    MISSED = "missed"
    WRONG_NUMBER = "wrong"


class CaseOutcome(StrEnum):
    """What became of a case after the family was spoken with (the closed loop: "sent" is not "helped")."""

    JOINED = "joined"
    WAITING = "waiting"
    ELSEWHERE = "elsewhere"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class TakeCase:
    """Make this coach the owner, if nobody is. May be refused: `TakenBy`, `BusyThen`."""

    case: int


@dataclass(frozen=True, slots=True)
class TakeNext:
    """Give this coach the family to call next, and make it the owner. May be refused: `NothingToCall`."""


@dataclass(frozen=True, slots=True)
class GiveCase:
    """Put the case into this colleague's hands. May be refused: `BusyThen`, `NotThere`."""

    case: int
    to: int


@dataclass(frozen=True, slots=True)
class CloseCase:
    """Note what became of the case, with the code of a reason. May be refused: `NoPlace`."""

    case: int
    outcome: CaseOutcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReopenCase:
    """The case is not over after all: the family was spoken with, and what becomes of it is open again."""

    case: int


@dataclass(frozen=True, slots=True)
class PassCase:
    """Somebody else, please: the case goes on to the next coach. `why` is the code of a reason."""

    case: int
    why: str


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """Note what became of the call. After a missed one, `next_try` is the window of the next, None for no more.

    Whoever had the case before may say so late that the family was spoken with, and has it again then.
    """

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


CaseEffect: TypeAlias = (
    TakeCase
    | TakeNext
    | GiveCase
    | CloseCase
    | ReopenCase
    | PassCase
    | RecordOutcome
    | TellFamily
    | RedrawFamily
    | ShowCard
    | JoinTeam
)

DeskEffect: TypeAlias = CaseEffect | TimesEffect | TeamEffect | LineEffect | TalkEffect | StandstillEffect


@dataclass(frozen=True, slots=True)
class TakenBy:
    """A refusal: somebody else was first."""

    name: str


@dataclass(frozen=True, slots=True)
class BusyThen:
    """A refusal: the coach has another call at the family's time; `name` where it is a colleague's."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class NotThere:
    """A refusal: that colleague is no coach any more, or cannot be reached."""


@dataclass(frozen=True, slots=True)
class NoPlace:
    """A refusal: no place is left for the family of this case."""

    case: int = 0


@dataclass(frozen=True, slots=True)
class NothingToCall:
    """A refusal: no family is to be called just now; the next one at `next_at`, None where no call is planned."""

    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class InvitationSpent:
    """A refusal: the invitation was used or is too old."""


DeskRefusal: TypeAlias = (
    TakenBy | BusyThen | NotThere | NoPlace | NothingToCall | InvitationSpent | TalkRefusal | LastLead | RoundOpen
)
