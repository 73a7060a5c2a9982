"""The lead's page of all open cases: ten at a time, or those without owner, those to call, those standing still."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dialogs.desk.case_lines import call_of, numbered, open_buttons, standing_of
from dialogs.desk.facts import DeskFacts
from dialogs.desk.lead import LEADS, back, team_of
from dialogs.desk.page import Page, button, opened, shown_on
from dialogs.desk.team_facts import CaseLine
from dialogs.family.facts import LIVE, Stage
from dialogs.machine.screen import Button, Rows, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Phrase, say

A_PAGE = 10

FILTERS: Mapping[str, Callable[[CaseLine], bool]] = MappingProxyType(
    {
        "every": lambda line: True,
        "free": lambda line: line.owner is None,
        "call": lambda line: line.stage in LIVE,
        "still": lambda line: line.silent_days > 0 or line.still != "",
    }
)
"""What can be looked at; each has its button (`desk.all.button.<name>`) and its title (`desk.all.title.<name>`)."""


def _present(state: State, facts: DeskFacts) -> Screen:
    name, page = _where(shown_on(state))
    lines = tuple(line for line in team_of(facts).lines if FILTERS[name](line))
    last = max(0, (len(lines) - 1) // A_PAGE)
    page = min(page, last)
    shown = lines[page * A_PAGE : (page + 1) * A_PAGE]
    told = tuple(_told(line) for line in shown) or (say("desk.all.none"),)
    title = Phrase(f"desk.all.title.{name}", {"count": len(lines)})
    rows = (*open_buttons(shown), *_leafing(name, page, last), *_filters(name), (back(),))
    return Screen((title, *told), rows, protected=True)


def _told(line: CaseLine) -> Phrase:
    if line.stage in (Stage.RECEIVED, Stage.TAKEN):
        return numbered("desk.case_line.to_call", line, standing=standing_of(line), when=call_of(line))
    return numbered("desk.case_line.case", line, standing=standing_of(line))


def _leafing(name: str, page: int, last: int) -> Rows:
    leaves: list[Button] = []
    if page > 0:
        leaves.append(button("all", f"{name}-{page - 1}", "desk.all.button.back"))
    if page < last:
        leaves.append(button("all", f"{name}-{page + 1}", "desk.all.button.on"))
    return (tuple(leaves),) if leaves else ()


def _filters(name: str) -> Rows:
    others = [button("all", f"{other}-0", f"desk.all.button.{other}") for other in FILTERS if other != name]
    return (tuple(others[:2]), tuple(others[2:]))


def _where(shown: str) -> tuple[str, int]:
    """Which cases, and which page of them; what nobody could have pressed is the first page of all."""
    name, _, page = shown.partition("-")
    number = int(page) if page.isdecimal() and len(page) < 5 else 0
    return (name, number) if name in FILTERS else ("every", 0)


def _pressed(state: State, pick: str, facts: DeskFacts) -> Turn:
    name, page = _where(pick)
    return opened(state, "all", f"{name}-{page}")


ALL = Page("all", _present, _pressed, roles=LEADS)
