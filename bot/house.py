"""The parts a turn works with: the core's flows, the town, the reads and writes, the ear for typed words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from bot.programme import Programme
from bot.texts import Texts
from bot.town import town_of
from bot.understanding import Understanding
from dialogs.family.facts import Town
from dialogs.family.intake import Flows, flows_for
from dialogs.rules.hours import Hours
from dialogs.rules.promises import working_days_later
from storage.absences import Absences
from storage.calendar import Calendar
from storage.cases import Cases
from storage.dates import Dates, ProjectDates
from storage.hands import Hands
from storage.helped import Helped
from storage.invitations import Invitations
from storage.ladders import Ladders
from storage.mornings import Mornings
from storage.nudges import Nudges
from storage.outbox import Outbox
from storage.people import People
from storage.phone_codes import PhoneCodes
from storage.phrases import Phrases
from storage.promises import Promises
from storage.rounds import Rounds
from storage.sealing import Sealer
from storage.talks import Talks
from storage.waiting import Waiting

TEXT_VERSION = "2"
"""Version of the consent texts; counts up when their meaning changes."""

CACHED_DAYS = 8


@dataclass(frozen=True, slots=True)
class House:
    """Everything that stays the same from turn to turn. Nothing in it knows the time."""

    programme: Programme
    texts: Texts
    understanding: Understanding
    flows: Flows
    town: Town
    people: People
    outbox: Outbox
    cases: Cases
    calendar: Calendar
    invitations: Invitations
    hands: Hands
    promises: Promises
    absences: Absences
    waiting: Waiting
    phrases: Phrases
    talks: Talks
    phone_codes: PhoneCodes
    mornings: Mornings
    dates: Dates
    ladders: Ladders
    nudges: Nudges
    rounds: Rounds
    helped: Helped
    hours: Hours
    days_off: DaysOff
    dated: Dated

    @staticmethod
    def build(programme: Programme, texts: Texts, sealer: Sealer) -> House:
        """The parts for a programme, its texts and its keys."""
        town = town_of(programme, texts)
        return House(
            programme=programme,
            texts=texts,
            understanding=Understanding(texts, area_code=_area_code(town.phone)),
            flows=flows_for(town.figures),
            town=town,
            people=People(sealer),
            outbox=Outbox(sealer),
            cases=Cases(sealer),
            calendar=Calendar(),
            invitations=Invitations(sealer),
            hands=Hands(),
            promises=Promises(),
            absences=Absences(),
            waiting=Waiting(),
            phrases=Phrases(),
            talks=Talks(),
            phone_codes=PhoneCodes(sealer),
            mornings=Mornings(),
            dates=Dates(),
            ladders=Ladders(),
            nudges=Nudges(),
            rounds=Rounds(sealer),
            helped=Helped(),
            hours=programme.calls.hours,
            days_off=DaysOff(programme),
            dated=Dated(programme),
        )

    def promise(self, now: datetime) -> datetime:
        """By when a human calls somebody who asks now: the end of the promised working day."""
        days = self.programme.calls.promise_within_working_days
        return working_days_later(now, days, self.hours, self.town.zone, self.off(now))

    def off(self, now: datetime) -> frozenset[date]:
        """Holidays and closed days from today on, far enough for every promise."""
        return self.days_off.around(now.astimezone(self.town.zone).date())


class DaysOff:
    """Holidays and closed days round a day, computed once a day and for each set of closed days once."""

    __slots__ = ("also", "around")

    def __init__(self, programme: Programme, closed: frozenset[date] = frozenset()) -> None:
        @lru_cache(maxsize=CACHED_DAYS)
        def around(day: date) -> frozenset[date]:
            first, last = day - timedelta(days=7), day + timedelta(days=60)
            return programme.days_off(first, last) | {one for one in closed if first <= one <= last}

        @lru_cache(maxsize=CACHED_DAYS)
        def also(days: frozenset[date]) -> DaysOff:
            return DaysOff(programme, closed | days)

        self.around = around
        self.also = also


class Dated:
    """The programme of the file with other days than the file's, made for each pair of days once."""

    __slots__ = ("on",)

    def __init__(self, programme: Programme) -> None:
        @lru_cache(maxsize=CACHED_DAYS)
        def on(dates: ProjectDates) -> Programme:
            days = {"last_intake_on": dates.last_intake_on, "ends_on": dates.ends_on}
            return programme.model_copy(update={"programme": programme.programme.model_copy(update=days)})

        self.on = on


def _area_code(phone: str) -> str | None:
    """The programme's own area code, for numbers typed without one: the first digits of its number."""
    return "0" + phone.removeprefix("+49")[:4] if phone.startswith("+49") else None
