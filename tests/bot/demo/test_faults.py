"""Tests of what goes wrong on demand, seen through the real library."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.demo.person import Person
from bot.demo.server import BotApiServer


async def test_one_chat_is_slowed_down_and_the_others_are_not(
    bot: Bot, server: BotApiServer, elif_: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    amal = server.people.add("Amal", "ar")
    amal.start()
    fault = server.faults.plan("too_many", chat=elif_.id, times=2, retry_after=7)
    for _ in range(2):
        with pytest.raises(RetryAfter, match=r"^Flood control exceeded\. Retry in 0:00:07$"):
            await bot.send_message(elif_.id, "x")
        await bot.send_message(amal.id, "x")
    await bot.send_message(elif_.id, "x")
    assert fault.struck == 2


async def test_a_refusal_for_speed_carries_the_seconds(api: Any, server: BotApiServer, elif_: Person) -> None:
    server.faults.plan("too_many", method="sendMessage", retry_after=35)
    assert await api("sendMessage", chat_id=elif_.id, text="x") == (
        429,
        {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 35",
            "parameters": {"retry_after": 35},
        },
    )


async def test_the_servers_own_failures(bot: Bot, server: BotApiServer, elif_: Person) -> None:
    server.faults.plan("internal", method="sendMessage")
    server.faults.plan("bad_gateway", method="sendMessage")
    with pytest.raises(NetworkError, match=r"^Internal Server Error$"):
        await bot.send_message(elif_.id, "x")
    with pytest.raises(NetworkError, match=r"Bad Gateway"):
        await bot.send_message(elif_.id, "x")
    await bot.send_message(elif_.id, "x")
    assert len(elif_.messages) == 2


async def test_a_lost_answer_was_carried_out_and_a_dropped_call_was_not(
    bot: Bot, server: BotApiServer, elif_: Person
) -> None:
    server.faults.plan("lost_answer", when=lambda arguments: arguments.get("text") == "angekommen")
    server.faults.plan("dropped", when=lambda arguments: arguments.get("text") == "verloren")
    for text in ("angekommen", "verloren"):
        with pytest.raises(NetworkError):
            await bot.send_message(elif_.id, text)
    assert [message.text for message in elif_.messages] == ["/start", "angekommen"]


async def test_a_slow_answer_comes_when_it_is_released(bot: Bot, server: BotApiServer, elif_: Person) -> None:
    fault = server.faults.plan("slow", method="sendMessage")
    sending = asyncio.create_task(bot.send_message(elif_.id, "x"))
    await elif_.answered()
    assert not sending.done()
    fault.release()
    assert (await sending).text == "x"


async def test_an_edit_can_be_refused_though_the_message_is_there(
    bot: Bot, server: BotApiServer, elif_: Person
) -> None:
    sent = await bot.send_message(elif_.id, "x")
    server.faults.plan("edit_not_found", method="editMessageText")
    with pytest.raises(BadRequest, match=r"^Message to edit not found$"):
        await bot.edit_message_text("y", elif_.id, sent.id)
    await bot.edit_message_text("y", elif_.id, sent.id)


async def test_reading_updates_fails_only_by_name(bot: Bot, server: BotApiServer, elif_: Person) -> None:
    server.faults.plan("internal", times=None)
    assert len(await bot.get_updates()) == 1
    server.faults.clear()
    server.faults.plan("dropped", method="getUpdates")
    with pytest.raises(NetworkError):
        await bot.get_updates()
    assert len(await bot.get_updates()) == 1


async def test_each_update_comes_three_times(bot: Bot, server: BotApiServer, elif_: Person) -> None:
    elif_.say("eins")
    server.faults.repeat_updates(3, batches=1)
    first = [update.update_id for update in await bot.get_updates()]
    assert first == sorted(first)
    assert (len(first), len(set(first))) == (6, 2)
    assert len(await bot.get_updates()) == 2


async def test_later_copies_come_in_any_order_after_all_first_ones(
    bot: Bot, server: BotApiServer, elif_: Person
) -> None:
    for number in range(9):
        elif_.say(str(number))
    server.faults.repeat_updates(2, shuffled=True)
    ids = [update.update_id for update in await bot.get_updates()]
    firsts, copies = ids[:10], ids[10:]
    assert firsts == sorted(firsts)
    assert copies != firsts
    assert sorted(copies) == firsts
