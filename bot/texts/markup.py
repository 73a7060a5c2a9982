"""The marks inside a text: holes for values, Telegram's HTML, and the characters that keep direction."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Final

FSI, LRI, PDI = "\u2068", "\u2066", "\u2069"

BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Unicode's direction marks, embeddings, overrides and isolates (UAX 9)."""

ALLOWED_TAGS = frozenset({"b", "i", "u", "s", "code", "blockquote", "a"})
"""The part of Telegram's HTML that our texts use."""

HOLE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
TAG = re.compile(r"</?([a-z][a-z0-9-]*)([^<>]*)>")

_NO_CONTROLS: Final[Mapping[int, None]] = {ord(mark): None for mark in BIDI_CONTROLS}


def holes(text: str) -> frozenset[str]:
    """The names of the values a text waits for: `{name}` gives `name`."""
    return frozenset(HOLE.findall(text))


def visible(text: str) -> str:
    """A marked-up text as it is read: tags gone, `&amp;` and its like turned into characters."""
    bare = TAG.sub("", text) if "<" in text else text
    return html.unescape(bare) if "&" in bare else bare


def without_controls(text: str) -> str:
    """The text without direction marks, so that nobody's words can turn the line they stand in."""
    return text if text.isascii() else text.translate(_NO_CONTROLS)


def utf16_length(text: str) -> int:
    """How long Telegram finds a text: in UTF-16 units, so that an emoji counts as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
