"""What Telegram is told when it calls us, and that "200" is never said too early."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.channel import Incoming
from bot.channels.telegram import TelegramChannel
from bot.channels.webhook import SECRET_HEADER, Webhook, register

SECRET = "nobody-guesses_this"
UPDATE = {
    "update_id": 7,
    "message": {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}, "text": "Hallo"},
}


class House:
    """Handles, or fails as a test wants it to."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.failing = False
        self.parking = True
        self.gate = asyncio.Event()
        self.gate.set()

    async def handle(self, incoming: Incoming) -> None:
        await self.gate.wait()
        if self.failing:
            raise ValueError("Aylin")
        self.log.append(f"handled {incoming.id}")

    async def park(self, arrival: Incoming | Mapping[str, Any], error: Exception) -> None:
        if not self.parking:
            raise OSError("the disk is full")
        self.log.append("parked")

    async def sleep(self, seconds: float) -> None:
        self.log.append(f"waited {seconds:g}")


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def webhook(house: House) -> Webhook:
    return Webhook(house.handle, house.park, SECRET, sleep=house.sleep)


@pytest.fixture
async def telegram(webhook: Webhook) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    app = web.Application()
    app.router.add_post("/hook", webhook.answer)
    async with TestClient(TestServer(app)) as caller:
        yield caller


async def _call(telegram: Any, update: Any = UPDATE, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {SECRET_HEADER: secret}
    async with telegram.post("/hook", json=update, headers=headers) as answer:
        return int(answer.status)


async def test_an_update_is_handled_before_it_is_taken_as_received(telegram: Any, house: House) -> None:
    house.gate.clear()
    call = asyncio.create_task(_call(telegram))
    for _ in range(50):
        await asyncio.sleep(0)
    assert not call.done()
    house.gate.set()
    assert await call == 200
    assert house.log == ["handled tg:7"]


@pytest.mark.parametrize("secret", [None, "", "nobody", SECRET + "x", "nöbody"])
async def test_a_caller_without_the_secret_gets_nothing(telegram: Any, house: House, secret: str | None) -> None:
    assert await _call(telegram, secret=secret) == 403
    assert house.log == []


async def test_an_update_that_always_fails_is_parked_so_that_it_does_not_come_for_ever(
    telegram: Any, house: House
) -> None:
    house.failing = True
    assert await _call(telegram) == 200
    assert house.log == ["waited 0.2", "waited 1", "parked"]


async def test_an_update_nobody_can_read_is_parked(telegram: Any, house: House) -> None:
    assert await _call(telegram, {"update_id": 8, "message": {}}) == 200
    assert await _call(telegram, ["no update"]) == 200
    assert house.log == ["parked", "parked"]


async def test_what_can_be_neither_handled_nor_parked_is_asked_for_again(
    telegram: Any, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, "bot")
    house.failing, house.parking = True, False
    assert await _call(telegram) == 500
    assert "Aylin" not in caplog.text


async def test_words_that_are_no_json_are_refused(telegram: Any, house: House) -> None:
    async with telegram.post("/hook", data=b"\xff{", headers={SECRET_HEADER: SECRET}) as answer:
        assert answer.status == 400
    assert house.log == []


async def test_stopping_finishes_what_is_in_hand_and_sends_the_rest_away(
    telegram: Any, webhook: Webhook, house: House
) -> None:
    await webhook.stop()
    assert await _call(telegram) == 503
    assert house.log == []


@pytest.mark.parametrize("secret", ["", "with blank", "ä", "x" * 257])
def test_a_secret_telegram_would_refuse_is_refused_at_once(house: House, secret: str) -> None:
    with pytest.raises(ValueError, match="WEBHOOK_SECRET"):
        Webhook(house.handle, house.park, secret)


async def test_telegram_is_told_where_to_call_and_what_to_say(api: Any, channel: TelegramChannel) -> None:
    await register(channel, "https://lotse.example/hook", SECRET)
    assert api.asked("setWebhook") == [
        {
            "url": "https://lotse.example/hook",
            "secret_token": SECRET,
            "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
            "max_connections": 40,
            "drop_pending_updates": False,
        }
    ]
