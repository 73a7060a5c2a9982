"""What a coach may want to say to a family by way of the bot, and how that may be refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class SendPhrase:
    """Send this line of the phrasebook; `clock_at` where the line asks for a time."""

    case: int
    line: str
    clock_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenTalk:
    """Open a talk with the family of this case. May be refused: `TalkBusy`, `NobodyReads`."""

    case: int


@dataclass(frozen=True, slots=True)
class CloseTalk:
    """End the talk: from now on the bot answers again."""

    case: int


@dataclass(frozen=True, slots=True)
class PassToFamily:
    """Pass a coach's own words on as written; `message` is the coach's message, for its later edits."""

    case: int
    text: str
    message: int
    edited: bool = False


TalkEffect: TypeAlias = SendPhrase | OpenTalk | CloseTalk | PassToFamily


@dataclass(frozen=True, slots=True)
class TalkBusy:
    """A refusal: the coach speaks with another family (`number`), or somebody else with this one (`name`)."""

    number: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class NobodyReads:
    """A refusal: the family hides its chat just now, or lets the bot write no more."""


TalkRefusal: TypeAlias = TalkBusy | NobodyReads
