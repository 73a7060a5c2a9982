"""What helped and what was too much: the share of stops, and figures told so that nobody is found out by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from dialogs.rules.firsts import LEAST, hidden

STOP_RATE_PERCENT = 5
"""Stops in a hundred messages above which something is wrong (the service's policy for unasked messages)."""

K = TypeVar("K")
Row = TypeVar("Row")
Column = TypeVar("Column")

Longer: TypeAlias = tuple[Mapping[K, int], Mapping[K, int | None]]
"""A longer span: what was counted in it, and what of that is told."""


def stop_rate(offered: int, stopped: int) -> int | None:
    """Stops per hundred messages, rounded up to a whole number; None where no message went out."""
    return -(-stopped * 100 // offered) if offered else None


def too_many_stop(offered: int, stopped: int, limit_percent: int = STOP_RATE_PERCENT) -> bool:
    """Whether more than that many in a hundred wanted no more messages; just as many is not too many.

    Chosen here: there is no least number of messages. With few of them one stop is enough, for silence is the safe
    side; so is a stop of somebody whose message went out before the count began.
    """
    return stopped * 100 > limit_percent * offered


def guarded_rows(
    *tables: Mapping[K, tuple[int, ...]], least: int = LEAST
) -> tuple[Mapping[K, tuple[int | None, ...]], ...]:
    """The same rows of the same tables in the same order, None for each cell that is hidden (I2).

    tables: one for each span of time, the longest first; each span lies in the one before it

    Each column is guarded by itself, as `guarded` does it, for its sum may be told elsewhere. A number hides as well
    where few lie between its span and a longer one: the longer one less the shorter would tell them. Of equal ones it
    is the first row's that hides. All rows are of one length. A table of one row has none to hide behind: show no sum
    below it.
    """
    width = max((len(row) for table in tables for row in table.values()), default=0)
    columns = [
        _guarded_column([{key: row[at] for key, row in table.items()} for table in tables], least)
        for at in range(width)
    ]
    return tuple(
        MappingProxyType({key: tuple(column[span][key] for column in columns) for key in table})
        for span, table in enumerate(tables)
    )


def _guarded_column(spans: Sequence[Mapping[K, int]], least: int) -> list[Mapping[K, int | None]]:
    """One column in every span."""
    told: list[Mapping[K, int | None]] = []
    for number, counts in enumerate(spans):
        longer = list(zip(spans[:number], told, strict=True))
        small = _small(counts, longer, least)
        while _sums_tell(counts, small, longer, least):
            small.add(_least_of(counts, [key for key in counts if key not in small]))
        told.append({key: None if key in small else count for key, count in counts.items()})
    return told


def _small(counts: Mapping[K, int], longer: Iterable[Longer[K]], least: int) -> set[K]:
    """What is too few by itself, or by what a longer span tells beside it."""
    small = {key for key, count in counts.items() if hidden(count, least)}
    for wide, told in longer:
        shown = (key for key in counts if told[key] is not None)
        small.update(key for key in shown if hidden(wide[key] - counts[key], least))
    return small


def _sums_tell(counts: Mapping[K, int], small: AbstractSet[K], longer: Iterable[Longer[K]], least: int) -> bool:
    """Whether more must hide: the column's sum, here or less that of a longer span, tells that few are hidden."""
    rest = [counts[key] for key in counts if key not in small]
    if not rest:
        return False
    if len(small) == 1 or (any(rest) and hidden(sum(counts[key] for key in small), least)):
        return True
    for wide, told in longer:
        unseen = small | {key for key, count in told.items() if count is None}
        if hidden(sum(wide[key] - counts.get(key, 0) for key in unseen), least):
            return True
    return False


def guarded_crossed(
    *tables: Mapping[tuple[Row, Column], int], least: int = LEAST
) -> tuple[Mapping[tuple[Row, Column], int | None], ...]:
    """The same cells of tables whose rows and columns may both be summed up, None for each that is hidden (I2).

    tables: one for each span of time, the longest first, as in `guarded_rows`

    In no row and no column just one cell is hidden while others stand beside it: the smallest of them hides with it,
    until that holds everywhere. Of equal ones it is the first.
    """
    told: list[Mapping[tuple[Row, Column], int | None]] = []
    for number, cells in enumerate(tables):
        small = _small(cells, list(zip(tables[:number], told, strict=True)), least)
        while beside := _beside_one(cells, small):
            small.add(_least_of(cells, beside))
        told.append(MappingProxyType({cell: None if cell in small else count for cell, count in cells.items()}))
    return tuple(told)


def _least_of(counts: Mapping[K, int], keys: Iterable[K]) -> K:
    """The smallest of these, nought last; of equal ones the first."""
    return min(keys, key=lambda key: (counts[key] == 0, counts[key]))


def _beside_one(
    cells: Mapping[tuple[Row, Column], int], small: AbstractSet[tuple[Row, Column]]
) -> list[tuple[Row, Column]]:
    """The open cells of the first row or column in which just one cell is hidden; none where there is no such."""
    for side in (0, 1):
        for name in dict.fromkeys(cell[side] for cell in cells):
            line = [cell for cell in cells if cell[side] == name]
            open_ones = [cell for cell in line if cell not in small]
            if len(line) - len(open_ones) == 1 and open_ones:
                return open_ones
    return []
