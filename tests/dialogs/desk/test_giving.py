"""Passing a case on, giving it to a colleague, and why it came to me: the pages, and their second presses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dialogs.desk.card import case_card
from dialogs.desk.conversation import advance, present, refused
from dialogs.desk.effects import BusyThen, GiveCase, PassCase, RedrawFamily
from dialogs.desk.facts import DeskFacts, Member
from dialogs.desk.giving import PASS_REASONS
from dialogs.desk.team_facts import Colleague
from dialogs.family.facts import Stage
from dialogs.machine.events import Pressed
from dialogs.machine.screen import Press
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Moment, say
from dialogs.rules.assignment import Reason
from tests.dialogs.desk.office import JONAS, MIRA, RENATE, case, facts, taken
from tests.dialogs.family.town import ASAP, NOW

DESK = State("desk")
UNTIL = NOW + timedelta(hours=1)
COLLEAGUES = (
    Colleague(2, "Jonas", "coach", ("de",), 1, ""),
    Colleague(4, "Selin", "coach", ("de", "tr"), 0, "", busy=True),
    Colleague(3, "Renate", "lead", ("de", "tr"), 0, ""),
)


def presses(page: str, pick: str, known: DeskFacts) -> Turn:
    return advance(DESK.over(f"{page}.7"), Pressed(Press(0, f"~{page}", pick)), known)


def picks(page: str, known: DeskFacts) -> list[str]:
    return [button.press.pick for row in present(DESK.over(f"{page}.7"), known).rows for button in row]


def keys(page: str, known: DeskFacts) -> list[str]:
    return [line.key for line in present(DESK.over(f"{page}.7"), known).lines]


@pytest.mark.parametrize("why", PASS_REASONS)
def test_one_tap_passes_a_case_on_with_its_reason(why: str) -> None:
    assert f"7-{why}" in picks("pass_on", facts(case=case()))
    turn = presses("pass_on", f"7-{why}", facts(case=case()))
    assert (turn.effects, turn.notes) == ((PassCase(7, why),), (say("desk.pass.done", number=1007),))


@pytest.mark.parametrize(
    ("known", "pick"),
    [
        (facts(case=case(suggested=JONAS)), "7-other"),
        (facts(case=taken()), "7-other"),
        (facts(RENATE, case=case()), "7-other"),
        (facts(case=case()), "7-fly"),
    ],
)
def test_who_is_not_asked_any_more_passes_nothing_on(known: DeskFacts, pick: str) -> None:
    turn = presses("pass_on", pick, known)
    assert (turn.effects, turn.toast, turn.redraw) == ((), say("desk.toast.noted"), False)


def test_every_page_leads_back_to_the_list() -> None:
    for page in ("pass_on", "why", "give"):
        assert picks(page, facts(case=case()))[-1] == "7-back"
        assert presses(page, "7-back", facts(case=case())).state.aside == "cases"


def test_why_me_says_language_open_cases_and_the_last_case() -> None:
    known = facts(case=case(appointment=ASAP, reason=Reason(True, 2, NOW)))
    title, points = present(DESK.over("why.7"), known).lines
    assert title == say("desk.why.title", number=1007, name="Mira")
    told: list[Any] = []
    while points.key == "stack":
        points, last = points.values["above"], points.values["below"]  # type: ignore[assignment]
        told.insert(0, last)
    told.insert(0, points)
    assert [point.values["point"].key for point in told] == ["desk.why.speaks", "desk.why.fewest", "desk.why.last"]
    assert told[-1].values["point"] == say("desk.why.last", at=Moment(NOW, "day"))


def test_why_me_after_everybody_was_asked_says_that_nobody_is() -> None:
    assert keys("why", facts(case=case(suggested=None, reason=None))) == ["desk.why.nobody"]


def test_colleagues_stand_with_their_open_cases_and_the_busy_are_only_named() -> None:
    known = facts(case=taken(), colleagues=COLLEAGUES)
    assert picks("give", known) == ["7-to-2", "7-to-3", "7-back"]
    assert keys("give", known) == ["desk.give.title", "desk.give.speak", "desk.give.busy"]
    label = present(DESK.over("give.7"), known).rows[0][0].label
    assert label == say("desk.give.button.to", name="Jonas", count=1)


def test_where_nobody_is_there_the_page_says_so() -> None:
    assert keys("give", facts(case=taken())) == ["desk.give.nobody"]


def test_long_name_is_cut_on_the_button() -> None:
    long = replace(COLLEAGUES[0], name="Maximiliane-Alexandrina")
    label = present(DESK.over("give.7"), facts(case=taken(), colleagues=(long,))).rows[0][0].label
    assert label.values["name"] == "Maximiliane-Alexa…"


def test_giving_puts_the_case_into_other_hands_and_shows_the_family() -> None:
    turn = presses("give", "7-to-2", facts(case=taken(), colleagues=COLLEAGUES))
    assert turn.effects == (GiveCase(7, 2), RedrawFamily(7))
    assert turn.notes == (say("desk.give.done", number=1007, name="Jonas"),)


@pytest.mark.parametrize(
    ("me", "pick", "owner", "toast"),
    [
        (MIRA, "7-to-2", JONAS, "desk.toast.noted"),
        (JONAS, "7-to-3", MIRA, "desk.toast.not_yours"),
        (MIRA, "7-to-99", MIRA, "desk.toast.not_there"),
        (MIRA, "7-to-x", MIRA, "desk.toast.noted"),
    ],
)
def test_second_or_forged_press_of_giving_changes_nothing(me: Member, pick: str, owner: Member, toast: str) -> None:
    turn = presses("give", pick, facts(me, case=taken(owner), colleagues=COLLEAGUES))
    assert (turn.effects, turn.toast and turn.toast.key) == ((), toast)


def test_lead_gives_a_case_that_somebody_else_has() -> None:
    turn = presses("give", "7-to-2", facts(RENATE, case=taken(MIRA), colleagues=COLLEAGUES))
    assert turn.effects[0] == GiveCase(7, 2)


def test_colleague_who_got_a_call_meanwhile_is_named_above_the_others() -> None:
    turn = refused(DESK.over("give.7"), BusyThen("Jonas"))
    assert (turn.notes, turn.redraw) == ((say("desk.give.was_busy", name="Jonas"),), True)


def test_card_says_whom_it_is_offered_to_and_until_when() -> None:
    asked = case(asked_until=UNTIL)
    assert case_card(asked, MIRA).lines[-1].key == "desk.card.asked_you"
    assert case_card(asked, JONAS).lines[-1].values["until"] == Moment(UNTIL, "day_clock")
    assert case_card(replace(asked, suggested=RENATE, asked_until=None), JONAS).lines[-1].key == "desk.card.with_lead"
    assert case_card(replace(asked, stage=Stage.TAKEN, owner=JONAS), MIRA).lines[-1].key == "desk.card.taken"


def test_list_says_whom_a_free_case_is_offered_to() -> None:
    asked = case(asked_until=UNTIL)
    for me, key in ((MIRA, "desk.row.asked_you"), (JONAS, "desk.row.asked")):
        assert present(DESK.over("cases"), facts(me, cases=(asked,))).lines[1].key == key
