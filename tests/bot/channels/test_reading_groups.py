"""What is read off an update from a group of the team: who spoke, where, and what became of the group."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Update

from bot.channels.channel import Incoming
from bot.channels.reading import Unreadable, read
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

JONAS: dict[str, Any] = {"id": 6, "is_bot": False, "first_name": "Jonas", "language_code": "de"}
LOTSE: dict[str, Any] = {"id": 4711, "is_bot": True, "first_name": "Lotse", "username": "lotse_bot"}
ANONYMOUS: dict[str, Any] = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
TEAM: dict[str, Any] = {"id": -1004711, "type": "supergroup", "title": "Coaches", "is_forum": True}
TOPIC: dict[str, Any] = {"message_thread_id": 12, "is_topic_message": True}


def spoken(kind: str = "message", by: dict[str, Any] = JONAS, **content: Any) -> dict[str, Any]:
    message = {"message_id": 77, "date": 1_790_000_000, "chat": TEAM, "from": by, **content}
    return {"update_id": 1, kind: message}


def heard(event: Event, author: int = 6) -> Incoming:
    return Incoming("tg:1", -1004711, event, "", 77, author=author)


def membership(member: dict[str, Any], **chat: Any) -> dict[str, Any]:
    change = {
        "chat": TEAM | chat,
        "from": JONAS,
        "date": 1_790_000_000,
        "old_chat_member": {"user": LOTSE, "status": "left"},
        "new_chat_member": {"user": LOTSE, **member},
    }
    return {"update_id": 1, "my_chat_member": change}


def test_a_coachs_words_come_with_their_topic_and_their_author() -> None:
    assert read(spoken(text="Ich rufe an", **TOPIC)) == heard(SaidInGroup("Ich rufe an", 6, 12, 77))
    assert read(spoken(text="Moin")) == heard(SaidInGroup("Moin", 6, None, 77))


def test_an_answer_outside_topics_carries_a_number_that_is_no_topic() -> None:
    assert read(spoken(text="Gut", message_thread_id=70)) == heard(SaidInGroup("Gut", 6, None, 77))


def test_changed_words_are_read_again_under_the_same_message() -> None:
    update = spoken("edited_message", text="um vier", edit_date=1_790_000_005, **TOPIC)
    assert read(update) == heard(SaidInGroup("um vier", 6, 12, 77, edited=True))


def test_a_changed_caption_or_a_moving_position_is_no_new_message() -> None:
    assert read(spoken("edited_message", photo=[], caption="x", **TOPIC)) is None
    assert read(spoken("edited_message", location={"latitude": 51.5, "longitude": 7.0})) is None


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("/intern Mutter ist erkältet", CommandedInGroup("intern", "Mutter ist erkältet", 6, 12)),
        ("/Fertig@Lotse_Bot", CommandedInGroup("fertig", "", 6, 12, "lotse_bot")),
        ("/poll@other_bot a", CommandedInGroup("poll", "a", 6, 12, "other_bot")),
    ],
)
def test_a_command_names_the_bot_it_is_meant_for(text: str, event: Event) -> None:
    assert read(spoken(text=text, **TOPIC)) == heard(event)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"photo": [], "caption": "Formular"}, "photo"),
        ({"sticker": {}}, "sticker"),
        ({"voice": {}}, "voice"),
        ({"animation": {}, "document": {}}, "video"),
        ({"contact": {"phone_number": "+4915228817386", "user_id": 6}}, "someones_contact"),
        ({"dice": {}}, "other"),
    ],
)
def test_what_carries_no_words_is_named_by_its_kind(content: dict[str, Any], kind: Any) -> None:
    assert read(spoken(**content, **TOPIC)) == heard(SentInGroup(kind, 6, 12, 77))


@pytest.mark.parametrize(
    "note",
    [
        "pinned_message",
        "new_chat_title",
        "new_chat_members",
        "left_chat_member",
        "video_chat_started",
        "forum_topic_created",
        "forum_topic_edited",
        "migrate_from_chat_id",
        "invented_in_2031",
    ],
)
def test_notes_of_telegram_itself_are_passed_over_known_or_not(note: str) -> None:
    content: dict[str, Any] = {note: {}}
    assert read(spoken(**content)) is None


def test_what_bots_write_is_not_heard_our_own_notes_among_it() -> None:
    told: tuple[dict[str, Any], ...] = ({"text": "Beep"}, {"photo": []}, {"forum_topic_closed": {}})
    for content in told:
        assert read(spoken(by=LOTSE, **content, **TOPIC)) is None


def test_an_anonymous_administrator_speaks_as_telegrams_stand_in() -> None:
    update = spoken(by=ANONYMOUS, sender_chat=TEAM, text="Hallo", **TOPIC)
    assert read(update) == heard(SaidInGroup("Hallo", 1087968824, 12, 77), author=1087968824)


def test_words_of_a_channel_that_name_no_person_are_the_channels() -> None:
    update = spoken(sender_chat={"id": -1005, "type": "channel"}, text="Neuigkeiten")
    del update["message"]["from"]
    assert read(update) == heard(SaidInGroup("Neuigkeiten", -1005, None, 77), author=-1005)


def test_a_topic_closed_and_opened_by_hand_is_told() -> None:
    assert read(spoken(forum_topic_closed={}, **TOPIC)) == heard(TopicClosed(12))
    assert read(spoken(forum_topic_reopened={}, **TOPIC)) == heard(TopicReopened(12))


def test_a_group_that_moves_names_its_new_id_whoever_moved_it() -> None:
    plain = {"id": -4711, "type": "group", "title": "Coaches"}
    for who in (JONAS, ANONYMOUS, LOTSE):
        update = spoken(by=who, chat=plain, migrate_to_chat_id=-1004711)
        assert read(update) == Incoming("tg:1", -4711, GroupMoved(-1004711), "", 77, author=who["id"])


def test_a_press_in_a_group_tells_who_pressed() -> None:
    card = {"message_id": 77, "date": 0, "chat": TEAM}
    press = {"id": "9", "from": JONAS, "chat_instance": "3", "data": "1.0.~case.take", "message": card}
    expected = Incoming("tg:1", -1004711, Pressed(Press(0, "~case", "take")), "", 77, "9", author=6)
    assert read({"update_id": 1, "callback_query": press}) == expected


@pytest.mark.parametrize(
    ("member", "event"),
    [
        ({"status": "administrator", "can_manage_topics": True}, BotJoinedGroup(manages_topics=True, forum=True)),
        ({"status": "administrator", "can_manage_topics": False}, BotJoinedGroup(manages_topics=False, forum=True)),
        ({"status": "administrator"}, BotJoinedGroup(manages_topics=False, forum=True)),
        ({"status": "member"}, BotJoinedGroup(manages_topics=False, forum=True)),
        ({"status": "restricted", "is_member": True, "can_manage_topics": True}, BotJoinedGroup(False, forum=True)),
        ({"status": "restricted", "is_member": False}, BotLeftGroup()),
        ({"status": "left"}, BotLeftGroup()),
        ({"status": "kicked", "until_date": 0}, BotLeftGroup()),
    ],
)
def test_coming_and_going_of_the_bot_is_told_with_what_it_may_do(member: dict[str, Any], event: Event) -> None:
    assert read(membership(member)) == Incoming("tg:1", -1004711, event, author=6)


def test_a_plain_group_is_no_forum() -> None:
    update = membership({"status": "member"}, type="group", is_forum=False)
    assert read(update) == Incoming("tg:1", -1004711, BotJoinedGroup(manages_topics=False, forum=False), author=6)


def test_words_of_nobody_are_unreadable() -> None:
    update = spoken(text="Hallo")
    del update["message"]["from"]
    with pytest.raises(Unreadable):
        read(update)


def test_our_samples_are_updates_as_the_library_knows_them() -> None:
    known = Update.de_json(spoken(text="zwei", **TOPIC))
    assert known.effective_message is not None
    assert known.effective_user is not None
    assert (known.effective_message.message_thread_id, known.effective_user.id) == (12, 6)
