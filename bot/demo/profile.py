"""What the bot tells of itself: names and descriptions by language, commands by scope and language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.demo.refusals import bad_request

Command = dict[str, str]
Scope = tuple[str, ...]
"""A command scope as a key: ("default",), ("chat", "7001"), ("chat_member", "-100...", "7001")."""

LIMITS: Final = {"name": 64, "description": 512, "short_description": 120}
COMMANDS_LIMIT = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_SCOPES: Final = {
    "default": (), "all_private_chats": (), "all_group_chats": (), "all_chat_administrators": (),
    "chat": ("chat_id",), "chat_administrators": ("chat_id",), "chat_member": ("chat_id", "user_id"),
}  # fmt: skip


class Profile:
    """The bot's own account."""

    def __init__(self, bot_id: int, username: str) -> None:
        self.bot_id = bot_id
        self.username = username
        self.menu_buttons: dict[int | None, dict[str, Any]] = {}
        self._texts: dict[tuple[str, str], str] = {("name", ""): username}
        self._commands: dict[tuple[Scope, str], list[Command]] = {}

    def as_json(self) -> dict[str, Any]:
        """The bot as the author of its messages."""
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": self._texts["name", ""],
            "username": self.username,
        }

    def text(self, kind: str, language: str = "") -> str:
        """Name, description or short description in a language, else the one without a language."""
        return self._texts.get((kind, language)) or self._texts.get((kind, ""), "")

    def set_text(self, kind: str, text: str, language: str) -> None:
        """Set it, or with "" take it away. Raises `Refused` for one that is too long."""
        check_language(language)
        if len(text) > LIMITS[kind]:
            raise bad_request(f"bot {kind.replace('_', ' ')} is too long")
        if text or (kind, language) == ("name", ""):
            self._texts[kind, language] = text or self.username
        else:
            self._texts.pop((kind, language), None)

    def commands(self, scope: Scope, language: str) -> list[Command]:
        """The commands set for exactly this scope and language."""
        return self._commands.get((scope, language), [])

    def set_commands(self, commands: list[Command], scope: Scope, language: str) -> None:
        """Set them, or with none take them away. Raises `Refused` for any that Telegram would not take."""
        check_language(language)
        if len(commands) > COMMANDS_LIMIT:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        kept = [_checked(command) for command in commands]
        if kept:
            self._commands[scope, language] = kept
        else:
            self._commands.pop((scope, language), None)

    def commands_for(self, person: int, language: str) -> list[Command]:
        """What a person's menu shows: own chat, then all private chats, then the default, language first."""
        for scope in (("chat", str(person)), ("all_private_chats",), ("default",)):
            for tag in (language[:2], ""):
                found = self._commands.get((scope, tag))
                if found:
                    return found
        return []


def read_scope(scope: Mapping[str, Any] | None) -> Scope:
    """A scope as a key. Raises `Refused` for one that is unknown or lacks its chat."""
    if scope is None:
        return ("default",)
    kind = scope.get("type")
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    needed = _SCOPES[kind]
    if any(name not in scope for name in needed):
        raise bad_request("can't parse BotCommandScope: chat_id is empty")
    return (kind, *(str(scope[name]) for name in needed))


def check_language(language: str) -> None:
    """Raises `Refused` for anything but "" or a two-letter tag."""
    if language and not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")


def _checked(command: Any) -> Command:
    if not isinstance(command, Mapping) or not isinstance(command.get("command"), str):
        raise bad_request("can't parse BotCommand: object expected")
    name, description = command["command"].removeprefix("/"), str(command.get("description", ""))
    if not name:
        raise bad_request("command must be non-empty")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description.strip():
        raise bad_request("command description must be non-empty")
    if len(description) > 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}
