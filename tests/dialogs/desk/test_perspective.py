"""A round at the coach's desk: two techniques proposed, one chosen, a line of one's own, what came back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dialogs.desk.conversation import advance, present, refused
from dialogs.desk.facts import DeskCase, DeskFacts, Member
from dialogs.desk.morning import Morning, morning_screen
from dialogs.desk.proposing import left, proposed
from dialogs.desk.round_words import passed_note, still_lines
from dialogs.desk.standstill_effects import NoteSign, ReplyToRound, RoundOpen, StartRound
from dialogs.desk.standstill_facts import RoundSeen, StillNow
from dialogs.desk.team_facts import CaseLine
from dialogs.family.facts import Stage
from dialogs.family.techniques import TECHNIQUES
from dialogs.machine.events import Pressed, Said
from dialogs.machine.screen import Press, Screen
from dialogs.machine.turn import State, Turn
from tests.dialogs.desk.office import JONAS, MIRA, NOW, RENATE, facts, taken
from tests.dialogs.family.town import EXACT

HOME = State("desk")


def spoken(by: Member = MIRA, **still: Any) -> DeskCase:
    """A case that goes on after the call, with what is known of its standstill."""
    return taken(by, stage=Stage.SPOKEN, still=replace(StillNow(sign_at=NOW - timedelta(days=15)), **still))


def known(me: Member = MIRA, **still: Any) -> DeskFacts:
    return facts(me, case=spoken(**still))


def had(technique: str, **changed: Any) -> RoundSeen:
    return replace(RoundSeen(3, technique, NOW, "done", "Mira"), **changed)


def presses(state: State, pick: str, told: DeskFacts) -> Turn:
    return advance(state, Pressed(Press(0, "~round", pick)), told)


def screen(shown: str, told: DeskFacts) -> Screen:
    return present(HOME.over(f"round.7{shown}"), told)


def picks(shown: Screen) -> list[str]:
    return [button.press.pick for row in shown.rows for button in row]


def keys(shown: Screen) -> list[str]:
    return [line.key for line in shown.lines]


def ids(used: tuple[str, ...], *, has_number: bool = False) -> list[str]:
    return [one.id for one in proposed(used, has_number=has_number)]


def test_two_techniques_of_two_groups_are_proposed_that_the_case_never_had() -> None:
    used: tuple[str, ...] = ()
    while two := proposed(used, has_number=False):
        assert not {one.id for one in two} & set(used)
        if len({one.group for one in left(used, has_number=False)}) > 1:
            assert len({one.group for one in two}) == 2
        used = (*used, two[0].id)
    assert set(used) == set(TECHNIQUES) - {"closing_loop"}


def test_a_number_is_asked_after_first_but_never_twice_running() -> None:
    assert ids(("scaling",), has_number=True)[0] == "closing_loop"
    assert "closing_loop" not in ids(("scaling", "closing_loop"), has_number=True)
    assert ids(("scaling", "closing_loop", "coping"), has_number=True)[0] == "closing_loop"
    assert "closing_loop" not in ids(("importance",))


def test_the_card_opens_two_proposals_below_it() -> None:
    turn = advance(HOME, Pressed(Press(0, "~case", "7-round")), known())
    assert (turn.state.aside, turn.fresh) == ("round.7", True)
    shown = present(turn.state, known())
    assert picks(shown) == ["7-pick-scaling", "7-pick-exception", "7-all-0", "7-well", "7-open"]


def test_all_techniques_are_leafed_and_each_is_found_once() -> None:
    found = [pick for first in range(0, 17, 6) for pick in picks(screen(f"-all-{first}", known()))]
    assert [pick for pick in found if pick.startswith("7-pick-")] == [
        f"7-pick-{one}" for one in TECHNIQUES if one != "closing_loop"
    ]


def test_the_preview_shows_what_the_family_will_read_and_sends_once() -> None:
    state = HOME.over("round.7-pick-coping")
    shown = present(state, known())
    assert keys(shown)[:4] == [
        "desk.round.picked", "desk.round.will_read", "round.invitation.hello", "round.invitation.ask",
    ]  # fmt: skip
    turn = presses(state, "7-send-coping", known())
    assert (turn.effects, turn.state.aside) == ((StartRound(7, "coping", ""),), "round.7-sent")
    again = presses(turn.state, "7-send-coping", known())
    assert (again.effects, again.toast and again.toast.key) == ((), "desk.toast.phrase_sent")


def test_a_line_that_is_typed_goes_with_it_and_can_be_taken_back() -> None:
    state = HOME.over("round.7-pick-coping")
    typed = advance(state, Said("Ich denke - oft. an  Sie|"), known())
    assert (typed.state.aside, typed.fresh) == ("round.7-pick-coping|Ich denke - oft. an Sie|", True)
    assert "round.coach_line" in keys(present(typed.state, known()))
    sent = presses(typed.state, "7-send-coping", known())
    assert sent.effects == (StartRound(7, "coping", "Ich denke - oft. an Sie|"),)
    without = presses(typed.state, "7-pick-coping", known())
    assert "round.coach_line" not in keys(present(without.state, known()))


def test_a_line_that_is_too_long_is_not_cut_behind_the_coachs_back() -> None:
    turn = advance(HOME.over("round.7-pick-coping"), Said("a" * 201), known())
    assert (turn.state.aside, [note.key for note in turn.notes]) == ("round.7-pick-coping", ["desk.round.too_long"])


def test_words_on_the_first_page_are_no_line() -> None:
    assert advance(HOME.over("round.7"), Said("Hallo"), known()).state.aside == "help"


def test_while_a_round_is_under_way_no_other_can_be_begun() -> None:
    running = known(rounds=(had("scaling", state="sent"),))
    assert [pick for pick in picks(screen("", running)) if "-pick-" in pick] == []
    assert picks(screen("-pick-coping", running)) == picks(screen("", running))
    turn = presses(HOME.over("round.7-pick-coping"), "7-send-coping", running)
    assert (turn.effects, turn.toast and turn.toast.key) == ((), "desk.toast.round_open")


@pytest.mark.parametrize("pick", ["7-send-scaling", "7-send-nothing", "7-send-closing_loop", "7-send-", "7-send"])
def test_what_does_not_stand_on_the_screen_is_not_sent(pick: str) -> None:
    assert presses(HOME.over("round.7-pick-coping"), pick, known()).effects == ()


@pytest.mark.parametrize("shown", ["-pick-nothing", "-past-0", "-past-99", "-reply-3", "-all-999", "-x", "-pick-|a"])
def test_a_forged_page_shows_the_proposals_or_nothing_wrong(shown: str) -> None:
    assert keys(screen(shown, known()))[0] == "desk.round.title"


def test_only_who_has_the_case_and_the_lead_begin_a_round() -> None:
    assert keys(screen("", known(JONAS))) == ["desk.round.not_yours"]
    assert presses(HOME.over("round.7-pick-coping"), "7-send-coping", known(JONAS)).effects == ()
    assert presses(HOME.over("round.7-pick-coping"), "7-send-coping", known(RENATE)).effects != ()


def test_a_case_that_is_over_and_a_family_out_of_reach_get_no_round() -> None:
    over = facts(case=replace(spoken(), stage=Stage.STOPPED))
    assert keys(screen("", over)) == ["desk.round.over"]
    assert presses(HOME.over("round.7-pick-coping"), "7-send-coping", over).effects == ()
    away = facts(case=replace(spoken(), reachable=False))
    assert presses(HOME.over("round.7-pick-coping"), "7-send-coping", away).effects == ()


def test_a_coach_who_knows_that_all_is_well_says_so_in_one_tap() -> None:
    turn = presses(HOME.over("round.7"), "7-well", known())
    assert (turn.effects, turn.state.aside) == ((NoteSign(7),), "round.7-noted")
    today = known(sign_at=NOW)
    assert "7-well" not in picks(screen("", today))


def test_what_was_passed_on_stands_in_the_past_and_nothing_else_does() -> None:
    read = had("coping", passed_on=True, answers=("Meine Mutter hilft.", "people"))
    kept = had("scaling", id=4, passed_on=False)
    told = known(rounds=(read, kept))
    assert keys(screen("-past-0", told)) == ["desk.round.past", "desk.round.line", "desk.round.by"]
    older = screen("-past-1", told)
    assert keys(older)[3:] == ["stack", "desk.round.build_on"]
    words, option = (older.lines[3].values[where].values["answer"] for where in ("above", "below"))  # type: ignore[union-attr]
    assert (words.key, words.values["words"]) == ("desk.round.own_words", "Meine Mutter hilft.")
    assert option.key == "round.coping.from.option.people"


def test_a_coach_answers_what_the_family_thinks_it_sees_in_it_once() -> None:
    seen = had("helper_view", passed_on=True, answers=("caring", "same"))
    told = known(rounds=(seen,))
    note = passed_note(7, 1007, "tr", seen)
    assert picks(note) == ["7-reply-3", "7-open"]
    opened = presses(HOME, "7-reply-3", told)
    assert (opened.state.aside, opened.fresh) == ("round.7-reply-3", True)
    typed = advance(opened.state, Said("Sie geben nie auf."), told)
    assert "7-answer-3" in picks(present(typed.state, told))
    sent = presses(typed.state, "7-answer-3", told)
    assert sent.effects == (ReplyToRound(7, 3, "Sie geben nie auf."),)
    assert presses(sent.state, "7-answer-3", told).effects == ()
    assert presses(opened.state, "7-answer-3", told).effects == ()
    answered = known(rounds=(replace(seen, reply="Sie geben nie auf."),))
    assert presses(typed.state, "7-answer-3", answered).effects == ()


def test_a_family_that_keeps_its_answers_is_told_of_without_a_word_of_them() -> None:
    note = passed_note(7, 1007, "tr", had("coping", passed_on=False, answers=("Geheim",)))
    assert keys(note) == ["desk.round.note.kept"]
    assert "Geheim" not in str(note)


def test_the_card_says_where_a_case_stands_and_how_far_its_round_came() -> None:
    assert still_lines(taken()) == ()
    assert [line.key for line in still_lines(spoken(place="moved"))] == ["desk.card.still"]
    assert [line.key for line in still_lines(spoken(place="silent"))] == ["desk.card.sign"]
    assert still_lines(spoken(place="missed")) == ()
    (stacked,) = still_lines(spoken(place="moved", rounds=(had("coping"), had("scaling", state="sent"))))
    assert "desk.round.state.sent" in str(stacked)
    assert "desk.round.state.done" not in str(stacked)


def test_a_family_that_wants_no_such_questions_is_left_alone() -> None:
    told = refused(HOME, RoundOpen(unwanted=True)).toast
    assert told is not None
    assert told.key == "desk.toast.round_unwanted"


def test_what_is_about_to_go_quiet_stands_in_one_line_with_the_next_different_step() -> None:
    quiet = CaseLine(7, 1007, "tr", Stage.SPOKEN, NOW, EXACT, 1, "Mira", still="quiet", still_days=8)
    moved = replace(quiet, id=8, number=1008, still="moved", tried=("offer.call", "technique.coping"))
    call = replace(quiet, id=9, number=1009, stage=Stage.TAKEN, still="")
    shown = morning_screen(Morning(NOW, calls=(call,), still=(quiet, moved)))
    assert [button.press.payload() for row in shown.rows for button in row] == [
        "1.0.~case.9-open", "1.0.~case.8-round", "1.0.~case.7-round",
    ]  # fmt: skip
    assert "desk.technique.coping" in str(shown.lines[2])


def test_answers_are_for_the_one_alone_whom_the_family_was_named() -> None:
    one = RoundSeen(3, "scaling", NOW, "done", passed_on=True, answers=("4", "", "Ruhe"), reply="Danke", reader=5)
    still = StillNow(rounds=(one,))
    assert still.read_by(5) == still
    assert [(seen.answers, seen.reply) for seen in still.read_by(6).rounds] == [((), "")]
