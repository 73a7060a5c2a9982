"""Which coach a family gets, and the reason that can be told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

from dialogs.rules.assignment import Choice, Coach, Reason, best_coach, in_order

MAY = datetime(2026, 5, 4, 8, tzinfo=UTC)


def coach(number: int, languages: str = "de", open_cases: int = 0, last: datetime | None = MAY) -> Coach:
    return Coach(number, tuple(languages.split()), (), open_cases, last)


def test_a_turkish_family_gets_the_turkish_coach_though_she_has_more_cases() -> None:
    choice = best_coach([coach(1), coach(2, "de tr", 9)], "tr")
    assert choice == Choice(2, Reason(speaks_language=True, open_cases=9, last_given_at=MAY))


def test_a_family_whose_language_nobody_speaks_still_gets_a_coach_and_the_reason_says_so() -> None:
    choice = best_coach([coach(1, "de", 3), coach(2, "de tr", 1)], "ar")
    assert choice == Choice(2, Reason(speaks_language=False, open_cases=1, last_given_at=MAY))


def test_of_two_speakers_the_one_with_fewer_cases_is_chosen() -> None:
    choice = best_coach([coach(1, "tr", 4), coach(2, "tr", 3)], "tr")
    assert choice is not None
    assert choice.coach == 2


def test_with_equal_cases_whoever_waited_longest_is_next_and_a_newcomer_waited_longest() -> None:
    ranked = in_order([coach(1), coach(2, last=MAY - timedelta(days=1)), coach(3, last=None), coach(4)], "de")
    assert [each.id for each in ranked] == [3, 2, 1, 4]


def test_the_choice_does_not_depend_on_the_order_in_which_coaches_are_listed() -> None:
    team = [coach(1, "de"), coach(2, "de tr", 2), coach(3, "tr", 2), coach(4, "tr", 2, None)]
    assert {tuple(each.id for each in in_order(order, "tr")) for order in permutations(team)} == {(4, 2, 3, 1)}


def test_cases_are_spread_evenly_over_a_team() -> None:
    given = {1: 0, 2: 0, 3: 0}
    last: dict[int, datetime | None] = {1: None, 2: None, 3: None}
    for hour in range(12):
        choice = best_coach([coach(each, open_cases=given[each], last=last[each]) for each in given], "de")
        assert choice is not None
        given[choice.coach] += 1
        last[choice.coach] = MAY + timedelta(hours=hour)
    assert given == {1: 4, 2: 4, 3: 4}


def test_without_any_coach_nobody_is_chosen() -> None:
    assert best_coach([], "de") is None
