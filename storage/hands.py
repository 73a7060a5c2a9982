"""The chain of hands of a case: to whom it was offered, who took it, who gave it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.instants import instant, seconds
from storage.units import Sql, Unit

_NOTE = Sql(
    """INSERT INTO hands (case_id, at, what, coach, why)
       VALUES (:case_id, :at, :what, :coach, :why)"""
)
_OF = Sql("SELECT at, what, coach, why FROM hands WHERE case_id = :case_id ORDER BY id")

_HAD = Sql(
    """SELECT DISTINCT h.case_id FROM hands h JOIN cases c ON c.id = h.case_id
        WHERE h.coach = :coach AND h.what IN ('taken', 'given') AND c.family IS NOT NULL
          AND c.stage IN ('received', 'taken', 'wrong_number', 'spoken', 'joined', 'waiting') ORDER BY h.case_id"""
)


@dataclass(frozen=True, slots=True)
class Hand:
    """One link of the chain: what happened with which coach, and a reason's code."""

    at: datetime
    what: str
    coach: int | None
    why: str = ""


class Hands:
    """The reads and writes of the chain of hands."""

    def note(self, case_id: int, what: str, coach: int | None, now: datetime, why: str = "") -> Unit[None]:
        """Add a link: opened, offered, taken, passed, given, timed_out or left. `why` is a code, never words."""
        yield _NOTE(case_id=case_id, at=seconds(now), what=what, coach=coach, why=why)

    def of(self, case_id: int) -> Unit[tuple[Hand, ...]]:
        """The whole chain, oldest first."""
        rows = yield _OF(case_id=case_id)
        return tuple(Hand(instant(at), what, coach, why) for at, what, coach, why in rows)

    def had(self, coach: int) -> Unit[tuple[int, ...]]:
        """Open cases that were ever in this coach's hands, whoever has them now."""
        return tuple(case_id for (case_id,) in (yield _HAD(coach=coach)))
