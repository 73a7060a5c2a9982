"""Too many stops halve the ladder by itself: every lead is asked once, and decides; the count begins anew."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial

import pytest

from bot.desk.desk import Desk
from bot.gathering import Here
from bot.posting import Post
from bot.standstill import watch
from dialogs.desk.standstill_effects import SetLadder
from storage.helped import ASKED, FULL, HALF
from storage.units import Unit
from tests.bot.hard_days import LEAD, find, local, sees, tap
from tests.proofs.quarter.phones import Shown
from tests.proofs.quarter.town import Town, open_town

TOO_MANY = "Zu viele Familien wollen keine Nachrichten mehr:"
OTHER_LEAD, COACH = 110, 111
WEEKS = timedelta(days=28)


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town(local(23, 9)) as town:
        await town.join(LEAD, "Petra", "lead", "de", "")
        for chat, name, role in ((OTHER_LEAD, "Renate", "lead"), (COACH, "Mira", "coach")):
            await town.join(chat, name, role, "de", "")
            await tap(town, LEAD, ("~team", "yes-"))
        yield town


async def counted(town: Town, sent: int, stopped: int) -> None:
    """So many messages went out today, and after so many of them a family wanted no more."""
    day = town.clock().astimezone(town.house.town.zone).date().isoformat()

    def unit() -> Unit[None]:
        for _ in range(sent):
            yield from town.house.people.count("nudge.rung", "halfway.1", "tr", day)
        for _ in range(stopped):
            yield from town.house.people.count("nudge.stopped", "sensitive.easy", "tr", day)

    await town.run(unit)


async def stop(town: Town, sent: int = 0, stopped: int = 1) -> Post:
    """The last of these stops has just come; gives what was written."""
    await counted(town, sent, stopped)
    post = Post(town.house, town.clock())
    await town.run(partial(watch.check, town.house, post))
    await town.service.tick()
    await town.delivery.quiet()
    return post


async def state(town: Town) -> str:
    return (await town.run(town.house.helped.ladder)).state


async def halved(town: Town) -> bool:
    return await town.run(partial(watch.is_halved, town.house))


def asked(town: Town, chat: int) -> list[Shown]:
    """The questions on a phone, whether they still have buttons or not."""
    return [shown for _, to, shown in town.phones.sent if to == chat and TOO_MANY in shown.text]


async def later(town: Town, at: datetime) -> None:
    town.clock.move(at - town.clock())
    await town.service.tick()
    await town.delivery.quiet()


async def test_five_in_a_hundred_change_nothing(town: Town) -> None:
    await stop(town, sent=100, stopped=5)

    assert not await halved(town)
    assert asked(town, LEAD) == []


async def test_more_than_five_in_a_hundred_halve_the_ladder_and_every_lead_is_asked_once(town: Town) -> None:
    post = await stop(town, sent=100, stopped=6)
    await stop(town)

    assert await halved(town)
    assert post.events == [("ladder.halved", {"sent": 100, "stopped": 6})]
    assert [len(asked(town, chat)) for chat in (LEAD, OTHER_LEAD, COACH)] == [1, 1, 0]
    assert [press.pick.partition("-")[0] for press in asked(town, LEAD)[0].presses()] == ["full", "half"]


async def test_with_few_messages_one_stop_is_enough(town: Town) -> None:
    await stop(town, sent=3)

    assert await halved(town)


async def test_stops_of_five_weeks_ago_count_no_more(town: Town) -> None:
    await counted(town, sent=20, stopped=9)
    town.clock.move(WEEKS)
    await stop(town, sent=40)

    assert not await halved(town)


async def test_lead_makes_it_whole_again_and_the_other_leads_question_becomes_the_answer(town: Town) -> None:
    await stop(town, sent=20, stopped=2)
    await tap(town, LEAD, ("~learned", "full-"))

    assert (await halved(town), await state(town)) == (False, FULL)
    (answered,) = (shown for shown in town.phones.of[OTHER_LEAD].messages.values() if "Petra" in shown.text)
    assert ("hat entschieden" in answered.text, answered.rows) == (True, ())
    assert not sees(town, LEAD, "~learned", "full-")


async def test_count_begins_anew_with_the_leads_word_even_on_the_same_day(town: Town) -> None:
    await stop(town, sent=20, stopped=2)
    await tap(town, LEAD, ("~learned", "full-"))
    await stop(town, sent=20)
    assert not await halved(town)

    await stop(town)
    assert await halved(town)
    assert len(asked(town, LEAD)) == 1, "the first one has become its answer"


async def test_lead_leaves_it_halved_and_is_not_asked_again(town: Town) -> None:
    await stop(town, sent=20, stopped=2)
    await tap(town, OTHER_LEAD, ("~learned", "half-"))
    await stop(town, stopped=5)

    assert (await halved(town), await state(town)) == (True, HALF)
    assert asked(town, LEAD) == []
    await town.command(LEAD, "lead")
    await tap(town, LEAD, ("~lead", "learned"), ("~learned", "year-ladder"), ("~learned", "full-"))
    assert not await halved(town)


async def test_second_lead_who_presses_later_is_told_that_it_is_decided(town: Town) -> None:
    await stop(town, sent=20, stopped=2)
    full = find(town, OTHER_LEAD, "~learned", "full-")
    town.clock.move(timedelta(minutes=1))
    await tap(town, LEAD, ("~learned", "half-"))
    await town.press(OTHER_LEAD, full)

    assert await state(town) == HALF
    assert town.phones.of[OTHER_LEAD].toasts[-1] == "Das ist schon entschieden."


async def test_coach_who_forges_the_press_decides_nothing(town: Town) -> None:
    await stop(town, sent=20, stopped=2)
    await town.press(COACH, find(town, LEAD, "~learned", "full-"))

    assert await state(town) == ASKED


async def test_leads_desk_says_while_the_decision_is_open(town: Town) -> None:
    await town.command(LEAD, "lead")
    before = town.phones.of[LEAD].newest
    await stop(town, sent=20, stopped=2)
    await town.command(LEAD, "lead")
    during = town.phones.of[LEAD].newest

    assert before is not None
    assert during is not None
    assert ["Bitte entscheiden Sie" in shown.text for shown in (before, during)] == [False, True]


async def test_stop_at_night_rings_no_lead_before_morning(town: Town) -> None:
    await later(town, local(23, 23))
    await stop(town, sent=20, stopped=2)
    assert await halved(town)
    assert asked(town, LEAD) == []

    await later(town, local(24, 10))
    assert len(asked(town, LEAD)) == 1


async def test_question_that_a_lead_answered_at_night_does_not_come_in_the_morning(town: Town) -> None:
    await later(town, local(23, 23))
    await stop(town, sent=20, stopped=2)
    await town.command(LEAD, "lead")
    await tap(town, LEAD, ("~lead", "learned"), ("~learned", "year-ladder"), ("~learned", "half-"))
    await later(town, local(24, 10))

    assert (asked(town, LEAD), asked(town, OTHER_LEAD)) == ([], [])


async def test_ladder_that_is_whole_is_not_made_whole_again(town: Town) -> None:
    petra = await town.run(partial(town.house.people.find, LEAD))
    assert petra is not None
    post = Post(town.house, town.clock())
    await town.run(partial(watch.decide, Desk(town.house, Here(petra, town.clock()), post), SetLadder(True)))

    assert post.events == []
