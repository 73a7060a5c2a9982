"""The phones as JSON, for the demo page and for tests in another process."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from bot.demo.messages import Message
from bot.demo.people import People
from bot.demo.person import Person
from bot.demo.world import World


def state_view(world: World, people: People) -> dict[str, Any]:
    """Everything: revision, time, the bot, and each phone."""
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
    }


def person_view(world: World, person: Person) -> dict[str, Any]:
    """One phone."""
    keys = person.chat.reply_keys
    worded = [press for press in person.presses if press.toast]
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
        "toast": {"id": int(worded[-1].id), "text": worded[-1].toast} if worded else None,
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


def _key_view(key: Any) -> dict[str, Any]:
    return {"text": key["text"], "request_contact": bool(key.get("request_contact"))}
