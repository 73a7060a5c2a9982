"""Words before they have a language: made, written down, and read again as they were."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.machine.words import Listing, Moment, Phone, Phrase, Tongue, Value, pack, say, stacked, unpack

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)

INSTANTS = st.integers(0, 10_000_000).map(lambda minutes: NOW + timedelta(minutes=minutes))
PLAIN: st.SearchStrategy[Value] = st.one_of(
    st.text(),
    st.integers(),
    st.builds(Moment, INSTANTS, st.sampled_from(["day", "clock", "day_clock", "date"])),
    st.builds(Phone, st.just("+491713920011")),
    st.builds(Tongue, st.sampled_from(["de", "ar"]), st.booleans()),
)
KEYS = st.sampled_from(["places.free", "stack", "moment", "a.b.c"])
NAMES = st.sampled_from(["at", "name", "count", "above", "k"])


def _nested(inner: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    return st.one_of(
        st.builds(Phrase, KEYS, st.dictionaries(NAMES, inner, max_size=3)),
        st.builds(Listing, st.lists(inner, max_size=3).map(tuple)),
    )


VALUES = st.recursive(PLAIN, _nested, max_leaves=12)


@settings(derandomize=True, deadline=None)
@given(VALUES)
def test_every_value_is_read_again_as_it_was_written_down(value: Value) -> None:
    assert unpack(json.loads(json.dumps(pack(value)))) == value


def test_a_phrase_without_values_is_written_down_as_its_key_alone() -> None:
    assert pack(say("places.free")) == {"k": "places.free"}
    assert say("places.free") == Phrase("places.free")


def test_phrases_that_say_the_same_count_as_one() -> None:
    assert len({say("number", number=1), say("number", number=1), say("number", number=2)}) == 2


def test_several_lines_become_one_paragraph_in_their_order() -> None:
    one, two, three = say("one"), say("two"), say("three")
    assert stacked([one]) == one
    assert stacked([one, two, three]) == say("stack", above=say("stack", above=one, below=two), below=three)
