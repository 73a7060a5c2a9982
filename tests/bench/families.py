"""Families at the embedded server: many at once, each answering as soon as it is answered, with measured waits."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from bot.demo.messages import Message
from bot.demo.server import BotApiServer
from tests.bench.road import Family

PATIENCE = 30.0
"""Seconds after which an answer counts as lost, and the run as broken."""


class Town:
    """The families of one run. `waits` has the seconds from each update to the screen that answers it."""

    def __init__(self, server: BotApiServer) -> None:
        self._server = server
        self._awaited: dict[int, asyncio.Future[Message]] = {}
        self._families = 0
        self.waits: list[float] = []
        server.on_call(self._heard)

    async def round(self, families: int) -> None:
        """So many new families walk the whole road, all at once."""
        async with asyncio.TaskGroup() as walks:
            for _ in range(families):
                walks.create_task(self._walk(self._new_family()))

    def _new_family(self) -> Family:
        number = self._families
        self._families += 1
        person = self._server.people.add(f"Familie {number}", "de", "family")
        return Family(person, number)

    async def _walk(self, family: Family) -> None:
        began = time.perf_counter()
        family.person.start()
        shown = await self._screen(family, began)
        while True:
            began = time.perf_counter()
            if not family.answer(shown):
                return
            shown = await self._screen(family, began)

    async def _screen(self, family: Family, began: float) -> Message:
        awaited = asyncio.get_running_loop().create_future()
        self._awaited[family.person.id] = awaited
        async with asyncio.timeout(PATIENCE):
            shown: Message = await awaited
        self.waits.append(time.perf_counter() - began)
        return shown

    def _heard(self, method: str, values: Mapping[str, Any], result: Any) -> None:
        """A screen is a sent or edited message with buttons below it; all else goes by."""
        if method not in ("sendMessage", "editMessageText") or not isinstance(result, dict):
            return
        chat = result["chat"]["id"]
        awaited = self._awaited.get(chat)
        if awaited is None or awaited.done():
            return
        message = self._server.people[chat].chat.messages[result["message_id"]]
        if message.keyboard:
            awaited.set_result(message)
