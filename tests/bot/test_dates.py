"""The lead sets the last day of intake on the phone; families are told kindly, and nothing else changes it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.road import buttons, press, texts, to_wish
from tests.bot.waiting import joins, local, places, until
from tests.stage import Stage, rows, staged

CLOSED = "Leider beginnen bei uns keine neuen Familien mehr."
GOODBYE = "Unser Angebot nimmt niemanden mehr auf"
STORED = "SELECT name, value FROM house WHERE name != 'bot' ORDER BY name"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as stage:
        await places(stage, 0)
        yield stage


async def last_day_is_today(stage: Stage) -> None:
    """Petra opens her desk and makes today, a Monday, the last day on which a family may begin."""
    petra = await stage.team("Petra", "lead")
    await stage.say(petra, "/lead")
    await press(stage, petra, "~lead.dates", "~dates.to-20261123-20270831", "~dates.set-20261123-20270831")


async def test_family_is_told_kindly_from_the_day_after_the_last_one(stage: Stage) -> None:
    await last_day_is_today(stage)
    ayla = stage.family()
    await stage.start(ayla)
    await stage.say(ayla, "/places")
    assert CLOSED not in texts(ayla)
    message, join = buttons(ayla)["~places.join"]

    await until(stage, local(11, 24, 9))
    ayla.press(message.id, join.data)
    await stage.quiet()

    assert CLOSED in Stage.screen(ayla).text
    assert await rows(stage, "SELECT person FROM waiting") == []
    await press(stage, ayla, "~.doors")
    await press(stage, ayla, "~person.call")


async def test_family_that_the_offer_fits_still_books_its_call(stage: Stage) -> None:
    await last_day_is_today(stage)
    await until(stage, local(11, 24, 9))
    berat = stage.family("Berat")

    await to_wish(stage, berat)

    assert "wish.asap" in buttons(berat)


async def test_families_who_wait_hear_of_it_on_the_next_working_day_and_not_before(stage: Stage) -> None:
    (ayla,) = await joins(stage, "Ayla")
    await last_day_is_today(stage)
    await until(stage, local(11, 23, 12))
    await until(stage, local(11, 24, 9, 59))
    assert GOODBYE not in texts(ayla)

    await until(stage, local(11, 24, 10, 1))

    assert texts(ayla).count(GOODBYE) == 1
    assert await rows(stage, "SELECT person FROM waiting") == []


async def test_restart_keeps_what_the_lead_set(stage: Stage) -> None:
    await last_day_is_today(stage)
    await stage.bot.stop()
    await stage.start_bot()
    await until(stage, local(11, 24, 9))
    ayla = stage.family()
    await stage.start(ayla)

    await stage.say(ayla, "/places")

    assert CLOSED in Stage.screen(ayla).text
    assert await rows(stage, STORED) == [("ends_on", "2027-08-31"), ("last_intake_on", "2026-11-23")]


async def test_lead_takes_the_last_day_back_and_families_begin_again(stage: Stage) -> None:
    await last_day_is_today(stage)
    petra = next(one for one in stage.server.people if one.name == "Petra")
    await until(stage, local(11, 24, 9))
    await press(stage, petra, "~dates.to-none-20270831", "~dates.set-none-20270831")
    ayla = stage.family()
    await stage.start(ayla)

    await stage.say(ayla, "/places")

    assert "~places.join" in buttons(ayla)


@pytest.mark.parametrize("who", ["coach", "family"])
async def test_forged_press_on_the_leads_days_does_nothing(stage: Stage, who: str) -> None:
    person = await stage.team("Mira") if who == "coach" else stage.family()
    await stage.start(person)

    person.press(Stage.screen(person).id, "1.0.~dates.set-20261123-20270831")
    await stage.quiet()

    assert await rows(stage, STORED) == []
