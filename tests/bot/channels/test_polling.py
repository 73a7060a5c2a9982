"""What a long poll may never do: lose an update, skip one, or let one person's bad update stop the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.channels.polling import Polling, wait_after
from bot.channels.telegram import TelegramChannel
from bot.channels.transport import TokenRefused
from tests.bot.channels.house import House, said


@pytest.fixture
def house() -> House:
    return House()


def _polling(channel: TelegramChannel, house: House) -> Polling:
    return Polling(channel, house.handle, house.park, sleep=house.sleep)


@asynccontextmanager
async def _running(channel: TelegramChannel, house: House) -> AsyncIterator[None]:
    polling = _polling(channel, house)
    running = asyncio.create_task(polling.run())
    yield
    await polling.stop()
    await running


async def _served(api: Any, channel: TelegramChannel, house: House, polls: int) -> None:
    async with _running(channel, house):
        await api.wait_until_asked("getUpdates", polls)


def _offsets(api: Any) -> list[int | None]:
    return [asked.get("offset") for asked in api.asked("getUpdates")]


async def test_what_was_pending_at_the_start_is_kept_and_the_kinds_are_named(
    api: Any, channel: TelegramChannel, house: House
) -> None:
    api.arrive(said(7), said(8))
    await _served(api, channel, house, polls=2)
    assert house.kept == ["tg:7", "tg:8"]
    assert api.asked("getUpdates")[0] == {
        "timeout": 30,
        "limit": 100,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
    }
    assert _offsets(api) == [None, 9, 9]


async def test_nothing_is_confirmed_before_it_is_handled(api: Any, channel: TelegramChannel, house: House) -> None:
    api.arrive(said(7, chat=1), said(8, chat=2))
    house.gate.clear()
    async with _running(channel, house):
        await house.until_tried(2)
        assert _offsets(api) == [None]
        house.gate.set()
        await api.wait_until_asked("getUpdates", 2)
        assert house.kept == ["tg:7", "tg:8"]


async def test_a_process_killed_in_the_middle_gets_the_update_again(
    api: Any, channel: TelegramChannel, house: House
) -> None:
    api.arrive(said(7))
    house.gate.clear()
    killed = asyncio.create_task(_polling(channel, house).run())
    await house.until_tried(1)
    killed.cancel()
    await asyncio.wait([killed])
    house.gate.set()
    await _served(api, channel, house, polls=3)
    assert house.kept == ["tg:7"]


async def test_stopping_finishes_and_confirms_the_batch_in_hand(
    api: Any, channel: TelegramChannel, house: House
) -> None:
    api.arrive(said(7))
    house.gate.clear()
    polling = _polling(channel, house)
    running = asyncio.create_task(polling.run())
    await house.until_tried(1)
    stopping = asyncio.create_task(polling.stop())
    await asyncio.sleep(0)
    house.gate.set()
    await stopping
    await running
    assert house.kept == ["tg:7"]
    last = api.asked("getUpdates")[-1]
    assert (last["offset"], last["timeout"], api.pending) == (8, 0, [])


async def test_an_open_poll_ends_at_once_and_what_it_may_not_have_confirmed_is_confirmed(
    api: Any, channel: TelegramChannel, house: House
) -> None:
    api.arrive(said(7))
    await _served(api, channel, house, polls=2)
    assert _offsets(api) == [None, 8, 8]


async def test_stopping_before_the_start_asks_for_nothing(api: Any, channel: TelegramChannel, house: House) -> None:
    polling = _polling(channel, house)
    await polling.stop()
    await polling.run()
    assert api.asked("getUpdates") == []


async def test_a_stumble_is_tried_again_and_nobody_hears_of_it(
    api: Any, channel: TelegramChannel, house: House
) -> None:
    house.fails["tg:7"] = 2
    api.arrive(said(7), said(8))
    await _served(api, channel, house, polls=2)
    assert house.kept == ["tg:7", "tg:8"]
    assert house.parked == []
    assert house.waits == [0.2, 1.0]


async def test_an_update_that_always_fails_is_parked_and_the_next_of_the_same_family_is_handled(
    api: Any, channel: TelegramChannel, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.fails["tg:7"] = 99
    api.arrive(said(7, "Mein Name ist Aylin"), said(8))
    await _served(api, channel, house, polls=2)
    assert house.tried == ["tg:7", "tg:7", "tg:7", "tg:8"]
    assert house.parked == [("tg:7", "ValueError")]
    assert house.kept == ["tg:8"]
    assert _offsets(api)[:2] == [None, 9]
    assert "Aylin" not in caplog.text


async def test_an_update_nobody_can_read_is_parked_whole(api: Any, channel: TelegramChannel, house: House) -> None:
    broken = {"update_id": 7, "message": {"text": "Hallo"}}
    api.arrive(broken, said(8), {"update_id": 9, "poll": {}})
    await _served(api, channel, house, polls=2)
    assert house.parked == [(broken, "Unreadable")]
    assert house.kept == ["tg:8"]
    assert _offsets(api)[:2] == [None, 10]


async def test_an_update_without_a_number_does_not_spin(api: Any, channel: TelegramChannel, house: House) -> None:
    api.answers["getUpdates"] = {"result": [{"message": {}}]}
    await _served(api, channel, house, polls=3)
    assert house.waits[:2] == [1, 2]


async def test_what_can_be_neither_handled_nor_parked_comes_again(
    api: Any, channel: TelegramChannel, house: House
) -> None:
    house.fails["tg:7"] = 3
    house.parking_fails = 1
    api.arrive(said(7), said(8, chat=6))
    await _served(api, channel, house, polls=3)
    assert house.kept == ["tg:8", "tg:7"]
    assert _offsets(api)[:3] == [None, None, 9]


async def test_another_reader_is_named_and_the_bot_goes_on(
    api: Any, channel: TelegramChannel, house: House, refuse: Any, caplog: pytest.LogCaptureFixture
) -> None:
    api.answers["getUpdates"] = refuse(409, "Conflict: terminated by other getUpdates request")
    async with _running(channel, house):
        await api.wait_until_asked("getUpdates", 3)
        del api.answers["getUpdates"]
        api.arrive(said(7))
        await api.wait_until_asked("getUpdates", 5)
    assert house.kept == ["tg:7"]
    assert house.waits[:2] == [1, 2]
    assert "another copy of it is running with the same token" in caplog.messages[0]


async def test_a_forgotten_webhook_is_taken_off_with_its_updates_kept(
    api: Any, channel: TelegramChannel, house: House, refuse: Any
) -> None:
    api.answers["getUpdates"] = refuse(409, "Conflict: can't use getUpdates method while webhook is active")
    async with _running(channel, house):
        await api.wait_until_asked("deleteWebhook", 1)
        assert api.asked("deleteWebhook")[0] == {"drop_pending_updates": False}
        api.answers["deleteWebhook"] = refuse(400, "Bad Request: no")
        await api.wait_until_asked("deleteWebhook", 2)


async def test_a_network_that_is_gone_is_asked_for_less_and_less_often(
    api: Any, channel: TelegramChannel, house: House, faults: Any
) -> None:
    api.answers["getUpdates"] = faults["hang up"]
    async with _running(channel, house):
        await api.wait_until_asked("getUpdates", 8)
        del api.answers["getUpdates"]
        await api.wait_until_asked("getUpdates", 9)
    assert house.waits[:7] == [1, 2, 4, 8, 16, 30, 30]
    assert wait_after(100_000) == 30


async def test_a_pause_that_telegram_asks_for_is_kept(
    api: Any, channel: TelegramChannel, house: House, refuse: Any
) -> None:
    api.answers["getUpdates"] = refuse(429, "Too Many Requests: retry after 17", retry_after=17)
    await _served(api, channel, house, polls=2)
    assert house.waits[0] == 17


async def test_a_wait_between_two_tries_ends_when_the_bot_stops(
    api: Any, channel: TelegramChannel, house: House, faults: Any
) -> None:
    api.answers["getUpdates"] = faults["hang up"]
    begun = asyncio.Event()

    async def wait_for_ever(_: float) -> None:
        begun.set()
        await asyncio.Event().wait()

    polling = Polling(channel, house.handle, house.park, sleep=wait_for_ever)
    running = asyncio.create_task(polling.run())
    await begun.wait()
    await polling.stop()
    await running


async def test_a_token_taken_back_ends_the_run_with_the_cure(
    api: Any, channel: TelegramChannel, house: House, refuse: Any
) -> None:
    api.answers["getUpdates"] = refuse(401, "Unauthorized")
    with pytest.raises(TokenRefused, match="Copy the token from @BotFather into TELEGRAM_BOT_TOKEN"):
        await _polling(channel, house).run()


async def test_a_last_confirmation_that_fails_does_no_harm(
    api: Any, channel: TelegramChannel, house: House, refuse: Any
) -> None:
    api.arrive(said(7))
    house.gate.clear()
    polling = _polling(channel, house)
    running = asyncio.create_task(polling.run())
    await house.until_tried(1)
    api.answers["getUpdates"] = refuse(502, "Bad Gateway")
    stopping = asyncio.create_task(polling.stop())
    house.gate.set()
    await stopping
    await running
    assert house.kept == ["tg:7"]
