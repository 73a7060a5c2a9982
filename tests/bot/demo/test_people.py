"""Tests of the people: what they do reaches the bot in Telegram's shapes, what the bot does shows on their phones."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup, Update

from bot.demo.media import MEDIA_KINDS, MediaKind
from bot.demo.person import Locked, Person
from bot.demo.server import BotApiServer
from tests.botapi.schema import SchemaWatch

YES = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="1.yes")]])


async def newest(bot: Bot) -> Update:
    return (await bot.get_updates(offset=-1))[0]


async def test_a_link_brings_its_payload_as_a_command(bot: Bot, elif_: Person) -> None:
    elif_.start("tr_kita")
    message = (await newest(bot)).message
    assert message is not None
    assert message.text == "/start tr_kita"
    assert [(mark.type, mark.offset, mark.length) for mark in message.entities] == [("bot_command", 0, 6)]
    assert message.from_user is not None
    assert (message.from_user.first_name, message.from_user.language_code) == ("Elif", "tr")


async def test_a_press_by_label_brings_the_payload_and_the_message(bot: Bot, elif_: Person) -> None:
    sent = await bot.send_message(elif_.id, "Frage", reply_markup=YES)
    press = elif_.press(sent.id, "Ja")
    query = (await newest(bot)).callback_query
    assert query is not None
    assert (query.id, query.data, press.carried) == (press.id, "1.yes", True)
    assert query.message is not None
    assert query.message.message_id == sent.id


async def test_an_old_phone_presses_what_is_no_longer_there(bot: Bot, elif_: Person) -> None:
    sent = await bot.send_message(elif_.id, "Frage", reply_markup=YES)
    await bot.edit_message_reply_markup(elif_.id, sent.id)
    assert not elif_.press(sent.id, "1.yes").carried
    elif_.delete(sent.id)
    assert not elif_.press(sent.id, "1.yes").carried
    query = (await newest(bot)).callback_query
    assert query is not None
    assert query.message is not None
    assert not query.message.is_accessible


async def test_an_own_contact_carries_the_own_id_and_anothers_does_not(bot: Bot, elif_: Person) -> None:
    elif_.share_contact()
    own = (await newest(bot)).message
    elif_.share_contact(own=False, phone="+4930231251")
    other = (await newest(bot)).message
    elif_.share_contact(own=False, owner_id=6)
    known = (await newest(bot)).message
    told = [message.contact for message in (own, other, known) if message is not None]
    assert [(card.phone_number, card.user_id) for card in told if card is not None] == [
        ("4915228817386", elif_.id),
        ("+4930231251", None),
        ("4915228817386", 6),
    ]


async def test_a_one_time_key_goes_when_it_is_used(bot: Bot, elif_: Person) -> None:
    keys = ReplyKeyboardMarkup([[KeyboardButton("Teilen", request_contact=True)]], one_time_keyboard=True)
    await bot.send_message(elif_.id, "x", reply_markup=keys)
    elif_.say("etwas anderes")
    assert elif_.reply_keyboard == [["Teilen"]]
    elif_.share_contact()
    assert elif_.reply_keyboard is None


@pytest.mark.parametrize("kind", MEDIA_KINDS)
async def test_everything_people_send_has_telegrams_shape(
    server: BotApiServer, bot: Bot, elif_: Person, kind: MediaKind
) -> None:
    with SchemaWatch(server):
        sent = elif_.send(kind)
    message = (await newest(bot)).message
    assert message is not None
    assert getattr(message, kind)
    assert sent.html != ""


async def test_changed_words_come_as_an_edit(bot: Bot, clock: Any, elif_: Person) -> None:
    said = elif_.say("zwei Kinder")
    clock.move(minutes=1)
    elif_.edit(said.id, "drei Kinder")
    update = await newest(bot)
    assert update.edited_message is not None
    assert (update.edited_message.text, update.edited_message.message_id) == ("drei Kinder", said.id)
    assert update.edited_message.edit_date is not None
    with pytest.raises(ValueError, match="Only own messages"):
        elif_.edit((await bot.send_message(elif_.id, "x")).id, "y")


async def test_a_forwarded_text_says_where_it_came_from(bot: Bot, elif_: Person) -> None:
    elif_.forward("Kommt morgen", author="Emre")
    message = (await newest(bot)).message
    assert message is not None
    assert message.forward_origin is not None
    assert message.forward_origin.type == "hidden_user"


async def test_blocking_is_told_and_a_blocked_phone_is_silent_until_start(bot: Bot, elif_: Person) -> None:
    elif_.block()
    change = (await newest(bot)).my_chat_member
    assert change is not None
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")
    with pytest.raises(Locked):
        elif_.say("hallo")
    elif_.start()
    kinds = [update.my_chat_member is not None for update in await bot.get_updates()]
    assert kinds == [True, True, False]


async def test_a_long_text_is_split_as_phones_do(elif_: Person) -> None:
    elif_.say("x" * 5000)
    elif_.say("🙂" * 2049)
    assert [len(message.text) for message in elif_.messages[1:]] == [4096, 904, 2048, 1]


async def test_waiting_for_an_answer_ends_with_it(bot: Bot, elif_: Person) -> None:
    elif_.say("eins")
    await bot.send_message(elif_.id, "zwei")
    assert (await elif_.answered()).text == "zwei"
    elif_.say("drei")
    with pytest.raises(TimeoutError):
        await elif_.answered(within=0)


async def test_nobody_has_heard_from_a_silent_bot(elif_: Person) -> None:
    with pytest.raises(LookupError, match="sent Elif no message"):
        _ = elif_.last


async def test_supergroups_number_their_messages_apart(server: BotApiServer, elif_: Person) -> None:
    forum = server.groups.add("Team", forum=True)
    assert [forum.say(elif_, text).id for text in ("eins", "zwei")] == [1, 2]
    assert elif_.say("drei").id == elif_.messages[0].id + 1
