"""Which button typed words mean.

The order: the label itself; a label inside the words or the words inside a label; a label with small spelling
mistakes; the place of a button. Each is tried in the person's language, then in German. Where two buttons fit alike,
none is taken. A number means the n-th answer button only where no answer's label has a digit in it: where answers
are numbers themselves, a typed one is a number and no place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from dialogs.machine.screen import Press

FORGIVEN_FROM = 4
"""Letters from which on a spelling mistake is forgiven."""

_SURE_START_BELOW = 6
_LONG_MESSAGE = 12
_TELLING = 4
_MARGIN = 2


@dataclass(frozen=True, slots=True)
class Label:
    """A button's label in folded words. `answers` is False for the quiet row below the answers."""

    words: tuple[str, ...]
    press: Press
    answers: bool = True

    @property
    def whole(self) -> str:
        """The words with single blanks."""
        return " ".join(self.words)


def choose(
    words: Sequence[str],
    shelves: Sequence[Sequence[Label]],
    *,
    negations: frozenset[str] = frozenset(),
    position: int | None = None,
) -> Press | None:
    """What the one button meant stands for, or None. `shelves` are the screen's labels, one list a language."""
    ways: tuple[Callable[[Sequence[Label]], set[Press]], ...] = (
        lambda labels: {label.press for label in labels if label.words == tuple(words)},
        lambda labels: _contained(words, [label for label in labels if _same_sense(words, label, negations)]),
        lambda labels: _misspelled(words, labels),
    )
    for way in ways:
        for labels in shelves:
            presses = way([label for label in labels if label.words])
            if presses:
                return presses.pop() if len(presses) == 1 else None
    return _by_place(shelves, position)


def _same_sense(words: Sequence[str], label: Label, negations: frozenset[str]) -> bool:
    """Not the case for "nicht in Gladbeck" and the label "in Gladbeck"."""
    return negations.intersection(words) == negations.intersection(label.words)


def _contained(words: Sequence[str], labels: Sequence[Label]) -> set[Press]:
    if len(words) > _LONG_MESSAGE:
        return set()
    inside = [label for label in labels if _telling(label.words, words) and _run(label.words, words)]
    widest = [a for a in inside if not any(set(a.words) < set(b.words) for b in inside)]
    if widest:
        return {label.press for label in widest}
    if not any(len(word) >= _TELLING or word.isdecimal() for word in words):
        return set()
    return {label.press for label in labels if set(words) <= set(label.words)}


def _telling(label: Sequence[str], words: Sequence[str]) -> bool:
    """A label of one tiny word ("Ja") counts only at the beginning of what was said."""
    whole = " ".join(label)
    return len(whole) >= _TELLING or whole.isdecimal() or words[0] == whole


def _run(part: Sequence[str], words: Sequence[str]) -> bool:
    length = len(part)
    return any(tuple(words[at : at + length]) == tuple(part) for at in range(len(words) - length + 1))


def _misspelled(words: Sequence[str], labels: Sequence[Label]) -> set[Press]:
    near: dict[Press, int] = {}
    for label in labels:
        distance = _distance(words, label)
        if distance is not None:
            near[label.press] = min(distance, near.get(label.press, distance))
    if not near:
        return set()
    best = min(near.values())
    return {press for press, distance in near.items() if distance < best + _MARGIN}


def _distance(words: Sequence[str], label: Label) -> int | None:
    """Mistakes between what was typed and a label, or one of its words if one was typed; None for too many."""
    wholes: Iterable[str] = {label.whole, *label.words} if len(words) == 1 else (label.whole,)
    typed = " ".join(words)
    found = [distance for whole in wholes if (distance := _mistakes(typed, whole)) is not None]
    return min(found, default=None)


def _mistakes(typed: str, whole: str) -> int | None:
    shorter = min(len(typed), len(whole))
    if shorter < FORGIVEN_FROM or typed.isdecimal() or whole.isdecimal():
        return None
    if shorter < _SURE_START_BELOW and typed[0] != whole[0]:
        return None
    allowed = _allowed(len(whole))
    distance = OSA.distance(typed, whole, score_cutoff=allowed)
    return distance if distance <= allowed else None


def _allowed(length: int) -> int:
    """Mistakes forgiven in a label of so many letters."""
    return 1 if length < 8 else 2 if length < 13 else 3


def _by_place(shelves: Sequence[Sequence[Label]], position: int | None) -> Press | None:
    if position is None or not shelves:
        return None
    answers = [label for label in shelves[0] if label.answers]
    if any(letter.isdecimal() for label in answers for letter in label.whole):
        return None
    return answers[position - 1].press if 1 <= position <= len(answers) else None
