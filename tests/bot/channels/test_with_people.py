"""The whole channel with people on the other side: phones of the embedded Bot API server, by the real HTTP path."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from bot.channels.channel import (
    Delivered,
    Incoming,
    Rejected,
    Rendered,
    RenderedButton,
    RenderedFile,
    TryLater,
    Unknown,
    Unreachable,
)
from bot.channels.polling import Polling
from bot.channels.profile import About, Command, Menu, Profile, keep_profile
from bot.channels.telegram import TelegramChannel
from bot.demo.server import BotApiServer
from dialogs.machine.events import Blocked, Commanded, Event, Pressed, Said, SentSomething, SharedContact, Unblocked
from dialogs.machine.screen import Press
from tests.bot.channels.embedded import TOKEN, embedded

QUESTION = Rendered("Wie viele <b>Kinder</b>?", ((RenderedButton("Zwei", "1.1.children.two", "primary"),),))


class Desk:
    """Answers nothing by itself; remembers who did what, in order."""

    def __init__(self) -> None:
        self.heard: list[tuple[int, Event]] = []
        self.presses: list[Incoming] = []

    async def handle(self, incoming: Incoming) -> None:
        self.heard.append((incoming.chat, incoming.event))
        if incoming.press_id is not None:
            self.presses.append(incoming)

    async def park(self, arrival: Incoming | Mapping[str, Any], error: Exception) -> None:
        raise AssertionError(f"parked: {arrival}") from error


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with embedded() as server:
        yield server


@pytest.fixture
async def line(server: BotApiServer) -> AsyncIterator[TelegramChannel]:
    channel = TelegramChannel(TOKEN, server.root)
    await channel.open()
    yield channel
    await channel.close()


@pytest.fixture
async def desk(line: TelegramChannel) -> AsyncIterator[Desk]:
    desk = Desk()
    polling = Polling(line, desk.handle, desk.park, sleep=lambda _: asyncio.sleep(0))
    running = asyncio.create_task(polling.run())
    yield desk
    await polling.stop()
    await running


async def test_everything_a_family_does_is_heard_once_and_in_order(
    server: BotApiServer, line: TelegramChannel, desk: Desk
) -> None:
    aylin = server.people.add("Aylin", "tr")
    aylin.start("kita-nord")
    sent = await line.send(aylin.id, QUESTION)
    assert isinstance(sent, Delivered)
    aylin.press(sent.message, "Zwei")
    words = aylin.say("zwei")
    aylin.edit(words.id, "drei")
    aylin.share_contact()
    aylin.share_contact(own=False, phone="+4915228817386")
    aylin.send("sticker")
    aylin.block()
    aylin.unblock()
    await server.quiet()
    assert desk.heard == [
        (aylin.id, event)
        for event in (
            Commanded("start", "kita-nord"),
            Pressed(Press(1, "children", "two")),
            Said("zwei"),
            Said("drei", edited=True),
            SharedContact("4915228817386", own=True),
            SharedContact("+4915228817386", own=False),
            SentSomething("sticker"),
            Blocked(),
            Unblocked(),
        )
    ]


async def test_the_living_message_changes_under_the_familys_eyes(
    server: BotApiServer, line: TelegramChannel, desk: Desk
) -> None:
    aylin = server.people.add("Aylin", "tr")
    aylin.start()
    sent = await line.send(aylin.id, QUESTION)
    assert isinstance(sent, Delivered)
    aylin.press(sent.message, "Zwei")
    await server.quiet()
    await line.acknowledge(desk.presses[0].press_id or "", "Danke")
    await line.acknowledge(desk.presses[0].press_id or "", "Danke")
    assert aylin.toasts == ["Danke"]
    assert await line.edit(aylin.id, sent.message, Rendered("Zwei <b>Kinder</b>")) == sent
    assert await line.edit(aylin.id, sent.message, Rendered("Zwei <b>Kinder</b>")) == sent
    assert (aylin.last.text, aylin.last.rows) == ("Zwei Kinder", ())
    assert await line.clear_buttons(aylin.id, sent.message) == sent
    assert await line.delete(aylin.id, sent.message) == sent
    assert await line.delete(aylin.id, sent.message) == sent
    assert await line.edit(aylin.id, sent.message, QUESTION) == Rejected("message to edit not found")


async def test_the_number_key_comes_and_goes_and_a_file_arrives(server: BotApiServer, line: TelegramChannel) -> None:
    aylin = server.people.add("Aylin", "tr")
    aylin.start()
    assert isinstance(await line.ask_contact(aylin.id, "Ihre Nummer?", "Nummer teilen"), Delivered)
    assert aylin.reply_keyboard == [["Nummer teilen"]]
    assert isinstance(await line.close_contact(aylin.id, "Danke"), Delivered)
    assert aylin.reply_keyboard is None
    file = RenderedFile("Termin.ics", "text/calendar", b"BEGIN:VCALENDAR", "Ihr <b>Termin</b>")
    assert isinstance(await line.send_file(aylin.id, file), Delivered)
    arrived = aylin.last
    assert arrived.file is not None
    assert (arrived.file.name, arrived.file.content) == ("Termin.ics", b"BEGIN:VCALENDAR")


async def test_a_coach_card_cannot_be_passed_on(server: BotApiServer, line: TelegramChannel) -> None:
    coach = server.people.add("Jonas", role="coach")
    coach.start()
    await line.send(coach.id, Rendered("Fall 12", protected=True), silent=True)
    assert coach.last.protected is True


async def test_whoever_cannot_be_reached_is_known_to_be(server: BotApiServer, line: TelegramChannel) -> None:
    aylin, stranger, gone = (server.people.add(name) for name in ("Aylin", "Mina", "Emre"))
    aylin.start()
    aylin.block()
    gone.start()
    gone.leave_telegram()
    assert [await line.send(chat, QUESTION) for chat in (aylin.id, stranger.id, gone.id, 12)] == [Unreachable()] * 4


async def test_what_goes_wrong_on_the_way_has_its_name(server: BotApiServer, line: TelegramChannel) -> None:
    aylin = server.people.add("Aylin")
    aylin.start()
    outcomes = []
    for fault in ("too_many", "internal", "bad_gateway", "dropped", "lost_answer"):
        server.faults.plan(fault, retry_after=7)
        outcomes.append(await line.send(aylin.id, QUESTION))
    assert outcomes == [TryLater(7), Unknown(), Unknown(), Unknown(), Unknown()]
    assert await line.send(aylin.id, Rendered("<b>offen")) == Rejected(
        "can't parse entities: can't find end tag corresponding to start tag \"b\""
    )


async def test_two_copies_of_the_bot_do_not_lose_a_word(
    server: BotApiServer, line: TelegramChannel, desk: Desk
) -> None:
    aylin = server.people.add("Aylin")
    other = TelegramChannel(TOKEN, server.root)
    await other.open()
    await other.updates(None, 0)
    await other.close()
    aylin.say("Hallo")
    await server.quiet()
    assert desk.heard == [(aylin.id, Said("Hallo"))]


async def test_the_profile_is_set_once(server: BotApiServer, line: TelegramChannel) -> None:
    coach = server.people.add("Jonas", role="coach")
    coach.start()
    wanted = Profile(
        menus=(
            Menu((Command("start", "Anfangen"),)),
            Menu((Command("start", "Başla"),), language="tr"),
            Menu((Command("today", "Heute"),), chat=coach.id),
        ),
        abouts=(About("Kostenlos.", "Lotse"), About("Ücretsiz.", "Rehber", language="tr")),
    )
    assert await keep_profile(line, wanted) == 7
    assert await keep_profile(line, wanted) == 0
