"""What SQLite alone promises: groups, one hop, files of one's own, two processes, and a sudden end."""

from __future__ import annotations

import asyncio
import inspect
import logging
import os
import sqlite3
import stat
import subprocess
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from pathlib import Path

import aiosqlite
import pytest

import storage as storage_package
from storage.faults import DatabaseBroken, DatabaseNotOpenable
from storage.private_files import make_private_file
from storage.sqlite import SqliteStorage
from storage.units import Row, Sql, Unit

MAKE = Sql("CREATE TABLE IF NOT EXISTS visits (family BIGINT, part BIGINT)")
VISIT = Sql("INSERT INTO visits (family, part) VALUES (:family, :part)")
FAMILIES = Sql("SELECT DISTINCT family FROM visits ORDER BY family")
PARTS = Sql("SELECT family, COUNT(*) FROM visits GROUP BY family")

KEEPS_WRITING = """
import asyncio, sys
from itertools import count
from storage.private_files import make_private_file
from storage.sqlite import SqliteStorage
from storage.units import Sql

VISIT = Sql("INSERT INTO visits (family, part) VALUES (:family, :part)")

def visit(family):
    for part in range(3):
        yield VISIT(family=family, part=part)

async def write(storage, numbers):
    for family in numbers:
        await storage.run(lambda: visit(family))
        print(family, flush=True)

async def main():
    storage = await SqliteStorage.open(sys.argv[1])
    numbers = iter(range(int(sys.argv[2])))
    await asyncio.gather(*(write(storage, numbers) for _ in range(8)))
    await storage.close()

asyncio.run(main())
"""

Child = subprocess.Popen[str]


def make() -> Unit[None]:
    yield MAKE()


def visit(family: int) -> Unit[None]:
    for part in range(3):
        yield VISIT(family=family, part=part)


def families() -> Unit[list[int]]:
    rows = yield FAMILIES()
    return [family for (family,) in rows]


def mode(path: Path) -> int:
    return stat.S_IMODE(os.stat(path).st_mode)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "familienlotse.db"


@pytest.fixture
async def opened(path: Path) -> AsyncIterator[SqliteStorage]:
    storage = await SqliteStorage.open(path)
    await storage.run(make)
    yield storage
    await storage.close()


class Busy:
    """A unit that keeps the database thread busy until it is let go."""

    def __init__(self) -> None:
        self.began = threading.Event()
        self.may_end = threading.Event()

    def __call__(self) -> Unit[None]:
        yield VISIT(family=0, part=0)
        self.began.set()
        self.may_end.wait(20)


@pytest.fixture
def busy() -> Iterator[Busy]:
    unit = Busy()
    yield unit
    unit.may_end.set()


async def occupied(storage: SqliteStorage, busy: Busy) -> asyncio.Task[None]:
    task = asyncio.create_task(storage.run(busy))
    await asyncio.to_thread(busy.began.wait, 20)
    return task


async def test_aiosqlite_still_runs_a_function_of_ours_in_its_own_thread() -> None:
    connection = aiosqlite.Connection(partial(sqlite3.connect, ":memory:"), iter_chunk_size=1)
    await connection
    call = connection._execute

    there = [await call(threading.get_ident), await call(threading.get_ident)]  # type: ignore[no-untyped-call]

    assert inspect.iscoroutinefunction(aiosqlite.Connection._execute)
    assert (there[0] == there[1], there[0] == threading.get_ident()) == (True, False)
    await connection.close()


def test_the_private_call_stands_in_one_place() -> None:
    files = Path(storage_package.__file__).parent.glob("*.py")

    assert [file.name for file in files if "._execute(" in file.read_text()] == ["sqlite.py"]


async def test_families_who_write_at_once_share_one_hop(opened: SqliteStorage) -> None:
    before = opened.hops
    await asyncio.gather(*(opened.run(partial(visit, family)) for family in range(64)))

    assert opened.hops - before == 1


async def test_families_who_come_while_the_thread_is_busy_share_the_next_hop(
    opened: SqliteStorage, busy: Busy
) -> None:
    first = await occupied(opened, busy)
    before = opened.hops
    others = [asyncio.create_task(opened.run(partial(visit, family))) for family in range(1, 11)]
    await asyncio.sleep(0)
    busy.may_end.set()
    await asyncio.gather(first, *others)

    assert opened.hops - before == 1
    assert await opened.run(families) == list(range(11))


async def test_group_has_a_bound(path: Path) -> None:
    storage = await SqliteStorage.open(path, group_size=10)
    await storage.run(make)
    before = storage.hops
    await asyncio.gather(*(storage.run(partial(visit, family)) for family in range(25)))

    assert storage.hops - before == 3
    await storage.close()


async def test_caller_who_left_before_the_turn_began_is_left_out(opened: SqliteStorage, busy: Busy) -> None:
    first = await occupied(opened, busy)
    leaves = asyncio.create_task(opened.run(partial(visit, 1)))
    stays = asyncio.create_task(opened.run(partial(visit, 2)))
    await asyncio.sleep(0)
    leaves.cancel()
    busy.may_end.set()
    await asyncio.gather(first, stays)

    assert (leaves.cancelled(), await opened.run(families)) == (True, [0, 2])


async def test_caller_who_left_during_the_turn_is_written_all_the_same(opened: SqliteStorage, busy: Busy) -> None:
    leaves = await occupied(opened, busy)
    leaves.cancel()
    busy.may_end.set()

    assert await opened.run(families) == [0]


async def test_nobody_waits_for_ever_when_the_work_itself_is_cancelled(opened: SqliteStorage, busy: Busy) -> None:
    mine = await occupied(opened, busy)
    for task in asyncio.all_tasks() - {mine, asyncio.current_task()}:
        task.cancel()

    with pytest.raises(DatabaseBroken, match="the work was cut off"):
        await mine
    busy.may_end.set()
    assert await opened.run(families) == [0]


async def test_debug_log_of_the_library_shows_nothing_of_a_family(
    opened: SqliteStorage, caplog: pytest.LogCaptureFixture
) -> None:
    def visits_as(name: str) -> Unit[None]:
        yield VISIT(family=len(name), part=0)

    with caplog.at_level(logging.DEBUG):
        await opened.run(partial(visits_as, "Aylin"))

    assert [record for record in caplog.messages if "Aylin" in record] == []


async def test_writes_last_and_references_hold(opened: SqliteStorage) -> None:
    def settings() -> Unit[list[Row]]:
        rows: list[Row] = []
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete"):
            rows += yield Sql(f"PRAGMA {name}")()
        return rows

    assert await opened.run(settings) == [("wal",), (2,), (1,), (10_000,), (1,)]


async def test_file_and_its_new_folder_are_for_the_bot_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "store" / "familienlotse.db"
    storage = await SqliteStorage.open(path)
    await storage.run(make)
    names = [path.with_name("familienlotse.db" + tail) for tail in ("", "-wal", "-shm")]
    modes = [mode(name) for name in (*names, *path.parents[:2])]
    await storage.close()

    assert modes == [0o600, 0o600, 0o600, 0o700, 0o700]


async def test_open_file_is_closed_to_others(path: Path) -> None:
    make_private_file(path)
    os.chmod(path, 0o644)
    storage = await SqliteStorage.open(path)
    await storage.close()

    assert mode(path) == 0o600


@pytest.fixture
def diary(path: Path) -> Path:
    path.write_text("Dear diary, " * 100)
    return path


async def test_file_that_is_no_database_is_named_with_the_cure(diary: Path) -> None:
    with pytest.raises(DatabaseNotOpenable) as caught:
        await SqliteStorage.open(diary)

    assert str(caught.value) == (
        f"the database cannot be opened (file is not a database): {diary}. "
        "The file is no SQLite database: name another file, or restore a backup"
    )


async def test_place_where_no_file_can_be_is_named_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("not a folder")
    with pytest.raises(DatabaseNotOpenable) as caught:
        await SqliteStorage.open(tmp_path / "letter" / "familienlotse.db")
    assert str(caught.value) == (
        f"the database cannot be made (File exists): {tmp_path}/letter/familienlotse.db. "
        "Let this account write to the folder, or name another in DATABASE_URL"
    )

    os.chmod(tmp_path, 0o755)
    with pytest.raises(DatabaseNotOpenable, match="this is a folder"):
        await SqliteStorage.open(tmp_path)
    assert mode(tmp_path) == 0o755


async def test_another_program_that_never_lets_go_is_told_of(opened: SqliteStorage, path: Path) -> None:
    impatient = await SqliteStorage.open(path, busy_for=0.02)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    units = [partial(visit, 1), partial(visit, 2)]
    outcomes = await asyncio.gather(*map(impatient.run, units), return_exceptions=True)
    other.execute("ROLLBACK")
    other.close()

    message = f"another process kept the database locked for 0.02 s: {path}. End the process that holds it"
    assert [(type(outcome), str(outcome)) for outcome in outcomes] == [(DatabaseBroken, message)] * 2
    await impatient.run(partial(visit, 3))
    assert await opened.run(families) == [3]
    await impatient.close()


async def test_twenty_may_open_a_new_file_at_once(path: Path) -> None:
    storages = await asyncio.gather(*(SqliteStorage.open(path) for _ in range(20)))
    await asyncio.gather(*(storage.run(make) for storage in storages))
    await asyncio.gather(*(storage.close() for storage in storages))


async def test_command_line_writes_while_the_bot_writes(
    opened: SqliteStorage, path: Path, start_child: Callable[..., Child]
) -> None:
    bot = start_child(KEEPS_WRITING, str(path), "400")
    assert bot.stdout
    await asyncio.to_thread(bot.stdout.readline)
    for family in range(1000, 1030):
        await opened.run(partial(visit, family))

    assert await asyncio.to_thread(bot.wait, 60) == 0
    assert await opened.run(families) == [*range(400), *range(1000, 1030)]


async def test_sudden_end_loses_no_visit_and_halves_none(
    opened: SqliteStorage, path: Path, start_child: Callable[..., Child]
) -> None:
    bot = start_child(KEEPS_WRITING, str(path), "1000000")
    assert bot.stdout
    lines = [await asyncio.to_thread(bot.stdout.readline) for _ in range(60)]
    bot.kill()
    lines += await asyncio.to_thread(bot.stdout.readlines)

    def parts() -> Unit[dict[int, int]]:
        rows = yield PARTS()
        return dict(rows)

    found = await opened.run(parts)
    promised = [int(line) for line in lines if line.endswith("\n")]
    assert set(found.values()) == {3}
    assert len(promised) >= 60
    assert [family for family in promised if family not in found] == []
