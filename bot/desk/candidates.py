"""Who can be asked to take a case, or be given one: who is there, who is free at its time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.coaches import as_the_rules_see
from bot.house import House
from dialogs.desk.facts import DESK, Role
from dialogs.family.facts import Appointment
from dialogs.rules.assignment import Choice, Coach, here_between, is_away
from dialogs.rules.handover import next_hands
from dialogs.rules.keeping import EXACT
from dialogs.rules.slots import Taken
from dialogs.rules.walltime import local_day, open_spans
from storage.cases import CaseRow
from storage.units import Unit

COACHES = frozenset({Role.COACH})


def who_is_here(house: House, now: datetime, roles: frozenset[Role] = DESK) -> Unit[tuple[Coach, ...]]:
    """Everybody of these roles who can be reached and is not away now. Cases they are asked to take count as open."""
    team = yield from house.people.team()
    asked = yield from house.cases.asked()
    seen = yield from as_the_rules_see(house, (one for one in team if one.role in roles), now)
    return tuple(
        replace(one, open_cases=one.open_cases + asked.get(one.id, 0)) for one in seen if not is_away(one, now)
    )


def next_of(house: House, now: datetime, case: CaseRow, tried: Collection[int]) -> Unit[Choice | None]:
    """The best coach who was not asked yet; for an exact time, one who can call then."""
    coaches = yield from who_is_here(house, now, COACHES)
    if case.appointment.wish == EXACT:
        busy = yield from busy_then(house, now, case, coaches)
        coaches = tuple(one for one in coaches if one.id not in busy and works_then(house, case.appointment, one))
    return next_hands(coaches, case.language, tried, now)


def busy_then(house: House, now: datetime, case: CaseRow, coaches: tuple[Coach, ...]) -> Unit[frozenset[int]]:
    """Those of them who have another call, or keep a time for another family, at the case's exact time."""
    call = case.appointment
    if call.wish != EXACT:
        return frozenset()
    booked = yield from house.calendar.booked_with(case.id)
    taken = yield from house.calendar.taken(now, 0)
    return frozenset(one.id for one in coaches if one.id != booked and _overlaps(taken.get(one.id, ()), call))


def _overlaps(taken: Taken, call: Appointment) -> bool:
    return any(max(begins, call.starts_at) < min(ends, call.ends_at) for begins, ends in taken)


def works_then(house: House, call: Appointment, coach: Coach) -> bool:
    """Whether the whole call lies in the coach's hours, on a working day, in no absence."""
    day = local_day(call.starts_at, house.town.zone)
    spans = open_spans(coach.hours, day, house.town.zone, house.off(call.starts_at))
    inside = any(span.starts_at <= call.starts_at and call.ends_at <= span.ends_at for span in spans)
    return inside and here_between(coach, call.starts_at, call.ends_at)
