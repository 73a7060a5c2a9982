"""What a family picked below an offer and lets its coach read, in German."""

from __future__ import annotations

from dialogs.desk.facts import DeskCase
from dialogs.machine.words import Phrase, say, stacked


def picked_lines(case: DeskCase) -> tuple[Phrase, ...]:
    """One line for each pick; nothing where the family picked nothing, or keeps it for itself."""
    lines = [
        say(f"desk.pick.{offer}", picked=say(f"nudge.{offer}.button.{pick}")) for offer, pick in case.still.picked
    ]
    return (stacked(lines),) if lines else ()
