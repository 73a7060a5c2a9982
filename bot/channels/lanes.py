"""How work is kept in order: one lane a chat, first come first served, many lanes at once, never too many."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias, TypeVar, cast

T = TypeVar("T")
Job: TypeAlias = Callable[[], Awaitable[Any]]

AT_ONCE: Final = 64
"""Lanes that may run at the same time."""


class Lanes:
    """FIFO per chat, parallel across chats.

    A chat with work waiting goes to the end of the queue after each job, so that a busy chat cannot hold up a
    quiet one. Nothing is kept of a chat without work. What waits is bounded by the caller.
    """

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._waiting: dict[int, deque[tuple[Job, asyncio.Future[Any]]]] = {}
        self._ready: deque[int] = deque()
        self._workers: set[asyncio.Task[None]] = set()
        self._closed = False

    def submit(self, chat: int, job: Callable[[], Awaitable[T]]) -> asyncio.Future[T]:
        """Put a job at the end of the chat's lane. The future gets what the job gives or raises.

        A future cancelled before its turn takes the job with it; a job that has begun runs to its end.

        Raises:
            RuntimeError: the lanes are stopped
        """
        if self._closed:
            raise RuntimeError("The lanes are stopped and take no more work.")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        if chat in self._waiting:
            self._waiting[chat].append((job, future))
        else:
            self._waiting[chat] = deque([(job, future)])
            self._ready.append(chat)
            self._call_worker()
        return future

    async def stop(self) -> None:
        """Take no more work and finish all that was submitted.

        If this call is itself cancelled (the patience of the caller is at an end), what runs is cancelled and
        what waits is dropped, its futures cancelled.
        """
        self._closed = True
        try:
            while self._workers:
                await asyncio.wait(tuple(self._workers))
        except asyncio.CancelledError:
            self._drop()
            raise

    def _call_worker(self) -> None:
        if len(self._workers) < self._at_once:
            worker = asyncio.get_running_loop().create_task(self._work())
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)

    async def _work(self) -> None:
        try:
            while self._ready:
                await self._next_job(self._ready.popleft())
        finally:
            # Not left to the callback alone: that comes a turn of the loop later, and a job submitted in
            # between would count this worker as one that will take it.
            self._workers.discard(cast("asyncio.Task[None]", asyncio.current_task()))

    async def _next_job(self, chat: int) -> None:
        lane = self._waiting[chat]
        job, future = lane.popleft()
        if not future.cancelled():
            await _run(job, future)
        if lane:
            self._ready.append(chat)
        else:
            self._waiting.pop(chat, None)

    def _drop(self) -> None:
        for lane in self._waiting.values():
            for _, future in lane:
                future.cancel()
            lane.clear()
        self._waiting.clear()
        self._ready.clear()
        for worker in tuple(self._workers):
            worker.cancel()


async def _run(job: Job, future: asyncio.Future[Any]) -> None:
    try:
        result = await job()
    except asyncio.CancelledError:
        future.cancel()
        worker = asyncio.current_task()
        if worker is not None and worker.cancelling():
            raise
    except Exception as error:
        if not future.done():
            future.set_exception(error)
    else:
        if not future.done():
            future.set_result(result)
