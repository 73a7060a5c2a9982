"""A virtual year of standstill: families that stop at every place, and the laws of all that they did not ask for."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import count, pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.standstill.ladders import rest_now
from tests.proofs.quarter.people import Look
from tests.proofs.quarter.town import Town, open_town
from tests.proofs.year.people import REACTIONS, STOPS, Stopper, nudges_on

BERLIN = ZoneInfo("Europe/Berlin")
BEGINS = datetime(2026, 10, 1, 7, tzinfo=UTC)
ENDS_ON = date(2027, 8, 31)
UNTIL = datetime(2027, 9, 30, 20, tzinfo=UTC)
LEAD, COACH, FIRST = 100, 101, 1001
HALFWAY, STANDING, AT_ONCE = 56, 20, 40
WEEK = "Mon-Fri 09:00-12:00,13:30-16:00"
DOWN = (
    datetime(2026, 12, 4, 10, tzinfo=UTC),
    datetime(2027, 3, 26, 6, tzinfo=UTC),
    datetime(2027, 5, 28, 9, tzinfo=UTC),
)
DOWN_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Sent:
    """One message that was not asked for, as it arrived, and the offer in it as it was noted."""

    at: datetime
    chat: int
    offer: str
    kind: str
    ladder: int
    text: str


@dataclass(slots=True)
class Year:
    """The town's calendar, who lives in it, and everything unasked that was sent."""

    town: Town
    chance: Random
    families: dict[int, Stopper] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    heard: int = 0
    halved: int = 0
    turns: count[int] = field(default_factory=count)
    plans: list[tuple[datetime, int, Look]] = field(default_factory=list)

    def plan(self, at: datetime, look: Look) -> None:
        """Let somebody look at that time, and again when they say so."""
        heapq.heappush(self.plans, (at, next(self.turns), look))

    async def live(self) -> None:
        """Let the year go by, with three days in it on which the bot is down."""
        down = list(DOWN)
        while self.plans and self.plans[0][0] < UNTIL:
            at, _, look = heapq.heappop(self.plans)
            if down and at >= down[0]:
                await self.town.move_to(down.pop(0))
                self.town.clock.move(DOWN_FOR)
            await self.town.move_to(max(at, self.town.clock()))
            again = await look()
            await self.listen()
            if again is not None:
                self.plan(_awake(again), look)
        await self.town.move_to(UNTIL)
        await self.listen()

    async def listen(self) -> None:
        """Note what was sent unasked since the last look; erased families take their rows with them later."""
        new, self.heard = self.town.phones.sent[self.heard :], len(self.town.phones.sent)
        for at, chat, shown in new:
            for number in nudges_on(shown):
                rows = await self.town.rows(
                    "SELECT n.offer, l.kind, l.id FROM nudges n JOIN ladders l ON l.id = n.ladder WHERE n.id = :id",
                    id=number,
                )
                # A family that was erased meanwhile took its rows along; only those half-way go so soon.
                offer, kind, ladder = rows[0] if rows else (shown.text, "halfway", -number)
                self.sent.append(Sent(at, chat, offer, kind, ladder, shown.text))


def _awake(at: datetime) -> datetime:
    """Families look at their phones from 8 to 22."""
    local = at.astimezone(BERLIN)
    return at if 8 <= local.hour < 22 else at + timedelta(hours=10)


async def settle(year: Year) -> None:
    """The team, families that stop half-way all through the year, and families whose case stands still."""
    town, chance = year.town, year.chance
    await town.run(partial(town.house.calendar.set_places, town.house.town.programme, 60, BEGINS))
    await town.join(LEAD, "Petra", "lead", "de", "")
    await town.join(COACH, "Mira", "coach", "de,tr,ar,en", WEEK)
    confirm = town.phones.of[LEAD].find("~team", "yes-")
    if confirm is not None:
        await town.press(LEAD, confirm)
    year.plan(BEGINS + timedelta(hours=8), _works(year))
    year.plan(BEGINS + timedelta(hours=9), _leads(year))
    days = (ENDS_ON - BEGINS.date()).days
    for number in range(HALFWAY + STANDING):
        chat, is_standing = FIRST + number, number >= HALFWAY
        family = Stopper(
            town, chance, chat, chance.choice(("de", "tr", "ar", "en")), "asap", "calm",
            stops_at="" if is_standing else STOPS[number % len(STOPS)],
            reaction=REACTIONS[number % len(REACTIONS)],
            agrees=number % 9 != 8,
        )  # fmt: skip
        year.families[chat] = family
        begins = BEGINS + timedelta(days=chance.uniform(0, days // 3 if is_standing else days), hours=3)
        year.plan(_awake(begins), _lives(year, family, is_standing=is_standing))
    # More stop on one evening, two days before the bot is down: nobody may be flooded afterwards.
    for number in range(AT_ONCE):
        family = Stopper(town, chance, 2001 + number, "de", "asap", "calm", stops_at="money")
        year.families[family.chat] = family
        year.plan(DOWN[0] - timedelta(hours=30, seconds=number), _lives(year, family, is_standing=False))


def _lives(year: Year, family: Stopper, *, is_standing: bool) -> Look:
    """First the road (and for some the talk with the coach), from then on a look now and then."""
    begun = False

    async def look() -> datetime | None:
        nonlocal begun
        if begun:
            return await family.look()
        begun = True
        again = await family.begin()
        if is_standing:
            ((case,),) = await year.town.rows("SELECT MAX(id) FROM cases")
            await _spoken_with(year.town, case, *(("joined",) if family.chat % 2 else ()))
        return again

    return look


async def _spoken_with(town: Town, case: int, *ends: str) -> None:
    """The coach takes a case, notes the talk, and what became of it."""
    steps = [("~case", f"{case}-take"), ("~case", f"{case}-reached")]
    if ends:
        steps += [("~case", f"{case}-close"), *(("~close", f"{case}-{end}") for end in ends)]
    for at, pick in steps:
        press = town.phones.of[COACH].find(at, pick)
        if press is not None:
            await town.press(COACH, press)


def _works(year: Year) -> Look:
    """The coach speaks with families that went on to a call, and their matter is settled."""

    async def look() -> datetime | None:
        for (case,) in await year.town.rows("SELECT id FROM cases WHERE stage = 'received'"):
            await _spoken_with(year.town, case, "elsewhere", "elsewhere-other")
        return year.town.clock() + timedelta(hours=20)

    return look


def _leads(year: Year) -> Look:
    """The lead lets the ladders be whole again, each time they halved by themselves."""

    async def look() -> datetime | None:
        press = year.town.phones.of[LEAD].find("~learned", "full-")
        if press is not None:
            year.halved += 1
            await year.town.press(LEAD, press)
        return year.town.clock() + timedelta(hours=12)

    return look


def at_a_wrong_hour(year: Year) -> list[str]:
    """At night, on a Sunday, a holiday, a closed day, a festival, an evening of Ramadan, or after the project."""
    house, wrong = year.town.house, []
    for one in year.sent:
        local, rest = one.at.astimezone(BERLIN), rest_now(house, one.at)
        hours = time(9) <= local.time() < (time(16) if local.date() in rest.evenings else time(19))
        rests = local.weekday() == 6 or local.date() in rest.days_off or local.date() in rest.festivals
        if not hours or rests or local.date() > ENDS_ON:
            wrong.append(f"{local:%a %d %b %Y %H:%M} to {one.chat}: {one.offer}")
    return wrong


def after_the_end(year: Year) -> list[str]:
    """After a stop, a "never", a block, or the numbers for an emergency."""
    ended = {chat: family.ended_at for chat, family in year.families.items() if family.ended_at is not None}
    return [f"{one.chat} at {one.at}" for one in year.sent if one.chat in ended and one.at > ended[one.chat]]


def by_chat(year: Year) -> dict[int, list[Sent]]:
    """What each family got, in order."""
    got: defaultdict[int, list[Sent]] = defaultdict(list)
    for one in year.sent:
        got[one.chat].append(one)
    return got


def too_often(year: Year) -> list[str]:
    """Two within a week for a standing case or a day half-way, four on a ladder, six within a year."""
    wrong = []
    for chat, got in by_chat(year).items():
        for before, after in pairwise(got):
            apart = timedelta(days=7) if after.kind == "standing" else timedelta(hours=20)
            if after.at - before.at < apart:
                wrong.append(f"{chat}: {before.at} and {after.at}")
        if max(Counter(one.ladder for one in got).values()) > 3 or len(got) > 5:
            wrong.append(f"{chat}: {len(got)} messages")
    return wrong


def twice_the_same(year: Year) -> list[str]:
    """The same offer, or the same words, to one family."""
    wrong = []
    for chat, got in by_chat(year).items():
        if len({one.offer for one in got}) < len(got) or len({one.text for one in got}) < len(got):
            wrong.append(f"{chat}: {[one.offer for one in got]}")
    return wrong


def is_asked_three_times(family: Stopper) -> bool:
    """Who agreed, stopped half-way, never reacts, and did so two weeks before the project's end at the latest."""
    in_time = family.began_at < datetime.combine(ENDS_ON, time(), UTC) - timedelta(days=14)
    return bool(family.agrees and family.reaction == "silent" and family.stops_at and in_time)


def most_within(year: Year, span: timedelta) -> int:
    """The most messages that left within one span of time."""
    times = sorted(one.at for one in year.sent)
    return max(sum(1 for at in times[first:] if at - begin < span) for first, begin in enumerate(times))


@pytest.mark.slow
async def test_a_year_of_standstill_goes_by_and_nobody_is_pressed() -> None:
    async with open_town(BEGINS) as town:
        year = Year(town, Random(4))
        await settle(year)
        await year.live()

        assert at_a_wrong_hour(year) == []
        assert after_the_end(year) == []
        assert too_often(year) == []
        assert twice_the_same(year) == []
        assert most_within(year, timedelta(minutes=5)) <= 10
        assert await town.rows("SELECT COUNT(*) FROM parked") == [(0,)]

        assert year.halved > 0

        got = by_chat(year)
        unasked = [chat for chat, family in year.families.items() if not family.agrees and chat in got]
        assert unasked == []
        silent = [chat for chat, family in year.families.items() if is_asked_three_times(family)]
        assert {chat: len(got[chat]) for chat in silent if len(got[chat]) != 3} == {}
        standing = [chat for chat in year.families if FIRST + HALFWAY <= chat < 2001 and chat in got]
        assert len(standing) > STANDING // 2
        assert {one.at.astimezone(BERLIN).utcoffset() for one in year.sent} == {
            timedelta(hours=1),
            timedelta(hours=2),
        }
