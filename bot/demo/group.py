"""A group of the team: people write in it, move it, close its topics, and put the bot out."""

from __future__ import annotations

from typing import Any, Final

from bot.demo.chats import GroupChat
from bot.demo.media import MediaKind, make_media
from bot.demo.messages import Message
from bot.demo.person import Person
from bot.demo.presses import Press
from bot.demo.telegram_rules import find_marks
from bot.demo.topics import open_topic, remove_topic, set_closed
from bot.demo.world import World

SUPERGROUP_BASE = -1_000_000_000_000
_RIGHTS: Final = {
    "can_be_edited": False, "is_anonymous": False, "can_manage_chat": True, "can_delete_messages": True,
    "can_manage_video_chats": False, "can_restrict_members": False, "can_promote_members": False,
    "can_change_info": False, "can_invite_users": True, "can_post_stories": False, "can_edit_stories": False,
    "can_delete_stories": False, "can_pin_messages": True,
}  # fmt: skip
_ANONYMOUS: Final = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
"""Telegram's stand-in for an administrator who does not show who they are."""


class Group:
    """One group with the bot in it as an administrator. A forum is a supergroup with topics."""

    def __init__(self, world: World, number: int, title: str, *, forum: bool) -> None:
        self._world = world
        self._number = number
        group_id = SUPERGROUP_BASE - number if forum else -number
        self.chat = GroupChat(group_id, "supergroup" if forum else "group", title, forum=forum)
        world.chats[group_id] = self.chat

    @property
    def id(self) -> int:
        """The chat id the group has now; it changes when the group is moved."""
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """What stands in the group now, oldest first."""
        return list(self.chat.messages.values())

    def say(self, person: Person, text: str, thread: int | None = None) -> Message:
        """A member writes, in a topic or in the general one. Raises ValueError for a topic that is not there."""
        return self._send(person, thread, text=text, marks=find_marks(text))

    def send(self, person: Person, kind: MediaKind, thread: int | None = None) -> Message:
        """A member sends something that is not text. Raises ValueError for a topic that is not there."""
        body, label, file = make_media(kind, self._world.files)
        return self._send(person, thread, body=body, label=label, file=file)

    def edit(self, person: Person, message_id: int, text: str) -> Message:
        """A member changes the words of an own message. Raises ValueError for another's, or one that is not there."""
        message = self.chat.messages.get(message_id)
        if message is None or message.sender != "me" or message.author["id"] != person.id:
            raise ValueError("Only own messages can be edited.")
        message.text, message.marks = text, find_marks(text)
        message.edited, message.edited_at = True, self._world.unix()
        self._world.changes.bump()
        self._world.tell(message, "edited_message")
        return message

    def press(self, person: Person, message_id: int, what: str) -> Press:
        """A member presses a button, named by its payload or by its label."""
        return person.press_in(self.chat, message_id, what)

    def move(self, by: Person, *, forum: bool = False) -> int:
        """Make a supergroup of it, or a forum at once; the old id refuses with the new one. Gives the new id."""
        old = self.chat
        new = GroupChat(SUPERGROUP_BASE - self._number, "supergroup", old.title, forum=forum)
        new.bot_inside, new.bot_manages_topics = old.bot_inside, old.bot_manages_topics
        self._world.chats[new.id] = new
        self._note(old, by, {"migrate_to_chat_id": new.id})
        old.moved_to = new.id
        self.chat = new
        self._note(new, by, {"migrate_from_chat_id": old.id})
        return new.id

    def open_topic(self, name: str, by: Person | None = None) -> int:
        """Make a topic by hand, and give its thread id. With nobody named it is an anonymous administrator's."""
        author, speaks_for = self._by(by)
        return open_topic(self._world, self.chat, name, author, **speaks_for).thread

    def close_topic(self, thread: int, *, closed: bool = True, by: Person | None = None) -> None:
        """Close or reopen a topic by hand. With nobody named it is done by an anonymous administrator."""
        author, speaks_for = self._by(by)
        set_closed(self._world, self.chat, self.chat.topics[thread], author, closed=closed, **speaks_for)

    def delete_topic(self, thread: int) -> None:
        """Delete a topic by hand, with all that was said in it. The bot is not told."""
        remove_topic(self._world, self.chat, thread)

    def put_bot_out(self, by: Person) -> None:
        """Remove the bot from the group."""
        if self.chat.bot_inside:
            self._change_bot(by, inside=False, manages_topics=self.chat.bot_manages_topics)

    def take_bot_in(self, by: Person, *, manages_topics: bool = True) -> None:
        """Add the bot again, as an administrator, with or without the right to manage topics."""
        if not self.chat.bot_inside:
            self._change_bot(by, inside=True, manages_topics=manages_topics)

    def let_bot_manage_topics(self, by: Person, *, allowed: bool) -> None:
        """Give the bot that right, or take it."""
        if self.chat.bot_inside and self.chat.bot_manages_topics != allowed:
            self._change_bot(by, inside=True, manages_topics=allowed)

    def _send(self, person: Person, thread: int | None, **parts: Any) -> Message:
        if thread is not None and thread not in self.chat.topics:
            raise ValueError("Nobody can write into a topic that is not there.")
        message = self._world.put(self.chat, "me", person.as_json(), thread=thread, **parts)
        self._world.tell(message)
        return message

    def _note(self, chat: GroupChat, by: Person, body: dict[str, Any]) -> None:
        self._world.tell(self._world.put(chat, "service", by.as_json(), body=body, label="⇄"))

    def _by(self, person: Person | None) -> tuple[dict[str, Any], dict[str, Any]]:
        """Who does it, and for which chat they speak, if for one."""
        if person is not None:
            return person.as_json(), {}
        return dict(_ANONYMOUS), {"sender_chat": self.chat.as_json()}

    def _change_bot(self, by: Person, *, inside: bool, manages_topics: bool) -> None:
        before = self._bot_member()
        self.chat.bot_inside, self.chat.bot_manages_topics = inside, manages_topics
        change = {
            "chat": self.chat.as_json(),
            "from": by.as_json(),
            "date": self._world.unix(),
            "old_chat_member": before,
            "new_chat_member": self._bot_member(),
        }
        self._world.line.push("my_chat_member", change)
        self._world.changes.bump()

    def _bot_member(self) -> dict[str, Any]:
        bot = self._world.profile.as_json()
        if not self.chat.bot_inside:
            return {"status": "kicked", "user": bot, "until_date": 0}
        rights = _RIGHTS | {"can_manage_topics": self.chat.bot_manages_topics}
        return {"status": "administrator", "user": bot, **rights}
