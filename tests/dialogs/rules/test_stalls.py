"""A case that stands still is filed by its place, and one that goes quiet is seen in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dialogs.family.facts import LIVE, Stage
from dialogs.rules.stalls import (
    AWAITING_A_CALL,
    RUNNING,
    Place,
    goes_quiet,
    last_sign,
    standstill_of,
)

FORTNIGHT = timedelta(days=14)


def place(stage: Stage, *, tries: int = 0, moved: int = 0, silent_days: float = 0) -> Place | None:
    return standstill_of(stage, tries, moved, timedelta(days=silent_days), FORTNIGHT)


@pytest.mark.parametrize("stage", [Stage.RECEIVED, Stage.TAKEN])
def test_family_that_waits_for_its_first_call_stands_nowhere_still(stage: Stage) -> None:
    assert place(stage, silent_days=90) is None


@pytest.mark.parametrize(
    ("tries", "moved", "filed"),
    [
        (1, 0, Place.MISSED),
        (2, 1, Place.MISSED),
        (0, 1, None),
        (0, 2, Place.MOVED),
        (0, 3, Place.MOVED),
        (2, 2, Place.MOVED),
    ],
)
def test_family_that_missed_its_call_or_moved_it_twice_is_filed_there(
    tries: int, moved: int, filed: Place | None
) -> None:
    assert place(Stage.TAKEN, tries=tries, moved=moved) is filed


def test_family_called_in_vain_to_the_last_try_is_filed_as_booked_whatever_came_before() -> None:
    assert place(Stage.UNREACHED) is Place.BOOKED
    assert place(Stage.UNREACHED, tries=3, moved=2, silent_days=90) is Place.BOOKED


@pytest.mark.parametrize("stage", [Stage.SPOKEN, Stage.JOINED])
def test_running_case_is_silent_after_a_fortnight_without_a_word(stage: Stage) -> None:
    assert place(stage, silent_days=13.99) is None
    assert place(stage, silent_days=14) is Place.SILENT


@pytest.mark.parametrize("stage", [Stage.SPOKEN, Stage.JOINED])
def test_old_tries_and_moves_of_a_family_that_was_reached_are_forgotten(stage: Stage) -> None:
    assert place(stage, tries=2, moved=4) is None


@pytest.mark.parametrize(
    "stage", [Stage.WRONG_NUMBER, Stage.WITHDRAWN, Stage.WAITING, Stage.ELSEWHERE, Stage.STOPPED]
)
def test_case_that_is_over_or_waits_for_something_else_is_filed_nowhere(stage: Stage) -> None:
    assert place(stage, tries=3, moved=3, silent_days=90) is None


def test_stages_are_those_of_a_case() -> None:
    assert {*AWAITING_A_CALL, Stage.WRONG_NUMBER} == LIVE
    assert set(Stage) > RUNNING


@pytest.mark.parametrize(
    ("days", "quiet"), [(0, False), (6.99, False), (7, True), (13.99, True), (14, False), (90, False)]
)
def test_case_goes_quiet_between_a_week_and_a_fortnight(days: float, quiet: bool) -> None:
    assert goes_quiet(timedelta(days=days), FORTNIGHT) is quiet


def test_last_sign_of_life_is_the_newest_that_is_known() -> None:
    early, late = datetime(2026, 11, 2, 9, tzinfo=UTC), datetime(2026, 11, 9, 9, tzinfo=UTC)
    assert last_sign(early, None, late, None) == late
