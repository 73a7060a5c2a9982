"""One reader's language: its own wordings, German ones in its gaps, and how a phrase becomes words in it."""

from __future__ import annotations

import html
import logging
from collections.abc import Mapping

from bot.texts.markup import FSI, PDI, without_controls
from bot.texts.spelling import Spelling
from bot.texts.wording import Pieces, Wording
from dialogs.machine.words import Listing, Moment, Phone, Phrase, Tongue, Value

NEUTRAL = "…"
"""What stands where no language has the text: a message may consist of it, and it says nothing wrong."""

_log = logging.getLogger(__name__)


class MissingText(LookupError):
    """A text or one of its values is missing everywhere. Raised in strict mode alone."""


class Reader:
    """Says phrases in one language. `strict` raises `MissingText` where a family would get `NEUTRAL`."""

    def __init__(self, tag: str, spelling: Spelling, wordings: Mapping[str, Wording], strict: bool) -> None:
        self.tag = tag
        self.spelling = spelling
        self.wordings = wordings
        self._strict = strict

    def say(self, phrase: Phrase, marked: bool) -> str:
        """A phrase in words: Telegram's HTML if `marked`, else plain text."""
        wording = self.wordings.get(phrase.key)
        if wording is None:
            return self._gap(f'no catalogue has the text "{phrase.key}"')
        fixed = wording.fixed if marked else wording.fixed_plain
        if fixed is not None:
            return fixed
        pieces = self._pieces(wording, phrase.values, marked)
        if len(pieces) == 1:
            return pieces[0]
        filled = list(pieces)
        for place in range(1, len(pieces), 2):
            value = phrase.values.get(pieces[place])
            filled[place] = (
                self._gap(f'"{phrase.key}" was given no value "{pieces[place]}"')
                if value is None
                else self._spell(value, wording.spelling, marked)
            )
        return "".join(filled)

    def _pieces(self, wording: Wording, values: Mapping[str, Value], marked: bool) -> Pieces:
        try:
            return wording.pieces(values, marked)
        except KeyError:
            self._gap(f'"{wording.entry.key}" has plural forms and was given no count')
            return wording.widest(marked)

    def _spell(self, value: Value, spelling: Spelling, marked: bool) -> str:
        match value:
            case str():
                words = without_controls(value)
                return f"{FSI}{html.escape(words, quote=False) if marked else words}{PDI}"
            case int():
                return spelling.number(value)
            case Phrase():
                return self._nested(value, spelling, marked)
            case Moment():
                return spelling.moment(value)
            case Phone(number):
                return spelling.phone(number)
            case Listing(parts):
                return spelling.listing([self._spell(part, spelling, marked) for part in parts])
            case Tongue():
                return spelling.tongue(value)

    def _nested(self, phrase: Phrase, around: Spelling, marked: bool) -> str:
        words = self.say(phrase, marked)
        inner = self.wordings.get(phrase.key)
        turned = inner is not None and inner.spelling.direction != around.direction
        return f"{FSI}{words}{PDI}" if turned else words

    def _gap(self, what: str) -> str:
        if self._strict:
            raise MissingText(f"{self.tag}: {what}")
        _log.error("A text has a gap in %s: %s", self.tag, what)
        return NEUTRAL
