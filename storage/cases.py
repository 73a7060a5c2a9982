"""Cases: opening, claiming, moving, ending. The database decides every race."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dialogs.family.facts import LIVE, Appointment, Stage
from storage.instants import instant, seconds
from storage.sealing import Sealer
from storage.units import Row, Sql, Unit

_COLUMNS = """id, family, language, stage, opened_at, wish, part, starts_at, ends_at, sequence, owner, suggested, why,
              taken_at, spoken_at, tries, tried, consents, consent_version, never_call, body"""

_OPEN = Sql(
    """INSERT INTO cases (family, language, stage, opened_at, wish, part, starts_at, ends_at, suggested, why,
                          consents, consent_version, never_call)
       VALUES (:family, :language, 'received', :at, :wish, :part, :starts_at, :ends_at, :suggested, :why,
               :consents, :version, :never_call)
       ON CONFLICT DO NOTHING RETURNING id"""
)
_SEAL = Sql("UPDATE cases SET body = :body WHERE id = :id")
_LOAD = Sql(f"SELECT {_COLUMNS} FROM cases WHERE id = :id")
_LIVE = Sql(
    f"""SELECT {_COLUMNS} FROM cases WHERE stage IN ('received', 'taken', 'wrong_number')
          AND (owner = :coach OR stage = 'received' OR :all_of_them = 1) ORDER BY starts_at, id LIMIT 200"""
)
_TAKE = Sql(
    """UPDATE cases SET owner = :coach, taken_at = :at, stage = 'taken'
       WHERE id = :id AND stage = 'received' RETURNING id"""
)
_STAGE = Sql(
    """UPDATE cases SET stage = :stage, closed_at = :closed_at, spoken_at = COALESCE(:spoken_at, spoken_at),
              sequence = sequence + :step WHERE id = :id"""
)
_MOVE = Sql(
    """UPDATE cases SET wish = :wish, part = :part, starts_at = :starts_at, ends_at = :ends_at,
              sequence = sequence + 1 WHERE id = :id RETURNING sequence"""
)
_SUGGEST = Sql("UPDATE cases SET suggested = :coach, why = :why WHERE id = :id")
_SPEAK = Sql("UPDATE cases SET language = :language WHERE id = :id AND family IS NOT NULL")
_AGREE = Sql("UPDATE cases SET consents = :consents, consent_version = :version WHERE id = :id")
_TRY = Sql("UPDATE cases SET tries = tries + 1, tried = :tried WHERE id = :id")
_LOADS = Sql(
    """SELECT owner, SUM(CASE WHEN stage IN ('taken', 'wrong_number') THEN 1 ELSE 0 END), MAX(taken_at)
       FROM cases WHERE owner IS NOT NULL GROUP BY owner"""
)
_OF_FAMILY = Sql("SELECT id, family FROM cases WHERE family = :family ORDER BY id")
_OVER = Sql(
    """SELECT id, family FROM cases WHERE family IS NOT NULL AND (
         (stage = 'spoken' AND closed_at < :spoken_before) OR
         (stage IN ('withdrawn', 'unreached') AND closed_at < :other_before)) ORDER BY id LIMIT 200"""
)
_EMPTY = Sql(
    """UPDATE cases SET family = NULL, body = NULL, consents = '', closed_at = COALESCE(closed_at, :at),
              stage = CASE WHEN closed_at IS NULL THEN 'withdrawn' ELSE stage END, sequence = sequence + 1
       WHERE id = :id"""
)
_UNLINK = Sql("UPDATE persons SET case_id = NULL WHERE id = :family AND case_id = :id")
_DROP_LETTERS = Sql("DELETE FROM outbox WHERE case_id = :id")
_FREE_CASE = Sql("DELETE FROM bookings WHERE case_id = :case_id")
_SET_TIMER = Sql(
    "INSERT INTO timers (id, due_at, kind, case_id) VALUES (:id, :due_at, :kind, :case_id) ON CONFLICT DO NOTHING"
)
_DUE_TIMERS = Sql("SELECT id, kind, case_id FROM timers WHERE due_at <= :now ORDER BY due_at LIMIT 100")
_NEXT_TIMER = Sql("SELECT MIN(due_at) FROM timers")
_STOP_TIMERS = Sql("DELETE FROM timers WHERE case_id = :case_id")
_TIMER_RAN = Sql("DELETE FROM timers WHERE id = :id RETURNING id")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as stored. `body` holds the packed answers ("told"), the family's words, outcome and rule."""

    id: int
    family: int | None
    language: str
    stage: Stage
    opened_at: datetime
    appointment: Appointment
    owner: int | None = None
    suggested: int | None = None
    why: str = ""
    taken_at: datetime | None = None
    spoken_at: datetime | None = None
    tries: int = 0
    tried: tuple[str, ...] = ()
    consents: tuple[str, ...] = ()
    consent_version: str = ""
    never_call: bool = False
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """How much a coach has: open cases, and when one was last given to them."""

    open_cases: int = 0
    last_given_at: datetime | None = None


class Cases:
    """The reads and writes of cases."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

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
        yield _SEAL(body=self._sealer.seal(json.dumps(body), f"cases.body:{case_id}"), id=case_id)

    def load(self, case_id: int) -> Unit[CaseRow | None]:
        """One case."""
        rows = yield _LOAD(id=case_id)
        return self._row(rows[0]) if rows else None

    def live(self, coach: int, *, all_of_them: bool = False) -> Unit[tuple[CaseRow, ...]]:
        """Live cases this coach owns or could take, by time; `all_of_them` for the lead."""
        rows = yield _LIVE(coach=coach, all_of_them=int(all_of_them))
        return tuple(self._row(row) for row in rows)

    def take(self, case_id: int, coach: int, now: datetime) -> Unit[bool]:
        """Claim a case for a coach; False where somebody was first."""
        return bool((yield _TAKE(id=case_id, coach=coach, at=seconds(now))))

    def set_stage(self, case_id: int, stage: Stage, now: datetime) -> Unit[None]:
        """Move a case on; leaving the live stages makes its reminders void."""
        ends = stage not in LIVE
        spoken_at = seconds(now) if stage is Stage.SPOKEN else None
        closed_at = seconds(now) if ends else None
        yield _STAGE(stage=stage.value, closed_at=closed_at, spoken_at=spoken_at, step=int(ends), id=case_id)

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

    def suggest(self, case_id: int, coach: int, why: str) -> Unit[None]:
        """Another coach is the one the rules would choose, since the call now takes that coach's time."""
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

    def loads(self) -> Unit[dict[int, Load]]:
        """How much each coach has."""
        return {coach: Load(open_cases, instant(given)) for coach, open_cases, given in (yield _LOADS())}

    def erase_of(self, family: int, now: datetime) -> Unit[tuple[int, ...]]:
        """Empty all cases of a family; gives their ids."""
        return (yield from self._empty((yield _OF_FAMILY(family=family)), now))

    def erase_over(self, spoken_before: datetime, other_before: datetime, now: datetime) -> Unit[tuple[int, ...]]:
        """Empty the cases whose own storage time is over, 200 at a time; a newer case of the family stays."""
        rows = yield _OVER(spoken_before=seconds(spoken_before), other_before=seconds(other_before))
        return (yield from self._empty(rows, now))

    def _empty(self, rows: list[Row], now: datetime) -> Unit[tuple[int, ...]]:
        """What stays is a number without a person; cards on their way to a coach go too, for a name is on them."""
        for case_id, family in rows:
            yield _EMPTY(id=case_id, at=seconds(now))
            yield _UNLINK(family=family, id=case_id)
            yield _DROP_LETTERS(id=case_id)
            yield _FREE_CASE(case_id=case_id)
            yield _STOP_TIMERS(case_id=case_id)
        return tuple(row[0] for row in rows)

    def set_timer(self, id_: str, kind: str, case_id: int, due_at: datetime) -> Unit[None]:
        """Let something happen to a case at a time, once."""
        yield _SET_TIMER(id=id_, due_at=seconds(due_at), kind=kind, case_id=case_id)

    def due_timers(self, now: datetime) -> Unit[tuple[tuple[str, str, int], ...]]:
        """What is due: id, kind, case."""
        rows = yield _DUE_TIMERS(now=seconds(now))
        return tuple((id_, kind, case_id) for id_, kind, case_id in rows)

    def next_timer(self) -> Unit[datetime | None]:
        """When the next timer is due, if one is set."""
        rows = yield _NEXT_TIMER()
        return instant(rows[0][0])

    def timer_ran(self, id_: str) -> Unit[bool]:
        """Strike a timer off; False where somebody else did."""
        return bool((yield _TIMER_RAN(id=id_)))

    def stop_timers(self, case_id: int) -> Unit[None]:
        """Nothing more happens to this case by itself."""
        yield _STOP_TIMERS(case_id=case_id)

    def _row(self, row: Row) -> CaseRow:
        (id_, family, language, stage, opened_at, wish, part, starts_at, ends_at, sequence, owner, suggested, why,
         taken_at, spoken_at, tries, tried, consents, version, never_call, body) = row  # fmt: skip
        return CaseRow(
            id=id_, family=family, language=language, stage=Stage(stage), opened_at=instant(opened_at),
            appointment=Appointment(wish, part, instant(starts_at), instant(ends_at), sequence),
            owner=owner, suggested=suggested, why=why, taken_at=instant(taken_at), spoken_at=instant(spoken_at),
            tries=tries, tried=_split(tried), consents=_split(consents), consent_version=version,
            never_call=bool(never_call),
            body=json.loads(self._sealer.open(body, f"cases.body:{id_}")) if body else None,
        )  # fmt: skip


def _split(joined: str) -> tuple[str, ...]:
    return tuple(joined.split(",")) if joined else ()
