"""The figures of the first call: what half and nine of ten families waited, and what small numbers must not tell."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.rules.firsts import guarded, hidden, median_and_p90, working_days, working_time
from dialogs.rules.hours import parse_hours

BERLIN = ZoneInfo("Europe/Berlin")


def hours(*counts: float) -> list[timedelta]:
    return [timedelta(hours=count) for count in counts]


@pytest.mark.parametrize(
    ("waits", "half", "most"),
    [
        ([3], 3, 3),
        ([1, 9], 1, 9),
        ([9, 1, 5], 5, 9),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5, 9),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 6, 10),
    ],
)
def test_median_and_p90_are_waits_that_happened(waits: list[int], half: int, most: int) -> None:
    assert median_and_p90(hours(*waits)) == (timedelta(hours=half), timedelta(hours=most))


def test_without_families_there_is_no_median() -> None:
    assert median_and_p90([]) is None


@settings(derandomize=True, deadline=None)
@given(st.lists(st.timedeltas(timedelta(0), timedelta(days=9)), min_size=1, max_size=60))
def test_half_of_the_families_waited_no_longer_and_nine_of_ten(waits: list[timedelta]) -> None:
    found = median_and_p90(waits)
    assert found is not None
    for value, percent in zip(found, (50, 90), strict=True):
        assert value in waits
        assert sum(wait <= value for wait in waits) * 100 >= percent * len(waits)
        assert sum(wait < value for wait in waits) * 100 < percent * len(waits)


def test_one_to_four_families_are_hidden_and_none_or_five_are_not() -> None:
    assert [count for count in range(7) if hidden(count)] == [1, 2, 3, 4]
    assert [count for count in range(7) if hidden(count, least=3)] == [1, 2]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"de": 20, "tr": 7}, {"de": 20, "tr": 7}),
        ({"de": 20, "tr": 3, "ar": 9}, {"de": 20, "tr": None, "ar": None}),
        ({"de": 20, "tr": 3, "ar": 2}, {"de": 20, "tr": None, "ar": None}),
        ({"de": 20, "tr": 3, "ar": 0}, {"de": None, "tr": None, "ar": 0}),
        ({"de": 20, "tr": 1, "ar": 1, "uk": 30}, {"de": None, "tr": None, "ar": None, "uk": 30}),
        ({"de": 0, "tr": 1, "ar": 1}, {"de": 0, "tr": None, "ar": None}),
        ({"de": 0, "tr": 3, "ar": 0}, {"de": 0, "tr": None, "ar": None}),
        ({"tr": 3, "de": 9, "ar": 9}, {"tr": None, "de": 9, "ar": None}),
        ({"de": 0, "tr": 0}, {"de": 0, "tr": 0}),
        ({"tr": 3}, {"tr": None}),
        ({}, {}),
    ],
)
def test_small_number_hides_and_a_second_with_it(counts: dict[str, int], shown: dict[str, int | None]) -> None:
    assert dict(guarded(counts)) == shown
    assert list(guarded(counts)) == list(counts)


def test_same_figures_are_told_the_same_way_in_any_order() -> None:
    cells = [("de", 9), ("tr", 3), ("ar", 9), ("uk", 0)]
    told = {tuple(sorted(guarded(dict(order)).items(), key=str)) for order in permutations(cells)}
    assert len(told) == 1


@settings(derandomize=True, deadline=None)
@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 30)), st.integers(1, 8))
def test_no_small_number_shows_and_none_hides_alone(counts: dict[str, int], least: int) -> None:
    told = guarded(counts, least)
    behind = [name for name, count in told.items() if count is None]
    assert all(count is None or count == counts[name] for name, count in told.items())
    assert all(told[name] is None for name, count in counts.items() if 0 < count < least)
    assert len(behind) != 1 or len(counts) == 1
    assert len(behind) <= 1 + sum(0 < count < least for count in counts.values())
    if any(told[name] for name in counts):
        assert len(behind) == 0 or sum(counts[name] for name in behind) >= least


def test_working_time_counts_the_opening_hours_alone() -> None:
    week = parse_hours("Mon-Fri 09:00-12:00,13:30-16:00")
    friday, monday = _wall(27, 15), _wall(30, 10)
    assert working_time(friday, monday, week, BERLIN, frozenset()) == timedelta(hours=2)
    assert working_days(friday, monday, week, BERLIN, frozenset()) == 1
    assert working_days(friday, monday, week, BERLIN, frozenset({date(2026, 11, 30)})) == 0
    assert working_time(friday, _wall(28, 20), week, BERLIN, frozenset()) == timedelta(hours=1)
    assert working_time(_wall(28, 9), _wall(29, 9), week, BERLIN, frozenset()) == timedelta(0)


def _wall(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=BERLIN).astimezone(UTC)
