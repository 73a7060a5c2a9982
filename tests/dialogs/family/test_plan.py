"""If-then help before a call: one tap, optional, seen again on the card and in the reminder."""

from __future__ import annotations

import pytest

from dialogs.family.card import reminder
from dialogs.family.facts import OwnCase, Stage
from dialogs.family.plan import PLANS
from dialogs.family.standstill_effects import KeepPlan
from dialogs.machine.turn import State
from tests.dialogs.family.talk import Talk, booked
from tests.dialogs.family.town import ASAP, own_case


def looking_at(case: OwnCase) -> Talk:
    talk = Talk(case=case)
    talk.state = State("home")
    return talk


@pytest.mark.parametrize("wishes", [("wish asap",), ("wish part", "part morning")])
def test_family_that_just_booked_may_make_a_plan_with_two_taps(wishes: tuple[str, ...]) -> None:
    talk = booked(*wishes)
    talk.presses("~ plan", "~plan home")
    assert talk.effects[-1] == KeepPlan("home")
    assert (talk.at, talk.toast) == ("", "toast.thanks")


@pytest.mark.parametrize(
    "case",
    [own_case(never_call=True), own_case(Stage.SPOKEN), own_case(Stage.UNREACHED), own_case(Stage.WRONG_NUMBER)],
)
def test_no_plan_is_asked_for_where_no_call_is_to_come(case: OwnCase) -> None:
    talk = looking_at(case)
    assert "~ plan" not in talk.offers()
    talk.presses_old("~plan", "home")
    assert (talk.effects, talk.toast) == ([], "toast.old_button")


@pytest.mark.parametrize("plan", PLANS)
def test_plan_stands_on_the_card_and_in_the_reminder(plan: str) -> None:
    case = own_case(Stage.TAKEN, coach="Mira", plan=plan)
    assert "card.plan" in {line.key for line in looking_at(case).screen.lines}
    (_, said) = reminder("evening_before", case, 0).lines
    assert (said.key, said.values["plan"].key) == ("card.plan", f"plan.button.{plan}")  # type: ignore[union-attr]


def test_without_a_plan_the_reminder_is_the_one_line_it_was() -> None:
    assert len(reminder("hour_before", own_case(Stage.TAKEN), 0).lines) == 1


def test_plan_can_be_changed_and_taken_back_and_the_same_one_again_changes_nothing() -> None:
    talk = looking_at(own_case(Stage.TAKEN, ASAP, plan="home"))
    talk.presses("~ plan", "~plan home")
    assert talk.toast == "toast.noted"
    talk.presses("~ plan", "~plan break")
    talk.presses("~ plan", "~plan none")
    assert talk.effects == [KeepPlan("break"), KeepPlan("")]


@pytest.mark.parametrize("pick", ["", "ways", "home-1", "x" * 40, "٣"])
def test_forged_plans_change_nothing(pick: str) -> None:
    talk = looking_at(own_case())
    talk.presses_old("~plan", pick)
    assert (talk.effects, talk.toast) == ([], "toast.unknown_button")
