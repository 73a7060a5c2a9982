"""What PostgreSQL alone promises: units that collide run again, and faults never tell a password or a value."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from storage.faults import DatabaseBroken, DatabaseNotOpenable, StatementRefused
from storage.postgres import PostgresStorage, without_password
from storage.units import Sql, Unit

MAKE = Sql("CREATE TABLE slots (number BIGINT PRIMARY KEY, family BIGINT)")
ADD = Sql("INSERT INTO slots (number, family) VALUES (1, NULL)")
READ = Sql("SELECT family FROM slots WHERE number = 1")
TAKE = Sql("UPDATE slots SET family = :family WHERE number = 1")


def make() -> Unit[None]:
    yield MAKE()
    yield ADD()


def take(family: int) -> Unit[None]:
    yield TAKE(family=family)


@pytest.fixture
async def storage(postgres_address: str) -> AsyncIterator[PostgresStorage]:
    opened = await PostgresStorage.open(postgres_address, tries=5)
    await opened.run(make)
    yield opened
    await opened.close()


async def test_unit_that_collides_runs_again_from_its_beginning(
    storage: PostgresStorage, postgres_address: str
) -> None:
    heard: list[int | None] = []

    def unit() -> Unit[None]:
        rows = yield READ()
        heard.append(rows[0][0])
        yield TAKE(family=7)

    other, watch = await asyncpg.connect(postgres_address), await asyncpg.connect(postgres_address)
    async with other.transaction():
        await other.execute("UPDATE slots SET family = 5")
        running = asyncio.create_task(storage.run(unit))
        while await watch.fetchval("SELECT COUNT(*) FROM pg_locks WHERE NOT granted") == 0:
            pass
    await running

    assert heard == [None, 5]
    assert await other.fetchval("SELECT family FROM slots") == 7
    await asyncio.gather(other.close(), watch.close())


async def test_unit_that_collides_for_ever_gives_up(storage: PostgresStorage) -> None:
    tries = []

    def unlucky() -> Unit[None]:
        tries.append(1)
        yield Sql("DO 'BEGIN RAISE SQLSTATE ''40001''; END'")()

    with pytest.raises(DatabaseBroken, match="collided with others 5 times"):
        await storage.run(unlucky)

    assert len(tries) == 5


async def test_value_of_a_wrong_kind_is_refused_without_being_told(storage: PostgresStorage) -> None:

    with pytest.raises(StatementRefused) as caught:
        await storage.run(lambda: take("Aylin"))  # type: ignore[arg-type]

    assert str(caught.value) == "DataError in: UPDATE slots SET family = :family WHERE number = 1"


async def test_table_that_is_there_already_is_told_at_once(storage: PostgresStorage) -> None:
    with pytest.raises(StatementRefused, match='relation "slots" already exists'):
        await storage.run(make)


async def test_lost_connection_is_told_and_the_next_unit_works(storage: PostgresStorage) -> None:

    def ends_itself() -> Unit[None]:
        yield Sql("SELECT pg_terminate_backend(pg_backend_pid())")()

    with pytest.raises(DatabaseBroken, match="PostgreSQL stopped working"):
        await storage.run(ends_itself)

    await storage.run(lambda: take(3))


async def test_unit_may_raise_what_looks_like_a_lost_connection(storage: PostgresStorage) -> None:

    def unit() -> Unit[None]:
        yield Sql("SELECT 1")()
        raise ConnectionError("the phone was hung up")

    with pytest.raises(ConnectionError, match="the phone was hung up"):
        await storage.run(unit)


async def test_server_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(DatabaseNotOpenable) as caught:
        await PostgresStorage.open(f"postgresql://lotse:secret@/families?host={tmp_path}")

    assert str(caught.value) == (
        "PostgreSQL cannot be reached (FileNotFoundError): postgresql:///families. "
        "See that the server runs and that DATABASE_URL names it rightly"
    )


async def test_database_that_is_not_there_is_named_with_the_cure(postgres_server: str) -> None:
    with pytest.raises(DatabaseNotOpenable) as caught:
        await PostgresStorage.open(postgres_server.replace("/postgres?", "/families?"))

    assert str(caught.value) == (
        'PostgreSQL cannot be reached (database "families" does not exist): postgresql:///families. '
        "Make the database with createdb, or correct DATABASE_URL"
    )


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://lotse:secret@db.local:5432/families", "postgresql://db.local:5432/families"),
        ("postgresql://lotse:sec/r@t@db.local/families", "postgresql://db.local/families"),
        ("postgresql://db.local/families?password=secret", "postgresql://db.local/families"),
        ("postgresql://db.local/families?password=sec@ret", "postgresql://..."),
    ],
)
def test_password_is_never_shown(address: str, shown: str) -> None:
    assert without_password(address) == shown
