"""Which times families would be offered, from a coach's times as they are or as a draft has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, tzinfo

from dialogs.desk.times_facts import OwnTimes
from dialogs.rules.assignment import Coach
from dialogs.rules.slots import Slot, free_slots
from dialogs.rules.walltime import local_day


def free_with(times: OwnTimes, now: datetime, zone: tzinfo) -> OwnTimes:
    """The same times with the slots that result: the very rule that families' screens go by."""
    away = tuple((one.starts_at, one.ends_at) for one in times.away)
    coach = Coach(0, (), times.hours, 0, None, away, times.policy)
    slots = free_slots(coach, times.taken, now, zone, frozenset(times.closed), times.policy)
    return replace(times, slots=slots)


def by_day(slots: tuple[Slot, ...], zone: tzinfo) -> dict[date, list[Slot]]:
    """The free times of each day on the wall calendar, earliest first."""
    days: dict[date, list[Slot]] = {}
    for slot in slots:
        days.setdefault(local_day(slot.starts_at, zone), []).append(slot)
    return days
