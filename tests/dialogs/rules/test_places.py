"""A family asks whether there is a place, and hears no more than is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.rules.places import Availability, Places, availability, families_before

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
FORTNIGHT = timedelta(days=14)


@pytest.mark.parametrize(
    ("free", "waiting", "told"),
    [
        (5, 0, Availability.FREE),
        (3, 0, Availability.FREE),
        (2, 0, Availability.FEW),
        (1, 0, Availability.FEW),
        (0, 0, Availability.FULL),
        (0, 9, Availability.FULL),
        (5, 4, Availability.FEW),
        (4, 4, Availability.FULL),
        (3, 4, Availability.FULL),
    ],
)
def test_free_places_belong_first_to_those_who_wait(free: int, waiting: int, told: Availability) -> None:
    assert availability(Places(free, NOW, waiting), NOW, few_below=3, stale_after=FORTNIGHT) is told


def test_a_number_nobody_confirmed_for_a_fortnight_is_not_told() -> None:
    fresh, stale = Places(5, NOW - FORTNIGHT, 0), Places(5, NOW - FORTNIGHT - timedelta(seconds=1), 0)
    assert availability(fresh, NOW, 3, FORTNIGHT) is Availability.FREE
    assert availability(stale, NOW, 3, FORTNIGHT) is Availability.UNKNOWN
    assert availability(Places(5, None, 0), NOW, 3, FORTNIGHT) is Availability.UNKNOWN


@pytest.mark.parametrize(
    ("waiting", "told"),
    [(0, (0, 0)), (1, (1, 3)), (3, (1, 3)), (5, (4, 7)), (8, (8, 12)), (20, (13, 20)), (21, (21, 30))],
)  # fmt: skip
def test_a_place_in_the_line_is_told_as_a_range(waiting: int, told: tuple[int, int]) -> None:
    assert families_before(waiting) == told


@settings(derandomize=True, deadline=None)
@given(st.integers(1, 500))
def test_the_range_always_holds_the_true_number(waiting: int) -> None:
    fewest, most = families_before(waiting)
    assert fewest <= waiting <= most
