"""A family never gets the same offer twice, and each is chosen for a reason that can be told."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.rules.shelf import Choice, Why, choose

SHELF = ("easy", "call", "listen", "friend")
ALL = frozenset(SHELF)


def test_family_that_never_had_an_offer_gets_the_first_of_the_shelf() -> None:
    assert choose(SHELF, (), ALL) == Choice("easy", Why.FIRST)


def test_family_gets_the_next_offer_after_those_it_had() -> None:
    assert choose(SHELF, ("easy",), ALL) == Choice("call", Why.NEXT)
    assert choose(SHELF, ("easy", "call"), ALL) == Choice("listen", Why.NEXT)


def test_offer_had_at_another_place_is_not_made_again() -> None:
    assert choose(SHELF, ("two_weeks", "easy", "listen"), ALL) == Choice("call", Why.NEXT)


def test_offer_that_does_not_fit_is_passed_over() -> None:
    assert choose(SHELF, (), ALL - {"easy"}) == Choice("call", Why.FITS)
    assert choose(SHELF, ("easy",), ALL - {"call"}) == Choice("listen", Why.FITS)


def test_offer_that_was_passed_over_comes_once_it_fits() -> None:
    assert choose(SHELF, ("call",), ALL) == Choice("easy", Why.FIRST)


def test_family_that_had_everything_is_left_in_peace() -> None:
    assert choose(SHELF, SHELF, ALL) is None
    assert choose(SHELF, ("easy",), {"easy"}) is None
    assert choose((), (), ALL) is None


OFFERS = st.sets(st.sampled_from(SHELF))


@settings(derandomize=True, deadline=None)
@given(st.sampled_from(list(permutations(SHELF))), OFFERS, OFFERS)
def test_what_is_offered_is_new_and_fits_and_nothing_before_it_does(
    shelf: tuple[str, ...], had: AbstractSet[str], fitting: AbstractSet[str]
) -> None:
    choice = choose(shelf, had, fitting)
    left = [offer for offer in shelf if offer in fitting - had]
    assert (choice.offer if choice else None) == (left[0] if left else None)


@settings(derandomize=True, deadline=None)
@given(st.lists(OFFERS, min_size=8, max_size=8))
def test_family_that_stops_again_and_again_gets_each_offer_once(fitting: list[set[str]]) -> None:
    had: list[str] = []
    for now in (*fitting, *[set(ALL)] * len(SHELF)):
        choice = choose(SHELF, had, now)
        had += [choice.offer] if choice else []
    assert sorted(had) == sorted(SHELF)
