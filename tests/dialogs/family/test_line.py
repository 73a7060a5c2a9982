"""A family and its place in the line: what it reads, what its answers lead to, and buttons of offers long over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogs.family import line
from dialogs.family.conversation import refused
from dialogs.family.effects import (
    AcceptPlace,
    DeclinePlace,
    JoinList,
    LeaveList,
    PlaceGone,
    StillWaiting,
    StopMessages,
)
from dialogs.family.facts import PlaceOffer, PlacesNow, Stage
from dialogs.machine.words import Moment, say
from dialogs.rules.places import Availability
from tests.dialogs.family.talk import CONSENT, Talk
from tests.dialogs.family.town import ASAP, FLOWS, NOW, own_case

FULL = PlacesNow(Availability.FULL, NOW, (4, 7))
OFFER = PlaceOffer(7, NOW + timedelta(days=3))


def waiting(**known: object) -> Talk:
    """A family that waits, before its list page."""
    talk = Talk(*CONSENT, **{"places": FULL, "on_list": True, **known})
    talk.state = talk.state.over("list")
    return talk


def test_joining_says_where_one_stands_and_what_will_be_written() -> None:
    talk = Talk(*CONSENT, places=FULL)
    talk.types("places")
    assert talk.screen.lines[-1] == say("list.promise")
    talk.presses("~places join")
    assert talk.effects[-1] == JoinList()
    assert talk.screen.lines == (say("places.on_list", fewest=4, most=7), say("list.promise"))


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (None, []),
        (0, [say("places.waited_days", count=1)]),
        (13, [say("places.waited_days", count=13)]),
        (14, [say("places.waited_weeks", count=2)]),
        (15, [say("places.waited_weeks", count=3)]),
    ],
)
def test_the_wait_of_others_is_told_once_it_is_known_and_no_date_ever(days: int | None, told: list[object]) -> None:
    talk = waiting(places=PlacesNow(Availability.FULL, NOW, (4, 7), days))
    assert list(talk.screen.lines[1:-1]) == told


def test_an_offer_says_until_when_it_is_kept_and_nothing_a_stranger_may_not_read() -> None:
    message = line.offer_message(OFFER)
    assert message.lines == (say("place.offer", until=Moment(OFFER.until, "day_clock")),)
    assert [button.press.pick for row in message.rows for button in row] == ["yes-7", "wait-7", "no-7"]


def test_an_open_offer_stands_on_the_page_of_the_list_too() -> None:
    talk = waiting(offer=OFFER)
    assert talk.offers() == ["~place yes-7", "~place wait-7", "~place no-7", "~list leave"]


def test_yes_leads_straight_to_the_call() -> None:
    talk = waiting(offer=OFFER)
    turn = talk.presses_old("~place", "yes-7", run=0)
    assert turn.effects[0] == AcceptPlace(7)
    assert (talk.at, talk.noted, turn.fresh) == ("wish", ["place.accepted_call"], True)


def test_yes_of_a_family_that_never_began_asks_for_its_language_no_more() -> None:
    talk = Talk(places=FULL, on_list=True, offer=OFFER)
    talk.presses_old("~place", "yes-7", run=0)
    assert talk.at == "consent"


def test_yes_of_a_family_with_a_call_to_come_shows_its_card() -> None:
    talk = waiting(offer=OFFER, case=own_case(Stage.TAKEN, ASAP))
    turn = talk.presses_old("~place", "yes-7", run=0)
    assert (turn.effects, talk.noted) == ((AcceptPlace(7),), ["place.accepted"])


def test_yes_again_asks_for_the_call_and_takes_nothing_twice() -> None:
    talk = waiting(offer=PlaceOffer(7, OFFER.until, accepted=True))
    assert talk.offers() == ["~place yes-7", "~list leave"]
    turn = talk.presses("~place yes-7")
    assert (turn.effects, talk.at) == ((), "wish")


def test_waiting_on_keeps_the_place_in_the_line() -> None:
    talk = waiting(offer=OFFER)
    turn = talk.presses_old("~place", "wait-7", run=0)
    assert (turn.effects, talk.noted, talk.at) == ((DeclinePlace(7, stays=True),), ["place.declined"], "~list")


def test_no_longer_needed_leaves_the_list_as_well() -> None:
    turn = waiting(offer=OFFER).presses_old("~place", "no-7", run=0)
    assert turn.effects == (DeclinePlace(7, stays=False),)


@pytest.mark.parametrize("pick", ["yes-6", "wait-6", "no-6"])
@pytest.mark.parametrize(("on_list", "note"), [(True, "place.gone"), (False, "place.gone_unlisted")])
def test_every_button_of_an_offer_that_is_over_is_answered_kindly(pick: str, on_list: bool, note: str) -> None:
    talk = Talk(*CONSENT, places=FULL, on_list=on_list, offer=OFFER if on_list else None)
    turn = talk.presses_old("~place", pick, run=0)
    assert (turn.effects, talk.noted, turn.fresh) == ((), [note], True)


def test_who_comes_too_late_and_is_on_no_list_is_offered_it_in_the_same_message() -> None:
    talk = Talk(*CONSENT, places=FULL)
    turn = refused(FLOWS, talk.state, PlaceGone(), talk.facts)
    assert [note.key for note in turn.notes] == ["place.gone_unlisted"]
    talk.state = turn.state
    assert "~places join" in talk.offers()


def test_a_family_that_has_its_place_is_not_told_that_it_is_gone() -> None:
    talk = Talk(*CONSENT, places=FULL, case=own_case(Stage.JOINED, ASAP))
    talk.presses_old("~place", "yes-7", run=0)
    assert (talk.toast, talk.noted) == ("toast.noted", [])


@pytest.mark.parametrize("pick", ["", "yes", "yes-", "perhaps-7", "yes-x"])
def test_a_forged_answer_does_nothing(pick: str) -> None:
    turn = waiting(offer=OFFER).presses_old("~place", pick, run=0)
    assert (turn.effects, turn.toast) == ((), say("toast.unknown_button"))


def test_still_waiting_is_thanked_for() -> None:
    talk = waiting()
    turn = talk.presses_old("~still", "yes", run=0)
    assert (turn.effects, talk.noted, turn.fresh) == ((StillWaiting(),), ["still.thanks"], True)


def test_please_take_me_off_leaves_the_list() -> None:
    turn = waiting().presses_old("~still", "no", run=0)
    assert turn.effects == (LeaveList(),)


@pytest.mark.parametrize("pick", ["yes", "no"])
def test_the_question_is_answered_kindly_when_one_waits_no_more(pick: str) -> None:
    talk = Talk(*CONSENT, places=FULL)
    turn = talk.presses_old("~still", pick, run=0)
    assert (turn.effects, talk.noted) == ((), ["still.not_listed"])


def test_who_let_an_offer_pass_reads_so_and_comes_back_with_one_press() -> None:
    talk = waiting(paused=True)
    assert talk.screen.lines[-1] == say("list.paused")
    talk.presses("~still yes")
    assert talk.effects[-1] == StillWaiting()


def test_looking_at_ones_place_counts_as_a_sign_of_life() -> None:
    talk = waiting()
    talk.types("places")
    assert talk.effects[-1] == StillWaiting(says_so=False)
    talk.presses_old("~", "places")
    assert talk.effects[-1] == StillWaiting(says_so=False)


def test_silence_tells_a_waiting_family_how_to_come_back() -> None:
    talk = waiting(paused=True)
    talk.types("stop")
    assert talk.effects[-1] == StopMessages()
    assert talk.screen.lines[-1] == say("stopped.list")
    assert talk.offers()[0] == "~still yes"


def test_silence_says_nothing_of_a_list_to_others() -> None:
    talk = Talk(*CONSENT)
    talk.types("stop")
    assert talk.screen.lines == (say("stopped.body"),)
