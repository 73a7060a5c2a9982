"""A coach's line on a family's phone: the first answer counts, and leads to what it asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.family.effects import AnswerPhrase
from dialogs.family.facts import AskedLine, Stage
from dialogs.family.messages import answered_screen, line_screen
from dialogs.machine.screen import Press, Screen, row_in
from dialogs.machine.words import say
from tests.dialogs.family.talk import Talk, booked

ASKED = AskedLine(12, ("yes_then", "other_time", "new_number", "no_call", "leave_list", "call_me"))
TEXT = say("phrase.voicemail")


def asked(line: AskedLine | None = ASKED, **known: object) -> Talk:
    """A family with a case, and a coach's line on its phone."""
    talk = booked(**known)
    talk.facts = replace(talk.facts, asked=line)
    talk.effects.clear()
    return talk


def answers(talk: Talk, answer: str, sent: int = 12) -> list[object]:
    talk.presses_old("~say", f"{sent}-{answer}", run=0)
    return list(talk.effects)


def test_a_line_says_who_writes_and_offers_its_answers() -> None:
    screen = line_screen("Mira", TEXT, 12, ("yes", "no"))
    assert [line.key for line in screen.lines] == ["phrase.from", "phrase.voicemail"]
    assert [row[0].press for row in screen.rows] == [Press(0, "~say", "12-yes"), Press(0, "~say", "12-no")]
    assert line_screen("Mira", TEXT, 12, ()).rows == ()


def test_an_answered_line_has_no_buttons_and_says_what_was_answered() -> None:
    screen = answered_screen("Mira", TEXT, "yes", say("phrase.agreed"))
    assert isinstance(screen, Screen)
    assert [line.key for line in screen.lines] == [
        "phrase.from",
        "phrase.voicemail",
        "phrase.answered",
        "phrase.agreed",
    ]
    assert screen.rows == ()
    assert answered_screen("", TEXT, "yes").lines[0] == TEXT


def test_the_first_answer_is_passed_on_and_thanked_for() -> None:
    talk = asked()
    assert answers(talk, "yes_then") == [AnswerPhrase(12, "yes_then")]
    assert (talk.toast, talk.turn.redraw) == ("toast.thanks", False)


def test_a_second_answer_changes_nothing() -> None:
    talk = asked(replace(ASKED, answered=True))
    assert answers(talk, "other_time") == []
    assert (talk.toast, talk.turn.redraw, talk.at) == ("toast.noted", False, "")


@pytest.mark.parametrize("pick", ["13-yes_then", "yes_then", "", "12", "x-yes", "9" * 40 + "-yes_then"])
def test_a_line_of_somebody_else_gets_a_kind_word_only(pick: str) -> None:
    for line in (None, ASKED):
        talk = asked(line)
        talk.presses_old("~say", pick, run=0)
        assert talk.effects == []
        assert talk.turn.redraw is False
        assert talk.toast in ("toast.line_over", "toast.unknown_button")


def test_an_answer_that_does_not_stand_below_the_line_is_none() -> None:
    talk = asked()
    assert answers(talk, "think") == []
    assert talk.toast == "toast.unknown_button"


@pytest.mark.parametrize(
    ("answer", "opens"), [("other_time", "wish"), ("new_number", "phone"), ("no_call", "~cancel"), ("call_me", "")]
)
def test_an_answer_opens_below_the_line_what_it_asks_for(answer: str, opens: str) -> None:
    talk = asked()
    assert answers(talk, answer)[0] == AnswerPhrase(12, answer)
    assert talk.at == opens
    assert talk.turn.fresh is bool(opens)


def test_a_family_on_the_list_that_wants_to_leave_it_is_shown_the_list() -> None:
    talk = asked()
    talk.facts = replace(talk.facts, on_list=True)
    answers(talk, "leave_list")
    assert talk.at == "~list"


def test_after_the_call_an_answer_is_told_and_opens_nothing() -> None:
    talk = asked()
    talk.hears_from_desk(Stage.SPOKEN)
    assert answers(talk, "other_time") == [AnswerPhrase(12, "other_time")]
    assert talk.at == ""


def test_a_typed_yes_answers_the_line_and_is_seen_to_do_so() -> None:
    talk = asked()
    talk.says("ja", agrees=True)
    assert talk.effects == [AnswerPhrase(12, "yes_then")]
    assert (talk.turn.redraw, talk.noted) == (True, ["toast.thanks"])


def test_typed_words_that_say_more_are_kept_as_written() -> None:
    for told in ("ja aber bitte erst morgen anrufen", "nein"):
        talk = asked()
        talk.says(told, agrees=told != "nein")
        assert talk.words == [told]


def test_a_typed_yes_answers_no_line_while_a_question_is_open() -> None:
    talk = Talk()
    talk.facts = replace(talk.facts, asked=ASKED)
    talk.says("ja", agrees=True)
    assert talk.effects == []


def test_the_number_of_a_line_is_read_with_care() -> None:
    assert [row_in(pick) for pick in ("12-yes", "x-yes", "", "9" * 16)] == [12, None, None, None]
