"""What is stored about a family ends on a day that can be told beforehand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dialogs.rules.retention import Kind, RetentionPolicy, ends_on


@pytest.mark.parametrize(
    ("kind", "ends"),
    [
        ("unfinished", datetime(2026, 4, 3, 10, tzinfo=UTC)),
        ("handed_over", datetime(2026, 4, 19, 10, tzinfo=UTC)),
        ("unreachable", datetime(2026, 6, 18, 10, tzinfo=UTC)),
        ("declined", datetime(2026, 6, 18, 10, tzinfo=UTC)),
    ],
)
def test_each_kind_of_record_ends_after_its_days(kind: Kind, ends: datetime) -> None:
    assert ends_on(kind, datetime(2026, 3, 20, 10, tzinfo=UTC)) == ends


def test_a_town_may_keep_less() -> None:
    policy = RetentionPolicy(unfinished=7)
    ends = ends_on("unfinished", datetime(2026, 3, 20, 10, tzinfo=UTC), policy)
    assert ends == datetime(2026, 3, 27, 10, tzinfo=UTC)
