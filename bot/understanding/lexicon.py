"""One language's words for yes, no, stop and the small numbers, as its catalogue lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.texts import Texts
from bot.understanding.folding import Folding

YES, NO, STOP, DANGER, NUMBERS = "words.yes", "words.no", "words.stop", "words.danger", "words.numbers"
NOT = "words.not"

WORD_LISTS = (YES, NO, STOP, DANGER, NUMBERS)
"""The keys every language is understood by. `words.not` ("nicht|kein|keine") may stand beside them.

It tells "nicht in Gladbeck" from "in Gladbeck".
"""

_AGREEMENT_WORDS = 4
_STOP_WORDS = 3
_DIGIT_WORDS = 6
_WORDS_AROUND_A_NUMBER = 1
_LONGEST_NUMBER_WORD = 3
_LONGEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Folded words of one language. Phrases of several words stand as one string with single blanks."""

    yes: frozenset[str]
    no: frozenset[str]
    stop: frozenset[str]
    negations: frozenset[str]
    numbers: Mapping[str, int]

    @classmethod
    def of(cls, texts: Texts, tag: str, folding: Folding) -> Lexicon:
        """The lexicon of a language, empty where its catalogue has no lists."""

        def listed(key: str) -> frozenset[str]:
            return frozenset().union(*(folding.spellings(word) for word in texts.words(key, tag)))

        numbers = {
            spelled: number
            for number, word in read_numbers(texts.words(NUMBERS, tag))
            for spelled in folding.spellings(word)
        }
        no = listed(NO)
        return cls(listed(YES), no, listed(STOP), no | listed(NOT), numbers)

    def whole_agreement(self, whole: str) -> bool | None:
        """Whether the whole message is a yes or a no of this language."""
        agrees, refuses = whole in self.yes, whole in self.no
        return agrees if agrees != refuses else None

    def agreement(self, words: Sequence[str]) -> bool | None:
        """The same for a short message that begins with a yes or no and does not take it back."""
        whole = self.whole_agreement(" ".join(words))
        if whole is not None or len(words) > _AGREEMENT_WORDS:
            return whole
        says_yes, says_no = _within(words, self.yes), _within(words, self.no)
        if says_yes == says_no:
            return None
        spoken = self.yes if says_yes else self.no
        return says_yes if any(start in spoken for start in _beginnings(words)) else None

    def stops(self, words: Sequence[str], *, own: bool) -> bool:
        """Whether the message asks for silence; in the person's own language with a word or two around it."""
        if " ".join(words) in self.stop:
            return True
        return own and len(words) <= _STOP_WORDS and _within(words, self.stop)

    def number(self, words: Sequence[str]) -> int | None:
        """The one number of a short message: "3", "wir haben 3 Kinder", "drei", "drei Kinder"."""
        digits = [word for word in words if word.isdecimal()]
        if digits:
            alone = len(digits) == 1 and len(words) <= _DIGIT_WORDS and len(digits[0]) <= _LONGEST_NUMBER
            return int(digits[0]) if alone else None
        spoken, around = self._spoken_numbers(words)
        return spoken[0] if len(spoken) == 1 and around <= _WORDS_AROUND_A_NUMBER else None

    def _spoken_numbers(self, words: Sequence[str]) -> tuple[list[int], int]:
        """The number words of a message, longest first ("on iki" is twelve), and how many other words there are."""
        found, around, place = [], 0, 0
        while place < len(words):
            for length in range(_LONGEST_NUMBER_WORD, 0, -1):
                phrase = " ".join(words[place : place + length])
                if phrase in self.numbers:
                    found.append(self.numbers[phrase])
                    break
            else:
                around += 1
                length = 1
            place += length
        return found, around


def read_numbers(listed: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The number words of `0:null`, `1:eins,ein,eine`, ... one by one; parts without a number are left out."""
    for part in listed:
        number, found, words = part.partition(":")
        if not found or not number.strip().isdecimal():
            continue
        for word in words.split(","):
            if word.strip():
                yield int(number), word.strip()


def _beginnings(words: Sequence[str]) -> Iterator[str]:
    return (" ".join(words[:length]) for length in range(1, len(words) + 1))


def _within(words: Sequence[str], phrases: frozenset[str]) -> bool:
    return any(start in phrases for place in range(len(words)) for start in _beginnings(words[place:]))
