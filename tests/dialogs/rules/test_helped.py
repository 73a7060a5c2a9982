"""What helped is told in counts that give nobody away, and too many stops are noticed while there are few."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.rules.helped import guarded_crossed, guarded_rows, stop_rate, too_many_stop


@pytest.mark.parametrize(
    ("offered", "stopped", "percent"),
    [(100, 0, 0), (100, 5, 5), (101, 5, 5), (99, 5, 6), (3, 1, 34), (1, 1, 100), (1000, 1, 1)],
)
def test_stop_rate_is_rounded_up(offered: int, stopped: int, percent: int) -> None:
    assert stop_rate(offered, stopped) == percent


def test_without_messages_there_is_no_stop_rate() -> None:
    assert stop_rate(0, 0) is None


@pytest.mark.parametrize(
    ("offered", "stopped", "too_many"),
    [
        (0, 0, False),
        (100, 5, False),
        (100, 6, True),
        (20, 1, False),
        (19, 1, True),
        (3, 1, True),
        (3, 0, False),
        (0, 1, True),
    ],
)
def test_more_than_five_in_a_hundred_are_too_many_and_of_few_messages_one_is(
    offered: int, stopped: int, too_many: bool
) -> None:
    assert too_many_stop(offered, stopped) is too_many


def test_programme_sets_its_own_limit() -> None:
    assert not too_many_stop(100, 10, limit_percent=10)
    assert too_many_stop(100, 11, limit_percent=10)


def test_small_numbers_hide_and_a_second_one_of_the_column_with_them() -> None:
    rows = {"call": (20, 9, 5, 0), "listen": (12, 6, 3, 0), "easy": (30, 4, 2, 0)}
    assert guarded_rows(rows)[0] == {
        "call": (20, 9, 5, 0),
        "listen": (12, None, None, 0),
        "easy": (30, None, None, 0),
    }


def test_nought_is_told_and_hides_only_where_there_is_nothing_else_to_hide_behind() -> None:
    assert guarded_rows({"call": (3,), "listen": (0,), "easy": (9,)})[0] == {
        "call": (None,),
        "listen": (0,),
        "easy": (None,),
    }
    assert guarded_rows({"call": (3,), "listen": (0,)})[0] == {"call": (None,), "listen": (None,)}


def test_of_equal_numbers_the_first_row_hides() -> None:
    rows = {"z": (2,), **{f"offer {number}": (7,) for number in range(12)}}
    assert [key for key, cells in guarded_rows(rows)[0].items() if cells == (None,)] == ["z", "offer 0"]


def test_two_that_are_one_each_hide_a_third_or_their_sum_would_tell_both() -> None:
    assert guarded_rows({"call": (1,), "listen": (1,), "easy": (20,), "visit": (30,)})[0] == {
        "call": (None,),
        "listen": (None,),
        "easy": (None,),
        "visit": (30,),
    }


def test_shorter_span_hides_where_the_longer_one_would_tell_the_few_between_them() -> None:
    year, weeks = {"call": (11,), "listen": (20,), "easy": (9,)}, {"call": (9,), "listen": (14,), "easy": (9,)}
    assert guarded_rows(year, weeks) == (year, {"call": (None,), "listen": (None,), "easy": (None,)})


def test_shorter_span_tells_the_same_numbers_and_those_far_enough_apart() -> None:
    year, weeks = {"call": (11, 0), "listen": (20, 7)}, {"call": (6, 0), "listen": (20, 7)}
    assert guarded_rows(year, weeks) == (year, weeks)


def test_table_without_rows_tells_nothing() -> None:
    assert guarded_rows({}, {}) == ({}, {})


def test_rows_are_known_by_whatever_names_them() -> None:
    rows = {("time", "call", "tr"): (8, 5), ("time", "call", "de"): (9, 6)}
    assert guarded_rows(rows) == (rows,)
    assert list(guarded_rows(rows)[0]) == list(rows)


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 12)] * 3), min_size=2, max_size=9))
def test_no_hidden_number_can_be_reckoned_from_its_column(table: list[tuple[int, int, int]]) -> None:
    (shown,) = guarded_rows(dict(enumerate(table)))
    for column in range(3):
        cells = [(row[column], shown[number][column]) for number, row in enumerate(table)]
        assert all(told in (None, count) for count, told in cells)
        assert all(told is None for count, told in cells if 0 < count < 5)
        assert sum(told is None for _, told in cells) != 1


def test_crossed_table_hides_a_second_cell_in_the_row_and_in_the_column() -> None:
    cells = {("first", "tr"): 9, ("first", "ar"): 2, ("time", "tr"): 7, ("time", "ar"): 8, ("time", "de"): 20}
    assert guarded_crossed(cells)[0] == {
        ("first", "tr"): None,
        ("first", "ar"): None,
        ("time", "tr"): None,
        ("time", "ar"): None,
        ("time", "de"): 20,
    }


def test_crossed_table_without_small_numbers_tells_all_of_them() -> None:
    cells = {("first", "tr"): 5, ("time", "ar"): 0}
    assert guarded_crossed(cells) == (cells,)
    assert guarded_crossed({}) == ({},)


@settings(derandomize=True, deadline=None)
@given(st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(0, 12), max_size=20))
def test_no_hidden_number_can_be_reckoned_from_its_row_or_column(cells: dict[tuple[int, int], int]) -> None:
    (shown,) = guarded_crossed(cells)
    assert all(told in (None, cells[cell]) for cell, told in shown.items())
    assert all(shown[cell] is None for cell, count in cells.items() if 0 < count < 5)
    for side in (0, 1):
        for name in range(5):
            line = [told for cell, told in shown.items() if cell[side] == name]
            assert len(line) < 2 or line.count(None) != 1


def test_crossed_table_of_a_shorter_span_hides_what_the_longer_one_would_tell() -> None:
    year = {("first", "tr"): 9, ("first", "ar"): 8, ("time", "tr"): 7, ("time", "ar"): 8}
    weeks = {("first", "tr"): 7, ("first", "ar"): 8, ("time", "tr"): 7, ("time", "ar"): 8}
    assert guarded_crossed(year, weeks) == (year, dict.fromkeys(weeks))


@st.composite
def spans(draw: st.DrawFn) -> tuple[dict[int, tuple[int]], ...]:
    """A column over three spans that lie in each other; rows in which nothing was counted are left out."""
    parts = draw(st.lists(st.tuples(*[st.integers(0, 12)] * 3), min_size=1, max_size=6))
    told = [{row: (sum(part[:length]),) for row, part in enumerate(parts)} for length in (3, 2, 1)]
    return tuple({row: cell for row, cell in span.items() if cell[0]} for span in told)


@settings(derandomize=True, deadline=None)
@given(spans())
def test_no_few_can_be_reckoned_from_two_spans(tables: tuple[dict[int, tuple[int]], ...]) -> None:
    shown = guarded_rows(*tables)
    for short in range(3):
        for long in range(short):
            differs = {row: cell[0] - tables[short].get(row, (0,))[0] for row, cell in tables[long].items()}
            unseen = {row for at in (short, long) for row, (told,) in shown[at].items() if told is None}
            assert all(differ not in range(1, 5) for row, differ in differs.items() if row not in unseen)
            all_hidden = all(told is None for (told,) in shown[short].values())
            assert all_hidden or sum(differs[row] for row in unseen) not in range(1, 5)
