"""The lead's page of free places: how many there are, as of when, and how many are kept for families."""

from __future__ import annotations

from dialogs.desk.facts import DeskFacts, Role
from dialogs.desk.line_effects import SetPlaces
from dialogs.desk.line_facts import LineNow
from dialogs.desk.page import Page, button, opened, shown_on
from dialogs.desk.waiting_line import LINE, nobody_line
from dialogs.machine.screen import Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Moment, Phrase, say, stacked

__all__ = ["LINE", "PLACES"]

MOST = 99
"""More places than this no programme has."""

NAME = "places"


def _present(state: State, facts: DeskFacts) -> Screen:
    line = facts.line or LineNow(None, None, 0)
    wanted = _number(shown_on(state), line.free or 0)
    steps = tuple(button(NAME, f"to-{step}", label) for step, label in _steps(wanted))
    confirm = button(NAME, f"set-{wanted}", "desk.places.button.confirm", "success", count=wanted)
    ways = (button(NAME, "line", "desk.places.button.line"), button(NAME, "lead", "desk.places.button.lead"))
    return Screen(
        (say("desk.places.title"), stacked(_told(line, facts)), *_asked(wanted, line)), (steps, (confirm,), ways)
    )


def _told(line: LineNow, facts: DeskFacts) -> list[Phrase]:
    """The number as it was last said, and what is kept of it."""
    if line.free is None or line.confirmed_at is None:
        return [say("desk.places.unknown")]
    lines = [
        say("desk.places.free", count=line.free),
        say("desk.places.as_of", at=Moment(line.confirmed_at, "day_clock")),
    ]
    if line.held:
        lines.append(say("desk.places.held", count=line.held))
    if line.left < 0:
        lines.append(say("desk.places.overdrawn"))
    if line.stale:
        lines.append(say("desk.places.stale"))
    return [*lines, *nobody_line(line)]


def _asked(wanted: int, line: LineNow) -> tuple[Phrase, ...]:
    return (say("desk.places.same") if wanted == line.free else say("desk.places.other", count=wanted),)


def _steps(wanted: int) -> list[tuple[int, str]]:
    fewer, more = max(wanted - 1, 0), min(wanted + 1, MOST)
    return [(fewer, "desk.places.button.fewer"), (more, "desk.places.button.more")]


def _number(told: str, otherwise: int) -> int:
    return min(int(told), MOST) if told.isdecimal() and len(told) < 4 else otherwise


def _pressed(state: State, pick: str, facts: DeskFacts) -> Turn:
    what, _, told = pick.partition("-")
    match what:
        case "to":
            return opened(state, NAME, str(_number(told, 0)))
        case "set" if told.isdecimal():
            effects = (SetPlaces(_number(told, 0)),)
            return Turn(state.over(NAME), effects, toast=say("desk.places.toast.set", count=_number(told, 0)))
        case "line" | "lead":
            return opened(state, what)
        case _:
            return opened(state, NAME)


PLACES = Page(NAME, _present, _pressed, roles=frozenset({Role.LEAD}))
