"""Places offered to waiting families: each is held until it is accepted and used, or given back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.instants import instant, seconds
from storage.units import Row, Sql, Unit

_COLUMNS = "id, person, needs, made_at, ends_at, state"

# A place is free to be offered where no live offer holds it; one live offer a family, by its unique index.
_OFFER = Sql(
    """INSERT INTO offers (programme, person, needs, made_at, ends_at, state)
       SELECT :programme, :person, :needs, :at, :ends_at, 'open' FROM places
       WHERE places.programme = :programme AND places.free - COALESCE((
               SELECT CAST(SUM(held.needs) AS BIGINT) FROM offers held
               WHERE held.programme = :programme AND held.state IN ('open', 'accepted')), 0) >= :needs
       ON CONFLICT DO NOTHING RETURNING id"""
)
_ACCEPT = Sql(
    """UPDATE offers SET state = 'accepted'
       WHERE id = :id AND person = :person AND state = 'open' AND ends_at > :at RETURNING id"""
)
_DECLINE = Sql(
    """UPDATE offers SET state = 'declined'
       WHERE id = :id AND person = :person AND state = 'open' RETURNING id"""
)
_LAPSE = Sql(
    """UPDATE offers SET state = 'lapsed'
       WHERE id = :id AND state = 'open' AND ends_at <= :at RETURNING id"""
)
_WITHDRAW = Sql(
    """UPDATE offers SET state = 'withdrawn'
       WHERE id = :id AND state IN ('open', 'accepted') RETURNING id"""
)
_USE = Sql(
    f"""UPDATE offers SET state = 'used'
        WHERE person = :person AND state = 'accepted' RETURNING {_COLUMNS}"""
)
_RESIZE = Sql("UPDATE offers SET needs = :needs WHERE id = :id AND state IN ('open', 'accepted')")
_LOAD = Sql(f"SELECT {_COLUMNS} FROM offers WHERE id = :id")
_LIVE_OF = Sql(
    f"""SELECT {_COLUMNS} FROM offers
        WHERE person = :person AND state IN ('open', 'accepted') AND person IS NOT NULL"""
)
_OPEN = Sql(
    f"SELECT {_COLUMNS} FROM offers WHERE programme = :programme AND state IN ('open', 'accepted') ORDER BY id"
)
_LAST_OF = Sql(f"SELECT {_COLUMNS} FROM offers WHERE person = :person ORDER BY id DESC LIMIT 1")


@dataclass(frozen=True, slots=True)
class Offer:
    """Places held for a family until `ends_at`, or, once accepted, until the coach says what became of it.

    state: open, accepted, used, declined, lapsed, withdrawn; `person` is None once the family is forgotten
    """

    id: int
    person: int | None
    needs: int
    made_at: datetime
    ends_at: datetime
    state: str


class Offers:
    """The reads and writes of offers."""

    def offer(self, programme: str, person: int, needs: int, now: datetime, ends_at: datetime) -> Unit[int | None]:
        """Hold places for a family; None where too few are left, or it has an offer already."""
        rows = yield _OFFER(
            programme=programme, person=person, needs=needs, at=seconds(now), ends_at=seconds(ends_at)
        )
        return int(rows[0][0]) if rows else None

    def accept(self, offer_id: int, person: int, now: datetime) -> Unit[bool]:
        """The family takes its offer; False where it is not its own, or over."""
        return bool((yield _ACCEPT(id=offer_id, person=person, at=seconds(now))))

    def decline(self, offer_id: int, person: int) -> Unit[bool]:
        """The family lets its offer pass; False where it is not its own, or not open."""
        return bool((yield _DECLINE(id=offer_id, person=person)))

    def lapse(self, offer_id: int, now: datetime) -> Unit[bool]:
        """The offer's time is over; False where it is not, or somebody answered."""
        return bool((yield _LAPSE(id=offer_id, at=seconds(now))))

    def withdraw(self, offer_id: int) -> Unit[bool]:
        """Take a live offer back, an accepted one too; False where it is over."""
        return bool((yield _WITHDRAW(id=offer_id)))

    def use(self, person: int) -> Unit[Offer | None]:
        """The family that accepted has its place now; None where it had accepted none."""
        rows = yield _USE(person=person)
        return _offer(rows[0]) if rows else None

    def resize(self, offer_id: int, needs: int) -> Unit[None]:
        """A live offer holds so many places from now on."""
        yield _RESIZE(id=offer_id, needs=needs)

    def load(self, offer_id: int) -> Unit[Offer | None]:
        """One offer."""
        rows = yield _LOAD(id=offer_id)
        return _offer(rows[0]) if rows else None

    def live_of(self, person: int) -> Unit[Offer | None]:
        """The family's offer that holds places now, open or accepted."""
        rows = yield _LIVE_OF(person=person)
        return _offer(rows[0]) if rows else None

    def last_of(self, person: int) -> Unit[Offer | None]:
        """The family's newest offer, whatever became of it."""
        rows = yield _LAST_OF(person=person)
        return _offer(rows[0]) if rows else None

    def open_offers(self, programme: str) -> Unit[tuple[Offer, ...]]:
        """All offers that hold places now, open and accepted, the oldest first."""
        return tuple(_offer(row) for row in (yield _OPEN(programme=programme)))


def _offer(row: Row) -> Offer:
    id_, person, needs, made_at, ends_at, state = row
    return Offer(id_, person, needs, instant(made_at), instant(ends_at), state)
