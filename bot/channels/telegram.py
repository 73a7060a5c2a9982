"""Telegram as a channel: what our messages look like in its words, and what it is asked for."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final

from telegram import Bot, InputFile
from telegram.error import TelegramError
from telegram.request import BaseRequest

from bot.channels.channel import Delivered, Outcome, Rendered, RenderedButton, RenderedFile, Unknown
from bot.channels.outcomes import outcome_of
from bot.channels.reading import READ_KINDS, RawUpdate
from bot.channels.transport import ANSWER_WITHIN, AiohttpRequest, TokenRefused

API_URL: Final = "https://api.telegram.org"
TOAST_LIMIT: Final = 200
"""UTF-16 units that a toast may have (Bot API, answerCallbackQuery)."""

TITLE_LIMIT: Final = 128
"""Characters that a topic's name may have (Bot API, createForumTopic)."""

THREAD: Final = "message_thread_id"
"""How the Bot API names a topic, both when it gives one and when it is told of one."""

BATCH: Final = 100
"""Updates a long poll may bring at once, Telegram's own limit."""


class ApiUnreachable(Exception):
    """The Bot API could not be asked who we are: no network, no such server, or an answer nobody can read."""


class TelegramChannel:
    """A `Channel` over the Bot API. `open()` it before use; texts and captions are HTML as Telegram knows it.

    token:    from @BotFather
    api_url:  the root of the server, Telegram's own or any other that speaks the Bot API
    """

    def __init__(self, token: str, api_url: str = API_URL, *, answer_within: float = ANSWER_WITHIN) -> None:
        # At DEBUG the library writes the address with the token and every text it sends into the log.
        logging.getLogger("telegram").setLevel(logging.INFO)
        self.username = ""
        self._answer_within = answer_within
        self._bot = Bot(
            token,
            base_url=f"{api_url.rstrip('/')}/bot",
            base_file_url=f"{api_url.rstrip('/')}/file/bot",
            request=AiohttpRequest(answer_within=answer_within),
            get_updates_request=AiohttpRequest(connections=2, answer_within=answer_within),
        )

    async def open(self) -> None:
        """Open the connections and learn our own `username`.

        Raises:
            TokenRefused: the token is wrong
            ApiUnreachable: nothing else is wrong that we know of; trying again may help
        """
        try:
            await self._bot.initialize()
        except TokenRefused:
            await self.close()
            raise
        except TelegramError as error:
            await self.close()
            raise ApiUnreachable(f"The Bot API cannot be reached: {error.message}") from None
        self.username = self._bot.username

    async def close(self) -> None:
        """Close the connections; a second time does nothing."""
        await self._bot.shutdown()

    async def call(
        self, method: str, parameters: Mapping[str, Any] | None = None, *, answer_within: float | None = None
    ) -> Any:
        """The plain JSON result of a method, named as in Python: `call("get_my_commands", {"scope": ...})`.

        `answer_within` (seconds) stands in for the channel's own where a call may take longer.

        Raises:
            TelegramError: as `transport` and python-telegram-bot raise it
        """
        # The doubled underscore gives the same name on the wire and spares us the library's advice, a warning
        # at each call, to use its own method of that name: that one builds objects of every answer, at three
        # times the cost.
        wire_name = method.replace("_", "__", 1)
        seconds = BaseRequest.DEFAULT_NONE if answer_within is None else answer_within
        try:
            return await self._bot.do_api_request(wire_name, dict(parameters or {}), read_timeout=seconds)
        except KeyError:
            # The library takes `result` from the answer unseen.
            raise TelegramError("Invalid server response") from None

    async def updates(self, offset: int | None, wait: int, limit: int = BATCH) -> list[RawUpdate]:
        """Updates from `offset` on, after at most `wait` seconds. Asking confirms all those before `offset`.

        Raises:
            TelegramError: the server refused or could not be reached
        """
        parameters: dict[str, Any] = {"timeout": wait, "limit": limit, "allowed_updates": list(READ_KINDS)}
        if offset is not None:
            parameters["offset"] = offset
        found = await self.call("get_updates", parameters, answer_within=wait + self._answer_within)
        if not isinstance(found, list):
            raise TelegramError("Invalid server response")
        return found

    async def send(self, chat: int, message: Rendered, *, silent: bool = False, thread: int | None = None) -> Outcome:
        """Send a new message, in a group into a topic if one is named."""
        parameters = _text(chat, message.text) | _marks(silent=silent, protected=message.protected) | _within(thread)
        if message.rows:
            parameters["reply_markup"] = _inline(message.rows)
        return await self._deliver("send_message", parameters)

    async def edit(self, chat: int, message_id: int, message: Rendered) -> Outcome:
        """Change a message, text and buttons. Telegram cannot change whether a message is protected."""
        parameters = _text(chat, message.text)
        if message.rows:
            parameters["reply_markup"] = _inline(message.rows)
        return await self._deliver("edit_message_text", parameters, message_id)

    async def send_file(self, chat: int, file: RenderedFile, *, thread: int | None = None) -> Outcome:
        """Send a document, in a group into a topic if one is named."""
        document = InputFile(file.content, filename=file.name)
        document.mimetype = file.mime
        parameters = {"chat_id": chat, "document": document, "caption": file.caption, "parse_mode": "HTML"}
        return await self._deliver("send_document", parameters | _within(thread))

    async def open_topic(self, chat: int, title: str) -> Outcome:
        """Make a topic in a group, delivered as its thread. A title is cut to what Telegram takes."""
        parameters = {"chat_id": chat, "name": title[:TITLE_LIMIT]}
        return await self._deliver("create_forum_topic", parameters, of=THREAD)

    async def close_topic(self, chat: int, thread: int) -> Outcome:
        """Close a topic. One that is closed already counts as delivered."""
        return await self._deliver("close_forum_topic", {"chat_id": chat}, thread, of=THREAD)

    async def reopen_topic(self, chat: int, thread: int) -> Outcome:
        """Open a closed topic again. One that is open counts as delivered."""
        return await self._deliver("reopen_forum_topic", {"chat_id": chat}, thread, of=THREAD)

    async def ask_contact(self, chat: int, text: str, label: str) -> Outcome:
        """Send a short message that opens a one-tap "share my number" key, Telegram's only way for it."""
        keyboard = {
            "keyboard": [[{"text": label, "request_contact": True}]],
            "resize_keyboard": True,
            "one_time_keyboard": True,
        }
        return await self._deliver("send_message", _text(chat, text) | {"reply_markup": keyboard})

    async def close_contact(self, chat: int, text: str) -> Outcome:
        """Send a short message that takes the contact key away."""
        return await self._deliver("send_message", _text(chat, text) | {"reply_markup": {"remove_keyboard": True}})

    async def clear_buttons(self, chat: int, message_id: int) -> Outcome:
        """Take the buttons off a message, text unchanged."""
        return await self._deliver("edit_message_reply_markup", {"chat_id": chat}, message_id)

    async def delete(self, chat: int, message_id: int) -> Outcome:
        """Take a message back; Telegram allows it for 48 hours. One that is gone counts as delivered."""
        return await self._deliver("delete_message", {"chat_id": chat}, message_id)

    async def acknowledge(self, press_id: str, toast: str = "") -> None:
        """Answer a press, with a plain line of at most 200 UTF-16 units. A failure is of no consequence."""
        line = {"text": _cut(toast, TOAST_LIMIT)} if toast else {}
        try:
            await self.call("answer_callback_query", {"callback_query_id": press_id} | line)
        except TelegramError:
            # An old press can no longer be answered, and the answer that counts is a message anyway.
            return

    async def _deliver(
        self, method: str, parameters: dict[str, Any], subject: int | None = None, *, of: str = "message_id"
    ) -> Outcome:
        """Call a method about a message, or about what `of` names; without a subject it is one that makes such."""
        about = {} if subject is None else {of: subject}
        try:
            result = await self.call(method, parameters | about)
        except TelegramError as error:
            return outcome_of(error, message=subject)
        if subject is not None:
            return Delivered(subject)
        made = result.get(of) if isinstance(result, dict) else None
        return Delivered(made) if isinstance(made, int) else Unknown()


def _text(chat: int, text: str) -> dict[str, Any]:
    return {
        "chat_id": chat,
        "text": text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }


def _marks(*, silent: bool, protected: bool) -> dict[str, bool]:
    marks = {"disable_notification": silent, "protect_content": protected}
    return {name: True for name, wanted in marks.items() if wanted}


def _within(thread: int | None) -> dict[str, int]:
    return {} if thread is None else {THREAD: thread}


def _inline(rows: tuple[tuple[RenderedButton, ...], ...]) -> dict[str, Any]:
    return {"inline_keyboard": [[_button(button) for button in row] for row in rows]}


def _button(button: RenderedButton) -> dict[str, str]:
    plain = {"text": button.label, "callback_data": button.payload}
    return plain | {"style": button.style} if button.style else plain


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")
