"""A second phone of the family: the code, the question before it joins, what hinders it, and leaving."""

from __future__ import annotations

from typing import Any

import pytest

from dialogs.family.effects import (
    EraseAll,
    JoinFamily,
    LeaveFamily,
    MakePhoneCode,
    RecordConsent,
    ReleaseSlot,
    SpeakIn,
)
from dialogs.family.facts import Stage
from dialogs.family.phones import CODE_LETTERS, MOST_PHONES, code_in, code_of, read_code
from dialogs.family.questions import Purpose
from dialogs.machine.words import say
from tests.dialogs.family.talk import CODE, CONSENT, PRE_CHECK, Talk, booked
from tests.dialogs.family.town import SLOTS, own_case

TEN = f"time 1-{int(SLOTS[0].starts_at.timestamp()) // 60}"


@pytest.mark.parametrize("typed", [CODE, "F-BCDFG-HJKMN", " f bcdfg hjkmn ", "fbcdfghjkmn", "f–bcdfg–hjkmn"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == CODE


@pytest.mark.parametrize("typed", ["", "freundliche", "f-bcdfg", "f-bcdfg-hjkm1", f"{CODE} bitte", "0171 3920011"])
def test_words_are_no_code(typed: str) -> None:
    assert read_code(typed) == ""


def test_a_code_has_no_vowel_and_no_digit() -> None:
    assert not set(CODE_LETTERS) & set("aeiou0123456789")
    assert code_of(CODE_LETTERS[:10]) == CODE


def test_the_card_shows_a_code_with_its_link() -> None:
    talk = booked("wish exact", "day 2026-11-24", TEN, bot_name="lotse_bot")
    talk.presses("~card phone")
    turn = talk.presses("~phone make")
    assert turn.effects == (MakePhoneCode(),)
    assert say("phone.link", link=f"https://t.me/lotse_bot?start={CODE}") in talk.screen.lines
    assert say("phone.typed", code=CODE) in talk.screen.lines


def test_a_second_press_makes_no_second_code() -> None:
    talk = Talk(*CONSENT, case=own_case())
    talk.presses_old("~card", "phone")
    talk.presses("~phone make")
    assert (talk.presses_old("~phone", "make").effects, talk.toast) == ((), "toast.noted")


def test_a_code_that_is_no_longer_shown_is_made_anew() -> None:
    talk = Talk(*CONSENT, case=own_case())
    talk.state = talk.state.over("phone_made")
    assert talk.presses("~phone again").effects == (MakePhoneCode(),)


def test_a_family_has_three_phones_at_most() -> None:
    talk = Talk(*CONSENT, case=own_case(), phones=MOST_PHONES)
    talk.presses_old("~card", "phone")
    assert talk.offers() == ["~phone leave"]
    assert talk.presses_old("~phone", "make").effects == ()


def test_somebody_new_is_asked_for_the_language_and_the_code_is_not_lost() -> None:
    talk = Talk(invitation="open")
    talk.types("start", CODE)
    assert talk.at == "~language"
    assert talk.presses("~language tr").effects == (SpeakIn("tr"),)
    assert (talk.at, talk.line) == ("~share", "share.body")
    turn = talk.presses("~share with")
    assert turn.effects == (JoinFamily(CODE), RecordConsent(frozenset({Purpose.CALLBACK, Purpose.REMINDERS})))
    assert (talk.at, talk.noted, talk.state.flow) == ("", ["phone.joined"], "home")


def test_the_invitation_comes_again_after_every_side_screen() -> None:
    talk = Talk(*CONSENT, invitation="open")
    talk.types("start", CODE)
    for aside in ("privacy", "person", "help", "language"):
        talk.presses_old("~", aside)
        assert code_in(talk.state.aside) == CODE
        talk.presses(f"~{aside} <")
        assert talk.at == "~share"


def test_joining_without_reminders_says_yes_to_the_call_alone_and_gives_a_held_time_back() -> None:
    talk = Talk(*CONSENT, *PRE_CHECK, "result go", "wish exact", "day 2026-11-24", TEN)
    talk.facts = Talk(invitation="open").facts
    talk.says("F bcdfg hjkmn")
    turn = talk.presses("~share without")
    assert turn.effects == (JoinFamily(CODE), ReleaseSlot(), RecordConsent(frozenset({Purpose.CALLBACK})))


def test_a_no_leads_back_to_where_one_was() -> None:
    talk = Talk(*CONSENT, "lives_here yes", invitation="open")
    talk.types("start", CODE)
    assert (talk.presses("~share no").effects, talk.at) == ((), "household")


def test_a_typed_yes_is_asked_about_reminders_and_a_typed_no_is_a_no() -> None:
    talk = Talk(*CONSENT, invitation="open")
    talk.types("start", CODE)
    assert (talk.says("ja", agrees=True).effects, talk.noted, talk.at) == ((), ["share.choose"], "~share")
    talk.says("nein", agrees=False)
    assert talk.at == "lives_here"


def test_a_code_that_was_used_meanwhile_is_refused_kindly() -> None:
    talk = Talk(*CONSENT, invitation="open")
    talk.types("start", "f-zzzzz-zzzzz")
    talk.presses("~share with")
    assert (talk.noted, talk.at) == (["phone.code_spent"], "lives_here")


@pytest.mark.parametrize(
    ("known", "says"),
    [
        ({"invitation": ""}, "phone.code_spent"),
        ({"invitation": "own", "case": own_case()}, "share.own_code"),
        ({"invitation": "open", "case": own_case()}, "share.own_case"),
        ({"invitation": "open", "case": own_case(Stage.JOINED)}, "share.own_case"),
        ({"invitation": "open", "on_list": True}, "share.own_list"),
        ({"invitation": "open", "case": own_case(), "shares": True, "phones": 2}, "share.already"),
        ({"invitation": "open", "phones": 2}, "share.already"),
        ({"invitation": "open", "case": own_case(Stage.WITHDRAWN)}, "share.body"),
    ],
)
def test_a_phone_that_cannot_join_hears_why(known: dict[str, Any], says: str) -> None:
    talk = Talk(*CONSENT, **known)
    talk.types("start", CODE)
    assert talk.line == says
    if says not in ("share.body", "phone.code_spent", "share.own_code"):
        assert talk.presses_old("~share", "with").effects == ()


def test_an_old_yes_without_its_invitation_does_nothing() -> None:
    talk = Talk(*CONSENT)
    assert (talk.presses_old("~share", "with").effects, talk.toast) == ((), "toast.old_button")


def test_leaving_is_one_tap_and_leads_to_a_beginning_of_its_own() -> None:
    talk = Talk(*CONSENT, case=own_case(), phones=2, shares=True)
    talk.presses_old("~card", "phone")
    turn = talk.presses("~phone leave")
    assert turn.effects == (LeaveFamily(), RecordConsent(frozenset()))
    assert (talk.state.answers, talk.at, talk.noted) == ({"language": "de"}, "welcome", ["phone.left"])
    assert (talk.presses_old("~phone", "leave").effects, talk.toast) == ((), "toast.noted")


@pytest.mark.parametrize("way", ["press", "command"])
def test_deleting_a_second_phone_says_that_the_appointment_stays(way: str) -> None:
    talk = Talk(*CONSENT, case=own_case(), phones=2, shares=True)
    talk.presses_old("~", "delete")
    assert talk.line == "delete.body_shared"
    turn = talk.presses("~delete yes") if way == "press" else talk.types("delete")
    assert (turn.effects, turn.state.aside) == ((EraseAll(),), "erased_phone")


def test_deleting_the_first_phone_says_that_the_others_lose_it_too() -> None:
    talk = Talk(*CONSENT, case=own_case(), phones=2)
    talk.presses_old("~", "delete")
    assert [line.key for line in talk.screen.lines] == ["delete.body", "delete.others"]
