"""How the schema grows: numbered SQL files, forward only, each applied once and never changed afterwards.

One set of files serves both databases. The house rule for all SQL: an instant is a BIGINT of seconds since
1970-01-01 UTC, a truth is an INTEGER of 0 or 1, a sealed value is `{blob}`, a number that counts itself up is
`{serial}` (which says PRIMARY KEY too), every other whole number BIGINT, all else TEXT. A cast is written
`CAST(:x AS BIGINT)`. There are no triggers and functions, since no SQL for them is shared.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from storage.faults import DatabaseFault
from storage.translation import statements_in
from storage.units import Row, Sql, Storage, Unit

MIGRATIONS = Path(__file__).with_name("migrations")

_NAME = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")

_MAKE_VERSIONS = Sql(
    """CREATE TABLE IF NOT EXISTS schema_versions (
        number BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL, checksum TEXT NOT NULL)"""
)
_APPLIED = Sql("SELECT number, name, checksum FROM schema_versions ORDER BY number")
_CLAIM = Sql(
    """INSERT INTO schema_versions (number, name, applied_at, checksum)
       VALUES (:number, :name, :applied_at, :checksum) ON CONFLICT DO NOTHING RETURNING number"""
)


class SchemaRefused(DatabaseFault):
    """The database and this programme's schema files do not belong together; nothing was changed."""


class Migration(NamedTuple):
    """One step of the schema; the checksum is of its statements, so comments and blanks may still change."""

    number: int
    name: str
    statements: tuple[Sql, ...]
    checksum: str


async def bring_up_to_date(storage: Storage, now: int, folder: Path = MIGRATIONS) -> tuple[str, ...]:
    """Apply the steps that the database lacks, each in a transaction of its own; gives their names.

    `now` is in seconds since 1970 UTC. Safe when two processes start at once. Raises `SchemaRefused`.
    """
    steps = migrations_in(folder)
    missing = await storage.run(partial(_missing, steps))
    return tuple([step.name for step in missing if await storage.run(partial(_apply, step, now))])


async def steps_missing(storage: Storage, folder: Path = MIGRATIONS) -> tuple[str, ...]:
    """Names of the steps that `bring_up_to_date` would apply. Raises `SchemaRefused`."""
    return tuple([step.name for step in await storage.run(partial(_missing, migrations_in(folder)))])


def migrations_in(folder: Path) -> tuple[Migration, ...]:
    """All steps in order. Raises `SchemaRefused` for a strange name, a gap, or a number given twice."""
    steps = tuple(_read(path) for path in sorted(folder.glob("*.sql")))
    for expected, step in enumerate(steps, start=1):
        if step.number != expected:
            raise SchemaRefused(
                f"The schema files in {folder} are not numbered in turn: "
                f"number {expected:04} is looked for, {step.name} is found. "
                "Give every file the next free number."
            )
    return steps


def _read(path: Path) -> Migration:
    parts = _NAME.fullmatch(path.name)
    if parts is None:
        raise SchemaRefused(f"The schema file {path} has a strange name. Call it like 0002_words.sql.")
    statements = statements_in(path.read_text(encoding="utf-8"))
    checksum = hashlib.sha256("\n".join(statements).encode()).hexdigest()
    return Migration(int(parts[1]), path.stem, tuple(map(Sql, statements)), checksum)


def _missing(steps: Sequence[Migration]) -> Unit[Sequence[Migration]]:
    yield _MAKE_VERSIONS()
    applied = yield _APPLIED()
    for step, row in zip(steps, applied, strict=False):
        _compare(step, row)
    if len(applied) > len(steps):
        raise SchemaRefused(
            f"The database was made by a newer familienlotse: it knows {applied[-1][1]}, this one knows "
            f"{steps[-1].name if steps else 'nothing'}. Start the newer one, or restore an older backup."
        )
    return steps[len(applied) :]


def _compare(step: Migration, row: Row) -> None:
    if row == (step.number, step.name, step.checksum):
        return
    raise SchemaRefused(
        f"The database was made with {row[1]}, which is not the same as {step.name} here. "
        "Put the file back as it was, and write what shall change into a new file with the next number."
    )


def _apply(step: Migration, now: int) -> Unit[bool]:
    # The claim comes first: a second process that starts now waits for it, and then finds the step done.
    claimed = yield _CLAIM(number=step.number, name=step.name, applied_at=now, checksum=step.checksum)
    if not claimed:
        return False
    for statement in step.statements:
        yield statement()
    return True
