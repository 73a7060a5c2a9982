"""The embedded Bot API server as the channel's tests meet it: one bot, one morning, each call held to the schema."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.demo.server import BotApiServer
from tests.botapi.schema import SchemaWatch

TOKEN = "4711:embedded"


@asynccontextmanager
async def embedded() -> AsyncIterator[BotApiServer]:
    """The server, listening, and its calls watched."""
    server = BotApiServer(TOKEN, "lotse_bot", lambda: datetime(2026, 11, 3, 9, 0, tzinfo=UTC))
    await server.start()
    with SchemaWatch(server):
        yield server
    await server.stop()
