"""Words that speak of danger to life or of violence, in every language, found with small spelling mistakes.

A mistake is forgiven only where it is one people make in writing: letters that sound alike, two neighbours swapped,
a letter doubled or not. Any single letter would not do: it turns "schlägt" (beats) into "schläft" (sleeps) and the
Arabic for "suicide" into "waiting".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.texts import Texts
from bot.understanding.folding import Folding
from bot.understanding.lexicon import DANGER

FORGIVEN_FROM = 6
"""Letters from which on a spelling mistake is forgiven; shorter words stand too close to ordinary ones."""

LOST_LETTER_FROM = 8
"""Letters from which on one of them may be missing."""

COMMON_FROM = 4
"""Latin words with fewer letters count in their own language alone: English "die" is the commonest German word."""

_SOUND_ALIKE = (
    "dt", "bp", "gk", "ck", "cz", "sz", "cs", "fv", "vw", "iy", "kq",
    "тд", "сз", "оа", "еи", "иы", "иі", "фв",
    "تط", "سص", "ضظ", "ذز", "ثس",
)  # fmt: skip

_ARABIC_PREFIXES = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ف", "ب", "ل")
"""Arabic writes "and", "with", "for" and "the" together with their word."""

_PREFIXED_FROM = 3


class DangerWords:
    """Knows the words and phrases under `words.danger` of every catalogue, offered or not."""

    def __init__(self, texts: Texts, folding: Folding) -> None:
        self._words: set[str] = set()
        self._forgiven: set[str] = set()
        self._own_words: dict[str, set[str]] = {}
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        self._meant: dict[str, str] = {}
        for tag in texts.catalogues:
            for listed in texts.words(DANGER, tag):
                self._learn(folding.gentle(listed), folding, tag)
        for word in [*self._meant]:
            for misspelled in misspellings(word):
                self._meant.setdefault(misspelled, word)

    def spoken(self, words: Sequence[str], loose: Sequence[str], language: str) -> bool:
        """Whether the words, gently folded and loosely folded, hold a danger word or phrase anywhere."""
        meant = [self._meant.get(word) or self._without_prefix(word) for word in loose]
        own = self._own_words.get(language, ())
        return any(
            word in self._words or word in own or sense in self._forgiven
            for word, sense in zip(words, meant, strict=False)
        ) or any(self._begins_phrase(meant, place) for place in range(len(meant)))

    def _learn(self, gentle: str, folding: Folding, tag: str) -> None:
        loose = tuple(folding.loose(gentle).split())
        for word in loose:
            if len(word) >= FORGIVEN_FROM:
                self._meant[word] = word
        if len(loose) > 1:
            self._phrases.setdefault(loose[0], []).append(loose)
        elif loose and loose[0].isascii() and len(gentle) < COMMON_FROM:
            self._own_words.setdefault(tag, set()).add(gentle)
        elif loose:
            self._words.add(gentle)
            self._forgiven.update(word for word in loose if not word.isascii() or len(word) >= FORGIVEN_FROM)

    def _without_prefix(self, word: str) -> str:
        if not "ء" <= word[0] <= "ي":
            return word
        for prefix in _ARABIC_PREFIXES:
            bare = word.removeprefix(prefix)
            if _PREFIXED_FROM <= len(bare) < len(word):
                known = self._meant.get(bare, bare)
                if known in self._forgiven or known in self._phrases:
                    return known
        return word

    def _begins_phrase(self, words: Sequence[str], place: int) -> bool:
        return any(
            tuple(words[place : place + len(phrase)]) == phrase for phrase in self._phrases.get(words[place], ())
        )


def misspellings(word: str) -> Iterator[str]:
    """The ways of writing a word wrong that are forgiven."""
    for place, letter in enumerate(word):
        before, after = word[:place], word[place + 1 :]
        yield before + letter + letter + after
        for sound in _SOUND_ALIKE:
            if letter in sound:
                yield before + sound.replace(letter, "") + after
        if after and after[0] != letter:
            yield before + after[0] + letter + after[1:]
        if after.startswith(letter) or len(word) >= LOST_LETTER_FROM:
            yield before + after
