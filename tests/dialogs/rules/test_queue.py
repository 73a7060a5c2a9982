"""Which family a coach calls next, and when a family is called that says "in an hour"."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.rules.hours import Hours, parse_hours
from dialogs.rules.promises import working_days_later
from dialogs.rules.queue import Waiting, later_window, next_call, next_due
from dialogs.rules.walltime import NeverOpen, Span, open_from

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = parse_hours("Mon-Thu 09:00-12:00,13:30-16:00; Fri 09:00-12:00")
EASTER = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
ME, OTHER = 7, 8


def at(month: int, day: int, hour: int, minute: int = 0, *, fold: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN, fold=fold)


TEN = at(6, 8, 10)


def window(case: int, owner: int | None = None, until: int = 12, language: str = "de", waits: int = 1) -> Waiting:
    return Waiting(case, language, owner, at(6, 8, 9), at(6, 8, until), False, TEN - timedelta(days=waits))


def exact(case: int, owner: int | None = None, booked_with: int | None = None, starts_at: datetime = TEN) -> Waiting:
    ends_at = starts_at + timedelta(minutes=25)
    return Waiting(case, "de", owner, starts_at, ends_at, True, TEN - timedelta(days=1), booked_with)


def called(*waiting: Waiting, now: datetime = TEN) -> int | None:
    found = {
        one.case if (one := next_call(order, ME, ("de", "tr"), now)) else None for order in permutations(waiting)
    }
    assert len(found) == 1, "the order in which they are listed must not matter"
    return found.pop()


def test_nobody_waits_and_nobody_is_called() -> None:
    assert called() is None


def test_own_family_goes_before_nobodys_though_that_promise_ends_first() -> None:
    assert called(window(1, until=11), window(2, ME)) == 2


def test_family_of_another_coach_is_never_called() -> None:
    assert called(window(1, OTHER), exact(2, OTHER)) is None


def test_exact_time_in_another_coachs_calendar_is_never_called_though_nobody_took_the_case() -> None:
    assert called(exact(1, booked_with=OTHER)) is None
    assert called(exact(1)) is None
    assert called(exact(1, booked_with=ME)) == 1


def test_exact_time_goes_before_a_window_that_ends_first() -> None:
    assert called(window(1, ME, until=10), exact(2, ME)) == 2
    assert called(window(1, ME, until=10), exact(2, booked_with=ME)) == 2


def test_exact_time_of_nobody_in_my_calendar_goes_before_nobodys_window() -> None:
    assert called(window(1, until=10), exact(2, booked_with=ME)) == 2


def test_promise_that_ends_first_is_kept_first() -> None:
    assert called(window(1, ME, waits=9), window(2, ME, until=11)) == 2
    assert called(window(1, waits=9), window(2, until=11, language="ar")) == 2


def test_among_nobodys_my_language_goes_first_and_among_my_own_who_waits_longest() -> None:
    assert called(window(1, language="ar", waits=5), window(2, language="tr")) == 2
    assert called(window(1, ME, language="ar", waits=5), window(2, ME, language="tr")) == 1


def test_who_waits_longest_is_called_first_and_then_who_came_first() -> None:
    assert called(window(1), window(2, waits=2)) == 2
    assert called(window(4), window(3)) == 3


def test_window_that_has_not_begun_is_left_alone_and_one_that_is_over_is_still_owed() -> None:
    assert called(window(1), now=at(6, 8, 8, 59)) is None
    assert called(window(1), now=at(6, 8, 9)) == 1
    assert called(window(1), now=at(6, 8, 15)) == 1


@pytest.mark.parametrize(("minute", "callable_now"), [(54, False), (55, True), (84, True), (85, False)])
def test_exact_time_is_called_from_five_minutes_before_until_its_end(minute: int, callable_now: bool) -> None:
    now = at(6, 8, 9) + timedelta(minutes=minute)
    assert called(exact(1, ME), now=now) == (1 if callable_now else None)


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([None, ME, OTHER]), st.booleans(), st.integers(-60, 60)), max_size=8))
def test_nobody_is_called_who_is_not_mine_to_call(rows: list[tuple[int | None, bool, int]]) -> None:
    waiting = [
        replace(exact(case, owner) if minute else window(case, owner), starts_at=TEN + timedelta(minutes=ahead))
        for case, (owner, minute, ahead) in enumerate(rows)
    ]
    found = next_call(waiting, ME, ("de",), TEN)
    begun = [
        one for one in waiting if one.starts_at <= TEN and one.owner == ME and (not one.exact or one.ends_at > TEN)
    ]
    assert found is not None or not begun
    assert found is None or found.owner in (ME, None)
    assert found is None or not begun or found.owner == ME


@pytest.mark.parametrize(
    ("now", "starts_at"),
    [
        (at(6, 8, 9), at(6, 8, 10)),
        (at(6, 8, 9, 7), at(6, 8, 10, 15)),
        (at(6, 8, 10), at(6, 8, 11)),
        (at(6, 8, 10, 1), at(6, 8, 13, 30)),
        (at(6, 8, 14), at(6, 8, 15)),
        (at(6, 8, 14, 5), at(6, 9, 9)),
        (at(6, 12, 11), at(6, 15, 9)),
        (at(4, 2, 15), at(4, 7, 9)),
        (at(3, 27, 11, 30), at(3, 30, 9)),
        (at(10, 23, 11, 30), at(10, 26, 9)),
    ],
)
def test_in_an_hour_is_an_hour_in_which_somebody_works(now: datetime, starts_at: datetime) -> None:
    begins = starts_at.astimezone(UTC)
    assert later_window(now, HOURS, BERLIN, EASTER) == Span(begins, begins + timedelta(hours=1))


def test_in_an_hour_is_an_hour_also_on_the_days_of_the_clock_change() -> None:
    nights = parse_hours("Sat-Sun 00:00-24:00")
    march = later_window(at(3, 29, 1, 30), nights, BERLIN, EASTER)
    assert march.starts_at == at(3, 29, 3, 30)
    october = later_window(at(10, 25, 2, 30), nights, BERLIN, EASTER)
    assert october.starts_at == at(10, 25, 2, 30, fold=1).astimezone(UTC)


def test_team_that_never_works_a_whole_hour_gives_the_longest_time_it_has() -> None:
    short = parse_hours("Mon-Fri 09:00-09:20,11:00-11:40")
    assert later_window(at(6, 8, 12), short, BERLIN, EASTER) == (at(6, 9, 11), at(6, 9, 11, 40))


def test_team_without_hours_can_call_nobody_later() -> None:
    with pytest.raises(NeverOpen):
        later_window(TEN, (), BERLIN, EASTER)


WEEKS = st.sampled_from([HOURS, parse_hours("Tue 09:00-09:30"), parse_hours("Mon-Sun 00:00-24:00")])


@settings(derandomize=True, deadline=None)
@given(st.integers(0, 365 * 24 * 60), WEEKS)
def test_in_an_hour_is_never_sooner_never_outside_the_hours_and_never_after_the_next_working_day(
    minutes: int, hours: Hours
) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    found = later_window(now, hours, BERLIN, EASTER)
    assert found.starts_at >= now + timedelta(hours=1)
    assert found.starts_at.minute % 15 == 0
    assert found.ends_at <= working_days_later(now, 1, hours, BERLIN, EASTER)
    around = next(open_from(found.starts_at, hours, BERLIN, EASTER))
    assert around.starts_at == found.starts_at
    assert found.starts_at < found.ends_at <= around.ends_at


def test_the_next_call_to_come_is_named_and_none_that_is_somebody_elses() -> None:
    noon, later = TEN + timedelta(hours=2), TEN + timedelta(hours=4)
    calls = [exact(1, owner=ME, starts_at=later), exact(2, owner=OTHER, starts_at=noon), exact(3, owner=ME)]
    assert next_due(calls, ME, TEN) == later
    assert next_due([exact(4, booked_with=ME, starts_at=noon), *calls], ME, TEN) == noon
    assert next_due([window(5)], ME, TEN) is None
