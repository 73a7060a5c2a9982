"""Cases as short lines of a list, and the small buttons that open them; nothing personal stands in either."""

from __future__ import annotations

from collections.abc import Iterable

from dialogs.desk.page import CASE
from dialogs.desk.team_facts import CaseLine
from dialogs.family.facts import Stage
from dialogs.machine.screen import Button, Press, Rows
from dialogs.machine.words import Moment, Phrase, Tongue, Value, say

A_ROW = 3
"""Numbers that stand side by side and can still be hit with a thumb."""

OWNED = (Stage.TAKEN, Stage.WRONG_NUMBER, Stage.SPOKEN, Stage.JOINED, Stage.WAITING)
"""Stages in which somebody has the case; each has its words (`desk.case_line.<stage>`)."""


def numbered(key: str, line: CaseLine, **more: Value) -> Phrase:
    """A line of a list: number, language, and what this list says of the case."""
    return Phrase(key, {"number": line.number, "language": Tongue(line.language), **more})


def call_of(line: CaseLine) -> Phrase:
    """When the family is to be called, short."""
    call = line.appointment
    if call.wish == "exact":
        return say("desk.case_line.exact", at=Moment(call.starts_at, "day_clock"))
    if call.part:
        part = say(f"part.{call.part}")
        return say("desk.case_line.part", day=Moment(call.starts_at, "day"), part=part)
    return say("desk.case_line.asap", by=Moment(call.ends_at, "day_clock"))


def standing_of(line: CaseLine) -> Phrase:
    """How far a case has come, in a few words."""
    match line.stage:
        case Stage.RECEIVED:
            return say("desk.case_line.asked", name=line.asked_name) if line.asked else say("desk.case_line.free")
        case _ if line.owner is None:
            return say("desk.case_line.nobody")
        case Stage.SPOKEN if line.silent_days:
            return say("desk.case_line.silent", name=line.owner_name, count=line.silent_days)
        case _:
            return say(f"desk.case_line.{line.stage}", name=line.owner_name)


def open_buttons(lines: Iterable[CaseLine]) -> Rows:
    """A small button for each case, once, several in a row."""
    return in_rows([open_button(line.id, line.number) for line in {line.id: line for line in lines}.values()])


def open_button(case: int, number: int) -> Button:
    """The button that opens the card of a case."""
    return Button(say("desk.case_line.button", number=number), Press(0, CASE, f"{case}-open"))


def in_rows(buttons: list[Button], most: int = A_ROW) -> Rows:
    """Buttons side by side, so many in a row."""
    return tuple(tuple(buttons[at : at + most]) for at in range(0, len(buttons), most))
