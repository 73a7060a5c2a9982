"""Answers by button and in words: what counts, what is half an answer, and what is asked again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dialogs.family.household import MOST_OF_A_KIND, Household, HouseholdPicker
from dialogs.family.questions import (
    CONSENT,
    DAY,
    LANGUAGE,
    PART,
    PHONE,
    POSTCODE,
    TIME,
    CallbackPhone,
    Purpose,
    read_name,
    read_slot,
    slot_pick,
)
from dialogs.machine.events import Heard, Said
from dialogs.machine.questions import DONE, Drafted, Given, NotUnderstood, Question, Told
from tests.dialogs.family.town import FAR_AWAY, HERE, at
from tests.dialogs.machine.questions_of_a_kitchen import GUEST, HELLO, HUNGRY, MEAL, SPICES, Hungry, Meal, Spice

PICKER = HouseholdPicker("household")


def words(text: str = "", **heard: Any) -> Said:
    return Said(text, heard=Heard(**heard))


def stumble(question: Question[Any], said: Said) -> str:
    with pytest.raises(NotUnderstood) as caught:
        question.hear(said, None)
    return caught.value.reason


def test_a_choice_takes_its_options_and_nothing_else() -> None:
    assert MEAL.pick("soup", None) == Given(Meal.SOUP)
    with pytest.raises(NotUnderstood, match="not_an_option"):
        MEAL.pick("cake", None)
    assert [[option.pick for option in row] for row in MEAL.rows(None)] == [["soup", "bread"]]


def test_yes_and_no_answer_a_choice_that_has_them() -> None:
    assert HUNGRY.hear(words(agrees=True), None) == Given(Hungry.YES)
    assert HUNGRY.hear(words(agrees=False), None) == Given(Hungry.NO)
    assert stumble(MEAL, words(agrees=True)) == "choose"
    assert stumble(HUNGRY, words("vielleicht")) == "choose"


def test_ticks_say_what_they_lead_to_so_that_pressing_twice_says_the_same() -> None:
    once = SPICES.pick("salt+", None)
    assert once == Drafted(["salt"])
    assert SPICES.pick("salt+", ["salt"]) == once
    assert SPICES.pick("salt-", ["pepper", "salt"]) == Drafted(["pepper"])


def test_none_of_these_unticks_all_others_and_the_other_way_round() -> None:
    assert SPICES.pick("none+", ["pepper", "salt"]) == Drafted(["none"])
    assert SPICES.pick("salt+", ["none"]) == Drafted(["salt"])


def test_nothing_ticked_is_no_answer() -> None:
    with pytest.raises(NotUnderstood, match="choose_some"):
        SPICES.pick(DONE, None)
    with pytest.raises(NotUnderstood, match="not_an_option"):
        SPICES.pick("sugar+", None)
    assert SPICES.pick(DONE, ["salt"]) == Given(frozenset({Spice.SALT}))


def test_a_yes_that_is_needed_is_asked_for_by_name() -> None:
    with pytest.raises(NotUnderstood, match="consent_needed"):
        CONSENT.pick(DONE, ["later"])
    assert CONSENT.pick(DONE, ["callback"]) == Given(frozenset({Purpose.CALLBACK}))


def test_a_screen_to_read_is_left_by_its_button_or_a_plain_yes() -> None:
    assert HELLO.pick("go", None) == HELLO.hear(words(agrees=True), None) == Given("go")
    assert stumble(HELLO, words(agrees=False)) == "choose"
    with pytest.raises(NotUnderstood):
        HELLO.pick("stay", None)


def test_a_line_is_cleaned_and_never_pressed() -> None:
    assert GUEST.hear(words("  Ayla "), None) == Given("Ayla")
    assert stumble(GUEST, words(" ")) == "empty"
    with pytest.raises(NotUnderstood):
        GUEST.pick("Ayla", None)


def test_the_counters_name_the_count_they_lead_to() -> None:
    assert PICKER.pick("adults-2", None) == Drafted({"adults": 2, "under_14": 0, "from_14": 0, "expecting": False})
    assert PICKER.pick("expecting-1", None) == Drafted({"adults": 1, "under_14": 0, "from_14": 0, "expecting": True})
    assert PICKER.pick(DONE, None) == Given(Household())


@pytest.mark.parametrize(
    "pick", ["adults-0", f"under_14-{MOST_OF_A_KIND + 1}", "adults-x", "cats-1", "expecting-2", "", "adults"]
)
def test_no_household_is_without_adults_or_beyond_counting(pick: str) -> None:
    with pytest.raises(NotUnderstood, match="not_an_option"):
        PICKER.pick(pick, None)


def test_the_counters_stop_at_both_ends() -> None:
    full = {"adults": MOST_OF_A_KIND, "under_14": 0, "from_14": 0, "expecting": True}
    picks = [[option.pick for option in row] for row in PICKER.rows(full)]
    assert picks[0] == ["adults-11", "adults-12", "adults-12"]
    assert picks[1] == ["under_14-0", "under_14-0", "under_14-1"]
    assert picks[3] == ["expecting-0"]
    assert stumble(PICKER, words("zwei", number=2)) == "use_plus"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (MEAL, Meal.BREAD),
        (SPICES, frozenset({Spice.SALT, Spice.PEPPER})),
        (PICKER, Household(2, 1, 1, True)),
        (PHONE, CallbackPhone("+491713920011", own=True)),
        (POSTCODE, HERE),
    ],
)
def test_answers_are_read_again_as_they_were_given(question: Question[Any], answer: Any) -> None:
    stored = json.loads(json.dumps(question.pack(answer)))
    assert question.unpack(stored) == answer
    assert Told({question.id: stored})[question] == answer


def test_what_was_not_told_is_not_there() -> None:
    told = Told({"meal": "soup"})
    assert (MEAL in told, SPICES in told, told.get(SPICES), told.ids()) == (True, False, None, frozenset({"meal"}))


def test_a_postcode_is_typed_or_not_known() -> None:
    assert POSTCODE.hear(words("45964 Gladbeck"), None) == Given(HERE)
    assert POSTCODE.hear(words("D-10115"), None) == Given(FAR_AWAY)
    assert POSTCODE.hear(words("weiß nicht", agrees=False), None) == Given("unknown")
    assert POSTCODE.pick("unknown", None) == Given("unknown")
    assert stumble(POSTCODE, words("Gladbeck")) == "no_postcode"


def test_a_number_that_cannot_be_called_is_refused_with_its_reason() -> None:
    assert PHONE.hear(words(phone="+491713920011"), None) == Given(CallbackPhone("+491713920011"))
    assert stumble(PHONE, words("0900 1", phone_fault="service_number")) == "phone_service_number"
    assert stumble(PHONE, words("keine")) == "no_phone"


@pytest.mark.parametrize(
    ("question", "good", "bad"),
    [
        (LANGUAGE, ["de", "tr", "zh-Hans"], ["", "DE", "d", "de;"]),
        (PART, ["morning", "evening"], ["midnight", "Morning", ""]),
        (DAY, ["2026-11-24", "2028-02-29"], ["2026-02-30", "20261124", "2026-11-24 ", "٢٠٢٦-١١-٢٤"]),
        (TIME, ["1-29735460", "999999999999999-999999999"], ["1", "x-1", "1-", "-1-1", "1-9999999999"]),
    ],
)
def test_picks_made_of_facts_are_taken_only_where_they_can_be_read(
    question: Question[str], good: list[str], bad: list[str]
) -> None:
    assert [question.pick(pick, None) for pick in good] == [Given(pick) for pick in good]
    for pick in bad:
        with pytest.raises(NotUnderstood, match="not_an_option"):
            question.pick(pick, None)


def test_a_slot_is_read_back_from_its_button() -> None:
    assert read_slot(slot_pick(7, at(24, 10))) == (7, at(24, 10))


@pytest.mark.parametrize(
    ("typed", "name"),
    [("  Ayla \n", "Ayla"), ("Frau  Öztürk-Klein", "Frau Öztürk-Klein"), ("مريم", "مريم"), ("D'Angelo", "D'Angelo")],
)
def test_a_name_is_what_somebody_wants_to_be_called(typed: str, name: str) -> None:
    assert read_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("", "name_unclear"), ("123", "name_unclear"), ("@ayla", "name_unclear"), ("<b>Ayla</b>", "name_unclear"),
     ("x" * 41, "name_too_long")],
)  # fmt: skip
def test_a_name_is_no_number_address_or_novel(typed: str, reason: str) -> None:
    with pytest.raises(NotUnderstood, match=reason):
        read_name(typed)
