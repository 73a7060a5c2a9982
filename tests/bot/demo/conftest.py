"""A server with a clock that stands until a test moves it, the real library's bot, and plain HTTP beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from bot.demo.person import Person
from bot.demo.server import BotApiServer

TOKEN = "7000001:demo-token"

Api = Callable[..., Awaitable[tuple[int, dict[str, Any]]]]


class SetClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def move(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
async def server(clock: SetClock) -> AsyncIterator[BotApiServer]:
    server = BotApiServer(TOKEN, "lotse_demo_bot", clock, record=True)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@pytest.fixture
async def bot(server: BotApiServer) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, base_url=f"{server.root}/bot", base_file_url=f"{server.root}/file/bot") as bot:
        yield bot


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def api(server: BotApiServer, http: aiohttp.ClientSession) -> Api:
    """Call a method with a JSON body; gives the HTTP status and the answer."""

    async def call(method: str, **params: Any) -> tuple[int, dict[str, Any]]:
        async with http.post(f"{server.root}/bot{TOKEN}/{method}", json=params) as answer:
            return answer.status, await answer.json()

    return call


@pytest.fixture
def elif_(server: BotApiServer) -> Person:
    """Elif, who has started the bot."""
    person = server.people.add("Elif", "tr")
    person.start()
    return person
