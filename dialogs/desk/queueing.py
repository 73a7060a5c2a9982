"""The live queue: one tap, and the coach has the family that is to be called next."""

from __future__ import annotations

from dialogs.desk.effects import TakeNext
from dialogs.desk.facts import DeskFacts
from dialogs.desk.page import NOTE, Page, button
from dialogs.machine.screen import Button, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import say

NAME = "next"


def commanded(state: State) -> Turn:
    """`/next`: the family's card comes, and a word that it has come."""
    return Turn(state.over(NOTE), (TakeNext(),), (say("desk.next.yours"),), fresh=True)


def next_button() -> Button:
    """Goes on to the next family, from a list, a card or a page; understood in every run."""
    return button(NAME, "go", "desk.button.next")


def gone_screen() -> Screen:
    """What stands where a page's case is no more, with the way on."""
    return Screen((say("desk.toast.gone"),), ((next_button(),),))


def _present(state: State, facts: DeskFacts) -> Screen:
    return Screen((say("desk.next.yours"),), ((next_button(),),))


def _pressed(state: State, pick: str, facts: DeskFacts) -> Turn:
    return Turn(state, (TakeNext(),), toast=say("desk.next.yours"), redraw=False)


NEXT = Page(NAME, _present, _pressed)
