"""The time, as the shell tells it: the machine's own, or one that the demo and the tests move on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]
"""Gives now, aware, in UTC."""


def real_time() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


class MovableClock:
    """A clock that can be moved on. It runs with the machine's, or stands where `at` puts it."""

    def __init__(self, at: datetime | None = None) -> None:
        self._at = at
        self._ahead = timedelta(0)

    def __call__(self) -> datetime:
        return (self._at or real_time()) + self._ahead

    def move(self, by: timedelta) -> datetime:
        """Move on by a span; gives the time afterwards. It never goes back."""
        if by < timedelta(0):
            raise ValueError("A clock is moved on, never back.")
        self._ahead += by
        return self()
