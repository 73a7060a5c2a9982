"""The techniques of a round: short, always to be passed over, and none that makes light of a family."""

from __future__ import annotations

import re

import pytest

from dialogs.family.own_line import PLACES, SHOWN, own_line
from dialogs.family.techniques import (
    MOST_CHARACTERS,
    TECHNIQUES,
    Group,
    Kind,
    Step,
    Technique,
    fits,
    number_of,
    position,
    prompt,
    scale_of,
    valid,
)
from dialogs.machine.words import Moment, Phrase, say
from tests.dialogs.family.town import NOW, at

EVERY = pytest.mark.parametrize("technique", TECHNIQUES.values(), ids=TECHNIQUES)


def step(technique: str, id_: str) -> Step:
    return next(step for step in TECHNIQUES[technique].steps if step.id == id_)


@EVERY
def test_a_round_takes_two_to_four_taps_with_the_question_who_may_read_it(technique: Technique) -> None:
    assert 2 <= len(technique.steps) + 1 <= 4


@EVERY
def test_every_step_can_be_passed_over(technique: Technique) -> None:
    assert all(valid(step, "") for step in technique.steps)
    passed_over: list[str] = []
    while position(technique, passed_over) is not None:
        passed_over.append("")
    assert 1 <= len(passed_over) <= len(technique.steps)


@EVERY
def test_codes_fit_into_a_button_and_into_a_text_key(technique: Technique) -> None:
    codes = [
        technique.id,
        *(step.id for step in technique.steps),
        *(o for step in technique.steps for o in step.options),
    ]
    assert [code for code in codes if not re.fullmatch("[a-z_]{2,20}", code)] == []
    assert len({step.id for step in technique.steps}) == len(technique.steps)


@EVERY
def test_only_steps_with_a_choice_have_options_and_few_of_them(technique: Technique) -> None:
    for step in technique.steps:
        chosen = step.kind in (Kind.CHOICE, Kind.EITHER)
        assert (3 <= len(step.options) <= 5) is chosen
        assert len(set(step.options)) == len(step.options)


def test_every_technique_of_the_programme_is_there_but_the_one_that_is_left_to_people() -> None:
    assert set(TECHNIQUES) == {
        "scaling", "miracle", "exception", "circular", "helper_view", "reframing", "strength", "coping", "importance",
        "balance", "autonomy", "if_then", "friend_role", "future_letter", "setting", "witness", "closing_loop",
    }  # fmt: skip
    assert {technique.group for technique in TECHNIQUES.values()} == set(Group)


def test_a_family_begins_by_itself_with_nothing_that_supposes_a_coachs_word_or_a_call_put_off() -> None:
    assert {id_ for id_, one in TECHNIQUES.items() if not one.family_may_begin} == {"helper_view", "reframing"}


def test_last_times_number_is_asked_after_only_where_there_is_one() -> None:
    assert not fits(TECHNIQUES["closing_loop"], had_numbers=False)
    assert [id_ for id_, one in TECHNIQUES.items() if not fits(one, had_numbers=False)] == ["closing_loop"]
    assert all(fits(one, had_numbers=True) for one in TECHNIQUES.values())


def test_the_steps_come_one_by_one_and_then_the_round_is_through() -> None:
    scaling = TECHNIQUES["scaling"]
    assert position(scaling, ()) == step("scaling", "now")
    assert position(scaling, ("3",)) == step("scaling", "lower")
    assert position(scaling, ("3", "")) == step("scaling", "higher")
    assert position(scaling, ("3", "", "")) is None


@pytest.mark.parametrize("technique", ["scaling", "witness", "friend_role"])
def test_who_passes_over_what_the_rest_hangs_on_is_not_asked_the_rest(technique: str) -> None:
    assert position(TECHNIQUES[technique], ("",)) is None


@pytest.mark.parametrize("answer", ["11", "-1", "03", "3.0", "٣", " 3", "drei", "10000000000"])
def test_a_made_up_number_is_no_answer_to_a_scale(answer: str) -> None:
    assert not valid(step("scaling", "now"), answer)
    assert number_of(answer) is None


def test_a_scale_has_eleven_numbers() -> None:
    assert [number_of(str(number)) for number in range(11)] == list(range(11))


def test_a_choice_takes_its_options_alone_and_own_words_where_they_are_asked_for() -> None:
    assert valid(step("autonomy", "way"), "pause")
    assert not valid(step("autonomy", "way"), "schneller")
    for technique, asked in (("coping", "how"), ("witness", "who")):
        assert valid(step(technique, asked), "meine Mutter")
        assert not valid(step(technique, asked), "a" * (MOST_CHARACTERS + 1))


def test_the_number_that_is_kept_says_how_it_goes_and_never_how_important_something_is() -> None:
    assert scale_of(TECHNIQUES["scaling"], ("4", "self", "")) == 4
    assert scale_of(TECHNIQUES["closing_loop"], ("0",)) == 0
    assert [scale_of(TECHNIQUES["scaling"], told) for told in ((), ("",), ("vier",))] == [None, None, None]
    assert scale_of(TECHNIQUES["importance"], ("9", "2", "")) is None


def test_the_question_after_last_time_names_the_newest_number() -> None:
    loop = TECHNIQUES["closing_loop"]
    earlier = ((at(1, 9), 2), (at(15, 9), 3))
    assert prompt(loop, loop.steps[0], (), earlier) == say("round.closing_loop.today.prompt", number=3)
    assert prompt(loop, loop.steps[0]) == say("round.scaling.now.prompt")
    assert prompt(loop, loop.steps[1], ("3",), earlier) == say("round.closing_loop.carries.prompt")


def test_nobody_at_nought_is_asked_why_it_is_not_less_and_nobody_at_ten_for_more() -> None:
    scaling = TECHNIQUES["scaling"]
    asked = {
        ("lower", told[0]): prompt(scaling, step("scaling", "lower"), told).key for told in (("0",), ("5",), ("10",))
    }
    assert asked == {
        ("lower", "0"): "round.scaling.lower.prompt_zero",
        ("lower", "5"): "round.scaling.lower.prompt",
        ("lower", "10"): "round.scaling.lower.prompt",
    }
    assert prompt(scaling, step("scaling", "higher"), ("10", "")).key == "round.scaling.higher.prompt_ten"
    assert prompt(scaling, step("scaling", "higher"), ("0", "")).key == "round.scaling.higher.prompt"


def unstacked(picture: Phrase) -> list[Phrase]:
    if picture.key != "stack":
        return [picture]
    above, below = picture.values["above"], picture.values["below"]
    assert isinstance(above, Phrase)
    assert isinstance(below, Phrase)
    return [*unstacked(above), below]


def test_the_own_line_has_ten_signs_a_number_and_the_newest_last() -> None:
    headline, picture = own_line(((at(9, 9), 0), (NOW, 3)))
    first, second = unstacked(picture)
    assert headline == say("round.line")
    assert (first.values["date"], first.values["number"]) == (Moment(at(9, 9), "date"), 0)
    signs = [second.values[place] for place in PLACES]
    assert signs == [say("round.sign.full")] * 3 + [say("round.sign.empty")] * 7
    assert [first.values[place] for place in PLACES] == [say("round.sign.empty")] * 10


def test_the_own_line_shows_the_newest_numbers_and_none_without_any() -> None:
    _, picture = own_line(tuple((NOW, number) for number in range(SHOWN + 3)))
    assert [row.values["number"] for row in unstacked(picture)] == list(range(3, SHOWN + 3))
    assert own_line(()) == ()
