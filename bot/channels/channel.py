"""What a channel is: the one place where a chat comes in, and where rendered words go out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from dialogs.machine.events import Event
from dialogs.machine.screen import Style


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing that happened in a chat, read off the channel and free of its types.

    id:           unique for ever within the channel (`tg:<update_id>`), so that a repeat acts once
    chat:         the chat's id at the channel
    language:     what the person's client says it speaks ("tr", "pt-br"), a hint only
    message:      the message whose button was pressed, else the person's own message
    press_id:     to acknowledge a press with, where the event is one
    author:       who wrote, pressed or changed something in a group, by their own id; None in a private chat
    """

    id: str
    chat: int
    event: Event
    language: str = ""
    message: int | None = None
    press_id: str | None = None
    author: int | None = None


@dataclass(frozen=True, slots=True)
class RenderedButton:
    """A button in words: label, callback payload, style."""

    label: str
    payload: str
    style: Style = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message in words, ready to send: HTML text, inline rows, and the label of a contact key if one is wanted."""

    text: str
    rows: tuple[tuple[RenderedButton, ...], ...] = ()
    protected: bool = False


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A file, ready to send."""

    name: str
    mime: str
    content: bytes
    caption: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """It is there, as this message (or, where a topic was asked for, as this thread)."""

    message: int


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The person blocked the bot or is gone, or the group put it out. Nothing more is sent until that changes."""


@dataclass(frozen=True, slots=True)
class TryLater:
    """It surely did not arrive; try again after so many seconds."""

    after: float


class Hindrance(StrEnum):
    """Reasons of a `Rejected` that something can be done about, however the channel words them."""

    TOPIC_GONE = "topic gone"
    TOPIC_CLOSED = "topic closed"
    NOT_A_FORUM = "not a forum"
    NO_RIGHTS = "no rights"


@dataclass(frozen=True, slots=True)
class Rejected:
    """The channel refused it for good; for an edit this means: send it anew.

    reason: a `Hindrance`, or else the channel's own words
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The group has another id now; nothing has arrived. Send it there, and forget the old one."""

    to: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request left the house and no answer came: it may or may not have arrived."""


Outcome: TypeAlias = Delivered | Unreachable | TryLater | Rejected | Moved | Unknown


class Channel(Protocol):
    """Where words go out. No method raises for what a chat or a network can do: it gives an outcome."""

    async def send(self, chat: int, message: Rendered, *, silent: bool = False, thread: int | None = None) -> Outcome:
        """Send a new message, in a group into a topic if one is named."""
        ...

    async def edit(self, chat: int, message_id: int, message: Rendered) -> Outcome:
        """Change a message. "Not modified" counts as delivered; any other refusal is `Rejected`."""
        ...

    async def send_file(self, chat: int, file: RenderedFile, *, thread: int | None = None) -> Outcome:
        """Send a document, in a group into a topic if one is named."""
        ...

    async def open_topic(self, chat: int, title: str) -> Outcome:
        """Make a topic in a group; delivered as its thread. The title must say nothing of a person."""
        ...

    async def close_topic(self, chat: int, thread: int) -> Outcome:
        """Close a topic. One that is closed already counts as delivered."""
        ...

    async def reopen_topic(self, chat: int, thread: int) -> Outcome:
        """Open a closed topic again. One that is open counts as delivered."""
        ...

    async def ask_contact(self, chat: int, text: str, label: str) -> Outcome:
        """Send a short message that opens a one-tap "share my number" key."""
        ...

    async def close_contact(self, chat: int, text: str) -> Outcome:
        """Send a short message that takes the contact key away."""
        ...

    async def clear_buttons(self, chat: int, message_id: int) -> Outcome:
        """Take the buttons off a message, text unchanged."""
        ...

    async def delete(self, chat: int, message_id: int) -> Outcome:
        """Take a message back where the channel still allows it."""
        ...

    async def acknowledge(self, press_id: str, toast: str = "") -> None:
        """Answer a press, with a short line at most. A failure is of no consequence."""
        ...
