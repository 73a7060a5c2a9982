"""The times a family is offered: in the coach's hours, by the wall clock, and free."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.rules.hours import Hours, parse_hours
from dialogs.rules.slots import Coach, Policy, Slot, Taken, free_slots, readable_step

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = parse_hours("Mon-Thu 09:00-12:00,13:30-16:00; Fri 09:00-12:00")
POLICY = Policy(
    length=timedelta(minutes=25),
    buffer=timedelta(minutes=5),
    notice=timedelta(hours=2),
    horizon_days=14,
    most_a_day=6,
)
NRW_2026 = frozenset(
    {
        date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14),
        date(2026, 5, 25), date(2026, 6, 4), date(2026, 10, 3), date(2026, 11, 1),
        date(2026, 12, 25), date(2026, 12, 26),
    }
)  # fmt: skip
CLOSED = NRW_2026 | {date(2026, 12, 24), date(2026, 12, 31)}
MONDAY_EARLY = datetime(2026, 6, 8, 6, tzinfo=BERLIN)


def at(month: int, day: int, hour: int, minute: int = 0, *, fold: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN, fold=fold).astimezone(UTC)


def call(start: datetime, minutes: int = 25) -> tuple[datetime, datetime]:
    return start, start + timedelta(minutes=minutes)


def slots(
    now: datetime,
    hours: Hours = HOURS,
    taken: Taken = (),
    days_off: AbstractSet[date] = frozenset(),
    policy: Policy = POLICY,
) -> tuple[Slot, ...]:
    return free_slots(Coach(1, ("de",), hours, 0, None), taken, now, BERLIN, days_off, policy)


def walls(found: tuple[Slot, ...], form: str = "%H:%M") -> list[str]:
    return [slot.starts_at.astimezone(BERLIN).strftime(form) for slot in found]


def days(found: tuple[Slot, ...]) -> list[str]:
    return list(dict.fromkeys(walls(found, "%d.%m.")))


def short(policy: Policy = POLICY, **changes: object) -> Policy:
    figures = {name: getattr(policy, name) for name in Policy.__slots__} | changes
    return Policy(**figures)


def test_a_day_of_calls_starts_at_full_and_half_hours() -> None:
    found = slots(MONDAY_EARLY, policy=short(horizon_days=0))
    assert walls(found) == [
        "09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "13:30", "14:00", "14:30", "15:00", "15:30",
    ]  # fmt: skip
    assert found[0] == Slot(1, at(6, 8, 9), at(6, 8, 9, 25))
    assert {slot.starts_at.tzinfo for slot in found} == {UTC}


@pytest.mark.parametrize(
    ("length", "buffer", "step"),
    [(25, 5, 30), (20, 5, 30), (15, 5, 20), (30, 10, 45), (45, 15, 60), (60, 10, 90), (10, 0, 10), (4, 0, 5)],
)
def test_starts_can_be_read_off_a_clock(length: int, buffer: int, step: int) -> None:
    assert readable_step(timedelta(minutes=length + buffer)) == step


def test_a_call_must_end_before_the_coach_goes() -> None:
    found = slots(MONDAY_EARLY, parse_hours("Mon 09:00-10:24"), policy=short(horizon_days=0))
    assert walls(found) == ["09:00", "09:30"]
    found = slots(MONDAY_EARLY, parse_hours("Mon 09:00-10:25"), policy=short(horizon_days=0))
    assert walls(found) == ["09:00", "09:30", "10:00"]


def test_nobody_is_called_sooner_than_the_notice_allows() -> None:
    today = short(horizon_days=0)
    assert walls(slots(at(6, 8, 8, 0), policy=today))[0] == "10:00"
    assert walls(slots(at(6, 8, 8, 1), policy=today))[0] == "10:30"
    assert walls(slots(at(6, 8, 14, 0), policy=today)) == []


def test_the_last_day_of_the_horizon_is_offered_and_the_next_is_not() -> None:
    assert days(slots(MONDAY_EARLY))[-1] == "22.06."
    assert days(slots(MONDAY_EARLY, policy=short(horizon_days=1))) == ["08.06.", "09.06."]


def test_a_family_that_writes_after_midnight_is_already_in_the_new_day() -> None:
    late_sunday_in_utc = datetime(2026, 6, 7, 22, 30, tzinfo=UTC)
    assert days(slots(late_sunday_in_utc, policy=short(horizon_days=0))) == ["08.06."]


def test_nobody_is_called_at_easter() -> None:
    found = slots(at(3, 30, 6), days_off=CLOSED, policy=short(horizon_days=10))
    assert days(found) == ["30.03.", "31.03.", "01.04.", "02.04.", "07.04.", "08.04.", "09.04."]


def test_between_the_years_only_the_open_days_are_offered() -> None:
    found = slots(at(12, 23, 6), days_off=CLOSED, policy=short(horizon_days=8))
    assert days(found) == ["23.12.", "28.12.", "29.12.", "30.12."]


def test_corpus_christi_is_free_and_the_bridge_day_is_not() -> None:
    found = slots(at(6, 3, 6), days_off=CLOSED, policy=short(horizon_days=2))
    assert days(found) == ["03.06.", "05.06."]


def test_a_taken_call_blocks_itself_and_its_buffer() -> None:
    today = short(horizon_days=0)
    assert walls(slots(MONDAY_EARLY, taken=[call(at(6, 8, 9, 30))], policy=today))[:3] == [
        "09:00", "10:00", "10:30",
    ]  # fmt: skip
    assert walls(slots(MONDAY_EARLY, taken=[call(at(6, 8, 9, 30), 26)], policy=today))[:3] == [
        "09:00", "10:30", "11:00",
    ]  # fmt: skip
    assert walls(slots(MONDAY_EARLY, taken=[call(at(6, 8, 9, 29))], policy=today))[:3] == [
        "10:00", "10:30", "11:00",
    ]  # fmt: skip


def test_a_long_absence_in_the_midst_of_a_day_blocks_all_of_it() -> None:
    away = call(at(6, 8, 9, 45), 5 * 60)
    assert walls(slots(MONDAY_EARLY, taken=[away], policy=short(horizon_days=0))) == ["09:00", "15:00", "15:30"]


def test_a_day_with_enough_calls_is_full_and_the_next_day_is_not() -> None:
    two_days = short(horizon_days=1, most_a_day=2)
    taken = [call(at(6, 8, 9)), call(at(6, 8, 15, 30))]
    assert days(slots(MONDAY_EARLY, taken=taken, policy=two_days)) == ["09.06."]
    assert days(slots(MONDAY_EARLY, taken=taken[:1], policy=two_days)) == ["08.06.", "09.06."]
    assert slots(MONDAY_EARLY, policy=short(most_a_day=0)) == ()


def test_calls_of_this_morning_count_although_they_are_over() -> None:
    today = short(horizon_days=0, most_a_day=2)
    taken = [call(at(6, 8, 9)), call(at(6, 8, 9, 30))]
    assert slots(at(6, 8, 11), taken=taken, policy=today) == ()


def test_a_late_call_counts_for_its_own_local_day() -> None:
    late = parse_hours("Mon-Tue 22:00-24:00")
    taken = [call(at(6, 9, 0, 30))]
    found = slots(MONDAY_EARLY, late, taken, policy=short(horizon_days=1, most_a_day=1))
    assert days(found) == ["08.06."]


def test_ten_o_clock_stays_ten_o_clock_when_summer_time_begins() -> None:
    mornings = parse_hours("Fri,Mon 10:00-10:30")
    found = slots(at(3, 26, 12), mornings, policy=short(horizon_days=5))
    assert [slot.starts_at for slot in found] == [
        datetime(2026, 3, 27, 9, tzinfo=UTC),
        datetime(2026, 3, 30, 8, tzinfo=UTC),
    ]


def test_ten_o_clock_stays_ten_o_clock_when_summer_time_ends() -> None:
    mornings = parse_hours("Fri,Mon 10:00-10:30")
    found = slots(at(10, 22, 12), mornings, policy=short(horizon_days=5))
    assert [slot.starts_at for slot in found] == [
        datetime(2026, 10, 23, 8, tzinfo=UTC),
        datetime(2026, 10, 26, 9, tzinfo=UTC),
    ]


NIGHT = parse_hours("Sun 01:00-04:00")


def test_in_march_the_hour_that_does_not_exist_is_not_offered() -> None:
    found = slots(at(3, 28, 12), NIGHT, policy=short(horizon_days=1))
    assert walls(found) == ["01:00", "01:30", "03:00", "03:30"]
    assert [slot.starts_at.hour for slot in found] == [0, 0, 1, 1]
    assert slots(at(3, 28, 12), parse_hours("Sun 02:00-03:00"), policy=short(horizon_days=1)) == ()


def test_in_march_a_call_that_would_run_over_the_leap_past_closing_is_not_offered() -> None:
    long = short(horizon_days=1, length=timedelta(minutes=55))
    assert walls(slots(at(3, 28, 12), parse_hours("Sun 01:30-03:30"), policy=long)) == ["01:30"]
    assert walls(slots(at(3, 28, 12), parse_hours("Sun 01:30-02:45"), policy=long)) == []


def test_in_october_the_hour_that_comes_twice_is_offered_once_and_means_the_first() -> None:
    found = slots(at(10, 24, 12), NIGHT, policy=short(horizon_days=1))
    assert walls(found) == ["01:00", "01:30", "02:00", "02:30", "03:00", "03:30"]
    assert found[3].starts_at == at(10, 25, 2, 30, fold=0)
    assert found[3].starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_on_both_change_sundays_the_day_keeps_its_offered_times() -> None:
    sundays = parse_hours("Sun 09:00-11:00")
    for now in (at(3, 28, 12), at(10, 24, 12)):
        assert walls(slots(now, sundays, policy=short(horizon_days=1))) == ["09:00", "09:30", "10:00", "10:30"]


NOWS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
WEEKS = st.sampled_from(
    [HOURS, NIGHT, parse_hours("Mon-Sun 00:00-24:00"), parse_hours("Sat-Sun 00:30-03:45,22:00-24:00")]
)
LENGTHS = st.integers(5, 90).map(lambda minutes: timedelta(minutes=minutes))
BUFFERS = st.integers(0, 20).map(lambda minutes: timedelta(minutes=minutes))


@settings(derandomize=True, deadline=None, max_examples=60)
@given(NOWS, WEEKS, LENGTHS, BUFFERS, st.lists(st.tuples(st.integers(0, 7 * 24 * 60), LENGTHS), max_size=6))
def test_every_offered_time_keeps_every_promise(
    now: datetime,
    hours: Hours,
    length: timedelta,
    buffer: timedelta,
    calls: list[tuple[int, timedelta]],
) -> None:
    policy = short(length=length, buffer=buffer, horizon_days=7)
    taken = [(now + timedelta(minutes=ahead), now + timedelta(minutes=ahead) + lasts) for ahead, lasts in calls]
    found = slots(now, hours, taken, CLOSED, policy)
    starts = [slot.starts_at for slot in found]
    assert starts == sorted(set(starts))
    for slot in found:
        wall = slot.starts_at.astimezone(BERLIN)
        assert slot.ends_at - slot.starts_at == length
        assert slot.starts_at >= now + policy.notice
        assert wall.date() - now.astimezone(BERLIN).date() <= timedelta(days=7)
        assert wall.date() not in CLOSED
        assert wall.fold == 0
        assert _lies_in_one_stretch(wall, hours, length)
        assert all(e + buffer <= slot.starts_at or slot.ends_at + buffer <= s for s, e in taken)


def _lies_in_one_stretch(wall: datetime, hours: Hours, length: timedelta) -> bool:
    minute = wall.hour * 60 + wall.minute
    return any(
        stretch.weekday == wall.weekday()
        and stretch.opens_minute <= minute
        and minute + length / timedelta(minutes=1) <= stretch.closes_minute
        for stretch in hours
    )
