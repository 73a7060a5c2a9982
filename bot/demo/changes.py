"""Says that something on the phones has changed, so that nobody has to sleep and look again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Changes:
    """A growing revision number that can be waited for."""

    def __init__(self) -> None:
        self.revision = 0
        self.closed = False
        self._waiting: list[asyncio.Future[None]] = []

    def bump(self) -> None:
        """Note one change and wake everybody who waits."""
        self.revision += 1
        waiting, self._waiting = self._waiting, []
        for waiter in waiting:
            if not waiter.done():
                waiter.set_result(None)

    def close(self) -> None:
        """Wake everybody for good: from now on nobody waits."""
        self.closed = True
        self.bump()

    async def after(self, revision: int) -> int:
        """Wait until the revision is greater than this one, and give it."""
        while self.revision <= revision and not self.closed:
            waiter = asyncio.get_running_loop().create_future()
            self._waiting.append(waiter)
            await waiter
        return self.revision

    async def until(self, holds: Callable[[], bool], within: float = 5.0) -> None:
        """Wait until the condition holds. Raises TimeoutError after so many seconds of real time."""
        async with asyncio.timeout(within):
            while not holds():
                if self.closed:
                    raise TimeoutError("The server was stopped before it came to that.")
                await self.after(self.revision)
