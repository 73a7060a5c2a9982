"""How long families waited is told only once it says something."""

from __future__ import annotations

import pytest

from dialogs.rules.waits import typical_wait


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ([], None),
        ([3, 3, 3, 3], None),
        ([1, 2, 30, 4, 5], 4),
        ([1, 2, 4, 8, 16, 32], 8),
        ([0] * 5, 0),
    ],
)
def test_half_of_the_families_waited_at_most_so_long(days: list[int], told: int | None) -> None:
    assert typical_wait(days) == told
