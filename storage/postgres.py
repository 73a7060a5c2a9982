"""How units of work run on PostgreSQL: each statement is awaited, in one serializable transaction."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any, NoReturn, TypeVar

import asyncpg

from storage.faults import (
    ConstraintBroken,
    DatabaseBroken,
    DatabaseFault,
    DatabaseNotOpenable,
    StatementRefused,
    give_up,
    told,
)
from storage.translation import POSTGRES_WORDS, TEXTS_KEPT, with_numbers
from storage.units import Row, Statement, Storage, Unit

T = TypeVar("T")

CONNECTIONS = 8
TRIES = 40
"""A unit that collides is run again this often; 20 writers on one row need about half of it."""

LONGEST_PAUSE = 0.1
"""Seconds; the pause before another try is chance, and doubles at most up to this."""

PATIENCE = 30.0
"""Seconds to wait for the server: to connect, and for one statement."""

SESSION: Mapping[str, str] = {
    "application_name": "familienlotse",
    "timezone": "UTC",
    # A whole table that was read counts as read row by row: with 24 families at once a look-up by index, even where
    # the table is small, leaves 20 collisions in a hundred units instead of 55.
    "enable_seqscan": "off",
    # It would be started for the few whole reads that remain, since they now look dear, and take 0.3 s each.
    "jit": "off",
}

_COLLISIONS = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.InvalidCachedStatementError,
)
_THERE_ALREADY = (asyncpg.DuplicateTableError, asyncpg.DuplicateObjectError)
_LOST = (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, OSError)


class PostgresStorage(Storage):
    """Units of work on a PostgreSQL database, made by `PostgresStorage.open`.

    Serializable, since a unit may rely on SQLite's single writer. Values follow the house rule of
    `storage.migrate`; a bool is stored as 0 or 1, and sums of integers come back as integers.
    """

    def __init__(self, pool: Any, where: str, tries: int) -> None:
        self._pool = pool
        self._tries = tries
        self._where = where
        self._closed = False
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._translate = lru_cache(TEXTS_KEPT)(partial(with_numbers, words=POSTGRES_WORDS))

    @classmethod
    async def open(cls, address: str, *, connections: int = CONNECTIONS, tries: int = TRIES) -> PostgresStorage:
        """Open a pool on `postgresql://name:password@host/database`. Raises `DatabaseNotOpenable`."""
        where = without_password(address)
        try:
            pool = await asyncpg.create_pool(
                address,
                min_size=1,
                max_size=connections,
                timeout=PATIENCE,
                command_timeout=PATIENCE,
                statement_cache_size=TEXTS_KEPT,
                init=_learn_numbers,
                reset=_nothing_to_reset,
                server_settings=SESSION,
            )
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, ValueError) as error:
            raise DatabaseNotOpenable(
                told(f"PostgreSQL cannot be reached ({_reason(error)})", where, _cure(error))
            ) from None
        return cls(pool, where, tries)

    async def run(self, unit: Callable[[], Unit[T]]) -> T:
        """Run one unit, whole or not at all, and again from its beginning when it collided with another.

        Raises what the unit raises, `DatabaseFault` for what the database does, `DatabaseBroken` once closed.
        """
        if self._closed:
            raise DatabaseBroken(told("the database was closed", self._where, "Open it anew"))
        self._under_way += 1
        self._idle.clear()
        try:
            return await self._run_until_it_fits(unit)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    async def close(self) -> None:
        """Finish what is under way, then let go of all connections; a second call does nothing."""
        self._closed = True
        try:
            await self._idle.wait()
        finally:
            await self._pool.close()

    async def _run_until_it_fits(self, unit: Callable[[], Unit[T]]) -> T:
        for tried in range(self._tries):
            try:
                return await self._run_once(unit)
            except _Collided:
                await asyncio.sleep(random.uniform(0, min(LONGEST_PAUSE, 0.002 * 2**tried)))
        raise DatabaseBroken(
            told(f"a unit collided with others {self._tries} times", self._where, "Try again when less is going on")
        )

    async def _run_once(self, unit: Callable[[], Unit[T]]) -> T:
        told_by_unit: BaseException | None = None
        try:
            async with self._pool.acquire() as connection, connection.transaction(isolation="serializable"):
                try:
                    return await self._drive(connection, unit())
                except BaseException as error:
                    told_by_unit = error
                    raise
        except (asyncpg.PostgresError, *_LOST) as error:
            if error is told_by_unit:
                raise
            raise self._fault(error, "COMMIT") from None

    async def _drive(self, connection: Any, work: Unit[T]) -> T:
        try:
            statement = next(work)
            while True:
                try:
                    rows = await self._fetch(connection, statement)
                except (asyncpg.PostgresError, DatabaseFault, *_LOST) as error:
                    self._end(work, self._fault(error, statement.sql.text))
                statement = work.send(rows)
        except StopIteration as end:
            result: T = end.value
            return result

    def _end(self, work: Unit[Any], fault: DatabaseFault) -> NoReturn:
        if isinstance(fault, _Collided):
            # The unit is run again, so it has nothing to hear of this.
            work.close()
            raise fault
        give_up(work, fault)

    async def _fetch(self, connection: Any, statement: Statement) -> list[Row]:
        text, names = self._translate(statement.sql.text)
        try:
            values = [_as_number(statement.values[name]) for name in names]
        except KeyError as missing:
            raise StatementRefused(f"there is no value for {missing} in: {statement.sql.text}") from None
        return [tuple(row) for row in await connection.fetch(text, *values)]

    def _fault(self, error: Exception, text: str) -> DatabaseFault:
        if isinstance(error, DatabaseFault):
            return error
        if isinstance(error, _COLLISIONS) or _both_made_it(error, text):
            return _Collided(f"collided in: {text}")
        if isinstance(error, asyncpg.IntegrityConstraintViolationError):
            return ConstraintBroken(f"{_reason(error)} in: {text}")
        if isinstance(error, _LOST) or _is_out_of_service(error):
            return DatabaseBroken(told(f"PostgreSQL stopped working ({_reason(error)})", self._where, _cure(error)))
        return StatementRefused(f"{_reason(error)} in: {text}")


class _Collided(DatabaseFault):
    """Another unit came in between; the same unit may well succeed at the next try."""


def without_password(address: str) -> str:
    """The address as it may be shown: scheme, host and database only."""
    scheme, _, rest = address.partition("://")
    if "?" in rest.rpartition("@")[0]:
        return f"{scheme}://..."
    return f"{scheme}://{rest.rpartition('@')[2].partition('?')[0]}"


async def _learn_numbers(connection: Any) -> None:
    # SUM() of BIGINT is NUMERIC in PostgreSQL; SQLite gives an integer.
    await connection.set_type_codec(
        "numeric", schema="pg_catalog", format="text", encoder=str, decoder=_as_python_number
    )


async def _nothing_to_reset(_connection: Any) -> None:
    """A unit leaves nothing behind in its session, so the usual query at every return is spared."""


def _as_python_number(text: str) -> int | float:
    return int(text) if text.lstrip("-").isdigit() else float(text)


def _as_number(value: Any) -> Any:
    return int(value) if value is True or value is False else value


def _both_made_it(error: Exception, text: str) -> bool:
    # CREATE ... IF NOT EXISTS fails all the same when two processes start on an empty database.
    if isinstance(error, asyncpg.UniqueViolationError):
        return bool(error.schema_name == "pg_catalog")
    return isinstance(error, _THERE_ALREADY) and "IF NOT EXISTS" in text.upper()


def _is_out_of_service(error: Exception) -> bool:
    # PostgreSQL's classes 53 (out of resources), 57 (stopped by an operator), 58 (system), XX (internal).
    return (getattr(error, "sqlstate", None) or "")[:2] in ("53", "57", "58", "XX")


def _reason(error: Exception) -> str:
    # Messages of class 22 and of asyncpg itself repeat the values they complain of.
    code = getattr(error, "sqlstate", None) or ""
    if isinstance(error, asyncpg.PostgresError) and code and not code.startswith("22"):
        return str(error.args[0])
    return type(error).__name__


def _cure(error: Exception) -> str:
    if isinstance(error, asyncpg.InvalidAuthorizationSpecificationError):
        return "Correct name and password in DATABASE_URL"
    if isinstance(error, asyncpg.InvalidCatalogNameError):
        return "Make the database with createdb, or correct DATABASE_URL"
    return "See that the server runs and that DATABASE_URL names it rightly"
