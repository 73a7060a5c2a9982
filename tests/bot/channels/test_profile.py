"""What Telegram shows of the bot is set once and left alone for as long as it is right."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.channels.profile import About, Command, Menu, Profile, keep_profile
from bot.channels.telegram import TelegramChannel

COACH = 9
WANTED = Profile(
    menus=(
        Menu((Command("start", "Anfangen"), Command("privacy", "Datenschutz"))),
        Menu((Command("start", "Başla"),), language="tr"),
        Menu((Command("today", "Heute"),), chat=COACH),
    ),
    abouts=(
        About("Kostenlos und freiwillig.", "Familiencoaching"),
        About("Ücretsiz ve gönüllü.", "Aile koçluğu", language="tr"),
    ),
)


class Shelf:
    """Keeps what is set, as Telegram does, by method, scope and language."""

    def __init__(self, api: Any) -> None:
        self.kept: dict[str, Any] = {}
        for part, field in (("Description", "description"), ("ShortDescription", "short_description")):
            api.answers[f"setMy{part}"] = self._keep(field)
            api.answers[f"getMy{part}"] = self._show(field, wrapped=True)
        api.answers["setMyCommands"] = self._keep("commands")
        api.answers["getMyCommands"] = self._show("commands", wrapped=False)
        api.answers["deleteMyCommands"] = self._keep("commands")

    def _keep(self, field: str) -> Any:
        async def keep(_: Any, parameters: dict[str, Any]) -> dict[str, Any]:
            told = parameters.pop(field, [])
            self.kept[f"{field} {json.dumps(parameters)}"] = told
            return {"result": True}

        return keep

    def _show(self, field: str, *, wrapped: bool) -> Any:
        async def show(_: Any, parameters: dict[str, Any]) -> dict[str, Any]:
            found = self.kept.get(f"{field} {json.dumps(parameters)}", "" if wrapped else [])
            return {"result": {field: found} if wrapped else found}

        return show


@pytest.fixture
def shelf(api: Any) -> Shelf:
    return Shelf(api)


async def test_everything_is_set_once_and_not_again(api: Any, channel: TelegramChannel, shelf: Shelf) -> None:
    assert await keep_profile(channel, WANTED) == 7
    everyone, coach = '{"type": "all_private_chats"}', '{"type": "chat", "chat_id": 9}'
    assert shelf.kept == {
        f'commands {{"scope": {everyone}}}': [
            {"command": "start", "description": "Anfangen"},
            {"command": "privacy", "description": "Datenschutz"},
        ],
        f'commands {{"scope": {everyone}, "language_code": "tr"}}': [{"command": "start", "description": "Başla"}],
        f'commands {{"scope": {coach}}}': [{"command": "today", "description": "Heute"}],
        "description {}": "Kostenlos und freiwillig.",
        "short_description {}": "Familiencoaching",
        'description {"language_code": "tr"}': "Ücretsiz ve gönüllü.",
        'short_description {"language_code": "tr"}': "Aile koçluğu",
    }
    calls = len(api.calls)
    assert await keep_profile(channel, WANTED) == 0
    assert {method[:5] for method, _ in api.calls[calls:]} == {"getMy"}


async def test_one_changed_line_is_one_call(channel: TelegramChannel, shelf: Shelf) -> None:
    await keep_profile(channel, WANTED)
    changed = Profile(WANTED.menus, (*WANTED.abouts[:1], About("Yeni", "Aile koçluğu", language="tr")))
    assert await keep_profile(channel, changed) == 1


async def test_a_coach_who_leaves_loses_the_menu(api: Any, channel: TelegramChannel, shelf: Shelf) -> None:
    await keep_profile(channel, WANTED)
    assert await keep_profile(channel, Profile(menus=(Menu((), chat=COACH),))) == 1
    assert api.asked("deleteMyCommands") == [{"scope": {"type": "chat", "chat_id": COACH}}]
    assert await keep_profile(channel, Profile(menus=(Menu((), chat=COACH),))) == 0


async def test_what_telegram_refuses_keeps_nothing_else_from_being_set(
    api: Any, channel: TelegramChannel, shelf: Shelf, refuse: Any
) -> None:
    api.answers["getMyCommands"] = refuse(400, "Bad Request: chat not found")
    assert await keep_profile(channel, WANTED) == 4
