"""Tests of the bot's account: commands by scope and language, texts, menu button, files."""

from __future__ import annotations

import aiohttp
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonCommands,
)
from telegram.error import BadRequest

from bot.demo.person import Person
from bot.demo.server import BotApiServer


def names(server: BotApiServer, person: Person) -> list[str]:
    return [one["command"] for one in server.world.profile.commands_for(person.id, person.language_code)]


async def test_the_bot_is_who_it_is(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.username, me.is_bot) == (7000001, "lotse_demo_bot", True)


async def test_a_menu_is_found_by_chat_then_private_chats_then_default(
    bot: Bot, server: BotApiServer, elif_: Person
) -> None:
    private, own = BotCommandScopeAllPrivateChats(), BotCommandScopeChat(elif_.id)
    await bot.set_my_commands([("help", "Hilfe")])
    assert names(server, elif_) == ["help"]
    await bot.set_my_commands([("yardim", "x")], language_code="tr")
    assert names(server, elif_) == ["yardim"]
    await bot.set_my_commands([("start", "x")], scope=private)
    assert names(server, elif_) == ["start"]
    await bot.set_my_commands([("today", "x")], scope=own)
    assert names(server, elif_) == ["today"]
    assert await bot.get_my_commands(scope=own) == (BotCommand("today", "x"),)
    assert await bot.get_my_commands(scope=own, language_code="tr") == ()
    await bot.delete_my_commands(scope=own)
    assert names(server, elif_) == ["start"]


@pytest.mark.parametrize(
    ("name", "description", "reason"),
    [
        ("Hilfe", "x", "Bot_command_invalid"),
        ("über", "x", "Bot_command_invalid"),
        ("x" * 33, "x", "Bot_command_invalid"),
        ("", "x", "Command must be non-empty"),
        ("help", "", "Command description must be non-empty"),
        ("help", "x" * 257, "Bot_command_description_invalid"),
    ],
)
async def test_a_command_that_telegram_would_not_take(bot: Bot, name: str, description: str, reason: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.set_my_commands([(name, description)])
    assert refused.value.message == reason


async def test_a_menu_for_nobody_or_with_too_much_is_refused(bot: Bot, elif_: Person) -> None:
    with pytest.raises(BadRequest, match=r"^Bot_commands_too_much$"):
        await bot.set_my_commands([(f"c{number}", "x") for number in range(101)])
    with pytest.raises(BadRequest, match=r"^Chat not found$"):
        await bot.set_my_commands([("help", "x")], scope=BotCommandScopeChat(1))
    with pytest.raises(BadRequest, match=r"^Invalid language code specified$"):
        await bot.set_my_commands([("help", "x")], language_code="deu")


async def test_texts_by_language_fall_back_to_the_one_without(bot: Bot) -> None:
    await bot.set_my_name("Lotse")
    await bot.set_my_description("frei und freiwillig")
    await bot.set_my_description("ücretsiz", language_code="tr")
    await bot.set_my_short_description("kurz")
    assert (await bot.get_my_name()).name == "Lotse"
    assert (await bot.get_my_description("tr")).description == "ücretsiz"
    assert (await bot.get_my_description("ar")).description == "frei und freiwillig"
    assert (await bot.get_my_short_description("ar")).short_description == "kurz"
    await bot.set_my_description("", language_code="tr")
    assert (await bot.get_my_description("tr")).description == "frei und freiwillig"


async def test_texts_that_are_too_long_are_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest):
        await bot.set_my_name("x" * 65)
    with pytest.raises(BadRequest):
        await bot.set_my_description("x" * 513)
    with pytest.raises(BadRequest):
        await bot.set_my_short_description("x" * 121)
    await bot.set_my_description("x" * 512)
    await bot.set_my_short_description("x" * 120)


async def test_a_menu_button_is_kept(bot: Bot, server: BotApiServer, elif_: Person) -> None:
    await bot.set_chat_menu_button(elif_.id, MenuButtonCommands())
    assert server.world.profile.menu_buttons == {elif_.id: {"type": "commands"}}


async def test_a_calendar_file_arrives_whole_and_can_be_sent_again_by_its_id(bot: Bot, elif_: Person) -> None:
    sent = await bot.send_document(
        elif_.id, b"BEGIN:VCALENDAR\r\n", filename="termin.ics", caption="<b>Termin</b>", parse_mode="HTML"
    )
    assert sent.document is not None
    file = elif_.last.file
    assert file is not None
    assert (file.name, file.mime, file.size) == ("termin.ics", "text/calendar", 17)
    assert (elif_.last.html, sent.caption) == ("<b>Termin</b>", "Termin")
    again = await bot.send_document(elif_.id, sent.document.file_id)
    assert again.document == sent.document
    fetched = await bot.get_file(sent.document)
    assert bytes(await fetched.download_as_bytearray()) == b"BEGIN:VCALENDAR\r\n"


async def test_voice_notes_and_pictures_are_taken(bot: Bot, elif_: Person) -> None:
    await bot.send_voice(elif_.id, b"ogg", duration=3)
    assert elif_.last.body["voice"]["duration"] == 3
    await bot.send_photo(elif_.id, b"jpg", caption="Bild")
    assert (len(elif_.last.body["photo"]), elif_.last.text) == (1, "Bild")


async def test_files_that_telegram_would_not_take(bot: Bot, elif_: Person, server: BotApiServer) -> None:
    with pytest.raises(BadRequest, match=r"^Wrong file identifier/http url specified$"):
        await bot.send_document(elif_.id, "unknown")
    with pytest.raises(BadRequest, match=r"^File must be non-empty$"):
        await bot.send_document(elif_.id, b"")
    with pytest.raises(BadRequest, match=r"^Message caption is too long$"):
        await bot.send_document(elif_.id, b"x", caption="x" * 1025)
    large = server.world.files.keep("documents", "x.bin", bytes(20 * 1024 * 1024 + 1))
    with pytest.raises(BadRequest, match=r"^File is too big$"):
        await bot.get_file(large.id)


async def test_a_file_needs_the_token_and_its_path(server: BotApiServer, http: aiohttp.ClientSession) -> None:
    kept = server.world.files.keep("documents", "x.txt", b"x")
    async with http.get(f"{server.root}/file/bot7000001:other/{kept.path}") as answer:
        assert answer.status == 401
    async with http.get(f"{server.root}/file/bot{server.token}/documents/none.txt") as answer:
        assert answer.status == 404
