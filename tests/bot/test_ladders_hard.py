"""Ladders on hard days: a last word that holds, a wait that is kept, and a channel that makes one wait."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.channel import Outcome, Rendered, TryLater
from dialogs.machine.screen import Press
from dialogs.machine.words import say
from tests.bot.hard_days import FIRST_FAMILY, local, tap, texts
from tests.bot.standing_still import Ear, below, half_way, hesitant, spoken_with, whys
from tests.proofs.quarter.town import Town, open_town

AYLA, SAMIR = FIRST_FAMILY, FIRST_FAMILY + 1
MONDAY = local(23, 10)
AUTUMN = local(5, 10, month=10)


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town(MONDAY) as town:
        yield town


@pytest.fixture
async def autumn() -> AsyncIterator[Town]:
    async with open_town(AUTUMN) as town:
        yield town


async def days_on(town: Town, days: float) -> None:
    """Let so many days pass."""
    await town.move_to(town.clock() + timedelta(days=days))


async def counted(town: Town, what: str) -> dict[str, int]:
    """How often something was counted, by what of it."""
    found = await town.rows("SELECT of_what, SUM(count) FROM counters WHERE what = :what GROUP BY of_what", what=what)
    return {of: int(count) for of, count in found}


async def second_phone(town: Town) -> None:
    """A second phone of Ayla's family, which agrees to be asked later as well."""
    await tap(town, AYLA, ("~card", "phone"), ("~phone", "make"))
    found = re.search(r"start=([\w-]+)", texts(town, AYLA))
    assert found is not None
    await town.command(SAMIR, "start", found[1])
    await tap(town, SAMIR, ("~language", "de"), ("~share", "with"))
    await town.press(SAMIR, Press(1, "~consents", "later+"))


async def handed_on(town: Town, coach: int) -> None:
    """A coach gives the case to a colleague."""
    await tap(town, coach, ("~case", "1-give"), ("~give", "1-to-"))


async def halved(town: Town, state: str) -> None:
    """The ladders are halved, or whole again."""
    await town.rows("DELETE FROM house WHERE name = 'ladder'")
    if state != "full":
        await town.rows("INSERT INTO house (name, value) VALUES ('ladder', :value)", value=f"{state}:1:0:0")


async def test_who_was_told_that_it_was_the_last_message_hears_no_more_though_ladders_are_whole_again(
    town: Town,
) -> None:
    ear = Ear(town)
    await halved(town, "half")
    await half_way(town)
    await days_on(town, 1.2)
    assert town.house.texts.phrase(say("nudge.last"), "de") in ear.heard[0].text
    await halved(town, "full")
    await days_on(town, 12)
    assert (len(ear.heard), await whys(town)) == (1, ["done"])


async def test_not_now_lasts_two_weeks_whatever_a_coach_does_meanwhile(autumn: Town) -> None:
    ear = Ear(autumn)
    coach = await spoken_with(autumn, "Jonas")
    await days_on(autumn, 8)
    said_at = autumn.clock()
    await autumn.press(AYLA, below(autumn, AYLA, "later"))
    await days_on(autumn, 0.1)
    await handed_on(autumn, coach)
    await days_on(autumn, 30)
    assert (ear.at()[1] - said_at).days >= 14


async def test_case_given_on_begins_no_three_messages_anew(autumn: Town) -> None:
    ear = Ear(autumn)
    coach = await spoken_with(autumn, "Jonas")
    await days_on(autumn, 22)
    given_at = autumn.clock()
    await handed_on(autumn, coach)
    await days_on(autumn, 6.5)
    assert (len(ear.heard), await whys(autumn)) == (2, ["handed"])
    await days_on(autumn, 2)
    assert ear.days(given_at) == [-15, -1, 7]


async def test_family_of_two_phones_gets_three_messages_in_all_where_one_blocks_meanwhile(autumn: Town) -> None:
    ear = Ear(autumn)
    await spoken_with(autumn)
    await second_phone(autumn)
    await days_on(autumn, 22)
    await autumn.block(AYLA)
    await days_on(autumn, 40)
    assert [one.chat for one in ear.heard] == [AYLA, AYLA, SAMIR]


class Slow:
    """A channel that makes every message of a ladder wait, as a 429 does."""

    def __init__(self, town: Town, seconds: float, times: int) -> None:
        self._send, self._seconds, self.left = town.phones.send, seconds, times
        town.phones.send = self.send  # type: ignore[method-assign]

    async def send(self, chat: int, message: Rendered, **how: Any) -> Outcome:
        if self.left and any("~nudge" in button.payload for row in message.rows for button in row):
            self.left -= 1
            return TryLater(self._seconds)
        return await self._send(chat, message, **how)


async def test_message_that_the_channel_makes_wait_is_asked_of_all_again_before_it_leaves(town: Town) -> None:
    ear = Ear(town)
    await half_way(town)
    Slow(town, 0.01, 1)
    await days_on(town, 1.001)
    assert ear.heard == []
    await tap(town, AYLA, ("money", "office+"))
    await days_on(town, 0.2)
    assert ear.heard == []


async def test_a_word_that_changes_nothing_is_a_sign_of_life_all_the_same(town: Town) -> None:
    ear = Ear(town)
    await half_way(town)
    await days_on(town, 0.98)
    await town.press(AYLA, Press(0, "~nudge", "99-go"))
    said_at = town.clock()
    await days_on(town, 2.5)
    assert ear.days(said_at) == [1]


async def begins_anew(town: Town, coach: int) -> None:
    """The case is over, and the family stops half-way in a new enquiry."""
    await tap(town, coach, ("~case", "1-close"), ("~close", "1-stopped"), ("~close", "1-stopped-"))
    await town.command(AYLA, "start")
    await tap(town, AYLA, ("~card", "anew"))
    ayla = hesitant(town)
    await ayla.go_on("money")
    assert ayla.sees("money")


async def test_family_that_stops_half_way_in_a_new_enquiry_is_asked_there_and_not_for_its_old_case(
    autumn: Town,
) -> None:
    ear = Ear(autumn)
    await begins_anew(autumn, await spoken_with(autumn))
    await days_on(autumn, 8)
    assert len(ear.heard) == 2
    assert await autumn.rows("SELECT DISTINCT kind FROM ladders") == [("halfway",)]


async def test_half_way_as_well_help_on_one_phone_is_silence_on_both(autumn: Town) -> None:
    ear = Ear(autumn)
    coach = await spoken_with(autumn)
    await second_phone(autumn)
    await autumn.press(SAMIR, Press(1, "~", "help"))
    await begins_anew(autumn, coach)
    await days_on(autumn, 8)
    assert ear.heard == []


async def test_never_below_two_messages_is_one_stop(town: Town) -> None:
    await half_way(town)
    await days_on(town, 4)
    first = Press(0, "~nudge", "1-never")
    await town.press(AYLA, below(town, AYLA, "never"))
    await town.press(AYLA, first)
    assert sum((await counted(town, "nudge.stopped")).values()) == 1


async def test_a_rest_is_promised_only_where_somebody_will_write(town: Town) -> None:
    await half_way(town)
    await days_on(town, 1.2)
    await town.rows("UPDATE nudges SET offer = 'two_weeks'")
    await town.press(AYLA, Press(1, "~consents", "reminders-"))
    await town.press(AYLA, Press(0, "~nudge", "1-go"))
    noted = town.house.texts.phrase(say("nudge.two_weeks.noted"), "de")
    assert not any(noted in one.text for one in town.phones.of[AYLA].messages.values())


async def test_where_families_stop_is_counted_also_of_those_that_are_not_asked(town: Town) -> None:
    ear = Ear(town)
    await town.command(AYLA, "start")
    await half_way(town, SAMIR, agrees=("callback",))
    await days_on(town, 2)
    assert (ear.heard, await whys(town)) == ([], [])
    assert await counted(town, "stall") == {"language": 1, "sensitive": 1}


async def test_family_that_looks_in_meanwhile_is_counted_a_day_after_that(town: Town) -> None:
    await half_way(town, agrees=("callback",))
    await days_on(town, 0.9)
    await town.press(AYLA, Press(1, "~", "privacy"))
    await days_on(town, 0.5)
    assert await counted(town, "stall") == {}
    await days_on(town, 1)
    assert await counted(town, "stall") == {"sensitive": 1}
