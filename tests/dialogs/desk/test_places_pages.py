"""The lead's pages: free places are set in two presses, the line is changed with a reason and never without."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.desk.conversation import advance, present
from dialogs.desk.facts import Member
from dialogs.desk.line_effects import MoveInLine, SetNeeds, SetPlaces
from dialogs.desk.line_facts import LineLog, LineNow, Waits
from dialogs.desk.waiting_line import LISTED, NOBODY, REASONS
from dialogs.machine.events import Pressed
from dialogs.machine.screen import Press, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Moment, Phrase, Value, say
from tests.dialogs.desk.office import MIRA, RENATE, facts
from tests.dialogs.family.town import NOW

FAMILY = Waits(101, NOW - timedelta(days=20), "tr", 1, False)
LINE = LineNow(3, NOW, 1, (FAMILY, replace(FAMILY, person=102, case_number=1042)))


def press(page: str, pick: str, now: LineNow = LINE, me: Member = RENATE) -> Turn:
    """A press on one of the pages."""
    return advance(State("desk", aside=page), Pressed(Press(0, f"~{page}", pick)), facts(me, line=now))


def shows(aside: str, now: LineNow = LINE) -> Screen:
    """A page as it stands."""
    return present(State("desk", aside=aside), facts(RENATE, line=now))


def picks(screen: Screen) -> list[str]:
    """What the buttons mean."""
    return [button.press.pick for row in screen.rows for button in row]


def said(screen: Screen) -> set[str]:
    """Every text key on the screen."""

    def keys(value: Value) -> set[str]:
        if not isinstance(value, Phrase):
            return set()
        return {value.key}.union(*(keys(inner) for inner in value.values.values()))

    return set().union(*(keys(phrase) for phrase in screen.lines))


def test_number_is_changed_first_and_counts_once_it_is_confirmed() -> None:
    turn = press("places", "to-4")
    assert (turn.effects, turn.state.aside) == ((), "places.4")
    assert picks(shows("places.4"))[:3] == ["to-3", "to-5", "set-4"]
    assert press("places", "set-4").effects == (SetPlaces(4),)


def test_same_number_again_confirms_it() -> None:
    assert picks(shows("places"))[2] == "set-3"
    assert press("places", "set-3").effects == (SetPlaces(3),)


@pytest.mark.parametrize("pick", ["set-", "set-x", "", "away"])
def test_a_forged_number_sets_nothing(pick: str) -> None:
    assert press("places", pick).effects == ()


def test_there_are_never_fewer_places_than_none() -> None:
    assert picks(shows("places.0"))[0] == "to-0"


@pytest.mark.parametrize(
    ("now", "key"),
    [
        (LineNow(None, None, 0), "desk.places.unknown"),
        (LINE, "desk.places.held"),
        (replace(LINE, stale=True), "desk.places.stale"),
        (replace(LINE, free=0), "desk.places.overdrawn"),
    ],
)
def test_places_page_says_how_sure_the_number_is(now: LineNow, key: str) -> None:
    assert key in said(shows("places", now))


@pytest.mark.parametrize("code", NOBODY)
@pytest.mark.parametrize("page", ["places", "line"])
def test_lead_reads_why_nobody_was_offered_a_free_place(page: str, code: str) -> None:
    now = replace(LINE, nobody=LineLog(NOW, "not_offered", code))
    why = say("desk.line.nobody", since=Moment(NOW, "day_clock"), why=say(f"desk.line.nobody.{code}"))
    shown = shows(page, now)
    assert why in shown.lines or f"desk.line.nobody.{code}" in said(shown)


def test_families_stand_in_order_by_number_and_nobody_by_name() -> None:
    assert picks(shows("line"))[:2] == ["of-101", "of-102"]
    assert "desk.line.mark.case" in said(shows("line"))


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"needs": 2}, "needs"),
        ({"paused": True}, "paused"),
        ({"paused": True, "hushed": True}, "hushed"),
        ({"offered_until": NOW}, "offered"),
        ({"offered_until": NOW, "accepted": True}, "accepted"),
        ({"silent": 3}, "silent"),
        ({"reachable": False}, "unreachable"),
    ],
)
def test_line_shows_what_a_lead_has_to_know_of_a_family(changed: dict[str, object], key: str) -> None:
    now = replace(LINE, waits=(replace(FAMILY, **changed),))  # type: ignore[arg-type]
    assert f"desk.line.mark.{key}" in said(shows("line", now))


def test_two_unanswered_questions_are_no_news() -> None:
    now = replace(LINE, waits=(replace(FAMILY, silent=2),))
    assert "desk.line.mark.silent" not in said(shows("line", now))


@pytest.mark.parametrize("where", list(REASONS))
def test_nobody_is_moved_without_a_reason(where: str) -> None:
    turn = press("line", f"{where}-101")
    assert (turn.effects, turn.state.aside) == ((), f"line.{where}-101")
    assert picks(shows(f"line.{where}-101"))[:-1] == [f"{where}-101-{why}" for why in REASONS[where]]
    assert press("line", f"{where}-101-because").effects == ()
    for why in REASONS[where]:
        assert press("line", f"{where}-101-{why}").effects == (MoveInLine(101, where, why),)


def test_family_that_needs_two_places_is_noted_once() -> None:
    assert press("line", "needs-101-2").effects == (SetNeeds(101, 2),)
    again = press("line", "needs-101-1")
    assert (again.effects, again.toast, again.redraw) == ((), say("desk.toast.noted"), False)


def test_family_that_waits_no_more_cannot_be_moved() -> None:
    turn = press("line", "first-999-newborn")
    assert (turn.effects, turn.toast) == ((), say("desk.line.toast.gone"))


def test_long_line_is_leafed_through() -> None:
    many = replace(LINE, waits=tuple(replace(FAMILY, person=number) for number in range(1, 2 * LISTED + 2)))
    assert picks(shows("line", many))[LISTED] == "at-10"
    assert picks(shows("line.at-10", many))[LISTED : LISTED + 2] == ["at-0", "at-20"]
    assert picks(shows("line.at-999", many))[0] == "of-21"


@pytest.mark.parametrize(("page", "pick"), [("places", "set-9"), ("line", "first-101-newborn")])
def test_a_coach_changes_neither_places_nor_the_line(page: str, pick: str) -> None:
    turn = press(page, pick, me=MIRA)
    assert (turn.effects, turn.toast) == ((), say("desk.toast.not_for_you"))


def test_log_says_who_changed_what_and_why() -> None:
    change = LineLog(NOW, "first", "urgent_housing", "Renate", NOW)
    assert {"desk.line.what.first", "desk.line.why.urgent_housing", "desk.line.with_name"} <= said(
        shows("line", replace(LINE, log=(change,)))
    )
