"""Where a family will be when the phone rings: kept with the case, and said in each reminder that is to come."""

from __future__ import annotations

from dataclasses import replace

from bot.booking import as_reminded
from bot.house import House
from dialogs.family.card import AWAITED, reminder
from dialogs.family.plan import PLANS
from storage.cases import CaseRow
from storage.outbox import REMINDER
from storage.units import Unit


def keep_plan(house: House, case: CaseRow, plan: str) -> Unit[None]:
    """Keep the plan, "" for none. Reminders that wait are worded anew where they stand: none is sent twice."""
    if plan not in ("", *PLANS) or case.stage not in AWAITED or case.never_call:
        return
    body = dict(case.body or {}) | {"plan": plan}
    yield from house.cases.keep_body(case.id, body)
    own = as_reminded(replace(case, body=body))
    yield from house.outbox.reword(case.id, lambda kind: reminder(kind.removeprefix(REMINDER), own, 0))
