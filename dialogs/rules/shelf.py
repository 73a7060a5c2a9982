"""Which different offer a family gets where it stopped: the first of the shelf it never had and that fits now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why an offer was chosen: the first of its shelf; the next after those the family had; the first that fits."""

    FIRST = "first_of_shelf"
    NEXT = "next_not_had"
    FITS = "first_that_fits"


@dataclass(frozen=True, slots=True)
class Choice:
    """An offer, and why it is this one."""

    offer: str
    why: Why


def choose(shelf: Sequence[str], had: Collection[str], fitting: Collection[str]) -> Choice | None:
    """The first offer of the shelf that the family never had, anywhere, and that fits it now; None for no more."""
    left = [offer for offer in shelf if offer not in had]
    chosen = next((offer for offer in left if offer in fitting), None)
    if chosen is None:
        return None
    if chosen == shelf[0]:
        return Choice(chosen, Why.FIRST)
    return Choice(chosen, Why.NEXT if chosen == left[0] else Why.FITS)
