"""The result: in plain words, with its reason and date, two ways on, and never a closed door."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dialogs.family.facts import PlacesNow
from dialogs.machine.words import Moment, say
from dialogs.rules.places import Availability
from tests.dialogs.family.talk import CONSENT, PRE_CHECK, Talk
from tests.dialogs.family.town import BERLIN, FAR_AWAY, NEXT_TOWN, NOW

ELSEWHERE = (*CONSENT, "lives_here no")
NO_CHILD = (*CONSENT, "lives_here yes", "household done")
LIKELY = (*CONSENT, *PRE_CHECK)
POSSIBLY = (*CONSENT, *PRE_CHECK[:-1], "has_coach yes")
EVERY = {"elsewhere": ELSEWHERE, "not_this_offer": NO_CHILD, "likely": LIKELY, "possibly": POSSIBLY}


def reason(talk: Talk) -> object:
    return talk.screen.lines[1].values["reason"]


@pytest.mark.parametrize("outcome", list(EVERY))
def test_each_result_offers_a_call_a_second_way_and_the_pen(outcome: str) -> None:
    talk = Talk(*EVERY[outcome])
    second = "~ places" if outcome in ("likely", "possibly") else "~ doors"
    assert talk.line == f"result.{outcome}"
    assert talk.offers() == ["result go", second, "~ answers"]
    talk.presses("result go")
    assert talk.at == "wish"


def test_the_reason_names_the_answer_and_the_day_of_the_rules() -> None:
    line = Talk(*LIKELY).screen.lines[1]
    assert line.key == "result.because"
    assert line.values["reason"] == say("reason.draws_benefit", town="Gladbeck")
    assert line.values["date"] == Moment(datetime(2026, 11, 22, 12, tzinfo=BERLIN), "date")


@pytest.mark.parametrize(("postcode", "words"), [
    (NEXT_TOWN, say("reason.postcode_of", town="Bottrop")),
    (FAR_AWAY, say("reason.postcode_elsewhere", town="Gladbeck")),
])  # fmt: skip
def test_a_postcode_we_know_names_its_town(postcode: str, words: object) -> None:
    talk = Talk(*CONSENT, "lives_here unsure")
    talk.says(postcode)
    assert talk.line == "result.elsewhere"
    assert reason(talk) == words


def test_full_places_offer_the_list_to_whom_the_offer_fits() -> None:
    full = PlacesNow(Availability.FULL, NOW, (4, 7))
    assert Talk(*LIKELY, places=full).offers() == ["result go", "~ list", "~ places", "~ answers"]
    assert Talk(*ELSEWHERE, places=full).offers() == ["result go", "~ doors", "~ answers"]


def test_after_the_last_day_the_result_still_leads_to_a_call_and_to_other_doors() -> None:
    talk = Talk(*LIKELY, places=PlacesNow(Availability.CLOSED))
    assert talk.screen.lines[-1].key == "result.closed"
    assert talk.offers() == ["result go", "~ doors", "~ answers"]


@pytest.mark.parametrize("outcome", list(EVERY))
def test_expired_rules_turn_every_result_into_let_us_talk(outcome: str) -> None:
    talk = Talk(*EVERY[outcome], now=datetime(2027, 9, 1, 8, tzinfo=UTC))
    assert [line.key for line in talk.screen.lines] == ["result.possibly", "reason.rules_expired"]


def test_the_day_the_rules_end_is_counted_by_the_towns_own_calendar() -> None:
    last_moment = datetime(2027, 8, 31, 23, 59, tzinfo=BERLIN).astimezone(UTC)
    lines = [Talk(*LIKELY, now=now).line for now in (last_moment, datetime(2027, 8, 31, 22, 0, tzinfo=UTC))]
    assert lines == ["result.likely", "result.possibly"]


def test_a_changed_answer_gives_a_new_result_even_after_the_old_one_was_read() -> None:
    talk = Talk(*LIKELY, "result go", "wish asap")
    talk.presses_old("~", "answers")
    talk.presses("~pen lives_here", "lives_here no")
    assert (talk.at, talk.line) == ("result", "result.elsewhere")
    assert set(talk.noted) == {"answer.gone"}
    talk.presses("result go")
    assert talk.at == "name"


def test_the_same_answer_given_again_shows_no_result_anew() -> None:
    talk = Talk(*LIKELY, "result go", "wish asap")
    talk.presses_old("~", "answers")
    talk.presses("~pen has_coach", "has_coach no")
    assert (talk.at, talk.noted) == ("name", [])


def test_a_larger_household_is_asked_against_its_own_line() -> None:
    none = ("money none+", "money done")
    talk = Talk(*CONSENT, *PRE_CHECK[:3], *none)
    assert talk.screen.lines[1] == say("intake.below_line.prompt", line=1795)
    talk.presses("below_line yes", "has_coach no", "~ answers", "~pen household", "household under_14-2")
    talk.presses("household done")
    assert (talk.at, talk.noted) == ("below_line", ["answer.again"])
    assert talk.screen.lines[-1] == say("intake.below_line.prompt", line=2209)
