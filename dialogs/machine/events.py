"""What can happen in a chat: every kind of input, as one past-tense word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from dialogs.machine.screen import Press

Kind = Literal["sticker", "photo", "voice", "video", "place", "document", "poll", "someones_contact", "other"]
"""Kinds of input that carry no words for us. Files among them are never fetched."""

PhoneFault = Literal["too_short", "too_long", "service_number", "emergency_number", "unknown_number"]
"""Why a number cannot be called back. Service numbers are 0180, 0900, 0137, 118 and short codes ."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the shell understood of typed words, held against the screen the person has before them.

    option:  what the one button on the screen means that the words match, if any
    number:  the number they stand for, as digits or as a number word in an offered language
    agrees:  True for a yes, False for a no, in any offered language
    stops:   the words ask for silence ("stop") in any offered language
    danger:  the words speak of danger to life or of violence in any offered language
    phone:   the telephone number they hold, in E.164 form
    phone_fault: why digits in them are no number that can be called back, if so
    """

    option: Press | None = None
    number: int | None = None
    agrees: bool | None = None
    stops: bool = False
    danger: bool = False
    phone: str | None = None
    phone_fault: PhoneFault | None = None


UNHEARD = Heard()


@dataclass(frozen=True, slots=True)
class Said:
    """Typed words. `edited`: an earlier message was changed to these words."""

    text: str
    edited: bool = False
    heard: Heard = UNHEARD


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button under one of our messages. `press` is None where no release of ours has sent the payload."""

    press: Press | None


@dataclass(frozen=True, slots=True)
class Commanded:
    """A command such as `/start`, without the slash, lower case; `argument` is what stood behind it."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A contact card. `own` only where the card carries the sender's own id."""

    phone: str
    own: bool


@dataclass(frozen=True, slots=True)
class SentSomething:
    """A kind of input that we answer kindly and do not keep. `caption`: the words under a picture, if any."""

    kind: Kind
    caption: str = ""
    heard: Heard = UNHEARD


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person blocked the bot, or the chat is gone."""


@dataclass(frozen=True, slots=True)
class Unblocked:
    """The person let the bot in again."""


Event: TypeAlias = Said | Pressed | Commanded | SharedContact | SentSomething | Blocked | Unblocked
