"""If-then help before the call: where the family will be when the phone rings."""

from __future__ import annotations

from typing import Final

from dialogs.family.card import card_view, may_plan, planned
from dialogs.family.facts import Facts
from dialogs.family.intake import Flows
from dialogs.family.standstill_effects import KeepPlan
from dialogs.family.views import side_button
from dialogs.machine.flow import Flow, View
from dialogs.machine.screen import Press
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import say

PLAN: Final = "plan"

PLANS: Final = ("home", "out", "break", "helped")
"""Where one can be: at home in quiet, out and about, in a break at work, with somebody who helps."""

NO_PLAN: Final = "none"


def plan_view(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """When the phone rings, then I am ... Each answer is one tap, and none is needed."""
    case = facts.case
    if case is None:
        return View((say("appointment.none"),), ())
    if not may_plan(case):
        return card_view(case, state.run, facts)
    rows = tuple((side_button(state, PLAN, plan),) for plan in (*PLANS, NO_PLAN))
    return View((planned(case), say("plan.prompt")), rows)


def plan_answered(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    """What a button there leads to."""
    case, pick = facts.case, press.pick
    if pick not in (*PLANS, NO_PLAN):
        return Turn(state, toast=say("toast.unknown_button"))
    if case is None or not may_plan(case):
        return Turn(state.over(""), toast=say("toast.old_button"))
    plan = "" if pick == NO_PLAN else pick
    if plan == case.plan:
        return Turn(state.over(""), toast=say("toast.noted") if plan else None)
    return Turn(state.over(""), (KeepPlan(plan),), toast=say("toast.thanks"))
