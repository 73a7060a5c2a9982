"""A group of the team: people write in it, move it, close its topics, and put the bot out."""

from __future__ import annotations

from typing import Any, Final

from bot.demo.chats import GroupChat
from bot.demo.messages import Message
from bot.demo.person import Person
from bot.demo.telegram_rules import find_marks
from bot.demo.topics import open_topic, remove_topic
from bot.demo.world import World

SUPERGROUP_BASE = -1_000_000_000_000
_RIGHTS: Final = {
    "can_be_edited": False, "is_anonymous": False, "can_manage_chat": True, "can_delete_messages": True,
    "can_manage_video_chats": False, "can_restrict_members": False, "can_promote_members": False,
    "can_change_info": False, "can_invite_users": True, "can_post_stories": False, "can_edit_stories": False,
    "can_delete_stories": False, "can_pin_messages": True, "can_manage_topics": True,
}  # fmt: skip


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
        """A member writes, in a topic or in the general one."""
        author = person.as_json()
        message = self._world.put(self.chat, "me", author, text=text, marks=find_marks(text), thread=thread)
        self._world.line.push("message", message.as_json())
        return message

    def move(self, by: Person) -> int:
        """Make a supergroup of it; the old id refuses with the new one from then on. Gives the new id."""
        old = self.chat
        new = GroupChat(SUPERGROUP_BASE - self._number, "supergroup", old.title)
        self._world.chats[new.id] = new
        self._note(old, by, {"migrate_to_chat_id": new.id})
        old.moved_to = new.id
        self.chat = new
        self._note(new, by, {"migrate_from_chat_id": old.id})
        return new.id

    def open_topic(self, name: str) -> int:
        """Make a topic, and give its thread id."""
        return int(open_topic(self._world, self.chat, name)["message_thread_id"])

    def close_topic(self, thread: int, *, closed: bool = True) -> None:
        """Close or reopen a topic by hand."""
        self.chat.topics[thread].closed = closed
        self._world.changes.bump()

    def delete_topic(self, thread: int) -> None:
        """Delete a topic by hand, with all that was said in it. The bot is not told."""
        remove_topic(self._world, self.chat, thread)

    def put_bot_out(self, by: Person) -> None:
        """Remove the bot from the group."""
        self._set_inside(by, inside=False)

    def take_bot_in(self, by: Person) -> None:
        """Add the bot again, as an administrator."""
        self._set_inside(by, inside=True)

    def _note(self, chat: GroupChat, by: Person, body: dict[str, Any]) -> None:
        note = self._world.put(chat, "service", by.as_json(), body=body, label="⇄")
        self._world.line.push("message", note.as_json())

    def _set_inside(self, by: Person, *, inside: bool) -> None:
        if self.chat.bot_inside == inside:
            return
        self.chat.bot_inside = inside
        bot = self._world.profile.as_json()
        member = {"status": "administrator", "user": bot, **_RIGHTS}
        kicked = {"status": "kicked", "user": bot, "until_date": 0}
        change = {
            "chat": self.chat.as_json(),
            "from": by.as_json(),
            "date": self._world.unix(),
            "old_chat_member": kicked if inside else member,
            "new_chat_member": member if inside else kicked,
        }
        self._world.line.push("my_chat_member", change)
        self._world.changes.bump()
