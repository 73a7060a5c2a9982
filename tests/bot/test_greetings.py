"""Families that come back by themselves, and old messages of a ladder: the offer fits where the family stands now."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.hard_days import FIRST_FAMILY, local, sees, tap
from tests.bot.standing_still import Ear, below, half_way, offers_of, spoken_with
from tests.bot.test_offers import asked_once, counted, days_on, known, message_of, words
from tests.proofs.quarter.town import Town, open_town

AYLA = FIRST_FAMILY


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town(local(23, 10)) as town:
        yield town


async def test_who_has_gone_on_since_is_greeted_with_what_fits_now(town: Town) -> None:
    family = await half_way(town, agrees=("callback",))
    await town.command(AYLA, "start")
    await tap(town, AYLA, ("~return", "go"))
    await family.go_on("name")
    await town.command(AYLA, "start")
    assert await offers_of(town) == ["easy", "listen"]
    assert sees(town, AYLA, "~nudge", "2-go")


async def test_an_offer_of_the_intake_does_not_greet_who_changes_its_call(town: Town) -> None:
    family = await half_way(town, agrees=("callback",))
    await town.command(AYLA, "start")
    await tap(town, AYLA, ("~return", "go"))
    await family.go_on("")
    await tap(town, AYLA, ("~card", "move"))
    await town.command(AYLA, "start")
    newest = town.phones.of[AYLA].newest
    assert newest is not None
    assert not [press for press in newest.presses() if press.at == "~nudge"]


async def stopped_at_the_time(town: Town, *agrees: str) -> None:
    """A family that could not choose a time, was asked for another time of day already, and comes back."""
    await half_way(town, at="wish", agrees=agrees)
    person = await known(town, AYLA)
    await town.run(lambda: town.house.nudges.make(person.id, "time", "other_time", "", town.clock(), ladder=1))
    await town.command(AYLA, "start")


async def test_a_rest_taken_on_return_is_kept_and_ends_in_two_weeks(town: Town) -> None:
    await stopped_at_the_time(town, "callback", "reminders")
    assert (await offers_of(town))[-1] == "two_weeks"
    await tap(town, AYLA, ("~nudge", ""))
    assert sees(town, AYLA, "wish", "")
    assert not sees(town, AYLA, "~nudge", "")
    ear = Ear(town)
    await days_on(town, 14)
    assert ear.days(local(23, 10)) == [12]


async def test_who_may_not_be_written_to_is_offered_no_rest(town: Town) -> None:
    await stopped_at_the_time(town, "callback")
    assert (await offers_of(town))[-1] == "number"


async def test_who_said_stop_and_thinks_better_of_it_can_take_the_offer_that_still_stands_there(town: Town) -> None:
    await asked_once(town)
    go = below(town, AYLA, "go")
    await town.say(AYLA, "stop")
    await days_on(town, 2)
    await town.press(AYLA, go)
    assert sees(town, AYLA, "has_coach", "")
    assert (await counted(town))["nudge.stopped sensitive.easy"] == 1


async def test_a_rest_taken_too_late_promises_nothing(town: Town) -> None:
    await spoken_with(town)
    person = await known(town, AYLA)
    await town.run(lambda: town.house.nudges.make(person.id, "silent", "good_sign", "", town.clock()))
    await days_on(town, 8)
    message, go = message_of(town, AYLA), below(town, AYLA, "go")
    assert (await offers_of(town))[-1] == "two_weeks"
    await tap(town, AYLA, ("~card", "anew"))
    await town.press(AYLA, go)
    assert town.phones.of[AYLA].toasts[-1] == words(town, "nudge.toast.later")
    assert words(town, "nudge.two_weeks.noted") not in message.text
