"""What a person gets to see: buttons whose meaning comes back as it went out, screens the outbox can keep."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.machine.screen import (
    PAYLOAD_LIMIT,
    Button,
    CalendarFile,
    Press,
    Screen,
    pack_content,
    read_payload,
    unpack_content,
)
from dialogs.machine.words import Moment, say
from tests.dialogs.family.town import FLOWS

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
PLACES = st.from_regex(r"[a-z~_]{0,20}", fullmatch=True)
LABEL = say("button.why")


@settings(derandomize=True, deadline=None)
@given(st.integers(0, 10**9), PLACES, st.text(max_size=30))
def test_a_button_means_when_pressed_what_it_meant_when_sent(run: int, at: str, pick: str) -> None:
    press = Press(run, at, pick)
    assert read_payload(press.payload()) == press


@pytest.mark.parametrize(
    "payload", ["", "1", "1.2", "1.2.lives_here", "2.1.lives_here.yes", "1.x.a.b", "1.-1.a.b", "1..a.b"]
)
def test_a_payload_of_another_make_is_known_as_such(payload: str) -> None:
    assert read_payload(payload) is None


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=64))
def test_no_payload_makes_the_reader_stumble(payload: str) -> None:
    press = read_payload(payload)
    assert press is None or read_payload(press.payload()) == press


def test_every_answer_fits_into_a_payload_even_in_the_millionth_run() -> None:
    for flow in (FLOWS.intake, FLOWS.move, FLOWS.number):
        for step in flow.steps:
            picks = [option.pick for row in step.question.rows(None) for option in row]
            for pick in (*picks, "<", "999999999999999-999999999"):
                assert len(Press(999_999, step.id, pick).payload().encode()) <= PAYLOAD_LIMIT


@pytest.mark.parametrize(
    "content",
    [
        Screen((say("a"),)),
        Screen((say("a", at=Moment(NOW, "day")),), ((Button(LABEL, Press(1, "x", "y"), "danger"),), ()), LABEL, True),
        CalendarFile("call-1@x", 2, NOW, NOW + timedelta(minutes=25), say("t"), say("c"), cancelled=True),
    ],
)  # fmt: skip
def test_what_is_sent_later_is_the_same_as_what_was_written_down(content: Screen | CalendarFile) -> None:
    assert unpack_content(json.loads(json.dumps(pack_content(content)))) == content


def test_a_stored_button_that_cannot_be_read_is_no_silent_loss() -> None:
    data = pack_content(Screen((say("a"),), ((Button(LABEL, Press(1, "x", "y")),),)))
    data["rows"][0][0][1] = "rubbish"
    with pytest.raises(ValueError, match="rubbish"):
        unpack_content(data)


def test_news_stands_above_the_screen_it_comes_with() -> None:
    assert Screen((say("a"),)).with_line_on_top(say("news")).lines == (say("news"), say("a"))
