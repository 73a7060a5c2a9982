"""What a run gave, what is demanded of it, and how both are printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

from rich.table import Table

MOST_CPU_MS = 1.5
MOST_MEGABYTES = 150.0
MOST_START_SECONDS = 2.0
MOST_BLOCK_MS = 100.0
"""A tenth of a second is where asyncio itself begins to call a callback slow, and people begin to notice."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One bot's run. `waits` are seconds from update to answer, one for each update."""

    waits: tuple[float, ...]
    seconds: float
    cpu_seconds: float
    megabytes: float
    started_in: float

    @property
    def updates(self) -> int:
        """How many updates were answered."""
        return len(self.waits)

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor time an update, all threads together."""
        return 1000 * self.cpu_seconds / self.updates

    @property
    def per_second(self) -> float:
        """Updates answered in a second."""
        return self.updates / self.seconds

    def wait_ms(self, percent: int) -> float:
        """The wait that so many of a hundred updates stay below."""
        return 1000 * quantiles(self.waits, n=100)[percent - 1]


@dataclass(frozen=True, slots=True)
class Watched:
    """What was seen on the event loop: its longest callback, and calls in its thread that may block."""

    longest_ms: float
    longest_was: str
    blocked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that must hold, in words, and whether it does."""

    words: str
    holds: bool


def demands(ours: Figures, watched: Watched) -> tuple[Demand, ...]:
    """What is asked of the bot."""
    return (
        Demand(f"at most {MOST_CPU_MS} ms of processor time an update", ours.cpu_ms <= MOST_CPU_MS),
        Demand(f"under {MOST_MEGABYTES:g} MB", ours.megabytes < MOST_MEGABYTES),
        Demand(f"start to first poll under {MOST_START_SECONDS:g} s", ours.started_in < MOST_START_SECONDS),
        Demand(f"no callback of the loop above {MOST_BLOCK_MS:g} ms", watched.longest_ms < MOST_BLOCK_MS),
        Demand("nothing that blocks is called on the event loop", not watched.blocked),
    )


def table_of(ours: Figures, peer: Figures) -> Table:
    """Both bots side by side; the last column is what the machine's speed has no part in."""
    table = Table("", "Familienlotse", "stock peer", "ratio", title=f"{ours.updates} and {peer.updates} updates")
    rows: Sequence[tuple[str, float, float, str]] = (
        ("processor time an update, ms", ours.cpu_ms, peer.cpu_ms, ".2f"),
        ("updates a second", ours.per_second, peer.per_second, ".0f"),
        ("update to answer, half of them, ms", ours.wait_ms(50), peer.wait_ms(50), ".0f"),
        ("update to answer, 99 of 100, ms", ours.wait_ms(99), peer.wait_ms(99), ".0f"),
        ("peak memory, MB", ours.megabytes, peer.megabytes, ".0f"),
        ("start to first poll, s", ours.started_in, peer.started_in, ".2f"),
    )
    for name, mine, theirs, form in rows:
        table.add_row(name, format(mine, form), format(theirs, form), f"{mine / theirs:.2f}")
    return table
