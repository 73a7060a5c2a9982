"""A week in blocks: ticking and shifting changes what was pressed and nothing else."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.rules.hours import Hours, Stretch, parse_hours, spell_hours
from dialogs.rules.week import Block, Cuts, block_on, cuts_of, joined, same_as, shifted, usual_block, with_block
from dialogs.rules.windows import USUAL_PARTS, DayPart

CUTS = Cuts(13 * 60, 17 * 60)
OFFICE = parse_hours("Mon-Thu 09:00-12:00,13:30-16:00; Thu 16:00-18:00; Fri 09:00-12:00")
BLOCKS = st.sampled_from(list(Block))
DAYS = st.integers(0, 6)


@st.composite
def weeks(draw: st.DrawFn) -> Hours:
    """Any week in half hours, touching and overlapping stretches put together."""
    stretches = []
    for _ in range(draw(st.integers(0, 6))):
        opens = draw(st.integers(12, 42))
        closes = draw(st.integers(opens + 1, 44))
        stretches.append(Stretch(draw(DAYS), time(opens // 2, opens % 2 * 30), time(closes // 2, closes % 2 * 30)))
    return joined(stretches)


def on(hours: Hours, day: int) -> Hours:
    return tuple(one for one in hours if one.weekday == day)


def test_noon_is_cut_in_its_middle_and_the_evening_where_it_begins() -> None:
    assert cuts_of(USUAL_PARTS) == CUTS
    assert cuts_of({DayPart.EVENING: (time(18), time(20))}) == Cuts(13 * 60, 18 * 60)


@given(weeks(), DAYS)
def test_blocks_of_a_day_are_the_whole_day(hours: Hours, day: int) -> None:
    assert joined(one for block in Block for one in block_on(hours, day, block, CUTS)) == on(hours, day)


@given(weeks(), DAYS, BLOCKS)
def test_a_tick_taken_away_leaves_the_other_blocks_and_days(hours: Hours, day: int, block: Block) -> None:
    after = with_block(hours, day, block, CUTS, ())
    assert block_on(after, day, block, CUTS) == ()
    for other in set(Block) - {block}:
        assert block_on(after, day, other, CUTS) == block_on(hours, day, other, CUTS)
    assert all(on(after, one) == on(hours, one) for one in range(7) if one != day)


@given(weeks(), DAYS, BLOCKS)
def test_whatever_was_ticked_can_be_written_down_and_read_again(hours: Hours, day: int, block: Block) -> None:
    after = with_block(hours, day, block, CUTS, usual_block(OFFICE, day, block, CUTS))
    assert parse_hours(spell_hours(after)) == after


@given(weeks(), DAYS, BLOCKS, st.sampled_from(["from", "to"]), st.integers(0, 48).map(lambda half: 30 * half))
def test_a_shift_moves_one_edge_and_keeps_half_an_hour(
    hours: Hours, day: int, block: Block, edge: str, minute: int
) -> None:
    after = shifted(hours, day, block, CUTS, edge, minute)
    before, there = block_on(hours, day, block, CUTS), block_on(after, day, block, CUTS)
    assert len(there) <= len(before)
    if after != hours and edge == "from":
        assert there[0].opens_minute == minute
    if after != hours and edge == "to":
        assert there[-1].closes_minute == minute
    assert all(one.closes_minute - one.opens_minute >= 30 for one in there)


@pytest.mark.parametrize(
    ("day", "block", "usual"),
    [
        (0, Block.MORNING, "Mon 09:00-12:00"),
        (4, Block.AFTERNOON, "Fri 13:30-16:00"),
        (1, Block.EVENING, "Tue 17:00-18:00"),
        (6, Block.MORNING, "Sun 09:00-12:00"),
    ],
)
def test_a_tick_gives_what_the_office_has_then_or_on_another_day(day: int, block: Block, usual: str) -> None:
    assert usual_block(OFFICE, day, block, CUTS) == parse_hours(usual)


def test_other_days_get_the_same_hours_and_the_weekend_stays() -> None:
    hours = parse_hours("Mon 09:00-10:00; Wed 14:00-15:00; Sat 10:00-11:00")
    assert same_as(hours, 0, range(5)) == parse_hours("Mon-Fri 09:00-10:00; Sat 10:00-11:00")


def test_a_break_within_a_block_is_kept() -> None:
    hours = parse_hours("Mon 09:00-10:00,11:00-12:00")
    assert shifted(hours, 0, Block.MORNING, CUTS, "to", 750) == parse_hours("Mon 09:00-10:00,11:00-12:30")
