"""What a coach's page of free times is told: the own week and habits, absences, calls, and the free times."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.moving import calls_of, is_agreed
from bot.gathering import FIRST_NUMBER, Here
from bot.house import House
from dialogs.desk.times_facts import Away, OwnCall, OwnTimes
from dialogs.desk.times_free import free_with
from dialogs.rules.hours import parse_hours
from dialogs.rules.laying import read_habits
from dialogs.rules.week import cuts_of
from storage.units import Unit

CLOSED_SHOWN = 60
"""Days from today on whose holidays and closings the page knows."""


def own_times(house: House, here: Here) -> Unit[OwnTimes]:
    """The times of the coach at the door, as they stand now."""
    now, zone = here.now, house.town.zone
    person = (yield from house.people.load(here.person.id)) or here.person
    calls = house.programme.calls
    today = now.astimezone(zone).date()
    last = today + timedelta(days=CLOSED_SHOWN)
    names = house.programme.holidays(today, last)
    away = yield from house.absences.of(person.id, now)
    own = yield from calls_of(house, person.id)
    times = OwnTimes(
        hours=parse_hours(person.hours) if person.hours else (),
        policy=read_habits(person.habits, calls.policy) or calls.policy,
        away=tuple(Away(one.id, one.starts_at, one.ends_at, one.why) for one in away),
        office=house.hours,
        cuts=cuts_of(calls.parts),
        calls=tuple(OwnCall(FIRST_NUMBER + case.id, case.appointment, is_agreed(case)) for case in own),
        taken=(yield from house.calendar.taken(now, 0)).get(person.id, ()),
        closed={day: names.get(day, "") for day in house.off(now) if today <= day <= last},
    )
    return free_with(times, now, zone)
