"""What became of a case: a place, the list, another door or an end; told to the family, put right, taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo.person import Person
from tests.bot.road import buttons, press, press_at_once, texts, to_check, to_wish
from tests.stage import Stage, rows, staged


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as stage:
        yield stage


async def places(stage: Stage, free: int) -> None:
    """So many places are free from now on."""
    house = stage.bot.house
    await stage.bot.storage.run(
        lambda: house.calendar.set_places(house.town.programme, free, stage.clock() - timedelta(minutes=1))
    )


async def free_places(stage: Stage) -> int:
    return int((await rows(stage, "SELECT free FROM places"))[0][0])


async def waits(stage: Stage) -> int:
    return int((await rows(stage, "SELECT COUNT(*) FROM waiting"))[0][0])


async def stages(stage: Stage) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in await rows(stage, "SELECT stage, reason FROM cases ORDER BY id")]


async def spoken(stage: Stage, coach: Person, name: str = "Ayla", case: int = 1) -> Person:
    """A family that a coach has spoken with; its page "what became of it" is open."""
    family = stage.family(name)
    await to_wish(stage, family)
    await press(stage, family, "wish.asap")
    await to_check(stage, family, name)
    await press(stage, family, "check.send")
    await press(stage, coach, f"~case.{case}-take", f"~case.{case}-reached", f"~case.{case}-close")
    return family


async def test_family_that_joins_takes_a_place_and_is_welcomed(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await places(stage, 2)
    ayla = await spoken(stage, mira)

    await press(stage, mira, "~close.1-joined")

    assert (await stages(stage), await free_places(stage)) == ([("joined", "")], 1)
    assert "Herzlich willkommen!" in texts(ayla)
    assert "Sie haben einen Platz." in texts(ayla)
    assert "Im Programm. Mira begleitet die Familie." in texts(mira)


async def test_pressed_twice_takes_one_place(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await places(stage, 2)
    ayla = await spoken(stage, mira)

    press_at_once(mira, "~close.1-joined")
    press_at_once(mira, "~close.1-joined")
    await stage.quiet()

    assert await free_places(stage) == 1
    assert texts(ayla).count("Herzlich willkommen!") == 1


async def test_of_two_families_one_gets_the_last_place_and_the_other_is_offered_the_list(stage: Stage) -> None:
    mira, jonas = await stage.team("Mira"), await stage.team("Jonas")
    await places(stage, 1)
    ayla = await spoken(stage, mira)
    cem = await spoken(stage, jonas, "Cem", 2)

    press_at_once(mira, "~close.1-joined")
    press_at_once(jonas, "~close.2-joined")
    await stage.quiet()

    assert sorted(await stages(stage)) == [("joined", ""), ("spoken", "")]
    assert await free_places(stage) == 0
    first_won = (await stages(stage))[0][0] == "joined"
    lost, family = (jonas, cem) if first_won else (mira, ayla)
    number = 2 if first_won else 1
    assert f"Fall Nr. 100{number}: Gerade ist kein Platz frei." in texts(lost)
    assert "willkommen" not in texts(family)

    await press(stage, lost, f"~close.{number}-waiting")
    assert sorted(await stages(stage)) == [("joined", ""), ("waiting", "")]
    assert await waits(stage) == 1
    assert "Sie stehen auf der Warteliste." in texts(family)


async def test_wrong_tap_is_put_right_and_the_place_is_free_again(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await places(stage, 1)
    await spoken(stage, mira)

    await press(stage, mira, "~close.1-joined", "~close.1-again", "~close.1-elsewhere", "~close.1-elsewhere-job")

    assert (await stages(stage), await free_places(stage)) == ([("elsewhere", "job")], 1)
    assert "Anderswo gut aufgehoben (Arbeit gefunden). Mira hatte den Fall." in texts(mira)


async def test_family_taken_off_the_list_by_a_wrong_tap_stands_where_it_stood(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await places(stage, 0)
    await spoken(stage, mira)
    await press(stage, mira, "~close.1-waiting")
    since = await rows(stage, "SELECT order_at FROM waiting")
    await stage.move(minutes=10)

    await press(stage, mira, "~case.1-close", "~close.1-stopped", "~close.1-stopped-no_contact")
    assert await waits(stage) == 0
    await press(stage, mira, "~close.1-reopen", "~close.1-waiting")

    assert await rows(stage, "SELECT order_at FROM waiting") == since
    assert await stages(stage) == [("waiting", "")]


async def test_end_is_told_kindly_with_a_number_and_a_way_back(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await places(stage, 1)
    ayla = await spoken(stage, mira)

    await press(stage, mira, "~close.1-stopped", "~close.1-stopped-no_interest")

    assert "Wir wünschen Ihnen alles Gute." in texts(ayla)
    assert "Sie sind jederzeit wieder willkommen" in texts(ayla)
    assert "~card.anew" in buttons(ayla)


async def test_when_the_year_is_over_the_place_is_free_for_the_next_family(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await places(stage, 1)
    await spoken(stage, mira)
    await press(stage, mira, "~close.1-joined")
    cem = await spoken(stage, mira, "Cem", 2)
    await press(stage, mira, "~close.2-joined", "~close.2-waiting")

    await press(stage, mira, "~case.1-close", "~close.1-stopped", "~close.1-stopped-ended")
    await stage.move(minutes=1)

    assert (await stages(stage))[0] == ("stopped", "ended")
    assert [row[0] for row in await rows(stage, "SELECT state FROM offers")] == ["open"]
    assert "Platz" in texts(cem)


async def test_family_that_accepted_a_place_gets_that_very_one(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await places(stage, 0)
    await spoken(stage, mira)
    await press(stage, mira, "~close.1-waiting")
    house, storage = stage.bot.house, stage.bot.storage
    family = (await rows(stage, "SELECT family FROM cases"))[0][0]
    await places(stage, 1)
    until = stage.clock() + timedelta(days=3)
    offer = await storage.run(lambda: house.waiting.offer(house.town.programme, family, 1, stage.clock(), until))
    assert offer is not None
    await storage.run(lambda: house.waiting.accept(offer, family, stage.clock()))

    await press(stage, mira, "~case.1-close", "~close.1-joined")

    assert (await stages(stage), await free_places(stage), await waits(stage)) == ([("joined", "")], 0, 0)
    assert [row[0] for row in await rows(stage, "SELECT state FROM offers")] == ["used"]


async def test_end_is_taken_back_for_a_week_and_no_longer(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await places(stage, 1)
    await spoken(stage, mira)
    await press(stage, mira, "~close.1-stopped", "~close.1-stopped-no_time", "~close.1-reopen")
    assert await stages(stage) == [("spoken", "")]

    await press(stage, mira, "~close.1-stopped", "~close.1-stopped-no_time")
    await stage.move(days=7, minutes=1)
    await press(stage, mira, "~close.1-reopen")
    assert await stages(stage) == [("stopped", "no_time")]


async def test_talk_keeps_its_day_when_an_end_is_taken_back(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await spoken(stage, mira)
    first = await rows(stage, "SELECT spoken_at FROM cases")
    await press(stage, mira, "~close.1-stopped", "~close.1-stopped-no_time")
    await stage.move(hours=2)
    await press(stage, mira, "~close.1-reopen")
    assert await rows(stage, "SELECT spoken_at FROM cases") == first


async def test_family_that_calls_by_itself_is_never_called_and_can_be_closed_where_it_never_does(
    stage: Stage,
) -> None:
    coach, family = await stage.team("Mira"), stage.family()
    await to_wish(stage, family)
    await press(stage, family, "wish.asap")
    await stage.say(family, "Ayla")
    family.share_contact()
    await stage.quiet()
    await press(stage, family, "safe.never", "check.send")
    await press(stage, coach, "~case.1-take")
    assert not {"~case.1-missed-0", "~case.1-wrong"} & set(buttons(coach))

    card = Stage.screen(coach)
    coach.press(card.id, "1.0.~case.1-missed-0")
    await stage.quiet()
    assert coach.toasts[-1] == "Diese Familie ruft selbst an. Bitte nicht anrufen."
    assert await stages(stage) == [("taken", "")]

    await press(stage, coach, "~case.1-close", "~close.1-stopped", "~close.1-stopped-no_contact")
    assert await stages(stage) == [("stopped", "no_contact")]
