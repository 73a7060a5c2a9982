"""Tests of edits, deletions, pins, reactions and the answers to presses, with everything Telegram refuses."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
)
from telegram.error import BadRequest, Forbidden

from bot.demo.person import Person
from bot.demo.server import BotApiServer

NOT_MODIFIED = (
    "^Message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message$"
)
YES = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="1.yes")]])


async def test_an_edit_changes_text_and_takes_the_keyboard_along(bot: Bot, elif_: Person) -> None:
    sent = await bot.send_message(elif_.id, "eins", reply_markup=YES)
    await bot.edit_message_text("<b>zwei</b>", elif_.id, sent.id, parse_mode="HTML")
    assert (elif_.last.html, elif_.last.rows, elif_.last.edited) == ("<b>zwei</b>", (), True)


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, elif_: Person) -> None:
    sent = await bot.send_message(elif_.id, "<b>eins</b>", parse_mode="HTML", reply_markup=YES)
    with pytest.raises(BadRequest, match=NOT_MODIFIED):
        await bot.edit_message_text("<strong>eins</strong>\n", elif_.id, sent.id, parse_mode="HTML", reply_markup=YES)
    with pytest.raises(BadRequest, match=NOT_MODIFIED):
        await bot.edit_message_reply_markup(elif_.id, sent.id, reply_markup=YES)
    await bot.edit_message_reply_markup(elif_.id, sent.id)
    with pytest.raises(BadRequest, match=NOT_MODIFIED):
        await bot.edit_message_reply_markup(elif_.id, sent.id)
    await bot.edit_message_text("eins", elif_.id, sent.id)


async def test_a_changed_style_is_a_change(bot: Bot, elif_: Person) -> None:
    sent = await bot.send_message(elif_.id, "eins", reply_markup=YES)
    green = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="1.yes", style="success")]])
    await bot.edit_message_reply_markup(elif_.id, sent.id, reply_markup=green)
    assert (elif_.last.buttons[0].style, elif_.last.edited) == ("success", False)


async def test_messages_that_cannot_be_edited(bot: Bot, elif_: Person) -> None:
    with pytest.raises(BadRequest, match=r"^Message to edit not found$"):
        await bot.edit_message_text("x", elif_.id, 9999)
    with pytest.raises(BadRequest, match=r"^Message can't be edited$"):
        await bot.edit_message_text("x", elif_.id, elif_.messages[0].id)
    keys = ReplyKeyboardMarkup([[KeyboardButton("Nummer teilen", request_contact=True)]])
    asked = await bot.send_message(elif_.id, "x", reply_markup=keys)
    with pytest.raises(BadRequest, match=r"^Message can't be edited$"):
        await bot.edit_message_text("y", elif_.id, asked.id)
    letter = await bot.send_document(elif_.id, b"x", filename="x.ics")
    with pytest.raises(BadRequest, match=r"^There is no text in the message to edit$"):
        await bot.edit_message_text("y", elif_.id, letter.id)
    with pytest.raises(BadRequest, match=r"^Message identifier is not specified$"):
        await bot.edit_message_text("y", elif_.id)


async def test_an_edit_takes_no_reply_keys(api: Any, bot: Bot, elif_: Person) -> None:
    sent = await bot.send_message(elif_.id, "x")
    status, answer = await api(
        "editMessageText", chat_id=elif_.id, message_id=sent.id, text="y", reply_markup={"remove_keyboard": True}
    )
    assert (status, answer["description"]) == (400, "Bad Request: inline keyboard expected")


async def test_a_message_the_person_deleted_or_behind_a_block_cannot_be_edited(bot: Bot, elif_: Person) -> None:
    sent = await bot.send_message(elif_.id, "x")
    elif_.block()
    with pytest.raises(Forbidden, match=r"^Forbidden: bot was blocked by the user$"):
        await bot.edit_message_text("y", elif_.id, sent.id)
    elif_.unblock()
    elif_.delete(sent.id)
    with pytest.raises(BadRequest, match=r"^Message to edit not found$"):
        await bot.edit_message_text("y", elif_.id, sent.id)


async def test_a_message_can_be_taken_back_within_48_hours(bot: Bot, elif_: Person, clock: Any) -> None:
    first = await bot.send_message(elif_.id, "eins")
    clock.move(hours=48)
    await bot.delete_message(elif_.id, first.id)
    assert [message.text for message in elif_.deleted] == ["eins"]
    second = await bot.send_message(elif_.id, "zwei")
    clock.move(hours=48, seconds=1)
    with pytest.raises(BadRequest, match=r"^Message can't be deleted for everyone$"):
        await bot.delete_message(elif_.id, second.id)
    with pytest.raises(BadRequest, match=r"^Message to delete not found$"):
        await bot.delete_message(elif_.id, first.id)


async def test_several_messages_go_at_once_and_missing_ones_are_passed_over(bot: Bot, elif_: Person) -> None:
    sent = [await bot.send_message(elif_.id, text) for text in ("eins", "zwei")]
    await bot.delete_messages(elif_.id, [sent[0].id, 9999, sent[1].id])
    assert [message.text for message in elif_.messages] == ["/start"]
    with pytest.raises(BadRequest, match=r"^Too many message identifiers specified$"):
        await bot.delete_messages(elif_.id, range(1, 102))


async def test_a_press_is_answered_once(bot: Bot, elif_: Person) -> None:
    sent = await bot.send_message(elif_.id, "x", reply_markup=YES)
    press = elif_.press(sent.id, "Ja")
    await bot.answer_callback_query(press.id, "Notiert")
    assert (await press.answered(), elif_.toasts) == ("Notiert", ["Notiert"])
    with pytest.raises(BadRequest, match=r"^Query is too old and response timeout expired or query id is invalid$"):
        await bot.answer_callback_query(press.id)


async def test_an_unknown_or_old_press_cannot_be_answered(bot: Bot, elif_: Person, clock: Any) -> None:
    with pytest.raises(BadRequest, match=r"^Query is too old"):
        await bot.answer_callback_query("12345")
    sent = await bot.send_message(elif_.id, "x", reply_markup=YES)
    in_time, late = elif_.press(sent.id, "1.yes"), elif_.press(sent.id, "1.yes")
    clock.move(seconds=15)
    await bot.answer_callback_query(in_time.id)
    clock.move(seconds=1)
    with pytest.raises(BadRequest, match=r"^Query is too old"):
        await bot.answer_callback_query(late.id)


async def test_an_answer_of_more_than_200_units_is_refused_and_can_be_given_again(bot: Bot, elif_: Person) -> None:
    sent = await bot.send_message(elif_.id, "x", reply_markup=YES)
    press = elif_.press(sent.id, "1.yes")
    with pytest.raises(BadRequest, match=r"^Message_too_long$"):
        await bot.answer_callback_query(press.id, "x" * 201)
    await bot.answer_callback_query(press.id, "x" * 200)


async def test_pins_and_reactions(bot: Bot, server: BotApiServer, elif_: Person) -> None:
    sent = await bot.send_message(elif_.id, "x")
    await bot.pin_chat_message(elif_.id, sent.id)
    assert (await bot.get_chat(elif_.id)).pinned_message == sent
    await bot.unpin_chat_message(elif_.id)
    with pytest.raises(BadRequest, match=r"^Message to unpin not found$"):
        await bot.unpin_chat_message(elif_.id, sent.id)
    with pytest.raises(BadRequest, match=r"^Message to pin not found$"):
        await bot.pin_chat_message(elif_.id, 9999)
    await bot.set_message_reaction(elif_.id, elif_.messages[0].id, ReactionTypeEmoji("👍"))
    with pytest.raises(BadRequest, match=r"^Message to react not found$"):
        await bot.set_message_reaction(elif_.id, 9999, "👍")
