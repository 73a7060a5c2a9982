"""Offers taken days later: what the button says is what then happens, wherever the family stands by then."""

from __future__ import annotations

import pytest

from dialogs.family.conversation import Need, needs
from dialogs.family.facts import Stage
from dialogs.family.standstill_effects import AskOtherWay, NotNow, TakeOffer
from dialogs.rules.stalls import Place
from tests.dialogs.family.talk import CONSENT, Talk, booked
from tests.dialogs.family.test_nudges import AT_MONEY, AT_RESULT, AT_WISH, offered, takes
from tests.dialogs.family.town import FLOWS


def with_case(stage: Stage, *more: str) -> Talk:
    talk = booked()
    talk.hears_from_desk(stage)
    talk.presses(*more)
    return talk


def test_back_from_may_it_be_passed_on_leaves_nothing_over_the_question() -> None:
    talk = takes("topic", *AT_WISH, place=Place.TIME, pick="home")
    talk.presses("~pick <")
    assert (talk.at, talk.state.aside, talk.effects[-1]) == ("wish", "", TakeOffer(7))
    assert Need.TIMES in needs(FLOWS, talk.state)


def test_an_old_offer_to_leave_a_question_out_leaves_no_other_question_out() -> None:
    talk = takes("easy", *AT_WISH, place=Place.SENSITIVE)
    assert (talk.at, "wish" in talk.state.answers) == ("wish", False)


@pytest.mark.parametrize(("offer", "at"), [("call", "wish"), ("number", "phone")])
def test_who_looks_at_an_answer_again_is_called_without_it_all_the_same(offer: str, at: str) -> None:
    talk = Talk(*AT_WISH)
    talk.presses_old("~pen", "money", run=talk.state.run)
    assert talk.at == "money"
    offered(talk, offer).presses_old("~nudge", "7-go", run=0)
    assert talk.at == at


@pytest.mark.parametrize(
    ("offer", "at"), [("call", "wish"), ("number", "phone"), ("other_person", "wish"), ("other_time", "part")]
)
def test_who_was_spoken_with_and_asks_anew_comes_to_that_new_call(offer: str, at: str) -> None:
    talk = with_case(Stage.SPOKEN, "~card anew", *CONSENT[1:])
    offered(talk, offer, Place.FIRST).presses_old("~nudge", "7-go", run=0)
    assert (talk.state.flow, talk.state.aside, talk.at) == ("intake", "", at)


@pytest.mark.parametrize("stage", [Stage.SPOKEN, Stage.JOINED])
@pytest.mark.parametrize("offer", ["call", "other_time", "number"])
def test_who_knows_its_coach_by_now_and_asks_to_be_called_is_heard(offer: str, stage: Stage) -> None:
    talk = with_case(stage)
    offered(talk, offer).presses_old("~nudge", "7-go", run=0)
    assert talk.effects[-2:] == [AskOtherWay("other_time"), TakeOffer(7)]
    assert talk.noted == ["ways.passed_on"]


def test_who_waits_for_a_place_by_now_sees_its_card() -> None:
    talk = with_case(Stage.WAITING)
    offered(talk, "call").presses_old("~nudge", "7-go", run=0)
    assert (talk.state.flow, talk.effects[-1]) == ("home", TakeOffer(7))


def test_a_rest_taken_on_return_gives_way_to_the_question_and_says_when_it_ends() -> None:
    talk = offered(Talk(*AT_MONEY), "two_weeks", greets=True)
    talk.types("start")
    talk.presses("~nudge 7-go")
    assert talk.effects[-2:] == [NotNow(7), TakeOffer(7)]
    assert (talk.at, talk.noted, talk.toast) == ("money", ["nudge.two_weeks.noted"], "nudge.toast.two_weeks")


def test_no_word_of_two_weeks_where_nothing_may_come_any_more() -> None:
    talk = offered(Talk(*AT_RESULT), "two_weeks", last=True)
    talk.presses_old("~nudge", "7-go", run=0)
    assert (talk.effects[-2], talk.toast) == (NotNow(7), "nudge.toast.later")
