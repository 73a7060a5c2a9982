"""Families that stopped half-way: asked three times at most, by day, and never after a sign of life."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from bot.posting import Post
from bot.standstill.climbing import climb
from bot.standstill.halfway import stalled
from bot.standstill.ladders import rest_now
from dialogs.machine.events import Unblocked
from dialogs.machine.screen import Press
from dialogs.machine.words import say
from dialogs.rules.ladders import may_send
from storage.units import Unit
from tests.bot.hard_days import FIRST_FAMILY, local, tap
from tests.bot.standing_still import Ear, below, half_way, offers_of, whys
from tests.proofs.quarter.town import Town, open_town

AYLA, SAMIR = FIRST_FAMILY, FIRST_FAMILY + 1
MONDAY = local(23, 10)


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town(MONDAY) as town:
        yield town


async def days_on(town: Town, days: float) -> None:
    """Let so many days pass."""
    await town.move_to(town.clock() + timedelta(days=days))


async def asked_once(town: Town) -> Ear:
    """A family that stopped at the question about money, and was asked once."""
    ear = Ear(town)
    await half_way(town)
    await days_on(town, 1.2)
    assert len(ear.heard) == 1
    return ear


async def counted(town: Town, what: str) -> list[tuple[str, int]]:
    """How often something was counted, by what of it."""
    found = await town.rows("SELECT of_what, SUM(count) FROM counters WHERE what = :what GROUP BY of_what", what=what)
    return sorted((of, int(count)) for of, count in found)


async def waiting_unsent(town: Town) -> int:
    """How many messages of ladders wait in the outbox."""
    return int((await town.rows("SELECT COUNT(*) FROM outbox WHERE kind = 'nudge' AND status = 'waiting'"))[0][0])


async def test_family_that_stops_half_way_is_asked_after_a_day_three_days_and_ten_and_then_left_in_peace(
    town: Town,
) -> None:
    ear = Ear(town)
    await half_way(town)
    stopped_at = town.clock()
    await days_on(town, 13.9)
    assert ear.days(stopped_at) == [1, 3, 10]
    assert await whys(town) == ["done"]
    assert await counted(town, "nudge.rung") == [("halfway.1", 1), ("halfway.2", 1), ("halfway.3", 1)]


async def test_each_message_makes_another_offer(town: Town) -> None:
    ear = Ear(town)
    await half_way(town)
    await days_on(town, 13)
    offers = await offers_of(town)
    assert len(offers) == len(set(offers)) == len({one.text for one in ear.heard}) == 3


async def test_third_message_alone_says_that_it_is_the_last(town: Town) -> None:
    ear = Ear(town)
    await half_way(town)
    await days_on(town, 13)
    last = town.house.texts.phrase(say("nudge.last"), "de")
    assert [last in one.text for one in ear.heard] == [False, False, True]


async def test_family_without_a_yes_to_reminders_is_never_asked(town: Town) -> None:
    ear = Ear(town)
    await half_way(town, agrees=("callback", "later"))
    await days_on(town, 13)
    assert ear.heard == []
    assert await town.rows("SELECT id FROM timers WHERE kind IN ('stall', 'nudge')") == []


@pytest.mark.parametrize(
    "stopped_at",
    [
        local(21, 20, 30),
        local(28, 18, 59),
        local(23, 23, month=12),
        local(30, 8, month=12),
        local(5, 12, month=1, year=2027),
        local(10, 17, month=2, year=2027),
        local(8, 3, month=3, year=2027),
        local(26, 15, month=3, year=2027),
        local(29, 21, month=4, year=2027),
        local(24, 21, month=10),
    ],
    ids=(
        "sunday",
        "advent",
        "christmas",
        "new_year",
        "orthodox",
        "ramadan",
        "eid",
        "easter",
        "easter_2",
        "winter_time",
    ),
)
async def test_nothing_comes_at_night_on_sundays_holidays_or_festivals(stopped_at: datetime) -> None:
    async with open_town(stopped_at) as town:
        ear = Ear(town)
        await half_way(town)
        await days_on(town, 13.9)
        assert len(ear.heard) >= 2
        assert all(may_send(at, rest_now(town.house, at)) for at in ear.at())


async def test_family_that_goes_on_is_not_asked_again_and_that_is_counted(town: Town) -> None:
    ear = await asked_once(town)
    await tap(town, AYLA, ("money", "office+"), ("money", "done"))
    assert await whys(town) == ["life"]
    assert await counted(town, "nudge.went_on") == [("sensitive.easy", 1)]
    await days_on(town, 0.9)
    assert len(ear.heard) == 1


async def goes_to_help(town: Town) -> None:
    await town.press(AYLA, Press(1, "~", "help"))


async def blocks(town: Town) -> None:
    await town.block(AYLA)


async def says_stop(town: Town) -> None:
    await town.say(AYLA, "stop")


async def says_never(town: Town) -> None:
    await town.press(AYLA, below(town, AYLA, "never"))


async def takes_its_yes_back(town: Town) -> None:
    await town.press(AYLA, Press(1, "~consents", "reminders-"))


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (goes_to_help, "crisis"),
        (blocks, "blocked"),
        (says_stop, "stopped"),
        (says_never, "never"),
        (takes_its_yes_back, "consent"),
    ],
)
async def test_after_help_block_stop_never_or_a_yes_taken_back_no_message_comes(
    town: Town, act: Callable[[Town], Awaitable[None]], why: str
) -> None:
    ear = await asked_once(town)
    await act(town)
    assert await whys(town) == [why]
    await days_on(town, 12)
    assert len(ear.heard) == 1


async def test_booking_closes_the_ladder_in_its_own_turn(town: Town) -> None:
    ear = Ear(town)
    ayla = await half_way(town, at="check")
    await days_on(town, 1.2)
    await ayla.go_on()
    assert (len(ear.heard), await whys(town)) == (1, ["booked"])
    assert await counted(town, "nudge.went_on") == [("time.other_time", 1)]
    await days_on(town, 12)
    assert len(ear.heard) == 1


async def test_a_stop_counts_against_the_message_it_follows_and_only_once(town: Town) -> None:
    await asked_once(town)
    await says_stop(town)
    await says_stop(town)
    assert await counted(town, "nudge.stopped") == [("sensitive.easy", 1)]


async def test_unblocked_family_is_asked_only_after_new_life(town: Town) -> None:
    ear = Ear(town)
    await half_way(town)
    await town.block(AYLA)
    town.phones.of[AYLA].blocked = False
    await town.happen(AYLA, Unblocked())
    await days_on(town, 3)
    assert ear.heard == []
    await town.say(AYLA, "Hallo")
    await days_on(town, 1.5)
    assert len(ear.heard) == 1


async def test_help_once_shown_means_silence_until_a_new_yes(town: Town) -> None:
    ear = Ear(town)
    await half_way(town)
    await goes_to_help(town)
    await tap(town, AYLA, ("~help", "safe"))
    await days_on(town, 3)
    assert ear.heard == []
    await town.press(AYLA, Press(1, "~consents", "reminders-"))
    await town.press(AYLA, Press(1, "~consents", "reminders+"))
    await days_on(town, 1.5)
    assert len(ear.heard) == 1


async def test_looking_in_without_an_answer_more_does_not_begin_the_count_anew(town: Town) -> None:
    ear = Ear(town)
    await half_way(town)
    for _ in range(4):
        await days_on(town, 4)
        await town.press(AYLA, Press(1, "~", "privacy"))
        await town.press(AYLA, Press(1, "~privacy", "<"))
    await days_on(town, 13)
    assert len(ear.heard) == 3


async def test_five_messages_a_year_are_the_most(town: Town) -> None:
    ear = Ear(town)
    ayla = await half_way(town, at="lives_here")
    for question in ("household", "money", "has_coach", "result", "wish", "name"):
        await days_on(town, 3.5)
        await ayla.go_on(question)
    await days_on(town, 13)
    last = town.house.texts.phrase(say("nudge.last"), "de")
    assert [last in one.text for one in ear.heard] == [False, False, False, False, True]


async def test_not_now_is_heard_again_in_two_weeks_with_another_offer(town: Town) -> None:
    ear = await asked_once(town)
    asked_at = town.clock()
    await town.press(AYLA, below(town, AYLA, "later"))
    assert await whys(town) == ["not_now", ""]
    await days_on(town, 13.9)
    assert (ear.at()[1] - asked_at).days in (11, 12, 13)
    assert len(ear.heard) == len(set(await offers_of(town))) == 2


async def test_looking_in_after_not_now_does_not_bring_the_next_message_nearer(town: Town) -> None:
    ear = await asked_once(town)
    await town.press(AYLA, below(town, AYLA, "later"))
    await days_on(town, 1)
    await town.press(AYLA, Press(1, "~", "privacy"))
    await days_on(town, 9)
    assert len(ear.heard) == 1
    await days_on(town, 3)
    assert len(ear.heard) == 2


async def test_hidden_chat_hears_nothing_until_it_is_shown_again(town: Town) -> None:
    ear = Ear(town)
    await half_way(town)
    await goes_to_help(town)
    await tap(town, AYLA, ("~help", "hide"))
    await town.rows("UPDATE persons SET unasked = ''")
    await days_on(town, 3)
    assert (ear.heard, await whys(town)) == ([], [""])
    await town.press(AYLA, Press(1, "~hidden", "show"))
    await days_on(town, 1.5)
    assert len(ear.heard) == 1


async def test_family_that_waits_in_line_is_not_asked(town: Town) -> None:
    ear = Ear(town)
    await half_way(town, at="result")
    await town.press(AYLA, Press(1, "~", "list"))
    await days_on(town, 12)
    assert ear.heard == []


async def test_family_is_erased_after_its_two_weeks_with_all_that_it_was_offered(town: Town) -> None:
    await half_way(town)
    await days_on(town, 16)
    for table in ("persons", "ladders", "nudges"):
        assert await town.rows(f"SELECT COUNT(*) FROM {table}") == [(0,)]
    assert await town.rows("SELECT id FROM timers WHERE kind IN ('stall', 'nudge')") == []


async def test_message_that_waits_in_the_outbox_is_not_sent_once_the_family_writes(town: Town) -> None:
    ear = Ear(town)
    await half_way(town)
    await undelivered(town, local(24, 10, 30))
    assert await waiting_unsent(town) == 1
    await tap(town, AYLA, ("money", "office+"))
    assert await waiting_unsent(town) == 0
    await days_on(town, 0.1)
    assert ear.heard == []


async def test_message_that_could_not_leave_by_day_does_not_leave_at_night(town: Town) -> None:
    ear = Ear(town)
    await half_way(town)
    await undelivered(town, local(24, 18, 30))
    town.clock.move(timedelta(hours=1))
    await town.service.tick()
    await town.delivery.quiet()
    assert ear.heard == []
    await town.move_to(local(25, 10))
    assert (ear.heard, await waiting_unsent(town)) == ([], 0)


async def undelivered(town: Town, at: datetime) -> None:
    """The first message is due and written down, but the channel is away."""
    town.clock.move(at - town.clock())
    await town.run(lambda: stops(town, at))


def stops(town: Town, at: datetime) -> Unit[None]:
    """The ladder of the first family begins, with its letter in the outbox."""
    post = Post(town.house, at)
    yield from town.house.cases.timer_ran("stall:1")
    yield from stalled(town.house, post, 1)
    ladder = yield from town.house.ladders.open_of(1)
    if ladder is not None and ladder.rung == 0:
        yield from town.house.ladders.plan(ladder.id, at)
        yield from climb(town.house, post, ladder.id)


async def test_standstill_of_three_days_sends_no_flood() -> None:
    async with open_town(MONDAY) as town:
        ear = Ear(town)
        families = range(AYLA, AYLA + 60)
        for chat in families:
            await half_way(town, chat, at="lives_here")
        town.clock.move(timedelta(days=3))
        await town.service.tick()
        await town.delivery.quiet()
        assert len(ear.heard) < 5
        await days_on(town, 0.3)
        a_minute = Counter(one.at.replace(second=0) for one in ear.heard)
        assert sorted(one.chat for one in ear.heard) == list(families)
        assert max(a_minute.values()) <= 4
        assert max(ear.at(chat)[0] for chat in families) - MONDAY < timedelta(days=3, hours=4)


async def test_project_that_is_over_writes_to_nobody() -> None:
    async with open_town(local(30, 10, month=8, year=2027)) as town:
        ear = Ear(town)
        await half_way(town)
        await days_on(town, 1.2)
        assert len(ear.heard) == 1
        await days_on(town, 12)
        assert (len(ear.heard), await whys(town)) == (1, ["over"])


async def test_after_too_many_stops_one_message_is_all_and_says_so(town: Town) -> None:
    ear = Ear(town)
    await half_way(town, SAMIR)
    await days_on(town, 1.2)
    await town.say(SAMIR, "stop")
    await half_way(town)
    await days_on(town, 12)
    (only,) = [one for one in ear.heard if one.chat == AYLA]
    assert town.house.texts.phrase(say("nudge.last"), "de") in only.text
