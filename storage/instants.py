"""How an instant is kept: whole seconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import overload


def seconds(at: datetime) -> int:
    """The instant as stored. Raises ValueError for one without a zone: it would be read as the machine's own time."""
    if at.tzinfo is None:
        raise ValueError("An instant needs a time zone.")
    return int(at.timestamp())


@overload
def instant(stored: int) -> datetime: ...
@overload
def instant(stored: int | None) -> datetime | None: ...
def instant(stored: int | None) -> datetime | None:
    """The stored instant as an aware datetime in UTC; None stays None."""
    return None if stored is None else datetime.fromtimestamp(stored, UTC)
