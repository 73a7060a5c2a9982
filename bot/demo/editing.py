"""The methods that change what was sent: edit, delete, pin, react; and the answer to a press."""

from __future__ import annotations

from typing import Any

from bot.demo.arguments import Arguments
from bot.demo.chats import Chat, GroupChat
from bot.demo.keyboards import Rows, inline_rows, read_keyboard
from bot.demo.markup import utf16_length
from bot.demo.messages import Message
from bot.demo.refusals import bad_request
from bot.demo.telegram_rules import DELETE_LIFE, TOAST_LIMIT, check_text, read_styled
from bot.demo.world import World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def edit_message_text(world: World, told: Arguments) -> Any:
    """editMessageText. Without a keyboard the old one goes, as at Telegram."""
    message = _own_message(world, told)
    styled = check_text(read_styled(told.text("text"), told.text("parse_mode"), told.listed("entities")))
    rows = inline_rows(read_keyboard(told.values.get("reply_markup")))
    if message.has_caption:
        raise bad_request("there is no text in the message to edit")
    if (styled.text, styled.marks, rows) == (message.text, message.marks, message.keyboard):
        raise bad_request(NOT_MODIFIED)
    message.text, message.marks = styled
    message.edited = True
    return _changed(world, message, rows)


def edit_message_reply_markup(world: World, told: Arguments) -> Any:
    """editMessageReplyMarkup."""
    message = _own_message(world, told)
    rows = inline_rows(read_keyboard(told.values.get("reply_markup")))
    if rows == message.keyboard:
        raise bad_request(NOT_MODIFIED)
    return _changed(world, message, rows)


def delete_message(world: World, told: Arguments) -> Any:
    """deleteMessage: within 48 hours."""
    chat = _reached_chat(world, told)
    number = told.number("message_id")
    message = chat.messages.get(number) if number is not None else None
    if message is None:
        raise bad_request("message to delete not found")
    _check_deletable(world, message)
    world.take_away(chat, message.id)
    world.touched(chat)
    return True


def delete_messages(world: World, told: Arguments) -> Any:
    """deleteMessages: 1 to 100; the ones that are gone are passed over."""
    chat = _reached_chat(world, told)
    numbers = told.listed("message_ids")
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad_request("too many message identifiers specified")
    found = [chat.messages[int(number)] for number in numbers if int(number) in chat.messages]
    for message in found:
        _check_deletable(world, message)
    for message in found:
        world.take_away(chat, message.id)
    world.touched(chat)
    return True


def answer_callback_query(world: World, told: Arguments) -> Any:
    """answerCallbackQuery: once, within 15 seconds, up to 200 characters."""
    toast = told.text("text")
    if utf16_length(toast) > TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    world.presses.answer(told.text("callback_query_id"), toast)
    return True


def pin_chat_message(world: World, told: Arguments) -> Any:
    """pinChatMessage. A note of it stands in the chat, and comes as an update."""
    chat = _reached_chat(world, told)
    message = _found(chat, told, "message to pin not found")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        pinned = {"pinned_message": message.as_json(with_reply=False)}
        note = world.put_as_bot(chat, "service", body=pinned, label="📌")
        world.line.push("message", note.as_json())
    return True


def unpin_chat_message(world: World, told: Arguments) -> Any:
    """unpinChatMessage: the one named, else the newest pinned one."""
    chat = _reached_chat(world, told)
    number = told.number("message_id")
    if number is None and chat.pinned:
        number = chat.pinned[-1]
    if number is None or number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    world.touched(chat)
    return True


def set_message_reaction(world: World, told: Arguments) -> Any:
    """setMessageReaction: at most one emoji, the only kind that is played here."""
    chat = _reached_chat(world, told)
    _found(chat, told, "message to react not found")
    reactions = told.listed("reaction")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction.get("type") != "emoji" or not reaction.get("emoji") for reaction in reactions):
        raise bad_request("REACTION_INVALID")
    world.touched(chat)
    return True


def _reached_chat(world: World, told: Arguments) -> Chat:
    chat = world.chat(told.values.get("chat_id"))
    if isinstance(chat, GroupChat):
        chat.check_access()
    return chat


def _found(chat: Chat, told: Arguments, otherwise: str) -> Message:
    number = told.number("message_id")
    if number is None or number not in chat.messages:
        raise bad_request(otherwise)
    return chat.messages[number]


def _own_message(world: World, told: Arguments) -> Message:
    if told.values.get("inline_message_id") is not None:
        raise bad_request("MESSAGE_ID_INVALID")
    chat = world.chat(told.values.get("chat_id"))
    chat.check_access()
    if told.number("message_id") is None:
        raise bad_request("message identifier is not specified")
    message = _found(chat, told, "message to edit not found")
    if message.sender != "bot" or not message.editable:
        raise bad_request("message can't be edited")
    return message


def _changed(world: World, message: Message, rows: Rows) -> Any:
    message.keyboard = rows
    message.edited_at = world.unix()
    world.touched(message.chat)
    return message.as_json()


def _check_deletable(world: World, message: Message) -> None:
    if world.unix() - message.sent_at > DELETE_LIFE:
        raise bad_request("message can't be deleted for everyone")
    if message.sender != "bot" and isinstance(message.chat, GroupChat) and not message.chat.bot_manages_topics:
        raise bad_request("message can't be deleted")
