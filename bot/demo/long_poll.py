"""getUpdates: one reader at a time, who waits until something comes."""

from __future__ import annotations

import asyncio

from bot.demo.faults import Faults
from bot.demo.refusals import Refused, conflict
from bot.demo.updates import Update, UpdateLine

MOST_UPDATES = 100
LONGEST_WAIT = 50
"""Seconds; Telegram cuts a longer timeout down to this."""

OTHER_READER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class LongPoll:
    """The waiting reader of an update line, if there is one."""

    def __init__(self, line: UpdateLine, faults: Faults) -> None:
        self._line = line
        self._faults = faults
        self._waiter: asyncio.Future[None] | None = None

    @property
    def waiting(self) -> bool:
        """True while a reader waits: everything before its offset is confirmed and nothing is left."""
        return self._waiter is not None

    async def read(self, offset: int | None, limit: int | None, seconds: int) -> list[Update]:
        """Confirm, then give what is there, or wait up to so many seconds. A new reader ends the one before."""
        self.end(conflict(OTHER_READER))
        if offset is not None:
            self._line.confirm(offset)
        most = limit if limit is not None and 1 <= limit <= MOST_UPDATES else MOST_UPDATES
        if not len(self._line) and seconds > 0:
            await self._wait(min(seconds, LONGEST_WAIT))
        return self._faults.repeated(self._line.first(most))

    def wake(self) -> None:
        """Something came."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def end(self, refusal: Refused | None = None) -> None:
        """End the waiting reader: with a refusal, or with an empty answer."""
        waiter, self._waiter = self._waiter, None
        if waiter is None or waiter.done():
            return
        if refusal is None:
            waiter.set_result(None)
        else:
            waiter.set_exception(refusal)

    async def _wait(self, seconds: int) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiter = waiter
        self._line.progress.bump()
        try:
            async with asyncio.timeout(seconds):
                await waiter
        except TimeoutError:
            pass
        finally:
            if self._waiter is waiter:
                self._waiter = None
