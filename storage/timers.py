"""Things that happen by themselves at a time: the id makes each happen once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from storage.instants import instant, seconds
from storage.units import Sql, Unit

ABSENCE_KINDS: Final = ("absent_same", "absent_anew", "absent_closed")
"""Kinds of timers that tell a family in the morning what became of its call: same time, new time, closed day."""

CASE_KINDS: Final = ("answer", "unclaimed", "owned", "warn", "overdue", "due", *ABSENCE_KINDS)
"""Kinds of timers that are about a case; every other kind is about an offer, a talk or a person."""

_SET = Sql("INSERT INTO timers (id, due_at, kind, about) VALUES (:id, :due_at, :kind, :about) ON CONFLICT DO NOTHING")
_DUE = Sql("SELECT id, kind, about FROM timers WHERE due_at <= :now ORDER BY due_at LIMIT 100")
_NEXT = Sql("SELECT MIN(due_at) FROM timers")
_OF_KIND = Sql("SELECT about, MIN(due_at) FROM timers WHERE kind = :kind GROUP BY about")
_STOP = Sql("DELETE FROM timers WHERE about = :about AND kind = :kind")
_RAN = Sql("DELETE FROM timers WHERE id = :id RETURNING id")


class Timers:
    """The reads and writes of timers."""

    def set_timer(self, id_: str, kind: str, about: int, due_at: datetime) -> Unit[None]:
        """Let something happen at a time, once. `about` is the row of a case, an offer, a talk or a person."""
        yield _SET(id=id_, due_at=seconds(due_at), kind=kind, about=about)

    def due_timers(self, now: datetime) -> Unit[tuple[tuple[str, str, int], ...]]:
        """What is due: id, kind, what it is about."""
        rows = yield _DUE(now=seconds(now))
        return tuple((id_, kind, about) for id_, kind, about in rows)

    def next_timer(self) -> Unit[datetime | None]:
        """When the next timer is due, if one is set."""
        rows = yield _NEXT()
        return instant(rows[0][0])

    def due_by(self, kind: str) -> Unit[dict[int, datetime]]:
        """By what they are about, when the timers of a kind are due."""
        return {about: instant(due_at) for about, due_at in (yield _OF_KIND(kind=kind))}

    def timer_ran(self, id_: str) -> Unit[bool]:
        """Strike a timer off; False where somebody else did."""
        return bool((yield _RAN(id=id_)))

    def stop_timers(self, case_id: int, kinds: Iterable[str] = CASE_KINDS) -> Unit[None]:
        """Nothing of these kinds happens to this case by itself any more.

        Other kinds stay: what has the same number there is an offer, a talk or a person.
        """
        for kind in kinds:
            yield _STOP(about=case_id, kind=kind)
