"""Tests of what Telegram refuses in a new message: its text, its keyboard, its chat."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken

from bot.demo.person import Person
from bot.demo.server import BotApiServer


def refused(reason: str) -> tuple[int, dict[str, Any]]:
    return 400, {"ok": False, "error_code": 400, "description": f"Bad Request: {reason}"}


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \u200b\n"}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "🙂" * 2049}, "message is too long"),
        (
            {"text": "<p>x</p>", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "p" at byte offset 0',
        ),
        ({"text": "*x*", "parse_mode": "MarkdownV2"}, "unsupported parse_mode"),
        ({"text": "x", "reply_parameters": {"message_id": 9999}}, "message to be replied not found"),
        ({"text": "x", "message_thread_id": 5}, "message thread not found"),
    ],
)
async def test_a_text_that_telegram_would_not_take(
    api: Any, elif_: Person, params: dict[str, Any], reason: str
) -> None:
    assert await api("sendMessage", chat_id=elif_.id, **params) == refused(reason)
    assert [message.sender for message in elif_.messages] == ["me"]


async def test_a_text_of_exactly_4096_units_passes_and_markup_does_not_count(bot: Bot, elif_: Person) -> None:
    sent = await bot.send_message(elif_.id, f"<b>{'🙂' * 2048}</b>", parse_mode="HTML")
    assert sent.text == "🙂" * 2048


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"text": "A", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "A", "callback_data": "ü" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "A", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "", "callback_data": "a"}, "inline keyboard button text must be non-empty"),
        ({"text": "A"}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "a"}, 'can\'t parse inline keyboard button: can\'t find field "text"'),
        ({"text": "A", "callback_data": "a", "style": "pink"},
         "can't parse inline keyboard button: invalid button style specified"),
    ],
)  # fmt: skip
async def test_a_button_that_telegram_would_not_take(api: Any, elif_: Person, button: Any, reason: str) -> None:
    keyboard = {"inline_keyboard": [[button]]}
    assert await api("sendMessage", chat_id=elif_.id, text="x", reply_markup=keyboard) == refused(reason)


async def test_a_payload_of_64_bytes_and_every_style_pass(bot: Bot, elif_: Person) -> None:
    row = [
        InlineKeyboardButton(style, callback_data="x" * 64, style=style) for style in ("primary", "success", "danger")
    ]
    await bot.send_message(elif_.id, "x", reply_markup=InlineKeyboardMarkup([row]))
    assert [(button.style, len(button.data)) for button in elif_.last.buttons] == [
        ("primary", 64),
        ("success", 64),
        ("danger", 64),
    ]


async def test_a_keyboard_that_is_no_json_is_refused(api: Any, elif_: Person) -> None:
    assert await api("sendMessage", chat_id=elif_.id, text="x", reply_markup="{") == refused(
        "can't parse reply keyboard markup JSON object"
    )
    assert await api("sendMessage", chat_id=elif_.id, text="x", reply_markup="[]") == refused(
        "object expected as reply markup"
    )


async def test_a_contact_key_appears_and_goes(bot: Bot, elif_: Person) -> None:
    key = KeyboardButton("Nummer teilen", request_contact=True)
    await bot.send_message(elif_.id, "x", reply_markup=ReplyKeyboardMarkup([[key]], resize_keyboard=True))
    assert elif_.reply_keyboard == [["Nummer teilen"]]
    await bot.send_message(elif_.id, "y", reply_markup=ReplyKeyboardRemove())
    assert elif_.reply_keyboard is None


async def test_the_extras_of_a_message_are_taken(bot: Bot, elif_: Person) -> None:
    sent = await bot.send_message(
        elif_.id,
        "x",
        protect_content=True,
        disable_web_page_preview=True,
        reply_parameters=ReplyParameters(elif_.messages[0].id),
    )
    assert sent.has_protected_content is True
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "/start"


async def test_an_unknown_chat_is_not_found(api: Any, server: BotApiServer) -> None:
    assert await api("sendMessage", chat_id=1, text="x") == refused("chat not found")
    assert await api("sendMessage", chat_id="@elif", text="x") == refused("chat not found")
    assert await api("sendMessage", text="x") == refused("chat_id is empty")


async def test_people_who_never_wrote_blocked_or_left_cannot_be_written_to(bot: Bot, server: BotApiServer) -> None:
    amal = server.people.add("Amal", "ar")
    with pytest.raises(Forbidden, match=r"^Forbidden: bot can't initiate conversation with a user$"):
        await bot.send_message(amal.id, "x")
    amal.say("hallo")
    await bot.send_message(amal.id, "x")
    amal.block()
    with pytest.raises(Forbidden, match=r"^Forbidden: bot was blocked by the user$"):
        await bot.send_message(amal.id, "x")
    amal.unblock()
    amal.leave_telegram()
    with pytest.raises(Forbidden, match=r"^Forbidden: user is deactivated$"):
        await bot.send_message(amal.id, "x")


async def test_a_moved_group_tells_its_new_id(bot: Bot, api: Any, server: BotApiServer, elif_: Person) -> None:
    team = server.groups.add("Team")
    old = team.id
    await bot.send_message(old, "x")
    new = team.move(elif_)
    assert await api("sendMessage", chat_id=old, text="x") == (
        400,
        {
            "ok": False,
            "error_code": 400,
            "description": "Bad Request: group chat was upgraded to a supergroup chat",
            "parameters": {"migrate_to_chat_id": new},
        },
    )
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old, "x")
    await bot.send_message(moved.value.new_chat_id, "y")
    assert [message.text for message in team.messages] == ["", "y"]


async def test_a_wrong_token_and_an_unknown_method(bot: Bot, api: Any, server: BotApiServer, http: Any) -> None:
    stranger = Bot("7000001:other", base_url=f"{server.root}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
    async with http.get(f"{server.root}/bot7000001:other/getMe") as answer:
        assert (answer.status, await answer.json()) == (
            401,
            {"ok": False, "error_code": 401, "description": "Unauthorized"},
        )
    assert await api("sendGame") == (404, {"ok": False, "error_code": 404, "description": "Not Found"})
    assert await api("no/such/method") == (404, {"ok": False, "error_code": 404, "description": "Not Found"})


async def test_methods_come_in_any_case_and_by_query(server: BotApiServer, http: Any, elif_: Person) -> None:
    params = {"chat_id": str(elif_.id), "text": "Grüße"}
    async with http.get(f"{server.root}/bot{server.token}/SENDmessage", params=params) as answer:
        assert answer.status == 200
    async with http.post(f"{server.root}/bot{server.token}/sendmessage", data=params) as answer:
        assert answer.status == 200
    assert [message.text for message in elif_.messages] == ["/start", "Grüße", "Grüße"]


async def test_a_body_that_is_no_object_is_refused(server: BotApiServer, http: Any) -> None:
    for body in ("{", "[]"):
        headers = {"Content-Type": "application/json"}
        async with http.post(f"{server.root}/bot{server.token}/getMe", data=body, headers=headers) as answer:
            assert (answer.status, await answer.json()) == refused("can't parse request body as JSON object")


async def test_the_typing_sign_goes_with_the_message_or_the_time(bot: Bot, elif_: Person, clock: Any) -> None:
    await bot.send_chat_action(elif_.id, "typing")
    assert elif_.typing
    await bot.send_message(elif_.id, "x")
    assert not elif_.typing
    await bot.send_chat_action(elif_.id, "typing")
    clock.move(seconds=6)
    assert not elif_.typing
    with pytest.raises(BadRequest, match=r"^Wrong parameter action in request$"):
        await bot.send_chat_action(elif_.id, "dancing")


async def test_a_bot_that_logged_out_is_refused_from_then_on(bot: Bot, api: Any) -> None:
    assert await bot.close()
    assert await bot.log_out()
    assert await api("getMe") == (400, {"ok": False, "error_code": 400, "description": "Logged out"})
