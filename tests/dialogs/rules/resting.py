"""A calendar of plain data for the ladders' tests: the days of rest of the winter and the spring, and wall clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.rules.ladders import Rest

BERLIN = ZoneInfo("Europe/Berlin")


def days(first: date, last: date) -> frozenset[date]:
    """Every day from the first to the last."""
    return frozenset(first + timedelta(days=ahead) for ahead in range((last - first).days + 1))


REST = Rest(
    zone=BERLIN,
    days_off=frozenset(
        {
            date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 31), date(2027, 1, 1),
            date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 1), date(2027, 5, 6), date(2027, 5, 17),
        }
    ),
    festivals=days(date(2027, 3, 8), date(2027, 3, 12)) | days(date(2027, 5, 15), date(2027, 5, 20)),
    evenings=days(date(2027, 2, 7), date(2027, 3, 9)),
)  # fmt: skip


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """An instant by the clocks of Gladbeck."""
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN)


def wall(found: datetime) -> str:
    """How an instant, which must be in UTC, reads on those clocks."""
    assert found.tzinfo is UTC
    return found.astimezone(BERLIN).strftime("%a %d.%m.%y %H:%M")
