"""The waiting list: a fair order, nobody passed over for ever, and an offer that lasts three working days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.rules.hours import parse_hours
from dialogs.rules.line import (
    InLine,
    Next,
    may_offer,
    offer_ends,
    offer_reminder_at,
    passed_over,
    who_is_next,
)

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = parse_hours("Mon-Thu 09:00-12:00,13:30-16:00; Fri 09:00-12:00")
EASTER = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
MAY = datetime(2026, 5, 4, 8, tzinfo=UTC)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


def family(person: int, needs: int = 1, *, paused: bool = False, passed: int = 0, day: int = 0) -> InLine:
    return InLine(person, MAY + timedelta(days=day), needs, paused, passed)


def test_first_in_line_is_next_however_the_line_is_listed() -> None:
    line = [family(3, day=2), family(2, day=1), family(1, day=1)]
    assert {who_is_next(order, 1) for order in permutations(line)} == {Next(1, "turn")}


def test_without_a_place_or_a_family_nobody_is_next() -> None:
    assert who_is_next([family(1)], 0) is None
    assert who_is_next([family(1)], -1) is None
    assert who_is_next([], 3) is None


def test_family_that_let_an_offer_pass_is_left_out_until_it_says_it_still_waits() -> None:
    assert who_is_next([family(1, paused=True), family(2, day=1)], 1) == Next(2, "turn")
    assert who_is_next([family(1, paused=True)], 1) is None


def test_family_that_needs_two_places_lets_others_go_before_it_while_one_is_free() -> None:
    line = [family(1, needs=2), family(2, day=1)]
    assert who_is_next(line, 1) == Next(2, "needs_two")
    assert who_is_next(line, 2) == Next(1, "turn")
    assert passed_over(line, 2) == (1,)
    assert passed_over(line, 1) == ()


def test_family_passed_over_twice_has_the_places_kept_for_it() -> None:
    line = [family(1, needs=2, passed=2), family(2, day=1)]
    assert who_is_next(line, 1) is None
    assert who_is_next(line, 2) == Next(1, "turn")
    assert who_is_next(line, 1, most_passed=3) == Next(2, "needs_two")


def test_places_are_kept_also_for_a_family_in_the_midst_of_the_line() -> None:
    line = [family(1, needs=3), family(2, needs=2, passed=2, day=1), family(3, day=2)]
    assert who_is_next(line, 1) is None
    assert who_is_next(line, 2) == Next(2, "needs_two")


def test_paused_family_is_not_passed_over_and_a_stranger_passes_nobody() -> None:
    line = [family(1, needs=2), family(2, paused=True, day=1), family(3, needs=2, day=2), family(4, day=3)]
    assert passed_over(line, 4) == (1, 3)
    assert passed_over(line, 99) == ()


LINES = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 4), st.booleans()), max_size=8)


@settings(derandomize=True, deadline=None)
@given(LINES, st.lists(st.integers(1, 2), max_size=40))
def test_nobody_is_passed_over_more_than_twice_and_everybody_who_waits_gets_a_place(
    rows: list[tuple[int, int, bool]], frees: list[int]
) -> None:
    line = {n: family(n, needs, paused=paused, day=day) for n, (day, needs, paused) in enumerate(rows)}
    free = 0
    for freed in [*frees, *[4] * 8]:
        free += freed
        while chosen := who_is_next(line.values(), free):
            before = passed_over(line.values(), chosen.person)
            assert (chosen.why == "turn") is (before == ())
            line |= {n: replace(line[n], passed=line[n].passed + 1) for n in before}
            free -= line.pop(chosen.person).needs
            assert free >= 0
        assert all(one.passed <= 2 for one in line.values())
    assert all(one.paused for one in line.values())


@pytest.mark.parametrize(
    ("now", "ends_at", "reminded_at"),
    [
        (at(6, 8, 10), at(6, 11, 16), at(6, 11, 9)),
        (at(6, 9, 20), at(6, 12, 12), at(6, 12, 9)),
        (at(6, 13, 10), at(6, 17, 16), at(6, 17, 9)),
        (at(4, 1, 10), at(4, 8, 16), at(4, 8, 9)),
        (at(3, 26, 10), at(3, 31, 16), at(3, 31, 9)),
        (at(10, 22, 10), at(10, 27, 16), at(10, 27, 9)),
    ],
)
def test_offer_lasts_three_working_days_and_is_reminded_on_the_last_morning(
    now: datetime, ends_at: datetime, reminded_at: datetime
) -> None:
    assert offer_ends(now, HOURS, BERLIN, EASTER) == ends_at
    assert offer_reminder_at(now, ends_at, HOURS, BERLIN, EASTER) == reminded_at


def test_offer_of_the_same_day_is_not_reminded_before_it_is_made() -> None:
    made_at = at(6, 8, 10)
    ends_at = offer_ends(made_at, HOURS, BERLIN, EASTER, days=0)
    assert offer_reminder_at(made_at, ends_at, HOURS, BERLIN, EASTER) == made_at


def test_offer_whose_last_day_became_a_day_off_is_reminded_the_working_day_before() -> None:
    closed = frozenset({date(2026, 6, 11), date(2026, 6, 10)})
    assert offer_reminder_at(at(6, 8, 10), at(6, 11, 16), HOURS, BERLIN, closed) == at(6, 9, 9)
    assert offer_reminder_at(at(6, 8, 10), at(6, 11, 16), (), BERLIN, closed) == at(6, 8, 10)


def test_offer_that_ends_at_midnight_is_reminded_on_the_day_that_midnight_ends() -> None:
    evenings = parse_hours("Mon-Sun 20:00-24:00")
    ends_at = offer_ends(at(6, 8, 10), evenings, BERLIN, EASTER)
    assert ends_at == at(6, 12, 0)
    assert offer_reminder_at(at(6, 8, 10), ends_at, evenings, BERLIN, EASTER) == at(6, 11, 20)


@settings(derandomize=True, deadline=None)
@given(st.integers(0, 365 * 24 * 4), st.integers(0, 5))
def test_reminder_lies_between_offer_and_end(quarters: int, days: int) -> None:
    made_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarters)
    ends_at = offer_ends(made_at, HOURS, BERLIN, EASTER, days)
    assert made_at <= offer_reminder_at(made_at, ends_at, HOURS, BERLIN, EASTER) < ends_at


@pytest.mark.parametrize(
    ("today", "last_intake_on", "offer_ends_on", "may"),
    [
        (date(2026, 6, 8), None, None, True),
        (date(2026, 6, 8), date(2026, 6, 8), None, True),
        (date(2026, 6, 9), date(2026, 6, 8), None, False),
        (date(2026, 6, 30), None, None, True),
        (date(2026, 7, 1), None, None, False),
        (date(2026, 6, 25), None, date(2026, 6, 30), True),
        (date(2026, 6, 26), None, date(2026, 7, 1), False),
    ],
)
def test_no_place_is_offered_after_the_last_intake_or_beyond_the_end_of_the_project(
    today: date, last_intake_on: date | None, offer_ends_on: date | None, may: bool
) -> None:
    assert may_offer(today, last_intake_on, date(2026, 6, 30), offer_ends_on) is may
