"""Lists of cases: a coach's own, those nobody has; and how many each coach has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.case_rows import COLUMNS, CaseRow, CaseRows
from storage.instants import instant
from storage.units import Sql, Unit

_LIVE = Sql(
    f"""SELECT {COLUMNS} FROM cases WHERE stage IN ('received', 'taken', 'wrong_number')
          AND (owner = :coach OR stage = 'received' OR :all_of_them = 1) ORDER BY starts_at, id LIMIT 200"""
)
_OF_OWNER = Sql(
    f"""SELECT {COLUMNS} FROM cases WHERE owner = :coach
          AND stage IN ('received', 'taken', 'wrong_number', 'spoken', 'joined') ORDER BY starts_at, id LIMIT 200"""
)
_WITHOUT_OWNER = Sql(
    f"""SELECT {COLUMNS} FROM cases WHERE owner IS NULL
          AND stage IN ('received', 'taken', 'wrong_number', 'spoken', 'joined') ORDER BY starts_at, id LIMIT 200"""
)
_HAS_JOINED = Sql("SELECT 1 FROM cases WHERE family = :family AND stage = 'joined' AND id <> :but LIMIT 1")
_LOADS = Sql(
    """SELECT owner, SUM(CASE WHEN stage IN ('taken', 'wrong_number') THEN 1 ELSE 0 END), MAX(taken_at)
       FROM cases WHERE owner IS NOT NULL GROUP BY owner"""
)
_ASKED = Sql(
    "SELECT suggested, COUNT(*) FROM cases WHERE stage = 'received' AND suggested IS NOT NULL GROUP BY suggested"
)


@dataclass(frozen=True, slots=True)
class Load:
    """How much a coach has: open cases, and when one was last given to them."""

    open_cases: int = 0
    last_given_at: datetime | None = None


class CaseLists(CaseRows):
    """The reads of many cases at once, 200 at most."""

    def live(self, coach: int, *, all_of_them: bool = False) -> Unit[tuple[CaseRow, ...]]:
        """Live cases this coach owns or could take, by time; `all_of_them` for the lead."""
        rows = yield _LIVE(coach=coach, all_of_them=int(all_of_them))
        return tuple(self.row(row) for row in rows)

    def of_owner(self, coach: int) -> Unit[tuple[CaseRow, ...]]:
        """All that a coach has in hand, by time: live cases, and those spoken with or taken into the programme."""
        return tuple(self.row(row) for row in (yield _OF_OWNER(coach=coach)))

    def has_joined(self, family: int, *, but: int) -> Unit[bool]:
        """Whether the family is in the programme by another case than this one."""
        return bool((yield _HAS_JOINED(family=family, but=but)))

    def without_owner(self) -> Unit[tuple[CaseRow, ...]]:
        """Cases that need somebody and have nobody, by time, however far they have come."""
        return tuple(self.row(row) for row in (yield _WITHOUT_OWNER()))

    def asked(self) -> Unit[dict[int, int]]:
        """How many cases are offered to each coach just now."""
        rows = yield _ASKED()
        return {row[0]: int(row[1]) for row in rows}

    def loads(self) -> Unit[dict[int, Load]]:
        """How much each coach has."""
        return {coach: Load(open_cases, instant(given)) for coach, open_cases, given in (yield _LOADS())}
