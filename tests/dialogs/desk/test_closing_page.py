"""What became of a case: asked in two taps, put right with two more, and taken back within a week."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogs.desk import conversation
from dialogs.desk.card import case_card, when
from dialogs.desk.closing import CLOSE, REASONS
from dialogs.desk.conversation import advance, present
from dialogs.desk.effects import (
    CaseOutcome,
    CloseCase,
    NoPlace,
    NothingToCall,
    RedrawFamily,
    ReopenCase,
    TakeNext,
    TellFamily,
)
from dialogs.desk.facts import DeskCase, Member
from dialogs.family.facts import Appointment, Stage
from dialogs.machine.events import Commanded, Pressed
from dialogs.machine.screen import Press, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Moment, say
from tests.dialogs.desk.office import JONAS, MIRA, RENATE, facts, taken
from tests.dialogs.family.town import NOW, at

UNDER_WAY = [Stage.SPOKEN, Stage.JOINED, Stage.WAITING]
OVER = [Stage.ELSEWHERE, Stage.STOPPED]


def spoken(stage: Stage = Stage.SPOKEN, **changed: object) -> DeskCase:
    """Mira's case, after the talk."""
    return taken(stage=stage, closed_at=NOW, **changed)


def press(pick: str, case: DeskCase, me: Member = MIRA, aside: str = "close.7") -> Turn:
    """A press on the page."""
    return advance(State("desk", aside=aside), Pressed(Press(0, "~close", pick)), facts(me, case=case))


def shows(aside: str, case: DeskCase) -> Screen:
    """The page as it stands."""
    return present(State("desk", aside=aside), facts(case=case))


def picks(screen: Screen) -> list[str]:
    return [button.press.pick for row in screen.rows for button in row]


def test_the_four_outcomes_are_asked_for_without_the_one_that_stands() -> None:
    outcomes = [f"7-{outcome}" for outcome in CaseOutcome]
    assert picks(shows("close.7", spoken())) == [*outcomes, "7-open"]
    left = [one for one in outcomes if one != "7-waiting"]
    assert picks(shows("close.7", spoken(Stage.WAITING))) == [*left, "7-open"]


@pytest.mark.parametrize("outcome", [CaseOutcome.JOINED, CaseOutcome.WAITING])
def test_a_place_and_the_list_need_one_tap(outcome: CaseOutcome) -> None:
    turn = press(f"7-{outcome}", spoken())
    assert turn.effects == (CloseCase(7, outcome, ""), TellFamily(7, (say(f"closed.{outcome}"),)))
    assert turn.state.aside == "close.7-done"


@pytest.mark.parametrize(("outcome", "why"), [(one, why) for one, codes in REASONS.items() for why in codes])
def test_an_end_needs_its_reason(outcome: CaseOutcome, why: str) -> None:
    asked = press(f"7-{outcome}", spoken(Stage.JOINED))
    assert (asked.effects, asked.state.aside) == ((), f"close.7-{outcome}")
    assert f"7-{outcome}-{why}" in picks(shows(asked.state.aside, spoken(Stage.JOINED)))

    turn = press(f"7-{outcome}-{why}", spoken(Stage.JOINED))
    assert turn.effects[0] == CloseCase(7, outcome, why)


def test_only_a_year_that_began_can_be_over() -> None:
    assert "7-stopped-ended" not in picks(shows("close.7-stopped", spoken()))
    assert press("7-stopped-ended", spoken()).effects == ()


def test_a_reason_nobody_knows_is_asked_for_again() -> None:
    assert press("7-stopped-because", spoken()).state.aside == "close.7-stopped"
    assert press("7-vanished", spoken()).toast == say("desk.toast.old_button")


@pytest.mark.parametrize("stage", [Stage.JOINED, Stage.WAITING])
def test_pressed_twice_it_is_noted_once(stage: Stage) -> None:
    turn = press(f"7-{stage}", spoken(stage))
    assert (turn.effects, turn.redraw, turn.toast) == ((), False, say("desk.toast.noted"))


@pytest.mark.parametrize("was", [Stage.JOINED, Stage.WAITING])
@pytest.mark.parametrize("outcome", list(CaseOutcome))
def test_a_wrong_tap_is_put_right(was: Stage, outcome: CaseOutcome) -> None:
    if outcome == was.value:
        return
    why = REASONS[outcome][0] if outcome in REASONS else ""
    assert press(f"7-{outcome}-{why}" if why else f"7-{outcome}", spoken(was)).effects[0] == CloseCase(
        7, outcome, why
    )


def test_what_was_noted_is_said_with_the_way_to_put_it_right_and_the_way_on() -> None:
    done = shows("close.7-done", spoken(Stage.JOINED))
    assert done.lines == (say("desk.close.noted", number=1007), say("desk.card.joined", name="Mira"))
    assert picks(done) == ["7-again", "go"]
    assert press("7-again", spoken(Stage.JOINED)).state.aside == "close.7"


@pytest.mark.parametrize("stage", OVER)
def test_an_end_is_taken_back_within_seven_days(stage: Stage) -> None:
    ended = spoken(stage, reason_code="other")
    assert picks(shows("close.7-done", ended)) == ["7-reopen", "go"]
    assert press("7-reopen", ended).effects == (ReopenCase(7), RedrawFamily(7))

    late = spoken(stage, reason_code="other")
    late = taken(stage=stage, closed_at=late.closed_at - timedelta(days=8) if late.closed_at else None)
    turn = press("7-reopen", late)
    assert (turn.effects, turn.toast) == ((), say("desk.close.toast_late"))


def test_taken_back_twice_it_is_open_once() -> None:
    turn = press("7-reopen", spoken())
    assert (turn.effects, turn.redraw) == ((), False)


@pytest.mark.parametrize("stage", OVER)
def test_a_case_that_is_over_is_not_closed_by_an_old_button(stage: Stage) -> None:
    assert press("7-joined", spoken(stage)).toast == say("desk.close.toast_over")


@pytest.mark.parametrize("stage", [Stage.RECEIVED, Stage.TAKEN, Stage.UNREACHED, Stage.WITHDRAWN])
def test_before_the_talk_nothing_became_of_the_case(stage: Stage) -> None:
    assert press("7-joined", taken(stage=stage)).effects == ()


def test_only_who_has_the_case_or_leads_says_what_became_of_it() -> None:
    assert press("7-joined", spoken(), JONAS).toast == say("desk.toast.not_yours")
    assert press("7-joined", spoken(), RENATE).effects != ()


def test_a_case_that_was_erased_is_gone() -> None:
    assert press("7-joined", spoken(erased=True)).toast == say("desk.toast.gone")
    assert shows("close.7", spoken(erased=True)).lines == (say("desk.toast.gone"),)


def test_without_a_place_the_list_is_offered_at_once() -> None:
    turn = conversation.refused(State("desk", aside="close.7"), NoPlace(7))
    assert (turn.state.aside, turn.toast) == ("close.7-full", say("desk.toast.no_place"))
    full = shows(turn.state.aside, spoken())
    assert (full.lines, picks(full)) == ((say("desk.close.full", number=1007),), ["7-waiting", "7-again"])


@pytest.mark.parametrize("stage", UNDER_WAY)
def test_the_card_opens_the_page(stage: Stage) -> None:
    assert "7-close" in picks(case_card(spoken(stage), MIRA))
    assert CLOSE.name == "close"


@pytest.mark.parametrize("stage", OVER)
def test_the_card_of_an_ended_case_says_why_and_can_be_opened_again(stage: Stage) -> None:
    card = case_card(spoken(stage, reason_code="no_time"), MIRA)
    assert card.lines[-1] == say(f"desk.card.{stage}", name="Mira", why=say("desk.reason.no_time"))
    assert picks(card) == ["7-reopen", "go"]


def test_the_next_family_is_one_tap_away_after_each_outcome() -> None:
    for case in (spoken(), taken(tries=1), taken(stage=Stage.WRONG_NUMBER), taken(stage=Stage.UNREACHED)):
        assert picks(case_card(case, MIRA))[-1] == "go"
    assert "go" not in picks(case_card(taken(), MIRA))
    assert picks(present(State("desk", aside="today"), facts(calls=(taken(),))))[-1] == "go"


def test_the_next_family_is_taken_by_a_command_or_a_button() -> None:
    asked = advance(State("desk"), Commanded("next", ""), facts())
    assert (asked.effects, asked.fresh) == ((TakeNext(),), True)
    pressed = advance(State("desk"), Pressed(Press(0, "~next", "go")), facts())
    assert (pressed.effects, pressed.redraw) == ((TakeNext(),), False)


def test_where_nobody_is_to_be_called_the_next_call_is_named() -> None:
    none = conversation.refused(State("desk"), NothingToCall())
    assert none.notes == (say("desk.next.none"),)
    later = conversation.refused(State("desk"), NothingToCall(at(24, 10)))
    assert later.notes == (say("desk.next.later", at=Moment(at(24, 10), "day_clock")),)


def test_a_call_that_was_put_off_says_from_when_until_when() -> None:
    call = Appointment("later", "", at(23, 15), at(23, 16))
    bounds = {"opens": Moment(at(23, 15), "bare_clock"), "closes": Moment(at(23, 16), "clock")}
    assert when(taken(appointment=call)) == say("desk.card.later", day=Moment(at(23, 15), "day"), **bounds)
