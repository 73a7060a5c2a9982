"""A round of changed perspective as a family goes through it: short, of its own will, read by nobody before a yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dialogs.family.facts import Stage
from dialogs.family.rounds import invitation_screen
from dialogs.family.standstill_effects import AnswerRound, BeginRound, EndRound, NeverAsk, PassRoundOn
from dialogs.family.standstill_facts import OwnRound
from dialogs.family.techniques import MOST_CHARACTERS, TECHNIQUES, position
from dialogs.machine.engine import BACK
from dialogs.machine.events import Heard, Said
from dialogs.machine.screen import PAYLOAD_LIMIT, Press
from dialogs.machine.words import Phrase, say
from tests.dialogs.family.talk import Talk, booked
from tests.dialogs.family.town import NOW

OPEN = OwnRound(17, "scaling", "open", coach="Mira")


class Rounds(Talk):
    """A family that was spoken with; the shell's part in a round is played with plain data."""

    def __init__(self, own: OwnRound | None = OPEN, stage: Stage = Stage.SPOKEN, **known: Any) -> None:
        talk = booked(**known)
        self.__dict__.update(talk.__dict__)
        self.hears_from_desk(stage)
        self.effects.clear()
        self.facts = replace(self.facts, round=own)

    def _perform(self, effect: Any) -> Any:
        own = self.facts.round
        match effect:
            case BeginRound():
                self._knows(round=own or replace(OPEN, coach=""))
            case AnswerRound(17, step, answer) if own is not None and step == len(own.answers):
                answers = (*own.answers, answer)
                through = position(TECHNIQUES[own.technique], answers) is None
                self._knows(round=replace(own, answers=answers, state="done" if through else "open"))
            case PassRoundOn(17, may) if own is not None:
                self._knows(round=replace(own, passed_on=may))
            case EndRound(17, how) if own is not None:
                self._knows(round=replace(own, state=how))
        return super()._perform(effect)

    def picks(self, *picks: str) -> None:
        """Buttons of the round on the screen, each by its pick."""
        self.presses(*(f"~round {pick}" for pick in picks))

    def accepts(self) -> None:
        """Yes, below the invitation."""
        self.presses_old("~round", "17-go", run=0)

    @property
    def lines(self) -> list[str]:
        """The text keys of all paragraphs."""
        return [line.key for line in self.screen.lines]


def test_an_invitation_says_who_writes_and_asks_one_thing() -> None:
    screen = invitation_screen(17, "scaling", "Mira", "")
    assert [line.key for line in screen.lines] == [
        "round.invitation.hello",
        "round.invitation.ask",
        "round.invitation.tap",
    ]
    assert [row[0].press for row in screen.rows] == [
        Press(0, "~round", f"17-{pick}") for pick in ("go", "later", "stop")
    ]


def test_an_invitation_shows_the_coachs_own_line_as_written_and_says_what_it_takes() -> None:
    screen = invitation_screen(17, "coping", "Mira", "Ich denke an Sie.")
    assert screen.lines[1] == say("round.coach_line", coach="Mira", line="Ich denke an Sie.")
    assert screen.lines[-1].key == "round.invitation.words"


def test_a_yes_opens_the_first_question_below_the_invitation() -> None:
    family = Rounds(replace(OPEN, state="sent"))
    family.accepts()
    assert (family.at, family.turn.fresh, family.effects) == ("~round", True, [])
    assert family.lines == ["round.scaling.now.prompt", "round.yours"]
    numbers = [pick for pick in family.offers() if not pick.endswith("skip")]
    assert numbers == [f"~round 17-0-{number}" for number in range(11)]
    assert [len(row) for row in family.screen.rows[:-1]] == [4, 4, 3, 1]


def test_a_whole_round_by_buttons_ends_with_the_question_who_may_read_it() -> None:
    family = Rounds()
    family.accepts()
    family.picks("17-0-3", "17-1-children", "17-2-skip")
    assert family.effects == [AnswerRound(17, 0, "3"), AnswerRound(17, 1, "children"), AnswerRound(17, 2, "")]
    assert family.screen.lines == (say("round.pass", coach="Mira"),)
    family.picks("17-yes")
    assert family.effects[-1] == PassRoundOn(17, may=True)
    assert family.lines == ["round.passed", "round.scaling.beginning", "round.line", "round.line.row"]
    family.picks("17-done")
    assert family.at == ""


def test_a_no_keeps_the_answers_and_the_family_still_sees_its_own_line() -> None:
    earlier = ((NOW - timedelta(days=14), 2),)
    family = Rounds(replace(OPEN, numbers=earlier))
    family.accepts()
    family.picks("17-0-3", "17-1-skip", "17-2-skip", "17-no")
    assert family.effects[-1] == PassRoundOn(17, may=False)
    assert family.lines == ["round.kept", "round.scaling.beginning", "round.line", "stack"]


def test_who_passes_over_everything_is_asked_nothing_more() -> None:
    family = Rounds()
    family.accepts()
    family.picks("17-0-skip")
    assert family.lines == ["round.nothing"]
    assert family.offers() == ["~round 17-done"]


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_every_technique_can_be_passed_over_and_gone_through(technique: str) -> None:
    for skips in (True, False):
        family = Rounds(OwnRound(17, technique, "sent", numbers=((NOW, 4),)))
        family.accepts()
        while family.facts.round is not None and family.facts.round.state != "done":
            offers = family.offers()
            assert offers[-1].endswith("-skip")
            family.presses(offers[-1] if skips else offers[0])
        assert family.at == "~round"
        assert all(len(press.payload().encode()) <= PAYLOAD_LIMIT for press in family.shown)


def test_words_are_taken_where_they_are_asked_for() -> None:
    family = Rounds(replace(OPEN, answers=("3", "self")))
    family.accepts()
    assert family.lines == ["round.scaling.higher.prompt", "round.write"]
    family.says("  Ich schlafe wieder durch.  ")
    assert family.effects == [AnswerRound(17, 2, "Ich schlafe wieder durch.")]
    assert (family.at, family.turn.fresh) == ("~round", True)


def test_a_typed_number_answers_a_scale_and_one_beyond_it_does_not() -> None:
    family = Rounds()
    family.accepts()
    family.says("zwölf", number=12)
    assert (family.effects, family.noted) == ([], ["error.choose"])
    family.says("drei", number=3)
    assert family.effects == [AnswerRound(17, 0, "3")]


def test_a_typed_option_is_that_option_and_a_whole_sentence_stays_as_written() -> None:
    for told, answer in (("meine Kinder", "children"), ("meine Kinder und der Garten hinter dem Haus", "")):
        family = Rounds(replace(OPEN, answers=("3",)))
        family.accepts()
        family.says(told, option=Press(0, "~round", "17-1-children"))
        assert family.effects == [AnswerRound(17, 1, answer or told)]


def test_a_word_for_the_quiet_row_opens_what_it_names_and_a_sentence_with_it_does_not() -> None:
    family = Rounds(replace(OPEN, technique="coping"))
    family.accepts()
    family.says("Mit Hilfe von meiner Schwester", option=Press(1, "~", "help"))
    assert family.effects == [AnswerRound(17, 0, "Mit Hilfe von meiner Schwester")]
    family = Rounds(replace(OPEN, technique="coping"))
    family.accepts()
    family.says("Hilfe", option=Press(1, "~", "help"))
    assert (family.at, family.effects) == ("~help", [])


def test_words_without_a_letter_are_no_answer() -> None:
    family = Rounds(replace(OPEN, technique="coping"))
    family.accepts()
    family.says("…\u200b")
    assert (family.effects, family.noted) == ([], ["error.choose"])


def test_more_words_than_are_kept_are_cut_and_the_family_is_told() -> None:
    family = Rounds(replace(OPEN, technique="coping"))
    family.accepts()
    family.says("a" * 600)
    assert family.effects == [AnswerRound(17, 0, "a" * MOST_CHARACTERS)]
    assert family.noted == ["round.cut"]


def test_words_of_danger_open_the_help_and_are_no_answer() -> None:
    family = Rounds(replace(OPEN, technique="coping"))
    family.accepts()
    family.says("ich kann nicht mehr leben", danger=True)
    assert (family.at, family.effects) == ("~help", [])


def test_an_edited_message_and_a_hello_after_weeks_answer_nothing() -> None:
    family = Rounds(replace(OPEN, technique="coping"))
    family.accepts()
    family.does(Said("anders", edited=True, heard=Heard()))
    assert (family.effects, family.noted) == ([], ["kind.edited"])
    family.facts = replace(family.facts, quiet_for_days=9)
    family.says("Hallo")
    assert (family.effects, family.at) == ([], "~round")


@pytest.mark.parametrize(("agrees", "may"), [(True, True), (False, False)])
def test_whether_it_is_passed_on_may_be_typed(agrees: bool, may: bool) -> None:
    family = Rounds(replace(OPEN, answers=("3", "", ""), state="done"))
    family.accepts()
    family.says("ja" if agrees else "nein", agrees=agrees)
    assert family.effects == [PassRoundOn(17, may)]


def test_a_second_press_of_an_answer_changes_nothing() -> None:
    family = Rounds()
    family.accepts()
    family.picks("17-0-3")
    family.presses_old("~round", "17-0-8", run=0)
    assert family.effects == [AnswerRound(17, 0, "3")]
    assert (family.toast, family.turn.redraw) == ("toast.noted", False)


@pytest.mark.parametrize(
    "pick", ["17-1-self", "17-0-11", "17-0-x", "17-0", "17-", "17-0-children", "17-yes", "17-x-3"]
)
def test_a_forged_button_answers_nothing(pick: str) -> None:
    family = Rounds()
    family.accepts()
    family.presses_old("~round", pick, run=0)
    assert (family.effects, family.toast) == ([], "toast.unknown_button")


@pytest.mark.parametrize("pick", ["18-go", "18-0-3", "x", "", "9" * 40 + "-go"])
def test_a_round_of_somebody_else_gets_a_kind_word(pick: str) -> None:
    for own in (None, OPEN):
        family = Rounds(own)
        family.presses_old("~round", pick, run=0)
        assert (family.effects, family.toast, family.turn.redraw) == ([], "toast.round_over", False)


@pytest.mark.parametrize("state", ["stopped", "lapsed"])
def test_a_round_that_is_over_leaves_the_screen_with_a_kind_word(state: str) -> None:
    family = Rounds()
    family.accepts()
    family.facts = replace(family.facts, round=replace(OPEN, state=state))
    assert family.lines == ["round.over"]
    family.presses_old("~round", "17-0-3", run=0)
    assert (family.effects, family.toast, family.at) == ([], "toast.round_over", "")


def test_a_second_word_on_who_may_read_it_changes_nothing() -> None:
    family = Rounds(replace(OPEN, answers=("3", "", ""), state="done", passed_on=False))
    family.presses_old("~round", "17-yes", run=0)
    assert (family.effects, family.toast) == ([], "toast.noted")
    family.accepts()
    assert family.toast == "toast.round_over"


def test_later_puts_the_round_off_and_leaves_it_to_be_gone_on_with() -> None:
    family = Rounds(replace(OPEN, state="sent"))
    family.presses_old("~round", "17-later", run=0)
    assert family.effects == [EndRound(17, "put_off")]
    assert (family.toast, family.turn.redraw) == ("toast.round_later", False)
    family.presses_old("~round", "17-later", run=0)
    assert family.toast == "toast.noted"
    family.accepts()
    family.picks("17-0-3")
    assert family.effects[-1] == AnswerRound(17, 0, "3")


def test_a_family_that_wants_no_such_questions_is_written_nothing_unasked_any_more() -> None:
    family = Rounds()
    family.accepts()
    family.presses_old("~round", "17-stop", run=0)
    assert family.effects == [EndRound(17, "stopped"), NeverAsk()]
    assert (family.toast, family.at) == ("toast.round_stopped", "")


def test_back_leaves_a_round_which_stays_open() -> None:
    family = Rounds()
    family.accepts()
    family.presses(f"~round {BACK}")
    assert (family.state.aside, family.effects) == ("", [])


@pytest.mark.parametrize("stage", [Stage.SPOKEN, Stage.JOINED, Stage.WAITING])
def test_a_family_may_say_that_it_is_not_moving(stage: Stage) -> None:
    family = Rounds(None, stage)
    family.facts = replace(family.facts, on_list=True)
    family.presses("~round new")
    assert family.effects == [BeginRound()]
    assert (family.at, family.line) == ("~round", "round.scaling.now.prompt")
    family.picks("17-0-3")
    assert family.state.aside == "round.17"


def test_before_the_call_and_after_the_end_there_is_no_such_button() -> None:
    for stage in set(Stage) - {Stage.SPOKEN, Stage.JOINED}:
        family = Rounds(None, stage)
        assert "~round new" not in family.offers()
        family.presses_old("~round", "new", run=0)
        assert (family.effects, family.toast) == ([], "toast.old_button")


def test_a_family_that_had_every_technique_is_thanked_and_shown_a_person() -> None:
    family = Rounds(None)
    family.facts = replace(family.facts, round=replace(OPEN, state="done", answers=("3", "", "")))
    family.presses("~round new")
    assert family.lines == ["round.none"]


def test_without_a_coach_the_team_is_named() -> None:
    family = Rounds(replace(OPEN, coach="", answers=("3", "", ""), state="done"))
    assert family.facts.case is not None
    family.facts = replace(family.facts, case=replace(family.facts.case, coach=None))
    family.accepts()
    assert family.screen.lines == (Phrase("round.pass_team"),)
    family.picks("17-yes")
    assert family.lines[0] == "round.passed_team"


def test_languages_lie_over_a_round_and_give_it_back() -> None:
    family = Rounds()
    family.accepts()
    family.presses("~ language", "~language tr")
    assert (family.state.aside, family.line) == ("round.17", "round.scaling.now.prompt")
