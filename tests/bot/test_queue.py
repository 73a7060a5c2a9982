"""The live queue: the right family next, never one for two coaches, and an honest word where there is none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.person import Person
from storage.units import Row, Sql, Unit
from tests.bot.road import book, press, press_at_once, texts, to_check, to_wish
from tests.stage import Stage, staged

CAME = "Die Karte der nächsten Familie ist da."


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as stage:
        yield stage


async def owners(stage: Stage) -> list[int | None]:
    def unit() -> Unit[list[Row]]:
        return (yield Sql("SELECT owner FROM cases ORDER BY id")())

    return [row[0] for row in await stage.bot.storage.run(unit)]


async def asks(stage: Stage, name: str, language: str = "de", safe: str = "safe.always") -> Person:
    """A family that is to be called as soon as possible."""
    family = stage.family(name, language)
    await to_wish(stage, family, language)
    await press(stage, family, "wish.asap")
    await stage.say(family, name)
    family.share_contact()
    await stage.quiet()
    await press(stage, family, safe, *(() if safe == "safe.never" else ("voicemail.yes",)), "check.send")
    return family


def on_card(coach: Person) -> str:
    """Whom the coach's newest card is about."""
    named = [line for line in texts(coach).splitlines() if line.startswith("Name: ")]
    return named[-1]


async def next_one(stage: Stage, coach: Person) -> None:
    await stage.say(coach, "/next")


async def test_nobodys_family_is_taken_and_shown_and_told(stage: Stage) -> None:
    mira = await stage.team("Mira")
    ayla = await asks(stage, "Ayla")

    await next_one(stage, mira)

    assert await owners(stage) == [1]
    assert CAME in texts(mira)
    assert on_card(mira) == "Name: Ayla"
    assert "Mira kümmert sich" in texts(ayla)


async def test_own_family_goes_before_nobodys(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await asks(stage, "Ayla")
    await asks(stage, "Cem")
    await press(stage, mira, "~case.2-take")

    await next_one(stage, mira)

    assert await owners(stage) == [None, 1]
    assert on_card(mira) == "Name: Cem"


async def test_two_coaches_at_once_never_get_the_same_family(stage: Stage) -> None:
    mira, jonas = await stage.team("Mira"), await stage.team("Jonas")
    await asks(stage, "Ayla")
    await asks(stage, "Cem")

    mira.say("/next")
    jonas.say("/next")
    await stage.quiet()

    assert sorted(one for one in await owners(stage) if one is not None) == [1, 2]


async def test_one_family_for_two_coaches_goes_to_one(stage: Stage) -> None:
    mira, jonas = await stage.team("Mira"), await stage.team("Jonas")
    await asks(stage, "Ayla")

    mira.say("/next")
    jonas.say("/next")
    await stage.quiet()

    assert len([one for one in (mira, jonas) if CAME in texts(one)]) == 1
    assert "Gerade wartet keine Familie auf einen Anruf." in texts(mira) + texts(jonas)


async def test_where_no_call_is_due_the_next_one_is_named(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await book(stage, stage.family(), day=0, time=0)
    await press(stage, mira, "~case.1-take")

    await next_one(stage, mira)
    assert "Gerade ist niemand anzurufen. Der nächste Anruf ist" in texts(mira)
    assert "Uhr." in texts(mira)


async def test_where_nobody_ever_asked_nothing_is_promised(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await next_one(stage, mira)
    assert "Gerade wartet keine Familie auf einen Anruf." in texts(mira)


async def test_family_that_must_not_be_called_is_never_next(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await asks(stage, "Ayla", safe="safe.never")
    await next_one(stage, mira)
    assert await owners(stage) == [None]


async def test_family_whose_number_is_wrong_is_not_called_again(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await asks(stage, "Ayla")
    await press(stage, mira, "~case.1-take", "~case.1-wrong")
    await next_one(stage, mira)
    assert CAME not in texts(mira)


async def test_button_on_the_card_leads_on_and_pressed_twice_brings_one_card(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await asks(stage, "Ayla")
    await asks(stage, "Cem")
    await press(stage, mira, "~case.1-take", "~case.1-reached")

    press_at_once(mira, "~next.go")
    press_at_once(mira, "~next.go")
    await stage.quiet()

    assert await owners(stage) == [1, 1]
    assert texts(mira).count("Name: Cem") == 1


async def test_todays_list_leads_on_to_the_next_family(stage: Stage) -> None:
    mira = await stage.team("Mira")
    ayla = await asks(stage, "Ayla")
    await stage.say(mira, "/today")
    await press(stage, mira, "~next.go")
    assert await owners(stage) == [1]
    assert "Mira kümmert sich" in texts(ayla)


async def test_coach_who_speaks_the_language_gets_that_family_first(stage: Stage) -> None:
    mira = await stage.team("Mira", languages="tr")
    await asks(stage, "Cem")
    await asks(stage, "Ayla", "tr")
    await next_one(stage, mira)
    assert await owners(stage) == [None, 1]


async def test_after_the_office_closed_the_family_is_still_next(stage: Stage) -> None:
    mira = await stage.team("Mira")
    family = stage.family("Ayla")
    await to_wish(stage, family)
    await press(stage, family, "wish.asap")
    await to_check(stage, family)
    await press(stage, family, "check.send")
    await stage.move(hours=12)
    await next_one(stage, mira)
    assert await owners(stage) == [1]


async def test_every_try_is_promised_and_after_the_last_the_family_rests(stage: Stage) -> None:
    mira = await stage.team("Mira")
    ayla = await asks(stage, "Ayla")
    await press(stage, mira, "~case.1-take")
    for tries in range(3):
        await press(stage, mira, f"~case.1-missed-{tries}")

    def unit() -> Unit[list[Row]]:
        return (yield Sql("SELECT state FROM promises ORDER BY id")())

    assert [row[0] for row in await stage.bot.storage.run(unit)][-3:] == ["kept", "kept", "kept"]
    assert "Es ist kein Anruf mehr geplant." in texts(ayla)
    assert texts(ayla).count("Wir versuchen es noch einmal.") == 2
