"""What an update of Telegram says, as one of our events; plain dictionaries in, nothing of Telegram's out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from bot.channels.channel import Incoming
from dialogs.machine.events import (
    Blocked,
    BotJoinedGroup,
    BotLeftGroup,
    Commanded,
    CommandedInGroup,
    Event,
    GroupMoved,
    InGroup,
    Kind,
    Pressed,
    Said,
    SaidInGroup,
    SentInGroup,
    SentSomething,
    SharedContact,
    TopicClosed,
    TopicReopened,
    Unblocked,
)
from dialogs.machine.screen import read_payload

RawUpdate: TypeAlias = Mapping[str, Any]
"""An update as it came over the wire. Reading it so costs 3 µs; `telegram.Update.de_json` 70 to 150 µs."""

READ_KINDS: Final = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that are asked for (`allowed_updates`) and read here."""

_COMMAND: Final = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)

_KINDS: Final[tuple[tuple[str, Kind], ...]] = (
    ("sticker", "sticker"),
    ("photo", "photo"),
    ("voice", "voice"),
    ("audio", "voice"),
    ("video", "video"),
    ("video_note", "video"),
    ("animation", "video"),
    ("location", "place"),
    ("venue", "place"),
    ("document", "document"),
    ("poll", "poll"),
    ("contact", "someones_contact"),
)
"""In this order, for an animation carries a document as well, and a venue a location."""

_NOT_SPOKEN: Final = (
    "pinned_message",
    "message_auto_delete_timer_changed",
    "chat_background_set",
    "write_access_allowed",
    "connected_website",
    "proximity_alert_triggered",
)
"""Notes that Telegram itself writes into a private chat. An answer to them would only puzzle the person."""

_SENT_IN_GROUPS: Final = ("dice", "game", "story", "checklist", "paid_media", "live_photo", "rich_message")
"""What people send that has no kind of its own. Whatever else comes in a group is a note of Telegram's: of the many
notes there (a new title, a new member, a video call) we know only some, and an answer would disturb a whole team."""

_GROUPS: Final = ("group", "supergroup")
_INSIDE: Final = ("creator", "administrator", "member", "restricted")


class Unreadable(ValueError):
    """An update that has not the form it should have. The message never tells what was said."""


def read(update: RawUpdate) -> Incoming | None:
    """What happened, or None where it is nothing for us (channels, Telegram's own notes, kinds not asked for).

    Raises:
        Unreadable: a field that must be there is missing or of another type
    """
    try:
        return _read(update)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Unreadable(f"An update cannot be read: {type(error).__name__}") from error


def number_of(update: object) -> int | None:
    """The number Telegram gave the update, or None for one that has none."""
    number = update.get("update_id") if isinstance(update, Mapping) else None
    return number if isinstance(number, int) else None


def _read(update: RawUpdate) -> Incoming | None:
    name = f"tg:{int(update['update_id'])}"
    if (message := update.get("message")) is not None:
        return _message(name, message, edited=False)
    if (message := update.get("edited_message")) is not None:
        return _message(name, message, edited=True)
    if (press := update.get("callback_query")) is not None:
        return _press(name, press)
    if (change := update.get("my_chat_member")) is not None:
        return _membership(name, change)
    return None


def _message(name: str, message: RawUpdate, *, edited: bool) -> Incoming | None:
    chat, number = int(message["chat"]["id"]), int(message["message_id"])
    if _in_group(message):
        author = _author(message)
        told = _told_in_group(message, author, edited=edited)
        return None if told is None else Incoming(name, chat, told, "", number, author=author)
    event = _respoken(message) if edited else _spoken(message)
    if event is None or not _private(message):
        return None
    return Incoming(name, chat, event, _language(message), number)


def _told_in_group(message: RawUpdate, author: int, *, edited: bool) -> InGroup | None:
    if (moved_to := message.get("migrate_to_chat_id")) is not None:
        return GroupMoved(int(moved_to))
    if _by_a_bot(message):
        return None
    # Only a topic's own messages are in it: an answer in the general topic carries a number too, that of no topic.
    thread = int(message["message_thread_id"]) if message.get("is_topic_message") else None
    if thread is not None and "forum_topic_closed" in message:
        return TopicClosed(thread)
    if thread is not None and "forum_topic_reopened" in message:
        return TopicReopened(thread)
    number = int(message["message_id"])
    if (text := message.get("text")) is not None:
        return _group_words(text, author, thread, number, edited=edited)
    kind = None if edited else _kind_in_group(message)
    return None if kind is None else SentInGroup(kind, author, thread, number)


def _group_words(text: str, author: int, thread: int | None, number: int, *, edited: bool) -> InGroup:
    command = _COMMAND.fullmatch(text)
    if command is None:
        return SaidInGroup(text, author, thread, number, edited)
    bot = (command[2] or "").lower()
    return CommandedInGroup(command[1].lower(), (command[3] or "").strip(), author, thread, bot)


def _kind_in_group(message: RawUpdate) -> Kind | None:
    for field, kind in _KINDS:
        if field in message:
            return kind
    return "other" if any(field in message for field in _SENT_IN_GROUPS) else None


def _spoken(message: RawUpdate) -> Event | None:
    if (text := message.get("text")) is not None:
        return _words(text, edited=False)
    if (contact := message.get("contact")) is not None and contact.get("phone_number"):
        sender = (message.get("from") or {}).get("id")
        return SharedContact(str(contact["phone_number"]), sender is not None and contact.get("user_id") == sender)
    for field, kind in _KINDS:
        if field in message:
            return SentSomething(kind, str(message.get("caption") or ""))
    if any(field in message for field in _NOT_SPOKEN):
        return None
    return SentSomething("other")


def _respoken(message: RawUpdate) -> Event | None:
    # Only words are read again: a shared live position "edits" its message every few seconds.
    text = message.get("text")
    return None if text is None else _words(text, edited=True)


def _words(text: str, *, edited: bool) -> Event:
    command = _COMMAND.fullmatch(text)
    if command is None:
        return Said(text, edited)
    return Commanded(command[1].lower(), (command[3] or "").strip())


def _press(name: str, press: RawUpdate) -> Incoming | None:
    # The message may be missing or no longer accessible; in a private chat the chat is the person.
    message = press.get("message")
    in_group = message is not None and _in_group(message)
    if message is not None and not in_group and not _private(message):
        return None
    payload = press.get("data")
    return Incoming(
        id=name,
        chat=int(message["chat"]["id"] if message else press["from"]["id"]),
        event=Pressed(read_payload(payload) if payload else None),
        language="" if in_group else _language(press),
        message=int(message["message_id"]) if message else None,
        press_id=str(press["id"]),
        author=int(press["from"]["id"]) if in_group else None,
    )


def _membership(name: str, change: RawUpdate) -> Incoming | None:
    chat, now = int(change["chat"]["id"]), change["new_chat_member"]
    if _in_group(change):
        return Incoming(name, chat, _bot_in_group(change, now), author=_author(change))
    if not _private(change) or now["status"] not in ("kicked", "member"):
        return None
    event = Blocked() if now["status"] == "kicked" else Unblocked()
    return Incoming(name, chat, event, _language(change))


def _bot_in_group(change: RawUpdate, now: RawUpdate) -> InGroup:
    # Who is restricted may be so from outside as well.
    if now["status"] not in _INSIDE or now.get("is_member") is False:
        return BotLeftGroup()
    manages_topics = now["status"] == "administrator" and bool(now.get("can_manage_topics"))
    return BotJoinedGroup(manages_topics, forum=bool(change["chat"].get("is_forum")))


def _private(holder: RawUpdate) -> bool:
    return bool(holder["chat"]["type"] == "private")


def _in_group(holder: RawUpdate) -> bool:
    return holder["chat"]["type"] in _GROUPS


def _author(holder: RawUpdate) -> int:
    return int((holder.get("from") or holder["sender_chat"])["id"])


def _by_a_bot(message: RawUpdate) -> bool:
    """An anonymous administrator comes as a bot of Telegram's too, but names the chat they speak for."""
    return bool((message.get("from") or {}).get("is_bot")) and "sender_chat" not in message


def _language(holder: RawUpdate) -> str:
    return str((holder.get("from") or {}).get("language_code") or "").lower()
