"""What Telegram shows beside the chat: commands and descriptions, for each language and each role."""

from __future__ import annotations

from bot.channels.profile import About, Command, Menu, Profile
from bot.house import House
from bot.posting import DESK_LANGUAGE
from bot.texts import Texts
from dialogs.desk.conversation import DESK_COMMANDS, LEAD_COMMANDS
from dialogs.desk.facts import DESK, Role
from dialogs.family.commands import FAMILY_COMMANDS
from dialogs.machine.words import say


def desk_menu(texts: Texts, chat: int, role: Role) -> Menu:
    """The commands of one coach's or lead's chat; none for who is not of the team (any more), so that they go."""
    commands = () if role not in DESK else LEAD_COMMANDS if role is Role.LEAD else DESK_COMMANDS
    return Menu(
        tuple(Command(name, texts.plain(say(f"desk.command.{name}"), DESK_LANGUAGE)) for name in commands),
        chat=chat,
    )


def profile_of(house: House, desk_menus: tuple[Menu, ...], *, everyone: bool = True) -> Profile:
    """Commands and descriptions in every offered language, German for all others; and the team's menus."""
    if not everyone:
        return Profile(menus=desk_menus)
    spoken = [("", DESK_LANGUAGE), *((tag, tag) for tag in house.town.languages if len(tag) == 2)]
    menus = tuple(Menu(_family_commands(house.texts, tag), language=code) for code, tag in spoken)
    abouts = tuple(_about(house, code, tag) for code, tag in spoken)
    return Profile(menus=(*menus, *desk_menus), abouts=abouts)


def _family_commands(texts: Texts, tag: str) -> tuple[Command, ...]:
    return tuple(Command(name, texts.plain(say(f"command.{name}"), tag)) for name in FAMILY_COMMANDS)


def _about(house: House, code: str, tag: str) -> About:
    town = house.town.name
    description = house.texts.plain(say("profile.description", town=town), tag)
    short = house.texts.plain(say("profile.short"), tag)
    return About(description, short, language=code)
