"""Lines of the phrasebook that were sent to a family, and what it answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.instants import instant, seconds
from storage.units import Row, Sql, Unit

_COLUMNS = "id, case_id, sender, phrase, at, clock_at, answer"

_SENT = Sql(
    """INSERT INTO phrases (case_id, sender, phrase, at, clock_at)
       VALUES (:case_id, :sender, :phrase, :at, :clock_at) RETURNING id"""
)
_LOAD = Sql(f"SELECT {_COLUMNS} FROM phrases WHERE id = :id")
_ANSWER = Sql("UPDATE phrases SET answer = :answer WHERE id = :id AND answer IS NULL RETURNING id")
_LAST_OF = Sql(f"SELECT {_COLUMNS} FROM phrases WHERE case_id = :case_id ORDER BY id DESC LIMIT 1")


@dataclass(frozen=True, slots=True)
class SentPhrase:
    """A line as it was sent: its name in the phrasebook, the time it asks for, and the family's answer by name."""

    id: int
    case_id: int
    sender: int
    phrase: str
    at: datetime
    clock_at: datetime | None = None
    answer: str | None = None


class Phrases:
    """The reads and writes of lines that were sent."""

    def sent(self, case_id: int, sender: int, phrase: str, clock_at: datetime | None, now: datetime) -> Unit[int]:
        """Note a line that goes to a family; gives its number, which its buttons carry."""
        clock = None if clock_at is None else seconds(clock_at)
        rows = yield _SENT(case_id=case_id, sender=sender, phrase=phrase, at=seconds(now), clock_at=clock)
        return int(rows[0][0])

    def load(self, id_: int) -> Unit[SentPhrase | None]:
        """One line that was sent."""
        rows = yield _LOAD(id=id_)
        return _sent_phrase(rows[0]) if rows else None

    def answer(self, id_: int, answer: str) -> Unit[bool]:
        """The family answers; False where it did before."""
        return bool((yield _ANSWER(id=id_, answer=answer)))

    def last_of(self, case_id: int) -> Unit[SentPhrase | None]:
        """The newest line of a case."""
        rows = yield _LAST_OF(case_id=case_id)
        return _sent_phrase(rows[0]) if rows else None


def _sent_phrase(row: Row) -> SentPhrase:
    id_, case_id, sender, phrase, at, clock_at, answer = row
    return SentPhrase(id_, case_id, sender, phrase, instant(at), instant(clock_at), answer)
