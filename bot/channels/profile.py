"""What Telegram shows of the bot before a word is spoken: commands and descriptions, kept in step."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from telegram.error import TelegramError

from bot.channels.telegram import TelegramChannel

AT_ONCE: Final = 8
"""Questions asked at the same time: ten languages are compared in a second without flooding Telegram."""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the menu: name without slash (1-32 of a-z, 0-9, _), description (1-256 characters)."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Menu:
    """The commands for one language and one circle of people.

    language:  two letters; "" for all who speak none of the others
    chat:      one chat only (a coach, the lead); None for every private chat
    """

    commands: tuple[Command, ...]
    language: str = ""
    chat: int | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What stands in an empty chat (at most 512 characters) and on the profile (at most 120)."""

    description: str
    short: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """All that Telegram shall show of us."""

    menus: tuple[Menu, ...] = ()
    abouts: tuple[About, ...] = ()


async def keep_profile(channel: TelegramChannel, wanted: Profile) -> int:
    """Compare what Telegram shows with what it shall show, set what differs, give the number of such calls.

    A part that Telegram refuses (a coach who has blocked the bot has no menu) or that cannot be asked
    for just now is logged and left for the next start: nothing here keeps a family waiting.
    """
    gate = asyncio.Semaphore(AT_ONCE)
    parts = [_menu_kept(channel, menu) for menu in wanted.menus]
    for about in wanted.abouts:
        parts.append(_text_kept(channel, "description", about.description, about.language))
        parts.append(_text_kept(channel, "short_description", about.short, about.language))
    return sum(await asyncio.gather(*(_guarded(gate, part) for part in parts)))


async def _guarded(gate: asyncio.Semaphore, part: Callable[[], Awaitable[bool]]) -> bool:
    async with gate:
        try:
            return await part()
        except TelegramError as error:
            _LOG.warning("A part of the bot's profile could not be kept in step (%s)", type(error).__name__)
            return False


def _menu_kept(channel: TelegramChannel, menu: Menu) -> Callable[[], Awaitable[bool]]:
    wanted = [{"command": command.name, "description": command.description} for command in menu.commands]
    place: dict[str, Any] = {"scope": _scope(menu.chat)} | _language(menu.language)

    async def keep() -> bool:
        if await channel.call("get_my_commands", place) == wanted:
            return False
        if wanted:
            await channel.call("set_my_commands", place | {"commands": wanted})
        else:
            await channel.call("delete_my_commands", place)
        return True

    return keep


def _text_kept(channel: TelegramChannel, part: str, wanted: str, language: str) -> Callable[[], Awaitable[bool]]:
    place = _language(language)

    async def keep() -> bool:
        shown = await channel.call(f"get_my_{part}", place)
        if shown.get(part, "") == wanted:
            return False
        await channel.call(f"set_my_{part}", place | {part: wanted})
        return True

    return keep


def _scope(chat: int | None) -> dict[str, Any]:
    return {"type": "all_private_chats"} if chat is None else {"type": "chat", "chat_id": chat}


def _language(language: str) -> dict[str, str]:
    return {"language_code": language} if language else {}
