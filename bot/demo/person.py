"""A person with a phone: what they do reaches the bot as updates, what the bot does shows on the phone."""

from __future__ import annotations

from collections import deque
from typing import Any, Literal

from bot.demo.chats import Chat, PrivateChat
from bot.demo.markup import utf16_length
from bot.demo.media import MediaKind, make_media
from bot.demo.messages import Message
from bot.demo.presses import Press
from bot.demo.telegram_rules import TEXT_LIMIT, find_marks
from bot.demo.world import World

Role = Literal["family", "coach", "lead"]

OWN_PHONE = "4915228817386"
"""A number from the German range kept for fiction, without the plus, as phones often send it."""
KEPT_PRESSES = 500


class Locked(RuntimeError):
    """A person who has blocked the bot, or left Telegram, cannot write to it."""


class Person:
    """One person and their private chat with the bot. Every action is done when its call returns.

    A message is split where it is too long for one, as phones do it. `presses` holds the last ones, oldest first.
    """

    def __init__(self, world: World, person_id: int, name: str, language_code: str, role: Role) -> None:
        self.id = person_id
        self.name = name
        self.language_code = language_code
        self.role: Role = role
        self.chat = PrivateChat(person_id, "private", name)
        self.presses: deque[Press] = deque(maxlen=KEPT_PRESSES)
        self._world = world
        self._heard_before = 0
        world.chats[person_id] = self.chat

    def start(self, payload: str = "") -> Message:
        """Open the bot, by a link with a payload or without one; a blocked bot is let in again."""
        if self.chat.blocked:
            self.unblock()
        return self.say(f"/start {payload}" if payload else "/start")

    def say(self, text: str) -> Message:
        """Type and send a text; gives the last message made of it."""
        self._use_reply_keys(text)
        rest = text
        while utf16_length(rest) > TEXT_LIMIT:
            piece = rest[: TEXT_LIMIT // 2] if utf16_length(rest[:TEXT_LIMIT]) > TEXT_LIMIT else rest[:TEXT_LIMIT]
            self._send(text=piece, marks=find_marks(piece))
            rest = rest[len(piece) :]
        return self._send(text=rest, marks=find_marks(rest))

    def edit(self, message_id: int, text: str) -> Message:
        """Change the words of an own message. Raises ValueError for another's, or one that is not there."""
        self._check_open()
        message = self.chat.messages.get(message_id)
        if message is None or message.sender != "me":
            raise ValueError("Only own messages can be edited.")
        message.text, message.marks = text, find_marks(text)
        message.edited, message.edited_at = True, self._world.unix()
        self._acted()
        self._world.line.push("edited_message", message.as_json())
        return message

    def press(self, message_id: int, what: str) -> Press:
        """Press a button, named by its payload or by its label. A payload the message does not carry goes out too."""
        self._check_open()
        return self.press_in(self.chat, message_id, what)

    def press_in(self, chat: Chat, message_id: int, what: str) -> Press:
        """The same in any chat the person is in."""
        message = chat.messages.get(message_id)
        buttons = message.buttons if message is not None else ()
        by_data = [button for button in buttons if button.data == what]
        found = by_data or [button for button in buttons if button.text == what and button.data]
        press = self._world.presses.add(chat.id, message_id, found[0].data if found else what, bool(found))
        self.presses.append(press)
        self._acted()
        gone = {"chat": chat.as_json(), "message_id": message_id, "date": 0}
        query = {
            "id": press.id,
            "from": self.as_json(),
            "message": gone if message is None else message.as_json(),
            "chat_instance": str(-chat.id * 31),
            "data": press.data,
        }
        self._world.line.push("callback_query", query)
        return press

    def share_contact(self, own: bool = True, phone: str | None = None, *, owner_id: int | None = None) -> Message:
        """Share a contact card: the own one, which carries the own id, or somebody else's.

        Telegram fills the id in: another's card carries `owner_id` where that person is on Telegram, else none.
        """
        number, owner = phone or OWN_PHONE, self.id if own else owner_id
        card: dict[str, Any] = {"phone_number": number, "first_name": self.name if own else "Yusuf"}
        if owner is not None:
            card["user_id"] = owner
        self._use_reply_keys(None)
        return self._send(body={"contact": card}, label=f"☎ {card['first_name']} +{number.removeprefix('+')}")

    def send(self, kind: MediaKind) -> Message:
        """Send something that is not text."""
        body, label, file = make_media(kind, self._world.files)
        return self._send(body=body, label=label, file=file)

    def forward(self, text: str, author: str = "Emre") -> Message:
        """Pass on somebody else's text."""
        origin = {"type": "hidden_user", "sender_user_name": author, "date": self._world.unix()}
        return self._send(text=text, marks=find_marks(text), body={"forward_origin": origin})

    def delete(self, message_id: int) -> None:
        """Delete a message for both sides. The bot is not told."""
        self._world.take_away(self.chat, message_id)
        self._acted()

    def block(self) -> None:
        """Block the bot."""
        self._set_blocked(True)

    def unblock(self) -> None:
        """Let the bot in again."""
        self._set_blocked(False)

    def leave_telegram(self) -> None:
        """Delete the account. The bot hears of it by its next message only."""
        self.chat.deactivated = True
        self._acted()

    @property
    def messages(self) -> list[Message]:
        """What stands on the phone now, oldest first."""
        return list(self.chat.messages.values())

    @property
    def last(self) -> Message:
        """The bot's newest message. Raises LookupError where it has sent none."""
        for message in reversed(self.chat.messages.values()):
            if message.sender == "bot":
                return message
        raise LookupError(f"The bot has sent {self.name} no message.")

    @property
    def deleted(self) -> list[Message]:
        """What was taken back from the phone, in the order of taking back."""
        return self.chat.deleted

    @property
    def reply_keyboard(self) -> list[list[str]] | None:
        """The labels of the reply keys shown now, row by row."""
        keys = self.chat.reply_keys
        return None if keys is None else [[key["text"] for key in row] for row in keys]

    @property
    def toasts(self) -> list[str]:
        """The worded answers to presses, oldest first."""
        return [press.toast for press in self.presses if press.toast]

    @property
    def typing(self) -> bool:
        """True while the bot shows that it types."""
        until = self.chat.typing_until
        return until is not None and self._world.now() < until

    async def answered(self, within: float = 5.0) -> Message:
        """Wait until the bot changed something on this phone since the person's last action; its newest message.

        Raises TimeoutError after so many seconds of real time.
        """
        await self._world.changes.until(lambda: self.chat.heard > self._heard_before, within)
        return self.last

    def as_json(self) -> dict[str, Any]:
        """The person as the author of their messages."""
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": self.language_code}

    def _send(self, **parts: Any) -> Message:
        self._check_open()
        self.chat.opened = True
        self._acted()
        message = self._world.put(self.chat, "me", self.as_json(), **parts)
        self._world.line.push("message", message.as_json())
        return message

    def _check_open(self) -> None:
        if self.chat.blocked or self.chat.deactivated:
            raise Locked(f"{self.name} cannot write to the bot now.")

    def _acted(self) -> None:
        self._heard_before = self.chat.heard
        self._world.changes.bump()

    def _use_reply_keys(self, label: str | None) -> None:
        shown = self.reply_keyboard or []
        if self.chat.reply_keys_once and (label is None or any(label in row for row in shown)):
            self.chat.reply_keys = None

    def _set_blocked(self, blocked: bool) -> None:
        if self.chat.blocked == blocked:
            return
        self.chat.blocked = blocked
        self._acted()
        bot = self._world.profile.as_json()
        inside = {"status": "member", "user": bot}
        outside = {"status": "kicked", "user": bot, "until_date": 0}
        change = {
            "chat": self.chat.as_json(),
            "from": self.as_json(),
            "date": self._world.unix(),
            "old_chat_member": inside if blocked else outside,
            "new_chat_member": outside if blocked else inside,
        }
        self._world.line.push("my_chat_member", change)
