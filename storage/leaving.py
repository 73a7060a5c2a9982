"""How persons leave: what goes with them, what stays without them, and who was away for too long."""

from __future__ import annotations

from datetime import datetime

from storage.instants import seconds
from storage.units import Sql, Unit

_DETACH_PHONES = Sql("UPDATE persons SET household = NULL, case_id = NULL WHERE household = :id")
_WITHDRAW_OFFERS = Sql(
    """UPDATE offers SET person = NULL,
              state = CASE WHEN state IN ('open', 'accepted') THEN 'withdrawn' ELSE state END
       WHERE person = :id"""
)
_LEAVE_LOG = Sql("UPDATE line_log SET person = NULL WHERE person = :id")
_DROP_LETTERS = Sql("DELETE FROM outbox WHERE person = :id AND status = 'waiting'")
_SPOTS = Sql("SELECT spot FROM spots WHERE person = :id ORDER BY spot")
_DROP_LADDERS = (
    Sql(
        """DELETE FROM outbox WHERE kind = 'nudge'
             AND sequence IN (SELECT id FROM ladders WHERE person = :id OR phone = :id)"""
    ),
    Sql(
        """DELETE FROM timers WHERE kind = 'nudge'
             AND about IN (SELECT id FROM ladders WHERE person = :id OR phone = :id)"""
    ),
    Sql("DELETE FROM timers WHERE kind = 'stall' AND about = :id"),
)
_FORGET = Sql("DELETE FROM persons WHERE id = :id")
_RECEIPT = Sql("INSERT INTO receipts (at) VALUES (:at) RETURNING id")
_STALE = Sql(
    """SELECT id FROM persons WHERE role = 'family'
         AND (seen_at < :before OR (state IS NULL AND seen_at < :blank_before))
         AND NOT EXISTS (SELECT 1 FROM cases WHERE cases.family = COALESCE(persons.household, persons.id))
         AND NOT EXISTS (SELECT 1 FROM waiting WHERE waiting.person = COALESCE(persons.household, persons.id))
       ORDER BY id LIMIT 200"""
)
_FORGET_PROOFS = Sql(
    """DELETE FROM consents WHERE at < :before
         AND NOT EXISTS (SELECT 1 FROM persons WHERE persons.chat_mark = consents.chat_mark)"""
)
_FORGET_SEEN = Sql("DELETE FROM seen WHERE at < :before")


class Leaving:
    """The writes by which persons and their traces end."""

    def forget(self, id_: int, now: datetime) -> Unit[str]:
        """Erase the row and all that hangs on it; gives the receipt's number.

        Its offers are withdrawn and lose the person, as the line's log does; second phones stand for themselves.
        What was on its way for one of its ladders goes too, to whichever phone.
        """
        yield _DETACH_PHONES(id=id_)
        yield _WITHDRAW_OFFERS(id=id_)
        yield _LEAVE_LOG(id=id_)
        for statement in _DROP_LADDERS:
            yield statement(id=id_)
        yield _FORGET(id=id_)
        rows = yield _RECEIPT(at=seconds(now))
        return f"{now:%y%m%d}-{rows[0][0]}"

    def drop_letters(self, id_: int) -> Unit[None]:
        """Nothing that waits for this person is sent any more."""
        yield _DROP_LETTERS(id=id_)

    def spots_left(self, id_: int) -> Unit[tuple[str, ...]]:
        """Every spot of this person, also where the message is only on its way."""
        return tuple(row[0] for row in (yield _SPOTS(id=id_)))

    def unfinished_before(self, before: datetime, blank_before: datetime) -> Unit[tuple[int, ...]]:
        """Families without a stored case or a place on the list, last here before this instant; 200 at a time.

        Rows left blank by an erasure go earlier, after `blank_before`. A second phone stays as long as its family.
        """
        rows = yield _STALE(before=seconds(before), blank_before=seconds(blank_before))
        return tuple(row[0] for row in rows)

    def forget_proofs(self, before: datetime) -> Unit[None]:
        """Drop the proof of what somebody agreed to before this instant who is no longer known here."""
        yield _FORGET_PROOFS(before=seconds(before))

    def forget_seen(self, before: datetime) -> Unit[None]:
        """Drop the ids of what happened long ago: the channel keeps updates for a day."""
        yield _FORGET_SEEN(before=seconds(before))
