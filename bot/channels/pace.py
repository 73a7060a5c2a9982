"""How fast messages may leave: so many a second in all and per chat, and pauses for chats that need one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

Clock: TypeAlias = Callable[[], float]
Sleep: TypeAlias = Callable[[float], Awaitable[object]]

PER_SECOND: Final = 25.0
BURST: Final = 25
CHAT_PER_SECOND: Final = 1.0
CHAT_BURST: Final = 5
"""Telegram names about 30 a second in all and 1 a second per chat, with short bursts allowed
(core.telegram.org/bots/faq, "My bot is hitting limits"); we stay a little below."""

GROUP_PER_SECOND: Final = 0.25
GROUP_BURST: Final = 5
"""Groups, whose ids are below zero, take 20 a minute (the same page): the burst and a minute's tokens together."""

_SWEEP_AT: Final = 1024


class Pace:
    """Token buckets, one for all and one a chat, and pauses.

    per_second, burst:            messages in all; None or 0 for no limit
    chat_per_second, chat_burst:  messages to one chat; None or 0 for no limit, for groups as well
    clock, sleep:                 seconds of a clock that never goes back, and how to wait for them
    """

    def __init__(
        self,
        per_second: float | None = PER_SECOND,
        burst: int = BURST,
        *,
        chat_per_second: float | None = CHAT_PER_SECOND,
        chat_burst: int = CHAT_BURST,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._all = _Bucket(per_second, burst)
        self._chat_limit = (chat_per_second, chat_burst)
        self._group_limit = (GROUP_PER_SECOND if chat_per_second else None, GROUP_BURST)
        self._chats: dict[int, _Bucket] = {}
        self._sweep_at = _SWEEP_AT

    async def turn(self, chat: int) -> None:
        """Wait until a message may go to this chat. Who asks first goes first, within a chat and in all."""
        bucket = self._bucket(chat)
        await self._wait(bucket.reserve(self._clock()))
        while (rest := bucket.closed_until - self._clock()) > 0:
            await self._wait(rest)
            await self._wait(bucket.reserve(self._clock()))
        await self._wait(self._all.reserve(self._clock()))

    def pause(self, chat: int, seconds: float) -> None:
        """Hold this chat for so many seconds, as a 429 asks for; others keep their pace."""
        bucket = self._bucket(chat)
        bucket.closed_until = max(bucket.closed_until, self._clock() + seconds)

    async def _wait(self, seconds: float) -> None:
        if seconds > 0:
            await self._sleep(seconds)

    def _bucket(self, chat: int) -> _Bucket:
        bucket = self._chats.get(chat)
        if bucket is None:
            if len(self._chats) >= self._sweep_at:
                self._sweep()
            bucket = self._chats[chat] = _Bucket(*(self._group_limit if chat < 0 else self._chat_limit))
        return bucket

    def _sweep(self) -> None:
        now = self._clock()
        self._chats = {chat: bucket for chat, bucket in self._chats.items() if not bucket.rests(now)}
        self._sweep_at = max(_SWEEP_AT, 2 * len(self._chats))


class _Bucket:
    """A token bucket kept as one instant: when it will be full again. A reservation moves it on."""

    __slots__ = ("_full_at", "_interval", "_slack", "closed_until")

    def __init__(self, per_second: float | None, burst: int) -> None:
        self._interval = 1 / per_second if per_second else 0.0
        self._slack = self._interval * (max(burst, 1) - 1)
        self._full_at = float("-inf")
        self.closed_until = float("-inf")

    def reserve(self, now: float) -> float:
        """Take the next token and give the seconds until it is there."""
        wait = max(self._full_at - self._slack - now, 0.0)
        self._full_at = max(self._full_at, now) + self._interval
        return wait

    def rests(self, now: float) -> bool:
        """Whether it is full and open, so that a new one would be just the same."""
        return self._full_at <= now and self.closed_until <= now
