"""Offers in a town: chosen by the shelf, taken once, put off, refused for ever; and what a coach may read of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.posting import Post
from bot.standstill.offers import make_offer, next_offer
from dialogs.family.offers import OFFERS
from dialogs.machine.screen import Press
from dialogs.machine.words import say
from dialogs.rules.stalls import Place
from storage.people import Person
from tests.bot.hard_days import FIRST_FAMILY, local, sees, tap, team, texts
from tests.bot.standing_still import Ear, below, half_way, hesitant, offers_of, spoken_with
from tests.proofs.quarter.phones import Shown
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


async def asked_once(town: Town, at: str = "money", language: str = "de") -> Shown:
    """A family that stopped at a question and was asked once; gives that message."""
    await half_way(town, at=at, language=language)
    await days_on(town, 1.2)
    return message_of(town, AYLA)


def message_of(town: Town, chat: int) -> Shown:
    """The message of a ladder on this phone."""
    number = below(town, chat, "never")
    return next(shown for shown in town.phones.of[chat].messages.values() if number in shown.presses())


def words(town: Town, key: str, language: str = "de") -> str:
    return town.house.texts.phrase(say(key), language)


async def known(town: Town, chat: int) -> Person:
    found = await town.run(lambda: town.house.people.find(chat))
    assert found is not None
    return found


async def counted(town: Town) -> dict[str, int]:
    """What became of offers, as counts."""
    found = await town.rows("SELECT what, of_what, SUM(count) FROM counters WHERE what LIKE 'nudge.%' GROUP BY 1, 2")
    return {f"{what} {of}": int(count) for what, of, count in found if what != "nudge.rung"}


async def test_an_offer_that_is_taken_loses_its_buttons_and_the_road_goes_on_below(town: Town) -> None:
    message = await asked_once(town)
    await town.press(AYLA, below(town, AYLA, "go"))
    assert not message.rows
    assert words(town, "nudge.easy.button.go") in message.text
    newest = town.phones.of[AYLA].newest
    assert newest is not None
    assert newest.id > message.id
    assert any(press.at == "has_coach" for press in newest.presses())
    assert await counted(town) == {"nudge.offered sensitive.easy": 1, "nudge.opened sensitive.easy": 1}


async def test_pressed_five_times_it_is_taken_once(town: Town) -> None:
    await asked_once(town)
    go = below(town, AYLA, "go")
    for _ in range(5):
        await town.press(AYLA, go)
    assert (await counted(town))["nudge.opened sensitive.easy"] == 1
    assert town.phones.of[AYLA].toasts[-1] == words(town, "toast.noted")


async def test_the_reason_of_the_choice_is_kept(town: Town) -> None:
    await half_way(town, at="household")
    await days_on(town, 4)
    assert await town.rows("SELECT offer, why FROM nudges ORDER BY id") == [
        ("call", "first_that_fits"),
        ("number", "first_that_fits"),
    ]


async def test_the_choice_and_its_reason_stand_in_the_log(town: Town) -> None:
    await half_way(town)
    person = await known(town, AYLA)
    post = Post(town.house, town.clock())
    await town.run(lambda: make_offer(town.house, post, person, Place.SENSITIVE, town.clock(), ladder=None, rung=0))
    told = {"ladder": 0, "rung": 0, "at_sensitive": True, "offers_easy": True, "by_first_of_shelf": True}
    assert post.events == [("nudge.shown", told)]


async def test_not_now_is_said_kindly_and_nothing_else_comes_below(town: Town) -> None:
    message = await asked_once(town)
    before = len(town.phones.of[AYLA].messages)
    await town.press(AYLA, below(town, AYLA, "later"))
    assert words(town, "nudge.after.later") in message.text
    assert (message.rows, len(town.phones.of[AYLA].messages)) == ((), before)


async def test_never_is_never_also_after_the_offer_was_taken(town: Town) -> None:
    message = await asked_once(town)
    go, never = below(town, AYLA, "go"), below(town, AYLA, "never")
    await town.press(AYLA, go)
    await town.press(AYLA, never)
    assert (await known(town, AYLA)).unasked == "never"
    assert (await counted(town))["nudge.stopped sensitive.easy"] == 1
    assert words(town, "nudge.after.never") in message.text
    ear = Ear(town)
    await days_on(town, 12)
    assert ear.heard == []


async def test_an_offer_of_another_family_does_nothing(town: Town) -> None:
    await asked_once(town)
    go = below(town, AYLA, "go")
    await half_way(town, SAMIR)
    before = await offers_of(town)
    for pick in (go.pick, go.pick.replace("-go", "-later"), "999-go", "-go"):
        await town.press(SAMIR, Press(0, "~nudge", pick))
    await town.press(SAMIR, Press(0, "~pick", go.pick.replace("-go", "-calm-yes")))
    opened = await town.rows("SELECT opened_at, answer FROM nudges WHERE offer = 'easy' ORDER BY id")
    assert opened[0] == (None, "")
    assert await offers_of(town) == before


async def test_an_offer_long_closed_still_works(town: Town) -> None:
    await asked_once(town)
    go = below(town, AYLA, "go")
    await town.command(AYLA, "help")
    await days_on(town, 3)
    await town.press(AYLA, go)
    assert sees(town, AYLA, "has_coach", "")


async def test_who_comes_back_by_itself_is_greeted_with_an_offer_and_the_next_day_with_another(town: Town) -> None:
    await half_way(town, agrees=("callback",))
    greeted = []
    for hours in (1, 2, 25):
        await days_on(town, hours / 24)
        await town.command(AYLA, "start")
        newest = town.phones.of[AYLA].newest
        assert newest is not None
        greeted.append([press.pick for press in newest.presses() if press.at == "~nudge"])
    assert (greeted[0], greeted[0] == greeted[1], greeted[0] == greeted[2]) == (["1-go"], True, False)
    assert await offers_of(town) == ["easy", "call"]


async def test_an_offer_that_greets_is_taken_on_the_screen_it_stands_on(town: Town) -> None:
    await half_way(town, agrees=("callback",))
    await town.command(AYLA, "start")
    before = len(town.phones.of[AYLA].messages)
    await tap(town, AYLA, ("~nudge", ""))
    assert len(town.phones.of[AYLA].messages) == before
    assert sees(town, AYLA, "has_coach", "")


async def test_no_family_is_ever_made_the_same_offer_twice(town: Town) -> None:
    await half_way(town)
    await days_on(town, 13.5)
    for _ in range(6):
        await town.command(AYLA, "start")
        await days_on(town, 1.1)
    offers = await offers_of(town)
    assert len(offers) == len(set(offers))


async def test_somebody_who_speaks_the_language_is_offered_only_where_there_is_somebody(town: Town) -> None:
    await half_way(town, language="ar")
    await half_way(town, SAMIR, language="tr")
    await team(town, "Mira")
    for chat, spoken in ((AYLA, False), (SAMIR, True)):
        person = await known(town, chat)
        for offer in ("easy", "call", "number"):
            await town.run(
                lambda offer=offer, person=person: town.house.nudges.make(
                    person.id, "sensitive", offer, "", town.clock()
                )
            )
        choice = await town.run(lambda person=person: next_offer(town.house, person, Place.SENSITIVE))
        assert choice is not None
        assert choice.offer == ("other_person" if spoken else "friend")


async def test_a_rest_is_not_offered_where_nothing_would_come_after_it(town: Town) -> None:
    await half_way(town)
    person = await known(town, AYLA)
    for offer in ("easy", "call", "number", "friend"):
        choice = await town.run(lambda: next_offer(town.house, person, Place.SENSITIVE))
        assert choice is not None
        assert choice.offer == offer
        await town.run(lambda offer=offer: town.house.nudges.make(person.id, "sensitive", offer, "", town.clock()))
    assert await town.run(lambda: next_offer(town.house, person, Place.SENSITIVE)) is None


async def test_only_a_number_is_enough_for_a_case_that_its_coach_can_read(town: Town) -> None:
    (mira,) = await team(town, "Mira")
    await half_way(town, at="household")
    await days_on(town, 4)
    await town.press(AYLA, below(town, AYLA, "go"))
    await town.share_number(AYLA, "+4915228817386")
    await tap(town, AYLA, ("safe", "always"), ("check", "send"))
    await tap(town, mira, ("~case", "1-take"))
    assert words(town, "desk.card.no_name") in texts(town, mira)
    assert "15228817386" in "".join(sign for sign in texts(town, mira) if sign.isdigit())


async def picked(town: Town, answer: str) -> int:
    """A family whose case went quiet, that picked something and was asked whether it may be read; gives its coach."""
    coach = await spoken_with(town)
    await days_on(town, 8)
    await town.press(AYLA, below(town, AYLA, "calm"))
    await tap(town, AYLA, ("~pick", "")) if answer == "yes" else await _no(town)
    return coach


async def _no(town: Town) -> None:
    press = town.phones.of[AYLA].find("~pick", "")
    assert press is not None
    await town.press(AYLA, Press(press.run, "~pick", press.pick.replace("-yes", "-no")))


async def test_what_a_family_picked_and_passes_on_stands_on_its_coachs_card(town: Town) -> None:
    mira = await picked(town, "yes")
    assert words(town, "nudge.good_sign.button.calm") in texts(town, mira)
    assert words(town, "desk.news.picked") in texts(town, mira)


async def test_what_it_keeps_for_itself_is_read_by_nobody(town: Town) -> None:
    mira = await picked(town, "no")
    assert words(town, "nudge.good_sign.button.calm") not in texts(town, mira)
    assert await town.rows("SELECT answer FROM nudges") == [("",)]


@pytest.mark.parametrize("offer", list(OFFERS))
async def test_a_message_says_nothing_that_a_lock_screen_may_not_show(town: Town, offer: str) -> None:
    forbidden = {
        "de": ("coach", "berat", "armut", "geld", "jobcenter", "hilfe", "problem"),
        "en": ("coach", "advis", "poverty", "money", "job", "help", "problem"),
        "tr": ("koç", "danış", "yoksul", "para", "yardım", "sorun"),
        "ar": ("إرشاد", "مستشار", "فقر", "مال", "مساعدة", "مشكلة"),
    }
    keys = [f"nudge.{offer}.body", *([f"nudge.{offer}.standing"] if OFFERS[offer].standing else [])]
    said = {tag: " ".join(words(town, key, tag) for key in keys).lower() for tag in forbidden}
    assert [(tag, word) for tag, bad in forbidden.items() for word in bad if word in said[tag]] == []


async def test_a_family_with_a_case_is_not_greeted_with_an_offer(town: Town) -> None:
    await hesitant(town).until("")
    await town.command(AYLA, "start")
    assert await offers_of(town) == []
