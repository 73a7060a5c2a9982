"""Which techniques a case has not had yet, and which two of them are proposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dialogs.family.techniques import TECHNIQUES, Technique, fits

PROPOSED = 2
"""So many are proposed; the others are listed behind a button."""


def left(used: Sequence[str], *, has_number: bool) -> tuple[Technique, ...]:
    """Techniques that can be begun in a case, in their own order. `used` are those of its rounds, oldest first.

    Each comes once. The one that asks for last time's number may come again, for it asks after another number each
    time, but not twice running.
    """
    newest = used[-1] if used else ""
    return tuple(
        technique
        for technique in TECHNIQUES.values()
        if fits(technique, had_numbers=has_number)
        and (technique.id not in used or (technique.after_number and technique.id != newest))
    )


def proposed(used: Sequence[str], *, has_number: bool) -> tuple[Technique, ...]:
    """Two of those left, of two groups: last time's number first, then what the case had least of."""
    had = Counter(TECHNIQUES[one].group for one in used if one in TECHNIQUES)
    ranked = sorted(left(used, has_number=has_number), key=lambda one: (not one.after_number, had[one.group]))
    if not ranked:
        return ()
    first = ranked[0]
    others = [one for one in ranked[1:] if one.group is not first.group] or ranked[1:]
    return (first, *others[: PROPOSED - 1])
