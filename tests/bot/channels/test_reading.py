"""What is read off an update, for every kind of thing a person can do in a chat."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Update

from bot.channels.channel import Incoming
from bot.channels.reading import Unreadable, number_of, read
from dialogs.machine.events import (
    Blocked,
    Commanded,
    Event,
    Pressed,
    Said,
    SentSomething,
    SharedContact,
    Unblocked,
)
from dialogs.machine.screen import Press

AYLIN = {"id": 5, "is_bot": False, "first_name": "Aylin", "language_code": "TR"}
PRIVATE = {"id": 5, "type": "private", "first_name": "Aylin"}
CHANNEL = {"id": -100, "type": "channel", "title": "News"}


def message(chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    return {"message_id": 77, "date": 1_790_000_000, "chat": chat, "from": AYLIN, **content}


def spoken(**content: Any) -> dict[str, Any]:
    return {"update_id": 1, "message": message(**content)}


def incoming(event: Event) -> Incoming:
    return Incoming("tg:1", 5, event, "tr", 77)


def pressed(data: str | None = "1.3.children.two", **message_or_not: Any) -> dict[str, Any]:
    press = {"id": "9", "from": AYLIN, "chat_instance": "3", **message_or_not}
    return {"update_id": 1, "callback_query": press if data is None else {**press, "data": data}}


def membership(status: str, chat: dict[str, Any] = PRIVATE) -> dict[str, Any]:
    change = {
        "chat": chat,
        "from": AYLIN,
        "date": 1_790_000_000,
        "old_chat_member": {"user": AYLIN, "status": "member"},
        "new_chat_member": {"user": AYLIN, "status": status, "until_date": 0},
    }
    return {"update_id": 1, "my_chat_member": change}


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("zwei Kinder", Said("zwei Kinder")),
        ("/start", Commanded("start")),
        ("/Start kita-nord", Commanded("start", "kita-nord")),
        ("/start@lotse_bot  kita-nord ", Commanded("start", "kita-nord")),
        ("/help@lotse_bot", Commanded("help")),
        ("/start a\nb", Commanded("start", "a\nb")),
        ("/", Said("/")),
        ("/привет", Said("/привет")),
        ("und/oder", Said("und/oder")),
        ("\u200b", Said("\u200b")),
        ("", Said("")),
    ],
)
def test_typed_words_and_commands(text: str, event: Event) -> None:
    assert read(spoken(text=text)) == incoming(event)


def test_changed_words_are_read_again() -> None:
    update = {"update_id": 1, "edited_message": message(text="drei", edit_date=1_790_000_005)}
    assert read(update) == incoming(Said("drei", edited=True))


def test_a_live_position_that_moves_is_no_new_message() -> None:
    assert read({"update_id": 1, "edited_message": message(location={"latitude": 51.5, "longitude": 7.0})}) is None


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"sticker": {}}, "sticker"),
        ({"photo": []}, "photo"),
        ({"voice": {}}, "voice"),
        ({"audio": {}}, "voice"),
        ({"video": {}}, "video"),
        ({"video_note": {}}, "video"),
        ({"animation": {}, "document": {}}, "video"),
        ({"document": {}}, "document"),
        ({"venue": {}, "location": {}}, "place"),
        ({"location": {}}, "place"),
        ({"poll": {}}, "poll"),
        ({"contact": {"first_name": "Mina"}}, "someones_contact"),
        ({"dice": {}}, "other"),
        ({"invented_in_2031": {}}, "other"),
    ],
)
def test_what_carries_no_words_is_named_by_its_kind(content: dict[str, Any], kind: Any) -> None:
    assert read(spoken(**content)) == incoming(SentSomething(kind))


def test_the_words_under_a_picture_come_along_since_they_may_speak_of_danger() -> None:
    update = spoken(photo=[], caption="er schlägt mich")
    assert read(update) == incoming(SentSomething("photo", "er schlägt mich"))


@pytest.mark.parametrize("note", ["pinned_message", "message_auto_delete_timer_changed", "write_access_allowed"])
def test_notes_that_telegram_writes_itself_get_no_answer(note: str) -> None:
    assert read(spoken(**{note: {}})) is None


@pytest.mark.parametrize(
    ("whose", "own"), [({"user_id": 5}, True), ({"user_id": 6}, False), ({}, False), ({"user_id": None}, False)]
)
def test_a_shared_number_is_the_persons_own_only_with_their_id(whose: dict[str, Any], own: bool) -> None:
    update = spoken(contact={"phone_number": "+4915228817386", "first_name": "Aylin", **whose})
    assert read(update) == incoming(SharedContact("+4915228817386", own))


def test_a_number_from_nobody_is_nobodys_own() -> None:
    update = spoken(contact={"phone_number": "+4915228817386", "user_id": None})
    del update["message"]["from"]
    assert read(update) == Incoming("tg:1", 5, SharedContact("+4915228817386", own=False), "", 77)


def test_a_press_names_its_message_and_its_meaning() -> None:
    expected = Incoming("tg:1", 5, Pressed(Press(3, "children", "two")), "tr", 77, "9")
    assert read(pressed(message=message(text="Wie viele Kinder?"))) == expected


def test_a_press_on_a_message_too_old_to_be_shown_still_counts() -> None:
    gone = {"chat": PRIVATE, "message_id": 77, "date": 0}
    assert read(pressed(message=gone)) == Incoming("tg:1", 5, Pressed(Press(3, "children", "two")), "tr", 77, "9")
    assert read(pressed()) == Incoming("tg:1", 5, Pressed(Press(3, "children", "two")), "tr", None, "9")


@pytest.mark.parametrize("payload", ["old|style", "2.3.children.two", None])
def test_a_button_nobody_of_us_sent_is_still_a_press(payload: str | None) -> None:
    assert read(pressed(payload)) == Incoming("tg:1", 5, Pressed(None), "tr", None, "9")


def test_blocking_and_coming_back() -> None:
    assert read(membership("kicked")) == Incoming("tg:1", 5, Blocked(), "tr")
    assert read(membership("member")) == Incoming("tg:1", 5, Unblocked(), "tr")
    assert read(membership("restricted")) is None


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "message": message(CHANNEL, text="Hallo")},
        {"update_id": 1, "edited_message": message(CHANNEL, text="Hallo")},
        pressed(message=message(CHANNEL)),
        membership("administrator", CHANNEL),
        {"update_id": 1, "channel_post": {}},
        {"update_id": 1},
    ],
)
def test_channels_and_kinds_not_asked_for_are_nothing_for_us(update: dict[str, Any]) -> None:
    assert read(update) is None


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"update_id": "one"},
        {"update_id": 1, "message": {"text": "Hallo"}},
        {"update_id": 1, "message": message(text=["Hallo"])},
        {"update_id": 1, "callback_query": {"id": "9"}},
        {"update_id": 1, "my_chat_member": "kicked"},
    ],
)
def test_a_broken_update_is_unreadable_and_its_words_are_not_repeated(update: dict[str, Any]) -> None:
    with pytest.raises(Unreadable) as caught:
        read(update)
    assert "Hallo" not in str(caught.value)


def test_an_update_without_a_number_has_none() -> None:
    assert [number_of(update) for update in ({"update_id": 7}, {"update_id": "x"}, {}, None)] == [7, None, None, None]


_FIELDS = st.sampled_from(
    ["message", "callback_query", "my_chat_member", "chat", "from", "id", "type", "text", "contact", "message_id"]
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["private", "supergroup", "/start", "", "1.2.a.b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_FIELDS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(_FIELDS, _JSON))
@settings(deadline=None, derandomize=True, database=None)
def test_whatever_comes_is_read_or_called_unreadable(update: dict[str, Any]) -> None:
    try:
        found = read({"update_id": 1, **update})
    except Unreadable:
        return
    assert found is None or isinstance(found, Incoming)


@pytest.mark.parametrize(
    "update", [spoken(text="zwei"), pressed(message=message(text="Wie viele Kinder?")), membership("kicked")]
)
def test_our_samples_are_updates_as_the_library_knows_them(update: dict[str, Any]) -> None:
    known = Update.de_json(update)
    found = read(update)
    assert found is not None
    assert known.effective_chat is not None
    assert (found.id, found.chat) == (f"tg:{known.update_id}", known.effective_chat.id)
