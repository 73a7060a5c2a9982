"""The reads and writes of the house over one database, with short ways to fill it with people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from dialogs.family.facts import Appointment, Stage
from dialogs.machine.screen import Button, Press, Screen
from dialogs.machine.words import say
from dialogs.rules.slots import Slot
from storage.absences import Absences
from storage.calendar import Calendar
from storage.cases import CaseRow, Cases
from storage.dates import Dates
from storage.hands import Hands
from storage.helped import Helped
from storage.invitations import Invitations
from storage.ladders import Ladder, Ladders
from storage.mornings import Mornings
from storage.nudges import Nudges
from storage.outbox import Draft, Outbox
from storage.people import People, Person
from storage.phone_codes import PhoneCodes
from storage.phrases import Phrases
from storage.promises import Promises
from storage.rounds import Rounds
from storage.sealing import Sealer, new_key
from storage.talks import Talks
from storage.units import Row, Sql, Storage, Unit
from storage.waiting import Waiting

P = ParamSpec("P")
T = TypeVar("T")

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""A Monday, 9:00 in Gladbeck."""

ZONE = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LENGTH = timedelta(minutes=25)


def screen(key: str = "hello") -> Screen:
    """A screen with one button."""
    return Screen((say(key, name="Ayla"),), ((Button(say("yes"), Press(1, "here", "yes")),),))


def call_at(starts_at: datetime, wish: str = "exact") -> Appointment:
    """A call at a time."""
    return Appointment(wish, "", starts_at, starts_at + LENGTH)


def slot_of(coach: int, starts_at: datetime) -> Slot:
    """A time of a coach."""
    return Slot(coach, starts_at, starts_at + LENGTH)


class Memory:
    """One database with the schema of the house."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        sealer = Sealer.from_keys([new_key()])
        self.people, self.outbox, self.cases = People(sealer), Outbox(sealer), Cases(sealer)
        self.calendar, self.invitations = Calendar(), Invitations(sealer)
        self.hands, self.promises, self.absences = Hands(), Promises(), Absences()
        self.waiting, self.phrases, self.talks = Waiting(), Phrases(), Talks()
        self.phone_codes, self.mornings, self.dates = PhoneCodes(sealer), Mornings(), Dates()
        self.ladders, self.nudges, self.rounds = Ladders(), Nudges(), Rounds(sealer)
        self.helped = Helped()
        self._chats = iter(range(5001, 9999))

    async def do(self, unit: Callable[P, Unit[T]], *given: P.args, **named: P.kwargs) -> T:
        """Run one unit."""
        return await self.storage.run(partial(unit, *given, **named))

    async def rows(self, text: str, **values: object) -> list[Row]:
        """What a statement gives."""

        def unit() -> Unit[list[Row]]:
            return (yield Sql(text)(**values))

        return await self.storage.run(unit)

    async def count(self, table: str, where: str = "1 = 1", **values: object) -> int:
        """How many rows a table has."""
        rows = await self.rows(f"SELECT COUNT(*) FROM {table} WHERE {where}", **values)
        return int(rows[0][0])

    async def family(self, language: str = "tr", at: datetime = NOW) -> Person:
        """A family that just wrote for the first time."""
        return await self.do(self.people.meet, next(self._chats), language, at)

    async def coach(self, name: str = "Mira", languages: str = "de,tr", role: str = "coach") -> Person:
        """A member of the team."""
        person = await self.family("de")
        await self.do(self.people.join_team, person.id, role, name, languages, "Mon-Fri 09:00-12:00")
        return await self.known(person)

    async def known(self, person: Person) -> Person:
        """The person as stored now."""
        found = await self.do(self.people.load, person.id)
        assert found is not None
        return found

    async def case(self, family: Person, call: Appointment | None = None, at: datetime = NOW) -> CaseRow:
        """A case just opened."""
        opened = await self.do(self.cases.open, self.enquiry(family, call, at))
        assert opened is not None
        await self.do(self.people.own_case, family.id, opened.id)
        return opened

    @staticmethod
    def enquiry(family: Person, call: Appointment | None = None, at: datetime = NOW) -> CaseRow:
        """A case before it is written down."""
        return CaseRow(
            id=0,
            family=family.id,
            language=family.language,
            stage=Stage.RECEIVED,
            opened_at=at,
            appointment=call or call_at(at + DAY),
            consents=("callback", "reminders"),
            consent_version="1",
            body={"told": {"name": "Ayla", "phone": {"number": "+4917139200", "own": True}}, "words": []},
        )

    async def ladder(self, family: Person, at: datetime = NOW, **changed: Any) -> Ladder:
        """A ladder just begun, half-way unless said otherwise."""
        ladder = Ladder(0, family.family, family.id, "halfway", "first", None, 2, at, at + DAY)
        id_ = await self.do(self.ladders.begin, replace(ladder, **changed))
        assert id_ is not None
        begun = await self.do(self.ladders.load, id_)
        assert begun is not None
        return begun

    async def stored(self, case: CaseRow) -> CaseRow:
        """The case as stored now."""
        found = await self.do(self.cases.load, case.id)
        assert found is not None
        return found

    async def letter(self, draft: Draft, at: datetime = NOW) -> int:
        """A letter put down."""
        id_ = await self.do(self.outbox.write, draft, at)
        assert id_ is not None
        return id_

    async def hold(self, family: Person, slot: Slot, at: datetime = NOW, minutes: int = 15) -> bool:
        """Whether the family now has the time kept."""
        until = at + timedelta(minutes=minutes)
        return await self.do(self.calendar.hold, family.id, slot, ZONE, at, until)
