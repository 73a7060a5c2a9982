"""Times a coach can propose: full and half hours of their own, clear of calls and absences."""

from __future__ import annotations

from datetime import datetime, timedelta

from dialogs.rules.assignment import Coach
from dialogs.rules.clocks import MOST, proposable
from dialogs.rules.hours import parse_hours
from tests.dialogs.family.town import BERLIN, at

HALF = timedelta(minutes=25)


def coach(hours: str = "Mon-Fri 09:15-12:00", **changed: object) -> Coach:
    return Coach(1, ("de",), parse_hours(hours), 0, None, **changed)  # type: ignore[arg-type]


def times(found: tuple[datetime, ...], count: int = 3) -> list[str]:
    return [f"{one.astimezone(BERLIN):%a %H:%M}" for one in found[:count]]


def test_they_are_full_and_half_hours_at_least_ten_minutes_ahead() -> None:
    assert times(proposable(coach(), (), at(23, 9), BERLIN, frozenset(), HALF)) == [
        "Mon 09:30",
        "Mon 10:00",
        "Mon 10:30",
    ]
    late = proposable(coach(), (), at(23, 9, 55), BERLIN, frozenset(), HALF)
    assert times(late) == ["Mon 10:30", "Mon 11:00", "Mon 11:30"]


def test_after_hours_they_go_on_with_the_next_working_day() -> None:
    off = frozenset({at(24, 9).date()})
    assert times(proposable(coach(), (), at(23, 20), BERLIN, off, HALF), 1) == ["Wed 09:30"]


def test_calls_and_absences_are_left_out() -> None:
    busy = [(at(23, 9, 30), at(23, 9, 55))]
    away = coach(away=((at(23, 10), at(23, 11, 5)),))
    assert times(proposable(away, busy, at(23, 8), BERLIN, frozenset(), HALF), 1) == ["Mon 11:30"]


def test_a_long_call_fits_into_the_hours() -> None:
    found = proposable(coach("Mon 09:00-10:00"), (), at(23, 8), BERLIN, frozenset(), timedelta(minutes=45))
    assert times(found) == ["Mon 09:00", "Mon 09:00"]


def test_nobody_gets_more_than_can_be_leafed_through() -> None:
    assert len(proposable(coach("Mon-Sun 00:00-24:00"), (), at(23, 8), BERLIN, frozenset(), HALF)) == MOST
    assert proposable(coach("closed"), (), at(23, 8), BERLIN, frozenset(), HALF) == ()
