"""What families were told, "we call you by then": who keeps it, and whether it was kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.instants import instant, seconds
from storage.units import Row, Sql, Unit

_COLUMNS = "id, case_id, owner, due_at, closed_at"

_MAKE = Sql(
    """INSERT INTO promises (case_id, owner, due_at, state)
       VALUES (:case_id, :owner, :due_at, 'open') RETURNING id"""
)
_CLOSE = Sql(
    """UPDATE promises SET state = :state, closed_at = :at WHERE case_id = :case_id AND state = 'open'
       RETURNING id"""
)
_BREAK = Sql(
    """UPDATE promises SET state = 'broken', closed_at = :at, due_at = CASE WHEN due_at > :at THEN :at ELSE due_at END
       WHERE case_id = :case_id AND state = 'open' RETURNING id"""
)
_OWNED_BY = Sql("UPDATE promises SET owner = :owner WHERE case_id = :case_id AND state = 'open'")
_OPEN_OF = Sql(f"SELECT {_COLUMNS} FROM promises WHERE case_id = :case_id AND state = 'open'")
_OPEN = Sql(f"SELECT {_COLUMNS} FROM promises WHERE state = 'open' ORDER BY due_at, id")
_BROKEN = Sql(
    f"SELECT {_COLUMNS} FROM promises WHERE state = 'broken' AND closed_at >= :since ORDER BY closed_at, id"
)
_BROKEN_OF = Sql("SELECT COUNT(*) FROM promises WHERE case_id = :case_id AND state = 'broken'")
_COUNTS = Sql(
    """SELECT state, COUNT(*) FROM promises WHERE state IN ('kept', 'broken', 'void') AND closed_at >= :since
       GROUP BY state UNION ALL SELECT state, COUNT(*) FROM promises WHERE state = 'open' GROUP BY state"""
)


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise to a family. `owner` is the coach who keeps it, None for nobody yet."""

    id: int
    case_id: int
    owner: int | None
    due_at: datetime
    closed_at: datetime | None = None


class Promises:
    """The reads and writes of promises."""

    def make(self, case_id: int, owner: int | None, due_at: datetime, now: datetime) -> Unit[int]:
        """Note a promise, instead of one that was open; gives its number."""
        yield from self._close(case_id, "void", now)
        rows = yield _MAKE(case_id=case_id, owner=owner, due_at=seconds(due_at))
        return int(rows[0][0])

    def keep(self, case_id: int, now: datetime) -> Unit[bool]:
        """The family was called in time; False where no promise was open."""
        return (yield from self._close(case_id, "kept", now))

    def break_(self, case_id: int, now: datetime) -> Unit[bool]:
        """The promised time went by, or the family says so before; False where no promise was open."""
        return bool((yield _BREAK(case_id=case_id, at=seconds(now))))

    def void(self, case_id: int, now: datetime) -> Unit[None]:
        """The promise counts for nothing any more: the family called off, or wants another time."""
        yield from self._close(case_id, "void", now)

    def owned_by(self, case_id: int, owner: int | None) -> Unit[None]:
        """This coach keeps the open promise from now on."""
        yield _OWNED_BY(case_id=case_id, owner=owner)

    def open_of(self, case_id: int) -> Unit[Promise | None]:
        """The case's open promise."""
        rows = yield _OPEN_OF(case_id=case_id)
        return _promise(rows[0]) if rows else None

    def all_open(self) -> Unit[tuple[Promise, ...]]:
        """All that is promised and not kept yet, the soonest first."""
        return tuple(_promise(row) for row in (yield _OPEN()))

    def broken_since(self, since: datetime) -> Unit[tuple[Promise, ...]]:
        """Promises broken since an instant, oldest first."""
        return tuple(_promise(row) for row in (yield _BROKEN(since=seconds(since))))

    def broken_of(self, case_id: int) -> Unit[int]:
        """How many promises about this case were broken so far."""
        rows = yield _BROKEN_OF(case_id=case_id)
        return int(rows[0][0])

    def counts_since(self, since: datetime) -> Unit[dict[str, int]]:
        """By state, how many were closed since an instant, and how many are open; states without any are absent."""
        return dict((yield _COUNTS(since=seconds(since))))

    def _close(self, case_id: int, state: str, now: datetime) -> Unit[bool]:
        return bool((yield _CLOSE(case_id=case_id, state=state, at=seconds(now))))


def _promise(row: Row) -> Promise:
    id_, case_id, owner, due_at, closed_at = row
    return Promise(id_, case_id, owner, instant(due_at), instant(closed_at))
