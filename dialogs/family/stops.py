"""Where a family stopped half-way: which place of the way to a call each question belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from dialogs.family.intake import Flows
from dialogs.family.questions import (
    BELOW_LINE,
    CHECK,
    CONSENT,
    DAY,
    HAS_COACH,
    HOUSEHOLD,
    LANGUAGE,
    LIVES_HERE,
    MONEY,
    NAME,
    PART,
    PHONE,
    PHONE_RIGHT,
    POSTCODE,
    RESULT,
    SAFE,
    TIME,
    VOICEMAIL,
    WELCOME,
    WISH,
)
from dialogs.machine.flow import walk
from dialogs.machine.questions import Question
from dialogs.machine.turn import State
from dialogs.rules.stalls import Place

QUESTIONS: Mapping[Place, tuple[Question[Any], ...]] = MappingProxyType(
    {
        Place.LANGUAGE: (LANGUAGE,),
        Place.FIRST: (WELCOME, LIVES_HERE, POSTCODE),
        Place.CONSENT: (CONSENT,),
        Place.SENSITIVE: (HOUSEHOLD, MONEY, BELOW_LINE, HAS_COACH),
        Place.TIME: (RESULT, WISH, PART, DAY, TIME, CHECK),
        Place.PHONE: (NAME, PHONE, PHONE_RIGHT, SAFE, VOICEMAIL),
    }
)
"""The questions of each place. A new question of the intake is filed here, or a family could not stop at it."""

_PLACES: Mapping[str, Place] = {
    question.id: place for place, questions in QUESTIONS.items() for question in questions
}


def place_of(question: str) -> Place:
    """The place that a question of the intake belongs to. Raises KeyError for one that is filed nowhere."""
    return _PLACES[question]


def stopped_at(flows: Flows, state: State) -> Place | None:
    """Where a family stands that goes no further now; None unless it is half-way in the intake."""
    if state.flow != flows.intake.id:
        return None
    at = walk(flows.intake, state.answers).at
    return place_of(at.id) if at else None
