"""Which database an address means."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.address import open_storage, sqlite_path
from storage.faults import DatabaseNotOpenable
from storage.sqlite import SqliteStorage


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("sqlite:///./var/familienlotse.db", Path("var/familienlotse.db")),
        ("sqlite:////srv/lotse/familienlotse.db", Path("/srv/lotse/familienlotse.db")),
        ("sqlite:///with%20blank.db", Path("with blank.db")),
        ("sqlite://", None),
        ("sqlite:///:memory:", None),
        ("postgresql://lotse@db.local/families", None),
        ("postgres://lotse@db.local/families", None),
    ],
)
def test_file_of_an_address(address: str, path: Path | None) -> None:
    assert sqlite_path(address) == path


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("var/secret.db", "DATABASE_URL names no kind of database."),
        ("mysql://secret@db.local/families", "DATABASE_URL begins with mysql://, which is not known here."),
        ("sqlite://var/secret.db", "An SQLite address has three strokes before its path."),
        ("sqlite:///secret.db?mode=ro", "An SQLite address takes no settings after a question mark."),
    ],
)
async def test_address_that_means_nothing_is_told_with_the_cure(address: str, told: str) -> None:
    with pytest.raises(DatabaseNotOpenable) as caught:
        await open_storage(address)

    assert str(caught.value) == (
        f"{told} Write sqlite:///./folder/file.db, sqlite:////absolute/file.db "
        "or postgresql://name:password@host/name"
    )


async def test_sqlite_address_opens_its_file(tmp_path: Path) -> None:
    storage = await open_storage(f"sqlite:///{tmp_path}/new/familienlotse.db")
    await storage.close()

    assert isinstance(storage, SqliteStorage)
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["familienlotse.db"]
