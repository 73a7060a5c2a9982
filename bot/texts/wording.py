"""One text of one language, cut at its holes once so that filling it is joining."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bot.texts.catalogue import Catalogue, Entry
from bot.texts.markup import HOLE, visible
from bot.texts.spelling import Spelling
from dialogs.machine.words import Value

Pieces: TypeAlias = tuple[str, ...]
"""A text cut at its holes: words, a value's name, words, a value's name, ... words."""

Spell: TypeAlias = Callable[[Value, Spelling, bool], str]


class Wording:
    """A text ready to be filled, marked up or plain, in the language it is written in."""

    __slots__ = ("_categories", "_marked", "_plain", "entry", "fixed", "fixed_plain", "spelling")

    def __init__(self, entry: Entry, catalogue: Catalogue, spelling: Spelling) -> None:
        self.entry = entry
        self.spelling = spelling
        self._marked = tuple(cut(form) for form in entry.forms)
        self._plain = tuple(tuple(visible(piece) for piece in pieces) for pieces in self._marked)
        self._categories = _places(catalogue.categories()) if entry.plural_key is not None else {}
        alone = not self._categories and len(self._marked[0]) == 1
        self.fixed: str | None = entry.forms[0] if alone else None
        self.fixed_plain: str | None = self._plain[0][0] if alone else None

    def pieces(self, values: Mapping[str, Value], marked: bool) -> Pieces:
        """The form that fits the value `count`. Raises `KeyError` where a text with forms is given none."""
        forms = self._marked if marked else self._plain
        if not self._categories:
            return forms[0]
        place = self._categories[self.spelling.category(values["count"])]
        return forms[min(place, len(forms) - 1)]

    def widest(self, marked: bool) -> Pieces:
        """The last form, which is the one for most numbers."""
        return (self._marked if marked else self._plain)[-1]


def cut(text: str) -> Pieces:
    """The pieces of a text."""
    return tuple(HOLE.split(text))


def _places(categories: tuple[str, ...]) -> Mapping[str, int]:
    """The place of each plural category; one the file leaves out (a fraction's) takes the last form."""
    last = len(categories) - 1
    return dict.fromkeys(("zero", "one", "two", "few", "many", "other"), last) | {
        name: place for place, name in enumerate(categories)
    }
