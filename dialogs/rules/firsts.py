"""How long families wait for the first call, told so that nobody is found out by a small number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta, tzinfo
from types import MappingProxyType

from dialogs.rules.hours import Hours
from dialogs.rules.walltime import Span, local_day, open_spans

LEAST = 5
"""Numbers below it are not shown (requirement I2; the usual least cell of official statistics is 3 to 5)."""


def median_and_p90(spans: Sequence[timedelta]) -> tuple[timedelta, timedelta] | None:
    """The wait that half of the families, and that nine of ten, did not exceed; None without families (I3).

    By nearest rank: both are waits that happened, none is made up between two.
    """
    if not spans:
        return None
    ranked = sorted(spans)
    return _nearest_rank(ranked, 50), _nearest_rank(ranked, 90)


def hidden(count: int, least: int = LEAST) -> bool:
    """Whether a number is too small to be shown. Nought is not: it tells of nobody."""
    return 0 < count < least


def guarded(counts: Mapping[str, int], least: int = LEAST) -> Mapping[str, int | None]:
    """The same cells in the same order, None for those that are hidden (I2).

    Where only one would be hidden, or all that is hidden is few together (two that are both one), the next smallest
    hides with it, or the sum of all would tell it; nought only where there is no other, ties by name, so that the
    same figures are told the same way each time. A cell that is the only one has none to hide behind: show no sum
    beside it.
    """
    small = {name for name, count in counts.items() if hidden(count, least)}
    others = sorted((count == 0, count, name) for name, count in counts.items() if name not in small)
    if len(small) == 1 or (hidden(sum(counts[name] for name in small), least) and others and others[0][1]):
        small.update(name for _, _, name in others[:1])
    return MappingProxyType({name: None if name in small else count for name, count in counts.items()})


def _nearest_rank(ranked: Sequence[timedelta], percent: int) -> timedelta:
    return ranked[-(-len(ranked) * percent // 100) - 1]


def working_time(
    starts_at: datetime, ends_at: datetime, hours: Hours, zone: tzinfo, days_off: AbstractSet[date]
) -> timedelta:
    """How much opening time lies between two instants; nothing where all of it is closed."""
    spans = _open_between(starts_at, ends_at, hours, zone, days_off)
    return sum((min(ends, ends_at) - max(begins, starts_at) for begins, ends in spans), timedelta())


def working_days(
    starts_at: datetime, ends_at: datetime, hours: Hours, zone: tzinfo, days_off: AbstractSet[date]
) -> int:
    """How many working days after the day of `starts_at` the day of `ends_at` is; 0 for the same day."""
    first, last = local_day(starts_at, zone), local_day(ends_at, zone)
    days = (first + timedelta(days=ahead) for ahead in range(1, (last - first).days + 1))
    return sum(1 for day in days if open_spans(hours, day, zone, days_off))


def _open_between(
    starts_at: datetime, ends_at: datetime, hours: Hours, zone: tzinfo, days_off: AbstractSet[date]
) -> list[Span]:
    first, last = local_day(starts_at, zone), local_day(ends_at, zone)
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    spans = (span for day in days for span in open_spans(hours, day, zone, days_off))
    return [span for span in spans if span.ends_at > starts_at and span.starts_at < ends_at]
