"""How a family would rather meet or be called, on its coach's card: a line, and the button for a video link."""

from __future__ import annotations

from typing import Final

from dialogs.desk.facts import DeskCase, Member
from dialogs.desk.page import CASE
from dialogs.family.phones import RUNNING
from dialogs.machine.screen import Button, Press, Rows
from dialogs.machine.words import Phrase, say

VIDEO: Final = "video"
"""The wish that needs a link."""


def asked_way(case: DeskCase) -> tuple[Phrase, ...]:
    """The family's wish in one line, nothing where it has none or the case is over."""
    way = case.still.asked_way
    return (say("desk.card.way", way=say(f"desk.way.{way}")),) if way and case.stage in RUNNING else ()


def wants_link(case: DeskCase) -> bool:
    """Whether the family waits for the link of a video call."""
    return case.still.asked_way == VIDEO and case.stage in RUNNING


def link_row(case: DeskCase, viewer: Member) -> Rows:
    """The button that opens the page of the link, for whoever may write to the family."""
    if not wants_link(case) or not case.may_write(viewer):
        return ()
    return ((Button(say("desk.button.link"), Press(0, CASE, f"{case.id}-link")),),)
