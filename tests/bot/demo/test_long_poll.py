"""Tests of getUpdates: waiting, confirming, filtering, and two readers of one line."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram import Bot
from telegram.error import Conflict

from bot.demo.person import Person
from bot.demo.server import BotApiServer


async def texts(api: Any, **params: Any) -> list[str]:
    _, answer = await api("getUpdates", **params)
    return [update["message"]["text"] for update in answer["result"]]


async def waits(server: BotApiServer) -> None:
    await server.world.progress.until(lambda: server.world.poll.waiting)


async def test_updates_come_again_until_their_offset_is_confirmed(api: Any, elif_: Person) -> None:
    elif_.say("eins")
    _, answer = await api("getUpdates")
    ids = [update["update_id"] for update in answer["result"]]
    assert ids == [ids[0], ids[0] + 1]
    assert await texts(api) == ["/start", "eins"]
    assert await texts(api, offset=ids[1]) == ["eins"]
    assert await texts(api, offset=ids[1] + 1) == []
    assert await texts(api) == []


async def test_a_limit_and_a_negative_offset(api: Any, elif_: Person) -> None:
    for text in ("eins", "zwei", "drei"):
        elif_.say(text)
    assert await texts(api, limit=2) == ["/start", "eins"]
    assert await texts(api, offset=-1) == ["drei"]
    assert await texts(api) == ["drei"]


async def test_a_waiting_reader_gets_what_comes_at_once(api: Any, server: BotApiServer, elif_: Person) -> None:
    _, first = await api("getUpdates")
    waiting = asyncio.create_task(texts(api, offset=first["result"][-1]["update_id"] + 1, timeout=50))
    await waits(server)
    elif_.say("da")
    assert await waiting == ["da"]


async def test_a_second_reader_ends_the_first(bot: Bot, api: Any, server: BotApiServer) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=50))
    await waits(server)
    assert await texts(api, timeout=0) == []
    with pytest.raises(
        Conflict,
        match=r"^Conflict: terminated by other getUpdates request; make sure that only one bot instance is running$",
    ):
        await first


async def test_a_reader_is_refused_while_a_webhook_is_set(bot: Bot, api: Any, server: BotApiServer) -> None:
    waiting = asyncio.create_task(api("getUpdates", timeout=50))
    await waits(server)
    await bot.set_webhook("http://127.0.0.1:9/hook")
    status, ended = await waiting
    assert (status, ended["description"]) == (409, "Conflict: terminated by setWebhook request")
    with pytest.raises(
        Conflict,
        match=r"^Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete",
    ):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_only_the_kinds_asked_for_are_queued_and_the_wish_is_kept(api: Any, bot: Bot, elif_: Person) -> None:
    assert await texts(api, offset=-1, allowed_updates=["message"]) == ["/start"]
    elif_.block()
    elif_.start()
    assert await texts(api) == ["/start", "/start"]
    await bot.get_updates(allowed_updates=[])
    elif_.block()
    _, answer = await api("getUpdates")
    assert [list(update)[1] for update in answer["result"]] == ["message", "message", "my_chat_member"]


async def test_updates_that_nobody_fetches_for_a_day_are_gone(api: Any, clock: Any, elif_: Person) -> None:
    clock.move(hours=24)
    elif_.say("neu")
    assert await texts(api) == ["/start", "neu"]
    clock.move(seconds=1)
    assert await texts(api) == ["neu"]


async def test_quiet_waits_until_the_last_update_is_confirmed(api: Any, server: BotApiServer, elif_: Person) -> None:
    quiet = asyncio.create_task(server.quiet())
    _, answer = await api("getUpdates")
    assert not quiet.done()
    await api("getUpdates", offset=answer["result"][-1]["update_id"] + 1)
    await quiet
