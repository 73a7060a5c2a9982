"""Whose turn it is on the waiting list, and how long an offered place is kept."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Literal, TypeAlias

from dialogs.rules.hours import Hours
from dialogs.rules.promises import working_days_later
from dialogs.rules.walltime import local_day, open_spans

Why: TypeAlias = Literal["turn", "needs_two"]
"""Why a family is next: it is its turn, or those before it need more places than are free."""


@dataclass(frozen=True, slots=True)
class InLine:
    """A family on the waiting list.

    order_at:  what the line goes by: when it joined, or as the lead put it with a reason (D5)
    needs:     how many places it needs together, 1 or more
    paused:    it let an offer pass, and is offered none until it says that it still waits
    passed:    how often others went before it because it needs more places than were free
    """

    person: int
    order_at: datetime
    needs: int
    paused: bool
    passed: int


@dataclass(frozen=True, slots=True)
class Next:
    """The family that is offered the place, and why this one."""

    person: int
    why: Why


def who_is_next(line: Iterable[InLine], free: int, most_passed: int = 2) -> Next | None:
    """The family whose turn it is while `free` places are free, None where nobody can be offered one (D3).

    Who needs more than are free lets others go before, `most_passed` times (chosen here); from then on places
    are kept until there are enough, and nobody is next before.
    """
    if free <= 0:
        return None
    why: Why = "turn"
    for family in _in_order(line):
        if family.needs <= free:
            return Next(family.person, why)
        if family.passed >= most_passed:
            return None
        why = "needs_two"
    return None


def passed_over(line: Iterable[InLine], chosen: int) -> tuple[int, ...]:
    """Those whose `passed` counts up by one when `who_is_next` gave `chosen`, in order; nobody at its turn."""
    people = [family.person for family in _in_order(line)]
    return tuple(people[: people.index(chosen)]) if chosen in people else ()


def offer_ends(now: datetime, hours: Hours, zone: tzinfo, days_off: AbstractSet[date], days: int = 3) -> datetime:
    """Until when (UTC) a place offered now is kept: the closing of the third working day (D3). Raises NeverOpen."""
    return working_days_later(now, days, hours, zone, days_off)


def offer_reminder_at(
    made_at: datetime, ends_at: datetime, hours: Hours, zone: tzinfo, days_off: AbstractSet[date]
) -> datetime:
    """When (UTC) a family is reminded of its offer: at the opening of the day on which it ends.

    Where that day has become a day off, at the opening of the working day before; never before `made_at`.
    """
    made = made_at.astimezone(UTC)
    # A closing at midnight belongs to the day that it ends.
    day = local_day(ends_at.astimezone(UTC) - timedelta(minutes=1), zone)
    while day >= local_day(made, zone):
        spans = open_spans(hours, day, zone, days_off)
        if spans:
            return max(made, spans[0].starts_at)
        day -= timedelta(days=1)
    return made


def may_offer(today: date, last_intake_on: date | None, ends_on: date, offer_ends_on: date | None = None) -> bool:
    """Whether a place may still be offered: not after the last day of intake, if there is one, and not so late
    that the offer ends (`offer_ends_on`, None for today) after the last day of the project, `ends_on`.
    """
    within_intake = last_intake_on is None or today <= last_intake_on
    return within_intake and max(today, offer_ends_on or today) <= ends_on


def _in_order(line: Iterable[InLine]) -> list[InLine]:
    waiting = (family for family in line if not family.paused)
    return sorted(waiting, key=lambda family: (family.order_at, family.person))
