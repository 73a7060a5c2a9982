"""The card of a case: all that a call needs for its owner, and no name or number for anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from dialogs.desk.card import case_card, when
from dialogs.desk.facts import DeskCase, Member
from dialogs.desk.page import CASE
from dialogs.family.facts import Appointment, Stage
from dialogs.machine.questions import Told
from dialogs.machine.screen import Screen
from dialogs.machine.words import Listing, Phone, Phrase, say
from dialogs.rules.assignment import Reason
from tests.dialogs.desk.office import JONAS, MIRA, NAME, NUMBER, RENATE, TOLD, case, taken
from tests.dialogs.family.town import ASAP, at

ON = ["7-phrases", "7-talk", "7-round", "7-give"]
OPEN = (Stage.RECEIVED, Stage.TAKEN, Stage.WRONG_NUMBER)


def values(said: Any) -> Iterator[Any]:
    """Every value in a screen or phrase, however deep."""
    match said:
        case Screen(lines=lines, rows=rows):
            for part in (*lines, *(button.label for row in rows for button in row)):
                yield from values(part)
        case Phrase(key, inner):
            yield key
            for named in inner.values():
                yield from values(named)
        case Listing(parts):
            for listed in parts:
                yield from values(listed)
        case Phone(number):
            yield number
        case _:
            yield said


def keys(card: Screen) -> set[Any]:
    return set(values(card))


def picks(card: Screen) -> list[str]:
    assert {button.press.at for row in card.rows for button in row} <= {CASE, "~close", "~next"}
    return [button.press.pick for row in card.rows for button in row]


@pytest.mark.parametrize("viewer", [MIRA, JONAS, RENATE])
@pytest.mark.parametrize("owner", [None, MIRA, JONAS])
@pytest.mark.parametrize("stage", list(Stage))
def test_name_and_number_stand_on_the_owners_card_alone_and_only_while_a_call_is_due(
    viewer: Member, owner: Member | None, stage: Stage
) -> None:
    shown = keys(case_card(case(stage=stage, owner=owner, taken_at=None), viewer))
    may_see = owner == viewer and stage in OPEN
    assert (NAME in shown, NUMBER in shown) == (may_see, may_see)


@pytest.mark.parametrize("stage", list(Stage))
def test_a_case_that_another_coach_has_shows_number_language_and_owner_only(stage: Stage) -> None:
    card = case_card(case(stage=stage, owner=MIRA), JONAS)
    assert len(card.lines) == 2
    assert card.rows == ()
    assert "desk.card.answers" not in keys(card)


@pytest.mark.parametrize("shown", [case(), taken(), taken(JONAS), case(erased=True), taken(stage=Stage.SPOKEN)])
def test_every_card_forbids_forwarding(shown: DeskCase) -> None:
    assert case_card(shown, MIRA).protected


def test_a_number_that_must_not_ring_is_not_shown_even_to_the_owner() -> None:
    never = taken(told=Told(TOLD | {"safe": "never"}))
    shown = keys(case_card(never, MIRA))
    assert (NAME in shown, NUMBER in shown) == (True, False)


def test_an_erased_case_shows_its_number_and_nothing_else() -> None:
    card = case_card(taken(erased=True), MIRA)
    assert card == Screen((say("desk.card.erased", number=1007),), protected=True)


def test_the_answers_stand_on_the_card_before_taking() -> None:
    shown = keys(case_card(case(), JONAS))
    assert {
        "desk.outcome.possibly", "desk.rule.below_line", "desk.lives_here.yes", "desk.household.under_14",
        "desk.household.expecting", "desk.money.none", "desk.below_line.yes", "desk.has_coach.no",
        "desk.safe.agreed", "desk.voicemail.no", "desk.consent.callback",
    } <= shown  # fmt: skip
    assert "desk.household.from_14" not in shown


def test_a_call_without_the_pre_check_says_so() -> None:
    shown = keys(case_card(case(outcome="", rule=""), MIRA))
    assert "desk.card.unchecked" in shown
    assert "desk.card.answers" not in shown


def test_the_owner_is_told_to_call_where_the_family_blocked_the_bot() -> None:
    assert "desk.card.unreachable" in keys(case_card(taken(reachable=False), MIRA))
    assert "desk.card.unreachable" not in keys(case_card(taken(), MIRA))


def test_the_card_says_why_a_coach_is_suggested() -> None:
    assert "desk.why.speaks" in keys(case_card(case(), MIRA))
    fewest = case(suggested=JONAS, reason=Reason(False, 2, None))
    assert "desk.why.fewest" in keys(case_card(fewest, MIRA))
    assert "desk.card.free" in keys(case_card(case(suggested=None, reason=None), MIRA))


@pytest.mark.parametrize(
    ("shown", "viewer", "offered"),
    [
        (case(), MIRA, ["7-take", "7-pass", "7-why"]),
        (case(), JONAS, ["7-take"]),
        (case(), RENATE, ["7-take", "7-give"]),
        (taken(), MIRA, ["7-reached", "7-missed-0", "7-wrong", *ON]),
        (taken(tries=2), MIRA, ["7-reached", "7-missed-2", "7-wrong", *ON, "go"]),
        (taken(), JONAS, []),
        (taken(), RENATE, ["7-phrases", "7-round", "7-give"]),
        (taken(stage=Stage.SPOKEN), MIRA, ["7-close", *ON, "go"]),
        (taken(stage=Stage.UNREACHED), MIRA, ["go"]),
        (taken(stage=Stage.ELSEWHERE), MIRA, ["7-reopen", "go"]),
        (taken(stage=Stage.WITHDRAWN), MIRA, []),
    ],
)
def test_the_card_offers_what_this_person_can_do_now(shown: DeskCase, viewer: Member, offered: list[str]) -> None:
    assert picks(case_card(shown, viewer)) == offered


def test_the_tries_are_counted_on_the_card() -> None:
    assert "desk.card.taken_tries" in keys(case_card(taken(tries=1), MIRA))
    assert "desk.card.taken_tries" not in keys(case_card(taken(), MIRA))


@pytest.mark.parametrize(
    ("appointment", "key"),
    [
        (case().appointment, "desk.card.exact"),
        (ASAP, "desk.card.asap"),
        (Appointment("part", "morning", at(24, 9), at(24, 12)), "desk.card.part"),
        (Appointment("asap", "noon", at(24, 12), at(24, 13)), "desk.card.part"),
    ],
)
def test_the_card_says_when_to_call(appointment: Appointment, key: str) -> None:
    assert when(replace(case(), appointment=appointment)).key == key
