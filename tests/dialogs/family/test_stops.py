"""Wherever a family goes no further, the place it stopped at is known."""

from __future__ import annotations

import pytest

from dialogs.family.facts import LIVE, Facts
from dialogs.family.stops import QUESTIONS, place_of, stopped_at
from dialogs.machine.flow import Step
from dialogs.machine.turn import State
from dialogs.rules.stalls import HALFWAY, Place
from tests.dialogs.family.talk import CONSENT, PRE_CHECK, Talk, booked
from tests.dialogs.family.town import FLOWS


@pytest.mark.parametrize("step", [step for step in FLOWS.intake.steps if not step.silent], ids=lambda step: step.id)
def test_every_question_of_the_intake_has_a_place_half_way(step: Step[Facts]) -> None:
    assert place_of(step.id) in HALFWAY


def test_every_place_has_questions_of_the_intake_and_none_stands_at_two() -> None:
    asked = {step.id for step in FLOWS.intake.steps if not step.silent}
    filed = [question.id for questions in QUESTIONS.values() for question in questions]
    assert set(QUESTIONS) == HALFWAY
    assert sorted(filed) == sorted(asked)


@pytest.mark.parametrize(
    ("presses", "place"),
    [
        ((), Place.LANGUAGE),
        (CONSENT[:1], Place.FIRST),
        (CONSENT[:2], Place.CONSENT),
        (CONSENT[:3], Place.CONSENT),
        (CONSENT, Place.FIRST),
        ((*CONSENT, PRE_CHECK[0]), Place.SENSITIVE),
        ((*CONSENT, *PRE_CHECK[:-1]), Place.SENSITIVE),
        ((*CONSENT, *PRE_CHECK), Place.TIME),
        ((*CONSENT, *PRE_CHECK, "result go"), Place.TIME),
        ((*CONSENT, *PRE_CHECK, "result go", "wish exact", "day 2026-11-24"), Place.TIME),
        ((*CONSENT, *PRE_CHECK, "result go", "wish asap"), Place.PHONE),
    ],
)
def test_family_that_puts_its_phone_away_is_filed_where_it_stands(presses: tuple[str, ...], place: Place) -> None:
    assert stopped_at(FLOWS, Talk(*presses).state) is place


def test_side_screen_that_lies_over_the_question_changes_nothing() -> None:
    assert stopped_at(FLOWS, Talk(*CONSENT).state.over("help")) is Place.FIRST


def test_family_with_a_case_has_not_stopped_half_way() -> None:
    talk = booked()
    assert talk.facts.case is not None
    assert talk.facts.case.stage in LIVE
    assert stopped_at(FLOWS, talk.state) is None


@pytest.mark.parametrize("flow", ["move", "number", "home"])
def test_other_talks_than_the_intake_have_no_half_way(flow: str) -> None:
    assert stopped_at(FLOWS, State(flow)) is None


def test_question_that_is_filed_nowhere_is_told() -> None:
    with pytest.raises(KeyError, match="move_check"):
        place_of("move_check")
