"""How an update is taken in: read, handled in its chat's order, tried again, and parked if nothing helps."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final, TypeAlias

from bot.channels.channel import Incoming
from bot.channels.lanes import Lanes
from bot.channels.pace import Sleep
from bot.channels.reading import RawUpdate, Unreadable, number_of, read

Handle: TypeAlias = Callable[[Incoming], Awaitable[None]]
"""Takes one thing that happened, returns once it is committed. The same id a second time does nothing."""

Park: TypeAlias = Callable[["Incoming | RawUpdate", Exception], Awaitable[None]]
"""Puts away, durably, what could not be handled: the incoming, or the raw update if reading failed."""

WAITS: Final = (0.2, 1.0)
"""Seconds before the second and the third try. What has failed three times is parked."""

_LOG = logging.getLogger(__name__)


class Arrivals:
    """One way in for polling and webhook: order per chat, chats in parallel, one bad update blocks nobody."""

    def __init__(self, handle: Handle, park: Park, lanes: Lanes, *, sleep: Sleep = asyncio.sleep) -> None:
        self._handle = handle
        self._park = park
        self._lanes = lanes
        self._sleep = sleep

    def take(self, update: RawUpdate) -> asyncio.Future[None]:
        """Take one update in. The future is done once it is handled or parked; it fails if parking failed."""
        try:
            incoming = read(update)
        except Unreadable as error:
            # No chat can be told from it, so it gets a lane that no chat has.
            return self._lanes.submit(0, partial(self._put_away, update, error))
        if incoming is None:
            return _nothing_to_do()
        return self._lanes.submit(incoming.chat, partial(self._settle, incoming))

    async def _settle(self, incoming: Incoming) -> None:
        for wait in WAITS:
            try:
                await self._handle(incoming)
            except Exception:
                await self._sleep(wait)
            else:
                return
        try:
            await self._handle(incoming)
        except Exception as error:
            await self._put_away(incoming, error)

    async def _put_away(self, arrival: Incoming | RawUpdate, error: Exception) -> None:
        # The error's own words may be a person's; the handler has logged what may be logged.
        name = arrival.id if isinstance(arrival, Incoming) else f"tg:{number_of(arrival)}"
        _LOG.error("Update %s is parked: %s", name, type(error).__name__)
        await self._park(arrival, error)


def _nothing_to_do() -> asyncio.Future[None]:
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    done.set_result(None)
    return done
