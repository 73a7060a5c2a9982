"""The methods for topics of a forum group."""

from __future__ import annotations

from typing import Any

from bot.demo.arguments import Arguments
from bot.demo.chats import GroupChat, Topic
from bot.demo.refusals import bad_request
from bot.demo.world import World

NAME_LIMIT = 128
_COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


def create_forum_topic(world: World, told: Arguments) -> Any:
    """createForumTopic."""
    forum = _forum(world, told)
    name = told.text("name").strip()
    if not 1 <= len(name) <= NAME_LIMIT:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "topic name is too long")
    color = told.number("icon_color") or _COLORS[0]
    if color not in _COLORS:
        raise bad_request("invalid forum topic icon color specified")
    return open_topic(world, forum, name, color)


def open_topic(world: World, forum: GroupChat, name: str, color: int = _COLORS[0]) -> dict[str, Any]:
    """Make a topic; the note of its making gives it its id. Its form on the wire."""
    told = {"name": name, "icon_color": color}
    note = world.put_as_bot(forum, "service", body={"forum_topic_created": told}, label=f"# {name}")
    note.thread = note.id
    forum.topics[note.id] = Topic(note.id, name, color)
    world.line.push("message", note.as_json())
    return {"message_thread_id": note.id, **told}


def edit_forum_topic(world: World, told: Arguments) -> Any:
    """editForumTopic."""
    forum = _forum(world, told)
    topic = _topic(forum, told)
    name = told.text("name").strip() or topic.name
    if len(name) > NAME_LIMIT:
        raise bad_request("topic name is too long")
    if name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = name
    world.touched(forum)
    return True


def close_forum_topic(world: World, told: Arguments) -> Any:
    """closeForumTopic."""
    return _set_closed(world, told, closed=True)


def reopen_forum_topic(world: World, told: Arguments) -> Any:
    """reopenForumTopic."""
    return _set_closed(world, told, closed=False)


def delete_forum_topic(world: World, told: Arguments) -> Any:
    """deleteForumTopic: with all that was said in it."""
    forum = _forum(world, told)
    remove_topic(world, forum, _topic(forum, told).thread)
    return True


def remove_topic(world: World, forum: GroupChat, thread: int) -> None:
    """Take a topic and its messages away. The bot is not told."""
    del forum.topics[thread]
    for message in [message for message in forum.messages.values() if message.thread == thread]:
        world.take_away(forum, message.id)
    world.touched(forum)


def _set_closed(world: World, told: Arguments, *, closed: bool) -> bool:
    forum = _forum(world, told)
    topic = _topic(forum, told)
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    world.touched(forum)
    return True


def _forum(world: World, told: Arguments) -> GroupChat:
    chat = world.chat(told.values.get("chat_id"))
    chat.check_access()
    if not isinstance(chat, GroupChat) or not chat.forum:
        raise bad_request("the chat is not a forum")
    if not chat.bot_manages_topics:
        raise bad_request("not enough rights to manage topics in the chat")
    return chat


def _topic(forum: GroupChat, told: Arguments) -> Topic:
    topic = forum.topics.get(told.number("message_thread_id") or 0)
    if topic is None:
        raise bad_request("message thread not found")
    return topic
