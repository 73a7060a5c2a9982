"""The clock's knock: a few ticks at fixed intervals. All that is due lives in the database, nothing here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

TICK_EVERY = 5
"""Seconds between two looks at what is due."""

SWEEP_EVERY = 3600
"""Seconds between two looks at what must be erased."""


class Ticks:
    """Wakes the service. A tick that comes while the one before still runs is left out, and none is made up for."""

    def __init__(self, tick: Callable[[], Awaitable[None]], sweep: Callable[[], Awaitable[None]]) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._scheduler.add_job(tick, "interval", seconds=TICK_EVERY)
        self._scheduler.add_job(sweep, "interval", seconds=SWEEP_EVERY)

    def start(self) -> None:
        """Begin to knock."""
        self._scheduler.start()

    def stop(self) -> None:
        """Knock no more; a tick under way finishes."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
