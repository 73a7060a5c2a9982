"""What happens to one SQLite database inside its own thread: it is put in order, groups of units are run."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple, TypeAlias

from storage.faults import (
    ConstraintBroken,
    DatabaseBroken,
    DatabaseFault,
    DatabaseNotOpenable,
    StatementRefused,
    give_up,
    told,
)
from storage.translation import SQLITE_WORDS, TEXTS_KEPT, with_words
from storage.units import Unit

MEMORY = ":memory:"

AnyUnit: TypeAlias = Callable[[], Unit[Any]]

_SETTINGS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    # What a family had erased must not be readable in the free pages of the file.
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA journal_size_limit = 67108864",
)
_REFUSED_VALUES = (OverflowError, UnicodeError, TypeError)


class Outcome(NamedTuple):
    """How a unit ended: what it returned, or what it raised."""

    result: Any
    error: BaseException | None


class SqliteFile:
    """One connection to one SQLite database; every method but the first is called in the database thread."""

    def __init__(self, where: str, waits_for: float) -> None:
        """`where` is a path or `:memory:`; `waits_for` are the seconds to wait for another process's lock."""
        self.where = where
        self._waits_for = waits_for
        self._translate = lru_cache(TEXTS_KEPT)(partial(with_words, words=SQLITE_WORDS))

    def connect(self) -> sqlite3.Connection:
        """Open the connection. Raises `sqlite3.Error`."""
        self._connection = sqlite3.connect(
            self.where,
            timeout=self._waits_for,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=TEXTS_KEPT,
        )
        return self._connection

    def put_in_order(self) -> None:
        """Turn on the write-ahead log, durable commits and foreign keys. Raises `DatabaseNotOpenable`."""
        try:
            mode = self._turn_on_the_log(time.monotonic() + self._waits_for)
            for setting in _SETTINGS:
                self._connection.execute(setting)
        except sqlite3.Error as error:
            raise not_openable(self.where, error) from error
        if mode not in ("wal", "memory"):
            raise DatabaseNotOpenable(
                told(
                    f"the file system does not allow a write-ahead log (journal mode {mode})",
                    self.where,
                    "Put the database on a local disk, not on a network share",
                )
            )

    def _turn_on_the_log(self, until: float) -> str:
        # SQLite does not wait for a lock here as it does elsewhere, so two first starts at once would clash.
        while True:
            try:
                return str(self._connection.execute("PRAGMA journal_mode = WAL").fetchone()[0])
            except sqlite3.OperationalError as error:
                if not _is_busy(error) or time.monotonic() > until:
                    raise
                time.sleep(0.01)

    def run_group(self, units: Sequence[AnyUnit]) -> list[Outcome]:
        """Run the units in one transaction, or each in its own if one of them raises. Never raises itself."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            return [Outcome(None, self._fault(error))] * len(units)
        try:
            outcomes = [Outcome(self._drive(unit), None) for unit in units]
            self._connection.execute("COMMIT")
        except BaseException as error:
            self._roll_back()
            if len(units) == 1:
                return [Outcome(None, self._fault(error) if isinstance(error, sqlite3.Error) else error)]
        else:
            return outcomes
        return self._run_each(units)

    def _run_each(self, units: Sequence[AnyUnit]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for unit in units:
            # One wait for a lock or a full disk is enough for all: the others would wait as long in vain.
            if outcomes and isinstance(outcomes[-1].error, DatabaseBroken):
                outcomes.append(outcomes[-1])
            else:
                outcomes += self.run_group((unit,))
        return outcomes

    def _roll_back(self) -> None:
        # After some faults, a full disk among them, SQLite has rolled back by itself.
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _drive(self, unit: AnyUnit) -> Any:
        work = unit()
        execute, translate = self._connection.execute, self._translate
        try:
            statement = next(work)
            while True:
                try:
                    rows = execute(translate(statement.sql.text), statement.values).fetchall()
                except (sqlite3.Error, DatabaseFault, *_REFUSED_VALUES) as error:
                    give_up(work, self._fault(error, statement.sql.text))
                statement = work.send(rows)
        except StopIteration as end:
            return end.value

    def _fault(self, error: Exception, text: str = "") -> DatabaseFault:
        if isinstance(error, DatabaseFault):
            return error
        if isinstance(error, _REFUSED_VALUES):
            return StatementRefused(f"a value cannot be stored ({type(error).__name__}) in: {text}")
        if isinstance(error, sqlite3.IntegrityError):
            return ConstraintBroken(f"{error} in: {text or 'COMMIT'}")
        if _is_busy(error):
            return DatabaseBroken(
                told(
                    f"another process kept the database locked for {self._waits_for:g} s",
                    self.where,
                    "End the process that holds it",
                )
            )
        if _is_our_fault(error):
            return StatementRefused(f"{error} in: {text}")
        return DatabaseBroken(told(f"the database stopped working ({error})", self.where, _cure(error)))


def not_openable(where: str, error: Exception) -> DatabaseNotOpenable:
    """The fault of a database that SQLite or the system would not open, with its cure."""
    return DatabaseNotOpenable(told(f"the database cannot be opened ({error})", where, _cure(error)))


def _code(error: Exception) -> int | None:
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _is_busy(error: Exception) -> bool:
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _is_our_fault(error: Exception) -> bool:
    return _code(error) in (
        None,
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_RANGE,
        sqlite3.SQLITE_TOOBIG,
    )


def _cure(error: Exception) -> str:
    cures = {
        sqlite3.SQLITE_NOTADB: "The file is no SQLite database: name another file, or restore a backup",
        sqlite3.SQLITE_CORRUPT: "The file is damaged: restore a backup",
        sqlite3.SQLITE_FULL: "Make room on the disk",
        sqlite3.SQLITE_READONLY: "Let this account write to the file and its folder",
        sqlite3.SQLITE_BUSY: "Another process holds the database: end it, or wait until it is done",
    }
    return cures.get(_code(error) or 0, "Look at the disk, and at who may write to the file and its folder")
