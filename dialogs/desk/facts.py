"""What the shell hands a desk's turn: who is pressing, the case at hand, the day's calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from dialogs.desk.line_facts import LineNow
from dialogs.desk.standstill_facts import NOTHING_STILL, Learned, StillNow
from dialogs.desk.talk_facts import CaseTalk, TalkNow
from dialogs.desk.team_facts import Colleague, TeamNow
from dialogs.desk.times_facts import OwnTimes
from dialogs.family.facts import LIVE, Appointment, Stage
from dialogs.machine.questions import Told
from dialogs.rules.assignment import Reason
from dialogs.rules.windows import Window


class Role(StrEnum):
    """What a chat is to the programme. PENDING waits for the lead's word; GROUP is the team's forum."""

    FAMILY = "family"
    COACH = "coach"
    LEAD = "lead"
    PENDING = "pending"
    GROUP = "group"


DESK = frozenset({Role.COACH, Role.LEAD})


@dataclass(frozen=True, slots=True)
class Member:
    """One of the team: row, role, first name, languages spoken."""

    id: int
    role: Role
    name: str
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LastLine:
    """The newest line of the phrasebook that a case's family got, by name, and its answer, "" for none yet."""

    line: str
    clock_at: datetime | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class DeskCase:
    """A case as the team sees it. `told` holds the family's answers; name and number are shown to its owner alone.

    outcome, rule: what the pre-check came to, empty where the family asked for a call straight away
    suggested:     the coach the rules would choose, and why
    reachable:     False once the family blocked the bot: call, do not write
    tries:         how often nobody was reached
    reason_code:   why it ended as it did
    closed_at:     since when it stands at a stage without a call to come
    asked_until:   until when `suggested` can answer, None where nobody has to
    last_line:     what was sent to the family last from the phrasebook
    place_kept:    the family took the place it was offered, which is kept until the coach's outcome
    had_by:        everybody who had it so far, by row
    unwanted:      instead of whom the family would rather speak with somebody else
    still:         where it stands still, what was offered, which rounds there were
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
    reason_code: str = ""
    closed_at: datetime | None = None
    asked_until: datetime | None = None
    last_line: LastLine | None = None
    place_kept: bool = False
    had_by: frozenset[int] = frozenset()
    unwanted: frozenset[int] = frozenset()
    still: StillNow = NOTHING_STILL

    def may_write(self, member: Member) -> bool:
        """Whoever has the case writes to its family, and the lead."""
        return member.role is Role.LEAD or (self.owner is not None and self.owner.id == member.id)

    def may_take(self, member: Member) -> bool:
        """Whether this member can take it: nobody has it, and the family does not want somebody else."""
        is_asked = self.suggested is not None and self.suggested.id == member.id
        return self.stage is Stage.RECEIVED and (is_asked or member.id not in self.unwanted)

    def was_with(self, member: Member) -> bool:
        """Whether this member had it before somebody else, and may have spoken to the family since."""
        is_theirs = self.owner is not None and self.owner.id == member.id
        return member.id in self.had_by and not is_theirs and self.stage in LIVE


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
    cases:     open cases: this coach's own, also those that go on after the talk, and those nobody took
    next_try:  the next window in another part of the day, for a family not reached
    message:   the number of the message that was typed, for its later edits
    colleagues: everybody a case can be given to, the best for its language first
    clocks:    times that a line of the phrasebook may ask for, soonest first
    times, team, line: what the pages of these names show, gathered only for them
    talk:      the talk this coach has open in the own chat
    case_talk: the open talk about the case, for its page
    learned:   what the page of this name shows
    in_group:  the team has a group in which talks have their topics, for that page
    """

    now: datetime
    zone: tzinfo
    me: Member
    case: DeskCase | None = None
    calls: tuple[DeskCase, ...] = ()
    cases: tuple[DeskCase, ...] = ()
    next_try: Window | None = None
    most_tries: int = 3
    message: int = 0
    colleagues: tuple[Colleague, ...] = ()
    clocks: tuple[datetime, ...] = ()
    times: OwnTimes | None = None
    team: TeamNow | None = None
    line: LineNow | None = None
    talk: TalkNow | None = None
    case_talk: CaseTalk | None = None
    in_group: bool = False
    learned: Learned | None = None
