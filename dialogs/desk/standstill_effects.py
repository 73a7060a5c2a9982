"""What a desk's turn may want done where a case stands still."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class StartRound:
    """Invite the family to a round with this technique and a line of the coach's.

    May be refused: `RoundOpen`, and `NobodyReads` where no phone of the family may get it.
    """

    case: int
    technique: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class ReplyToRound:
    """Send the phone that went through a round the coach's own words on it. May be refused: `NobodyReads`."""

    case: int
    round: int
    words: str


@dataclass(frozen=True, slots=True)
class NoteSign:
    """The coach knows that all goes well: a sign of life that nobody wrote down."""

    case: int


@dataclass(frozen=True, slots=True)
class SendLink:
    """Send the family the link of a video call."""

    case: int
    link: str


@dataclass(frozen=True, slots=True)
class SetLadder:
    """How many messages a ladder has from now on: all of them, or half. For the lead alone."""

    full: bool


@dataclass(frozen=True, slots=True)
class SendLearned:
    """Send what the team learned within a span as a message that can be passed on. For the lead alone."""

    span: str


StandstillEffect: TypeAlias = StartRound | ReplyToRound | NoteSign | SendLink | SetLadder | SendLearned


@dataclass(frozen=True, slots=True)
class RoundOpen:
    """A refusal: a round of this case is under way already, or (`unwanted`) the family wants no such questions."""

    unwanted: bool = False
