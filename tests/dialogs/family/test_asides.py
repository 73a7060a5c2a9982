"""The side screens: help, a person, doors, places, privacy; each says what it must and moves nobody."""

from __future__ import annotations

import pytest

from dialogs.family.asides import PRIVACY_PARTS
from dialogs.family.effects import JoinList
from dialogs.family.facts import PlacesNow
from dialogs.machine.words import Moment, Phone, say
from dialogs.rules.places import Availability
from tests.dialogs.family.talk import CONSENT, Talk, booked
from tests.dialogs.family.town import NOW, TOWN, at


def opened(aside: str, *place: str, **known: object) -> Talk:
    talk = Talk(*place, **known)
    talk.state = talk.state.over(aside)
    return talk


def test_a_person_is_offered_with_number_and_an_honest_time() -> None:
    talk = opened("person", *CONSENT)
    assert talk.screen.lines == (
        say("person.body", phone=Phone(TOWN.phone)),
        say("person.promise", by=Moment(at(25, 16), "day_clock")),
    )
    assert talk.offers() == ["~person call"]


def test_help_asks_nothing_and_shows_who_answers_now() -> None:
    talk = opened("help")
    assert talk.line == "help.body"
    assert talk.offers() == ["~help safe", "~help hide"]


@pytest.mark.parametrize("availability", [known for known in Availability if known is not Availability.CLOSED])
def test_places_are_told_no_more_surely_than_they_are_known(availability: Availability) -> None:
    now = PlacesNow(availability, NOW, (4, 7))
    talk = opened("places", *CONSENT, places=now)
    assert talk.screen.lines[0] == say(f"places.{availability}", as_of=Moment(NOW, "date"))
    full = availability is Availability.FULL
    assert talk.offers() == (["~places join", "~places go"] if full else ["~places go"])
    line = (say("places.list", fewest=4, most=7), say("list.promise"))
    assert talk.screen.lines[1:] == (line if full else ())


def test_after_the_last_day_a_family_is_told_kindly_and_offered_no_list() -> None:
    talk = opened("places", *CONSENT, places=PlacesNow(Availability.CLOSED))
    assert talk.screen.lines == (say("places.closed"),)
    assert talk.offers() == ["~ doors", "~person call"]
    for at_, pick in (("~places", "join"), ("~", "list")):
        talk.presses_old(at_, pick)
        assert (talk.at, talk.line, JoinList() in talk.effects) == ("~places", "places.closed", False)


def test_who_waits_already_is_told_where_and_not_asked_to_join_again() -> None:
    talk = opened("places", *CONSENT, places=PlacesNow(Availability.FULL, NOW, (1, 3)), on_list=True)
    assert talk.screen.lines[1:] == (say("places.on_list", fewest=1, most=3), say("list.promise"))
    assert talk.offers() == ["~places go", "~list leave"]


def test_a_family_with_a_case_is_not_led_into_a_second_intake() -> None:
    talk = booked()
    talk.types("places")
    assert talk.offers() == []


def test_privacy_leads_to_the_whole_text_the_yes_and_the_end() -> None:
    assert opened("privacy").offers() == ["~ privacy_more", "~ consents", "~ delete"]
    assert [line.key for line in opened("privacy_more").screen.lines] == [f"privacy.{part}" for part in PRIVACY_PARTS]


def test_deleting_is_asked_once() -> None:
    assert opened("delete").offers() == ["~delete yes"]


def test_going_on_names_the_question_one_left() -> None:
    talk = opened("return", *CONSENT)
    assert talk.buttons()[0].label == say("return.button.go", question=say("intake.lives_here.short"))


@pytest.mark.parametrize(("place", "key"), [((), "why.general"), (CONSENT, "why.lives_here")])
def test_why_do_you_ask_has_an_answer_for_each_question(place: tuple[str, ...], key: str) -> None:
    assert opened("why", *place).line == key


def test_every_counted_question_has_its_why_button() -> None:
    talk = Talk(*CONSENT)
    assert talk.offers() == ["lives_here yes", "lives_here no", "lives_here unsure", "~ why"]
    talk.presses("lives_here yes")
    assert talk.offers()[-2:] == ["~ why", "household done"]
