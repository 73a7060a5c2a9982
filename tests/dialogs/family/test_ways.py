"""A call that did not come about, and nobody to blame: what a family can choose instead, stage by stage."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.family.conversation import refused
from dialogs.family.effects import Count
from dialogs.family.facts import Appointment, OwnCase, Stage
from dialogs.family.standstill_effects import AskOtherCoach, AskOtherWay, NobodyElse, PauseCall
from dialogs.family.ways import OTHER_WAYS, choices, kinds
from dialogs.machine.turn import State
from tests.dialogs.family.talk import Talk, booked
from tests.dialogs.family.town import ASAP, FLOWS, NOW, facts, own_case

EVERYTHING = ("other_time", "other_way", "other_person", "pause")
HOME = State("home")


def at_home(case: OwnCase) -> Talk:
    """A family that looks at the card of this case."""
    talk = Talk(case=case)
    talk.state = HOME
    talk.facts = replace(talk.facts, case=case)
    return talk


@pytest.mark.parametrize(
    ("case", "shown"),
    [
        (own_case(Stage.TAKEN, coach="Mira"), False),
        (own_case(Stage.TAKEN, coach="Mira", tries=1), True),
        (own_case(Stage.TAKEN, coach="Mira", moved=1), False),
        (own_case(Stage.TAKEN, coach="Mira", moved=2), True),
        (own_case(Stage.RECEIVED, never_call=True), True),
        (own_case(Stage.UNREACHED, tries=3), True),
        (own_case(Stage.SPOKEN), False),
        (own_case(Stage.SPOKEN, way="visit"), True),
        (own_case(Stage.WRONG_NUMBER, tries=1), False),
        (own_case(Stage.WITHDRAWN, tries=1), False),
        (own_case(Stage.WAITING, tries=1, way="visit"), False),
    ],
)
def test_card_offers_to_speak_otherwise_only_where_the_call_does_not_suit(case: OwnCase, shown: bool) -> None:
    assert ("~ ways" in at_home(case).offers()) is shown


@pytest.mark.parametrize(
    ("case", "picks"),
    [
        (own_case(Stage.TAKEN, tries=1), EVERYTHING),
        (own_case(Stage.RECEIVED, moved=2), ("other_time", "other_way", "pause")),
        (own_case(Stage.TAKEN, never_call=True), ("other_way", "other_person")),
        (own_case(Stage.UNREACHED), EVERYTHING),
        (own_case(Stage.SPOKEN), EVERYTHING),
        (own_case(Stage.JOINED), EVERYTHING),
        (own_case(Stage.WRONG_NUMBER), ()),
        (own_case(Stage.STOPPED), ()),
    ],
)
def test_what_can_be_different_hangs_on_how_far_the_case_is(case: OwnCase, picks: tuple[str, ...]) -> None:
    assert choices(case, "home") == picks


def test_half_made_new_enquiry_is_not_left_for_a_call_of_before() -> None:
    assert choices(own_case(Stage.UNREACHED), "intake") == ()


def test_other_time_moves_the_call_and_is_counted() -> None:
    talk = at_home(own_case(Stage.TAKEN, coach="Mira", tries=1))
    talk.presses("~ ways", "~ways other_time")
    assert (talk.at, talk.state.flow) == ("wish", "move")
    assert talk.effects == [Count("way", "other_time")]


def test_family_that_was_not_reached_chooses_a_time_without_a_word_of_blame() -> None:
    talk = at_home(own_case(Stage.UNREACHED, tries=3))
    talk.presses("~ ways", "~ways other_time", "wish asap", "move_check yes")
    assert [type(effect).__name__ for effect in talk.effects] == ["Count", "MoveCall"]
    assert talk.state.flow == "home"


@pytest.mark.parametrize("way", OTHER_WAYS)
def test_other_way_is_two_taps_and_goes_back_to_the_card(way: str) -> None:
    talk = at_home(own_case(Stage.TAKEN, coach="Mira", tries=1))
    talk.presses("~ ways", "~ways other_way", f"~ways {way}")
    assert (talk.effects, talk.noted, talk.state) == ([AskOtherWay(way)], ["ways.passed_on"], HOME)


def test_back_from_the_ways_leads_to_the_question_and_then_to_the_card() -> None:
    talk = at_home(own_case(Stage.TAKEN, coach="Mira", tries=1))
    talk.presses("~ ways", "~ways other_way", "~ways_kind <")
    assert talk.at == "~ways"
    talk.presses("~ways <")
    assert talk.at == ""


def test_same_wish_twice_is_told_once_and_can_be_taken_back() -> None:
    case = own_case(Stage.TAKEN, coach="Mira", tries=1, way="visit")
    assert kinds(case) == ("video", "chat", "interpreter", "phone")
    talk = at_home(case)
    talk.presses_old("~ways", "visit")
    assert (talk.effects, talk.toast) == ([], "toast.noted")
    talk.presses("~ ways", "~ways other_way", "~ways phone")
    assert talk.effects == [AskOtherWay("phone")]


def test_number_that_must_not_ring_is_not_offered_the_telephone() -> None:
    assert kinds(own_case(Stage.TAKEN, never_call=True, way="chat")) == ("visit", "video", "interpreter")


@pytest.mark.parametrize(("pick", "effect"), [("other_time", "other_time"), ("pause", "pause")])
def test_after_the_talk_another_time_and_a_pause_are_wishes_for_the_coach(pick: str, effect: str) -> None:
    talk = at_home(own_case(Stage.JOINED))
    talk.presses_old("~", "ways")
    talk.presses(f"~ways {pick}")
    assert talk.effects == [AskOtherWay(effect)]


def test_pause_puts_the_call_off_once() -> None:
    case = own_case(Stage.TAKEN, ASAP, coach="Mira", tries=1)
    talk = at_home(case)
    talk.presses("~ ways", "~ways pause")
    assert (talk.effects, talk.noted) == ([PauseCall()], ["ways.paused"])
    begins = NOW + timedelta(days=14)
    put_off = replace(case, appointment=Appointment("later", "", begins, begins + timedelta(hours=3)))
    talk.facts = replace(talk.facts, case=put_off)
    talk.presses_old("~ways", "pause")
    assert (talk.effects, talk.toast) == ([PauseCall()], "toast.noted")


def test_other_person_is_asked_for_without_a_reason() -> None:
    talk = at_home(own_case(Stage.TAKEN, coach="Mira", tries=1))
    talk.presses("~ ways", "~ways other_person")
    assert (talk.effects, talk.noted) == ([AskOtherCoach()], ["ways.person_asked"])


def test_where_nobody_else_is_there_the_family_is_told_kindly_and_shown_the_rest() -> None:
    turn = refused(FLOWS, HOME.over("ways"), NobodyElse(), facts())
    assert (turn.state.aside, [note.key for note in turn.notes]) == ("ways", ["ways.nobody_else"])


@pytest.mark.parametrize("pick", ["", "burn", "<<", "visit-1", "phone ", "x" * 40])
def test_forged_picks_change_nothing(pick: str) -> None:
    talk = at_home(own_case(Stage.TAKEN, coach="Mira", tries=1))
    talk.presses_old("~ways", pick)
    assert (talk.effects, talk.toast) == ([], "toast.unknown_button")


@pytest.mark.parametrize("pick", [*EVERYTHING, *OTHER_WAYS, "phone"])
@pytest.mark.parametrize("stage", [None, Stage.WRONG_NUMBER, Stage.WITHDRAWN, Stage.WAITING, Stage.STOPPED])
def test_buttons_from_before_do_nothing_once_the_case_is_elsewhere(pick: str, stage: Stage | None) -> None:
    talk = Talk(case=own_case(stage) if stage else None)
    talk.presses_old("~ways", pick)
    assert (talk.effects, talk.toast) == ([], "toast.old_button")


def test_card_and_side_screen_open_over_a_case_just_sent() -> None:
    talk = booked()
    assert "~ ways" not in talk.offers()
    assert "~ plan" in talk.offers()


def test_a_call_missed_or_moved_twice_is_met_in_the_order_of_its_shelf() -> None:
    shelves = {"missed": ("other_person", "friend", "other_time"), "moved": ("two_weeks", "listen", "other_way")}
    seen = {}
    for name, moved in (("missed", 0), ("moved", 2)):
        talk = at_home(own_case(Stage.TAKEN, tries=1, moved=moved))
        talk.facts = replace(talk.facts, town=replace(talk.facts.town, ways=shelves))
        talk.presses("~ ways")
        seen[name] = talk.offers()[:5]
    assert seen == {
        "missed": ["~ways other_person", "~ways other_time", "~ways other_way", "~ways pause", "~ friend"],
        "moved": ["~ways pause", "~ways other_way", "~ways other_time", "~ways other_person", "~ listen"],
    }


def test_screens_beside_the_ways_open_and_lead_back() -> None:
    talk = at_home(own_case(Stage.TAKEN, tries=1))
    talk.facts = replace(talk.facts, town=replace(talk.facts.town, ways={"missed": ("listen",)}))
    talk.presses("~ ways", "~ listen")
    assert talk.state.aside.startswith("listen")
    talk.presses("~return go")
    assert talk.state.aside == ""
