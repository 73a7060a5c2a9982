"""The techniques of a round of changed perspective: which steps each has, what may be answered, which number stays.

The prompts are the programme's own words for methods of systemic and motivational counselling: scaling, miracle,
exception and circular questions, reframing, positive connotation, coping, importance and confidence, balance,
autonomy, if-then plans. The question how to make things surely worse is left to people, and never stands here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from dialogs.machine.words import Phrase

SCALE_ENDS: Final = (0, 10)
MOST_CHARACTERS: Final = 500
"""So much of own words is kept as the answer to one step."""


class Kind(StrEnum):
    """How a step is answered: a number from 0 to 10, one of its options, own words, or either of these two."""

    SCALE = "scale"
    CHOICE = "choice"
    LINE = "line"
    EITHER = "either"


class Group(StrEnum):
    """What a technique works with; two that are proposed together come from two groups."""

    NUMBERS = "numbers"
    TIMES = "times"
    EYES = "eyes"
    STRENGTH = "strength"
    WILL = "will"
    WAYS = "ways"


@dataclass(frozen=True, slots=True)
class Step:
    """One question of a technique. Ids are for ever: answers are stored by their place, options by their code."""

    id: str
    kind: Kind
    options: tuple[str, ...] = ()

    @property
    def takes_words(self) -> bool:
        """Whether own words may be typed."""
        return self.kind in (Kind.LINE, Kind.EITHER)


@dataclass(frozen=True, slots=True)
class Technique:
    """A technique by its id, which is for ever.

    family_may_begin: it also fits a family that says by itself "it is not moving"
    opening:      the steps after the first make sense only where the first was answered
    after_number: it asks for an earlier number
    keeps_number: its first step is the number of the family's own line, comparable from round to round
    """

    id: str
    group: Group
    steps: tuple[Step, ...]
    family_may_begin: bool = True
    opening: bool = False
    after_number: bool = False
    keeps_number: bool = False


def _scale(id_: str) -> Step:
    return Step(id_, Kind.SCALE)


def _line(id_: str) -> Step:
    return Step(id_, Kind.LINE)


def _choice(id_: str, *options: str) -> Step:
    return Step(id_, Kind.CHOICE, options)


def _either(id_: str, *options: str) -> Step:
    return Step(id_, Kind.EITHER, options)


_ALL: Final = (
    Technique(
        "closing_loop", Group.NUMBERS,
        (_scale("today"), _either("carries", "children", "people", "rest", "plan")),
        after_number=True, keeps_number=True,
    ),
    Technique(
        "scaling", Group.NUMBERS,
        (_scale("now"), _either("lower", "children", "family", "self", "helpers"), _line("higher")),
        opening=True, keeps_number=True,
    ),
    Technique(
        "exception", Group.TIMES,
        (_either("when", "weekend", "with_help", "outside", "unknown"),
         _either("more", "rest", "time", "help", "outside")),
    ),
    Technique(
        "circular", Group.EYES,
        (_either("likes", "play", "meal", "outing", "together"),
         _either("wish", "time", "outing", "friends", "quiet")),
    ),
    Technique(
        "setting", Group.WAYS,
        (_either("place", "home", "park", "phone", "interpreter", "time"),
         _either("with", "alone", "children", "partner", "friend")),
    ),
    Technique(
        "coping", Group.STRENGTH,
        (_line("how"), _either("from", "children", "people", "faith", "self")),
    ),
    Technique(
        "miracle", Group.TIMES,
        (_either("first", "morning", "money", "children", "rest"),
         _either("already", "moment", "children", "evening", "not_yet")),
        opening=True,
    ),
    Technique(
        "autonomy", Group.WILL,
        (_choice("way", "on", "otherwise", "pause"), _line("matters")),
    ),
    Technique(
        "witness", Group.EYES,
        (_either("who", "partner", "child", "friend", "teacher"), _line("sees")),
        opening=True,
    ),
    Technique(
        "importance", Group.NUMBERS,
        (_scale("important"), _scale("sure"), _line("surer")),
    ),
    Technique(
        "if_then", Group.WAYS,
        (_either("then", "open", "show", "call", "folder"), _either("easier", "place", "time", "person", "tea")),
    ),
    Technique(
        "strength", Group.STRENGTH,
        (_either("first", "children", "money", "home", "health", "work"), _line("step")),
    ),
    Technique(
        "friend_role", Group.EYES,
        (_line("advice"), _choice("self", "all", "some", "not_now")),
        opening=True,
    ),
    Technique(
        "future_letter", Group.TIMES,
        (_either("proud", "children", "myself", "peace", "learned"), _line("first")),
    ),
    Technique(
        "balance", Group.WILL,
        (_either("onward", "children", "lighter", "people", "money"),
         _either("against", "time", "tired", "doubt", "other"), _choice("now", "on", "slower", "pause")),
    ),
    Technique(
        "helper_view", Group.EYES,
        (_either("strength", "caring", "staying", "organising", "asking"), _choice("self", "same", "more", "unsure")),
        family_may_begin=False, opening=True,
    ),
    Technique(
        "reframing", Group.STRENGTH,
        (_either("shield", "rest", "children", "work", "health"),
         _choice("both", "shorter", "other_day", "smaller", "later")),
        family_may_begin=False, opening=True,
    ),
)  # fmt: skip

TECHNIQUES: Final[Mapping[str, Technique]] = MappingProxyType({technique.id: technique for technique in _ALL})
"""Every technique by its id, in the order in which a family that begins by itself is given them.

A new one is one entry here, and its texts: `round.<id>.*` in every language, `desk.technique.<id>*` and
`desk.round.step.<id>.*` in German."""


def fits(technique: Technique, *, had_numbers: bool) -> bool:
    """Whether it can be begun in a case; closing the loop needs an earlier number."""
    return had_numbers or not technique.after_number


def position(technique: Technique, answers: Sequence[str]) -> Step | None:
    """The step that is asked next; None once the round is through. `answers` hold "" for a step passed over."""
    if technique.opening and answers and not answers[0]:
        return None
    return technique.steps[len(answers)] if len(answers) < len(technique.steps) else None


def valid(step: Step, answer: str) -> bool:
    """Whether this may be the answer to the step, whoever made it up; "" passes over every step.

    A typed word that is an option's code counts as that option.
    """
    if not answer:
        return True
    match step.kind:
        case Kind.SCALE:
            return number_of(answer) is not None
        case Kind.CHOICE:
            return answer in step.options
        case Kind.LINE | Kind.EITHER:
            return len(answer) <= MOST_CHARACTERS


def number_of(answer: str) -> int | None:
    """The number from 0 to 10 that an answer to a scale is; None for anything else."""
    lowest, highest = SCALE_ENDS
    return next((number for number in range(lowest, highest + 1) if answer == str(number)), None)


def scale_of(technique: Technique, answers: Sequence[str]) -> int | None:
    """The number that is kept for the next round, 0 to 10: always how it goes, never how important something is."""
    return number_of(answers[0]) if technique.keeps_number and answers else None


def prompt(
    technique: Technique, step: Step, answers: Sequence[str] = (), numbers: Sequence[tuple[datetime, int]] = ()
) -> Phrase:
    """The step's question. `numbers` are the earlier ones, oldest first; a 0 or 10 has a question of its own."""
    key = f"round.{technique.id}.{step.id}.prompt"
    if technique.id == "scaling" and answers:
        edge = {("lower", "0"): "_zero", ("higher", "10"): "_ten"}.get((step.id, answers[0]), "")
        return Phrase(key + edge)
    if technique.after_number and step.kind is Kind.SCALE:
        return Phrase(key, {"number": numbers[-1][1]}) if numbers else Phrase("round.scaling.now.prompt")
    return Phrase(key)


def option_label(technique: Technique, step: Step, option: str) -> Phrase:
    """An option in words, on the family's button and, in German, for the coach."""
    return Phrase(f"round.{technique.id}.{step.id}.option.{option}")
