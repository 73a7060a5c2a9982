"""How cases are emptied, by the family's word or when their storage time is over: a number without a person stays."""

from __future__ import annotations

from datetime import datetime

from storage.instants import seconds
from storage.timers import Timers
from storage.units import Row, Sql, Unit

_OF_FAMILY = Sql("SELECT id, family FROM cases WHERE family = :family ORDER BY id")
# A case whose family waits for a place has no date while it waits, or while a place is kept for it. One of a family
# in the programme has none while the project runs and a phone of it may be asked later, if that yes was given to a
# text that told so: version 1 did not.
_OVER = Sql(
    """SELECT id, family FROM cases WHERE family IS NOT NULL AND (
         (stage IN ('elsewhere', 'stopped') AND closed_at < :handed_before) OR
         (stage = 'joined' AND closed_at < :handed_before AND (:runs = 0 OR NOT EXISTS (
            SELECT 1 FROM persons p WHERE (p.id = cases.family OR p.household = cases.family)
               AND ',' || p.consents || ',' LIKE '%,later,%' AND p.unasked <> 'never'
               AND (SELECT c.given = 1 AND c.text_version <> '1' FROM consents c
                    WHERE c.chat_mark = p.chat_mark AND c.purpose = 'later' ORDER BY c.id DESC LIMIT 1)))) OR
         (stage = 'spoken' AND closed_at < :undecided_before) OR
         (stage IN ('withdrawn', 'unreached') AND closed_at < :other_before) OR
         (stage = 'waiting' AND closed_at < :handed_before
            AND NOT EXISTS (SELECT 1 FROM waiting WHERE waiting.person = cases.family)
            AND NOT EXISTS (SELECT 1 FROM offers WHERE offers.person = cases.family
                              AND offers.state IN ('open', 'accepted')))) ORDER BY id LIMIT 200"""
)
_EMPTY = Sql(
    """UPDATE cases SET family = NULL, body = NULL, consents = '', closed_at = COALESCE(closed_at, :at),
              stage = CASE WHEN closed_at IS NULL THEN 'withdrawn' ELSE stage END, sequence = sequence + 1
       WHERE id = :id"""
)
_UNLINK = Sql("UPDATE persons SET case_id = NULL WHERE case_id = :id AND (id = :family OR household = :family)")
_FREE_CASE = Sql("DELETE FROM bookings WHERE case_id = :id")
_VOID_PROMISE = Sql("UPDATE promises SET state = 'void', closed_at = :at WHERE case_id = :id AND state = 'open'")
_TRACES = (
    Sql("DELETE FROM outbox WHERE case_id = :id"),
    Sql("DELETE FROM outbox WHERE topic = :id"),
    Sql("DELETE FROM phrases WHERE case_id = :id"),
    Sql("DELETE FROM talks WHERE case_id = :id"),
    Sql("DELETE FROM topics WHERE case_id = :id"),
    Sql("DELETE FROM rounds WHERE case_id = :id"),
    Sql(
        """DELETE FROM outbox WHERE kind = 'nudge'
             AND sequence IN (SELECT id FROM ladders WHERE case_id = :id)"""
    ),
    Sql("DELETE FROM timers WHERE kind = 'nudge' AND about IN (SELECT id FROM ladders WHERE case_id = :id)"),
    Sql("DELETE FROM ladders WHERE case_id = :id"),
)


class CaseEnds(Timers):
    """The writes that empty cases."""

    def erase_of(self, family: int, now: datetime) -> Unit[tuple[int, ...]]:
        """Empty all cases of a family; gives their ids."""
        return (yield from self._empty((yield _OF_FAMILY(family=family)), now))

    def erase_over(
        self,
        handed_before: datetime,
        other_before: datetime,
        now: datetime,
        undecided_before: datetime | None = None,
        *,
        project_runs: bool = False,
    ) -> Unit[tuple[int, ...]]:
        """Empty the cases whose own storage time is over, 200 at a time; a newer case of the family stays.

        handed_before:    for families handed over: in the programme, elsewhere, stopped
        other_before:     for those not reached, and those who called off
        undecided_before: for those spoken with, of whom nobody said what became; None for `handed_before`
        project_runs:     a family in the programme that may be asked later keeps its case, whatever its date
        """
        rows = yield _OVER(
            handed_before=seconds(handed_before),
            other_before=seconds(other_before),
            undecided_before=seconds(undecided_before or handed_before),
            runs=int(project_runs),
        )
        return (yield from self._empty(rows, now))

    def _empty(self, rows: list[Row], now: datetime) -> Unit[tuple[int, ...]]:
        """What stays is a number without a person; cards on their way to a coach go too, for a name is on them."""
        for id_, family in rows:
            yield _EMPTY(id=id_, at=seconds(now))
            yield _UNLINK(family=family, id=id_)
            yield _FREE_CASE(id=id_)
            yield _VOID_PROMISE(id=id_, at=seconds(now))
            for trace in _TRACES:
                yield trace(id=id_)
            yield from self.stop_timers(id_)
        return tuple(row[0] for row in rows)
