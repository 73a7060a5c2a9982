"""What stands beside the chat: the family's commands in its language, the team's in German."""

import pytest

from bot.app import LOCALES
from bot.house import House
from bot.menus import desk_menu, profile_of
from bot.programme import Programme
from bot.settings import PACKAGED_PROGRAMME
from bot.texts import Texts
from dialogs.desk.facts import Role
from dialogs.family.commands import FAMILY_COMMANDS
from storage.sealing import Sealer, new_key


@pytest.fixture(scope="module")
def house() -> House:
    programme = Programme.read(PACKAGED_PROGRAMME)
    return House.build(programme, Texts.load(LOCALES, programme.zone, strict=True), Sealer.from_keys([new_key()]))


def test_families_find_their_commands_in_each_language_and_german_in_all_others(house: House) -> None:
    menus = {menu.language: [command.name for command in menu.commands] for menu in profile_of(house, ()).menus}
    assert menus == {tag: list(FAMILY_COMMANDS) for tag in ("", "de", "en", "tr", "ar")}
    about = {menu.language: menu.commands[1].description for menu in profile_of(house, ()).menus}
    assert about[""] == about["de"] == "Ist ein Platz frei?"
    assert len(set(about.values())) == 4


def test_what_stands_in_an_empty_chat_fits_and_names_the_town(house: House) -> None:
    abouts = profile_of(house, ()).abouts
    assert [about.language for about in abouts if not 0 < len(about.description) <= 512] == []
    assert [about.language for about in abouts if not 0 < len(about.short) <= 120] == []
    assert [about.language for about in abouts if "Gladbeck" not in about.description] == []


def test_a_coach_has_the_teams_commands_in_german_in_their_own_chat(house: House) -> None:
    menu = desk_menu(house.texts, 4711, Role.COACH)
    assert (menu.chat, menu.language) == (4711, "")
    assert [(command.name, command.description) for command in menu.commands] == [
        ("today", "Anrufe von heute"), ("next", "Nächste Familie anrufen"), ("cases", "Offene Fälle"),
        ("times", "Meine Zeiten"), ("help", "Was ich hier tun kann"),
    ]  # fmt: skip


def test_the_lead_has_one_command_more(house: House) -> None:
    coach, lead = (desk_menu(house.texts, 4711, role) for role in (Role.COACH, Role.LEAD))
    assert [command.name for command in lead.commands] == ["lead", *(command.name for command in coach.commands)]


def test_a_new_coachs_menu_leaves_the_families_alone(house: House) -> None:
    menu = desk_menu(house.texts, 4711, Role.COACH)
    profile = profile_of(house, (menu,), everyone=False)
    assert (profile.menus, profile.abouts) == ((menu,), ())
