"""Coaches as the rules see them: hours, absences, habits, and what each has in hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.house import House
from dialogs.rules.assignment import Coach
from dialogs.rules.hours import parse_hours
from dialogs.rules.laying import read_habits
from storage.cases import Load
from storage.people import Person
from storage.units import Unit


def as_the_rules_see(house: House, team: Iterable[Person], now: datetime) -> Unit[tuple[Coach, ...]]:
    """Those of them who can be told of a call, with what they have in hand, their absences and their own habits."""
    loads = yield from house.cases.loads()
    away = yield from house.absences.all_from(now)
    usual = house.programme.calls.policy
    idle = Load()
    return tuple(
        Coach(
            id=member.id,
            languages=member.languages,
            hours=parse_hours(member.hours or "closed"),
            open_cases=loads.get(member.id, idle).open_cases,
            last_given_at=loads.get(member.id, idle).last_given_at,
            away=away.get(member.id, ()),
            policy=read_habits(member.habits, usual),
        )
        for member in team
        if member.reachable
    )
