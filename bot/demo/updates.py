"""The line of updates that wait for the bot: numbered, filtered, kept for a day, confirmed by offset."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice, takewhile
from typing import Any

from bot.demo.changes import Changes

Update = dict[str, Any]

KEPT_FOR = 24 * 3600
"""Seconds that Telegram keeps an update for a bot that does not come for it."""
FIRST_UPDATE = 700_000_001
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that a bot gets only if it names them."""


class UpdateLine:
    """Updates in the order they arose.

    `unix` gives the server's time in seconds; `progress` hears of what was confirmed.
    """

    def __init__(self, unix: Callable[[], int], progress: Changes) -> None:
        self._unix = unix
        self.progress = progress
        self._waiting: dict[int, tuple[int, Update]] = {}
        self._next_id = FIRST_UPDATE
        self.allowed: frozenset[str] = frozenset()
        self.on_arrival: Callable[[Update], None] | None = None
        self.on_push: list[Callable[[Update], None]] = []

    def __len__(self) -> int:
        self._forget_old()
        return len(self._waiting)

    def push(self, kind: str, body: Any) -> Update | None:
        """Number and queue an update; None where the bot did not ask for this kind."""
        if kind not in self.allowed if self.allowed else kind in _ON_REQUEST:
            return None
        update: Update = {"update_id": self._next_id, kind: body}
        self._next_id += 1
        self._waiting[update["update_id"]] = (self._unix(), update)
        for callback in self.on_push:
            callback(update)
        if self.on_arrival is not None:
            self.on_arrival(update)
        return update

    def allow(self, kinds: Iterable[str]) -> None:
        """Which kinds are queued from now on; none named means all but the rare ones."""
        self.allowed = frozenset(kinds)

    def first(self, limit: int) -> list[Update]:
        """Up to `limit` unconfirmed updates, oldest first; they stay until confirmed."""
        self._forget_old()
        return [update for _, update in islice(self._waiting.values(), limit)]

    def confirm(self, offset: int) -> None:
        """Forget the updates before this id; a negative offset keeps only so many of the newest."""
        if offset < 0:
            surplus = max(len(self._waiting) + offset, 0)
            confirmed = list(islice(self._waiting, surplus))
        else:
            confirmed = list(takewhile(lambda update_id: update_id < offset, self._waiting))
        for update_id in confirmed:
            del self._waiting[update_id]
        self.progress.bump()

    def done(self, update_id: int) -> None:
        """Forget one update that a webhook has taken."""
        self._waiting.pop(update_id, None)
        self.progress.bump()

    def drop(self) -> None:
        """Forget all of them."""
        self._waiting.clear()
        self.progress.bump()

    def _forget_old(self) -> None:
        if not self._waiting:
            return
        oldest = self._unix() - KEPT_FOR
        for update_id in list(takewhile(lambda one: self._waiting[one][0] < oldest, self._waiting)):
            del self._waiting[update_id]
