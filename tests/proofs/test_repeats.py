"""Repeats: an update that comes again does nothing, and a button pressed five times does what it does once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.demo.person import Person
from tests.proofs.road import (
    HOME,
    ROAD,
    Family,
    made,
    payload_at,
    phone_of,
    proofs_of_consent,
    rows_of,
    stored_of,
    walk,
)
from tests.stage import Stage, staged

Found = dict[str, Any]

SENDS = ("sendMessage", "sendDocument")


async def press(stage: Stage, person: Person, ending: str, times: int = 1) -> None:
    """Press the newest button with this meaning, so many times before the bot can answer."""
    screen = next(message for message in reversed(person.messages) if payload_at(message, ending))
    for _ in range(times):
        person.press(screen.id, payload_at(screen, ending))
    await stage.quiet()


def shown_to(person: Person) -> list[tuple[Any, ...]]:
    """What the bot has put on a phone."""
    return [message for message in phone_of(person) if message[0] == "bot"]


def sends_of(stage: Stage) -> Counter[tuple[str, str]]:
    """How often each text was sent anew to each chat."""
    return Counter(
        (str(call.params["chat_id"]), str(call.params.get("text", call.params.get("caption"))))
        for call in stage.server.calls
        if call.method in SENDS
    )


async def whole_road(stage: Stage) -> Found:
    """Three families and two coaches, from the first hello over reminders and a moved call to the spoken word."""
    mira, jonas = await stage.team("Mira"), await stage.team("Jonas")
    stage.server.record = True
    wishes = ("exact", "part", "asap")
    exact, part, asap = families = [Family(stage.family(f"Familie {w}"), wish=w, day=4) for w in wishes]
    await walk(stage, families)
    for case, coach in ((1, mira), (2, jonas), (3, mira)):
        await press(stage, coach, f"~case.{case}-take")
    await press(stage, exact.phone, "~card.move")
    await walk(stage, [exact], until="move_check")
    await press(stage, exact.phone, "move_check.yes")
    await press(stage, exact.phone, "~card.calendar")
    await stage.say(exact.phone, "Bitte erst nach zehn Uhr")
    await press(stage, jonas, "~case.2-missed-0")
    await press(stage, asap.phone, "~card.cancel")
    await press(stage, asap.phone, "~cancel.yes")
    for _ in range(12):
        await stage.move(hours=10)
    families_stored = [await stored_of(stage, family.phone) for family in families]
    await press(stage, part.phone, "~card.cancel")
    await stage.say(part.phone, "/delete")
    return {
        "phones": {person.name: shown_to(person) for person in (mira, jonas, exact.phone, part.phone, asap.phone)},
        "toasts": {person.name: person.toasts for person in (mira, jonas, exact.phone, part.phone, asap.phone)},
        "stored": families_stored,
        "consents": await proofs_of_consent(stage),
        "counts": [
            rows_of(stage.database, f"SELECT COUNT(*) FROM {table}")
            for table in ("persons", "cases", "bookings", "outbox", "spots", "timers", "receipts", "parked", "seen")
        ],
        "sends": sends_of(stage),
    }


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Found]:
    """What the plain run came to; filled by the first test that needs it."""
    return {}


async def walked(folder: Path, copies: int, *, shuffled: bool = False) -> Found:
    """The whole road, each update delivered so many times."""
    async with staged(made(folder)) as stage:
        stage.server.faults.repeat_updates(copies, shuffled=shuffled)
        return await whole_road(stage)


@pytest.mark.parametrize("shuffled", [False, True])
async def test_whole_road_is_the_same_when_each_update_comes_three_times(tmp_path: Path, shuffled: bool) -> None:
    once = await walked(tmp_path / "once", 1)
    thrice = await walked(tmp_path / "thrice", 3, shuffled=shuffled)

    assert thrice == once
    cards = [count for (_, text), count in once["sends"].items() if text.startswith("<b>Fall Nr.") and "nimm" in text]
    assert set(cards) <= {1}


@dataclass(frozen=True, slots=True)
class Spot:
    """A screen of the road: the place to walk to, and what opens it from there (words, or a button's meaning)."""

    place: str
    opened_by: tuple[str, ...] = ()
    coach_did: tuple[str, ...] = ()


SCREENS = {place: Spot(place) for place in ROAD} | {
    "languages": Spot("money", ("~.language",)),
    "person": Spot("money", ("~.person",)),
    "person before consent": Spot("welcome", ("~.person",)),
    "help": Spot("money", ("~.help",)),
    "help on the card": Spot(HOME, ("~.help",)),
    "hidden": Spot("money", ("~.help", "~help.hide")),
    "why": Spot("money", ("~.why",)),
    "places": Spot("welcome", ("~.places",)),
    "answers": Spot("check", ("~.answers",)),
    "pen": Spot("check", ("~.answers", "~pen.money")),
    "privacy": Spot("consent", ("/privacy",)),
    "consents": Spot(HOME, ("/privacy", "~.consents")),
    "delete": Spot(HOME, ("/privacy", "~.delete")),
    "erased": Spot(HOME, ("/delete",)),
    "stopped": Spot("money", ("/stop",)),
    "return": Spot("money", ("/start",)),
    "cancel": Spot(HOME, ("~card.cancel",)),
    "withdrawn": Spot(HOME, ("~card.cancel", "~cancel.yes")),
    "move": Spot(HOME, ("~card.move",)),
    "move check": Spot(HOME, ("~card.move", "wish.asap")),
    "plan": Spot(HOME, ("~.plan",)),
    "wrong number": Spot(HOME, (), ("take", "wrong")),
    "spoken": Spot(HOME, (), ("take", "reached")),
}


async def pressed(folder: Path, spot: Spot, times: int) -> list[Found]:
    """One family for each button of a screen presses it so often; what came of each, and what the coach sees."""
    async with staged(made(folder)) as stage:
        mira = await stage.team("Mira")
        first = Family(stage.family())
        await _brought(stage, mira, [first], spot)
        meanings = list(dict.fromkeys(b.data.split(".", 2)[2] for b in Stage.screen(first.phone).buttons))
        others = [Family(stage.family(), day=1 + i // 4, time=i) for i in range(1, len(meanings))]
        await _brought(stage, mira, others, spot)
        stage.server.record = True
        return [
            await _found(stage, mira, family, meaning, times)
            for family, meaning in zip((first, *others), meanings, strict=True)
        ]


async def _brought(stage: Stage, coach: Person, families: list[Family], spot: Spot) -> None:
    await walk(stage, families, until=spot.place)
    for family in families:
        for opener in spot.opened_by:
            if opener.startswith("/"):
                await stage.say(family.phone, opener)
            else:
                await press(stage, family.phone, opener)
        for done in spot.coach_did:
            (number,) = rows_of(stage.database, "SELECT MAX(id) FROM cases")[0]
            await press(stage, coach, f"~case.{number - len(families) + 1 + families.index(family)}-{done}")


async def _found(stage: Stage, coach: Person, family: Family, meaning: str, times: int) -> Found:
    stage.server.calls.clear()
    offered = payload_at(Stage.screen(family.phone), meaning) or payload_at(Stage.screen(family.phone), meaning)
    screen = Stage.screen(family.phone)
    taps = [family.phone.press(screen.id, offered) for _ in range(times)]
    await stage.quiet()
    assert None not in [tap.toast for tap in taps]
    return {
        "button": meaning,
        "toast": taps[0].toast,
        "phone": shown_to(family.phone),
        "coach": shown_to(coach),
        "stored": await stored_of(stage, family.phone),
        "consents": await proofs_of_consent(stage),
        "sends": sends_of(stage),
    }


@pytest.mark.parametrize("screen", SCREENS)
async def test_button_pressed_five_times_does_what_it_does_once(tmp_path: Path, screen: str) -> None:
    once = await pressed(tmp_path / "once", SCREENS[screen], 1)
    often = await pressed(tmp_path / "often", SCREENS[screen], 5)

    assert often == once


async def coach_pressed(folder: Path, before: tuple[str, ...], what: str, times: int) -> Found:
    """A coach does some things with a case, then one thing so often."""
    async with staged(made(folder)) as stage:
        mira, jonas = await stage.team("Mira"), await stage.team("Jonas")
        family = Family(stage.family())
        await walk(stage, [family])
        for done in before:
            await press(stage, mira, f"~case.1-{done}")
        stage.server.record = True
        await press(stage, mira, f"~case.1-{what}", times)
        return {
            "phone": shown_to(family.phone),
            "cards": (shown_to(mira), shown_to(jonas)),
            "stored": await stored_of(stage, family.phone),
            "sends": sends_of(stage),
        }


@pytest.mark.parametrize(
    ("before", "what"),
    [
        ((), "take"),
        (("take",), "reached"),
        (("take",), "missed-0"),
        (("take", "missed-0"), "missed-1"),
        (("take",), "wrong"),
    ],
)
async def test_coach_who_presses_five_times_does_it_once(tmp_path: Path, before: tuple[str, ...], what: str) -> None:
    once = await coach_pressed(tmp_path / "once", before, what, 1)
    often = await coach_pressed(tmp_path / "often", before, what, 5)

    assert often == once


async def test_case_opened_from_the_list_five_times_shows_one_card(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        mira = await stage.team("Mira")
        await walk(stage, [Family(stage.family())])
        await stage.say(mira, "/cases")

        await press(stage, mira, "~case.1-open", 5)

        assert [text.splitlines()[0][:4] for _, text, _ in shown_to(mira)].count("Fall") == 1
