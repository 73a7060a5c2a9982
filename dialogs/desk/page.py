"""What a page of the desk is: a screen with a name, what its buttons lead to, and what typed words mean on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from dialogs.desk.facts import DESK, DeskCase, DeskFacts, Role
from dialogs.machine.events import Said
from dialogs.machine.screen import Button, Press, Screen, Style, row_in
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Phrase, Value, say

NOTE = "note"
"""The aside of a screen that only says what was done; its words are the turn's notes."""

MARK = "~"
SEPARATOR = "."
"""Between a page's name and what it shows, in the aside: `give.17`."""

CASE = "~case"
"""Where a press belongs to a case; its pick is `<case>-<what>`, and `<case>-missed-<tries before>`."""

ABOUT_A_CASE = frozenset({"give", "pass_on", "why", "close", "phrases", "talk", "round", "link"})
"""Pages about one case: its row begins what they show, and every pick of theirs."""

HOLDS_WORDS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {"round": re.compile(r"\d+-(past|reply|pick-\w+\|)"), "link": re.compile(r"\d+-look")}
)
"""Pages with words of a family, or for it alone, by what they show then."""

OPENED_BY_CARD: Mapping[str, str] = MappingProxyType(
    {"pass": "pass_on"} | {page: page for page in ("why", "give", "close", "phrases", "talk", "round", "link")}
)
"""Which page a button of the card opens, below it, about this case."""

Present: TypeAlias = Callable[[State, DeskFacts], Screen]
Pressed: TypeAlias = Callable[[State, str, DeskFacts], Turn]
Hears: TypeAlias = Callable[[State, Said, DeskFacts], Turn | None]


def _deaf(state: State, said: Said, facts: DeskFacts) -> Turn | None:
    """Most pages await no words."""
    return None


@dataclass(frozen=True, slots=True)
class Page:
    """A page. `hears` gives None for words that are not meant for it; only `roles` may open and press it."""

    name: str
    present: Present
    pressed: Pressed
    hears: Hears = _deaf
    roles: frozenset[Role] = DESK


def page_of(aside: str) -> str:
    """The page's name in an aside."""
    return aside.partition(SEPARATOR)[0]


def shown_on(state: State) -> str:
    """What the page shows: the part of the aside behind its name."""
    return state.aside.partition(SEPARATOR)[2]


def case_shown(aside: str) -> int | None:
    """The row of the case a page is about, where it is about one: `give.17` or `phrases.17-reach`."""
    return row_in(aside.partition(SEPARATOR)[2]) if page_of(aside) in ABOUT_A_CASE else None


def holds_words(aside: str) -> bool:
    """Whether words of a family, or for it alone, are on this page: it is not left behind in the chat."""
    name, _, shown = aside.partition(SEPARATOR)
    return name in HOLDS_WORDS and HOLDS_WORDS[name].match(shown) is not None


def opened(state: State, page: str, shown: str = "", *, fresh: bool = False) -> Turn:
    """The turn that opens a page; `fresh` where the button stood on a card further up."""
    return Turn(state.over(f"{page}{SEPARATOR}{shown}" if shown else page), fresh=fresh)


def done(state: State, *notes: Phrase) -> Turn:
    """The turn that ends a page with a word on what was done. Put the effects in with `replace`."""
    return Turn(state.over(NOTE), notes=notes)


def button(page: str, pick: str, label: str, style: Style = "", **values: Value) -> Button:
    """A button of a page, understood in every run; `label` is the key of its text."""
    return Button(say(label, **values), Press(0, f"{MARK}{page}", pick), style)


def card_button(case: int, number: int) -> Button:
    """The way to the card of a case."""
    return Button(say("desk.button.open", number=number), Press(0, CASE, f"{case}-open"))


def to_card(case: DeskCase) -> tuple[Button, ...]:
    """The row of a page that leads back to the card of its case."""
    return (card_button(case.id, case.number),)
