"""Different offers on a family's phone: each fits its place, leads somewhere else, and is never pressed on them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import locales
from bot.texts import Texts
from bot.texts.markup import visible
from dialogs.family.effects import HoldSlot, OpenCase, ReleaseSlot
from dialogs.family.facts import Stage
from dialogs.family.nudges import nudge_screen, refused_screen, taken_screen
from dialogs.family.offers import OFFERS, FitFacts, fitting, picks_among
from dialogs.family.questions import NAME, ONLY_NUMBER, VOICEMAIL, WISH, Wish
from dialogs.family.standstill_effects import AskOtherCoach, FindOffer, NeverAsk, NotNow, TakeOffer
from dialogs.family.standstill_facts import OwnNudge
from dialogs.machine.screen import Screen
from dialogs.rules.stalls import HALFWAY, Place
from tests.dialogs.family.talk import CONSENT, PRE_CHECK, Talk, booked
from tests.dialogs.family.town import BERLIN, facts

AT_MONEY = (*CONSENT, "lives_here yes", "household under_14-1", "household done")
AT_RESULT = (*CONSENT, *PRE_CHECK)
AT_WISH = (*AT_RESULT, "result go")


def offered(talk: Talk, offer: str, place: Place = Place.SENSITIVE, **more: Any) -> Talk:
    """The same family, with an offer on its phone."""
    talk._knows(nudge=OwnNudge(7, offer, place.value, **more))
    return talk


def takes(offer: str, *before: str, place: Place = Place.SENSITIVE, pick: str = "go", **known: Any) -> Talk:
    """A family that came as far as this, was made the offer, and takes it."""
    talk = offered(Talk(*before, **known), offer, place)
    talk.presses_old("~nudge", f"7-{pick}", run=0)
    return talk


def labels(screen: Screen) -> list[str]:
    return [button.press.pick for row in screen.rows for button in row]


@pytest.mark.parametrize("offer", list(OFFERS))
def test_every_message_has_its_own_way_not_now_and_never(offer: str) -> None:
    screen = nudge_screen(OwnNudge(7, offer, "sensitive"), facts())
    own = [f"7-{pick}" for pick in OFFERS[offer].picks]
    assert labels(screen) == [*own, "7-later", "7-never"]
    assert {button.press.run for row in screen.rows for button in row} == {0}


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_a_message_is_at_most_three_sentences_and_each_says_something_else(language: str) -> None:
    texts = Texts.load(Path(str(locales.__file__)).parent, BERLIN, strict=True)
    said = []
    for offer in OFFERS:
        for place in ("sensitive", "silent"):
            text = texts.render(nudge_screen(OwnNudge(7, offer, place, last=True), facts()), language).text
            assert sum(visible(text).count(sign) for sign in ".?؟!") <= 3
            said.append(text)
    own_words = sum(offer.standing for offer in OFFERS.values())
    assert len(set(said)) == len(OFFERS) + own_words


def test_only_the_last_message_says_that_there_is_silence_after_it() -> None:
    asked = OwnNudge(7, "call", "sensitive")
    assert "nudge.last" not in [line.key for line in nudge_screen(asked, facts()).lines]
    last = OwnNudge(7, "call", "sensitive", last=True)
    assert nudge_screen(last, facts()).lines[-1].key == "nudge.last"


def test_an_answered_message_has_no_buttons_and_keeps_a_pick_to_itself() -> None:
    topic = OwnNudge(7, "topic", "sensitive")
    assert [line.key for line in taken_screen(topic, "Gladbeck").lines][-1] == "nudge.thanks"
    assert not taken_screen(topic, "Gladbeck").rows
    assert not refused_screen(topic, "Gladbeck", "never").rows


def test_a_call_instead_of_typing_passes_the_questions_by() -> None:
    assert takes("call", *AT_MONEY).at == "wish"


def test_who_has_its_result_loses_no_answer_by_asking_for_a_call() -> None:
    talk = takes("call", *AT_RESULT, place=Place.TIME)
    assert (talk.at, "money" in talk.state.answers, "route" in talk.state.answers) == ("wish", True, False)


def test_who_leaves_the_question_of_money_out_is_asked_nothing_more_about_it() -> None:
    talk = takes("easy", *AT_MONEY)
    told = talk.state.answers
    assert (talk.at, told["money"], told["below_line"]) == ("has_coach", ["private"], "private")


def test_whoever_cannot_say_where_it_lives_goes_on_to_the_household() -> None:
    assert takes("easy", *CONSENT, place=Place.FIRST).at == "household"


def test_a_question_that_must_be_asked_is_shown_again_instead() -> None:
    talk = takes("easy", *CONSENT, "lives_here yes")
    assert (talk.at, "household" in talk.state.answers) == ("household", False)


def test_whoever_cannot_choose_a_time_is_called_as_soon_as_possible() -> None:
    talk = takes("easy", *AT_WISH, "wish exact", "day 2026-11-24", place=Place.TIME)
    assert (talk.at, talk.state.answers["wish"]) == ("name", "asap")
    assert "day" not in talk.state.answers


def test_only_a_number_and_the_rest_is_done() -> None:
    talk = takes("number", *AT_MONEY)
    assert talk.at == "phone"
    talk.shares()
    assert talk.at == "safe"
    talk.presses("safe always")
    assert talk.at == "check"
    assert [line.key for line in talk.screen.lines][-1] == "check.number"
    talk.presses("check send")
    assert talk.told is not None
    assert (NAME in talk.told, VOICEMAIL in talk.told, talk.told[WISH]) == (False, False, Wish.ASAP)


def test_only_a_number_after_the_result_keeps_what_was_told() -> None:
    talk = takes("number", *AT_RESULT, place=Place.TIME)
    assert (talk.at, talk.state.answers["money"]) == ("phone", ["office"])
    assert talk.state.answers[ONLY_NUMBER.id] == "yes"


def test_a_name_that_was_given_is_not_lost() -> None:
    talk = Talk(*AT_WISH, "wish asap")
    talk.says("Ayla")
    offered(talk, "number", Place.PHONE).presses_old("~nudge", "7-go", run=0)
    assert (talk.at, talk.state.answers["name"]) == ("phone", "Ayla")


def test_a_time_that_is_held_stays_the_familys() -> None:
    talk = Talk(*AT_WISH, "wish exact", "day 2026-11-24")
    first = next(meaning for meaning in talk.offers() if meaning.startswith("time "))
    talk.presses(first)
    offered(talk, "number", Place.PHONE).presses_old("~nudge", "7-go", run=0)
    assert (talk.at, talk.state.answers["wish"]) == ("phone", "exact")
    assert [type(effect) for effect in talk.effects if isinstance(effect, (HoldSlot, ReleaseSlot))] == [HoldSlot]


def test_back_from_the_short_way_asks_for_the_name() -> None:
    talk = takes("number", *AT_MONEY)
    talk.presses("phone <")
    assert talk.at == "name"


def test_another_time_of_day_gives_a_held_time_back() -> None:
    talk = Talk(*AT_WISH, "wish exact", "day 2026-11-24")
    talk.presses(next(meaning for meaning in talk.offers() if meaning.startswith("time ")))
    offered(talk, "other_time", Place.PHONE).presses_old("~nudge", "7-go", run=0)
    assert talk.at == "part"
    talk.presses("part morning")
    assert isinstance(talk.effects[-1], ReleaseSlot)


def test_another_time_after_a_call_in_vain_goes_on_with_that_case() -> None:
    talk = booked()
    talk.hears_from_desk(Stage.UNREACHED)
    offered(talk, "other_time", Place.BOOKED).presses_old("~nudge", "7-go", run=0)
    assert (talk.state.flow, talk.at) == ("move", "part")


def test_another_call_after_one_in_vain_is_one_tap_away() -> None:
    talk = booked()
    talk.hears_from_desk(Stage.UNREACHED)
    offered(talk, "call", Place.BOOKED).presses_old("~nudge", "7-go", run=0)
    assert (talk.state.flow, talk.at) == ("move", "move_check")


def test_somebody_else_is_asked_for_without_a_reason() -> None:
    talk = booked()
    talk.hears_from_desk(Stage.SPOKEN)
    offered(talk, "other_person", Place.SILENT).presses_old("~nudge", "7-go", run=0)
    assert talk.effects[-2:] == [AskOtherCoach(), TakeOffer(7)]


def test_half_way_somebody_calls_who_speaks_the_familys_language() -> None:
    assert takes("other_person", *AT_MONEY).at == "wish"


def test_another_language_comes_back_to_the_very_question() -> None:
    talk = takes("other_language", *AT_MONEY)
    assert talk.at == "~language"
    talk.presses("~language tr")
    assert (talk.at, talk.facts.speaks) == ("money", "tr")


def test_a_voice_has_a_number_and_the_way_on() -> None:
    talk = takes("listen", *AT_MONEY)
    assert (talk.at, talk.line) == ("~listen", "listen.body")
    talk.presses("~return go")
    assert talk.at == "money"


def test_a_friend_may_help_here_nearby_and_once_there_is_a_case_on_a_second_phone() -> None:
    half_way = takes("friend", *AT_MONEY)
    assert half_way.offers() == ["~return go", "~ doors"]
    talk = booked()
    talk.hears_from_desk(Stage.SPOKEN)
    offered(talk, "friend", Place.SILENT).presses_old("~nudge", "7-go", run=0)
    assert talk.offers() == ["~return go", "~ doors", "~ phone"]


def test_a_rest_is_a_rest() -> None:
    talk = takes("two_weeks", *AT_MONEY)
    assert talk.effects[-2:] == [NotNow(7), TakeOffer(7)]
    assert (talk.turn.redraw, talk.toast) == (False, "nudge.toast.two_weeks")


def test_another_way_is_chosen_where_there_is_a_case() -> None:
    talk = booked()
    talk.hears_from_desk(Stage.SPOKEN)
    offered(talk, "other_way", Place.SILENT).presses_old("~nudge", "7-go", run=0)
    assert talk.at == "~ways"


def test_what_was_picked_is_kept_only_after_a_yes() -> None:
    talk = takes("topic", *AT_MONEY, pick="home")
    assert (talk.at, talk.effects[-1]) == ("~pick", TakeOffer(7))
    talk.presses("~pick 7-home-yes")
    assert (talk.at, talk.effects[-1]) == ("money", TakeOffer(7, "home"))


def test_what_is_nobodys_business_is_kept_nowhere() -> None:
    talk = takes("good_sign", *AT_MONEY, pick="calm")
    talk.presses("~pick 7-calm-no")
    assert (talk.at, talk.effects[-1]) == ("money", TakeOffer(7))


def test_a_question_can_be_passed_over() -> None:
    assert takes("good_sign", *AT_MONEY, pick="skip").at == "money"


@pytest.mark.parametrize("forged", ["7-castle-yes", "7-skip-yes", "7-home-perhaps", "8-home-yes", "7--yes", "", "x"])
def test_a_forged_pick_is_kept_nowhere(forged: str) -> None:
    talk = takes("topic", *AT_MONEY, pick="home")
    before = list(talk.effects)
    talk.presses_old("~pick", forged)
    assert (talk.effects, talk.at) == (before, "money")


def test_the_living_screen_comes_below_a_message_that_was_taken() -> None:
    assert takes("call", *AT_MONEY).turn.fresh
    assert takes("call", *AT_MONEY).turn.effects[-1] == TakeOffer(7)


def test_pressed_twice_it_counts_once() -> None:
    talk = offered(Talk(*AT_MONEY), "call", opened=True)
    talk.presses_old("~nudge", "7-go", run=0)
    assert (talk.toast, talk.turn.effects, talk.turn.redraw, talk.at) == ("toast.noted", (), False, "money")


@pytest.mark.parametrize("pick", ["8-go", "go", "", "7-castle", "7-"])
def test_a_button_of_another_family_or_of_nobody_does_nothing(pick: str) -> None:
    talk = offered(Talk(*AT_MONEY), "call")
    talk.presses_old("~nudge", pick, run=0)
    assert (talk.turn.effects, talk.at) == ((), "money")


def test_not_now_leaves_the_family_in_peace() -> None:
    talk = offered(Talk(*AT_MONEY), "call")
    talk.presses_old("~nudge", "7-later", run=0)
    assert (talk.effects[-1], talk.turn.redraw, talk.at) == (NotNow(7), False, "money")


@pytest.mark.parametrize(("known", "number"), [({}, 7), ({"opened": True}, 7)])
def test_never_holds_also_after_the_offer_was_taken(known: dict[str, Any], number: int) -> None:
    talk = offered(Talk(*AT_MONEY), "call", **known)
    talk.presses_old("~nudge", "7-never", run=0)
    assert talk.effects[-1] == NeverAsk(number)


def test_never_holds_where_the_offer_is_not_known_any_more() -> None:
    talk = Talk(*AT_MONEY)
    talk.presses_old("~nudge", "7-never", run=0)
    assert (talk.effects[-1], talk.toast) == (NeverAsk(0), "nudge.toast.never")


def test_an_old_offer_of_the_intake_finds_the_case_of_today() -> None:
    talk = booked()
    for offer in ("call", "number"):
        offered(talk, offer).presses_old("~nudge", "7-go", run=0)
        assert (talk.state.flow, talk.noted) == ("home", ["case_open.body"])
    assert not [effect for effect in talk.turn.effects if isinstance(effect, OpenCase)]


def test_who_comes_back_by_itself_finds_a_different_offer_above_going_on() -> None:
    talk = offered(Talk(*AT_MONEY), "call", greets=True)
    talk.types("start")
    assert FindOffer() in talk.turn.effects
    assert [line.key for line in talk.screen.lines] == ["return.body", "nudge.call.body"]
    assert talk.offers()[:3] == ["~nudge 7-go", "~return go", "~return anew"]
    assert "~nudge 7-never" not in talk.offers()


def test_an_offer_taken_on_return_leads_the_same_way_on_the_same_screen() -> None:
    talk = offered(Talk(*AT_MONEY), "easy", greets=True)
    talk.types("start")
    talk.presses("~nudge 7-go")
    assert (talk.at, talk.turn.fresh) == ("has_coach", False)


def test_words_after_a_week_find_an_offer_too() -> None:
    talk = Talk(*AT_MONEY, quiet_for_days=8)
    talk.says("hallo")
    assert (talk.at, talk.turn.effects) == ("~return", (FindOffer(),))


def test_who_changes_its_call_is_offered_nothing_on_return() -> None:
    talk = booked()
    talk.presses("~card move")
    talk.types("start")
    assert (talk.at, talk.turn.effects) == ("~return", ())


FULL = FitFacts(at="money", languages=4, spoken=True, others=True, again=True)


def test_half_way_nothing_is_offered_that_needs_a_case() -> None:
    for place in HALFWAY:
        assert not fitting(place, FULL) & {"other_way", "scale"}


def test_a_case_is_offered_nothing_of_the_intake() -> None:
    silent = FitFacts(stage=Stage.SPOKEN, languages=4, others=True, again=True)
    assert not fitting(Place.SILENT, silent) & {"easy", "number", "call"}
    assert {"other_way", "scale", "other_person", "listen"} <= fitting(Place.SILENT, silent)


@pytest.mark.parametrize(
    ("offer", "place", "fit"),
    [
        ("easy", Place.SENSITIVE, FitFacts(at="household")),
        ("call", Place.TIME, FitFacts(at="wish", told=frozenset({"result"}))),
        ("number", Place.PHONE, FitFacts(at="phone", told=frozenset({"result", "name"}))),
        ("other_time", Place.TIME, FitFacts(at="part", told=frozenset({"result"}))),
        ("other_time", Place.TIME, FitFacts(at="wish", told=frozenset({"result"}), parts=False)),
        ("other_person", Place.SENSITIVE, FitFacts(at="money")),
        ("other_person", Place.SILENT, FitFacts(stage=Stage.SPOKEN)),
        ("other_language", Place.FIRST, FitFacts(languages=1)),
        ("two_weeks", Place.FIRST, FitFacts()),
        ("scale", Place.BOOKED, FitFacts(stage=Stage.UNREACHED)),
    ],
)
def test_nothing_is_offered_that_would_lead_nowhere(offer: str, place: Place, fit: FitFacts) -> None:
    assert offer not in fitting(place, fit)


def test_a_pick_is_known_by_the_offer_it_belongs_to() -> None:
    noted = [("topic", "home"), ("topic", "later"), ("call", "go"), ("good_sign", "calm"), ("gone", "x")]
    assert picks_among(noted) == (("topic", "home"), ("good_sign", "calm"))
