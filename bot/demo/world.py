"""All that the server remembers: chats, messages, files, presses, the bot's profile, and the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from itertools import count
from typing import Any

from bot.demo.changes import Changes
from bot.demo.chats import Chat, GroupChat
from bot.demo.faults import Faults
from bot.demo.files import Files
from bot.demo.long_poll import LongPoll
from bot.demo.messages import Message, Sender
from bot.demo.presses import Presses
from bot.demo.profile import Profile
from bot.demo.refusals import bad_request
from bot.demo.updates import UpdateLine
from bot.demo.webhook import Webhook


class World:
    """What the bot and the people share. `now` gives an aware instant, `zone` is only for showing times.

    `changes` counts what shows on a phone, `progress` what the bot has taken and finished.
    """

    def __init__(self, profile: Profile, now: Callable[[], datetime], zone: tzinfo) -> None:
        self.now = now
        self.zone = zone
        self.profile = profile
        self.changes = Changes()
        self.progress = Changes()
        self.faults = Faults()
        self.files = Files()
        self.chats: dict[int, Chat] = {}
        self.presses = Presses(self.unix, self.changes)
        self.line = UpdateLine(self.unix, self.progress)
        self.poll = LongPoll(self.line, self.faults)
        self.webhook = Webhook(self.line, self.faults, self.unix)
        self.line.on_arrival = self._arrived
        self.logged_out = False
        self._message_ids = count(101)

    def unix(self) -> int:
        """The server's time in seconds since 1970."""
        return int(self.now().timestamp())

    def chat(self, chat_id: Any) -> Chat:
        """The chat with that id, as a number or in digits. Raises `Refused`."""
        if chat_id is None or chat_id == "":
            raise bad_request("chat_id is empty")
        try:
            return self.chats[int(chat_id)]
        except (KeyError, ValueError, TypeError):
            raise bad_request("chat not found") from None

    def put(self, chat: Chat, sender: Sender, author: dict[str, Any], **parts: Any) -> Message:
        """Make a message and set it down in its chat. Supergroups number their messages apart."""
        if isinstance(chat, GroupChat) and chat.kind == "supergroup":
            chat.last_message_id += 1
            number = chat.last_message_id
        else:
            number = next(self._message_ids)
        message = Message(number, chat, sender, author, self.unix(), **parts)
        chat.messages[number] = message
        self.changes.bump()
        return message

    def put_as_bot(self, chat: Chat, sender: Sender = "bot", **parts: Any) -> Message:
        """The same for the bot's own messages: its typing sign ends."""
        chat.heard += 1
        chat.typing_until = None
        return self.put(chat, sender, self.profile.as_json(), **parts)

    def tell(self, message: Message, kind: str = "message") -> None:
        """Let the bot hear of a message, unless it has been put out of the group."""
        chat = message.chat
        if not isinstance(chat, GroupChat) or chat.bot_inside:
            self.line.push(kind, message.as_json())

    def touched(self, chat: Chat) -> None:
        """The bot changed something in a chat."""
        chat.heard += 1
        self.changes.bump()

    def take_away(self, chat: Chat, message_id: int) -> None:
        """Delete a message for both sides."""
        message = chat.messages.pop(message_id)
        chat.deleted.append(message)
        if message_id in chat.pinned:
            chat.pinned.remove(message_id)

    def _arrived(self, update: dict[str, Any]) -> None:
        if self.webhook.url:
            self.webhook.arrived(update)
        else:
            self.poll.wake()
