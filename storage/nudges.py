"""Different offers that families were made where they stopped: none twice, and what came of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storage.instants import instant, seconds
from storage.units import Row, Sql, Unit

_COLUMNS = "id, person, ladder, place, offer, rung, why, at, opened_at, went_on_at, stopped_at, answer"

_MAKE = Sql(
    """INSERT INTO nudges (person, ladder, place, offer, rung, why, at)
       VALUES (:person, :ladder, :place, :offer, :rung, :why, :at) ON CONFLICT DO NOTHING RETURNING id"""
)
_LOAD = Sql(f"SELECT {_COLUMNS} FROM nudges WHERE id = :id")
_LAST_OF = Sql(f"SELECT {_COLUMNS} FROM nudges WHERE person = :person ORDER BY id DESC LIMIT 1")
_LAST_WRITTEN = Sql(
    f"SELECT {_COLUMNS} FROM nudges WHERE person = :person AND ladder IS NOT NULL ORDER BY id DESC LIMIT 1"
)
_OF = Sql(f"SELECT {_COLUMNS} FROM nudges WHERE person = :person ORDER BY id")
_HAD = Sql("SELECT offer FROM nudges WHERE person = :person ORDER BY id")
# What a phone had before it became one of the family stays its own where the family had the same offer.
_WRITTEN = Sql(
    """SELECT COUNT(*) FROM nudges WHERE ladder IS NOT NULL AND at >= :since
         AND (person = :person OR person IN (SELECT id FROM persons WHERE household = :person))"""
)
_OPENED = Sql("UPDATE nudges SET opened_at = :at WHERE id = :id AND opened_at IS NULL RETURNING id")
_WENT_ON = Sql("UPDATE nudges SET went_on_at = :at WHERE id = :id AND went_on_at IS NULL RETURNING id")
_STOPPED = Sql("UPDATE nudges SET stopped_at = :at WHERE id = :id AND stopped_at IS NULL RETURNING id")
HAND_ON: Final = Sql(
    """UPDATE nudges SET person = :heir WHERE person = :family
         AND NOT EXISTS (SELECT 1 FROM nudges own WHERE own.person = :heir AND own.offer = nudges.offer)"""
)
"""Offers of one family count for another from now on. What both had stays where it is, and counts there already."""

_ANSWER = Sql("UPDATE nudges SET answer = :answer WHERE id = :id AND answer = '' RETURNING id")


@dataclass(frozen=True, slots=True)
class MadeOffer:
    """An offer as it was made. `person` stands for the family; `ladder` is None where it came back by itself.

    rung:   which message of the ladder it was, the first is 1; 0 for none; why: the code of the rule that chose it
    answer: what was picked below it, as a code; "" for nothing
    """

    id: int
    person: int
    ladder: int | None
    place: str
    offer: str
    rung: int
    why: str
    at: datetime
    opened_at: datetime | None = None
    went_on_at: datetime | None = None
    stopped_at: datetime | None = None
    answer: str = ""


class Nudges:
    """The reads and writes of offers made."""

    def make(
        self,
        person: int,
        place: str,
        offer: str,
        why: str,
        now: datetime,
        *,
        ladder: int | None = None,
        rung: int = 0,
    ) -> Unit[int | None]:
        """Note an offer that is made to the family; gives its number, None where it was ever made this one before."""
        rows = yield _MAKE(
            person=person, ladder=ladder, place=place, offer=offer, rung=rung, why=why, at=seconds(now)
        )
        return int(rows[0][0]) if rows else None

    def load(self, id_: int) -> Unit[MadeOffer | None]:
        """One offer."""
        return _first((yield _LOAD(id=id_)))

    def last_of(self, person: int) -> Unit[MadeOffer | None]:
        """The newest offer a family was made."""
        return _first((yield _LAST_OF(person=person)))

    def last_written(self, person: int) -> Unit[MadeOffer | None]:
        """The newest offer that went to a family as a message."""
        return _first((yield _LAST_WRITTEN(person=person)))

    def of(self, person: int) -> Unit[tuple[MadeOffer, ...]]:
        """Every offer this family was ever made, whole, oldest first."""
        return tuple(_made(row) for row in (yield _OF(person=person)))

    def had(self, person: int) -> Unit[tuple[str, ...]]:
        """Every offer this family was ever made, oldest first."""
        return tuple(row[0] for row in (yield _HAD(person=person)))

    def written_since(self, person: int, since: datetime) -> Unit[int]:
        """How many messages of ladders went to the phones of this family since then."""
        return int((yield _WRITTEN(person=person, since=seconds(since)))[0][0])

    def opened(self, id_: int, now: datetime) -> Unit[bool]:
        """The family took it up; False where it did before."""
        return bool((yield _OPENED(id=id_, at=seconds(now))))

    def went_on(self, id_: int, now: datetime) -> Unit[bool]:
        """The family went on after it; False where it did before."""
        return bool((yield _WENT_ON(id=id_, at=seconds(now))))

    def stopped(self, id_: int, now: datetime) -> Unit[bool]:
        """After it the family wanted no more messages; False where that is noted."""
        return bool((yield _STOPPED(id=id_, at=seconds(now))))

    def join(self, phone: int, family: int) -> Unit[None]:
        """A phone becomes one of a family: what it was offered before, the family is not offered again."""
        yield HAND_ON(family=phone, heir=family)

    def answer(self, id_: int, answer: str) -> Unit[bool]:
        """What was picked below it; the first pick counts."""
        return bool((yield _ANSWER(id=id_, answer=answer)))


def _first(rows: list[Row]) -> MadeOffer | None:
    return _made(rows[0]) if rows else None


def _made(row: Row) -> MadeOffer:
    id_, person, ladder, place, offer, rung, why, at, opened_at, went_on_at, stopped_at, answer = row
    return MadeOffer(
        id_, person, ladder, place, offer, rung, why, instant(at), instant(opened_at), instant(went_on_at),
        instant(stopped_at), answer,
    )  # fmt: skip
