"""The lead's desk: the doors to places, line, cases, team, days off, invitations, figures, dates, lessons."""

from __future__ import annotations

from dataclasses import replace

from dialogs.desk.facts import DeskFacts, Role
from dialogs.desk.page import Page, button, opened
from dialogs.desk.team_facts import TeamNow
from dialogs.machine.screen import Button, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Phrase, say

LEADS = frozenset({Role.LEAD})
"""Who may open and press the lead's pages."""

DOORS = ("places", "line", "all", "team", "days", "invite", "figures", "dates", "learned")
"""Pages behind the lead's desk; each has its button there (`desk.lead.button.<page>`)."""

MENU = "menu"

BELOW = "-below"
"""Ends a pick that opens its page as a new message, since the button stood further up."""


def team_of(facts: DeskFacts) -> TeamNow:
    """The team's facts; nothing where none were gathered."""
    return facts.team or TeamNow()


def back() -> Button:
    """The way back to the lead's desk."""
    return button("lead", MENU, "desk.lead.button.back")


def menu(state: State, *notes: Phrase) -> Turn:
    """The turn that ends at the lead's desk, with a word on what was done."""
    return Turn(replace(state.over("lead"), draft=None), notes=notes)


def door(page: str, label: str = "", *, below: bool = False) -> Button:
    """A button that opens one of the lead's pages; `below` where it stands on another message."""
    return button("lead", f"{page}{BELOW if below else ''}", label or f"desk.lead.button.{page}")


def _present(state: State, facts: DeskFacts) -> Screen:
    counts = team_of(facts).counts
    lines = [say("desk.lead.title")]
    if counts.to_confirm:
        lines.append(say("desk.lead.to_confirm", count=counts.to_confirm))
    if counts.ladder_asks:
        lines.append(say("desk.lead.ladder_asks"))
    return Screen(
        tuple(lines),
        (
            (_counted("places", counts.places), _counted("line", counts.waiting)),
            (_counted("all", counts.cases), _counted("team", counts.team)),
            (door("days"), door("invite")),
            (door("figures"), door("dates")),
            (door("learned"),),
        ),
    )


def _counted(page: str, count: int | None) -> Button:
    """A door with the number behind it; without one where nobody knows it."""
    if count is None:
        return door(page)
    plain = door(page)
    return replace(plain, label=say("desk.lead.counted", door=plain.label, number=count))


def _pressed(state: State, pick: str, facts: DeskFacts) -> Turn:
    page = pick.removesuffix(BELOW)
    if page == MENU:
        return menu(state)
    if page not in DOORS:
        return Turn(state, toast=say("desk.toast.old_button"), redraw=False)
    return opened(replace(state, draft=None), page, fresh=pick.endswith(BELOW))


LEAD = Page("lead", _present, _pressed, roles=LEADS)
