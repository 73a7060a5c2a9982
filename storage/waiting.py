"""The waiting list: who waits in which order, who is asked whether they still do, and why the line changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.instants import instant, seconds
from storage.offers import Offer, Offers
from storage.units import Row, Sql, Unit

__all__ = ["Entry", "LineChange", "Offer", "Waiting"]

_COLUMNS = "person, since_at, order_at, needs, silent, paused, passed"

_LINE = Sql(f"SELECT {_COLUMNS} FROM waiting ORDER BY order_at, person")
_ENTRY = Sql(f"SELECT {_COLUMNS} FROM waiting WHERE person = :person")
_NEEDS = Sql("UPDATE waiting SET needs = :needs WHERE person = :person")
_PAUSE = Sql("UPDATE waiting SET paused = 1 WHERE person = :person AND paused = 0")
_HUSH = Sql("UPDATE waiting SET paused = 2 WHERE person = :person RETURNING person")
_RESUME = Sql("UPDATE waiting SET paused = 0 WHERE person = :person AND paused = 1")
_HEARD = Sql("UPDATE waiting SET silent = 0, asked_at = :at WHERE person = :person")
_ANSWERED = Sql("UPDATE waiting SET silent = 0, paused = 0, asked_at = :at WHERE person = :person")
_ASKED = Sql("UPDATE waiting SET silent = silent + 1, asked_at = :at WHERE person = :person")
_TO_FRONT = Sql(
    """UPDATE waiting SET order_at = (SELECT MIN(other.order_at) - 1 FROM waiting other)
       WHERE person = :person RETURNING person"""
)
_PASSED = Sql("UPDATE waiting SET passed = passed + 1 WHERE person = :person")
_DUE = Sql("SELECT person FROM waiting WHERE asked_at < :before AND paused < 2 ORDER BY asked_at, person LIMIT 100")
_WAITED = Sql("SELECT why FROM line_log WHERE what = 'waited' ORDER BY id DESC LIMIT :limit")
_LOG = Sql("INSERT INTO line_log (at, person, what, why, by_whom) VALUES (:at, :person, :what, :why, :by_whom)")
_LOG_SINCE = Sql(
    "SELECT at, person, what, why, by_whom FROM line_log WHERE at >= :since ORDER BY at DESC, id DESC LIMIT :limit"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A family in the line.

    since_at: when it joined; order_at: what the line goes by
    needs:    places it needs
    silent:   questions whether it still waits, without an answer
    paused:   it let an offer pass, and is offered none until it says that it still waits
    passed:   how often others went before
    hushed:   it asked for silence: paused, and not asked either
    """

    person: int
    since_at: datetime
    order_at: datetime
    needs: int
    silent: int
    paused: bool
    passed: int
    hushed: bool = False


@dataclass(frozen=True, slots=True)
class LineChange:
    """A change of the line or of the places; `person` is None once the family is forgotten, `by_whom` for the bot."""

    at: datetime
    person: int | None
    what: str
    why: str
    by_whom: int | None


class Waiting(Offers):
    """The reads and writes of the line, its log, and the places offered to it."""

    def line(self) -> Unit[tuple[Entry, ...]]:
        """All who wait, in order."""
        return tuple(_entry(row) for row in (yield _LINE()))

    def entry(self, person: int) -> Unit[Entry | None]:
        """A family's place in the line, if it waits."""
        rows = yield _ENTRY(person=person)
        return _entry(rows[0]) if rows else None

    def set_needs(self, person: int, needs: int) -> Unit[None]:
        """The family needs so many places."""
        yield _NEEDS(person=person, needs=needs)

    def pause(self, person: int) -> Unit[None]:
        """Offer the family nothing until it says that it still waits."""
        yield _PAUSE(person=person)

    def hush(self, person: int) -> Unit[bool]:
        """Write the family nothing until it says that it still waits, and offer it nothing; False if it waits not."""
        return bool((yield _HUSH(person=person)))

    def resume(self, person: int) -> Unit[None]:
        """The family that let an offer pass can be offered a place again; who asked for silence keeps it."""
        yield _RESUME(person=person)

    def heard_of(self, person: int, now: datetime) -> Unit[None]:
        """The family gave a sign of life: it is asked again later, and counts as silent no more."""
        yield _HEARD(person=person, at=seconds(now))

    def asked(self, person: int, now: datetime) -> Unit[None]:
        """The family is asked whether it still waits; it counts as silent until it answers."""
        yield _ASKED(person=person, at=seconds(now))

    def answered(self, person: int, now: datetime) -> Unit[None]:
        """The family still waits: it can be offered a place, and is asked again later."""
        yield _ANSWERED(person=person, at=seconds(now))

    def due_to_ask(self, before: datetime) -> Unit[tuple[int, ...]]:
        """Families last asked (or heard of) before this instant, the longest ago first; 100 at a time.

        Who asked for silence is not among them.
        """
        return tuple(row[0] for row in (yield _DUE(before=seconds(before))))

    def move_to_front(self, person: int) -> Unit[bool]:
        """The family goes before all others; False where it does not wait."""
        return bool((yield _TO_FRONT(person=person)))

    def passed_over(self, persons: Iterable[int]) -> Unit[None]:
        """Others went before these families."""
        for person in persons:
            yield _PASSED(person=person)

    def log(
        self, at: datetime, person: int | None, what: str, why: str = "", by_whom: int | None = None
    ) -> Unit[None]:
        """Note a change of the line or of the places, and its reason as a code."""
        yield _LOG(at=seconds(at), person=person, what=what, why=why, by_whom=by_whom)

    def waited(self, limit: int) -> Unit[tuple[int, ...]]:
        """How many whole days those families waited that took a place, the newest first, as the log has them."""
        return tuple(int(row[0]) for row in (yield _WAITED(limit=limit)) if row[0].isdecimal())

    def log_since(self, since: datetime, limit: int) -> Unit[tuple[LineChange, ...]]:
        """The changes since an instant, the newest first."""
        rows = yield _LOG_SINCE(since=seconds(since), limit=limit)
        return tuple(LineChange(instant(at), *rest) for at, *rest in rows)


def _entry(row: Row) -> Entry:
    person, since_at, order_at, needs, silent, paused, passed = row
    return Entry(
        person, instant(since_at), instant(order_at), needs, silent, bool(paused), passed, paused == 2,
    )  # fmt: skip
