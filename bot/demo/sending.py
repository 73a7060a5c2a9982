"""The methods that send: text, documents, voice notes, pictures, and the sign of typing."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from bot.demo.arguments import Arguments
from bot.demo.chats import Chat
from bot.demo.files import StoredFile, Upload
from bot.demo.keyboards import Inline, Keyboard, RemoveKeys, ReplyKeys, read_keyboard
from bot.demo.messages import Message
from bot.demo.refusals import bad_request
from bot.demo.telegram_rules import Styled, check_caption, check_text, read_styled
from bot.demo.world import World

TYPING_FOR = timedelta(seconds=5)
"""How long a chat action is shown, if no message ends it."""
_ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip


def send_message(world: World, told: Arguments) -> Any:
    """sendMessage."""
    chat = _open_chat(world, told)
    styled = check_text(read_styled(told.text("text"), told.text("parse_mode"), told.listed("entities")))
    preview = told.mapping("link_preview_options")
    body = {"link_preview_options": dict(preview)} if preview else {}
    return _put(world, chat, told, styled, body=body).as_json()


def send_document(world: World, told: Arguments) -> Any:
    """sendDocument."""

    def body(file: StoredFile) -> dict[str, Any]:
        return {"document": {**file.as_json(), "file_name": file.name, "mime_type": file.mime}}

    return _send_file(world, told, "document", body)


def send_voice(world: World, told: Arguments) -> Any:
    """sendVoice."""
    seconds = told.number("duration") or 0

    def body(file: StoredFile) -> dict[str, Any]:
        return {"voice": {**file.as_json(), "duration": seconds, "mime_type": "audio/ogg"}}

    return _send_file(world, told, "voice", body)


def send_photo(world: World, told: Arguments) -> Any:
    """sendPhoto. The picture is not looked into: its size on the wire is made up."""

    def body(file: StoredFile) -> dict[str, Any]:
        return {"photo": [{**file.as_json(), "width": 640, "height": 480}]}

    return _send_file(world, told, "photo", body)


def send_chat_action(world: World, told: Arguments) -> Any:
    """sendChatAction."""
    chat = _open_chat(world, told, with_thread=False)
    action = told.text("action").lower()
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    if action == "typing":
        chat.typing_until = world.now() + TYPING_FOR
        world.changes.bump()
        asyncio.get_running_loop().call_later(TYPING_FOR.total_seconds(), world.changes.bump)
    return True


def _open_chat(world: World, told: Arguments, *, with_thread: bool = True) -> Chat:
    chat = world.chat(told.values.get("chat_id"))
    chat.check_access()
    if with_thread:
        chat.check_thread(told.number("message_thread_id"))
    return chat


def _send_file(world: World, told: Arguments, kind: str, body: Any) -> Any:
    chat = _open_chat(world, told)
    given = told.values.get(kind)
    if given is None or given == "":
        raise bad_request(f"there is no {kind} in the request")
    styled = check_caption(
        read_styled(told.text("caption"), told.text("parse_mode"), told.listed("caption_entities"))
    )
    keyboard = read_keyboard(told.values.get("reply_markup"))
    if isinstance(given, Upload):
        if not given.content:
            raise bad_request("file must be non-empty")
        file = world.files.keep(f"{kind}s", given.name, given.content, given.mime)
    else:
        file = world.files.by_id(str(given))
    return _put(world, chat, told, styled, keyboard=keyboard, file=file, body=body(file)).as_json()


def _put(
    world: World, chat: Chat, told: Arguments, styled: Styled, *, keyboard: Keyboard | None = None, **parts: Any
) -> Message:
    keyboard = keyboard or read_keyboard(told.values.get("reply_markup"))
    reply_to = _replied_to(chat, told)
    message = world.put_as_bot(
        chat,
        text=styled.text,
        marks=styled.marks,
        keyboard=keyboard.rows if isinstance(keyboard, Inline) else (),
        editable=keyboard is None or isinstance(keyboard, Inline),
        protected=told.flag("protect_content"),
        thread=told.number("message_thread_id"),
        reply_to=reply_to,
        **parts,
    )
    if isinstance(keyboard, ReplyKeys):
        chat.reply_keys, chat.reply_keys_once = keyboard.rows, keyboard.once
    elif isinstance(keyboard, RemoveKeys):
        chat.reply_keys = None
    return message


def _replied_to(chat: Chat, told: Arguments) -> Message | None:
    reply = told.mapping("reply_parameters")
    if reply is None:
        return None
    message = chat.messages.get(int(reply.get("message_id", 0)))
    if message is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message
