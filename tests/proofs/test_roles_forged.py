"""Every payload of every role in everybody else's hands: nothing changes, nobody hears of it, nothing is shown."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from dialogs.desk.facts import Role
from dialogs.desk.page import MARK
from dialogs.desk.pages import PAGES
from tests.proofs.arrivals import open_crowd
from tests.proofs.crowd import (
    AYLA,
    BELMA,
    CEM,
    DENIZ,
    EMRE,
    JONAS,
    KARIM,
    LENA,
    OLGA,
    PETRA,
    SECOND,
    Crowd,
)
from tests.proofs.forging import PLACE, for_the_team, forged, gallery_presses, of_ones_own, of_somebodys
from tests.proofs.forging_acts import nothing_comes_of, press_all, shows_nothing

UNKNOWN = "Diese Taste kenne ich nicht mehr. Hier geht es weiter."
NOTED = "Ist schon notiert."
SPENT = "Diese Einladung gilt nicht mehr. Bitte lassen Sie sich eine neue geben."
NOT_FOR_YOU = "Das kann nur die Leitung."
OLD = "Diese Taste gilt nicht mehr."
SHARED = frozenset(f"{MARK}{name}" for name in PAGES)
LEADS_ALONE = frozenset(f"{MARK}{name}" for name, page in PAGES.items() if Role.COACH not in page.roles)


@pytest.fixture
async def crowd() -> AsyncIterator[Crowd]:
    async with open_crowd() as crowd:
        yield crowd


def test_forger_has_every_page_and_every_button_of_a_card() -> None:
    shown = {press.at for press in gallery_presses()}
    assert [name for name in PAGES if f"{MARK}{name}" not in shown] == []


async def test_desks_buttons_do_nothing_in_a_familys_hands(crowd: Crowd) -> None:
    presses = for_the_team(forged(await crowd.known()))
    assert len(presses) > 1000
    for chat in (BELMA, DENIZ, LENA):
        assert await nothing_comes_of(crowd, chat, presses) == {UNKNOWN, NOTED, SPENT}


async def test_whoever_is_not_confirmed_has_nothing_to_press(crowd: Crowd) -> None:
    every = forged(await crowd.known())
    presses = (*for_the_team(every), *of_somebodys(every), *of_ones_own(every)[::4])
    assert await nothing_comes_of(crowd, OLGA, presses) == {SPENT}


async def test_place_and_line_of_one_family_are_no_others(crowd: Crowd) -> None:
    presses = of_somebodys(forged(await crowd.known()))
    for chat in (BELMA, DENIZ, EMRE, LENA, KARIM):
        await nothing_comes_of(crowd, chat, presses)
    places = tuple(press for press in presses if press.at == PLACE)
    await crowd.town.press(SECOND, places[0])  # a sign of life: it closes the family's ladder
    await nothing_comes_of(crowd, SECOND, places)


async def test_familys_own_buttons_touch_no_other_family(crowd: Crowd) -> None:
    presses = of_ones_own(forged(await crowd.known()))
    for chat in (DENIZ, BELMA):
        others = [other for other in (AYLA, SECOND, BELMA, CEM) if other != chat]
        before, phones = await crowd.stored(others), {other: crowd.shown(other) for other in others}
        crowd.forget_told()
        await press_all(crowd, chat, presses)
        shows_nothing(crowd, chat)
        assert await crowd.stored(others) == before
        assert {other: crowd.shown(other) for other in others} == phones


async def test_coach_gets_nothing_done_with_a_case_that_is_anothers(crowd: Crowd) -> None:
    presses = for_the_team(forged(await crowd.known()))
    await nothing_comes_of(crowd, KARIM, tuple(press for press in presses if press.at not in LEADS_ALONE))


async def test_leads_pages_open_for_no_coach(crowd: Crowd) -> None:
    presses = tuple(press for press in forged(await crowd.known()) if press.at in LEADS_ALONE)
    assert len(presses) > 500
    assert await nothing_comes_of(crowd, KARIM, presses) == {NOT_FOR_YOU}


async def test_familys_buttons_do_nothing_at_the_desk(crowd: Crowd) -> None:
    presses = tuple(press for press in of_ones_own(forged(await crowd.known())) if press.at not in SHARED)
    assert await nothing_comes_of(crowd, KARIM, presses) == {OLD}


async def test_whatever_the_team_presses_gets_an_answer(crowd: Crowd) -> None:
    presses = for_the_team(forged(await crowd.known()))
    for chat, asked in ((JONAS, presses[::3]), (PETRA, presses[1::3])):
        crowd.forget_told()
        await press_all(crowd, chat, asked)
        assert len(crowd.town.phones.of[chat].toasts) == len(asked)
