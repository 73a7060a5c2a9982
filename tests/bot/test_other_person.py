"""Somebody else, please: who the family did not want does not come back, by no button and by no ladder."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from dialogs.machine.screen import Press
from tests.bot.hard_days import broken_laws, case_now, family, find, local, promises, row_of, sees, tap, team, texts
from tests.proofs.quarter.town import Town, open_town

NEUTRAL = "Die Familie spricht lieber mit jemand anderem. Das kommt vor."


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town(local(23, 9)) as town:
        yield town


async def wants_somebody_else(town: Town, ayla: int) -> None:
    await town.press(ayla, Press(1, "~ways", "other_person"))


async def asked_now(town: Town) -> int | None:
    return (await case_now(town))[2]


async def test_who_was_not_wanted_cannot_take_the_case_again(town: Town) -> None:
    mira, jonas = await team(town, "Mira", "Jonas")
    ayla = await family(town)
    await tap(town, mira, ("~case", "1-take"))
    old = Press(0, "~case", "1-take")
    await wants_somebody_else(town, ayla)

    assert not sees(town, mira, "~case", "1-take")
    await town.press(mira, old)
    assert town.phones.of[mira].toasts[-1] == NEUTRAL
    await town.press(mira, Press(0, "~next", "go"))
    await town.command(mira, "next")
    assert (await case_now(town))[:2] == ("received", None)
    await town.press(jonas, find(town, jonas, "~case", "1-take"))
    assert await case_now(town) == ("taken", await row_of(town, jonas), await row_of(town, jonas))
    assert await broken_laws(town, ayla) == []


async def test_second_wish_for_somebody_else_does_not_lead_back_to_the_first(town: Town) -> None:
    chats = await team(town, "Mira", "Jonas", "Karim")
    ayla = await family(town)
    rows = [await row_of(town, chat) for chat in chats]
    asked = []
    for _ in chats:
        asked.append(await asked_now(town))
        await town.press(chats[rows.index(asked[-1] or 0)], Press(0, "~case", "1-take"))
        await wants_somebody_else(town, ayla)

    assert sorted(row for row in asked if row) == rows
    assert await asked_now(town) not in rows, "the lead is asked"
    assert await broken_laws(town, ayla) == []


async def test_family_hears_kindly_when_everybody_had_its_case(town: Town) -> None:
    mira, jonas = await team(town, "Mira", "Jonas", lead=False)
    ayla = await family(town)
    for chat in (mira, jonas):
        await town.press(chat, Press(0, "~case", "1-take"))
        await wants_somebody_else(town, ayla)

    assert (await case_now(town))[1] == await row_of(town, jonas)
    assert "Gerade ist niemand anderes da." in texts(town, ayla)


async def test_lead_may_give_it_to_whom_the_family_did_not_want(town: Town) -> None:
    mira, _ = await team(town, "Mira", "Jonas")
    ayla = await family(town)
    await tap(town, mira, ("~case", "1-take"))
    await wants_somebody_else(town, ayla)
    me = await row_of(town, mira)
    await town.press(100, Press(0, "~give", f"1-to-{me}"))
    assert (await case_now(town))[:2] == ("taken", me)


async def test_call_whose_time_went_by_gets_a_new_time_with_the_new_person(town: Town) -> None:
    mira, _ = await team(town, "Mira", "Jonas")
    ayla = await family(town)
    await tap(town, mira, ("~case", "1-take"))
    await town.move_to(local(27, 15))
    await wants_somebody_else(town, ayla)

    ((ends_at,),) = await town.rows("SELECT ends_at FROM cases")
    assert ends_at > town.clock().timestamp()
    assert (await promises(town))[-1][0] == "open"
    assert await broken_laws(town, ayla) == []
