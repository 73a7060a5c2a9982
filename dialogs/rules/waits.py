"""How long families waited that were offered a place: said only once it says something about the next one."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median_high

FEWEST_FAMILIES = 5
"""Fewer than these say nothing about the next family's wait (chosen here)."""


def typical_wait(days: Iterable[int]) -> int | None:
    """The median of whole days waited, the longer one of two in the middle; None for fewer than five families."""
    waited = tuple(days)
    return median_high(waited) if len(waited) >= FEWEST_FAMILIES else None
