"""A message: what stands on the phone, and how it stands on the wire."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from bot.demo.files import StoredFile
from bot.demo.keyboards import Rows
from bot.demo.markup import Mark
from bot.demo.safe_html import safe_html

if TYPE_CHECKING:
    from bot.demo.chats import Chat

Sender = Literal["bot", "me", "service"]


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message, as a person sees it."""

    text: str
    data: str
    style: str = ""
    url: str = ""


@dataclass(slots=True, eq=False)
class Message:
    """One message in one chat.

    body:     the parts of its wire form that are neither text nor keyboard (a contact, a photo, a service note)
    label:    what a phone shows in place of words, for a message without any
    editable: False for messages that came with a reply keyboard, which Telegram does not let a bot edit
    edited:   True once the words were changed, which the phone shows; a changed keyboard is not shown as an edit
    sent_at and edited_at are in seconds since 1970.
    """

    id: int
    chat: Chat
    sender: Sender
    author: dict[str, Any]
    sent_at: int
    text: str = ""
    marks: tuple[Mark, ...] = ()
    body: dict[str, Any] = field(default_factory=dict)
    label: str = ""
    keyboard: Rows = ()
    file: StoredFile | None = None
    editable: bool = True
    protected: bool = False
    thread: int | None = None
    reply_to: Message | None = None
    edited_at: int | None = None
    edited: bool = False

    @property
    def rows(self) -> tuple[tuple[Button, ...], ...]:
        """The inline buttons, row by row."""
        return tuple(tuple(_button(key) for key in row) for row in self.keyboard)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """The inline buttons, one after the other."""
        return tuple(button for row in self.rows for button in row)

    @property
    def html(self) -> str:
        """What the phone shows, as HTML that is safe in a page."""
        return safe_html(self.text, self.marks) if self.text else escape(self.label, quote=False)

    def as_json(self, *, with_reply: bool = True) -> dict[str, Any]:
        """The message as it stands on the wire."""
        wire: dict[str, Any] = {
            "message_id": self.id,
            "from": self.author,
            "chat": self.chat.as_json(),
            "date": self.sent_at,
            **self.body,
        }
        if self.text:
            name, marks = ("caption", "caption_entities") if self.has_caption else ("text", "entities")
            wire[name] = self.text
            if self.marks:
                wire[marks] = list(self.marks)
        if self.keyboard:
            wire["reply_markup"] = {"inline_keyboard": [list(row) for row in self.keyboard]}
        if self.edited_at is not None:
            wire["edit_date"] = self.edited_at
        if self.protected:
            wire["has_protected_content"] = True
        if self.thread is not None:
            wire |= {"message_thread_id": self.thread, "is_topic_message": True}
        if with_reply and self.reply_to is not None:
            wire["reply_to_message"] = self.reply_to.as_json(with_reply=False)
        return wire

    @property
    def has_caption(self) -> bool:
        """True where the words stand under a file."""
        return any(name in self.body for name in ("document", "photo", "voice", "video", "animation", "audio"))


def _button(key: Any) -> Button:
    return Button(key["text"], key.get("callback_data", ""), key.get("style", ""), key.get("url", ""))
