"""Answering, going back, the pen, and coming back to a flow that has changed meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dialogs.machine import engine
from dialogs.machine.events import Heard, Said
from dialogs.machine.flow import walk
from dialogs.machine.questions import NotUnderstood
from dialogs.machine.screen import Press
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import say
from tests.dialogs.machine.questions_of_a_kitchen import KITCHEN, Cook, TakeAway

FULL = {"hello": "go", "hungry": "yes", "meal": "soup", "spices": ["salt"]}


def standing(**answers: Any) -> State:
    return State("kitchen", 3, run=2, answers=answers)


def picks(state: State, at: str, pick: str, run: int = 2) -> Turn:
    turn = engine.pick(KITCHEN, state, Press(run, at, pick))
    assert turn is not None
    return turn


def place(state: State) -> str:
    at = walk(KITCHEN, state.answers).at
    return at.id if at else ""


def test_an_answer_moves_on_and_causes_its_effect() -> None:
    turn = picks(standing(hello="go", hungry="yes"), "meal", "soup")
    assert turn.effects == (Cook("soup"),)
    assert (place(turn.state), turn.state.answers["meal"]) == ("spices", "soup")


def test_half_an_answer_stays_on_the_question_and_is_remembered() -> None:
    turn = picks(standing(hello="go", hungry="yes", meal="soup"), "spices", "salt+")
    assert (place(turn.state), turn.state.draft, turn.effects) == ("spices", ["salt"], ())
    turn = picks(turn.state, "spices", "salt-")
    assert turn.state.draft is None


def test_a_button_of_another_place_or_run_is_no_answer() -> None:
    state = standing(hello="go")
    assert engine.pick(KITCHEN, state, Press(2, "meal", "soup")) is None
    assert engine.pick(KITCHEN, state, Press(1, "hungry", "yes")) is None
    assert engine.pick(KITCHEN, standing(**FULL, guest="Ayla"), Press(2, "guest", "x")) is None


def test_a_repeated_answer_is_known_as_one() -> None:
    state = standing(hello="go", hungry="yes")
    assert engine.already_answered(state, Press(2, "hungry", "no"))
    assert not engine.already_answered(state, Press(1, "hungry", "no"))
    assert not engine.already_answered(state, Press(2, "meal", "soup"))


def test_words_answer_the_question_at_hand() -> None:
    turn = engine.hear(KITCHEN, standing(hello="go"), Said("nein", heard=Heard(agrees=False)))
    assert place(turn.state) == "guest"
    with pytest.raises(NotUnderstood, match="nothing_asked"):
        engine.hear(KITCHEN, standing(**FULL, guest="Ayla"), Said("noch was"))


def test_an_understood_answer_forgets_the_stumbles() -> None:
    turn = picks(replace(standing(hello="go"), stumbles=1), "hungry", "yes")
    assert turn.state.stumbles == 0


def test_back_forgets_one_answer_and_undoes_what_it_caused() -> None:
    turn = picks(standing(hello="go", hungry="yes", meal="soup"), "spices", engine.BACK)
    assert (place(turn.state), turn.effects) == ("meal", (TakeAway(),))


def test_back_to_a_picker_finds_its_ticks_and_back_to_a_choice_finds_none() -> None:
    turn = picks(standing(**FULL), "guest", engine.BACK)
    assert (place(turn.state), turn.state.draft) == ("spices", ["salt"])
    turn = picks(turn.state, "spices", engine.BACK)
    assert (place(turn.state), turn.state.draft) == ("meal", None)


def test_back_at_the_very_first_question_changes_nothing() -> None:
    state = standing()
    assert engine.back(KITCHEN, state).state == state
    assert not engine.can_go_back(KITCHEN, state, walk(KITCHEN, state.answers))


def test_the_pen_puts_an_answer_aside_and_back_gives_it_back() -> None:
    reopened = engine.reopen(KITCHEN, standing(**FULL), "meal").state
    assert (place(reopened), dict(reopened.reopened)) == ("meal", {"meal": "soup"})
    assert engine.can_go_back(KITCHEN, reopened, walk(KITCHEN, reopened.answers))
    again = engine.back(KITCHEN, reopened)
    assert (again.state, again.effects) == (standing(**FULL), ())


def test_the_same_answer_after_the_pen_asks_nothing_again() -> None:
    reopened = engine.reopen(KITCHEN, standing(**FULL), "meal").state
    turn = picks(reopened, "meal", "soup")
    assert (place(turn.state), turn.notes, dict(turn.state.answers)) == ("guest", (), FULL)
    assert dict(turn.state.reopened) == {}


def test_another_answer_after_the_pen_asks_again_what_hangs_on_it_and_says_so() -> None:
    reopened = engine.reopen(KITCHEN, standing(**FULL), "meal").state
    turn = picks(reopened, "meal", "bread")
    assert place(turn.state) == "spices"
    assert turn.notes == (say("answer.again", question=say("kitchen.spices.short")),)


def test_answers_that_lost_their_reason_are_dropped_undone_and_named() -> None:
    reopened = engine.reopen(KITCHEN, standing(**FULL), "hungry").state
    turn = picks(reopened, "hungry", "no")
    assert dict(turn.state.answers) == {"hello": "go", "hungry": "no"}
    assert turn.effects == (TakeAway(),)
    assert [note.key for note in turn.notes] == ["answer.gone", "answer.gone"]


def test_the_pen_on_what_was_never_answered_or_never_asked_only_closes_the_side_screen() -> None:
    for question in ("guest", "secret", "dessert"):
        state = replace(standing(**FULL, secret="go"), aside="answers")
        turn = engine.reopen(KITCHEN, state, question)
        assert turn.state == replace(state, aside="")


def test_leaving_a_flow_gives_back_what_its_answers_keep() -> None:
    elsewhere = State("home", run=2)
    assert engine.leave(KITCHEN, standing(**FULL), elsewhere) == Turn(elsewhere, (TakeAway(),))
    reopened = engine.reopen(KITCHEN, standing(**FULL), "meal").state
    assert engine.leave(KITCHEN, reopened, elsewhere).effects == (TakeAway(),)
    assert engine.leave(KITCHEN, standing(hello="go"), elsewhere).effects == ()


def test_a_screen_shows_progress_prompt_and_options() -> None:
    view = engine.present(KITCHEN, standing(hello="go"), None)
    assert view is not None
    assert view.lines == (say("progress", number=1, total=1), say("kitchen.hungry.prompt"))
    assert [button.press for row in view.rows for button in row] == [
        Press(2, "hungry", "yes"),
        Press(2, "hungry", "no"),
    ]
    assert engine.present(KITCHEN, standing(**FULL, guest="Ayla"), None) is None


def test_ticks_are_drawn_behind_the_words() -> None:
    view = engine.present(KITCHEN, replace(standing(hello="go", hungry="yes", meal="soup"), draft=["salt"]), None)
    assert view is not None
    assert [row[0].label.key for row in view.rows] == [
        "tick.on",
        "tick.off",
        "tick.off",
        "kitchen.spices.option.done",
    ]


def test_answers_under_an_old_name_are_found_again() -> None:
    old = State("kitchen", 2, answers={"hello": "go", "hungry": "no", "eater": "Ayla"})
    assert dict(engine.resume(KITCHEN, old).answers) == {"hello": "go", "hungry": "no", "guest": "Ayla"}


def test_an_answer_that_no_question_can_read_any_more_is_asked_anew() -> None:
    old = State("kitchen", 2, answers=FULL | {"meal": "cake", "dessert": "ice"}, draft={"cake": 1})
    resumed = engine.resume(KITCHEN, old)
    assert (place(resumed), resumed.version, resumed.draft) == ("meal", 3, None)
    assert "dessert" not in resumed.answers


def test_half_an_answer_survives_where_the_flow_did_not_change() -> None:
    state = replace(standing(hello="go", hungry="yes", meal="soup"), draft=["salt"])
    assert engine.resume(KITCHEN, state) == state
