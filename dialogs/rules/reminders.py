"""When a family is reminded of its call, and until when a late reminder still helps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from types import MappingProxyType
from typing import Literal, TypeAlias

from dialogs.rules.walltime import instant, local_day, minutes_of

Kind: TypeAlias = Literal["three_days", "evening_before", "hour_before"]

STILL_USEFUL: Mapping[Kind, timedelta] = MappingProxyType(
    {
        "three_days": timedelta(hours=27),
        "evening_before": timedelta(hours=2),
        "hour_before": timedelta(minutes=15),
    }
)
"""How long before the call each kind ceases to help. 27 hours: soon after, the evening reminder comes."""

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class ReminderPolicy:
    """The figures behind the reminders. Clocks are wall time.

    far_off:        only a call further away than this at booking has the reminder three days before
    apart:          least time between the booking, which is confirmed at once, and an earlier day's reminder
    apart_same_day: the same for the reminder one hour before
    quiet_from, quiet_until: no message in between, but for the hour before an early call

    Two reminders (3 days and 1 day) miss 4.4 % of calls, one 5.3 to 5.8 % (n = 54,066, ajmc.com).
    """

    far_off: timedelta = timedelta(days=4)
    three_days_at: time = time(10)
    evening_at: time = time(18)
    apart: timedelta = timedelta(hours=2)
    apart_same_day: timedelta = timedelta(minutes=15)
    quiet_from: time = time(20)
    quiet_until: time = time(8)


USUAL_REMINDERS = ReminderPolicy()


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder and the instant at which it goes out (aware, UTC)."""

    kind: Kind
    due_at: datetime


def reminders_for(
    starts_at: datetime,
    booked_at: datetime,
    zone: tzinfo,
    days_off: AbstractSet[date],
    policy: ReminderPolicy = USUAL_REMINDERS,
) -> tuple[Reminder, ...]:
    """The reminders of one booking, earliest first (E9).

    Three days before (10:00) where the call is more than four days away, on the Monday-to-Saturday day before
    where that is a Sunday or a day off; the evening before (18:00, also on such a day, since it cannot wait);
    one hour before. None that would follow close on the booking, and none in the quiet hours but before an
    early call.
    """
    # Two instants in one zone would be subtracted by the wall clock, an hour wrong over a clock change.
    starts_at, booked_at = starts_at.astimezone(UTC), booked_at.astimezone(UTC)
    return tuple(
        reminder
        for reminder in _candidates(starts_at, booked_at, zone, days_off, policy)
        if reminder.due_at - booked_at >= _least_apart(reminder.kind, policy)
        and not is_quiet(reminder.kind, reminder.due_at, zone, days_off, policy)
    )


def is_quiet(
    kind: Kind,
    at: datetime,
    zone: tzinfo,
    days_off: AbstractSet[date],
    policy: ReminderPolicy = USUAL_REMINDERS,
) -> bool:
    """Whether this kind must not be sent at that moment: at night, or three days before on a day of rest."""
    clock = at.astimezone(zone).time()
    if kind == "hour_before" and clock < policy.quiet_until:
        return False
    if kind == "three_days" and _is_rest_day(local_day(at, zone), days_off):
        return True
    return clock >= policy.quiet_from or clock < policy.quiet_until


def _candidates(
    starts_at: datetime,
    booked_at: datetime,
    zone: tzinfo,
    days_off: AbstractSet[date],
    policy: ReminderPolicy,
) -> Iterator[Reminder]:
    day = local_day(starts_at, zone)
    if starts_at - booked_at > policy.far_off:
        early = day - timedelta(days=3)
        while _is_rest_day(early, days_off):
            early -= timedelta(days=1)
        yield Reminder("three_days", instant(early, minutes_of(policy.three_days_at), zone))
    yield Reminder("evening_before", instant(day - timedelta(days=1), minutes_of(policy.evening_at), zone))
    yield Reminder("hour_before", starts_at - timedelta(hours=1))


def _least_apart(kind: Kind, policy: ReminderPolicy) -> timedelta:
    return policy.apart_same_day if kind == "hour_before" else policy.apart


def _is_rest_day(day: date, days_off: AbstractSet[date]) -> bool:
    return day.weekday() == SUNDAY or day in days_off
