"""How updates are fetched by long polling, so that none is confirmed before it is handled."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from typing import Any, Final, TypeVar

from telegram.error import Conflict, TelegramError

from bot.channels.arrivals import Arrivals, Handle, Park
from bot.channels.lanes import Lanes
from bot.channels.pace import Sleep
from bot.channels.reading import RawUpdate, number_of
from bot.channels.telegram import TelegramChannel
from bot.channels.transport import TokenRefused, TooFast

T = TypeVar("T")

LONG_POLL: Final = 30
"""Seconds an idle poll stays open; between 25 and 50 no proxy on the way loses patience."""

LONGEST_WAIT: Final = 30.0

_LOG = logging.getLogger(__name__)


def wait_after(misses: int) -> float:
    """Seconds to wait after so many failures in a row before this one: 1, 2, 4, 8, 16, then 30 for ever."""
    return LONGEST_WAIT if misses > 4 else 2.0**misses


class Polling:
    """Fetches, hands on, and only then confirms.

    The next `getUpdates` is what confirms a batch at Telegram, and it goes out when every update of the batch
    has been handled or parked. So a process that is killed at any moment gets the unconfirmed updates again;
    `handle` knows by their ids which of them it has had.
    """

    def __init__(
        self,
        channel: TelegramChannel,
        handle: Handle,
        park: Park,
        *,
        lanes: Lanes | None = None,
        long_poll: int = LONG_POLL,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._channel = channel
        self._arrivals = Arrivals(handle, park, lanes or Lanes(), sleep=sleep)
        self._long_poll = long_poll
        self._sleep = sleep
        self._offset: int | None = None
        self._confirmed: int | None = None
        self._misses = 0
        self._stopping = False
        self._pause: asyncio.Future[Any] | None = None
        self._over = asyncio.Event()
        self._over.set()

    async def run(self) -> None:
        """Fetch and hand on until `stop()`. What was pending before the start is kept and comes first.

        Raises:
            TokenRefused: the token is no longer valid; its message says the cure
        """
        self._over.clear()
        try:
            while not self._stopping:
                await self._round()
            await self._confirm()
        finally:
            self._over.set()

    async def stop(self) -> None:
        """End the open poll at once, finish the batch in hand, confirm it, and return when that is done."""
        self._stopping = True
        if self._pause is not None:
            self._pause.cancel()
        await self._over.wait()

    async def _round(self) -> None:
        try:
            batch = await self._unless_stopped(self._fetch())
            if batch:
                await self._take(batch)
        except TokenRefused:
            raise
        except Exception as error:
            await self._step_back(error)
        else:
            self._misses = 0

    async def _fetch(self) -> Sequence[RawUpdate]:
        batch = await self._channel.updates(self._offset, self._long_poll)
        self._confirmed = self._offset
        return batch

    async def _take(self, batch: Sequence[RawUpdate]) -> None:
        arrivals = [self._arrivals.take(update) for update in batch]
        results = await asyncio.gather(*arrivals, return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result
        numbers = [number for update in batch if (number := number_of(update)) is not None]
        if not numbers:
            raise TelegramError("Invalid server response")
        self._offset = max(numbers) + 1

    async def _step_back(self, error: Exception) -> None:
        wait = error.seconds if isinstance(error, TooFast) else wait_after(self._misses)
        self._misses += 1
        if isinstance(error, Conflict):
            await self._explain(error)
        elif isinstance(error, TelegramError):
            _LOG.warning("No updates can be fetched (%s); next try in %g s", type(error).__name__, wait)
        else:
            _LOG.error("A batch is neither handled nor parked (%s); it comes again", type(error).__name__)
        if not self._stopping:
            await self._unless_stopped(self._sleep(wait))

    async def _explain(self, conflict: Conflict) -> None:
        if "webhook" not in conflict.message.lower():
            _LOG.error(
                "Somebody else reads the updates of this bot: another copy of it is running with the same "
                "token. Stop that one. This one keeps trying."
            )
            return
        _LOG.warning("A webhook is set for this bot and keeps its updates from us; it is taken off now")
        try:
            await self._channel.call("delete_webhook", {"drop_pending_updates": False})
        except TelegramError as error:
            _LOG.warning("The webhook could not be taken off (%s)", type(error).__name__)

    async def _confirm(self) -> None:
        if self._offset is None or self._offset == self._confirmed:
            return
        try:
            await self._channel.updates(self._offset, 0, limit=1)
        except TelegramError as error:
            # No harm: what comes a second time is known by its id.
            _LOG.info("The last batch could not be confirmed (%s)", type(error).__name__)

    async def _unless_stopped(self, waiting: Awaitable[T]) -> T | None:
        pause = asyncio.ensure_future(waiting)
        self._pause = pause
        try:
            return await pause
        except asyncio.CancelledError:
            if self._cancelled_from_outside():
                raise
            return None
        finally:
            self._pause = None

    def _cancelled_from_outside(self) -> bool:
        task = asyncio.current_task()
        return not self._stopping or (task is not None and task.cancelling() > 0)
