"""The demo as a whole, on a set clock: its page, its team, a family's way to a call, and the clock on the page."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.clock import MovableClock
from bot.demo.launch import Demo
from dialogs.machine.words import Moment, Phrase, say
from tests.stage import MONDAY_MORNING

TOP = Path(__file__).parents[3]
TO_THE_NAME = (
    "language.tr", "welcome.go", "consent.callback+", "consent.reminders+", "consent.done", "lives_here.yes",
    "under_14-1", "household.done", "money.office+", "money.done", "has_coach.no", "result.go", "wish.exact",
    "day.2026-11-24",
)  # fmt: skip
"""What a family presses, by the ends of the payloads: labels are other tests' matter."""
A_WEEK_MAY_TAKE = 5.0
"""Seconds; half of one on an idle machine."""
TO_THE_CALL = ("phone_right.yes", "safe.always", "voicemail.yes", "check.send")


class Visitor:
    """Somebody before the page: acts and looks through the control API alone."""

    def __init__(self, demo: Demo, http: ClientSession) -> None:
        self.demo = demo
        self._http = http

    async def post(self, path: str, **body: object) -> None:
        """Do something, and wait until the bot has nothing in hand."""
        async with self._http.post(f"/demo/{path}", json=body) as answer:
            assert (answer.status, await answer.text()) == (200, await answer.text())
        await self.demo.server.quiet()
        await self.demo.bot.delivery.quiet()

    async def state(self) -> dict[str, Any]:
        async with self._http.get("/demo/state") as answer:
            return dict(await answer.json())

    async def phone(self, name: str) -> dict[str, Any]:
        people = (await self.state())["people"]
        return next(person for person in people if person["name"] == name)

    async def act(self, name: str, doing: str, **body: object) -> None:
        await self.post(f"people/{(await self.phone(name))['id']}/{doing}", **body)

    async def press(self, name: str, pick: str) -> None:
        """Press the button whose payload ends so, on the newest screen with buttons."""
        shown = [message for message in (await self.phone(name))["messages"] if message["rows"]][-1]
        offered = [key["data"] for row in shown["rows"] for key in row]
        data = next((data for data in offered if data.endswith(pick)), None)
        assert data, f"{name} is offered {offered}, and not {pick}"
        await self.act(name, "press", message_id=shown["id"], data=data)

    async def book(self) -> datetime:
        """Ayla's way to a call on Tuesday, in Turkish; when it begins."""
        await self.act("Ayla", "start")
        for pick in TO_THE_NAME:
            await self.press("Ayla", pick)
        first = (await self.phone("Ayla"))["messages"][-1]["rows"][0][0]["data"]
        await self.press("Ayla", first)
        await self.act("Ayla", "text", text="Ayla")
        await self.act("Ayla", "text", text="0171 3920012")
        for pick in TO_THE_CALL:
            await self.press("Ayla", pick)
        return datetime.fromtimestamp(int(first.rpartition("-")[2]) * 60, self.demo.house.town.zone)

    def words(self, phrase: Phrase) -> str:
        """What a Turkish phone shows for it."""
        return self.demo.house.texts.plain(phrase, "tr")

    async def said_to_ayla(self) -> list[tuple[str, str]]:
        """The clock and the first line of each message of the bot."""
        said = [message for message in (await self.phone("Ayla"))["messages"] if message["from"] == "bot"]
        return [(message["date"][5:16], message["html"].partition("\n")[0]) for message in said]


def asks(message: dict[str, Any]) -> set[str]:
    """What the buttons of a message are about: ids of questions among other places."""
    return {key["data"].split(".")[2] for row in message["rows"] for key in row}


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    demo = Demo(tmp_path, clock=MovableClock(MONDAY_MORNING))
    await demo.start()
    yield demo
    await demo.stop()


@pytest.fixture
async def visitor(demo: Demo) -> AsyncIterator[Visitor]:
    async with ClientSession(demo.server.root) as http:
        yield Visitor(demo, http)


async def test_the_page_is_there_when_the_demo_is(demo: Demo) -> None:
    async with ClientSession(demo.server.root) as http, http.get("/") as page:
        title = (await page.text()).partition("<title>")[2].partition("</title>")[0]
        assert (page.status, page.content_type, title) == (200, "text/html", "Familienlotse · demo")


async def test_the_team_is_seated_and_the_family_has_not_begun(visitor: Visitor) -> None:
    state = await visitor.state()
    assert state["bot"]["name"] == "Familienlotse Gladbeck"
    assert [(person["name"], person["role"]) for person in state["people"]] == [
        ("Ayla", "family"), ("Samir", "family"), ("Mira", "coach"), ("Jonas", "coach"), ("Petra", "lead"),
    ]  # fmt: skip
    greeted = [person["messages"][-1]["html"].partition(".")[0] for person in state["people"][2:]]
    assert greeted == ["Guten Tag, \u2068Mira\u2069", "Guten Tag, \u2068Jonas\u2069", "Guten Tag, \u2068Petra\u2069"]
    assert [person["messages"][-1]["rows"] for person in state["people"][2:]] == [[], [], []]
    assert state["people"][0]["messages"] == []


async def test_another_family_stopped_yesterday_at_the_question_about_money(visitor: Visitor) -> None:
    asked = (await visitor.phone("Samir"))["messages"][-1]
    assert "money" in asks(asked)
    assert asked["date"][:16] == "2026-11-22T10:00"
    assert (await visitor.state())["now"][:16] == "2026-11-23T09:00"


async def test_half_way_family_is_won_back_by_one_press_on_the_clock(visitor: Visitor) -> None:
    before = (await visitor.phone("Samir"))["messages"]
    await visitor.post("clock", days=1)
    nudge = (await visitor.phone("Samir"))["messages"][len(before) :]
    assert [message["date"][:16] for message in nudge] == ["2026-11-23T10:00"]
    assert "money" not in asks(nudge[0])
    await visitor.act("Samir", "press", message_id=nudge[0]["id"], data=nudge[0]["rows"][0][0]["data"])

    went_on = asks((await visitor.phone("Samir"))["messages"][-1])
    assert went_on & {step.id for step in visitor.demo.house.flows.intake.steps}, "it answers questions again"
    assert "money" not in went_on


async def test_an_empty_chat_tells_of_the_bot_in_the_language_of_the_phone(visitor: Visitor) -> None:
    ayla = await visitor.phone("Ayla")
    assert ayla["description"] == visitor.words(say("profile.description", town="Gladbeck"))


async def test_a_family_books_in_turkish_and_hears_who_took_it(visitor: Visitor) -> None:
    starts_at = await visitor.book()
    card = (await visitor.phone("Mira"))["messages"][-1]
    assert (card["html"].partition("\n")[0], [key["text"] for row in card["rows"] for key in row]) == (
        "<b>Fall Nr. 1001</b> · Türkisch", ["Ich übernehme", "Bitte jemand anders", "Warum ich?"],
    )  # fmt: skip
    await visitor.press("Mira", "take")
    told = (await visitor.phone("Ayla"))["messages"][-1]["html"].split("\n")
    assert told[:4] == [
        visitor.words(say("card.received", at=Moment(MONDAY_MORNING, "day_clock"))),
        visitor.words(say("card.taken", coach="Mira", at=Moment(MONDAY_MORNING, "clock"))),
        "",
        f"<b>{visitor.words(say('card.planned_by', coach='Mira', at=Moment(starts_at, 'day_clock')))}</b>",
    ]
    assert (await visitor.phone("Jonas"))["messages"][-1]["rows"] == []


async def test_the_reminders_come_at_their_minute_when_the_clock_is_moved(visitor: Visitor) -> None:
    starts_at = await visitor.book()
    assert starts_at.strftime("%d %H:%M") == "24 09:00"
    before = await visitor.said_to_ayla()
    await visitor.post("clock", hours=8)
    assert await visitor.said_to_ayla() == before
    await visitor.post("clock", to="tomorrow_morning")
    at = Moment(starts_at, "day_clock")
    assert (await visitor.state())["now"][:19] == "2026-11-24T08:00:00"
    assert (await visitor.said_to_ayla())[len(before) :] == [
        ("11-23T18:00", visitor.words(say("reminder.evening_before", at=at))),
        ("11-24T08:00", visitor.words(say("reminder.hour_before", at=at))),
    ]


async def test_a_week_passes_in_seconds_and_on_the_way_everybody_is_asked_in_turn(visitor: Visitor) -> None:
    await visitor.book()
    began = time.perf_counter()
    await visitor.post("clock", days=7)
    took = time.perf_counter() - began
    cards = ["1001" in (await visitor.phone(name))["messages"][-1]["html"] for name in ("Mira", "Jonas", "Petra")]
    assert (took < A_WEEK_MAY_TAKE, cards) == (True, [True, True, True]), took


@pytest.mark.parametrize("body", [b"", b"[]", b"soon", b'{"hours": -1}', b'{"hours": "2"}', b'{"days": 401}', b"{}"])
async def test_a_clock_is_moved_by_hours_or_days_and_never_back(demo: Demo, body: bytes) -> None:
    async with ClientSession(demo.server.root) as http, http.post("/demo/clock", data=body) as answer:
        told = "The clock is moved by hours or days, forward, at most 400 days."
        assert (answer.status, await answer.text()) == (400, told)
    assert demo.clock() == MONDAY_MORNING


async def test_a_second_demo_takes_another_port(demo: Demo, tmp_path: Path) -> None:
    port = int(demo.server.root.rpartition(":")[2])
    other = Demo(tmp_path / "other", port=port, clock=MovableClock(MONDAY_MORNING))
    (tmp_path / "other").mkdir()
    root = await other.start()
    await other.stop()
    assert (root != demo.server.root, root.rpartition(":")[0]) == (True, demo.server.root.rpartition(":")[0])


async def test_whoever_asked_for_a_taken_port_is_told_and_hears_of_no_key(demo: Demo) -> None:
    port = demo.server.root.rpartition(":")[2]
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", port, "--no-open", stdout=PIPE, stderr=PIPE, cwd=TOP
    )
    assert other.stdout is not None
    first = [await other.stdout.readline() for _ in range(3)]
    other.send_signal(signal.SIGINT)
    _, said = await other.communicate()
    assert first[0].decode() == f"Port {port} is taken, so the page has another one.\n"
    assert (first[2].startswith(b"Familienlotse is ready"), other.returncode, said) == (True, 0, b"")
