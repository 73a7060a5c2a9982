"""A week of hours in the blocks of a day: morning, afternoon, evening, each ticked, shifted or left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from enum import IntEnum

from dialogs.rules.hours import MINUTES_A_DAY, Hours, Stretch
from dialogs.rules.walltime import minutes_of
from dialogs.rules.windows import DayPart, Parts

STEP = 30
"""Minutes by which a block's beginning or end is shifted."""

EARLIEST, LATEST = 6 * 60, 22 * 60
"""Minutes of wall time: no family is called before six or after ten."""


class Block(IntEnum):
    """A stretch of the day as a coach thinks of it."""

    MORNING = 0
    AFTERNOON = 1
    EVENING = 2


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where one block ends and the next begins, in minutes of wall time: noon and evening."""

    noon: int
    evening: int

    def bounds(self, block: Block) -> tuple[int, int]:
        """The earliest beginning and the latest end of a block."""
        edges = (EARLIEST, self.noon, self.evening, LATEST)
        return edges[block], edges[block + 1]


USUAL_CUTS = Cuts(13 * 60, 17 * 60)


def cuts_of(parts: Parts) -> Cuts:
    """Noon is cut in its middle, so that a morning may run on to it; the evening begins with its part of the day."""
    noon, evening = parts.get(DayPart.NOON), parts.get(DayPart.EVENING)
    middle = (minutes_of(noon[0]) + minutes_of(noon[1])) // 2 // STEP * STEP if noon else USUAL_CUTS.noon
    return Cuts(middle, minutes_of(evening[0]) if evening else USUAL_CUTS.evening)


def block_on(hours: Hours, weekday: int, block: Block, cuts: Cuts) -> Hours:
    """What of a weekday's hours lies in a block, earliest first; empty where nothing does."""
    lower, upper = cuts.bounds(block)
    # The first block reaches back to midnight and the last one on to it: hours set by hand may lie there.
    begins, ends = (0 if block is Block.MORNING else lower), (MINUTES_A_DAY if block is Block.EVENING else upper)
    spans = (
        (max(one.opens_minute, begins), min(one.closes_minute, ends))
        for one in sorted(hours)
        if one.weekday == weekday
    )
    return tuple(_stretch(weekday, opens, closes) for opens, closes in spans if opens < closes)


def usual_block(office: Hours, weekday: int, block: Block, cuts: Cuts) -> Hours:
    """What a block gets when it is ticked: the office's hours of that day, else of any day, else its whole length."""
    days = (weekday, *(day for day in range(7) if day != weekday))
    found = next((there for day in days if (there := block_on(office, day, block, cuts))), None)
    if found is None:
        return (_stretch(weekday, *cuts.bounds(block)),)
    return tuple(_stretch(weekday, one.opens_minute, one.closes_minute) for one in found)


def offers_block(office: Hours, hours: Hours, block: Block, cuts: Cuts) -> bool:
    """Whether the block is worth a button: somebody works in it on some day."""
    return any(block_on(week, day, block, cuts) for week in (office, hours) for day in range(7))


def with_block(hours: Hours, weekday: int, block: Block, cuts: Cuts, new: Iterable[Stretch]) -> Hours:
    """The week with this block of the day put in the place of what was there."""
    others = [one for one in hours if one.weekday != weekday]
    kept = [one for other in Block if other is not block for one in block_on(hours, weekday, other, cuts)]
    return joined((*others, *kept, *new))


def shifted(hours: Hours, weekday: int, block: Block, cuts: Cuts, edge: str, minute: int) -> Hours:
    """The week with the beginning (`edge` is "from") or the end of a block put to a minute, as far as that fits."""
    there = block_on(hours, weekday, block, cuts)
    lower, upper = cuts.bounds(block)
    if not there or not lower <= minute <= upper:
        return hours
    if edge == "from":
        rest = there[1:]
        if minute > there[0].closes_minute - STEP:
            return hours
        return with_block(hours, weekday, block, cuts, (_stretch(weekday, minute, there[0].closes_minute), *rest))
    if minute < there[-1].opens_minute + STEP:
        return hours
    return with_block(hours, weekday, block, cuts, (*there[:-1], _stretch(weekday, there[-1].opens_minute, minute)))


def same_as(hours: Hours, weekday: int, days: Iterable[int]) -> Hours:
    """The week in which these days have the hours of that one."""
    to = frozenset(days) - {weekday}
    model = [one for one in hours if one.weekday == weekday]
    copies = [Stretch(day, one.opens, one.closes) for day in to for one in model]
    return joined((*(one for one in hours if one.weekday not in to), *copies))


def joined(stretches: Iterable[Stretch]) -> Hours:
    """A tidy week: sorted, and no two stretches touch."""
    tidy: list[Stretch] = []
    for one in sorted(stretches):
        last = tidy[-1] if tidy else None
        if last is not None and last.weekday == one.weekday and one.opens_minute <= last.closes_minute:
            tidy[-1] = _stretch(one.weekday, last.opens_minute, max(last.closes_minute, one.closes_minute))
        else:
            tidy.append(one)
    return tuple(tidy)


def _stretch(weekday: int, opens: int, closes: int) -> Stretch:
    return Stretch(weekday, _clock(opens), _clock(closes))


def _clock(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)
