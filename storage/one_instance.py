"""How a running bot keeps a second one from its database: two would answer every family twice."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.faults import DatabaseFault, DatabaseNotOpenable, told
from storage.private_files import FILE_MODE, make_private_folder


class AlreadyRunning(DatabaseFault):
    """Another run holds this database."""


@contextmanager
def only_instance(database: Path) -> Iterator[None]:
    """Hold the lock beside the database file while the block runs; the system frees it if the process dies.

    Raises `AlreadyRunning`, or `DatabaseNotOpenable` if the lock file cannot be made. The database itself is
    not touched: short commands such as `invite` work beside it.
    """
    lock = database.with_name(database.name + ".lock")
    handle = _opened(lock)
    try:
        _hold(handle, database)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def _opened(lock: Path) -> int:
    try:
        make_private_folder(lock.parent)
        return os.open(lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, FILE_MODE)
    except OSError as error:
        raise DatabaseNotOpenable(
            told(
                f"the lock file cannot be made ({error.strerror})",
                str(lock),
                "Let this account write to the folder, or name another in DATABASE_URL",
            )
        ) from error


def _hold(handle: int, database: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip() or "unknown"
        raise AlreadyRunning(
            told(
                f"another familienlotse run holds this database (process {holder})",
                str(database),
                "End that one first, or give this one a DATABASE_URL of its own",
            )
        ) from None
