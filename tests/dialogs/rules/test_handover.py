"""The ladder of a case that nobody takes: from coach to coach to the project lead, in office hours only."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.rules.assignment import Coach
from dialogs.rules.handover import (
    Ladder,
    Step,
    Unclaimed,
    answers_by,
    lead_sees_at,
    next_hands,
    next_step,
    owned_by,
)
from dialogs.rules.hours import parse_hours
from dialogs.rules.laying import Taken

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = parse_hours("Mon-Thu 09:00-12:00,13:30-16:00; Fri 09:00-12:00")
EASTER = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
NOON = datetime(2026, 6, 8, 12, tzinfo=UTC)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


def coach(number: int, languages: str = "de", open_cases: int = 0, away: Taken = ()) -> Coach:
    return Coach(number, tuple(languages.split()), HOURS, open_cases, None, away)


def hands(team: list[Coach], tried: Collection[int] = (), absent: Collection[int] = ()) -> int | None:
    choice = next_hands(team, "tr", tried, NOON, absent)
    return choice.coach if choice else None


def test_case_goes_from_hand_to_hand_in_the_order_of_the_assignment_and_then_to_the_lead() -> None:
    team = [coach(1, open_cases=3), coach(2), coach(3, "de tr", 9)]
    tried: list[int] = []
    while choice := next_hands(team, "tr", tried, NOON):
        tried.append(choice.coach)
    assert tried == [3, 2, 1]


def test_choice_of_the_next_hands_tells_its_reason() -> None:
    choice = next_hands([coach(1), coach(2, "tr", 4)], "tr", (), NOON)
    assert choice is not None
    assert (choice.coach, choice.reason.speaks_language, choice.reason.open_cases) == (2, True, 4)


def test_ill_coach_is_passed_by_and_asked_again_once_back() -> None:
    ill = coach(1, "tr", away=((NOON - timedelta(hours=3), NOON),))
    assert hands([ill, coach(2)]) == 1
    still_ill = coach(1, "tr", away=((NOON, NOON + timedelta(hours=3)),))
    assert hands([still_ill, coach(2)]) == 2
    assert hands([still_ill]) is None


def test_coach_who_cannot_be_reached_is_passed_by() -> None:
    assert hands([coach(1, "tr"), coach(2)], absent={1}) == 2
    assert hands([coach(1), coach(2)], tried={1}, absent={2}) is None


@pytest.mark.parametrize(
    ("offered_at", "by"),
    [
        (at(6, 8, 9, 10), at(6, 8, 10, 10)),
        (at(6, 8, 11, 30), at(6, 8, 14)),
        (at(6, 12, 11, 30), at(6, 15, 9, 30)),
        (at(6, 13, 20), at(6, 15, 10)),
        (at(4, 2, 15, 30), at(4, 7, 9, 30)),
        (at(3, 27, 11, 30), at(3, 30, 9, 30)),
        (at(10, 23, 11, 30), at(10, 26, 9, 30)),
    ],
)
def test_hour_to_answer_runs_only_while_the_office_is_open(offered_at: datetime, by: datetime) -> None:
    assert answers_by(offered_at, 60, HOURS, BERLIN, EASTER) == by


def test_case_of_a_friday_evening_belongs_to_the_lead_on_monday_evening() -> None:
    assert owned_by(at(6, 12, 18), 1, HOURS, BERLIN, EASTER) == at(6, 15, 16)
    assert owned_by(at(4, 2, 10), 1, HOURS, BERLIN, EASTER) == at(4, 7, 16)
    assert lead_sees_at(at(6, 12, 18), 240, HOURS, BERLIN, EASTER) == at(6, 15, 14, 30)


def step(case: Unclaimed, now: datetime, coach_left: bool = True) -> Step | None:
    return next_step(case, coach_left, now, HOURS, BERLIN, EASTER)


def test_new_case_is_offered_at_once() -> None:
    assert step(Unclaimed(at(6, 8, 9), None, lead_sees=False), at(6, 8, 9)) is Step.OFFER


def test_asked_coach_has_an_hour_before_the_next_is_asked() -> None:
    asked = Unclaimed(at(6, 8, 9), at(6, 8, 9), lead_sees=False)
    assert step(asked, at(6, 8, 9, 59)) is None
    assert step(asked, at(6, 8, 10)) is Step.OFFER


def test_case_that_is_passed_on_is_offered_to_the_next_without_waiting() -> None:
    assert step(Unclaimed(at(6, 8, 9), None, lead_sees=False), at(6, 8, 9, 5)) is Step.OFFER


def test_lead_sees_the_case_as_soon_as_no_coach_is_left_and_not_before_the_last_has_had_the_time() -> None:
    last_asked = Unclaimed(at(6, 8, 9), at(6, 8, 10), lead_sees=False)
    assert step(last_asked, at(6, 8, 10, 59), coach_left=False) is None
    assert step(last_asked, at(6, 8, 11), coach_left=False) is Step.LEAD
    seen = Unclaimed(at(6, 8, 9), at(6, 8, 10), lead_sees=True)
    assert step(seen, at(6, 8, 11), coach_left=False) is None


def test_after_four_hours_the_lead_sees_the_case_and_the_offers_go_on() -> None:
    asked = Unclaimed(at(6, 8, 9), at(6, 8, 14), lead_sees=False)
    assert step(asked, at(6, 8, 14, 29)) is None
    assert step(asked, at(6, 8, 14, 30)) is Step.LEAD
    seen = Unclaimed(at(6, 8, 9), at(6, 8, 14), lead_sees=True)
    assert step(seen, at(6, 8, 14, 30)) is None
    assert step(seen, at(6, 8, 15)) is Step.OFFER


def test_at_the_end_of_the_next_working_day_the_case_is_the_leads() -> None:
    asked = Unclaimed(at(6, 8, 9), at(6, 9, 15, 30), lead_sees=True)
    assert step(asked, at(6, 9, 15, 59)) is None
    assert step(asked, at(6, 9, 16)) is Step.GIVE_TO_LEAD


def test_on_short_days_the_lead_owns_a_case_before_the_four_hours_are_over() -> None:
    thursday_evening = Unclaimed(at(6, 11, 17), at(6, 12, 11), lead_sees=False)
    assert step(thursday_evening, at(6, 12, 11, 59)) is None
    assert step(thursday_evening, at(6, 12, 12)) is Step.GIVE_TO_LEAD


def test_programme_may_climb_the_ladder_faster() -> None:
    quick = Ladder(answer_minutes=10, lead_after=30, own_after_days=0)
    case = Unclaimed(at(6, 8, 9), at(6, 8, 9), lead_sees=False)
    times = (at(6, 8, 9, 10), at(6, 8, 9, 30), at(6, 8, 16))
    assert [next_step(case, True, now, HOURS, BERLIN, EASTER, quick) for now in times] == [
        Step.OFFER, Step.LEAD, Step.GIVE_TO_LEAD,
    ]  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.integers(0, 365 * 24 * 12), st.integers(0, 5))
def test_no_case_waits_for_nobody_however_often_the_ladder_is_asked(minutes: int, coaches: int) -> None:
    opened_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=5 * minutes)
    case, left, now = Unclaimed(opened_at, None, lead_sees=False), coaches, opened_at
    steps: list[Step] = []
    while not steps or steps[-1] is not Step.GIVE_TO_LEAD:
        due = next_step(case, left > 0, now, HOURS, BERLIN, EASTER)
        if due is None:
            now += timedelta(minutes=30)
            continue
        steps.append(due)
        if due is Step.OFFER:
            case, left = Unclaimed(opened_at, now, case.lead_sees), left - 1
        if due is Step.LEAD:
            case = Unclaimed(opened_at, case.offered_at, lead_sees=True)
    assert steps.count(Step.OFFER) <= coaches
    assert steps.count(Step.LEAD) <= 1
    assert now - owned_by(opened_at, 1, HOURS, BERLIN, EASTER) < timedelta(minutes=30)
