"""Commands work in every state, and none loses an answer but the one that erases all."""

from __future__ import annotations

import pytest

from dialogs.family.commands import FAMILY_COMMANDS
from dialogs.family.effects import Count, EraseAll, SpeakIn, StopMessages
from dialogs.family.facts import Stage
from tests.dialogs.family.talk import CONSENT, PRE_CHECK, Talk, booked
from tests.dialogs.family.town import own_case

PLACES = [(), ("language de",), CONSENT, (*CONSENT, *PRE_CHECK), (*CONSENT, *PRE_CHECK, "result go", "wish exact")]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("command", [name for name in FAMILY_COMMANDS if name != "delete"])
def test_no_command_but_delete_loses_an_answer(place: tuple[str, ...], command: str) -> None:
    talk = Talk(*place)
    answers = dict(talk.state.answers)
    turn = talk.types(command)
    assert dict(talk.state.answers) == answers
    assert turn.fresh


def test_an_unknown_command_gets_a_hint() -> None:
    talk = Talk(*CONSENT)
    talk.types("sudo")
    assert (talk.at, talk.noted) == ("lives_here", ["error.unknown_command"])


@pytest.mark.parametrize(
    ("command", "aside"),
    [("help", "help"), ("hilfe", "help"), ("language", "language"), ("places", "places"), ("privacy", "privacy")],
)
def test_a_command_opens_its_side_screen_over_any_question(command: str, aside: str) -> None:
    talk = Talk(*CONSENT)
    talk.types(command)
    assert talk.at == f"~{aside}"
    talk.presses(f"~{aside} <")
    assert talk.at == "lives_here"


def test_stop_ends_what_was_not_asked_for() -> None:
    talk = Talk(*CONSENT)
    assert talk.types("stop").effects == (StopMessages(),)
    assert talk.at == "~stopped"


def test_delete_erases_at_once_and_says_so_with_a_receipt() -> None:
    talk = booked()
    turn = talk.types("delete")
    assert turn.effects == (EraseAll(),)
    assert (turn.state.aside, dict(turn.state.answers), talk.facts.case) == ("erased", {}, None)


def test_the_appointment_is_shown_where_there_is_one() -> None:
    talk = Talk(*CONSENT)
    talk.types("appointment")
    assert (talk.at, talk.noted) == ("lives_here", ["appointment.none"])
    talk = booked()
    talk.types("help")
    talk.types("appointment")
    assert (talk.at, talk.line) == ("", "card.received")


def test_the_appointment_lies_over_a_new_enquiry_and_loses_none_of_it() -> None:
    talk = Talk(*CONSENT, "lives_here yes", case=own_case(Stage.UNREACHED))
    talk.types("appointment")
    assert talk.at == "~appointment"
    talk.presses("~appointment <")
    assert talk.at == "household"


def test_the_first_start_asks_for_the_language() -> None:
    talk = Talk()
    talk.types("start")
    assert (talk.at, talk.effects) == ("language", [])


def test_starting_again_half_way_offers_to_go_on() -> None:
    talk = Talk(*CONSENT)
    talk.types("start")
    assert (talk.at, talk.offers()) == ("~return", ["~return go", "~return anew", "~ privacy"])


def test_starting_again_a_day_later_before_any_yes_is_a_return_too() -> None:
    talk = Talk("language de", "welcome go")
    talk.types("start")
    assert talk.at == "consent"
    talk = Talk("language de", "welcome go", quiet_for_days=1)
    talk.types("start")
    assert (talk.at, talk.offers()[:2]) == ("~return", ["~return go", "~return anew"])
    talk = Talk("language de", quiet_for_days=1)
    talk.types("start")
    assert talk.at == "welcome"


def test_starting_again_half_way_with_a_case_leads_to_its_card_too() -> None:
    talk = booked()
    talk.presses("~card move")
    talk.types("start")
    assert talk.offers() == ["~return go", "~return anew", "~ appointment", "~ privacy"]
    talk.presses("~ appointment")
    assert (talk.at, talk.line) == ("~appointment", "card.received")


def test_starting_with_a_case_shows_its_card() -> None:
    talk = booked()
    talk.types("start")
    assert (talk.at, talk.line) == ("", "card.received")


def test_a_flyers_door_is_counted_and_presets_its_language() -> None:
    talk = Talk()
    talk.types("start", "kita-tr")
    assert talk.effects == [SpeakIn("tr"), Count("door", "kita-tr")]
    assert (talk.at, dict(talk.state.answers)) == ("welcome", {"language": "tr"})


def test_a_flyers_door_opens_its_side_screen() -> None:
    talk = Talk()
    talk.types("start", "tafel")
    assert (talk.at, talk.effects) == ("~places", [Count("door", "tafel")])


def test_a_door_in_a_language_that_is_not_offered_leaves_the_choice() -> None:
    talk = Talk()
    talk.types("start", "old")
    assert (talk.at, talk.effects, dict(talk.state.answers)) == ("~person", [Count("door", "old")], {})


def test_an_unknown_door_is_a_plain_start() -> None:
    talk = Talk()
    talk.types("start", "nowhere")
    assert (talk.at, talk.effects) == ("language", [])


def test_a_door_half_way_is_counted_and_changes_nothing() -> None:
    talk = Talk(*CONSENT)
    answers = dict(talk.state.answers)
    talk.types("start", "kita-tr")
    assert (talk.at, dict(talk.state.answers)) == ("~return", answers)
    assert talk.effects[-1] == Count("door", "kita-tr")
