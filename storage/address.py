"""Which driver a DATABASE_URL means, and where an SQLite file and its neighbours lie."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from storage.faults import DatabaseNotOpenable
from storage.sqlite import SqliteStorage
from storage.sqlite_file import MEMORY
from storage.units import Storage

_CURE = "Write sqlite:///./folder/file.db, sqlite:////absolute/file.db or postgresql://name:password@host/name"


async def open_storage(address: str) -> Storage:
    """Open the database that the address names: `sqlite:///path` or `postgresql://...`.

    Raises `DatabaseNotOpenable`. The schema is brought up to date by `storage.migrate`, not here.
    """
    if _scheme(address) == "sqlite":
        return await SqliteStorage.open(sqlite_path(address) or MEMORY)
    try:
        from storage.postgres import PostgresStorage
    except ModuleNotFoundError as error:
        raise DatabaseNotOpenable(
            "PostgreSQL needs a library that is not here. Install it: pip install 'familienlotse[postgres]'"
        ) from error
    return await PostgresStorage.open(address)


def sqlite_path(address: str) -> Path | None:
    """The file of an SQLite address, None if it is in memory or another database.

    Raises `DatabaseNotOpenable` for an address that cannot be understood.
    """
    if _scheme(address) != "sqlite":
        return None
    rest = address.partition("://")[2]
    if rest and not rest.startswith("/"):
        raise DatabaseNotOpenable(f"An SQLite address has three strokes before its path. {_CURE}")
    if "?" in rest:
        raise DatabaseNotOpenable(f"An SQLite address takes no settings after a question mark. {_CURE}")
    path = unquote(rest[1:])
    return None if path in ("", MEMORY) else Path(path)


def _scheme(address: str) -> str:
    # The address itself is not shown: it may hold a password.
    scheme, parted, _ = address.partition("://")
    if not parted:
        raise DatabaseNotOpenable(f"DATABASE_URL names no kind of database. {_CURE}")
    if scheme in ("postgres", "postgresql", "sqlite"):
        return scheme
    raise DatabaseNotOpenable(f"DATABASE_URL begins with {scheme}://, which is not known here. {_CURE}")
