"""Cases in which nothing is to come: which of them may stand still, and when either side last gave a sign of life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dialogs.rules.stalls import last_sign
from storage.instants import instant, seconds
from storage.units import Sql, Unit

# Who said yes to being asked later, is in no intake of a newer case, and has no ladder already.
_STANDING = Sql(
    """SELECT c.id, c.family, c.opened_at, c.spoken_at, c.touched_at, c.closed_at,
              (SELECT MAX(p.seen_at) FROM persons p WHERE p.id = c.family OR p.household = c.family)
       FROM cases c
       WHERE c.stage IN ('spoken', 'joined', 'unreached') AND COALESCE(c.touched_at, c.opened_at) < :before
         AND c.id = (SELECT first.case_id FROM persons first WHERE first.id = c.family)
         AND EXISTS (SELECT 1 FROM persons p WHERE (p.id = c.family OR p.household = c.family)
                       AND p.unasked = '' AND ',' || p.consents || ',' LIKE '%,later,%')
         AND NOT EXISTS (SELECT 1 FROM ladders l WHERE l.person = c.family AND l.closed_at IS NULL)
       ORDER BY c.id"""
)


@dataclass(frozen=True, slots=True)
class StandingCase:
    """A case in which nothing is to come, and the last sign of life of either side."""

    case_id: int
    family: int
    sign_at: datetime


class Standing:
    """The daily read over all cases; none of them is unsealed for it."""

    def standing(self, before: datetime) -> Unit[tuple[StandingCase, ...]]:
        """Cases without a sign of life since then whose family may be asked later and has no open ladder."""
        rows = yield _STANDING(before=seconds(before))
        cases = (StandingCase(id_, family, last_sign(*map(instant, signs))) for id_, family, *signs in rows)
        return tuple(case for case in cases if case.sign_at < before)
