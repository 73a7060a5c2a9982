"""All open cases at a glance, without what a family told: for the list of the day, the lead's list, the figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dialogs.family.facts import Appointment, Stage
from dialogs.rules.stalls import last_sign
from storage.instants import instant, seconds
from storage.units import Sql, Unit

MOST = 1000
"""Open cases that are read at once; a programme of this size has some dozens."""

_OUTLINES = Sql(
    """SELECT id, language, stage, opened_at, wish, part, starts_at, ends_at, owner, suggested, spoken_at, touched_at,
              never_call, tries, moved, closed_at,
              (SELECT MAX(seen_at) FROM persons WHERE persons.id = cases.family OR persons.household = cases.family)
       FROM cases WHERE family IS NOT NULL
         AND stage IN ('received', 'taken', 'wrong_number', 'spoken', 'joined', 'waiting') ORDER BY id LIMIT :most"""
)
# Offers hang on the family, rounds on the case; only families whose case runs are asked for.
_TRIED = Sql(
    """SELECT cases.id AS case_id, 'offer.' || nudges.offer AS what, nudges.at AS at
         FROM cases JOIN nudges ON nudges.person = cases.family
        WHERE cases.stage IN ('received', 'taken', 'spoken', 'joined')
       UNION ALL
       SELECT cases.id, 'technique.' || rounds.technique, rounds.at
         FROM cases JOIN rounds ON rounds.case_id = cases.id
        WHERE cases.stage IN ('received', 'taken', 'spoken', 'joined') ORDER BY at, what"""
)
_COUNT = Sql(
    """SELECT COUNT(*) FROM cases WHERE family IS NOT NULL
         AND stage IN ('received', 'taken', 'wrong_number', 'spoken', 'joined', 'waiting')"""
)
_FIRST_CONTACTS = Sql(
    "SELECT language, opened_at, spoken_at FROM cases WHERE spoken_at >= :since ORDER BY spoken_at, id"
)


@dataclass(frozen=True, slots=True)
class CaseOutline:
    """An open case without what the family told: nothing has to be unsealed for it.

    tries, moved: how often it was called in vain, how often the family moved the call
    closed_at: since when no call is to come; seen_at: when one of the family's phones last did something
    """

    id: int
    language: str
    stage: Stage
    opened_at: datetime
    appointment: Appointment
    owner: int | None
    suggested: int | None
    spoken_at: datetime | None
    touched_at: datetime | None
    never_call: bool = False
    tries: int = 0
    moved: int = 0
    closed_at: datetime | None = None
    seen_at: datetime | None = None

    @property
    def sign_at(self) -> datetime:
        """The last sign of life of either side."""
        return last_sign(self.opened_at, self.spoken_at, self.touched_at, self.closed_at, self.seen_at)


@dataclass(frozen=True, slots=True)
class FirstContact:
    """When somebody asked for a call, and when a coach had spoken with them."""

    language: str
    opened_at: datetime
    spoken_at: datetime


class CaseOverview:
    """The reads of all open cases at once."""

    def outlines(self) -> Unit[tuple[CaseOutline, ...]]:
        """Every open case by its number: those in which a call is to come, and those that go on."""
        return tuple(
            CaseOutline(
                id_, language, Stage(stage), instant(opened_at),
                Appointment(wish, part, instant(starts_at), instant(ends_at)),
                owner, suggested, instant(spoken_at), instant(touched_at), bool(never_call), tries, moved,
                instant(closed_at), instant(seen_at),
            )
            for (id_, language, stage, opened_at, wish, part, starts_at, ends_at, owner, suggested, spoken_at,
                 touched_at, never_call, tries, moved, closed_at, seen_at) in (yield _OUTLINES(most=MOST))
        )  # fmt: skip

    def tried_so_far(self) -> Unit[dict[int, tuple[str, ...]]]:
        """What the families of running cases were offered, oldest first: `offer.<id>`; of rounds `technique.<id>`."""
        tried: dict[int, tuple[str, ...]] = {}
        for case_id, what, _ in (yield _TRIED()):
            tried[case_id] = (*tried.get(case_id, ()), what)
        return tried

    def count_open(self) -> Unit[int]:
        """How many cases are open."""
        return int((yield _COUNT())[0][0])

    def first_contacts(self, since: datetime) -> Unit[tuple[FirstContact, ...]]:
        """Families first spoken with since an instant, oldest first."""
        rows = yield _FIRST_CONTACTS(since=seconds(since))
        return tuple(FirstContact(language, instant(opened), instant(spoken)) for language, opened, spoken in rows)
