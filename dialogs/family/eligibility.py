"""Whether the offer fits: readable rules, each of which speaks once all it needs is known.

A result is never a legal verdict, and no result closes the way to a call: a human decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import Any

from dialogs.family.household import Household
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


class Outcome(StrEnum):
    """The four results. None of them is a no."""

    LIKELY = "likely"
    POSSIBLY = "possibly"
    ELSEWHERE = "elsewhere"
    NOT_THIS_OFFER = "not_this_offer"


@dataclass(frozen=True, slots=True)
class Figures:
    """The dated figures behind the rules, from the programme file.

    own_postcodes:   postcodes of the town
    single_per_year: the at-risk-of-poverty line of one adult, net euros a year
    weight_from_14, weight_under_14: what each further person adds, as a share of the first
    valid_from, valid_until, reviewed_on: outside these days every result becomes "let us talk"
    neighbours:      town name by postcode, for a hint where to turn
    """

    own_postcodes: frozenset[str]
    single_per_year: int
    weight_from_14: float
    weight_under_14: float
    valid_from: date
    valid_until: date
    reviewed_on: date
    neighbours: Mapping[str, str]

    def in_force(self, today: date) -> bool:
        """Whether the rules are to be used on this day."""
        return self.valid_from <= today <= self.valid_until

    def line_for(self, household: Household) -> int:
        """The line for this household, in whole euros a month (net), by the usual weights 1 / 0.5 / 0.3."""
        further_from_14 = household.adults - 1 + household.from_14
        weight = 1 + self.weight_from_14 * further_from_14 + self.weight_under_14 * household.under_14
        return round(self.single_per_year * weight / 12)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name (also the text key of the reason), what it needs, and what it then says, if anything."""

    name: str
    needs: tuple[Question[Any], ...]
    says: Callable[[Told, Figures], Outcome | None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules came to, and the name of the rule that decided it."""

    outcome: Outcome
    rule: str


def _lives_elsewhere(told: Told, figures: Figures) -> Outcome | None:
    return Outcome.ELSEWHERE if told[LIVES_HERE] is Residence.ELSEWHERE else None


def _postcode_elsewhere(told: Told, figures: Figures) -> Outcome | None:
    elsewhere = told[POSTCODE] not in figures.own_postcodes and told[POSTCODE] != PostcodeQuestion.UNKNOWN
    return Outcome.ELSEWHERE if elsewhere else None


def _no_child(told: Told, figures: Figures) -> Outcome | None:
    household = told[HOUSEHOLD]
    return None if household.children or household.expecting else Outcome.NOT_THIS_OFFER


def _has_a_coach(told: Told, figures: Figures) -> Outcome | None:
    return Outcome.POSSIBLY if told[HAS_COACH] is YesNo.YES else None


def _town_unsure(told: Told, figures: Figures) -> Outcome | None:
    return Outcome.POSSIBLY if told[POSTCODE] == PostcodeQuestion.UNKNOWN else None


def _draws_benefit(told: Told, figures: Figures) -> Outcome | None:
    return Outcome.LIKELY if told[MONEY] & {Money.OFFICE, Money.CHILD_SUPPLEMENT} else None


def _draws_housing_benefit(told: Told, figures: Figures) -> Outcome | None:
    return Outcome.POSSIBLY if Money.HOUSING_BENEFIT in told[MONEY] else None


def _below_line(told: Told, figures: Figures) -> Outcome | None:
    return Outcome.POSSIBLY if told[BELOW_LINE] is BelowLine.YES else None


def _above_line(told: Told, figures: Figures) -> Outcome | None:
    return Outcome.POSSIBLY if told[BELOW_LINE] is BelowLine.NO else None


def _money_unclear(told: Told, figures: Figures) -> Outcome | None:
    return Outcome.POSSIBLY


RULES = (
    Rule("lives_elsewhere", (LIVES_HERE,), _lives_elsewhere),
    Rule("postcode_elsewhere", (POSTCODE,), _postcode_elsewhere),
    Rule("no_child", (HOUSEHOLD,), _no_child),
    Rule("has_a_coach", (HAS_COACH,), _has_a_coach),
    Rule("town_unsure", (HAS_COACH, POSTCODE), _town_unsure),
    Rule("draws_benefit", (HAS_COACH, MONEY), _draws_benefit),
    Rule("draws_housing_benefit", (HAS_COACH, MONEY), _draws_housing_benefit),
    Rule("below_line", (HAS_COACH, BELOW_LINE), _below_line),
    Rule("above_line", (HAS_COACH, BELOW_LINE), _above_line),
    Rule("money_unclear", (HAS_COACH, BELOW_LINE), _money_unclear),
)
"""In the order they are asked; the first that speaks decides. Wohngeld and the open door of the poverty line come in
by door 3 of the funding rules, so a coach decides: "possibly"."""

_ID = attrgetter("id")


def verdict(told: Told, figures: Figures) -> Verdict | None:
    """What the rules say of these answers; None while a question is still needed."""
    known = told.ids()
    for rule in RULES:
        if known.issuperset(map(_ID, rule.needs)) and (outcome := rule.says(told, figures)):
            return Verdict(outcome, rule.name)
    return None


def result_on(told: Told, figures: Figures, today: date) -> Verdict:
    """The result on this day. Rules that are out of force turn every result into "let us talk"."""
    if not figures.in_force(today):
        return Verdict(Outcome.POSSIBLY, "rules_expired")
    return verdict(told, figures) or Verdict(Outcome.POSSIBLY, "money_unclear")


def draws_nothing_known(told: Told) -> bool:
    """Whether the money question left it open, so that the line has to be asked."""
    return MONEY in told and not told[MONEY] & {Money.OFFICE, Money.CHILD_SUPPLEMENT, Money.HOUSING_BENEFIT}
