"""The phones and groups as JSON, for the demo page and for tests in another process."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from bot.demo.group import Group
from bot.demo.messages import Message
from bot.demo.people import Groups, People
from bot.demo.person import Person
from bot.demo.presses import Press
from bot.demo.world import World


def state_view(world: World, people: People, groups: Groups) -> dict[str, Any]:
    """Everything: revision, time, the bot, each phone, and each group."""
    profile = world.profile
    return {
        "revision": world.changes.revision,
        "now": world.now().astimezone(world.zone).isoformat(),
        "bot": {
            "username": profile.username,
            "name": profile.text("name"),
            "description": profile.text("description"),
            "short_description": profile.text("short_description"),
        },
        "people": [person_view(world, person) for person in people],
        "groups": [group_view(world, group, people) for group in groups],
    }


def person_view(world: World, person: Person) -> dict[str, Any]:
    """One phone."""
    keys = person.chat.reply_keys
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role,
        "language": person.language_code,
        "description": world.profile.text("description", person.language_code[:2].lower()),
        "typing": person.typing,
        "blocked": person.chat.blocked,
        "commands": world.profile.commands_for(person.id, person.language_code),
        "reply_keyboard": None if keys is None else [[_key_view(key) for key in row] for row in keys],
        "messages": [message_view(world, message) for message in person.messages],
        "toast": _toast_view([press for press in person.presses if press.chat_id == person.id]),
    }


def group_view(world: World, group: Group, people: People) -> dict[str, Any]:
    """One group with its topics; the general one, which is always there, is not listed and has no thread id."""
    chat = group.chat
    pressed = [press for person in people for press in person.presses if press.chat_id == chat.id]
    return {
        "id": chat.id,
        "title": chat.title,
        "bot_inside": chat.bot_inside,
        "bot_manages_topics": chat.bot_manages_topics,
        "members": [{"id": one.id, "name": one.name, "role": one.role} for one in people.team()],
        "topics": [
            {"thread": topic.thread, "name": topic.name, "closed": topic.closed} for topic in chat.topics.values()
        ],
        "messages": [
            message_view(world, message)
            | {
                "thread": message.thread,
                "author": {"id": message.author["id"], "name": message.author["first_name"]},
                "note": _note_kind(message),
            }
            for message in group.messages
        ],
        "toast": _toast_view(pressed),
    }


def message_view(world: World, message: Message) -> dict[str, Any]:
    """One message on a phone."""
    file = message.file
    return {
        "id": message.id,
        "from": message.sender,
        "date": datetime.fromtimestamp(message.sent_at, world.zone).isoformat(),
        "html": message.html,
        "rows": [
            [{"text": button.text, "data": button.data, "style": button.style} for button in row]
            for row in message.rows
        ],
        "file": file and {"name": file.name, "size": file.size, "url": f"/demo/files/{quote(file.id)}"},
        "edited": message.edited,
    }


def _toast_view(presses: list[Press]) -> dict[str, Any] | None:
    """The newest worded answer to a press."""
    worded = [press for press in presses if press.toast]
    newest = max(worded, key=lambda press: int(press.id), default=None)
    return None if newest is None else {"id": int(newest.id), "text": newest.toast}


def _note_kind(message: Message) -> str | None:
    """What a service note tells of, in Telegram's word; None for all other messages."""
    return next(iter(message.body), None) if message.sender == "service" else None


def _key_view(key: Any) -> dict[str, Any]:
    return {"text": key["text"], "request_contact": bool(key.get("request_contact"))}
