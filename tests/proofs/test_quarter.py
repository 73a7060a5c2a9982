"""A virtual quarter of a year: six coaches, a lead, 100 families, holidays, a clock change, illness."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

import pytest

from tests.proofs.quarter import laws
from tests.proofs.quarter.people import Coach, Family, Lead, Look
from tests.proofs.quarter.town import Town, open_town

BERLIN = ZoneInfo("Europe/Berlin")
TEAM = (
    ("Mira", "de,tr", "Mon-Fri 09:00-12:00,13:30-16:00; Thu 16:00-18:00"),
    ("Jonas", "de,en,ar", "Mon-Thu 09:00-12:00,13:30-16:00; Fri 09:00-12:00"),
    ("Selin", "de,tr,en", "Mon,Tue,Thu 09:00-12:00,13:30-16:00"),
    ("Karim", "de,ar", "Tue-Fri 09:00-12:00,13:30-16:00"),
    ("Lena", "de", "Mon-Fri 09:00-12:00"),
    ("Olga", "de,en", "Mon-Thu 13:30-16:00; Thu 16:00-18:00"),
)
MOODS = ("calm",) * 9 + ("moves", "moves", "cancels", "later", "later", "gives_up", "blocks")
WISHES = ("asap", "part", "exact", "exact")
PLACES = 6


@dataclass(order=True)
class Plan:
    """Somebody will look at the phone then."""

    at: datetime
    turn: int
    look: Look = field(compare=False)


class Quarter:
    """The town's calendar: who looks at the phone when, and the laws after each working day."""

    def __init__(self, town: Town, seed: int, until: datetime) -> None:
        self.town, self.until = town, until
        self.chance = Random(seed)
        self._turns = count()
        self._plans: list[Plan] = []
        self.families: dict[int, Family] = {}
        self.broken: list[str] = []

    def plan(self, at: datetime, look: Look) -> None:
        """Let somebody look at that time, and again when they say so."""
        heapq.heappush(self._plans, Plan(at, next(self._turns), look))

    async def live(self) -> None:
        """Let the quarter go by."""
        while self._plans and self._plans[0].at < self.until:
            plan = heapq.heappop(self._plans)
            await self.town.move_to(plan.at)
            again = await plan.look()
            if again is not None:
                self.plan(again, plan.look)
        await self.town.move_to(self.until)

    def waking(self, at: datetime, until: int = 22) -> datetime:
        """The same time, or the next morning: families look from 8 to 22, the team to 18."""
        local = at.astimezone(BERLIN)
        if 8 <= local.hour < until:
            return at
        morning = local.replace(hour=8, minute=self.chance.randrange(60))
        return (morning if local.hour < 8 else morning + timedelta(days=1)).astimezone(UTC)

    async def evening(self) -> datetime:
        """The laws, looked at every evening."""
        town = self.town
        chats = dict.fromkeys(self.families, 0)
        for law in (
            laws.no_double_booking,
            laws.no_call_outside_hours,
            laws.every_promise_has_an_owner,
            laws.every_live_case_has_a_promise,
            laws.no_promise_on_a_dead_case,
            laws.no_booking_on_a_dead_case,
            laws.no_case_unseen,
            laws.nothing_is_left_lying,
        ):
            self.broken += [f"{laws.day_of(town, town.clock())} {law.__name__}: {one}" for one in await law(town)]
        self.broken += [
            f"{laws.day_of(town, town.clock())} told: {one}" for one in await laws.phones_show_the_truth(town, chats)
        ]
        assert not self.broken, "\n".join(self.broken[:20])
        return town.clock() + timedelta(days=1)


async def settle(quarter: Quarter, families: int) -> None:
    """The team joins, families are spread over the weeks, and the laws look in every evening."""
    town, chance = quarter.town, quarter.chance
    begins = town.clock()
    await town.run(partial(town.house.calendar.set_places, town.house.town.programme, PLACES, begins))
    lead = Lead(town, chance, 100, "Petra", 1.0)
    await town.join(lead.chat, lead.name, "lead", "de", "")
    quarter.plan(begins + timedelta(hours=2), _works(quarter, lead))
    for chat, (name, languages, hours) in enumerate(TEAM, start=101):
        await town.join(chat, name, "coach", languages, hours)
        confirm = town.phones.of[lead.chat].find("~team", "yes-")
        if confirm is not None:
            await town.press(lead.chat, confirm)
        coach = Coach(town, chance, chat, name)
        quarter.plan(begins + timedelta(minutes=chance.uniform(5, 60)), _works(quarter, coach))
    quarter.plan(begins + timedelta(days=40, hours=3), _leaves(town, lead, coach))
    span = (quarter.until - begins - timedelta(days=7)).total_seconds()
    for chat in range(1001, 1001 + families):
        family = Family(
            town, chance, chat, chance.choice(("de", "tr", "ar", "en")), chance.choice(WISHES), chance.choice(MOODS)
        )
        quarter.families[chat] = family
        at = quarter.waking(begins + timedelta(seconds=chance.uniform(0, span)))
        quarter.plan(at, _lives(quarter, family))
    quarter.plan(begins + timedelta(hours=11), quarter.evening)


def _leaves(town: Town, lead: Lead, coach: Coach) -> Look:
    """In the middle of the quarter the lead ends somebody's access."""

    async def look() -> datetime | None:
        person = await town.run(partial(town.house.people.find, coach.chat))
        assert person is not None
        await lead.end_access(person.id)
        coach.left = True
        return None

    return look


def _lives(quarter: Quarter, family: Family) -> Look:
    """First the road, from then on a look now and then."""
    begun = False

    async def look() -> datetime | None:
        nonlocal begun
        first, begun = not begun, True
        again = await (family.begin() if first else family.look())
        return quarter.waking(again) if again is not None else None

    return look


def _works(quarter: Quarter, coach: Coach) -> Look:
    """The team looks by day."""

    async def look() -> datetime | None:
        again = await coach.look()
        return quarter.waking(again, until=18) if again is not None else None

    return look


async def cancelled(quarter: Quarter) -> dict[int, datetime]:
    """Families that called off and asked for nothing since, by chat, with the moment."""
    ended = {}
    for chat, family in quarter.families.items():
        person = await quarter.town.run(partial(quarter.town.house.people.find, chat))
        if family.cancelled_at is None or person is None:
            continue
        newest = await quarter.town.rows("SELECT MAX(opened_at) FROM cases WHERE family = :id", id=person.id)
        if newest[0][0] is None or newest[0][0] < family.cancelled_at.timestamp():
            ended[chat] = family.cancelled_at
    return ended


@pytest.mark.slow
@pytest.mark.parametrize(
    ("begins", "ends", "families", "seed"),
    [
        (datetime(2026, 9, 28, 6, tzinfo=UTC), datetime(2026, 12, 31, 20, tzinfo=UTC), 100, 1),
        (datetime(2027, 2, 15, 7, tzinfo=UTC), datetime(2027, 5, 15, 20, tzinfo=UTC), 60, 2),
    ],
    ids=["autumn, with the clock put back, All Saints and Christmas", "spring, with the clock put on and Easter"],
)
async def test_a_quarter_of_a_year_goes_by_and_no_family_is_forgotten(
    begins: datetime, ends: datetime, families: int, seed: int
) -> None:
    async with open_town(begins) as town:
        quarter = Quarter(town, seed, ends)
        await settle(quarter, families)
        await quarter.live()

        assert list(laws.nobody_was_woken(town, dict.fromkeys(quarter.families, 0))) == []
        assert list(laws.no_reminder_after_the_end(town, await cancelled(quarter))) == []
        assert await town.rows("SELECT COUNT(*) FROM parked") == [(0,)]


@pytest.mark.postgres
async def test_two_weeks_go_by_on_postgresql_as_well(postgres_address: str) -> None:
    begins = datetime(2026, 10, 19, 6, tzinfo=UTC)
    async with open_town(begins, postgres_address) as town:
        quarter = Quarter(town, 3, begins + timedelta(days=14))
        await settle(quarter, 20)
        await quarter.live()

        assert await town.rows("SELECT COUNT(*) FROM parked") == [(0,)]
