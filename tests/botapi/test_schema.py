"""Tests of the checker: what it lets pass and what it names, and that the server itself keeps to the schema."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReactionTypeEmoji,
)

from bot.demo.files import Upload
from bot.demo.media import MEDIA_KINDS
from bot.demo.server import BotApiServer
from tests.botapi.schema import SchemaWatch, check_call, check_result, check_update

TOKEN = "7000001:demo-token"


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    server = BotApiServer(TOKEN, "lotse_demo_bot", lambda: datetime(2026, 3, 2, 9, tzinfo=UTC))
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@pytest.fixture
async def bot(server: BotApiServer) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, base_url=f"{server.root}/bot") as bot:
        yield bot


@pytest.mark.parametrize(
    ("method", "params", "wrong"),
    [
        ("sendMessage", {"chat_id": 1, "text": "x"}, []),
        ("sendMessage", {"chat_id": "1", "text": "x", "protect_content": "true"}, []),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": '{"inline_keyboard": []}'}, []),
        ("sendMessage", {"chat_id": 1}, ["sendMessage.text: missing"]),
        ("sendMessage", {"chat_id": 1, "text": "x", "colour": 1}, ["sendMessage.colour: no such field"]),
        ("sendMessage", {"chat_id": 1, "text": 5}, ["sendMessage.text: int instead of String"]),
        ("sendMessage", {"chat_id": 1, "text": "x", "message_thread_id": "a"},
         ["sendMessage.message_thread_id: str instead of Integer"]),
        ("sendMessage", {"chat_id": 1, "text": "x",
                         "reply_markup": {"inline_keyboard": [[{"text": "A", "callback_data": "a", "size": 1}]]}},
         ["sendMessage.reply_markup.inline_keyboard[0][0].size: no such field"]),
        ("sendPostcard", {}, ["sendPostcard: no such method"]),
        ("sendDocument", {"chat_id": 1, "document": Upload("x", "y", b"z")}, []),
        ("setMyCommands", {"commands": [{"command": "help"}]}, ["setMyCommands.commands[0].description: missing"]),
        ("setMyCommands", {"commands": {}}, ["setMyCommands.commands: dict instead of Array of BotCommand"]),
        ("getMe", {}, []),
    ],
)  # fmt: skip
def test_a_call_is_held_against_its_method(method: str, params: dict[str, Any], wrong: list[str]) -> None:
    assert check_call(method, params) == wrong


def test_an_update_is_held_against_its_types_to_the_bottom() -> None:
    chat = {"id": 1, "type": "private", "first_name": "Elif"}
    message: dict[str, Any] = {"message_id": 1, "date": 1, "chat": chat, "text": "x"}
    assert check_update({"update_id": 1, "message": message}) == []
    assert check_update({"update_id": 1, "message": {**message, "entities": [{"type": "bold", "offset": "0"}]}}) == [
        "Update.message.entities[0].offset: str instead of Integer",
        "Update.message.entities[0].length: missing",
    ]
    assert check_update({"update_id": 1}) == [
        "Update: carries ['update_id'] instead of its id and one thing that happened"
    ]
    assert check_update({"update_id": True, "message": message}) == ["Update.update_id: bool instead of Integer"]


def test_an_answer_is_held_against_what_the_method_returns() -> None:
    assert check_result("deleteMessage", True) == []
    assert check_result("deleteMessage", 1) == ["deleteMessage ->: int instead of Boolean"]
    assert check_result("getMyCommands", [{"command": "a"}]) == ["getMyCommands ->[0].description: missing"]


async def test_a_watch_collects_and_names_what_passes_wrongly(server: BotApiServer, bot: Bot) -> None:
    watch = SchemaWatch(server)
    await bot.get_me(api_kwargs={"colour": "red"})
    assert watch.violations == ["getMe.colour: no such field"]
    with pytest.raises(AssertionError), SchemaWatch(server):
        await bot.get_me(api_kwargs={"colour": "red"})


async def test_all_that_the_server_says_in_a_long_talk_has_telegrams_shape(server: BotApiServer, bot: Bot) -> None:
    with SchemaWatch(server) as watch:
        elif_, forum = server.people.add("Elif", "tr"), server.groups.add("Team", forum=True)
        elif_.start("kita")
        yes = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="1", style="success")]])
        asked = await bot.send_message(
            elif_.id, "<b>A</b> <code>b</code>", parse_mode="HTML", reply_markup=yes, protect_content=True,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )  # fmt: skip
        await bot.answer_callback_query(elif_.press(asked.id, "Ja").id, "ok")
        await bot.edit_message_text("C", elif_.id, asked.id)
        elif_.delete(asked.id)
        elif_.press(asked.id, "1")
        elif_.share_contact()
        elif_.edit(elif_.say("x").id, "y")
        elif_.forward("z")
        for kind in MEDIA_KINDS:
            elif_.send(kind)
        letter = await bot.send_document(elif_.id, b"x", filename="x.ics", caption="y")
        await bot.get_file(letter.document.file_id if letter.document else "")
        await bot.send_voice(elif_.id, b"x")
        await bot.send_photo(elif_.id, b"x")
        await bot.pin_chat_message(elif_.id, letter.id)
        await bot.get_chat(elif_.id)
        await bot.set_message_reaction(elif_.id, letter.id, ReactionTypeEmoji("👍"))
        topic = (await bot.create_forum_topic(forum.id, "Fall 1")).message_thread_id
        forum.edit(elif_, forum.say(elif_, "x", topic).id, "y")
        forum.send(elif_, "photo", topic)
        forum.press(
            elif_, (await bot.send_message(forum.id, "z", message_thread_id=topic, reply_markup=yes)).id, "Ja"
        )
        forum.close_topic(topic)
        forum.close_topic(topic, closed=False, by=elif_)
        await bot.close_forum_topic(forum.id, topic)
        await bot.edit_forum_topic(forum.id, topic, name="Fall 2")
        forum.put_bot_out(elif_)
        forum.take_bot_in(elif_)
        server.groups.add("Plain").move(elif_)
        await bot.set_my_commands([BotCommand("help", "x")])
        await bot.get_my_commands()
        await bot.get_my_name()
        await bot.get_webhook_info()
        elif_.block()
        elif_.unblock()
        assert len(await bot.get_updates()) == watch.updates == 35
