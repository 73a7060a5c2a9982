"""In whose hands a case lies until somebody takes it: the ladder from coach to coach to the project lead.

The ladder, as a coach would tell it (F4):

1. A case is offered to one coach: who speaks the family's language, then who has the fewest open cases. Who is
   absent is not offered any.
2. That coach has one hour to answer, counted while the office is open. Then, or as soon as the coach passes it on,
   it is offered to the next. Nobody is offered the same case twice.
3. Four such hours after the case came, the lead sees it, whoever has it then; sooner if no coach is left. It goes
   on being offered, and whoever has it may still take it.
4. At the end of the next working day the case belongs to the lead. So no family waits for nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import Enum

from dialogs.rules.assignment import Choice, Coach, best_coach, is_away
from dialogs.rules.hours import Hours
from dialogs.rules.promises import working_days_later, working_deadline


class Step(Enum):
    """What happens next with a case that nobody took."""

    OFFER = "offer"
    LEAD = "lead"
    GIVE_TO_LEAD = "give_to_lead"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The figures of the ladder, chosen here: four coaches can be asked before the lead sees the case.

    answer_minutes:  working minutes that a coach has to answer
    lead_after:      working minutes after the case came until the lead sees it
    own_after_days:  working days, the day on which it came not counted, at whose end the lead owns it
    """

    answer_minutes: int = 60
    lead_after: int = 240
    own_after_days: int = 1


USUAL_LADDER = Ladder()


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A case that nobody took. `offered_at`: since when somebody is asked, None where nobody is at the moment."""

    opened_at: datetime
    offered_at: datetime | None
    lead_sees: bool


def next_hands(
    coaches: Iterable[Coach], language: str, tried: Collection[int], now: datetime, absent: Collection[int] = ()
) -> Choice | None:
    """The best coach not tried yet and not absent now; None where the ladder is at its end: the lead.

    `absent` names coaches beside those whose `away` holds `now`: not reachable, or leaving.
    """
    left = [one for one in coaches if one.id not in tried and one.id not in absent and not is_away(one, now)]
    return best_coach(left, language)


def next_step(
    case: Unclaimed,
    coach_left: bool,
    now: datetime,
    hours: Hours,
    zone: tzinfo,
    days_off: AbstractSet[date],
    ladder: Ladder = USUAL_LADDER,
) -> Step | None:
    """What is due for the case at `now`, None for nothing yet. Ask again after each step, until it is None.

    `coach_left`: whether `next_hands` names anybody. Raises NeverOpen.
    """
    if now >= owned_by(case.opened_at, ladder.own_after_days, hours, zone, days_off):
        return Step.GIVE_TO_LEAD
    unanswered = case.offered_at is None or now >= answers_by(
        case.offered_at, ladder.answer_minutes, hours, zone, days_off
    )
    is_late = now >= lead_sees_at(case.opened_at, ladder.lead_after, hours, zone, days_off)
    if not case.lead_sees and (is_late or (unanswered and not coach_left)):
        return Step.LEAD
    return Step.OFFER if unanswered and coach_left else None


def answers_by(
    offered_at: datetime, minutes: int, hours: Hours, zone: tzinfo, days_off: AbstractSet[date]
) -> datetime:
    """Until when (UTC) the coach asked at `offered_at` can answer: so many working minutes. Raises NeverOpen."""
    return working_deadline(offered_at, minutes, hours, zone, days_off)


def lead_sees_at(
    opened_at: datetime, minutes: int, hours: Hours, zone: tzinfo, days_off: AbstractSet[date]
) -> datetime:
    """When (UTC) the lead sees a case nobody took: so many working minutes after it came. Raises NeverOpen.

    On short days `owned_by` may come first; the lead then sees it by owning it.
    """
    return working_deadline(opened_at, minutes, hours, zone, days_off)


def owned_by(opened_at: datetime, days: int, hours: Hours, zone: tzinfo, days_off: AbstractSet[date]) -> datetime:
    """When (UTC) a case nobody took belongs to the lead: the closing of that working day. Raises NeverOpen."""
    return working_days_later(opened_at, days, hours, zone, days_off)
