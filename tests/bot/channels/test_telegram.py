"""What reaches Telegram when a family or a coach is written to."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.channel import (
    Channel,
    Delivered,
    Hindrance,
    Moved,
    Rejected,
    Rendered,
    RenderedButton,
    RenderedFile,
    TryLater,
    Unknown,
    Unreachable,
)
from bot.channels.telegram import ApiUnreachable, TelegramChannel
from bot.channels.transport import TokenRefused

FAMILY = 5
TEAM = -1004711
HTML = {"parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
QUESTION = Rendered(
    "Wie viele <b>Kinder</b>?",
    (
        (RenderedButton("Eins", "1.1.children.one"), RenderedButton("Zwei", "1.1.children.two")),
        (RenderedButton("Ja", "1.1.x.yes", "success"),),
    ),
)
KEYBOARD = {
    "inline_keyboard": [
        [
            {"text": "Eins", "callback_data": "1.1.children.one"},
            {"text": "Zwei", "callback_data": "1.1.children.two"},
        ],
        [{"text": "Ja", "callback_data": "1.1.x.yes", "style": "success"}],
    ]
}


def test_telegram_is_a_channel(channel: TelegramChannel) -> None:
    as_channel: Channel = channel
    assert as_channel is channel


async def test_the_bot_learns_its_own_name_when_it_opens(channel: TelegramChannel) -> None:
    assert channel.username == "lotse_bot"


async def test_a_question_is_sent_with_its_buttons(api: Any, channel: TelegramChannel) -> None:
    api.answers["sendMessage"] = {"result": {"message_id": 77}}
    assert await channel.send(FAMILY, QUESTION) == Delivered(77)
    assert api.asked("sendMessage") == [
        {"chat_id": FAMILY, "text": "Wie viele <b>Kinder</b>?", **HTML, "reply_markup": KEYBOARD}
    ]


async def test_a_coach_card_is_protected_and_a_reminder_may_be_silent(api: Any, channel: TelegramChannel) -> None:
    api.answers["sendMessage"] = {"result": {"message_id": 78}}
    await channel.send(FAMILY, Rendered("Fall 12", protected=True), silent=True)
    assert api.asked("sendMessage") == [
        {"chat_id": FAMILY, "text": "Fall 12", **HTML, "protect_content": True, "disable_notification": True}
    ]


async def test_the_living_message_is_edited_and_loses_its_buttons_when_it_has_none(
    api: Any, channel: TelegramChannel
) -> None:
    assert await channel.edit(FAMILY, 77, QUESTION) == Delivered(77)
    assert await channel.edit(FAMILY, 77, Rendered("Danke")) == Delivered(77)
    assert api.asked("editMessageText") == [
        {"chat_id": FAMILY, "message_id": 77, "text": QUESTION.text, **HTML, "reply_markup": KEYBOARD},
        {"chat_id": FAMILY, "message_id": 77, "text": "Danke", **HTML},
    ]


async def test_an_unchanged_edit_counts_as_delivered(api: Any, channel: TelegramChannel, refuse: Any) -> None:
    api.answers["editMessageText"] = refuse(400, "Bad Request: message is not modified: specified new message ...")
    assert await channel.edit(FAMILY, 77, QUESTION) == Delivered(77)


async def test_a_calendar_file_is_uploaded_under_its_own_name(api: Any, channel: TelegramChannel) -> None:
    api.answers["sendDocument"] = {"result": {"message_id": 79}}
    file = RenderedFile("Gespräch.ics", "text/calendar", b"BEGIN:VCALENDAR", "Ihr <b>Termin</b>")
    assert await channel.send_file(FAMILY, file) == Delivered(79)
    assert api.asked("sendDocument") == [
        {
            "chat_id": "5",
            "caption": "Ihr <b>Termin</b>",
            "parse_mode": "HTML",
            "document": ("Gespräch.ics", "text/calendar", b"BEGIN:VCALENDAR"),
        }
    ]


async def test_a_topic_is_opened_written_to_closed_and_opened_again(api: Any, channel: TelegramChannel) -> None:
    api.answers["createForumTopic"] = {"result": {"message_thread_id": 12, "name": "Fall 1017", "icon_color": 1}}
    api.answers["sendMessage"] = {"result": {"message_id": 77}}
    api.answers["sendDocument"] = {"result": {"message_id": 78}}
    assert await channel.open_topic(TEAM, "Fall 1017") == Delivered(12)
    assert await channel.send(TEAM, Rendered("Neu"), thread=12) == Delivered(77)
    assert await channel.send_file(TEAM, RenderedFile("a.ics", "text/calendar", b"x", ""), thread=12) == Delivered(78)
    assert await channel.close_topic(TEAM, 12) == Delivered(12)
    assert await channel.reopen_topic(TEAM, 12) == Delivered(12)
    assert api.asked("createForumTopic") == [{"chat_id": TEAM, "name": "Fall 1017"}]
    assert api.asked("sendMessage") == [{"chat_id": TEAM, "message_thread_id": 12, "text": "Neu", **HTML}]
    assert api.asked("sendDocument")[0]["message_thread_id"] == "12"
    assert (
        api.asked("closeForumTopic") == api.asked("reopenForumTopic") == [{"chat_id": TEAM, "message_thread_id": 12}]
    )


async def test_a_topic_whose_making_got_no_answer_may_be_there_and_a_long_title_is_cut(
    api: Any, channel: TelegramChannel, refuse: Any
) -> None:
    api.answers["createForumTopic"] = refuse(502, "Bad Gateway")
    api.answers["reopenForumTopic"] = refuse(502, "Bad Gateway")
    assert await channel.open_topic(TEAM, "x" * 200) == Unknown()
    assert await channel.reopen_topic(TEAM, 12) == TryLater(5)
    assert api.asked("createForumTopic") == [{"chat_id": TEAM, "name": "x" * 128}]


async def test_a_lost_topic_is_told_apart_from_a_closed_one(api: Any, channel: TelegramChannel, refuse: Any) -> None:
    outcomes = []
    for words in ("message thread not found", "TOPIC_CLOSED"):
        api.answers["sendMessage"] = refuse(400, f"Bad Request: {words}")
        outcomes.append(await channel.send(TEAM, QUESTION, thread=12))
    assert outcomes == [Rejected(Hindrance.TOPIC_GONE), Rejected(Hindrance.TOPIC_CLOSED)]


async def test_the_number_is_asked_for_by_one_tap_and_the_key_goes_away_again(
    api: Any, channel: TelegramChannel
) -> None:
    api.answers["sendMessage"] = {"result": {"message_id": 80}}
    assert await channel.ask_contact(FAMILY, "Ihre Nummer?", "Nummer teilen") == Delivered(80)
    assert await channel.close_contact(FAMILY, "Danke") == Delivered(80)
    key = {
        "keyboard": [[{"text": "Nummer teilen", "request_contact": True}]],
        "resize_keyboard": True,
        "one_time_keyboard": True,
    }
    assert [asked["reply_markup"] for asked in api.asked("sendMessage")] == [key, {"remove_keyboard": True}]


async def test_buttons_and_messages_are_taken_away(api: Any, channel: TelegramChannel, refuse: Any) -> None:
    assert await channel.clear_buttons(FAMILY, 77) == Delivered(77)
    assert await channel.delete(FAMILY, 77) == Delivered(77)
    assert api.asked("editMessageReplyMarkup") == [{"chat_id": FAMILY, "message_id": 77}]
    assert api.asked("deleteMessage") == [{"chat_id": FAMILY, "message_id": 77}]
    api.answers["deleteMessage"] = refuse(400, "Bad Request: message to delete not found")
    assert await channel.delete(FAMILY, 77) == Delivered(77)


async def test_a_press_is_acknowledged_with_a_line_cut_to_what_telegram_shows(
    api: Any, channel: TelegramChannel
) -> None:
    await channel.acknowledge("9")
    await channel.acknowledge("9", "🙂" * 150)
    assert api.asked("answerCallbackQuery") == [
        {"callback_query_id": "9"},
        {"callback_query_id": "9", "text": "🙂" * 100},
    ]


async def test_an_old_press_that_cannot_be_acknowledged_troubles_nobody(
    api: Any, channel: TelegramChannel, refuse: Any
) -> None:
    api.answers["answerCallbackQuery"] = refuse(400, "Bad Request: query is too old and response timeout expired")
    await channel.acknowledge("9")
    assert len(api.asked("answerCallbackQuery")) == 1


async def test_every_refusal_becomes_an_outcome(api: Any, channel: TelegramChannel, refuse: Any) -> None:
    outcomes = []
    for told in (
        refuse(403, "Forbidden: bot was blocked by the user"),
        refuse(400, "Bad Request: chat not found"),
        refuse(429, "Too Many Requests: retry after 7", retry_after=7),
        refuse(400, "Bad Request: can't parse entities: Unsupported start tag"),
        refuse(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1004711),
        refuse(500, "Internal Server Error"),
        refuse(401, "Unauthorized"),
        {"no": "result"},
        {"result": "not a message"},
    ):
        api.answers["sendMessage"] = told
        outcomes.append(await channel.send(FAMILY, QUESTION))
    assert outcomes == [
        Unreachable(),
        Unreachable(),
        TryLater(7),
        Rejected("can't parse entities: unsupported start tag"),
        Moved(-1004711),
        Unknown(),
        TryLater(60),
        Unknown(),
        Unknown(),
    ]


async def test_a_wrong_token_is_named_with_its_cure_and_never_shown(api: Any, refuse: Any) -> None:
    api.answers["getMe"] = refuse(401, "Unauthorized")
    channel = TelegramChannel("4711:secret", api.root)
    with pytest.raises(TokenRefused) as caught:
        await channel.open()
    assert str(caught.value) == (
        "Telegram refuses the bot token. Copy the token from @BotFather into TELEGRAM_BOT_TOKEN, "
        "and check TELEGRAM_API_URL if it is set."
    )


async def test_a_server_that_is_not_there_is_named_without_the_token(unused_tcp_port: int) -> None:
    channel = TelegramChannel("4711:secret", f"http://127.0.0.1:{unused_tcp_port}")
    with pytest.raises(ApiUnreachable) as caught:
        await channel.open()
    assert f"127.0.0.1:{unused_tcp_port}" in str(caught.value)
    assert "secret" not in repr(caught.value) + repr(caught.value.__context__)
