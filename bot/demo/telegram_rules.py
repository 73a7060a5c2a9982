"""What Telegram asks of a text: length, emptiness, markup; and the links and commands it finds by itself."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from bot.demo.markup import Mark, parse_html, utf16_length
from bot.demo.refusals import bad_request

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
TOAST_LIMIT = 200
PRESS_LIFE = 15
"""Seconds in which a press can be answered."""
DELETE_LIFE = 48 * 3600
"""Seconds in which a message can be taken back."""

_DELETED = re.compile("[\r\u2028-\u202e]")
_SPACED = re.compile("[\x00-\x08\x0b-\x1f\x0c\t]")
_BLANK = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2000-\u200f\u2060-\u206f\u2800\u3164\ufeff\ufffc]*"
)
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)])"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?<![\w/<])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<!\w)(?P<mention>@[A-Za-z]\w{3,31})"
)


class Styled(NamedTuple):
    """Text with its marks, as Telegram keeps it."""

    text: str
    marks: tuple[Mark, ...]


def read_styled(source: str, parse_mode: str, marks: Sequence[Mark] | None) -> Styled:
    """Parse, clean and trim a text. Raises `Refused` for markup that Telegram cannot parse.

    Of the parse modes only HTML is played here; the others are refused as unsupported.
    """
    cleaned = _SPACED.sub(lambda found: found[0] if found[0] == "\n" else " ", _DELETED.sub("", source))
    if parse_mode and parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    text, found = parse_html(cleaned) if parse_mode else (cleaned, tuple(marks or ()))
    return _trim(text, found)


def check_text(styled: Styled) -> Styled:
    """The text of a message: 1 to 4096 UTF-16 units, not only blanks."""
    if is_blank(styled.text):
        raise bad_request("message text is empty")
    if utf16_length(styled.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return _with_found_marks(styled)


def check_caption(styled: Styled) -> Styled:
    """The caption of a file: up to 1024 UTF-16 units, possibly none."""
    if utf16_length(styled.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return _with_found_marks(styled)


def is_blank(text: str) -> bool:
    """True for nothing, blanks, and characters that show nothing."""
    return _BLANK.fullmatch(text) is not None


def find_marks(text: str) -> tuple[Mark, ...]:
    """Links, addresses, commands and mentions that Telegram marks by itself in what people type."""
    if not any(sign in text for sign in "/@"):
        return ()
    return tuple(
        {
            "type": str(found.lastgroup),
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found[0]),
        }
        for found in _FOUND.finditer(text)
    )


def json_argument(value: Any, what: str) -> Any:
    """An argument that is JSON, or a form field with JSON in it. Raises `Refused` naming `what`."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {what} JSON object") from None


def _with_found_marks(styled: Styled) -> Styled:
    found = find_marks(styled.text)
    if not found:
        return styled
    taken = [(mark["offset"], mark["offset"] + mark["length"]) for mark in styled.marks]
    free = [mark for mark in found if not any(start <= mark["offset"] < end for start, end in taken)]
    marks = sorted((*styled.marks, *free), key=lambda mark: (mark["offset"], -mark["length"]))
    return Styled(styled.text, tuple(marks))


def _trim(text: str, marks: tuple[Mark, ...]) -> Styled:
    body = text.lstrip()
    shift = utf16_length(text) - utf16_length(body)
    body = body.rstrip()
    if not marks:
        return Styled(body, marks)
    end = utf16_length(body)
    kept = []
    for mark in marks:
        start = max(mark["offset"] - shift, 0)
        length = min(mark["offset"] + mark["length"] - shift, end) - start
        if length > 0:
            kept.append({**mark, "offset": start, "length": length})
    return Styled(body, tuple(kept))
