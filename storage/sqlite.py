"""How units of work run on SQLite: those that wait at the same time share one thread hop and one commit."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import aiosqlite

from storage.faults import DatabaseBroken, DatabaseNotOpenable, told
from storage.private_files import make_private_file, make_private_folder
from storage.sqlite_file import MEMORY, AnyUnit, Outcome, SqliteFile, not_openable
from storage.units import Storage, Unit

T = TypeVar("T")

GROUP_SIZE = 64
"""Units in one commit at most: about 10 ms of work, so that another process is never kept waiting long."""

BUSY_FOR = 10.0
"""Seconds to wait for another process's lock, such as an `invite` beside a running bot."""


class _Waiting(NamedTuple):
    unit: AnyUnit
    ends: asyncio.Future[Outcome]


class _Group:
    """A call without arguments: aiosqlite logs what it runs, and a unit's arguments may be personal."""

    def __init__(self, file: SqliteFile, members: list[_Waiting]) -> None:
        self._file = file
        self._members = members

    def __call__(self) -> list[Outcome]:
        return self._file.run_group([member.unit for member in self._members])


class SqliteStorage(Storage):
    """Units of work on one SQLite database, made by `SqliteStorage.open`; it belongs to one event loop.

    A caller that is cancelled before its unit began is left out; later, its unit is committed all the same.
    """

    def __init__(self, thread: aiosqlite.Connection, file: SqliteFile, group_size: int) -> None:
        self._thread = thread
        self._file = file
        self._group_size = group_size
        self._waiting: deque[_Waiting] = deque()
        self._in_hand: list[_Waiting] = []
        self._working: asyncio.Task[None] | None = None
        self._closed = False
        self.hops = 0
        """How often the database thread was entered for units."""

    @classmethod
    async def open(
        cls, where: Path | str, *, busy_for: float = BUSY_FOR, group_size: int = GROUP_SIZE
    ) -> SqliteStorage:
        """Open the database at a path, made with mode 0600 if there is none, or `:memory:`.

        `busy_for` is in seconds. Raises `DatabaseNotOpenable`.
        """
        _make_room(str(where))
        file = SqliteFile(str(where), busy_for)
        thread = aiosqlite.Connection(file.connect, iter_chunk_size=64)
        try:
            await thread
        except sqlite3.Error as error:
            raise not_openable(file.where, error) from error
        storage = cls(thread, file, group_size)
        try:
            await storage._hop(file.put_in_order)
        except BaseException:
            await storage.close()
            raise
        return storage

    async def run(self, unit: Callable[[], Unit[T]]) -> T:
        """Run one unit, whole or not at all, together with those that wait beside it.

        Raises what the unit raises, `DatabaseFault` for what the database does, `DatabaseBroken` once closed.
        """
        if self._closed:
            raise DatabaseBroken(told("the database was closed", self._file.where, "Open it anew"))
        loop = asyncio.get_running_loop()
        waiting = _Waiting(unit, loop.create_future())
        self._waiting.append(waiting)
        if self._working is None:
            self._working = loop.create_task(self._work_off())
            self._working.add_done_callback(self._cut_off)
        outcome = await waiting.ends
        if outcome.error is not None:
            raise outcome.error
        result: T = outcome.result
        return result

    async def close(self) -> None:
        """Finish all units that wait, then close the file and end the thread; a second call does nothing."""
        self._closed = True
        try:
            if self._working is not None:
                await asyncio.wait([self._working])
        finally:
            await self._thread.close()

    async def _work_off(self) -> None:
        while self._waiting:
            self._take_next()
            if not self._in_hand:
                continue
            self.hops += 1
            outcomes = await self._hop(_Group(self._file, self._in_hand))
            for member, outcome in zip(self._in_hand, outcomes, strict=True):
                _deliver(member, outcome)
            self._in_hand = []
        self._working = None

    def _take_next(self) -> None:
        while self._waiting and len(self._in_hand) < self._group_size:
            waiting = self._waiting.popleft()
            if not waiting.ends.done():
                self._in_hand.append(waiting)

    def _cut_off(self, working: asyncio.Task[None]) -> None:
        # Without this, whoever waits for a task that was cancelled under it would wait for ever.
        error = None if working.cancelled() else working.exception()
        if error is None and not working.cancelled():
            return
        fault = DatabaseBroken(told("the work was cut off", self._file.where, "Start the bot again"))
        fault.__cause__ = error
        for member in (*self._in_hand, *self._waiting):
            _deliver(member, Outcome(None, fault))
        self._in_hand = []
        self._waiting.clear()
        self._working = None

    async def _hop(self, call: Callable[[], Any]) -> Any:
        # aiosqlite has no public way to run a function of ours in its thread; a test guards this one.
        return await self._thread._execute(call)  # type: ignore[no-untyped-call]


def _deliver(member: _Waiting, outcome: Outcome) -> None:
    if not member.ends.done():
        member.ends.set_result(outcome)


def _make_room(where: str) -> None:
    if sqlite3.sqlite_version_info < (3, 35):
        raise DatabaseNotOpenable(
            told(f"SQLite {sqlite3.sqlite_version} is too old", where, "Install SQLite 3.35 or newer")
        )
    if where == MEMORY:
        return
    path = Path(where)
    if path.is_dir():
        raise DatabaseNotOpenable(told("this is a folder", where, "Name a file in DATABASE_URL"))
    try:
        make_private_folder(path.parent)
        make_private_file(path)
    except OSError as error:
        raise DatabaseNotOpenable(
            told(
                f"the database cannot be made ({error.strerror})",
                where,
                "Let this account write to the folder, or name another in DATABASE_URL",
            )
        ) from error
