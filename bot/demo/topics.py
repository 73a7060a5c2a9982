"""The methods for topics of a forum group."""

from __future__ import annotations

from collections.abc import Mapping
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
    if not forum.bot_manages_topics:
        raise bad_request("not enough rights to create a topic")
    name = told.text("name").strip()
    if not 1 <= len(name) <= NAME_LIMIT:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "topic name is too long")
    color = told.number("icon_color") or _COLORS[0]
    if color not in _COLORS:
        raise bad_request("invalid forum topic icon color specified")
    topic = open_topic(world, forum, name, world.profile.as_json(), color)
    topic.own = True
    world.touched(forum)
    return {"message_thread_id": topic.thread, "name": name, "icon_color": color}


def open_topic(
    world: World, forum: GroupChat, name: str, author: Mapping[str, Any], color: int = _COLORS[0], **body: Any
) -> Topic:
    """Make a topic; the note of its making gives it its id. `body` is what else the note carries."""
    told = {"name": name, "icon_color": color}
    note = world.put(forum, "service", dict(author), body={"forum_topic_created": told, **body}, label=f"# {name}")
    note.thread = note.id
    topic = forum.topics[note.id] = Topic(note.id, name, color)
    world.tell(note)
    return topic


def edit_forum_topic(world: World, told: Arguments) -> Any:
    """editForumTopic."""
    forum = _forum(world, told)
    topic = _topic(forum, told, "edit")
    name = told.text("name").strip() or topic.name
    if len(name) > NAME_LIMIT:
        raise bad_request("topic name is too long")
    if name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = name
    _note(world, forum, topic, world.profile.as_json(), {"forum_topic_edited": {"name": name}})
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
    topic = _topic(forum, told, "")
    if not forum.bot_manages_topics:
        raise bad_request("not enough rights to delete the topic")
    remove_topic(world, forum, topic.thread)
    return True


def remove_topic(world: World, forum: GroupChat, thread: int) -> None:
    """Take a topic and its messages away. The bot is not told."""
    del forum.topics[thread]
    for message in [message for message in forum.messages.values() if message.thread == thread]:
        world.take_away(forum, message.id)
    world.touched(forum)


def set_closed(
    world: World, forum: GroupChat, topic: Topic, author: Mapping[str, Any], *, closed: bool, **body: Any
) -> None:
    """Close or reopen a topic; a note of it stands in the topic and comes as an update, the bot's own too."""
    topic.closed = closed
    what: dict[str, Any] = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
    _note(world, forum, topic, author, what | body)


def _set_closed(world: World, told: Arguments, *, closed: bool) -> bool:
    forum = _forum(world, told)
    topic = _topic(forum, told, "close or open")
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    set_closed(world, forum, topic, world.profile.as_json(), closed=closed)
    world.touched(forum)
    return True


def _note(world: World, forum: GroupChat, topic: Topic, author: Mapping[str, Any], body: dict[str, Any]) -> None:
    world.tell(world.put(forum, "service", dict(author), body=body, label="#", thread=topic.thread))


def _forum(world: World, told: Arguments) -> GroupChat:
    chat = world.chat(told.values.get("chat_id"))
    chat.check_access()
    if not isinstance(chat, GroupChat) or not chat.forum:
        raise bad_request("the chat is not a forum")
    return chat


def _topic(forum: GroupChat, told: Arguments, what: str) -> Topic:
    """The topic named; `what` is the thing to be done that the bot may do to its own topics in any case."""
    topic = forum.topics.get(told.number("message_thread_id") or 0)
    if topic is None:
        raise bad_request("message thread not found")
    if what and not (topic.own or forum.bot_manages_topics):
        raise bad_request(f"not enough rights to {what} the topic")
    return topic
