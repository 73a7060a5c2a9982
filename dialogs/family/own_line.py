"""A family's own numbers over time, drawn as a small picture that is read from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from dialogs.machine.words import Moment, Phrase, say, stacked

SHOWN: Final = 8
"""The newest so many numbers fit on a small phone."""

PLACES: Final = ("a", "b", "c", "d", "e", "f", "g", "h", "i", "j")
"""The ten signs of a line. They are texts of the language, so that it fills from the side where reading begins."""


def own_line(numbers: Sequence[tuple[datetime, int]]) -> tuple[Phrase, ...]:
    """The picture with its headline: one line a number from 0 to 10, oldest first; nothing without numbers."""
    if not numbers:
        return ()
    return (say("round.line"), stacked([_row(at, number) for at, number in numbers[-SHOWN:]]))


def _row(at: datetime, number: int) -> Phrase:
    full, empty = say("round.sign.full"), say("round.sign.empty")
    signs = {name: full if place < number else empty for place, name in enumerate(PLACES)}
    return Phrase("round.line.row", {"date": Moment(at, "date"), "number": number, **signs})
