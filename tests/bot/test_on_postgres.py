"""The whole bot on a real PostgreSQL: the main road, and the races that the database decides."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.person import Person
from storage.postgres import PostgresStorage
from tests.bot.ladder import look_up
from tests.bot.road import book, buttons, meaning, offered, press, press_at_once, texts, to_check, to_times, to_wish
from tests.stage import Stage, rows, staged

pytestmark = pytest.mark.postgres

KEY = "ZmFtaWxpZW5sb3RzZS10ZXN0LWtleS0zMi1ieXRlcyE="


@pytest.fixture
async def stage(tmp_path: Path, postgres_address: str) -> AsyncIterator[Stage]:
    async with staged(tmp_path, DATABASE_URL=postgres_address, FAMILIENLOTSE_KEY=KEY) as stage:
        yield stage


async def test_family_walks_from_hello_to_spoken_with(stage: Stage) -> None:
    assert isinstance(stage.bot.storage, PostgresStorage)
    mira, jonas = await stage.team("Mira", languages="de,tr"), await stage.team("Jonas")
    ayla = stage.family("Ayla", "tr")

    await book(stage, ayla, day=1, language="tr")
    assert "Mira" in texts(ayla)
    await look_up(stage, jonas)
    assert "~case.1-take" in buttons(jonas)

    await press(stage, mira, "~case.1-take")
    assert "Übernommen von Mira, Montag, 23. November, 09:00 Uhr." in texts(jonas)
    assert "Ayla" in texts(mira)
    assert "~case.1-take" not in buttons(jonas)

    await press(stage, mira, "~case.1-reached")
    assert await rows(stage, "SELECT stage, owner IS NOT NULL FROM cases") == [("spoken", True)]
    assert await rows(stage, "SELECT COUNT(*) FROM outbox WHERE status = 'waiting'") == [(0,)]
    assert await rows(stage, "SELECT COUNT(*) FROM bookings") == [(0,)]


async def test_bot_that_is_started_anew_goes_on_where_the_family_stood(stage: Stage) -> None:
    await stage.team("Mira", languages="de,tr")
    ayla = stage.family("Ayla")
    await to_wish(stage, ayla)
    await press(stage, ayla, (await to_times(stage, ayla))[0])

    await stage.bot.stop()
    await stage.start_bot()
    await to_check(stage, ayla)
    await press(stage, ayla, "check.send")

    assert await rows(stage, "SELECT stage, wish FROM cases") == [("received", "exact")]


async def test_two_families_press_one_time_and_one_gets_it(stage: Stage) -> None:
    await stage.team("Mira", languages="de,tr")
    families = [stage.family("Ayla"), stage.family("Berat")]
    for family in families:
        await to_wish(stage, family)
        first = (await to_times(stage, family))[0]

    for family in families:
        press_at_once(family, first)
    await stage.quiet()

    assert await rows(stage, "SELECT COUNT(*) FROM bookings") == [(1,)]
    still_choosing = [family for family in families if offered(family, "time")]
    assert len(still_choosing) == 1
    assert first not in offered(still_choosing[0], "time")
    await press(stage, still_choosing[0], offered(still_choosing[0], "time")[0])
    assert await rows(stage, "SELECT COUNT(*) FROM bookings") == [(2,)]


async def test_twelve_families_at_once_share_out_the_times_and_none_is_booked_twice(stage: Stage) -> None:
    await stage.team("Mira", languages="de,tr")
    families = [stage.family(f"Familie {number}") for number in range(12)]
    for family in families:
        await to_wish(stage, family)
        first = (await to_times(stage, family))[0]

    for family in families:
        press_at_once(family, first)
    await stage.quiet()

    assert await rows(stage, "SELECT COUNT(*) FROM bookings") == [(1,)]
    assert len([family for family in families if not offered(family, "time")]) == 1


async def test_two_coaches_press_take_and_one_has_the_case(stage: Stage) -> None:
    coaches = [await stage.team(name, languages="de,tr") for name in ("Mira", "Jonas", "Lea", "Tom")]
    await book(stage, stage.family("Ayla"))
    for coach in coaches[1:]:
        await look_up(stage, coach)

    for coach in coaches:
        press_at_once(coach, "~case.1-take")
    await stage.quiet()

    assert [press for coach in coaches for press in coach.presses if press.toast is None] == []
    assert len([coach for coach in coaches if _has_it(coach)]) == 1
    assert [row for coach in coaches for row in buttons(coach) if row == "~case.1-take"] == []
    assert await rows(stage, "SELECT COUNT(*) FROM cases WHERE owner IS NOT NULL AND stage = 'taken'") == [(1,)]
    assert await rows(stage, "SELECT COUNT(*) FROM bookings b JOIN cases c ON c.owner = b.coach") == [(1,)]


def _has_it(coach: Person) -> bool:
    return any(meaning(button) == "~case.1-reached" for message in coach.messages for button in message.buttons)
