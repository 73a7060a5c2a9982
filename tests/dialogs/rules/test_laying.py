"""A coach's own way of laying calls: written in one line, read within bounds, the programme's where it is silent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.rules.laying import (
    BUFFERS,
    LENGTHS,
    MOST_A_DAY,
    NOTICES,
    Policy,
    read_habits,
    spell_habits,
    with_figures,
)

MINUTE = timedelta(minutes=1)
USUAL = Policy(25 * MINUTE, 5 * MINUTE, 120 * MINUTE, 14, 6)


def test_no_habits_are_the_programmes() -> None:
    assert read_habits("", USUAL) is None


def test_habits_are_spelled_as_they_are_stored() -> None:
    assert spell_habits(USUAL) == "length=25;buffer=5;notice=120;most=6"


@given(st.sampled_from(LENGTHS), st.sampled_from(BUFFERS), st.sampled_from(NOTICES), st.sampled_from(MOST_A_DAY))
def test_every_choice_is_read_as_it_was_written(length: int, buffer: int, notice: int, most: int) -> None:
    chosen = with_figures(USUAL, length, buffer, notice, most)
    assert read_habits(spell_habits(chosen), USUAL) == chosen
    assert chosen.horizon_days == USUAL.horizon_days


@pytest.mark.parametrize(
    "line", ["length=0", "length=600;buffer=-3", "notice=x;most=", "most=99999999", "nonsense=1"]
)
def test_what_is_no_choice_is_as_usual(line: str) -> None:
    assert read_habits(line, USUAL) == USUAL


def test_figures_beyond_the_choices_are_held_within() -> None:
    assert with_figures(USUAL, 1000, 1000, 100_000, 1000) == Policy(60 * MINUTE, 30 * MINUTE, 2880 * MINUTE, 14, 12)
    assert with_figures(USUAL, 0, -1, -1, 0) == Policy(15 * MINUTE, 0 * MINUTE, 0 * MINUTE, 14, 1)
