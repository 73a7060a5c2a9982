"""The whole channel with a team's group on the other side: topics lost, closed, moved, and the bot put out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from bot.channels.channel import (
    Delivered,
    Hindrance,
    Incoming,
    Moved,
    Rejected,
    Rendered,
    RenderedButton,
    RenderedFile,
    Unreachable,
)
from bot.channels.polling import Polling
from bot.channels.telegram import TelegramChannel
from bot.demo.group import Group
from bot.demo.person import Person
from bot.demo.server import BotApiServer
from dialogs.machine.events import (
    BotJoinedGroup,
    BotLeftGroup,
    CommandedInGroup,
    Event,
    GroupMoved,
    Pressed,
    SaidInGroup,
    SentInGroup,
    TopicClosed,
    TopicReopened,
)
from dialogs.machine.screen import Press
from tests.bot.channels.embedded import TOKEN, embedded

WORDS = Rendered("Guten Tag", ((RenderedButton("Übernehmen", "1.0.~case.take"),),))


class Ear:
    """Remembers what came in, in order."""

    def __init__(self) -> None:
        self.came: list[Incoming] = []

    @property
    def heard(self) -> list[Event]:
        return [incoming.event for incoming in self.came]

    async def handle(self, incoming: Incoming) -> None:
        self.came.append(incoming)

    async def park(self, arrival: Incoming | Mapping[str, Any], error: Exception) -> None:
        raise AssertionError(f"parked: {arrival}") from error


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with embedded() as server:
        yield server


@pytest.fixture
def team(server: BotApiServer) -> Group:
    return server.groups.add("Familiencoaching", forum=True)


@pytest.fixture
def jonas(server: BotApiServer) -> Person:
    """A coach who writes in the group and has never opened the bot."""
    return server.people.add("Jonas", role="coach")


@pytest.fixture
async def line(server: BotApiServer) -> AsyncIterator[TelegramChannel]:
    channel = TelegramChannel(TOKEN, server.root)
    await channel.open()
    yield channel
    await channel.close()


@pytest.fixture
async def ear(line: TelegramChannel) -> AsyncIterator[Ear]:
    ear = Ear()
    polling = Polling(line, ear.handle, ear.park, sleep=lambda _: asyncio.sleep(0))
    running = asyncio.create_task(polling.run())
    yield ear
    await polling.stop()
    await running


async def opened(line: TelegramChannel, team: Group, title: str = "Fall 1017") -> int:
    made = await line.open_topic(team.id, title)
    assert isinstance(made, Delivered)
    return made.message


async def test_a_case_gets_its_topic_and_what_is_written_stands_in_it(line: TelegramChannel, team: Group) -> None:
    topic = await opened(line, team)
    sent = await line.send(team.id, WORDS, thread=topic, silent=True)
    filed = await line.send_file(team.id, RenderedFile("a.ics", "text/calendar", b"x", "Termin"), thread=topic)
    general = await line.send(team.id, Rendered("Guten Morgen"))
    assert (isinstance(sent, Delivered), isinstance(filed, Delivered), isinstance(general, Delivered)) == (True,) * 3
    assert [message.thread for message in team.messages] == [topic, topic, topic, None]
    assert team.chat.topics[topic].name == "Fall 1017"


async def test_everything_a_coach_does_in_a_topic_is_heard_once_and_in_order(
    server: BotApiServer, line: TelegramChannel, team: Group, jonas: Person, ear: Ear
) -> None:
    topic = await opened(line, team)
    card = await line.send(team.id, WORDS, thread=topic)
    assert isinstance(card, Delivered)
    words = team.say(jonas, "Passt Ihnen drei Uhr?", topic)
    team.edit(jonas, words.id, "Passt Ihnen vier Uhr?")
    photo = team.send(jonas, "photo", topic)
    aside = team.say(jonas, "Kaffee?")
    team.say(jonas, "/intern ruft später an", topic)
    team.press(jonas, card.message, "Übernehmen")
    await server.quiet()
    assert ear.heard == [
        SaidInGroup("Passt Ihnen drei Uhr?", jonas.id, topic, words.id),
        SaidInGroup("Passt Ihnen vier Uhr?", jonas.id, topic, words.id, edited=True),
        SentInGroup("photo", jonas.id, topic, photo.id),
        SaidInGroup("Kaffee?", jonas.id, None, aside.id),
        CommandedInGroup("intern", "ruft später an", jonas.id, topic),
        Pressed(Press(0, "~case", "take")),
    ]
    assert {(incoming.chat, incoming.author, incoming.language) for incoming in ear.came} == {(team.id, jonas.id, "")}
    assert ear.came[-1].message == card.message


async def test_a_press_in_the_group_is_answered_on_the_phone_of_whoever_pressed(
    server: BotApiServer, line: TelegramChannel, team: Group, jonas: Person, ear: Ear
) -> None:
    card = await line.send(team.id, WORDS)
    assert isinstance(card, Delivered)
    team.press(jonas, card.message, "Übernehmen")
    await server.quiet()
    await line.acknowledge(ear.came[0].press_id or "", "Gehört Ihnen")
    assert jonas.toasts == ["Gehört Ihnen"]


async def test_a_topic_deleted_by_hand_is_found_out_by_the_next_word_and_a_new_one_takes_it(
    line: TelegramChannel, team: Group
) -> None:
    lost = await opened(line, team)
    team.delete_topic(lost)
    gone = Rejected(Hindrance.TOPIC_GONE)
    assert await line.send(team.id, WORDS, thread=lost) == gone
    assert await line.send_file(team.id, RenderedFile("a.ics", "text/calendar", b"x", ""), thread=lost) == gone
    assert [await line.reopen_topic(team.id, lost), await line.close_topic(team.id, lost)] == [gone, gone]
    assert isinstance(await line.send(team.id, WORDS, thread=await opened(line, team)), Delivered)


async def test_a_topic_closed_by_hand_is_told_and_opened_again(
    server: BotApiServer, line: TelegramChannel, team: Group, jonas: Person, ear: Ear
) -> None:
    topic = await opened(line, team)
    team.close_topic(topic, by=jonas)
    team.close_topic(topic, closed=False)
    await server.quiet()
    assert ear.heard == [TopicClosed(topic), TopicReopened(topic)]
    assert await line.close_topic(team.id, topic) == Delivered(topic)
    assert await line.close_topic(team.id, topic) == Delivered(topic)
    assert await line.reopen_topic(team.id, topic) == Delivered(topic)
    assert await line.reopen_topic(team.id, topic) == Delivered(topic)
    await server.quiet()
    assert len(ear.heard) == 2


async def test_without_its_right_the_bot_is_refused_by_name(
    server: BotApiServer, line: TelegramChannel, team: Group, jonas: Person, ear: Ear
) -> None:
    topic = team.open_topic("Teamrunde", jonas)
    team.close_topic(topic, by=jonas)
    team.let_bot_manage_topics(jonas, allowed=False)
    assert await line.send(team.id, WORDS, thread=topic) == Rejected(Hindrance.TOPIC_CLOSED)
    assert await line.open_topic(team.id, "Fall 1018") == Rejected(Hindrance.NO_RIGHTS)
    assert await line.reopen_topic(team.id, topic) == Rejected(Hindrance.NO_RIGHTS)
    await server.quiet()
    assert ear.heard[-1] == BotJoinedGroup(manages_topics=False, forum=True)


async def test_a_group_without_topics_has_its_name_too(server: BotApiServer, line: TelegramChannel) -> None:
    plain = server.groups.add("Familiencoaching")
    assert await line.open_topic(plain.id, "Fall 1017") == Rejected(Hindrance.NOT_A_FORUM)


async def test_a_group_that_moved_is_told_and_every_call_to_its_old_id_names_the_new_one(
    server: BotApiServer, line: TelegramChannel, jonas: Person, ear: Ear
) -> None:
    plain = server.groups.add("Familiencoaching")
    card = await line.send(plain.id, WORDS)
    assert isinstance(card, Delivered)
    old, new = plain.id, plain.move(jonas, forum=True)
    await server.quiet()
    assert [(incoming.chat, incoming.event) for incoming in ear.came] == [(old, GroupMoved(new))]
    assert await line.send(old, WORDS) == Moved(new)
    assert await line.edit(old, card.message, Rendered("x")) == Moved(new)
    assert await line.open_topic(old, "Fall 1017") == Moved(new)
    assert isinstance(await line.open_topic(new, "Fall 1017"), Delivered)


async def test_a_bot_put_out_is_out_of_reach_until_it_is_taken_in_again(
    server: BotApiServer, line: TelegramChannel, team: Group, jonas: Person, ear: Ear
) -> None:
    topic = await opened(line, team)
    team.put_bot_out(jonas)
    assert await line.send(team.id, WORDS, thread=topic) == Unreachable()
    assert await line.open_topic(team.id, "Fall 1018") == Unreachable()
    team.take_bot_in(jonas, manages_topics=False)
    team.let_bot_manage_topics(jonas, allowed=True)
    assert isinstance(await line.send(team.id, WORDS, thread=topic), Delivered)
    await server.quiet()
    assert ear.heard == [
        BotLeftGroup(),
        BotJoinedGroup(manages_topics=False, forum=True),
        BotJoinedGroup(manages_topics=True, forum=True),
    ]
