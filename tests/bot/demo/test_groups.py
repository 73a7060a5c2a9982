"""Tests of the team's groups: topics that are closed and deleted, moving, and a bot that is put out."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
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
    with pytest.raises(BadRequest, match=r"^Not enough rights to create a topic$"):
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


async def test_without_the_right_the_bot_runs_only_the_topics_it_made(bot: Bot, forum: Group, elif_: Person) -> None:
    own = (await bot.create_forum_topic(forum.id, "Fall 12")).message_thread_id
    theirs = forum.open_topic("Teamrunde", elif_)
    forum.let_bot_manage_topics(elif_, allowed=False)
    await bot.edit_forum_topic(forum.id, own, name="Fall 12, fertig")
    await bot.close_forum_topic(forum.id, own)
    await bot.reopen_forum_topic(forum.id, own)
    for call, what in (
        (bot.edit_forum_topic(forum.id, theirs, name="x"), "edit"),
        (bot.close_forum_topic(forum.id, theirs), "close or open"),
        (bot.delete_forum_topic(forum.id, theirs), "delete"),
    ):
        with pytest.raises(BadRequest, match=f"^Not enough rights to {what} the topic$"):
            await call


async def test_topics_opened_and_closed_by_anybody_leave_notes_the_bot_hears_of(
    bot: Bot, api: Any, forum: Group, elif_: Person
) -> None:
    topic = (await bot.create_forum_topic(forum.id, "Fall 12")).message_thread_id
    forum.close_topic(topic, by=elif_)
    forum.close_topic(topic, closed=False)
    await bot.close_forum_topic(forum.id, topic)
    _, answer = await api("getUpdates")
    notes = [update["message"] for update in answer["result"][1:]]
    assert [(note["from"]["id"], note["message_thread_id"]) for note in notes] == [
        (7000001, topic),
        (elif_.id, topic),
        (1087968824, topic),
        (7000001, topic),
    ]
    assert ["forum_topic_closed" in note for note in notes] == [False, True, False, True]
    assert notes[2]["sender_chat"] == forum.chat.as_json()


async def test_a_member_changes_own_words_and_nobody_elses(
    server: BotApiServer, api: Any, forum: Group, elif_: Person
) -> None:
    coach = server.people.add("Jonas", role="coach")
    words = forum.say(coach, "um drei")
    with pytest.raises(ValueError, match="own"):
        forum.edit(elif_, words.id, "um vier")
    forum.edit(coach, words.id, "um vier")
    _, answer = await api("getUpdates")
    changed = answer["result"][-1]["edited_message"]
    assert (changed["message_id"], changed["text"], changed["from"]["id"]) == (words.id, "um vier", coach.id)


async def test_a_member_presses_a_button_in_the_group(bot: Bot, api: Any, forum: Group, elif_: Person) -> None:
    take = InlineKeyboardMarkup([[InlineKeyboardButton("Nehmen", callback_data="1.take")]])
    card = await bot.send_message(forum.id, "Fall 12", reply_markup=take)
    press = forum.press(elif_, card.id, "Nehmen")
    _, answer = await api("getUpdates")
    query = answer["result"][-1]["callback_query"]
    assert (query["from"]["id"], query["message"]["chat"]["id"], query["data"]) == (elif_.id, forum.id, "1.take")
    await bot.answer_callback_query(query["id"], "Gehört Ihnen")
    assert press.toast == "Gehört Ihnen"
    assert elif_.toasts == ["Gehört Ihnen"]


async def test_a_photo_can_be_sent_into_a_topic_that_is_there(api: Any, forum: Group, elif_: Person) -> None:
    topic = forum.open_topic("Fall 12")
    forum.send(elif_, "photo", topic)
    _, answer = await api("getUpdates")
    last = answer["result"][-1]["message"]
    assert (last["message_thread_id"], len(last["photo"])) == (topic, 1)
    with pytest.raises(ValueError, match="not there"):
        forum.say(elif_, "x", topic + 100)


async def test_a_bot_put_out_does_not_hear_what_is_said(api: Any, forum: Group, elif_: Person) -> None:
    forum.put_bot_out(elif_)
    forum.say(elif_, "unter uns")
    _, answer = await api("getUpdates")
    assert "my_chat_member" in answer["result"][-1]


async def test_topics_come_with_a_new_id_where_the_group_was_a_plain_one(
    bot: Bot, server: BotApiServer, elif_: Person
) -> None:
    team = server.groups.add("Team")
    team.move(elif_, forum=True)
    await bot.create_forum_topic(team.id, "Fall 12")
