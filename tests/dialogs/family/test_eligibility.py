"""What the rules say: every rule by itself, the lines by household, and the order in which they speak."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dialogs.family.eligibility import RULES, Outcome, Verdict, draws_nothing_known, result_on, verdict
from dialogs.family.household import MOST_OF_A_KIND, Household
from dialogs.family.questions import (
    BELOW_LINE,
    HAS_COACH,
    HOUSEHOLD,
    LIVES_HERE,
    MONEY,
    POSTCODE,
    BelowLine,
    Money,
    PostcodeQuestion,
    Residence,
    YesNo,
)
from dialogs.machine.questions import Question, Told
from tests.dialogs.family.town import FAR_AWAY, FIGURES, HERE, NEXT_TOWN

TODAY = date(2026, 11, 23)
ONE_CHILD = Household(adults=1, under_14=1)
HOME = {LIVES_HERE: Residence.HERE, HOUSEHOLD: ONE_CHILD}
UNSURE = {LIVES_HERE: Residence.UNSURE, HOUSEHOLD: ONE_CHILD}
NO_COACH = {HAS_COACH: YesNo.NO}


def told(*answers: dict[Any, Any]) -> Told:
    given: dict[Question[Any], Any] = {question: answer for part in answers for question, answer in part.items()}
    return Told({question.id: question.pack(answer) for question, answer in given.items()})


def money(*drawn: Money) -> dict[Any, Any]:
    return {MONEY: frozenset(drawn)}


@pytest.mark.parametrize(
    ("household", "euros"),
    [
        (Household(adults=1), 1381),
        (Household(adults=1, under_14=1), 1795),
        (Household(adults=2), 2071),
        (Household(adults=2, under_14=2), 2900),
        (Household(adults=1, under_14=2), 2209),
        (Household(adults=1, under_14=3), 2624),
        (Household(adults=2, under_14=1), 2486),
        (Household(adults=2, under_14=3), 3314),
        (Household(adults=2, under_14=4), 3728),
        (Household(adults=1, from_14=1), 2071),
        (Household(adults=1, under_14=1, expecting=True), 1795),
    ],
)
def test_the_line_for_a_household_is_the_published_one(household: Household, euros: int) -> None:
    assert FIGURES.line_for(household) == euros


@pytest.mark.parametrize(
    ("answers", "outcome", "rule"),
    [
        ([{LIVES_HERE: Residence.ELSEWHERE}], Outcome.ELSEWHERE, "lives_elsewhere"),
        ([UNSURE, {POSTCODE: NEXT_TOWN}], Outcome.ELSEWHERE, "postcode_elsewhere"),
        ([UNSURE, {POSTCODE: FAR_AWAY}], Outcome.ELSEWHERE, "postcode_elsewhere"),
        ([HOME, {HOUSEHOLD: Household(adults=2)}], Outcome.NOT_THIS_OFFER, "no_child"),
        ([HOME, money(Money.OFFICE), {HAS_COACH: YesNo.YES}], Outcome.POSSIBLY, "has_a_coach"),
        (
            [UNSURE, {POSTCODE: PostcodeQuestion.UNKNOWN}, money(Money.OFFICE), NO_COACH],
            Outcome.POSSIBLY,
            "town_unsure",
        ),
        ([UNSURE, {POSTCODE: HERE}, money(Money.OFFICE), NO_COACH], Outcome.LIKELY, "draws_benefit"),
        ([HOME, money(Money.OFFICE), NO_COACH], Outcome.LIKELY, "draws_benefit"),
        ([HOME, money(Money.CHILD_SUPPLEMENT), NO_COACH], Outcome.LIKELY, "draws_benefit"),
        ([HOME, money(Money.HOUSING_BENEFIT, Money.OFFICE), NO_COACH], Outcome.LIKELY, "draws_benefit"),
        ([HOME, money(Money.HOUSING_BENEFIT), NO_COACH], Outcome.POSSIBLY, "draws_housing_benefit"),
        ([HOME, money(Money.NONE), {BELOW_LINE: BelowLine.YES}, NO_COACH], Outcome.POSSIBLY, "below_line"),
        ([HOME, money(Money.NONE), {BELOW_LINE: BelowLine.NO}, NO_COACH], Outcome.POSSIBLY, "above_line"),
        ([HOME, money(Money.UNKNOWN), {BELOW_LINE: BelowLine.UNKNOWN}, NO_COACH], Outcome.POSSIBLY, "money_unclear"),
        ([HOME, money(Money.PRIVATE), {BELOW_LINE: BelowLine.PRIVATE}, NO_COACH], Outcome.POSSIBLY, "money_unclear"),
    ],
)
def test_each_rule_decides_what_it_is_for(answers: list[dict[Any, Any]], outcome: Outcome, rule: str) -> None:
    assert verdict(told(*answers), FIGURES) == Verdict(outcome, rule)


def test_no_rule_speaks_before_the_deciding_question() -> None:
    assert verdict(told(), FIGURES) is None
    assert verdict(told(HOME), FIGURES) is None
    assert verdict(told(HOME, money(Money.OFFICE)), FIGURES) is None
    assert verdict(told(UNSURE), FIGURES) is None
    assert verdict(told(UNSURE, {POSTCODE: HERE}), FIGURES) is None


def test_a_household_counts_as_a_family_with_any_child_or_one_on_its_way() -> None:
    sizes = range(MOST_OF_A_KIND + 1)
    for adults in sizes[1:]:
        for under_14 in sizes:
            for from_14 in sizes:
                for expecting in (False, True):
                    household = Household(adults, under_14, from_14, expecting)
                    found = verdict(told(HOME, {HOUSEHOLD: household}), FIGURES)
                    assert (found is None) == bool(under_14 or from_14 or expecting)


def test_every_rule_has_a_name_of_its_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(("today", "in_force"), [
    (date(2025, 4, 16), False), (date(2025, 4, 17), True), (date(2027, 8, 31), True), (date(2027, 9, 1), False),
])  # fmt: skip
def test_rules_are_used_on_their_first_and_last_day_and_on_no_day_outside(today: date, in_force: bool) -> None:
    assert FIGURES.in_force(today) is in_force
    expected = Verdict(Outcome.LIKELY, "draws_benefit") if in_force else Verdict(Outcome.POSSIBLY, "rules_expired")
    assert result_on(told(HOME, money(Money.OFFICE), NO_COACH), FIGURES, today) == expected


def test_expired_rules_say_let_us_talk_even_to_a_family_from_elsewhere() -> None:
    elsewhere = told({LIVES_HERE: Residence.ELSEWHERE})
    assert result_on(elsewhere, FIGURES, TODAY).outcome is Outcome.ELSEWHERE
    assert result_on(elsewhere, FIGURES, date(2028, 1, 1)) == Verdict(Outcome.POSSIBLY, "rules_expired")


@pytest.mark.parametrize("drawn", list(Money))
def test_the_line_is_asked_only_where_the_money_question_left_it_open(drawn: Money) -> None:
    left_open = drawn in (Money.NONE, Money.UNKNOWN, Money.PRIVATE)
    assert draws_nothing_known(told(money(drawn))) is left_open
    assert not draws_nothing_known(told())
