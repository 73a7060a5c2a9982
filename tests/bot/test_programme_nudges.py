"""What a programme file says of unasked messages: when they come, when they rest, what every place has to offer."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from bot.programme import Programme
from bot.programme_nudges import Shelf
from bot.settings import PACKAGED_PROGRAMME
from dialogs.family.offers import OFFERS
from dialogs.rules.ladders import USUAL_LADDERS, may_send
from dialogs.rules.stalls import HALFWAY, Place
from tests.bot.test_programme import changed, faults, line_of

HALFWAY_RUNGS = "after_hours = [24, 72, 240]"
STANDING_RUNGS = "standing_after_days = [7, 21, 42]"
QUIET = 'quiet_hours = "19:00-09:00"'
CONSENT = 'consent = ["listen", "call", "friend", "two_weeks"]'
TIME = 'time = ["other_time", "two_weeks", "call", "number", "listen", "good_sign"]'
SILENT = 'silent = ["good_sign", "two_weeks", "scale", "other_way", "topic", "other_person", "listen"]'


@pytest.fixture(scope="module")
def gladbeck() -> Programme:
    return Programme.read(PACKAGED_PROGRAMME)


def test_default_ladders_are_the_usual_ones(gladbeck: Programme) -> None:
    assert gladbeck.nudges.policy == USUAL_LADDERS
    assert gladbeck.nudges.stop_rate_percent == 5


def test_answers_of_a_family_are_still_there_when_its_last_message_comes(gladbeck: Programme) -> None:
    assert gladbeck.nudges.policy.halfway[-1] < timedelta(days=gladbeck.retention.unfinished_days)


def test_town_sets_its_own_ladders() -> None:
    text = changed(HALFWAY_RUNGS, "after_hours = [48]").replace(STANDING_RUNGS, "standing_after_days = [10, 30]")
    text = text.replace(QUIET, 'quiet_hours = "18:00-10:00"').replace("spread_minutes = 60", "spread_minutes = 30")
    text = text.replace("most_a_year = 5", "most_a_year = 3").replace(
        "again_after_days = 90", "again_after_days = 180"
    )

    policy = Programme.parse(text, "town.toml").nudges.policy

    assert (policy.halfway, policy.standing) == ((timedelta(hours=48),), (timedelta(days=10), timedelta(days=30)))
    assert (policy.quiet_from, policy.quiet_until) == (time(18), time(10))
    assert (policy.most_a_year, policy.again_after) == (3, timedelta(days=180))
    assert policy.spread == timedelta(minutes=30)
    assert policy.apart == USUAL_LADDERS.apart


def test_file_from_before_there_were_standing_ladders_has_the_usual_ones() -> None:
    text = "\n".join(
        line
        for line in changed("[[nudges.festivals]]", "[[nudges.festivals]]").splitlines()
        if not line.startswith(("standing_after", "again_after", "most_a_year", "spread_", "stop_rate"))
    )
    nudges = Programme.parse(text, "town.toml").nudges
    assert (nudges.policy, nudges.stop_rate_percent) == (USUAL_LADDERS, 5)


@pytest.mark.parametrize(
    ("day", "hour", "may"),
    [
        (date(2026, 12, 24), 12, False),
        (date(2026, 12, 28), 12, True),
        (date(2027, 1, 7), 12, False),
        (date(2027, 1, 8), 12, True),
        (date(2027, 2, 10), 12, True),
        (date(2027, 2, 10), 17, False),
        (date(2027, 3, 9), 12, False),
        (date(2027, 3, 11), 12, False),
        (date(2027, 3, 13), 17, True),
        (date(2027, 3, 20), 12, False),
        (date(2027, 3, 27), 12, False),
        (date(2027, 4, 30), 12, False),
        (date(2027, 5, 3), 12, False),
        (date(2027, 5, 18), 12, False),
        (date(2027, 6, 15), 12, False),
        (date(2027, 6, 18), 12, True),
    ],
)
def test_festivals_of_the_families_and_holidays_of_the_land_rest(
    day: date, hour: int, may: bool, gladbeck: Programme
) -> None:
    rest = gladbeck.nudges.rest(gladbeck.zone, gladbeck.days_off(date(2026, 12, 1), date(2027, 8, 31)))
    now = datetime.combine(day, time(hour), gladbeck.zone)
    assert may_send(now, rest, gladbeck.nudges.policy) is may


def test_festivals_lie_within_the_project(gladbeck: Programme) -> None:
    assert all(one.first <= one.last <= gladbeck.programme.ends_on for one in gladbeck.nudges.festivals)
    assert sum(len(list(one.days)) for one in gladbeck.nudges.festivals if not one.evenings) < 30


def test_every_place_has_a_shelf_in_the_order_of_the_file(gladbeck: Programme) -> None:
    assert set(Shelf.model_fields) == set(Place)
    assert gladbeck.shelf.of(Place.CONSENT) == ("listen", "call", "friend", "two_weeks")
    assert gladbeck.shelf.of(Place.SENSITIVE)[:2] == ("easy", "call")


@pytest.mark.parametrize("place", Place)
def test_default_shelf_lasts_for_a_whole_ladder_and_one_time_more(place: Place, gladbeck: Programme) -> None:
    offers = gladbeck.shelf.of(place)
    assert len(set(offers)) == len(offers) > len(rungs_of(place))
    assert set(offers) <= set(OFFERS)
    assert place not in HALFWAY or not any(OFFERS[offer].needs_a_case for offer in offers)


def rungs_of(place: Place) -> tuple[timedelta, ...]:
    return USUAL_LADDERS.halfway if place in HALFWAY else USUAL_LADDERS.standing


def test_every_offer_stands_on_some_shelf(gladbeck: Programme) -> None:
    assert {offer for place in Place for offer in gladbeck.shelf.of(place)} == set(OFFERS)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (HALFWAY_RUNGS, "after_hours = [24, 72, 240, 480]", "nudges.after_hours is [24, 72, 240, 480]."),
        (STANDING_RUNGS, "standing_after_days = [0, 7]", "nudges.standing_after_days.1 is 0."),
        ("stop_rate_percent = 5", "stop_rate_percent = 0", "nudges.stop_rate_percent is 0."),
        (QUIET, 'quiet_hours = "09:00-19:00"', 'nudges.quiet_hours. It must run over midnight, like "19:00-09:00".'),
        ("to = 2027-01-07", "to = 2027-01-05", "nudges.festivals.1. It ends before it begins; set the later day"),
        ('name = "Newroz"', 'name = ""', 'nudges.festivals.4.name is "".'),
        ("evenings = true", "evening = true", "nudges.festivals.2.evening is not known; did you mean “evenings”?"),
        (CONSENT, 'consent = ["listen", "cal", "friend"]', 'shelf.consent.2 is "cal". No such offer; there are:'),
        (CONSENT, 'consent = ["listen", "call"]', "shelf.consent is ['listen', 'call']. It must hold at least 3"),
        (
            CONSENT,
            'consent = ["listen", "call", "listen"]',
            "shelf.consent is ['listen', 'call', 'listen']. listen stands on it twice; a family gets each offer once",
        ),
        (TIME, 'time = ["call", "listen"]', "shelf.time is ['call', 'listen']. It must hold at least 4"),
        (SILENT, 'silent = ["call", "scale"]', "shelf.silent is ['call', 'scale']. It must hold at least 5"),
        (
            CONSENT,
            'consent = ["listen", "scale", "call"]',
            "shelf.consent is ['listen', 'scale', 'call']. scale is an offer for families with a case",
        ),
        (SILENT, SILENT.replace("silent", "quiet", 1), "shelf.quiet is not known; known here: language, first,"),
    ],
)  # fmt: skip
def test_wrong_value_is_told_with_line_value_and_cure(old: str, new: str, told: str) -> None:
    text = changed(old, new)
    line = line_of("[[nudges.festivals]]", text) if told.startswith("nudges.festivals.1.") else line_of(new, text)

    sentence = faults(text)[-1]

    assert sentence.startswith(f"town.toml, line {line}: {told}")


def test_rungs_that_do_not_grow_are_told() -> None:
    (sentence,) = faults(changed(STANDING_RUNGS, "standing_after_days = [21, 7]"))
    assert sentence.endswith("standing_after_days must grow from rung to rung, like [7, 21, 42].")


def test_place_without_a_shelf_is_told() -> None:
    text = changed(SILENT, "")
    assert faults(text) == (
        f"town.toml, line {line_of('[shelf]', text)}: shelf.silent is missing; "
        "add it, as the packaged programme.toml shows.",
    )
