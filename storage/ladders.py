"""Ladders of contacts: where a family stopped, which message is next, and what closed the ladder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storage.instants import instant, seconds
from storage.standing import Standing
from storage.units import Row, Sql, Unit

_COLUMNS = "id, person, phone, kind, place, case_id, answers, anchor_at, next_at, rung, sent_at, closed_at, why"

_BEGIN = Sql(
    """INSERT INTO ladders (person, phone, kind, place, case_id, answers, anchor_at, next_at, rung)
       VALUES (:person, :phone, :kind, :place, :case_id, :answers, :anchor_at, :next_at, :rung)
       ON CONFLICT DO NOTHING RETURNING id"""
)
_LOAD = Sql(f"SELECT {_COLUMNS} FROM ladders WHERE id = :id")
_OPEN_OF = Sql(f"SELECT {_COLUMNS} FROM ladders WHERE person = :person AND closed_at IS NULL")
_LAST_OF = Sql(f"SELECT {_COLUMNS} FROM ladders WHERE person = :person ORDER BY id DESC LIMIT 1")
_LAST_STANDING = Sql(
    f"SELECT {_COLUMNS} FROM ladders WHERE person = :person AND kind = 'standing' ORDER BY id DESC LIMIT 1"
)
_CLIMB = Sql(
    """UPDATE ladders SET rung = rung + 1, sent_at = :at, next_at = :next_at
       WHERE id = :id AND rung = :rung AND closed_at IS NULL RETURNING id"""
)
_TOP = Sql("UPDATE ladders SET rung = :rung WHERE id = :id AND rung < :rung")
_PLAN = Sql("UPDATE ladders SET next_at = :next_at WHERE id = :id AND closed_at IS NULL")
_CLOSE = Sql("UPDATE ladders SET closed_at = :at, why = :why WHERE id = :id AND closed_at IS NULL RETURNING id")
_CLOSE_OF = Sql(
    "UPDATE ladders SET closed_at = :at, why = :why WHERE person = :person AND closed_at IS NULL RETURNING id"
)
_CLOSE_TO = Sql(
    "UPDATE ladders SET closed_at = :at, why = 'over' WHERE phone = :phone AND closed_at IS NULL RETURNING id"
)
_KEPT_BY_FAMILY = Sql("UPDATE ladders SET phone = person WHERE phone = :phone AND person <> :phone")
HAND_ON: Final = Sql(
    """UPDATE ladders SET person = :heir WHERE person = :family
         AND (closed_at IS NOT NULL OR NOT EXISTS (
               SELECT 1 FROM ladders own WHERE own.person = :heir AND own.closed_at IS NULL))"""
)
"""Ladders of one family are those of another from now on, but for an open one where the other has one of its own."""

_CLOSE_OF_CASE = Sql(
    """UPDATE ladders SET closed_at = :at, why = :why
       WHERE person = (SELECT family FROM cases WHERE id = :case_id) AND closed_at IS NULL RETURNING id"""
)
_CLOSED_FOR = Sql(
    "UPDATE ladders SET why = :why WHERE person = :person AND closed_at = :at AND why IN ('life', 'consent')"
)
_DROP_UNSENT = Sql("DELETE FROM outbox WHERE kind = 'nudge' AND sequence = :id AND status = 'waiting'")
_FORGET = Sql("DELETE FROM ladders WHERE closed_at < :before")


@dataclass(frozen=True, slots=True)
class Ladder:
    """One ladder. `person` stands for the family, `phone` is written to.

    kind:      "halfway" or "standing"; place: where it stopped, as a code; case_id: the standing case
    answers:   how many answers the family had given when it stopped
    anchor_at: its last sign of life, from which the days count
    next_at:   when the next message is planned; sent_at: when the last one went out
    rung:      how many went out; all there can be, once the family was told that no more follow
    why:       what closed it: "life", "booked", "handed", "crisis", "blocked", "stopped", "never", "not_now",
               "consent" (the yes that covers it was taken back), "done", "over"
    """

    id: int
    person: int
    phone: int
    kind: str
    place: str
    case_id: int | None
    answers: int
    anchor_at: datetime
    next_at: datetime
    rung: int = 0
    sent_at: datetime | None = None
    closed_at: datetime | None = None
    why: str = ""


class Ladders(Standing):
    """The reads and writes of ladders."""

    def begin(self, ladder: Ladder) -> Unit[int | None]:
        """Write a new ladder down (its id is given here); None where the family has an open one."""
        rows = yield _BEGIN(
            person=ladder.person, phone=ladder.phone, kind=ladder.kind, place=ladder.place, case_id=ladder.case_id,
            answers=ladder.answers, anchor_at=seconds(ladder.anchor_at), next_at=seconds(ladder.next_at),
            rung=ladder.rung,
        )  # fmt: skip
        return int(rows[0][0]) if rows else None

    def load(self, id_: int) -> Unit[Ladder | None]:
        """One ladder."""
        return _first((yield _LOAD(id=id_)))

    def open_of(self, person: int) -> Unit[Ladder | None]:
        """The family's open ladder."""
        return _first((yield _OPEN_OF(person=person)))

    def last_of(self, person: int) -> Unit[Ladder | None]:
        """The family's newest ladder, open or closed."""
        return _first((yield _LAST_OF(person=person)))

    def last_standing(self, person: int) -> Unit[Ladder | None]:
        """The family's newest ladder for a standing case."""
        return _first((yield _LAST_STANDING(person=person)))

    def climb(self, ladder: Ladder, now: datetime, next_at: datetime | None) -> Unit[bool]:
        """Its next message goes out; False where another turn sent it, or closed the ladder."""
        planned = seconds(next_at or now)
        return bool((yield _CLIMB(id=ladder.id, rung=ladder.rung, at=seconds(now), next_at=planned)))

    def at_top(self, id_: int, rung: int) -> Unit[None]:
        """The family was told that no message follows: the ladder stands on its last rung, the only one or not."""
        yield _TOP(id=id_, rung=rung)

    def plan(self, id_: int, next_at: datetime) -> Unit[None]:
        """The next message comes then."""
        yield _PLAN(id=id_, next_at=seconds(next_at))

    def close(self, id_: int, why: str, now: datetime) -> Unit[bool]:
        """Nothing more comes, and what has not left does not leave; False where it was closed before."""
        if not (yield _CLOSE(id=id_, why=why, at=seconds(now))):
            return False
        yield _DROP_UNSENT(id=id_)
        return True

    def close_of(self, person: int, why: str, now: datetime) -> Unit[int | None]:
        """Close the family's open ladder, in one statement; gives its id, None where it had none."""
        rows = yield _CLOSE_OF(person=person, why=why, at=seconds(now))
        if not rows:
            return None
        yield _DROP_UNSENT(id=rows[0][0])
        return int(rows[0][0])

    def phone_left(self, phone: int, now: datetime) -> Unit[None]:
        """A phone has left its family: nothing more is written to it, and the family keeps what was.

        To be said after it left. So the family's ladders outlive the phone, and none begins sooner for its leaving.
        """
        for (id_,) in (yield _CLOSE_TO(phone=phone, at=seconds(now))):
            yield _DROP_UNSENT(id=id_)
        yield _KEPT_BY_FAMILY(phone=phone)

    def close_of_case(self, case_id: int, why: str, now: datetime) -> Unit[int | None]:
        """Close the open ladder of the family whose case this is; gives its id, None where it had none."""
        rows = yield _CLOSE_OF_CASE(case_id=case_id, why=why, at=seconds(now))
        if not rows:
            return None
        yield _DROP_UNSENT(id=rows[0][0])
        return int(rows[0][0])

    def closed_for(self, person: int, why: str, now: datetime) -> Unit[None]:
        """What a sign of life closed in this very turn was closed for this reason."""
        yield _CLOSED_FOR(person=person, why=why, at=seconds(now))

    def forget(self, before: datetime) -> Unit[None]:
        """Drop ladders that were closed before this instant."""
        yield _FORGET(before=seconds(before))


def _first(rows: list[Row]) -> Ladder | None:
    if not rows:
        return None
    id_, person, phone, kind, place, case_id, answers, anchor_at, next_at, rung, sent_at, closed_at, why = rows[0]
    return Ladder(
        id_, person, phone, kind, place, case_id, answers, instant(anchor_at), instant(next_at), rung,
        instant(sent_at), instant(closed_at), why,
    )  # fmt: skip
