"""A family talks with us, from the first hello to the card of its case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.family.effects import CaseOpen, KeepWords, OpenCase, RecordConsent, SpeakIn, StopMessages
from dialogs.family.facts import Facts, Stage
from dialogs.family.questions import NAME, PHONE, CallbackPhone, Purpose
from dialogs.machine.events import Blocked, SentSomething, Unblocked
from tests.dialogs.family.talk import CONSENT, PHONE_NUMBER, PRE_CHECK, Talk, booked
from tests.dialogs.family.town import own_case, slot


def test_a_family_walks_from_hello_to_its_card() -> None:
    talk = booked("wish exact", "day 2026-11-24", f"time 1-{_minutes(24, 10)}")
    assert talk.at == ""
    assert talk.line == "card.received"
    assert [type(effect).__name__ for effect in talk.effects] == ["SpeakIn", "RecordConsent", "HoldSlot", "OpenCase"]
    assert talk.told is not None
    assert talk.told[NAME] == "Ayla"
    assert talk.told[PHONE] == CallbackPhone(PHONE_NUMBER, own=True)


def test_nothing_that_was_told_stays_behind_once_the_case_is_open() -> None:
    assert booked().state.pack() == {"flow": "home", "version": 1, "run": 1}


def test_a_typed_number_is_read_back_and_can_be_typed_again() -> None:
    talk = Talk(*CONSENT, *PRE_CHECK, "result go", "wish asap")
    talk.says("Ayla")
    talk.says("0171 3920011", phone=PHONE_NUMBER)
    assert talk.at == "phone_right"
    talk.presses("~pen phone")
    assert talk.at == "phone"
    talk.says("0171 3920022", phone="+491713920022")
    assert talk.noted == []
    talk.presses("phone_right yes")
    assert talk.at == "safe"


def test_somebody_elses_contact_is_not_taken() -> None:
    talk = Talk(*CONSENT, *PRE_CHECK, "result go", "wish asap")
    talk.says("Ayla")
    talk.shares(own=False)
    assert (talk.at, talk.noted) == ("phone", ["error.contact_not_own"])
    talk.shares("")
    assert (talk.at, talk.noted) == ("phone", ["error.no_phone"])


def test_a_contact_that_nobody_asked_for_is_not_kept() -> None:
    talk = Talk(*CONSENT)
    talk.shares()
    assert (talk.at, talk.noted) == ("lives_here", ["kind.contact_unasked"])
    assert "phone" not in talk.state.answers


def test_the_share_key_stands_on_the_phone_question_alone() -> None:
    talk = Talk(*CONSENT, *PRE_CHECK, "result go", "wish asap")
    assert talk.screen.contact is None
    talk.says("Ayla")
    assert talk.screen.contact is not None
    talk.presses("~ help")
    assert talk.screen.contact is None


def test_who_never_wants_to_be_called_is_not_asked_for_the_mailbox() -> None:
    talk = Talk(*CONSENT, *PRE_CHECK, "result go", "wish asap")
    talk.says("Ayla")
    talk.shares()
    talk.presses("safe never")
    assert talk.at == "check"


def test_a_time_taken_meanwhile_gives_the_next_times_and_loses_no_answer() -> None:
    talk = Talk(*CONSENT, *PRE_CHECK, "result go", "wish exact", "day 2026-11-24")
    talk.loses(slot(24, 10))
    talk.presses_old("time", f"1-{_minutes(24, 10)}")
    assert (talk.at, talk.noted) == ("time", ["slot_taken.body"])
    assert f"time 1-{_minutes(24, 10, 30)}" in talk.offers()


def test_a_day_that_filled_up_meanwhile_is_asked_again() -> None:
    talk = Talk(*CONSENT, *PRE_CHECK, "result go", "wish exact", "day 2026-11-24")
    for gone in [free for free in talk.facts.slots if free.starts_at.day == 24]:
        talk.loses(gone)
    talk.presses_old("time", f"1-{_minutes(24, 10)}")
    assert (talk.at, talk.noted) == ("day", ["slot_taken.body"])
    assert talk.offers() == ["day 2026-11-25"]


def test_a_time_lost_at_the_very_end_keeps_name_and_number() -> None:
    talk = Talk(*CONSENT, *PRE_CHECK, "result go", "wish exact", "day 2026-11-24", f"time 1-{_minutes(24, 10)}")
    talk.says("Ayla")
    talk.shares()
    talk.presses("safe agreed", "voicemail no")
    talk.loses(slot(24, 10))
    talk.presses("check send")
    assert (talk.at, talk.noted) == ("time", ["slot_taken.body"])
    talk.presses(f"time 1-{_minutes(24, 14)}", "check send")
    assert talk.facts.case is not None


def test_a_family_with_an_open_case_gets_no_second_one() -> None:
    talk = Talk(*CONSENT, *PRE_CHECK, "result go", "wish asap")
    talk.says("Ayla")
    talk.shares()
    talk.presses("safe always", "voicemail no")
    talk.facts = booked().facts
    talk.presses("check send")
    assert (talk.at, talk.noted) == ("", ["case_open.body"])
    assert not any(isinstance(effect, OpenCase | CaseOpen) for effect in talk.effects)


@pytest.mark.parametrize("place", [(), CONSENT, (*CONSENT, *PRE_CHECK), ("language de", "~ places"), ("~ help",)])
def test_words_of_danger_show_the_numbers_that_help_first_wherever_one_stands(place: tuple[str, ...]) -> None:
    talk = Talk(*place)
    answers = talk.state.answers
    talk.says("Ich kann nicht mehr", danger=True, stops=True, agrees=True)
    assert (talk.at, talk.line) == ("~help", "help.body")
    assert talk.state.answers == answers
    assert talk.state.words == ()


def test_danger_comes_before_everything_at_home_too_and_is_not_kept() -> None:
    talk = booked()
    talk.says("Er schlägt mich", danger=True)
    assert talk.at == "~help"
    assert talk.words == []


def test_stop_ends_all_messages_and_keeps_the_place() -> None:
    talk = Talk("language de", "welcome go", "consent callback+", "consent reminders+", "consent done")
    talk.says("Stopp", stops=True)
    assert (talk.at, talk.effects[-1]) == ("~stopped", StopMessages())
    talk.presses("~return go_on")
    assert talk.at == "lives_here"


def test_who_stopped_finds_no_tick_left_when_going_back_to_the_consent() -> None:
    talk = Talk("language de", "welcome go", "consent callback+", "consent reminders+", "consent done")
    talk.types("stop")
    talk.presses("~stopped <", "lives_here <", "consent done")
    assert talk.effects[-1] == RecordConsent(frozenset({Purpose.CALLBACK}))


def test_words_after_a_week_are_met_with_going_on_or_beginning_again() -> None:
    talk = Talk(*CONSENT, "lives_here yes", quiet_for_days=7)
    talk.says("Hallo")
    assert (talk.at, talk.offers()) == ("~return", ["~return go", "~return anew", "~ privacy"])
    talk.presses("~return go")
    assert talk.at == "household"


def test_beginning_again_keeps_the_language_alone() -> None:
    talk = Talk("language tr", *CONSENT[1:], "lives_here yes", quiet_for_days=30)
    talk.says("Merhaba")
    talk.presses("~return anew")
    assert talk.at == "welcome"
    assert dict(talk.state.answers) == {"language": "tr"}
    assert talk.state.run == 2


def test_words_to_the_coach_are_kept_even_after_a_week() -> None:
    talk = booked()
    talk.facts = _quiet(talk, 9)
    talk.says("Ich komme etwas später")
    assert (talk.words, talk.noted) == (["Ich komme etwas später"], ["words.kept"])


@pytest.mark.parametrize("blank", ["", "   ", "\u200b", "\u2060\ufeff"])
def test_invisible_words_are_not_passed_on(blank: str) -> None:
    talk = booked()
    talk.says(blank)
    assert talk.words == []
    assert talk.noted == ["error.nothing_asked"]


def test_words_nobody_understood_are_kept_only_after_the_yes() -> None:
    talk = Talk("language de")
    talk.says("wir haben Schulden")
    assert talk.state.words == ()
    talk = Talk(*CONSENT)
    talk.says("wir haben drei Kinder")
    assert talk.state.words == ("wir haben drei Kinder",)


def test_words_kept_on_the_way_reach_the_coach_with_the_case() -> None:
    talk = Talk(*CONSENT)
    talk.says("wir haben drei Kinder")
    talk.presses(*PRE_CHECK, "result go", "wish asap")
    talk.says("Ayla")
    talk.shares()
    talk.presses("safe always", "voicemail yes", "check send")
    assert talk.told is not None
    assert talk.effects[-2:] == [OpenCase(talk.told), KeepWords("wir haben drei Kinder")]


def test_only_the_last_five_sayings_are_kept() -> None:
    talk = Talk(*CONSENT)
    for number in range(8):
        talk.says(f"Wort {number}")
    assert talk.state.words == tuple(f"Wort {number}" for number in range(3, 8))


def test_one_hint_then_a_person() -> None:
    talk = Talk(*CONSENT)
    talk.says("blau")
    assert (talk.at, talk.noted) == ("lives_here", ["error.choose"])
    talk.says("grün")
    assert (talk.at, talk.noted) == ("~person", ["error.twice"])
    talk.presses("~person <")
    assert talk.at == "lives_here"


def test_an_answer_in_between_makes_the_next_hint_a_first_one() -> None:
    talk = Talk(*CONSENT)
    talk.says("blau")
    talk.says("ja", agrees=True)
    assert talk.at == "household"
    talk.says("grün")
    assert (talk.at, talk.noted) == ("household", ["error.use_plus"])


def test_typed_words_that_name_a_button_press_it() -> None:
    talk = Talk(*CONSENT)
    yes = next(button.press for button in talk.buttons() if button.press.pick == "yes")
    talk.says("ja, in Gladbeck", option=yes)
    assert talk.at == "household"
    assert talk.turn.fresh


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice", "video", "place", "document", "poll", "other"])
def test_every_kind_of_input_gets_a_kind_answer_and_keeps_the_place(kind: str) -> None:
    talk = Talk(*CONSENT)
    talk.does(SentSomething(kind))  # type: ignore[arg-type]
    assert (talk.at, talk.noted, talk.turn.fresh) == ("lives_here", [f"kind.{kind}"], True)


def test_blocking_and_coming_back_draws_nothing() -> None:
    talk = Talk(*CONSENT)
    for event in (Blocked(), Unblocked()):
        assert not talk.does(event).redraw
    assert talk.at == "lives_here"


def test_the_language_switches_midway_and_nothing_else() -> None:
    talk = Talk(*CONSENT, "lives_here yes", "household under_14-1")
    before = talk.state
    talk.presses("~ language", "~language ar")
    assert talk.effects[-1] == SpeakIn("ar")
    assert talk.state.answers == {**before.answers, "language": "ar"}
    assert (talk.at, talk.state.draft) == ("household", before.draft)


@pytest.mark.parametrize("aside", ["help", "person", "places", "privacy", "consents", "why", "answers", "return"])
@pytest.mark.parametrize("choice", ["~language ar", "~language <"])
def test_a_side_screen_comes_again_in_the_language_that_was_switched_to(aside: str, choice: str) -> None:
    talk = Talk(*CONSENT)
    talk.state = talk.state.over(aside)
    offered = talk.offers()
    talk.presses("~ language")
    talk.types("language")
    assert talk.line == "intake.language.prompt"
    talk.presses(choice)
    assert (talk.at, talk.offers()) == (f"~{aside}", offered)


def test_a_receipt_does_not_come_again_after_the_language() -> None:
    talk = Talk(*CONSENT)
    talk.state = replace(talk.state, aside="erased")
    talk.presses("~ language", "~language tr")
    assert talk.at == "lives_here"


@pytest.mark.parametrize("place", [("language de",), CONSENT, (*CONSENT, *PRE_CHECK), ("language de", "~ places")])
def test_back_language_phone_and_help_stand_on_every_screen(place: tuple[str, ...]) -> None:
    row = Talk(*place).screen.rows[-1]
    assert [b.label.key for b in row] == ["quiet.back", "quiet.language", "quiet.person", "quiet.help"]


def test_at_home_and_at_the_language_there_is_no_way_back() -> None:
    assert [b.label.key for b in booked().screen.rows[-1]] == ["quiet.language", "quiet.person", "quiet.help"]
    assert [b.label.key for b in Talk().screen.rows[-1]] == ["quiet.person", "quiet.help"]


def test_progress_counts_the_way_that_remains() -> None:
    def count(*presses: str) -> list[object]:
        return list(Talk(*CONSENT, *presses).screen.lines[0].values.values())

    assert count() == [1, 4]
    assert count("lives_here unsure") == [2, 5]
    assert count("lives_here yes", "household under_14-1", "household done", "money none+", "money done") == [4, 5]


def test_a_call_wished_at_the_result_keeps_what_was_checked() -> None:
    talk = Talk(*CONSENT, *PRE_CHECK)
    assert talk.at == "result"
    talk.presses("~ person", "~person call")
    assert talk.at == "wish"
    assert talk.state.answers["money"] == ["office"]
    talk.presses("wish asap")
    assert talk.noted == []


def test_an_old_card_button_does_not_throw_a_new_enquiry_away() -> None:
    talk = Talk(*CONSENT, "lives_here yes", case=own_case(Stage.UNREACHED))
    talk.presses_old("~card", "move", run=1)
    assert (talk.at, talk.toast) == ("household", "toast.old_button")
    talk.types("appointment")
    assert (talk.at, talk.line) == ("~appointment", "card.received")
    talk.presses("~appointment <")
    assert talk.at == "household"


def _minutes(day: int, hour: int, minute: int = 0) -> int:
    return int(slot(day, hour, minute).starts_at.timestamp()) // 60


def _quiet(talk: Talk, days: int) -> Facts:
    return replace(talk.facts, quiet_for_days=days)
