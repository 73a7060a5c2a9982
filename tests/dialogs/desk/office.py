"""A desk of plain data: two coaches, a lead, and a case of a family called Ayla."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dialogs.desk.facts import DeskCase, DeskFacts, Member, Role
from dialogs.family.facts import Stage
from dialogs.machine.questions import Told
from dialogs.rules.assignment import Reason
from dialogs.rules.windows import DayPart, Window
from tests.dialogs.family.town import BERLIN, EXACT, NOW, at

MIRA = Member(1, Role.COACH, "Mira", ("de", "tr"))
JONAS = Member(2, Role.COACH, "Jonas", ("de",))
RENATE = Member(3, Role.LEAD, "Renate", ("de",))

NAME, NUMBER = "Ayla", "+491713920011"
TOLD: dict[str, Any] = {
    "lives_here": "yes",
    "household": {"adults": 1, "under_14": 2, "from_14": 0, "expecting": True},
    "money": ["none"],
    "below_line": "yes",
    "has_coach": "no",
    "name": NAME,
    "phone": {"number": NUMBER, "own": False},
    "safe": "agreed",
    "voicemail": "no",
}
AGAIN = Window(DayPart.AFTERNOON, at(24, 14), at(24, 16))


def case(**changed: Any) -> DeskCase:
    """The case as it stands after the family sent it."""
    sent = DeskCase(
        id=7,
        number=1007,
        language="tr",
        stage=Stage.RECEIVED,
        opened_at=NOW,
        appointment=EXACT,
        told=Told(TOLD),
        outcome="possibly",
        rule="below_line",
        consents=("callback",),
        consent_version="1",
        suggested=MIRA,
        reason=Reason(True, 0, None),
    )
    return replace(sent, **changed)


def taken(by: Member = MIRA, **changed: Any) -> DeskCase:
    """The case once somebody took it."""
    return case(**{"stage": Stage.TAKEN, "owner": by, "taken_at": NOW} | changed)


def facts(me: Member = MIRA, **changed: Any) -> DeskFacts:
    """What a desk's turn may know."""
    return replace(DeskFacts(NOW, BERLIN, me, next_try=AGAIN), **changed)
