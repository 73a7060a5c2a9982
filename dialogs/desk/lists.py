"""A case as a line of a list: number, language, time, and whose it is; never a name or number of a family."""

from __future__ import annotations

from dialogs.desk.card import UNDER_WAY, when
from dialogs.desk.facts import DeskCase, DeskFacts
from dialogs.machine.words import Moment, Phrase, Tongue, Value, say


def row(case: DeskCase, facts: DeskFacts) -> Phrase:
    """The line: mine, a colleague's, or free, with who is asked until when; or how far it is."""
    if case.stage in UNDER_WAY:
        stage = say(f"desk.stage.{case.stage}")
        return say("desk.row.running", number=case.number, language=Tongue(case.language), stage=stage)
    owner = case.owner.name if case.owner else ""
    whose = "mine" if case.owner and case.owner.id == facts.me.id else "theirs" if owner else "free"
    told: dict[str, Value] = {"number": case.number, "language": Tongue(case.language), "when": when(case)}
    if whose == "free" and case.suggested is not None and case.asked_until is not None:
        asked: dict[str, Value] = {"name": case.suggested.name, "until": Moment(case.asked_until, "day_clock")}
        return Phrase("desk.row.asked_you" if case.suggested.id == facts.me.id else "desk.row.asked", told | asked)
    return Phrase(f"desk.row.{whose}", told | {"name": owner})
