"""What typed words mean: held against the screen a person has before them and the words of every language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot.phones import looks_like_phone, read_phone
from bot.texts import GERMAN, Texts
from bot.understanding.choosing import Label, choose
from bot.understanding.danger import DangerWords
from bot.understanding.folding import Folding
from bot.understanding.lexicon import Lexicon
from dialogs.machine.events import UNHEARD, Heard, PhoneFault
from dialogs.machine.screen import Press, Screen
from dialogs.machine.words import Phrase

EXAMINED_WORDS = 40
"""So much of a long message is held against buttons and word lists. Danger is looked for in all of it."""

EXAMINED_CHARACTERS = 400

_QUIET = "quiet."


class Understanding:
    """Understands typed words. Its own words all come from the catalogues, so a new language brings them along."""

    def __init__(self, texts: Texts, *, area_code: str | None = None) -> None:
        """`area_code` ("02043") completes numbers typed without one; without it they count as too short."""
        self._texts = texts
        self._area_code = area_code
        self._folding = Folding()
        self._lexicons = {tag: Lexicon.of(texts, tag, self._folding) for tag in texts.catalogues}
        self._danger = DangerWords(texts, self._folding)
        self._fixed_label = lru_cache(maxsize=2048)(lambda key, language: self._fold_label(Phrase(key), language))
        self._in_order = lru_cache(maxsize=128)(self._order_for)

    def understand(self, text: str, language: str, screen: Screen | None) -> Heard:
        """What the words mean to a person of this language who looks at this screen."""
        gentle = self._folding.gentle(text)
        if not gentle:
            return UNHEARD
        strict_words = gentle.split()
        loose_words = self._folding.loose(gentle).split()
        words = loose_words[:EXAMINED_WORDS]
        lexicons = self._in_order(language)
        number = _number(words, lexicons)
        phone, fault = self._phone(text[:EXAMINED_CHARACTERS])
        return Heard(
            option=self._option(words, language, screen, number, lexicons),
            number=number,
            agrees=_agreement(words, lexicons),
            stops=any(lexicon.stops(words, own=place == 0) for place, lexicon in enumerate(lexicons)),
            danger=self._danger.spoken(strict_words, loose_words, language),
            phone=phone,
            phone_fault=fault,
        )

    def _option(
        self,
        words: Sequence[str],
        language: str,
        screen: Screen | None,
        number: int | None,
        lexicons: Sequence[Lexicon],
    ) -> Press | None:
        if screen is None or not words:
            return None
        shelves = [self._labels(screen, tag) for tag in dict.fromkeys((language, GERMAN))]
        negations = frozenset().union(*(lexicon.negations for lexicon in lexicons[:2]))
        position = number if len(words) == 1 else None
        return choose(words, shelves, negations=negations, position=position)

    def _labels(self, screen: Screen, language: str) -> list[Label]:
        return [
            Label(
                self._label_words(button.label, language),
                button.press,
                answers=not button.label.key.startswith(_QUIET),
            )
            for row in screen.rows
            for button in row
        ]

    def _label_words(self, label: Phrase, language: str) -> tuple[str, ...]:
        return self._fold_label(label, language) if label.values else self._fixed_label(label.key, language)

    def _fold_label(self, label: Phrase, language: str) -> tuple[str, ...]:
        return tuple(self._folding.fold(self._texts.plain(label, language)).split())

    def _phone(self, text: str) -> tuple[str | None, PhoneFault | None]:
        if not looks_like_phone(text) and not text.strip().isdecimal():
            return None, None
        read = read_phone(text, area_code=self._area_code)
        match read:
            case "too_short" | "too_long" | "service_number" | "emergency_number" | "unknown_number":
                return None, read
            case _:
                return read, None

    def _order_for(self, language: str) -> tuple[Lexicon, ...]:
        first = language if language in self._lexicons else GERMAN
        tags = dict.fromkeys((first, GERMAN, *self._lexicons))
        return tuple(self._lexicons[tag] for tag in tags)


def _agreement(words: Sequence[str], lexicons: Sequence[Lexicon]) -> bool | None:
    """Yes or no: the person's own language first, then German, then all others where they do not disagree."""
    own, *others = lexicons
    told = own.agreement(words)
    if told is not None:
        return told
    whole = " ".join(words)
    if others and (german := others[0].whole_agreement(whole)) is not None:
        return german
    voices = {voice for lexicon in others if (voice := lexicon.whole_agreement(whole)) is not None}
    return voices.pop() if len(voices) == 1 else None


def _number(words: Sequence[str], lexicons: Sequence[Lexicon]) -> int | None:
    """The one number in a short message: digits, or a number word."""
    own, *others = lexicons
    told = own.number(words)
    if told is not None:
        return told
    whole = " ".join(words)
    if others and (german := others[0].numbers.get(whole)) is not None:
        return german
    found = {lexicon.numbers[whole] for lexicon in others if whole in lexicon.numbers}
    return found.pop() if len(found) == 1 else None
