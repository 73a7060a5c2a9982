"""What one thing that happened leads to: the state after it, the effects it wants, the words it earns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from dialogs.machine.words import Phrase

EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class State:
    """All that is remembered of one person's dialogue. Where they stand is derived from `answers`.

    run:       counts up with every new beginning, so that buttons of an earlier run are known as such
    answers:   packed answers by question id
    draft:     the half-made answer of the present question
    reopened:  answers put aside by the pen, given back by "back"
    aside:     the side screen that lies over the question, if any ("privacy", "places", ...)
    stumbles:  how often in a row typed words were not understood
    words:     the family's own words, kept for the coach
    """

    flow: str
    version: int = 1
    run: int = 1
    answers: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    draft: Any = None
    reopened: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    aside: str = ""
    stumbles: int = 0
    words: tuple[str, ...] = ()

    def pack(self) -> dict[str, Any]:
        """The state as JSON-ready data; parts that are empty are left out."""
        stored: dict[str, Any] = {"flow": self.flow, "version": self.version, "run": self.run}
        optional = {
            "answers": dict(self.answers), "draft": self.draft, "reopened": dict(self.reopened),
            "aside": self.aside, "stumbles": self.stumbles, "words": list(self.words),
        }  # fmt: skip
        return stored | {name: value for name, value in optional.items() if value not in (None, "", 0, {}, [])}

    @staticmethod
    def unpack(stored: Mapping[str, Any]) -> State:
        """The state that `pack` made the data from."""
        return State(
            flow=stored["flow"],
            version=stored["version"],
            run=stored["run"],
            answers=stored.get("answers", EMPTY),
            draft=stored.get("draft"),
            reopened=stored.get("reopened", EMPTY),
            aside=stored.get("aside", ""),
            stumbles=stored.get("stumbles", 0),
            words=tuple(stored.get("words", ())),
        )

    def begun_anew(self, flow: str, version: int) -> State:
        """The first state of a new run."""
        return State(flow=flow, version=version, run=self.run + 1)

    def over(self, aside: str) -> State:
        """The same place with a side screen over it (or, with "", without one)."""
        return replace(self, aside=aside, stumbles=0)


@dataclass(frozen=True, slots=True)
class Turn:
    """The outcome of one event.

    effects:  what shall be done, in order; a refused one voids the turn
    notes:    short lines above the next screen ("we ask this again, because ...")
    toast:    a short answer to a press
    redraw:   the living screen is drawn again (False: a toast is all there is to say)
    fresh:    the living screen is sent anew below instead of being edited
    """

    state: State
    effects: tuple[Any, ...] = ()
    notes: tuple[Phrase, ...] = ()
    toast: Phrase | None = None
    redraw: bool = True
    fresh: bool = False
