"""The lead's page of the project's days: shown with where they come from, moved by buttons, saved after a preview."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dialogs.desk.conversation import advance, present
from dialogs.desk.facts import DeskFacts, Member
from dialogs.desk.team_effects import SetDates
from dialogs.desk.team_facts import DatesNow, TeamNow
from dialogs.machine.events import Pressed
from dialogs.machine.screen import Press, Screen
from dialogs.machine.turn import State, Turn
from tests.dialogs.desk.office import MIRA, RENATE, facts
from tests.dialogs.desk.test_places_pages import said
from tests.dialogs.family.town import NOW

END = date(2027, 8, 31)
LAST = date(2027, 1, 31)
OF_FILE = DatesNow(None, END)
OF_LEAD = DatesNow(LAST, END, by_lead=True)


def told(dates: DatesNow = OF_LEAD, me: Member = RENATE) -> DeskFacts:
    return replace(facts(me), team=TeamNow(dates=dates))


def press(pick: str, dates: DatesNow = OF_LEAD, me: Member = RENATE) -> Turn:
    return advance(State("desk", aside="dates"), Pressed(Press(0, "~dates", pick)), told(dates, me))


def shows(aside: str = "dates", dates: DatesNow = OF_LEAD) -> Screen:
    return present(State("desk", aside=aside), told(dates))


def leads_to(screen: Screen) -> dict[str, str]:
    """By the name of its text, what each button means."""
    return {button.label.key.rpartition(".")[2]: button.press.pick for row in screen.rows for button in row}


def test_lead_sees_both_days_and_who_set_them() -> None:
    assert {"desk.dates.no_last", "desk.dates.ends", "desk.dates.by_file"} <= said(shows(dates=OF_FILE))
    assert {"desk.dates.last", "desk.dates.ends", "desk.dates.by_lead"} <= said(shows())
    assert "save" not in leads_to(shows())


def test_each_button_names_the_days_it_leads_to() -> None:
    assert leads_to(shows()) == {
        "week_less": "to-20270124-20270831",
        "week_more": "to-20270207-20270831",
        "month_less": "to-20261231-20270831",
        "month_more": "to-20270228-20270831",
        "no_last": "to-none-20270831",
        "end_less": "to-20270131-20270731",
        "end_more": "to-20270131-20270930",
        "back": "menu",
    }


def test_days_count_only_once_they_are_saved() -> None:
    turn = press("to-20270124-20270831")
    assert (turn.effects, turn.state.aside) == ((), "dates.20270124-20270831")
    screen = shows(turn.state.aside)
    assert "desk.dates.new" in said(screen)
    saved = press(leads_to(screen)["save"])
    assert (saved.effects, saved.state.aside) == ((SetDates(date(2027, 1, 24), END),), "dates")


def test_saving_twice_changes_nothing_more() -> None:
    turn = press("set-20270131-20270831")
    assert (turn.effects, turn.redraw) == ((), False)


def test_nobody_begins_after_the_projects_end() -> None:
    at_end = shows("dates.20270830-20270831")
    assert leads_to(at_end)["week_more"] == leads_to(at_end)["month_more"] == "to-20270831-20270831"
    assert leads_to(at_end)["end_less"] == "to-20270731-20270731"
    assert press("set-20270901-20270831").effects == ()


def test_first_proposal_leaves_room_for_a_stay_of_a_year_where_it_can() -> None:
    later = replace(OF_FILE, ends_on=date(2028, 8, 31))
    assert leads_to(shows(dates=later))["begin"] == "to-20270831-20280831"
    assert leads_to(shows(dates=OF_FILE))["begin"] == f"to-{NOW:%Y%m%d}-20270831"


def test_lead_is_warned_that_families_who_wait_will_hear_of_it() -> None:
    assert "desk.dates.over_now" not in said(shows(f"dates.{NOW:%Y%m%d}-20270831"))
    assert "desk.dates.over_now" in said(shows(f"dates.{NOW - timedelta(days=1):%Y%m%d}-20270831"))


@pytest.mark.parametrize("pick", [
    "", "set", "set-", "set-none", "set-none-", "set-20270230-20270831", "set-x-20270831", "set-none-20200101",
    "set-none-99991231", "set-²0270131-20270831", "away-none-20270831",
])  # fmt: skip
def test_forged_days_set_nothing(pick: str) -> None:
    assert press(pick).effects == ()


def test_coach_neither_sees_nor_sets_the_days() -> None:
    turn = press("set-none-20270831", me=MIRA)
    assert turn.effects == ()
    assert turn.toast is not None
    assert turn.toast.key == "desk.toast.not_for_you"
