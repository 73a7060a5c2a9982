"""A flow that has nothing to do with families: what a guest would like to eat."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dialogs.machine.flow import Flow, ask, wayside
from dialogs.machine.questions import Choice, Line, NotUnderstood, Passage, Several, Told


class Meal(StrEnum):
    SOUP = "soup"
    BREAD = "bread"


class Spice(StrEnum):
    SALT = "salt"
    PEPPER = "pepper"
    NONE = "none"


class Hungry(StrEnum):
    YES = "yes"
    NO = "no"


def read_word(text: str) -> str:
    if not text.strip():
        raise NotUnderstood("empty")
    return text.strip()


@dataclass(frozen=True)
class Cook:
    meal: str


@dataclass(frozen=True)
class TakeAway:
    pass


HELLO = Passage("hello")
HUNGRY = Choice("hungry", Hungry)
MEAL = Choice("meal", Meal, width=2)
SPICES = Several("spices", Spice, alone=(Spice.NONE,))
SECRET = Passage("secret")
GUEST = Line("guest", read_word)


def is_hungry(told: Told) -> bool:
    return told.get(HUNGRY) is Hungry.YES


KITCHEN: Flow[None] = Flow(
    "kitchen",
    3,
    steps=(
        ask(HELLO),
        ask(HUNGRY, counts=True),
        wayside(SECRET),
        ask(MEAL, when=is_hungry, then=lambda meal, told: Cook(meal), undo=TakeAway, counts=True),
        ask(SPICES, when=is_hungry, hangs_on=(MEAL,), counts=True),
        ask(GUEST),
    ),
    renamed={"eater": "guest"},
)
