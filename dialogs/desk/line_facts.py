"""What the lead's pages of places and of the waiting list show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Waits:
    """A family in the line, without a name: since when, how many places, and what it was offered.

    accepted:  it took the place it was offered, which is kept until the coach says what became of it
    silent:    how many monthly questions in a row it did not answer
    reachable: False once it blocked the bot: call, do not write
    hushed:    it asked that nobody writes to it
    """

    person: int
    since_at: datetime
    language: str
    needs: int
    paused: bool
    offered_until: datetime | None = None
    case_number: int | None = None
    accepted: bool = False
    silent: int = 0
    reachable: bool = True
    hushed: bool = False


@dataclass(frozen=True, slots=True)
class LineLog:
    """A change of the line or of the places: what, the code of its reason, and who did it ("" for the bot).

    waits_since: when the family it is about joined the list, None where it waits no more or it is about no family
    """

    at: datetime
    what: str
    why: str = ""
    by: str = ""
    waits_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class LineNow:
    """Free places (None where nobody ever said), as of when, how many are held by offers, and who waits, in order.

    stale:  the number is too old to be told to anybody
    nobody: why a free place was offered to nobody, and since when, where that is so
    log:    the last changes, the newest first
    """

    free: int | None
    confirmed_at: datetime | None
    held: int
    waits: tuple[Waits, ...] = ()
    stale: bool = False
    nobody: LineLog | None = None
    log: tuple[LineLog, ...] = ()

    @property
    def left(self) -> int:
        """Free places that no offer holds; below 0 where more are promised than there are."""
        return (self.free or 0) - self.held
