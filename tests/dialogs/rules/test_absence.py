"""What a coach's absence and a coach's own way of laying calls do to the times that families are offered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.rules.absence import falls_on, tells_at
from dialogs.rules.assignment import Coach, here_between, is_away
from dialogs.rules.hours import parse_hours
from dialogs.rules.laying import Policy, Taken
from dialogs.rules.slots import Slot, free_slots, offered

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = parse_hours("Mon-Thu 09:00-12:00,13:30-16:00; Fri 09:00-12:00")
ALWAYS = parse_hours("Mon-Sun 00:00-24:00")
NO_DAY = frozenset[date]()
MONDAY_EARLY = datetime(2026, 6, 8, 6, tzinfo=BERLIN)


def laying(length: int = 25, buffer: int = 5, notice: int = 120, horizon: int = 0, most: int = 6) -> Policy:
    lasts, around, ahead = (timedelta(minutes=minutes) for minutes in (length, buffer, notice))
    return Policy(lasts, around, ahead, horizon, most)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=BERLIN)


def anna(away: Taken = (), policy: Policy | None = None, number: int = 1, languages: str = "de") -> Coach:
    return Coach(number, tuple(languages.split()), HOURS, 0, None, away, policy)


def times(coach: Coach, taken: Taken = (), policy: Policy | None = None, now: datetime = MONDAY_EARLY) -> list[str]:
    found = free_slots(coach, taken, now, BERLIN, NO_DAY, policy or laying())
    return [f"{slot.starts_at.astimezone(BERLIN):%H:%M}" for slot in found]


def test_no_call_is_laid_into_an_absence_and_one_may_touch_it() -> None:
    assert times(anna(away=((at(8, 9, 55), at(8, 15)),))) == ["09:00", "09:30", "15:00", "15:30"]
    assert times(anna(away=((at(8, 9, 54), at(8, 15, 1)),))) == ["09:00", "15:30"]


def test_absence_of_days_leaves_only_what_lies_around_it() -> None:
    ill = anna(away=((at(8, 9, 30), at(9, 15, 30)),))
    assert times(ill, policy=laying(horizon=1)) == ["09:00", "15:30"]


def test_absences_do_not_count_as_calls_of_the_day() -> None:
    away = tuple((at(8, hour), at(8, hour, 30)) for hour in (9, 10, 11))
    found = times(anna(away=away), taken=[(at(8, 15, 30), at(8, 15, 55))], policy=laying(most=2))
    assert found == ["09:30", "10:30", "11:30", "13:30", "14:00", "14:30", "15:00"]


def test_absence_of_no_length_takes_no_time_away() -> None:
    assert times(anna(away=((at(8, 9, 10), at(8, 9, 10)),))) == times(anna())


def test_while_one_coach_is_away_the_other_is_offered() -> None:
    away = anna(((at(8, 9), at(8, 10)),), number=2, languages="de tr")
    found = offered([anna(), away], {}, "tr", MONDAY_EARLY, BERLIN, NO_DAY, laying())
    assert [slot.coach for slot in found[:4]] == [1, 1, 2, 2]


def test_coach_is_away_from_the_first_minute_and_back_at_the_last() -> None:
    coach = anna(away=((at(8, 9), at(8, 10)), (at(9, 9), at(9, 10))))
    asked = (at(8, 8, 59), at(8, 9), at(8, 9, 59), at(8, 10), at(9, 9, 30))
    assert [is_away(coach, moment) for moment in asked] == [False, True, True, False, True]
    assert here_between(coach, at(8, 10), at(9, 9))
    assert not here_between(coach, at(8, 9, 59), at(8, 10, 24))


def test_coach_lays_calls_in_an_own_way_within_the_programmes_horizon() -> None:
    own = anna(policy=laying(length=45, buffer=15, notice=240, horizon=99, most=2))
    assert times(own) == ["10:00", "11:00", "13:30", "14:30"]
    assert times(own, taken=[(at(8, 10), at(8, 10, 45)), (at(8, 14, 30), at(8, 15, 15))]) == []
    found = free_slots(own, (), MONDAY_EARLY, BERLIN, NO_DAY, laying(most=0))
    assert found[0] == Slot(1, at(8, 10).astimezone(UTC), at(8, 10, 45).astimezone(UTC))


def test_each_offered_time_lasts_as_long_as_its_coach_calls() -> None:
    team = [anna(policy=laying(length=45, buffer=0), number=2, languages="tr"), anna()]
    found = offered(team, {}, "tr", MONDAY_EARLY, BERLIN, NO_DAY, laying())
    told = [
        (slot.coach, f"{slot.starts_at.astimezone(BERLIN):%H:%M}", slot.ends_at - slot.starts_at) for slot in found
    ]
    long, short = timedelta(minutes=45), timedelta(minutes=25)
    assert told[:4] == [(2, "09:00", long), (1, "09:30", short), (2, "09:45", long), (1, "10:00", short)]


CHANGES = st.sampled_from([datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)])
SPANS = st.lists(st.tuples(st.integers(-600, 3000), st.integers(0, 1500)), max_size=4)
LAYINGS = st.builds(
    laying, st.integers(5, 90), st.integers(0, 20), st.integers(0, 300), st.just(1), st.integers(1, 80)
)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(CHANGES, SPANS, SPANS, LAYINGS)
def test_absence_takes_away_just_the_calls_that_overlap_it_also_on_the_days_of_the_clock_change(
    now: datetime, away: list[tuple[int, int]], calls: list[tuple[int, int]], policy: Policy
) -> None:
    absences, taken = (
        tuple((now + timedelta(minutes=a), now + timedelta(minutes=a + lasts)) for a, lasts in spans)
        for spans in (away, calls)
    )
    programme = laying(horizon=1)
    present = Coach(1, ("de",), ALWAYS, 0, None, policy=policy)
    absent = Coach(1, ("de",), ALWAYS, 0, None, absences, policy)
    all_times = free_slots(present, taken, now, BERLIN, NO_DAY, programme)
    found = free_slots(absent, taken, now, BERLIN, NO_DAY, programme)
    assert found == tuple(slot for slot in all_times if here_between(absent, slot.starts_at, slot.ends_at))
    assert found == free_slots(absent, taken, now, BERLIN, NO_DAY, policy)
    assert found == offered([absent], {1: taken}, "de", now, BERLIN, NO_DAY, programme)
    assert {slot.ends_at - slot.starts_at for slot in found} <= {policy.length}


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.lists(st.tuples(SPANS, st.none() | LAYINGS), min_size=1, max_size=4))
def test_team_offers_a_time_just_where_one_of_it_is_free(
    team: list[tuple[list[tuple[int, int]], Policy | None]],
) -> None:
    now = MONDAY_EARLY.astimezone(UTC)
    coaches = [
        anna(
            tuple((now + timedelta(minutes=a), now + timedelta(minutes=a + lasts)) for a, lasts in away), own, number
        )
        for number, (away, own) in enumerate(team)
    ]
    programme = laying(horizon=2)
    alone = [slot for coach in coaches for slot in free_slots(coach, (), now, BERLIN, NO_DAY, programme)]
    found = offered(coaches, {}, "de", now, BERLIN, NO_DAY, programme)
    assert set(found) <= set(alone)
    assert [slot.starts_at for slot in found] == sorted({slot.starts_at for slot in alone})


@dataclass(frozen=True)
class Call:
    wish: str
    starts_at: datetime
    ends_at: datetime


def test_exact_call_falls_on_whatever_overlaps_it() -> None:
    call = Call("exact", at(9, 10), at(9, 10, 25))
    assert falls_on(call, at(9, 10, 20), at(9, 12))
    assert falls_on(call, at(9, 8), at(9, 10, 1))
    assert not falls_on(call, at(9, 10, 25), at(9, 12))
    assert not falls_on(call, at(9, 8), at(9, 10))


def test_window_is_lost_only_with_its_end() -> None:
    window = Call("asap", at(8, 9), at(10, 16))
    assert falls_on(window, at(10, 0), at(11, 0))
    assert falls_on(window, at(8, 6), at(10, 16))
    assert not falls_on(window, at(8, 6), at(10, 15, 59))
    assert not falls_on(window, at(10, 16), at(11, 0))


@pytest.mark.parametrize(
    ("now", "call", "told"),
    [
        (at(8, 8), at(8, 14), at(8, 8)),
        (at(8, 19, 59), at(9, 14), at(8, 19, 59)),
        (at(8, 20), at(9, 14), at(9, 8)),
        (at(8, 23), at(9, 9, 59), at(8, 23)),
        (at(8, 23), at(9, 10), at(9, 8)),
        (at(9, 5), at(9, 9), at(9, 5)),
        (at(9, 5), at(9, 10), at(9, 8)),
        (at(9, 7, 59), at(20, 9), at(9, 8)),
    ],
)
def test_family_is_told_at_once_or_at_eight(now: datetime, call: datetime, told: datetime) -> None:
    assert tells_at(call, now, BERLIN) == told


@pytest.mark.parametrize(
    "change", [datetime(2026, 3, 28, 22, tzinfo=BERLIN), datetime(2026, 10, 24, 22, tzinfo=BERLIN)]
)
def test_eight_stays_eight_in_the_night_the_clocks_change(change: datetime) -> None:
    told = tells_at(change + timedelta(days=3), change, BERLIN).astimezone(BERLIN)
    assert (told.day, told.hour, told.minute) == (change.day + 1, 8, 0)
