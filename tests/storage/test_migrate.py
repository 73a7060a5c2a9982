"""How a database is brought to the newest schema, once, and never the wrong way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from storage.faults import StatementRefused
from storage.migrate import MIGRATIONS, SchemaRefused, bring_up_to_date, migrations_in
from storage.units import Row, Sql, Storage, Unit

Opens = Callable[[], Awaitable[Storage]]

NOW = 1_790_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    write(folder, "0001_families", "CREATE TABLE families (number {serial}, name {blob}); -- the first; table")
    write(folder, "0002_places", "CREATE TABLE places (name TEXT);\nINSERT INTO places VALUES ('a;b');\n")
    return folder


def write(folder: Path, name: str, script: str) -> None:
    (folder / f"{name}.sql").write_text(script)


def versions() -> Unit[list[Row]]:
    return (yield Sql("SELECT number, name, applied_at FROM schema_versions ORDER BY number")())


def places() -> Unit[list[Row]]:
    return (yield Sql("SELECT name FROM places")())


async def test_empty_database_gets_every_step_once(storage: Storage, folder: Path) -> None:
    assert await bring_up_to_date(storage, NOW, folder) == ("0001_families", "0002_places")
    assert await bring_up_to_date(storage, NOW + 60, folder) == ()

    assert await storage.run(versions) == [(1, "0001_families", NOW), (2, "0002_places", NOW)]
    assert await storage.run(places) == [("a;b",)]


async def test_older_database_gets_what_it_lacks(storage: Storage, folder: Path) -> None:
    await bring_up_to_date(storage, NOW, folder)
    write(folder, "0003_hours", "ALTER TABLE places ADD COLUMN opens_at BIGINT")

    assert await bring_up_to_date(storage, NOW + 60, folder) == ("0003_hours",)
    assert await storage.run(versions) == [
        (1, "0001_families", NOW),
        (2, "0002_places", NOW),
        (3, "0003_hours", NOW + 60),
    ]


async def test_step_that_fails_leaves_nothing_of_itself(storage: Storage, folder: Path) -> None:
    write(folder, "0003_wrong", "INSERT INTO places VALUES ('half'); INSERT INTO nowhere VALUES (1)")

    with pytest.raises(StatementRefused, match="nowhere"):
        await bring_up_to_date(storage, NOW, folder)

    assert [row[1] for row in await storage.run(versions)] == ["0001_families", "0002_places"]
    assert await storage.run(places) == [("a;b",)]


async def test_two_that_start_at_once_apply_each_step_once(open_shared: Opens, folder: Path) -> None:
    storages = await asyncio.gather(*(open_shared() for _ in range(4)))
    applied = await asyncio.gather(*(bring_up_to_date(storage, NOW, folder) for storage in storages))

    assert sorted(sum(applied, ())) == ["0001_families", "0002_places"]
    assert await storages[0].run(places) == [("a;b",)]


async def test_database_of_a_newer_programme_is_refused(storage: Storage, folder: Path) -> None:
    await bring_up_to_date(storage, NOW, folder)
    (folder / "0002_places.sql").unlink()

    with pytest.raises(SchemaRefused) as caught:
        await bring_up_to_date(storage, NOW, folder)

    assert str(caught.value) == (
        "The database was made by a newer familienlotse: it knows 0002_places, this one knows 0001_families. "
        "Start the newer one, or restore an older backup."
    )


async def test_changed_step_is_refused(storage: Storage, folder: Path) -> None:
    await bring_up_to_date(storage, NOW, folder)
    write(folder, "0002_places", "CREATE TABLE places (name TEXT NOT NULL)")

    with pytest.raises(SchemaRefused) as caught:
        await bring_up_to_date(storage, NOW, folder)

    assert str(caught.value) == (
        "The database was made with 0002_places, which is not the same as 0002_places here. "
        "Put the file back as it was, and write what shall change into a new file with the next number."
    )


async def test_comment_of_an_old_step_may_be_mended(storage: Storage, folder: Path) -> None:
    await bring_up_to_date(storage, NOW, folder)
    mended = "-- Families, by number.\r\nCREATE TABLE families\r\n  (number {serial}, name {blob});"
    write(folder, "0001_families", mended)

    assert await bring_up_to_date(storage, NOW, folder) == ()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("0004_hours", "number 0003 is looked for, 0004_hours is found. Give every file the next free number."),
        ("0002_zones", "number 0003 is looked for, 0002_zones is found. Give every file the next free number."),
        ("3_hours", "has a strange name. Call it like 0002_words.sql."),
    ],
)
def test_files_out_of_turn_are_refused(folder: Path, name: str, told: str) -> None:
    write(folder, name, "SELECT 1")

    with pytest.raises(SchemaRefused) as caught:
        migrations_in(folder)

    assert str(caught.value).endswith(told)


async def test_our_own_schema_can_be_made(storage: Storage) -> None:
    names = tuple(step.name for step in migrations_in(MIGRATIONS))

    assert await bring_up_to_date(storage, NOW) == names


async def test_families_on_the_list_of_the_first_schema_keep_their_date(storage: Storage, tmp_path: Path) -> None:
    first = next(path for path in MIGRATIONS.glob("0001_*.sql"))
    (tmp_path / first.name).write_text(first.read_text(encoding="utf-8"), encoding="utf-8")
    await bring_up_to_date(storage, NOW, tmp_path)

    def two_families() -> Unit[None]:
        text = (
            "INSERT INTO persons (chat_mark, chat, role, language, seen_at, listed_at) VALUES (:mark, :mark, 'family'"
        )
        for mark, listed_at in ((b"a", NOW), (b"b", None)):
            yield Sql(f"{text}, 'tr', {NOW}, :listed_at)")(mark=mark, listed_at=listed_at)

    def waiting() -> Unit[list[Row]]:
        return (yield Sql("SELECT person, since_at, order_at, asked_at, needs, paused FROM waiting")())

    await storage.run(two_families)
    await bring_up_to_date(storage, NOW)

    assert await storage.run(waiting) == [(1, NOW, NOW, NOW, 1, 0)]
