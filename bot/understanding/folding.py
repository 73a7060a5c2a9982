"""How typed letters are made alike: case, digits, invisible characters, and the variants of several scripts."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

_REMEMBERED = 4096

_ALIKE: Final[Mapping[str, str | None]] = {
    "ı": "i",
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ؤ": "و",
    "ئ": "ي",
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "ة": "ه",
    "ـ": None,
    "'": None,
    "’": None,
    "ʼ": None,
    "\u115f": None,
    "\u1160": None,
}
"""Letters one hears or types alike: Turkish dotless i, Arabic hamza carriers, Persian yeh and kaf.

Those without a partner show nothing by themselves: tatweel, apostrophes, the Hangul fillers.
"""

_BARE: Final[Mapping[str, str]] = {"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "ґ": "г"}
"""Letters whose mark Unicode does not take off by itself."""

_GERMAN_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


class _Gentle(dict[int, str | int | None]):
    """A translation table that fills itself, up to a bound: nobody can make it grow by sending rare signs."""

    def __missing__(self, code: int) -> str | int | None:
        folded = _folded_letter(chr(code))
        if len(self) < _REMEMBERED:
            self[code] = folded
        return folded


class _Bare(dict[int, str | int | None]):
    def __missing__(self, code: int) -> str | int | None:
        sign = chr(code)
        bare = None if unicodedata.category(sign) in {"Mn", "Me"} else _BARE.get(sign, sign)
        if len(self) < _REMEMBERED:
            self[code] = bare
        return bare


class Folding:
    """Makes words comparable. `gentle` keeps the marks that tell Turkish "öldü" (died) from "oldu" (done)."""

    def __init__(self) -> None:
        self._gentle = _Gentle()
        self._bare = _Bare()

    def gentle(self, text: str) -> str:
        """Lower case, one blank between words; no punctuation, emoji or invisible characters; digits 0-9."""
        alike = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        return " ".join(alike.translate(self._gentle).split())

    def loose(self, gentle: str) -> str:
        """Gently folded words without the marks on their letters, as people type them in a hurry."""
        return gentle if gentle.isascii() else unicodedata.normalize("NFKD", gentle).translate(self._bare)

    def fold(self, text: str) -> str:
        """Gentle, then loose."""
        return self.loose(self.gentle(text))

    def spellings(self, word: str) -> frozenset[str]:
        """A listed word as people type it: "fünf" is `funf` and `fuenf`."""
        gentle = self.gentle(word)
        return frozenset({self.loose(gentle), self.loose(gentle.translate(_GERMAN_DIGRAPHS))}) - {""}


def _folded_letter(sign: str) -> str | None:
    if sign in _ALIKE:
        return _ALIKE[sign]
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category in {"Mn", "Me", "Cf"}:
        return None
    return sign if category[0] in "LNM" else " "
