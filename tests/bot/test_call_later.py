""" "Not now, in an hour", and somebody else's time: calls, cards, calendars and promises follow."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.person import Person
from dialogs.family.questions import read_slot
from tests.bot.road import book, buttons, offered, press, press_at_once, texts, to_check, to_wish
from tests.stage import Stage, rows, staged

SOON, LATER = "~card.soon", "Die Familie bittet: nicht jetzt, sondern etwas später."


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as stage:
        yield stage


async def call(stage: Stage) -> tuple[str, datetime, datetime]:
    wish, starts_at, ends_at = (await rows(stage, "SELECT wish, starts_at, ends_at FROM cases"))[0]
    return wish, datetime.fromtimestamp(starts_at, UTC), datetime.fromtimestamp(ends_at, UTC)


async def promises(stage: Stage) -> list[str]:
    return [row[0] for row in await rows(stage, "SELECT state FROM promises ORDER BY id")]


async def asks(stage: Stage, wish: str = "asap", safe: str = "always") -> Person:
    """Ayla, who is to be called in a window."""
    ayla = stage.family()
    await to_wish(stage, ayla)
    await press(stage, ayla, f"wish.{wish}")
    if wish == "part":
        await press(stage, ayla, offered(ayla, "part")[0])
    if safe == "always":
        await to_check(stage, ayla)
    else:
        await stage.say(ayla, "Ayla")
        ayla.share_contact()
        await stage.quiet()
        await press(stage, ayla, f"safe.{safe}")
    await press(stage, ayla, "check.send")
    return ayla


@pytest.mark.parametrize("wish", ["asap", "part"])
async def test_in_an_hour_is_told_to_the_family_the_coach_and_the_ledger(stage: Stage, wish: str) -> None:
    mira = await stage.team("Mira")
    ayla = await asks(stage, wish)
    await press(stage, mira, "~case.1-take")

    await press(stage, ayla, SOON)

    named, starts_at, ends_at = await call(stage)
    assert (named, ends_at - starts_at) == ("later", timedelta(hours=1))
    assert starts_at - stage.clock() >= timedelta(hours=1)
    assert LATER in texts(mira)
    assert "Anruf: Montag, 23. November, zwischen 10:00 und 11:00 Uhr" in texts(ayla)
    assert (await promises(stage))[-2:] == ["void", "open"]


async def test_pressed_twice_within_a_minute_it_is_put_off_once(stage: Stage) -> None:
    mira = await stage.team("Mira")
    ayla = await asks(stage)
    await press(stage, mira, "~case.1-take")

    press_at_once(ayla, SOON)
    press_at_once(ayla, SOON)
    await stage.quiet()
    first = await call(stage)
    await stage.move(seconds=50)
    await press(stage, ayla, SOON)

    assert await call(stage) == first
    assert texts(mira).count(LATER) == 1


async def test_in_the_evening_it_is_the_next_morning(stage: Stage) -> None:
    ayla = await asks(stage)
    await stage.move(hours=10)
    await press(stage, ayla, SOON)
    _, starts_at, _ = await call(stage)
    assert starts_at == datetime(2026, 11, 24, 8, tzinfo=UTC)


async def test_exact_time_and_a_phone_that_must_not_ring_have_no_such_button(stage: Stage) -> None:
    await stage.team("Mira")
    ayla = stage.family("Cem")
    await book(stage, ayla)
    assert SOON not in buttons(ayla)
    assert SOON not in buttons(await asks(stage, safe="never"))


async def test_window_is_told_from_when_until_when_and_the_soonest_until_when(stage: Stage) -> None:
    await stage.team("Mira")
    ayla = await asks(stage, "part")
    assert "Anruf: Montag, 23. November, zwischen 11:00 und 12:00 Uhr" in texts(ayla)

    cem = stage.family("Cem")
    await to_wish(stage, cem)
    await press(stage, cem, "wish.asap")
    await to_check(stage, cem)
    assert "So bald wie möglich, bis Mittwoch, 25. November, 16:00 Uhr" in texts(cem)


async def team_of_two(stage: Stage) -> tuple[Person, Person, Person]:
    """Mira has Ayla's call, and Jonas works at other hours."""
    mira = await stage.team("Mira", hours="Mon-Fri 09:00-12:00")
    jonas = await stage.team("Jonas", hours="Mon-Fri 13:30-16:00")
    ayla = stage.family()
    await book(stage, ayla, day=1)
    await press(stage, mira, "~case.1-take")
    return mira, jonas, ayla


async def moves_to(stage: Stage, ayla: Person, *presses: str) -> list[str]:
    await press(stage, ayla, "~card.move", "wish.exact", *presses)
    await press(stage, ayla, offered(ayla, "day")[2])
    return offered(ayla, "time")


async def test_own_coach_first_and_the_others_on_request(stage: Stage) -> None:
    _, _, ayla = await team_of_two(stage)
    own = await moves_to(stage, ayla)
    assert {read_slot(means.removeprefix("time."))[0] for means in own} == {1}

    await press(stage, ayla, "~whom.anybody")
    await press(stage, ayla, offered(ayla, "day")[2])
    everybody = offered(ayla, "time")
    assert {read_slot(means.removeprefix("time."))[0] for means in everybody} == {1, 2}


async def test_time_of_another_coach_takes_the_case_along(stage: Stage) -> None:
    mira, jonas, ayla = await team_of_two(stage)
    others = [one for one in await moves_to(stage, ayla, "~whom.anybody") if one.startswith("time.2-")]

    await press(stage, ayla, others[0], "move_check.yes")

    assert await rows(stage, "SELECT owner, suggested, stage FROM cases") == [(None, 2, "received")]
    assert await rows(stage, "SELECT coach, state FROM bookings") == [(2, "booked")]
    assert "Jonas ruft Sie an:" in texts(ayla)
    assert "Die Familie hat eine Zeit bei Jonas gewählt." in texts(mira)
    assert "~case.1-take" in buttons(jonas)
    assert (await promises(stage))[-1] == "open"

    await press(stage, jonas, "~case.1-take")
    assert await rows(stage, "SELECT owner, stage FROM cases") == [(2, "taken")]
    assert "Jetzt kümmert sich Jonas: 09:00 Uhr" in texts(ayla)


async def test_old_time_is_free_again_in_the_same_moment(stage: Stage) -> None:
    _, _, ayla = await team_of_two(stage)
    before = await rows(stage, "SELECT starts_at FROM bookings")
    others = [one for one in await moves_to(stage, ayla, "~whom.anybody") if one.startswith("time.2-")]
    await press(stage, ayla, others[0], "move_check.yes")
    after = await rows(stage, "SELECT starts_at FROM bookings")
    assert len(after) == 1
    assert after != before


async def test_own_coachs_time_among_all_keeps_the_case_where_it_is(stage: Stage) -> None:
    _, _, ayla = await team_of_two(stage)
    own = [one for one in await moves_to(stage, ayla, "~whom.anybody") if one.startswith("time.1-")]
    await press(stage, ayla, own[0], "move_check.yes")
    assert await rows(stage, "SELECT owner, stage FROM cases") == [(1, "taken")]
