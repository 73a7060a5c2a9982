"""What the shell hands a desk's turn: who is pressing, the case at hand, the day's calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from dialogs.family.facts import Appointment, Stage
from dialogs.machine.questions import Told
from dialogs.rules.assignment import Reason
from dialogs.rules.windows import Window


class Role(StrEnum):
    """What a person is to the programme."""

    FAMILY = "family"
    COACH = "coach"
    LEAD = "lead"


DESK = frozenset({Role.COACH, Role.LEAD})


@dataclass(frozen=True, slots=True)
class Member:
    """One of the team: row, role, first name, languages spoken."""

    id: int
    role: Role
    name: str
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskCase:
    """A case as the team sees it. `told` holds the family's answers; name and number are shown to its owner alone.

    outcome, rule: what the pre-check came to, empty where the family asked for a call straight away
    suggested:     the coach the rules would choose, and why
    reachable:     False once the family blocked the bot: call, do not write
    tries:         how often nobody was reached
    """

    id: int
    number: int
    language: str
    stage: Stage
    opened_at: datetime
    appointment: Appointment
    told: Told
    outcome: str = ""
    rule: str = ""
    words: tuple[str, ...] = ()
    consents: tuple[str, ...] = ()
    consent_version: str = ""
    owner: Member | None = None
    taken_at: datetime | None = None
    tries: int = 0
    reachable: bool = True
    suggested: Member | None = None
    reason: Reason | None = None
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time invitation as its code finds it."""

    role: Role
    name: str
    usable: bool


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """Everything a desk's turn may know of the world.

    case:      the case the press names, as it stands now
    calls:     calls due today: this coach's own, and those nobody took
    cases:     open cases: this coach's own and those nobody took
    next_try:  the next window in another part of the day, for a family not reached
    """

    now: datetime
    zone: tzinfo
    me: Member
    case: DeskCase | None = None
    calls: tuple[DeskCase, ...] = ()
    cases: tuple[DeskCase, ...] = ()
    next_try: Window | None = None
    most_tries: int = 3
