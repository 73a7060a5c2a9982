"""Cases: opening, claiming, giving on, moving, ending. The database decides every race."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from dialogs.family.facts import LIVE, Appointment, Stage
from storage.case_ends import CaseEnds
from storage.case_lists import CaseLists, Load
from storage.case_overview import CaseOverview
from storage.case_rows import COLUMNS, CaseRow
from storage.instants import seconds
from storage.units import Sql, Unit

__all__ = ["CaseRow", "Cases", "Load"]

_OPEN = Sql(
    """INSERT INTO cases (family, language, stage, opened_at, wish, part, starts_at, ends_at, suggested, why,
                          consents, consent_version, never_call)
       VALUES (:family, :language, 'received', :at, :wish, :part, :starts_at, :ends_at, :suggested, :why,
               :consents, :version, :never_call)
       ON CONFLICT DO NOTHING RETURNING id"""
)
_SEAL = Sql("UPDATE cases SET body = :body WHERE id = :id")
_LOAD = Sql(f"SELECT {COLUMNS} FROM cases WHERE id = :id")
_TAKE = Sql(
    """UPDATE cases SET owner = :coach, taken_at = :at, stage = 'taken'
       WHERE id = :id AND stage = 'received' RETURNING id"""
)
_UNTAKE = Sql(
    """UPDATE cases SET owner = NULL, taken_at = NULL,
              stage = CASE WHEN stage = 'taken' THEN 'received' ELSE stage END
       WHERE id = :id AND stage IN ('taken', 'wrong_number', 'spoken', 'joined', 'waiting') RETURNING id"""
)
_GIVE = Sql(
    """UPDATE cases SET owner = :coach, taken_at = :at,
              stage = CASE WHEN stage = 'received' THEN 'taken' ELSE stage END
       WHERE id = :id AND stage IN ('received', 'taken', 'wrong_number', 'spoken', 'joined', 'waiting')
       RETURNING id"""
)
_STAGE = Sql(
    """UPDATE cases SET stage = :stage, reason = :reason, closed_at = :closed_at,
              spoken_at = COALESCE(spoken_at, :spoken_at), sequence = sequence + :step WHERE id = :id"""
)
_TOUCH = Sql("UPDATE cases SET touched_at = :at WHERE id = :id")
_MOVE = Sql(
    """UPDATE cases SET wish = :wish, part = :part, starts_at = :starts_at, ends_at = :ends_at,
              sequence = sequence + 1 WHERE id = :id RETURNING sequence"""
)
_SUGGEST = Sql("UPDATE cases SET suggested = :coach, why = :why WHERE id = :id")
_SPEAK = Sql("UPDATE cases SET language = :language WHERE id = :id AND family IS NOT NULL")
_AGREE = Sql("UPDATE cases SET consents = :consents, consent_version = :version WHERE id = :id")
_MOVED = Sql("UPDATE cases SET moved = moved + 1 WHERE id = :id")
_TRY = Sql("UPDATE cases SET tries = tries + 1, tried = :tried WHERE id = :id")


class Cases(CaseLists, CaseOverview, CaseEnds):
    """The reads and writes of cases, and of the timers about them."""

    def open(self, row: CaseRow) -> Unit[CaseRow | None]:
        """Write a new case down (its id is given here); None where the family has a live one."""
        call = row.appointment
        opened = yield _OPEN(
            family=row.family, language=row.language, at=seconds(row.opened_at), wish=call.wish, part=call.part,
            starts_at=seconds(call.starts_at), ends_at=seconds(call.ends_at), suggested=row.suggested, why=row.why,
            consents=",".join(row.consents), version=row.consent_version, never_call=int(row.never_call),
        )  # fmt: skip
        if not opened:
            return None
        row = replace(row, id=opened[0][0])
        yield from self.keep_body(row.id, row.body or {})
        return row

    def keep_body(self, case_id: int, body: Mapping[str, Any]) -> Unit[None]:
        """Seal what was told."""
        yield _SEAL(body=self.sealed_body(case_id, body), id=case_id)

    def load(self, case_id: int) -> Unit[CaseRow | None]:
        """One case."""
        rows = yield _LOAD(id=case_id)
        return self.row(rows[0]) if rows else None

    def take(self, case_id: int, coach: int, now: datetime) -> Unit[bool]:
        """Claim a case for a coach; False where somebody was first."""
        return bool((yield _TAKE(id=case_id, coach=coach, at=seconds(now))))

    def untake(self, case_id: int) -> Unit[bool]:
        """Nobody has the case from now on; False where it is over or nobody had to give it back.

        A taken one is free to be taken again; a wrong number, or a family spoken with, stays what it is.
        """
        return bool((yield _UNTAKE(id=case_id)))

    def give(self, case_id: int, coach: int, now: datetime) -> Unit[bool]:
        """This coach has the case from now on, whoever had it; False where it is over."""
        return bool((yield _GIVE(id=case_id, coach=coach, at=seconds(now))))

    def set_stage(self, case_id: int, stage: Stage, now: datetime, reason: str = "") -> Unit[None]:
        """Move a case on, with the code of a reason; leaving the live stages makes its reminders void."""
        ends = stage not in LIVE
        spoken_at = seconds(now) if stage is Stage.SPOKEN else None
        closed_at = seconds(now) if ends else None
        yield _STAGE(
            stage=stage.value, reason=reason, closed_at=closed_at, spoken_at=spoken_at, step=int(ends), id=case_id
        )

    def touch(self, case_id: int, now: datetime) -> Unit[None]:
        """Somebody of the team does something for the case."""
        yield _TOUCH(id=case_id, at=seconds(now))

    def move(self, case_id: int, call: Appointment) -> Unit[int]:
        """Give the call another time; gives its new sequence."""
        rows = yield _MOVE(
            wish=call.wish,
            part=call.part,
            starts_at=seconds(call.starts_at),
            ends_at=seconds(call.ends_at),
            id=case_id,
        )
        return int(rows[0][0])

    def moved_by_family(self, case_id: int) -> Unit[None]:
        """The family moved its call once more."""
        yield _MOVED(id=case_id)

    def suggest(self, case_id: int, coach: int | None, why: str) -> Unit[None]:
        """The case is offered to this coach from now on, None for nobody; `why` as the shell reads it."""
        yield _SUGGEST(coach=coach, why=why, id=case_id)

    def speak(self, case_id: int, language: str) -> Unit[None]:
        """The family speaks this language with us from now on."""
        yield _SPEAK(language=language, id=case_id)

    def agree(self, case_id: int, consents: Iterable[str], version: str) -> Unit[None]:
        """The family agrees to this from now on."""
        yield _AGREE(consents=",".join(sorted(consents)), version=version, id=case_id)

    def count_try(self, row: CaseRow, part: str) -> Unit[None]:
        """Nobody was reached in this part of the day."""
        yield _TRY(tried=",".join((*row.tried, part)), id=row.id)
