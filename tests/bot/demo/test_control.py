"""Tests of the control API: phones driven and seen from another process, as the demo page does it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from bot.demo.server import BotApiServer

Post = Callable[..., Awaitable[tuple[int, Any]]]


@pytest.fixture
def post(server: BotApiServer, http: aiohttp.ClientSession) -> Post:
    async def post(path: str, **told: Any) -> tuple[int, Any]:
        async with http.post(f"{server.root}/demo/{path}", json=told) as answer:
            return answer.status, await answer.json()

    return post


async def state(server: BotApiServer, http: aiohttp.ClientSession) -> Any:
    async with http.get(f"{server.root}/demo/state") as answer:
        return await answer.json()


async def test_a_new_phone_is_empty(post: Post, server: BotApiServer) -> None:
    status, person = await post("people", name="Amal", language_code="ar", role="coach")
    assert status == 200
    assert person == {
        "id": server.people[person["id"]].id,
        "name": "Amal",
        "role": "coach",
        "language": "ar",
        "description": "",
        "typing": False,
        "blocked": False,
        "commands": [],
        "reply_keyboard": None,
        "messages": [],
        "toast": None,
    }


async def test_a_phone_shows_what_was_said_and_asked(
    post: Post, server: BotApiServer, http: aiohttp.ClientSession, bot: Bot
) -> None:
    _, person = await post("people", name="Amal", language_code="ar", role="family")
    number = person["id"]
    assert await post(f"people/{number}/start", payload="kita") == (200, {"ok": True})
    await bot.set_my_commands([("help", "x")])
    yes = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="1.yes", style="success")]])
    asked = await bot.send_message(number, "<b>Frage</b>\n&lt;1&gt;", parse_mode="HTML", reply_markup=yes)
    await post(f"people/{number}/press", message_id=asked.id, data="1.yes")
    press = server.people[number].presses[0]
    await bot.answer_callback_query(press.id, "Notiert")
    [phone] = (await state(server, http))["people"]
    at = "2026-03-02T10:00:00+01:00"
    assert phone["messages"] == [
        {
            "id": 101, "from": "me", "date": at, "html": "/start kita", "rows": [], "file": None, "edited": False,
        },
        {
            "id": 102, "from": "bot", "date": at, "html": "<b>Frage</b>\n&lt;1&gt;",
            "rows": [[{"text": "Ja", "data": "1.yes", "style": "success"}]], "file": None, "edited": False,
        },
    ]  # fmt: skip
    assert phone["toast"] == {"id": int(press.id), "text": "Notiert"}
    assert phone["commands"] == [{"command": "help", "description": "x"}]


async def test_the_whole_state_names_the_bot_and_the_hour(
    server: BotApiServer, http: aiohttp.ClientSession, bot: Bot
) -> None:
    await bot.set_my_name("Lotse")
    await bot.set_my_description("frei")
    await bot.set_my_short_description("kurz")
    told = await state(server, http)
    assert told == {
        "revision": server.changed.revision,
        "now": "2026-03-02T10:00:00+01:00",
        "bot": {"username": "lotse_demo_bot", "name": "Lotse", "description": "frei", "short_description": "kurz"},
        "people": [],
        "groups": [],
    }


async def test_files_and_keys_are_on_the_phone(
    post: Post, server: BotApiServer, http: aiohttp.ClientSession, bot: Bot
) -> None:
    _, person = await post("people", name="Amal", language_code="ar", role="family")
    await post(f"people/{person['id']}/start")
    await bot.send_document(person["id"], b"BEGIN", filename="termin.ics")
    keys = ReplyKeyboardMarkup([[KeyboardButton("Teilen", request_contact=True)]])
    await bot.send_message(person["id"], "x", reply_markup=keys)
    [phone] = (await state(server, http))["people"]
    assert phone["reply_keyboard"] == [[{"text": "Teilen", "request_contact": True}]]
    file = phone["messages"][1]["file"]
    assert (file["name"], file["size"]) == ("termin.ics", 5)
    async with http.get(server.root + file["url"]) as answer:
        assert answer.headers["Content-Disposition"] == 'attachment; filename="termin.ics"'
        assert (answer.status, await answer.read()) == (200, b"BEGIN")


async def test_every_action_reaches_the_bot(post: Post, server: BotApiServer, bot: Bot) -> None:
    _, person = await post("people", name="Amal", language_code="ar", role="family")
    base = f"people/{person['id']}"
    for action, told in (
        ("start", {"payload": ""}),
        ("text", {"text": "hallo"}),
        ("edit", {"message_id": 102, "text": "guten Tag"}),
        ("contact", {"own": True, "phone": None}),
        ("contact", {"own": False, "phone": "+4930231251"}),
        ("media", {"kind": "voice"}),
        ("block", {}),
        ("unblock", {}),
    ):
        assert await post(f"{base}/{action}", **told) == (200, {"ok": True})
    updates = await bot.get_updates()
    assert [next(iter(set(update.to_dict()) - {"update_id"})) for update in updates] == [
        "message", "message", "edited_message", "message", "message", "message", "my_chat_member", "my_chat_member",
    ]  # fmt: skip


async def test_what_makes_no_sense_is_answered_with_a_sentence(post: Post) -> None:
    assert await post("people", name="Amal", role="boss") == (
        400,
        {"ok": False, "error": '"role" must be one of family, coach, lead.'},
    )
    _, person = await post("people", name="Amal")
    base = f"people/{person['id']}"
    assert await post(f"{base}/text", text="") == (400, {"ok": False, "error": '"text" must be a text.'})
    await post(f"{base}/block")
    assert await post(f"{base}/text", text="x") == (
        409,
        {"ok": False, "error": "Amal cannot write to the bot now."},
    )


async def test_an_unknown_phone_action_or_file_is_not_found(
    post: Post, server: BotApiServer, http: aiohttp.ClientSession
) -> None:
    _, person = await post("people", name="Amal")
    for path in ("people/1/text", f"people/{person['id']}/dance"):
        async with http.post(f"{server.root}/demo/{path}", json={}) as answer:
            assert answer.status == 404
    async with http.get(f"{server.root}/demo/files/none") as answer:
        assert answer.status == 404


async def test_faults_are_planned_from_outside(post: Post, server: BotApiServer, api: Any) -> None:
    person = server.people.add("Amal", "ar")
    person.start()
    assert await post("faults", kind="too_many", method="sendMessage", times=1, retry_after=3) == (200, {"ok": True})
    assert (await api("sendMessage", chat_id=person.id, text="x"))[0] == 429
    assert (await api("sendMessage", chat_id=person.id, text="x"))[0] == 200
    await post("faults", kind="internal", times=None)
    await post("faults", kind="clear")
    await post("faults", kind="repeat", copies=2)
    assert len((await api("getUpdates"))[1]["result"]) == 2
    assert (await post("faults", kind="earthquake"))[0] == 400


async def test_the_page_is_told_of_changes_and_several_come_as_one(
    server: BotApiServer, http: aiohttp.ClientSession
) -> None:
    person = server.people.add("Amal", "ar")
    async with http.get(f"{server.root}/demo/events") as stream:
        assert stream.content_type == "text/event-stream"
        first = await stream.content.readuntil(b"\n\n")
        assert json.loads(first.removeprefix(b"data: ")) == {"revision": server.changed.revision}
        for text in ("eins", "zwei", "drei"):
            person.say(text)
        second = await stream.content.readuntil(b"\n\n")
        assert json.loads(second.removeprefix(b"data: ")) == {"revision": server.changed.revision}


async def test_the_server_listens_on_this_machine_only(clock: Any) -> None:
    open_to_all = BotApiServer("1:x", "lotse_demo_bot", clock)
    with pytest.raises(ValueError, match="listens on this machine only"):
        await open_to_all.start("0.0.0.0")
    with pytest.raises(RuntimeError, match="not started"):
        _ = open_to_all.root
