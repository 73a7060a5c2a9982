"""What Telegram asks of keyboards: inline rows under a message, and reply keys in place of the phone's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.demo.refusals import bad_request
from bot.demo.telegram_rules import json_argument

Key = Mapping[str, Any]
"""One button as it stands on the wire."""
Rows: TypeAlias = tuple[tuple[Key, ...], ...]

STYLES = ("primary", "success", "danger")
BUTTONS_LIMIT = 100
ROW_LIMIT = 8
"""Buttons in one row; Telegram moves the rest to further rows."""
_ACTIONS = (
    "callback_data", "url", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inline:
    """Buttons under the message."""

    rows: Rows


@dataclass(frozen=True, slots=True)
class ReplyKeys:
    """Keys in place of the phone's keyboard."""

    rows: Rows
    once: bool


@dataclass(frozen=True, slots=True)
class RemoveKeys:
    """The phone's own keyboard again."""


@dataclass(frozen=True, slots=True)
class ForceReply:
    """The phone opens a reply to the message."""


Keyboard: TypeAlias = Inline | ReplyKeys | RemoveKeys | ForceReply


def read_keyboard(value: Any) -> Keyboard | None:
    """The keyboard of a `reply_markup` argument. Raises `Refused` for one that Telegram would not take."""
    if value is None or value == "":
        return None
    markup = json_argument(value, "reply keyboard markup")
    if not isinstance(markup, Mapping):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return Inline(_rows(markup["inline_keyboard"], "inline keyboard", _check_inline))
    if "keyboard" in markup:
        rows = _rows(markup["keyboard"], "keyboard", _check_key)
        if not rows:
            raise bad_request("reply markup keyboard must be non-empty")
        return ReplyKeys(rows, bool(markup.get("one_time_keyboard")))
    if markup.get("remove_keyboard"):
        return RemoveKeys()
    return ForceReply() if markup.get("force_reply") else None


def inline_rows(keyboard: Keyboard | None) -> Rows:
    """The rows under a message, for an edit, which takes no other keyboard."""
    if keyboard is None:
        return ()
    if not isinstance(keyboard, Inline):
        raise bad_request("inline keyboard expected")
    return keyboard.rows


def _rows(value: Any, what: str, check: Any) -> Rows:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise bad_request(f"can't parse {what}: array of arrays expected")
    rows = [tuple(check(key) for key in row) for row in value if row]
    if sum(map(len, rows)) > BUTTONS_LIMIT:
        raise bad_request("reply markup is too long")
    return tuple(row[at : at + ROW_LIMIT] for row in rows for at in range(0, len(row), ROW_LIMIT))


def _check_inline(button: Any) -> Key:
    fault = "can't parse inline keyboard button"
    if not isinstance(button, dict):
        raise bad_request(f"{fault}: object expected")
    if not isinstance(button.get("text"), str):
        raise bad_request(f'{fault}: can\'t find field "text"')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [name for name in _ACTIONS if name in button]
    if not actions:
        raise bad_request(f"{fault}: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    _check_action(button, fault)
    return button


def _check_action(button: Key, fault: str) -> None:
    payload = button.get("callback_data")
    if payload is not None and not (isinstance(payload, str) and 1 <= len(payload.encode()) <= 64):
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not str(url).startswith(("http://", "https://", "tg://")):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if button.get("style") not in (None, *STYLES):
        raise bad_request(f"{fault}: invalid button style specified")


def _check_key(key: Any) -> Key:
    if isinstance(key, str):
        key = {"text": key}
    if not isinstance(key, dict) or not isinstance(key.get("text"), str):
        raise bad_request("can't parse keyboard button: can't find field \"text\"")
    if not key["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    if key.get("style") not in (None, *STYLES):
        raise bad_request("can't parse keyboard button: invalid button style specified")
    return key
