"""What stands behind a channel in these tests: it keeps what came in, and stumbles where it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.channels.channel import Incoming
from dialogs.machine.events import Said


def said(number: int, text: str = "Hallo", chat: int = 5) -> dict[str, Any]:
    message = {"message_id": number, "date": 0, "chat": {"id": chat, "type": "private"}, "text": text}
    return {"update_id": number, "message": message}


class House:
    """Keeps what came in by id, as the real one does, and fails where a test wants it to."""

    def __init__(self) -> None:
        self.tried: list[str] = []
        self.kept: list[str] = []
        self.parked: list[tuple[Any, str]] = []
        self.fails: dict[str, int] = {}
        self.parking_fails = 0
        self.news = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()
        self.waits: list[float] = []

    async def handle(self, incoming: Incoming) -> None:
        assert isinstance(incoming.event, Said)
        self.tried.append(incoming.id)
        self.news.set()
        await self.gate.wait()
        if self.fails.get(incoming.id, 0) > 0:
            self.fails[incoming.id] -= 1
            raise ValueError(incoming.event.text)
        if incoming.id not in self.kept:
            self.kept.append(incoming.id)

    async def park(self, arrival: Incoming | Mapping[str, Any], error: Exception) -> None:
        if self.parking_fails:
            self.parking_fails -= 1
            raise OSError("the disk is full")
        self.parked.append((arrival.id if isinstance(arrival, Incoming) else arrival, type(error).__name__))

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)

    async def until_tried(self, times: int) -> None:
        async with asyncio.timeout(5):
            while len(self.tried) < times:
                self.news.clear()
                await self.news.wait()
