"""A coach types when she works; the line is read as she meant it, or she is told what to change."""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.rules.hours import DAY_NAMES, HoursUnclear, Stretch, parse_hours, spell_hours, stretches_on

DEFAULT = "Mon-Thu 09:00-12:00,13:30-16:00; Fri 09:00-12:00"


def test_the_default_hours_are_nine_stretches() -> None:
    hours = parse_hours(DEFAULT)
    assert len(hours) == 9
    assert hours[0] == Stretch(0, time(9), time(12))
    assert hours[7] == Stretch(3, time(13, 30), time(16))
    assert hours[8] == Stretch(4, time(9), time(12))


@pytest.mark.parametrize(
    "typed",
    [
        "Mo-Do 9:00-12:00, 13:30-16:00; Fr 9-12",
        "mo\u2013do 09:00\u201312:00,13:30\u201416:00;fr 09:00\u201212:00;",
        "MONDAY to THURSDAY: 9.00 - 12.00 and 13.30 - 16.00; FRIDAY: 9.00 - 12.00",
        "Montag bis Donnerstag 9 bis 12 Uhr und 13:30 bis 16 Uhr\nFreitag 9 bis 12 Uhr",
        "Mo., Di., Mi., Do. 09:00-12:00, 13:30-16:00; Fr. 09:00-12:00",
        "Fri 09:00-12:00; Thu,Mon-Wed 13:30-16:00,09:00-12:00",
        "Mon-Fri 09:00-10:30,10:00-12:00; Mon-Thu 13:30-15:00; Mon-Thu 15:00-16:00",
    ],
)
def test_one_week_typed_in_many_ways_is_the_same_week(typed: str) -> None:
    assert spell_hours(parse_hours(typed)) == DEFAULT


def test_days_may_run_over_the_weekend() -> None:
    assert spell_hours(parse_hours("Sat-Mon 10:00-11:00")) == "Mon,Sat-Sun 10:00-11:00"


def test_a_coach_may_work_until_midnight_and_around_the_clock() -> None:
    assert parse_hours("Thu 18:00-24:00") == (Stretch(3, time(18), time(0)),)
    assert spell_hours(parse_hours("Thu 0:00-24:00")) == "Thu 00:00-24:00"


def test_a_coach_without_hours_is_spelled_and_read_as_closed() -> None:
    assert spell_hours(()) == "closed"
    assert parse_hours("closed") == parse_hours(" Geschlossen ") == ()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", f"The opening hours are empty: write them like '{DEFAULT}', or 'closed'."),
        (
            "Mon-Fri",
            "'Mon-Fri' names no time: write it like 'Mon-Thu 09:00-12:00'; leave closed days out.",
        ),
        (
            "09:00-12:00",
            "'09:00-12:00' names no weekday: write it like 'Mon-Thu 09:00-12:00'; leave closed days out.",
        ),
        (
            "Mon-Thu 09:00-12:00; Fry 09:00-12:00",
            "'fry' in 'Fry 09:00-12:00' is no weekday: write Mon, Tue, Wed, Thu, Fri, Sat, Sun (or Mo, Di, Mi ...).",
        ),
        (
            "Mon-Wed-Fri 09:00-12:00",
            "'mon-wed-fri' in 'Mon-Wed-Fri 09:00-12:00' is no range: "
            "write two days, like 'Mon-Thu', or a list, 'Mon,Wed'.",
        ),
        (
            "Mon 09:00-12:00, Tue 09:00-12:00",
            "'tue 09:00-12:00' in 'Mon 09:00-12:00, Tue 09:00-12:00' is no stretch of time: write "
            "'09:00-12:00', a comma between stretches and a semicolon before the next weekday.",
        ),
        ("Mon 09:00-12:60", "'09:00-12:60' in 'Mon 09:00-12:60' is no time of day: write 00:00 to 24:00."),
        ("Mon 09:00-25:00", "'09:00-25:00' in 'Mon 09:00-25:00' is no time of day: write 00:00 to 24:00."),
        (
            "Mon 22:00-02:00",
            "'22:00-02:00' in 'Mon 22:00-02:00' ends before it begins: if it runs past midnight, "
            "write two parts, like 'Mon 22:00-24:00; Tue 00:00-02:00'.",
        ),
    ],
)
def test_unclear_hours_are_answered_with_the_part_and_the_cure(typed: str, told: str) -> None:
    with pytest.raises(HoursUnclear) as caught:
        parse_hours(typed)
    assert str(caught.value) == told


@pytest.mark.parametrize(
    ("weekday", "opens", "closes"),
    [(7, time(9), time(12)), (0, time(12), time(12)), (0, time(9), time(12, 0, 1))],
)
def test_an_impossible_stretch_cannot_be_made(weekday: int, opens: time, closes: time) -> None:
    with pytest.raises(HoursUnclear):
        Stretch(weekday, opens, closes)


def test_friday_has_only_the_morning() -> None:
    hours = parse_hours(DEFAULT)
    assert stretches_on(hours, date(2026, 6, 5)) == (Stretch(4, time(9), time(12)),)
    assert stretches_on(hours, date(2026, 6, 6)) == ()
    assert stretches_on(hours[::-1], date(2026, 6, 1)) == hours[:2]


def _spell(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


parts = st.builds(
    lambda days, span: f"{','.join(days)} {_spell(min(span))}-{_spell(max(span))}",
    st.lists(st.sampled_from(DAY_NAMES), min_size=1, max_size=7),
    st.sets(st.integers(0, 1440), min_size=2, max_size=2),
)


@settings(derandomize=True, deadline=None)
@given(st.lists(parts, min_size=1, max_size=8))
def test_spelled_hours_are_read_back_as_the_same_hours(written: list[str]) -> None:
    hours = parse_hours("; ".join(written))
    assert parse_hours(spell_hours(hours)) == hours
    assert spell_hours(parse_hours(spell_hours(hours))) == spell_hours(hours)


@settings(derandomize=True, deadline=None)
@given(st.lists(parts, min_size=1, max_size=8))
def test_read_hours_are_sorted_and_never_touch(written: list[str]) -> None:
    hours = parse_hours("; ".join(written))
    assert list(hours) == sorted(hours)
    assert all(a.weekday < b.weekday or a.closes_minute < b.opens_minute for a, b in pairwise(hours))


@settings(derandomize=True, deadline=None)
@given(st.text(alphabet="MonTueFri 0123456789:.,;-\u2013bis", max_size=40))
def test_whatever_is_typed_is_read_or_refused_in_words(typed: str) -> None:
    told = _refusal(typed)
    assert told is None or told.endswith(".")


def _refusal(typed: str) -> str | None:
    try:
        parse_hours(typed)
    except HoursUnclear as unclear:
        return str(unclear)
    return None
