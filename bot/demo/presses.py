"""Presses that wait for their answer, and for how long one can still be given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count, islice

from bot.demo.changes import Changes
from bot.demo.refusals import bad_request
from bot.demo.telegram_rules import PRESS_LIFE

FIRST_PRESS = 7_000_000_000_001
"""Below 2**53, so that a page can tell two presses apart."""
MOST_OPEN = 10_000
"""Presses kept waiting; older ones are long too old to be answered."""

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(slots=True, eq=False)
class Press:
    """One press of a button.

    chat_id: where the message stands
    carried: whether the message carried this payload at that moment; an old phone may still show another keyboard
    toast:   the answer: None while there is none, "" for one without words
    """

    id: str
    chat_id: int
    message_id: int
    data: str
    carried: bool
    pressed_at: int
    changes: Changes
    toast: str | None = None

    async def answered(self, within: float = 5.0) -> str:
        """Wait for the answer and give its words. Raises TimeoutError after so many seconds of real time."""
        await self.changes.until(lambda: self.toast is not None, within)
        return self.toast or ""


class Presses:
    """All presses that can still be answered. `unix` gives the server's time in seconds."""

    def __init__(self, unix: Callable[[], int], changes: Changes) -> None:
        self._unix = unix
        self._changes = changes
        self._ids = count(FIRST_PRESS)
        self._open: dict[str, Press] = {}

    def add(self, chat_id: int, message_id: int, data: str, carried: bool) -> Press:
        """Note a press under a new query id."""
        press = Press(str(next(self._ids)), chat_id, message_id, data, carried, self._unix(), self._changes)
        self._open[press.id] = press
        if len(self._open) > MOST_OPEN:
            for forgotten in list(islice(self._open, MOST_OPEN // 2)):
                del self._open[forgotten]
        return press

    def answer(self, query_id: str, toast: str) -> None:
        """Answer it once, in time. Raises `Refused` for an unknown, answered or old one."""
        press = self._open.pop(query_id, None)
        if press is None or self._unix() - press.pressed_at > PRESS_LIFE:
            raise bad_request(TOO_OLD)
        press.toast = toast
        self._changes.bump()
