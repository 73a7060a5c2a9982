"""Where a person stands, found by replaying the answers."""

from __future__ import annotations

from typing import Any

from dialogs.machine.flow import progress, walk
from dialogs.machine.questions import Passage
from tests.dialogs.family.town import FLOWS
from tests.dialogs.machine.questions_of_a_kitchen import KITCHEN, MEAL, SPICES

HUNGRY_GUEST = {"hello": "go", "hungry": "yes", "meal": "soup", "spices": ["salt"], "guest": "Ayla"}


def place(answers: dict[str, Any]) -> str:
    at = walk(KITCHEN, answers).at
    return at.id if at else ""


def test_a_person_stands_at_the_first_question_without_an_answer() -> None:
    assert place({}) == "hello"
    assert place({"hello": "go"}) == "hungry"
    assert place({"hello": "go", "hungry": "yes"}) == "meal"
    assert place({"hello": "go", "hungry": "no"}) == "guest"
    assert place(HUNGRY_GUEST) == ""


def test_a_gap_in_the_middle_is_asked_first_and_what_came_after_is_kept() -> None:
    answers = {id_: stored for id_, stored in HUNGRY_GUEST.items() if id_ != "hungry"}
    where = walk(KITCHEN, answers)
    assert (where.at and where.at.id, where.lost) == ("hungry", ())
    assert [step.id for step in where.passed] == ["hello"]


def test_answers_that_are_no_longer_on_the_way_are_lost_and_not_told() -> None:
    where = walk(KITCHEN, HUNGRY_GUEST | {"hungry": "no"})
    assert where.lost == ("meal", "spices")
    assert MEAL not in where.told
    assert [step.id for step in where.passed] == ["hello", "hungry", "guest"]


def test_a_wayside_answer_counts_where_it_is_there_and_is_never_asked_for() -> None:
    assert [step.id for step in walk(KITCHEN, {"hello": "go", "hungry": "no", "secret": "go"}).passed] == [
        "hello",
        "hungry",
        "secret",
    ]


def test_progress_counts_the_questions_that_remain_on_this_way() -> None:
    assert progress(KITCHEN, walk(KITCHEN, {})) is None
    assert progress(KITCHEN, walk(KITCHEN, {"hello": "go", "hungry": "yes"})) == (2, 3)
    assert progress(KITCHEN, walk(KITCHEN, {"hello": "go", "hungry": "yes", "meal": "soup"})) == (3, 3)
    assert progress(KITCHEN, walk(KITCHEN, HUNGRY_GUEST)) is None


def test_text_keys_are_derived_from_names_and_the_wayside_needs_none() -> None:
    keys = list(KITCHEN.text_keys())
    assert keys[:3] == ["kitchen.hello.prompt", "kitchen.hello.short", "kitchen.hello.option.go"]
    assert "kitchen.spices.option.done" in keys
    assert [key for key in keys if "secret" in key] == []


def test_flows_that_ask_the_same_questions_share_their_texts() -> None:
    assert set(FLOWS.number.text_keys()) <= set(FLOWS.intake.text_keys())


def test_a_step_is_found_by_its_question() -> None:
    spices = KITCHEN.step("spices")
    assert spices is not None
    assert spices.question is SPICES
    assert KITCHEN.step("dessert") is None


def test_no_question_id_stands_twice_in_a_flow() -> None:
    for flow in (FLOWS.intake, FLOWS.move, FLOWS.number, KITCHEN):
        ids = [step.id for step in flow.steps]
        assert len(set(ids)) == len(ids)


def test_what_hangs_on_an_answer_is_asked_after_it() -> None:
    for flow in (FLOWS.intake, FLOWS.move, FLOWS.number):
        ids = [step.id for step in flow.steps]
        for step in flow.steps:
            assert all(ids.index(question.id) < ids.index(step.id) for question in step.hangs_on)


def test_an_undo_belongs_to_an_effect() -> None:
    steps = [step for flow in (FLOWS.intake, FLOWS.move, FLOWS.number) for step in flow.steps]
    assert [step.id for step in steps if step.undo and not step.then] == []
    assert [step.id for step in steps if step.silent and not isinstance(step.question, Passage)] == []
