"""Where a family will be when the phone rings: kept with the case, and said in each reminder that is to come."""

from __future__ import annotations

from bot.house import House
from dialogs.family.card import AWAITED, reminder
from dialogs.family.facts import OwnCase
from dialogs.family.plan import PLANS
from storage.cases import CaseRow
from storage.outbox import REMINDER
from storage.units import Unit


def keep_plan(house: House, case: CaseRow, plan: str) -> Unit[None]:
    """Keep the plan, "" for none. Reminders that wait are worded anew where they stand: none is sent twice."""
    if plan not in ("", *PLANS) or case.stage not in AWAITED or case.never_call:
        return
    yield from house.cases.keep_body(case.id, dict(case.body or {}) | {"plan": plan})
    own = OwnCase(case.id, case.stage, case.opened_at, case.appointment, plan=plan)
    yield from house.outbox.reword(case.id, lambda kind: reminder(kind.removeprefix(REMINDER), own, 0))
