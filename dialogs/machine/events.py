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


@dataclass(frozen=True, slots=True)
class SaidInGroup:
    """Words in a group of the team. `edited`: an earlier message was changed to these words.

    author:  the person's own id, which is also their private chat's; an anonymous administrator has the id of
             Telegram's stand-in for such, which belongs to nobody
    thread:  the topic; None in the general one, and in a group without topics
    message: the message's id in the group
    """

    text: str
    author: int
    thread: int | None
    message: int
    edited: bool = False


@dataclass(frozen=True, slots=True)
class SentInGroup:
    """A kind of input in a group that carries no words for us. The fields are those of `SaidInGroup`."""

    kind: Kind
    author: int
    thread: int | None
    message: int


@dataclass(frozen=True, slots=True)
class CommandedInGroup:
    """A command in a group, as in `Commanded`. `bot`: the bot it was meant for by name, lower case; "" for none."""

    name: str
    argument: str
    author: int
    thread: int | None
    bot: str = ""


@dataclass(frozen=True, slots=True)
class GroupMoved:
    """The group has a new id from now on; the old one is dead."""

    to: int


@dataclass(frozen=True, slots=True)
class TopicClosed:
    """Somebody closed a topic by hand. That one was deleted is never told: the next message to it is refused."""

    thread: int


@dataclass(frozen=True, slots=True)
class TopicReopened:
    """Somebody reopened a topic by hand."""

    thread: int


@dataclass(frozen=True, slots=True)
class BotJoinedGroup:
    """The bot is in a group, or what it may do there has changed.

    manages_topics: it is an administrator who may open, close and reopen topics
    forum:          the group has topics
    """

    manages_topics: bool
    forum: bool


@dataclass(frozen=True, slots=True)
class BotLeftGroup:
    """The bot was put out of a group."""


InGroup: TypeAlias = (
    SaidInGroup
    | SentInGroup
    | CommandedInGroup
    | GroupMoved
    | TopicClosed
    | TopicReopened
    | BotJoinedGroup
    | BotLeftGroup
)
"""What happens in a group of the team. Presses there are `Pressed`, as everywhere."""

Event: TypeAlias = Said | Pressed | Commanded | SharedContact | SentSomething | Blocked | Unblocked | InGroup
