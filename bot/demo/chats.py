"""Chats as Telegram keeps them: who is in, what was said, which topics are open, and why the bot may not write."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.demo.keyboards import Rows
from bot.demo.messages import Message
from bot.demo.refusals import bad_request, forbidden, moved

ChatKind = Literal["private", "group", "supergroup"]


@dataclass(slots=True)
class Topic:
    """A topic of a forum group. `own`: the bot has made it, and may run it without the right to manage topics."""

    thread: int
    name: str
    icon_color: int = 7322096
    closed: bool = False
    own: bool = False


@dataclass(slots=True, eq=False)
class Chat:
    """A chat of any kind. `heard` counts what the bot changed in it, `now_typing_until` is its typing sign."""

    id: int
    kind: ChatKind
    title: str
    messages: dict[int, Message] = field(default_factory=dict)
    deleted: list[Message] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)
    reply_keys: Rows | None = None
    reply_keys_once: bool = False
    typing_until: datetime | None = None
    heard: int = 0

    def as_json(self) -> dict[str, Any]:
        """The chat as it stands on the wire."""
        return {"id": self.id, "type": self.kind, "title": self.title}

    def check_access(self) -> None:
        """Raises `Refused` where the bot may not write here."""

    def check_thread(self, thread: int | None) -> None:
        """Raises `Refused` where a message cannot go to that topic."""
        if thread is not None:
            raise bad_request("message thread not found")


@dataclass(slots=True, eq=False)
class PrivateChat(Chat):
    """A chat with one person."""

    opened: bool = False
    blocked: bool = False
    deactivated: bool = False

    def as_json(self) -> dict[str, Any]:
        return {"id": self.id, "type": "private", "first_name": self.title}

    def check_access(self) -> None:
        if self.deactivated:
            raise forbidden("user is deactivated")
        if self.blocked:
            raise forbidden("bot was blocked by the user")
        if not self.opened:
            raise forbidden("bot can't initiate conversation with a user")


@dataclass(slots=True, eq=False)
class GroupChat(Chat):
    """A group of the team. It takes topics once it is a supergroup with `forum` on."""

    forum: bool = False
    bot_inside: bool = True
    bot_manages_topics: bool = True
    moved_to: int | None = None
    topics: dict[int, Topic] = field(default_factory=dict)
    last_message_id: int = 0

    def as_json(self) -> dict[str, Any]:
        chat = Chat.as_json(self)
        return {**chat, "is_forum": True} if self.forum else chat

    def check_access(self) -> None:
        if self.moved_to is not None:
            raise moved(self.moved_to)
        if not self.bot_inside:
            raise forbidden(f"bot was kicked from the {'group' if self.kind == 'group' else 'supergroup'} chat")

    def check_thread(self, thread: int | None) -> None:
        if thread is None:
            return
        topic = self.topics.get(thread)
        if topic is None:
            raise bad_request("message thread not found")
        if topic.closed and not self.bot_manages_topics:
            raise bad_request("TOPIC_CLOSED")
