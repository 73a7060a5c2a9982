"""What is remembered of a talk: written down small, and read again as it was."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.machine.turn import State

PACKED = st.recursive(
    st.text(max_size=5) | st.integers() | st.booleans(), lambda inner: st.lists(inner, max_size=3), max_leaves=4
)
ANSWERS = st.dictionaries(st.text(max_size=8), PACKED, max_size=4)
STATES = st.builds(
    State,
    st.sampled_from(["intake", "home", "move"]),
    st.integers(1, 9),
    st.integers(1, 999),
    ANSWERS,
    st.none() | st.lists(st.text(min_size=1), min_size=1) | st.dictionaries(st.text(), st.integers(), min_size=1),
    ANSWERS,
    st.sampled_from(["", "help"]),
    st.integers(0, 2),
    st.lists(st.text(), max_size=5).map(tuple),
)


@settings(derandomize=True, deadline=None)
@given(STATES)
def test_a_talk_is_read_again_as_it_was_written_down(state: State) -> None:
    assert State.unpack(json.loads(json.dumps(state.pack()))) == state


def test_what_is_empty_is_not_written_down() -> None:
    assert State("home", run=4).pack() == {"flow": "home", "version": 1, "run": 4}


def test_a_new_beginning_counts_up_and_keeps_nothing() -> None:
    state = State("intake", 1, run=4, answers={"name": "Ayla"}, words=("Hallo",), stumbles=1)
    assert state.begun_anew("intake", 2) == State("intake", 2, run=5)


def test_a_side_screen_lies_over_the_same_place() -> None:
    state = State("intake", answers={"language": "de"}, stumbles=1)
    assert state.over("help") == State("intake", answers={"language": "de"}, aside="help")
    assert state.over("help").over("") == State("intake", answers={"language": "de"})
