"""Cases that stand still: asked after seven, 21 and 42 days, then the coach hears of it and all is quiet."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot.standstill.ladders import rest_now
from dialogs.machine.events import Pressed
from dialogs.machine.screen import Press
from dialogs.machine.words import say
from dialogs.rules.ladders import may_send
from tests.bot.hard_days import FIRST_FAMILY, LEAD, local, rung, tap, team, texts
from tests.bot.standing_still import Ear, below, hesitant, offers_of, spoken_with, whys
from tests.proofs.quarter.town import Town, open_town

AYLA, SAMIR = FIRST_FAMILY, FIRST_FAMILY + 1
MONDAY = local(23, 10)
AUTUMN = local(5, 10, month=10)
"""A Monday before eleven weeks without festivals, and with few days off."""


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town(AUTUMN) as town:
        yield town


async def days_on(town: Town, days: float) -> None:
    """Let so many days pass."""
    await town.move_to(town.clock() + timedelta(days=days))


def told_of_silence(town: Town, chat: int, since: datetime) -> list[datetime]:
    """When a coach was told that the bot writes to a family no more."""
    news = town.house.texts.phrase(say("desk.news.silence"), "de")
    return [shown.came_at for shown in rung(town, chat, since) if shown.text.startswith(news)]


async def counted(town: Town, what: str) -> dict[str, int]:
    """How often something was counted, by what of it."""
    found = await town.rows("SELECT of_what, SUM(count) FROM counters WHERE what = :what GROUP BY of_what", what=what)
    return {of: int(count) for of, count in found}


async def test_silent_family_is_asked_three_times_then_its_coach_hears_of_it(town: Town) -> None:
    ear = Ear(town)
    coach = await spoken_with(town)
    since = town.clock()
    await days_on(town, 60)
    assert ear.days(since) == [7, 21, 42]
    assert len(set(await offers_of(town))) == 3
    assert await whys(town) == ["done"]
    ((told),) = told_of_silence(town, coach, since)
    assert (told - ear.at()[-1]).days == 7
    last = town.house.texts.phrase(say("nudge.last"), "de")
    assert [last in one.text for one in ear.heard] == [False, False, True]


async def test_after_three_there_are_ninety_days_of_rest_and_five_a_year_in_all(town: Town) -> None:
    ear = Ear(town)
    await spoken_with(town)
    since = town.clock()
    await days_on(town, 170)
    days = ear.days(since)
    assert days[:3] == [7, 21, 42]
    assert days[3] >= 42 + 7 + 90
    await days_on(town, 150)
    assert len(ear.heard) <= 5


async def test_nothing_comes_by_night_on_rest_days_or_twice_within_a_week(town: Town) -> None:
    ear = Ear(town)
    await spoken_with(town)
    for _ in range(8):
        await days_on(town, 9.4)
        await town.press(AYLA, Press(1, "~", "privacy"))
        await town.press(AYLA, Press(1, "~privacy", "<"))
    assert len(ear.heard) == 5
    assert all(may_send(at, rest_now(town.house, at)) for at in ear.at())
    assert all(later - earlier >= timedelta(days=7) for earlier, later in pairwise(ear.at()))


async def test_family_that_did_not_agree_to_be_asked_later_is_not(town: Town) -> None:
    ear = Ear(town)
    await spoken_with(town, agrees=("callback", "reminders"))
    await days_on(town, 30)
    assert ear.heard == []


async def test_family_in_the_programme_is_asked_as_well(town: Town) -> None:
    ear = Ear(town)
    coach = await spoken_with(town)
    await tap(town, coach, ("~case", "1-close"), ("~close", "1-joined"))
    assert await town.rows("SELECT stage FROM cases") == [("joined",)]
    await days_on(town, 8)
    assert len(ear.heard) == 1


async def test_family_that_was_never_reached_is_asked_at_another_place(town: Town) -> None:
    ear = Ear(town)
    coach, *_ = await team(town, "Mira")
    await hesitant(town).until("")
    await tap(town, coach, ("~case", "1-take"))
    for number in range(town.house.programme.calls.tries):
        await tap(town, coach, ("~case", f"1-missed-{number}"))
    assert await town.rows("SELECT stage FROM cases") == [("unreached",)]
    await days_on(town, 9)
    assert len(ear.heard) == 1
    assert await town.rows("SELECT kind, place FROM ladders") == [("standing", "booked")]


async def test_what_a_coach_does_closes_the_ladder_and_counts_from_then_on(town: Town) -> None:
    ear = Ear(town)
    coach = await spoken_with(town)
    await days_on(town, 8)
    await tap(town, coach, ("~case", "1-talk"), ("~talk", "1-begin"))
    assert await whys(town) == ["handed"]
    assert await counted(town, "nudge.went_on") == {"silent.good_sign": 1}
    await tap(town, coach, ("~talk", "1-end"))
    await days_on(town, 6.5)
    assert len(ear.heard) == 1


async def test_while_coach_and_family_talk_the_bot_asks_nothing(town: Town) -> None:
    ear = Ear(town)
    coach = await spoken_with(town)
    await tap(town, coach, ("~case", "1-talk"), ("~talk", "1-begin"))
    for _ in range(12):
        await days_on(town, 0.8)
        await town.say(AYLA, "Guten Tag")
    await days_on(town, 6)
    assert ear.heard == []


async def test_any_press_of_the_family_closes_the_ladder(town: Town) -> None:
    await spoken_with(town)
    await days_on(town, 8)
    await town.press(AYLA, Press(1, "~", "privacy"))
    assert await whys(town) == ["life"]


async def test_not_now_is_two_weeks_and_keeps_the_distance_after_it(town: Town) -> None:
    ear = Ear(town)
    await spoken_with(town)
    await days_on(town, 8)
    said_at = town.clock()
    await town.happen(AYLA, Pressed(below(town, AYLA, "later")))
    await days_on(town, 40)
    assert ear.days(said_at)[1:] == [14, 35]
    assert len(set(await offers_of(town))) == 3


async def test_family_of_two_phones_gets_one_message_on_the_one_that_opened_the_case(town: Town) -> None:
    ear = Ear(town)
    await spoken_with(town)
    await second_phone(town)
    await days_on(town, 9)
    assert [one.chat for one in ear.heard] == [AYLA]


async def test_where_the_opener_blocks_the_other_phone_that_agreed_is_asked(town: Town) -> None:
    ear = Ear(town)
    await spoken_with(town)
    await second_phone(town)
    await town.block(AYLA)
    await days_on(town, 9)
    assert [one.chat for one in ear.heard] == [SAMIR]


async def test_crisis_on_one_phone_is_silence_on_both(town: Town) -> None:
    ear = Ear(town)
    await spoken_with(town)
    await second_phone(town)
    await town.press(SAMIR, Press(1, "~", "help"))
    await days_on(town, 12)
    assert ear.heard == []


async def test_family_whose_case_is_over_is_not_asked(town: Town) -> None:
    ear = Ear(town)
    coach = await spoken_with(town)
    await tap(town, coach, ("~case", "1-close"), ("~close", "1-stopped"), ("~close", "1-stopped-"))
    await days_on(town, 8)
    assert ear.heard == []


async def test_project_that_is_over_asks_nobody() -> None:
    async with open_town(local(23, 10, month=8, year=2027)) as town:
        ear = Ear(town)
        await spoken_with(town)
        await days_on(town, 25)
        assert len(ear.heard) == 1
        assert await whys(town) == ["over"]


async def test_many_cases_of_one_morning_are_spread_over_minutes(town: Town) -> None:
    ear = Ear(town)
    coach, *_ = await team(town, "Mira")
    chats = range(AYLA, AYLA + 12)
    for number, chat in enumerate(chats, start=1):
        await hesitant(town, chat).until("")
        await tap(town, coach, ("~case", f"{number}-take"), ("~case", f"{number}-reached"))
    await days_on(town, 9)
    assert sorted(one.chat for one in ear.heard) == list(chats)
    assert len({one.at.replace(second=0) for one in ear.heard}) > 8


async def test_standstill_over_the_second_message_sends_one_and_the_week_between_holds(town: Town) -> None:
    ear = Ear(town)
    await spoken_with(town)
    await days_on(town, 8)
    town.clock.move(timedelta(days=35))
    await town.service.tick()
    await town.delivery.quiet()
    await days_on(town, 3)
    assert len(ear.heard) == 2
    await days_on(town, 30)
    assert all(later - earlier >= timedelta(days=7) for earlier, later in pairwise(ear.at()))


async def test_lead_is_told_where_a_case_has_no_coach(town: Town) -> None:
    await spoken_with(town)
    since = town.clock()
    await town.rows("UPDATE cases SET owner = NULL")
    await days_on(town, 52)
    assert len(told_of_silence(town, LEAD, since)) == 1


async def second_phone(town: Town) -> None:
    """A second phone of the family, which agrees to be asked later as well."""
    await tap(town, AYLA, ("~card", "phone"), ("~phone", "make"))
    found = re.search(r"start=([\w-]+)", texts(town, AYLA))
    assert found is not None
    await town.command(SAMIR, "start", found[1])
    await tap(town, SAMIR, ("~language", "de"), ("~share", "with"))
    await town.press(SAMIR, Press(1, "~consents", "later+"))
    assert await town.rows("SELECT COUNT(*) FROM persons WHERE household IS NOT NULL") == [(1,)]
