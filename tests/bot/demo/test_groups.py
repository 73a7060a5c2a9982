"""Tests of the team's groups: topics that are closed and deleted, moving, and a bot that is put out."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden

from bot.demo.group import Group
from bot.demo.person import Person
from bot.demo.server import BotApiServer


@pytest.fixture
def forum(server: BotApiServer) -> Group:
    return server.groups.add("Team", forum=True)


async def test_a_case_gets_its_topic_and_answers_come_from_it(
    bot: Bot, api: Any, server: BotApiServer, forum: Group, elif_: Person
) -> None:
    topic = await bot.create_forum_topic(forum.id, "Fall 12")
    await bot.send_message(forum.id, "neu", message_thread_id=topic.message_thread_id)
    forum.say(elif_, "ich rufe an", topic.message_thread_id)
    _, answer = await api("getUpdates")
    last = answer["result"][-1]["message"]
    assert (last["text"], last["message_thread_id"], last["is_topic_message"]) == (
        "ich rufe an",
        topic.message_thread_id,
        True,
    )


async def test_a_topic_deleted_by_hand_is_not_found(bot: Bot, forum: Group) -> None:
    topic = (await bot.create_forum_topic(forum.id, "Fall 12")).message_thread_id
    forum.delete_topic(topic)
    for call in (
        bot.send_message(forum.id, "x", message_thread_id=topic),
        bot.edit_forum_topic(forum.id, topic, name="y"),
        bot.close_forum_topic(forum.id, topic),
        bot.reopen_forum_topic(forum.id, topic),
        bot.delete_forum_topic(forum.id, topic),
    ):
        with pytest.raises(BadRequest, match=r"^Message thread not found$"):
            await call


async def test_a_topic_lives_its_life(bot: Bot, forum: Group) -> None:
    topic = (await bot.create_forum_topic(forum.id, "Fall 12")).message_thread_id
    await bot.edit_forum_topic(forum.id, topic, name="Fall 12, fertig")
    await bot.close_forum_topic(forum.id, topic)
    with pytest.raises(BadRequest, match=r"^Topic_not_modified$"):
        await bot.close_forum_topic(forum.id, topic)
    await bot.reopen_forum_topic(forum.id, topic)
    await bot.send_message(forum.id, "x", message_thread_id=topic)
    await bot.delete_forum_topic(forum.id, topic)
    assert forum.messages == []


async def test_a_closed_topic_takes_words_only_from_those_who_run_it(bot: Bot, forum: Group) -> None:
    topic = forum.open_topic("Fall 12")
    forum.close_topic(topic)
    await bot.send_message(forum.id, "x", message_thread_id=topic)
    forum.chat.bot_manages_topics = False
    with pytest.raises(BadRequest, match=r"^Topic_closed$"):
        await bot.send_message(forum.id, "x", message_thread_id=topic)
    with pytest.raises(BadRequest, match=r"^Not enough rights to manage topics in the chat$"):
        await bot.create_forum_topic(forum.id, "Fall 13")


async def test_a_plain_group_has_no_topics(bot: Bot, server: BotApiServer) -> None:
    with pytest.raises(BadRequest, match=r"^The chat is not a forum$"):
        await bot.create_forum_topic(server.groups.add("Team").id, "Fall 12")


async def test_a_moved_group_says_so_on_both_sides(api: Any, server: BotApiServer, elif_: Person) -> None:
    team = server.groups.add("Team")
    old, new = team.id, team.move(elif_)
    _, answer = await api("getUpdates")
    notes = [update["message"] for update in answer["result"][1:]]
    assert [(note["chat"]["id"], note.get("migrate_to_chat_id")) for note in notes] == [(old, new), (new, None)]
    assert notes[1]["migrate_from_chat_id"] == old


async def test_a_bot_put_out_is_told_and_refused_until_it_is_back(
    bot: Bot, api: Any, forum: Group, elif_: Person
) -> None:
    forum.put_bot_out(elif_)
    with pytest.raises(Forbidden, match=r"^Forbidden: bot was kicked from the supergroup chat$"):
        await bot.send_message(forum.id, "x")
    forum.take_bot_in(elif_)
    await bot.send_message(forum.id, "x")
    _, answer = await api("getUpdates")
    changes = [update["my_chat_member"] for update in answer["result"][1:]]
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "administrator"]
