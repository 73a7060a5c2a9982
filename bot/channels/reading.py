"""What an update of Telegram says, as one of our events; plain dictionaries in, nothing of Telegram's out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from bot.channels.channel import Incoming
from dialogs.machine.events import (
    Blocked,
    Commanded,
    Event,
    Kind,
    Pressed,
    Said,
    SentSomething,
    SharedContact,
    Unblocked,
)
from dialogs.machine.screen import read_payload

RawUpdate: TypeAlias = Mapping[str, Any]
"""An update as it came over the wire. Reading it so costs 3 µs; `telegram.Update.de_json` 70 to 150 µs."""

READ_KINDS: Final = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that are asked for (`allowed_updates`) and read here."""

_COMMAND: Final = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@[A-Za-z0-9_]+)?(?:\s+(.*))?", re.DOTALL)

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


class Unreadable(ValueError):
    """An update that has not the form it should have. The message never tells what was said."""


def read(update: RawUpdate) -> Incoming | None:
    """What happened, or None where it is nothing for us (groups, Telegram's own notes, kinds not asked for).

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
        return _message(name, message, _spoken(message))
    if (message := update.get("edited_message")) is not None:
        return _message(name, message, _respoken(message))
    if (press := update.get("callback_query")) is not None:
        return _press(name, press)
    if (change := update.get("my_chat_member")) is not None:
        return _membership(name, change)
    return None


def _message(name: str, message: RawUpdate, event: Event | None) -> Incoming | None:
    if event is None or not _private(message):
        return None
    return Incoming(name, int(message["chat"]["id"]), event, _language(message), int(message["message_id"]))


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
    return Commanded(command[1].lower(), (command[2] or "").strip())


def _press(name: str, press: RawUpdate) -> Incoming | None:
    # The message may be missing or no longer accessible; in a private chat the chat is the person.
    message = press.get("message")
    if message is not None and not _private(message):
        return None
    payload = press.get("data")
    return Incoming(
        id=name,
        chat=int(message["chat"]["id"] if message else press["from"]["id"]),
        event=Pressed(read_payload(payload) if payload else None),
        language=_language(press),
        message=int(message["message_id"]) if message else None,
        press_id=str(press["id"]),
    )


def _membership(name: str, change: RawUpdate) -> Incoming | None:
    status = change["new_chat_member"]["status"]
    if not _private(change) or status not in ("kicked", "member"):
        return None
    event = Blocked() if status == "kicked" else Unblocked()
    return Incoming(name, int(change["chat"]["id"]), event, _language(change))


def _private(holder: RawUpdate) -> bool:
    return bool(holder["chat"]["type"] == "private")


def _language(holder: RawUpdate) -> str:
    return str((holder.get("from") or {}).get("language_code") or "").lower()
