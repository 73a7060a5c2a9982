"""What kind of text a key names, and how long that kind may be (Telegram's limits, and what a phone can show)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.understanding.lexicon import NOT, WORD_LISTS

MESSAGE_LIMIT = 4096
"""UTF-16 units of a message (Bot API, `sendMessage`)."""

LABEL_LIMIT = 32
"""Characters of a button that a narrow phone shows without cutting; ours, Telegram names none."""

QUIET_LIMIT = 10
"""Characters of a button in the quiet row, where four stand side by side."""

LONGEST_VALUE = "M" * 64
"""What a name or an answer of somebody else may be at most, for measuring."""

SENTENCES = 3
"""Sentences of one message to a family: plain words, one thing at a time (row A6)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of text. `filled`: measured with the longest values, in UTF-16 units; else in characters without."""

    name: str
    limit: int
    filled: bool = True
    plain: bool = True
    sentences: int | None = None


_MESSAGE = Kind("message", MESSAGE_LIMIT, plain=False)
_FAMILY = Kind("message", MESSAGE_LIMIT, plain=False, sentences=SENTENCES)
_LABEL = Kind("button", LABEL_LIMIT, filled=False)
_QUIET = Kind("quiet button", QUIET_LIMIT, filled=False)
_TOAST = Kind("toast", 200)
_COMMAND = Kind("command description", 256)
_WORDS = Kind("word list", 100_000, filled=False)
_LISTS = frozenset({*WORD_LISTS, NOT})
_PHRASE = "phrase."
_PHRASE_BUTTONS = ("phrase.answer.", "desk.phrase.", "desk.phrases.group.")
_PROFILE: Final[Mapping[str, Kind]] = {
    "profile.description": Kind("description", 512),
    "profile.short": Kind("short description", 120),
    "profile.name": Kind("name", 64, filled=False),
}


def kind_of(key: str) -> Kind:
    """The kind of text by its key: `intake.children.option.two` is a button, `desk.toast.gone` a toast."""
    if key in _PROFILE:
        return _PROFILE[key]
    parts = key.split(".")
    if key in _LISTS:
        return _WORDS
    by_first = {"quiet": _QUIET, "command": _COMMAND}
    if parts[0] in by_first:
        return by_first[parts[0]]
    if "toast" in parts:
        return _TOAST
    if "option" in parts or "button" in parts or key.startswith(_PHRASE_BUTTONS):
        return _LABEL
    if key.startswith(_PHRASE):
        return _FAMILY
    return _FAMILY if parts[-1] in {"prompt", "body"} and parts[0] != "desk" else _MESSAGE
