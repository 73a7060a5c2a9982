"""Tests of the control API for the team's groups: what members do, and what the page is told of topics."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.demo.server import BotApiServer
from tests.bot.demo.test_control import Post, post, state

__all__ = ["post"]


@pytest.fixture
async def group(server: BotApiServer, post: Post) -> Any:
    """A group with a coach and a lead in it; the family that is there as well is no member."""
    for name, role in (("Mira", "coach"), ("Ayla", "family"), ("Petra", "lead")):
        await post("people", name=name, role=role)
    status, shown = await post("groups", title="Team")
    assert status == 200
    return shown


def member(group: Any, name: str) -> int:
    return int(next(one["id"] for one in group["members"] if one["name"] == name))


async def test_a_new_group_has_the_team_and_the_bot_in_it_and_no_topic(group: Any) -> None:
    told = {key: value for key, value in group.items() if key not in ("id", "members")}
    assert [(one["name"], one["role"]) for one in group["members"]] == [("Mira", "coach"), ("Petra", "lead")]
    assert told == {
        "title": "Team", "bot_inside": True, "bot_manages_topics": True, "topics": [], "messages": [], "toast": None,
    }  # fmt: skip


async def test_what_is_said_in_a_topic_is_shown_with_who_said_it(
    server: BotApiServer, http: aiohttp.ClientSession, post: Post, bot: Bot, group: Any
) -> None:
    await bot.set_my_name("Lotse")
    topic = (await bot.create_forum_topic(group["id"], "Nr. 1001")).message_thread_id
    end = InlineKeyboardMarkup([[InlineKeyboardButton("Beenden", callback_data="1.end")]])
    card = await bot.send_message(group["id"], "Karte", message_thread_id=topic, reply_markup=end)
    told = {"person": member(group, "Mira")}
    assert await post(f"groups/{group['id']}/text", **told, thread=topic, text="Hallo") == (200, {"ok": True})
    await post(f"groups/{group['id']}/text", **told, thread=None, text="allgemein")
    await post(f"groups/{group['id']}/press", **told, message_id=card.id, data="1.end")
    press = server.people[told["person"]].presses[0]
    await bot.answer_callback_query(press.id, "Beendet")
    shown = await state(server, http)
    [now] = shown["groups"]
    assert now["topics"] == [{"thread": topic, "name": "Nr. 1001", "closed": False}]
    assert [(one["author"]["name"], one["thread"], one["note"], one["html"]) for one in now["messages"]] == [
        ("Lotse", topic, "forum_topic_created", "# Nr. 1001"),
        ("Lotse", topic, None, "Karte"),
        ("Mira", topic, None, "Hallo"),
        ("Mira", None, None, "allgemein"),
    ]
    assert now["toast"] == {"id": int(press.id), "text": "Beendet"}
    assert [one["toast"] for one in shown["people"]] == [None, None, None]


async def test_topics_are_closed_reopened_and_deleted_and_the_bot_is_put_out_and_taken_in(
    server: BotApiServer, http: aiohttp.ClientSession, post: Post, bot: Bot, group: Any
) -> None:
    topic = (await bot.create_forum_topic(group["id"], "Nr. 1001")).message_thread_id
    told = {"person": member(group, "Petra"), "thread": topic}
    seen = []
    for doing, more in (
        ("close", {}), ("reopen", {}), ("rights", {"topics": False}), ("bot_out", {}), ("bot_in", {}), ("delete", {}),
    ):  # fmt: skip
        assert await post(f"groups/{group['id']}/{doing}", **told, **more) == (200, {"ok": True})
        [now] = (await state(server, http))["groups"]
        seen.append(([one["closed"] for one in now["topics"]], now["bot_inside"], now["bot_manages_topics"]))
    assert seen == [
        ([True], True, True),
        ([False], True, True),
        ([False], True, False),
        ([False], False, False),
        ([False], True, True),
        ([], True, True),
    ]


async def test_what_makes_no_sense_in_a_group_is_answered_with_a_sentence(
    server: BotApiServer, http: aiohttp.ClientSession, post: Post, group: Any
) -> None:
    base, mira = f"groups/{group['id']}", member(group, "Mira")
    ayla = next(person.id for person in server.people if person.name == "Ayla")
    for doing, told, error in (
        ("text", {"person": ayla, "text": "x"}, "Only the team is in a group."),
        ("text", {"person": mira, "text": "x", "thread": 99}, "Nobody can write into a topic that is not there."),
        ("close", {"person": mira, "thread": 99}, "There is no such topic."),
        ("close", {"person": mira}, '"thread" must be a whole number.'),
    ):
        assert await post(f"{base}/{doing}", **told) == (400, {"ok": False, "error": error})
    for path in ("groups/1/text", f"{base}/dance", "groups/team/text"):
        async with http.post(f"{server.root}/demo/{path}", json={"person": mira}) as answer:
            assert answer.status == 404
