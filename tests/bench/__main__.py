"""`make bench`: measures the bot and a stock peer on the same road, and says which demands hold."""

from __future__ import annotations

import argparse
import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from tests.bench.figures import demands, table_of
from tests.bench.runs import measure_ours, measure_peer, start_of_ours, watch_ours

FAMILIES = 64
STARTS = 3


def main() -> int:
    """Run it all; gives 1 where `--strict` was asked for and a demand is broken."""
    reader = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    reader.add_argument("--families", type=int, default=FAMILIES, help="families at once")
    reader.add_argument("--rounds", type=int, default=4, help="how often so many families walk the road")
    reader.add_argument("--strict", action="store_true", help="end with 1 where a demand is broken")
    chosen = reader.parse_args()
    if not Path("/proc/self/stat").exists():
        print("The bench reads /proc and needs Linux.", file=sys.stderr)
        return 2
    holds = asyncio.run(_bench(chosen.families, chosen.rounds))
    return 1 if chosen.strict and not holds else 0


async def _bench(families: int, rounds: int) -> bool:
    console = Console(highlight=False)
    with console.status("Starting the bot ..."):
        starts = [await start_of_ours() for _ in range(STARTS)]
    with console.status(f"{families} families at once, {rounds} rounds ..."):
        ours = replace(await measure_ours(families, rounds), started_in=min(starts))
    with console.status("The same with an eye on the event loop ..."):
        watched = await watch_ours(families, 1)
    with console.status("A stock bot on the same road ..."):
        peer = await measure_peer(families, 1)
    console.print(table_of(ours, peer))
    console.print(
        f"Longest callback of the event loop: {watched.longest_ms:.1f} ms of work ({watched.longest_was})\n"
    )
    for call in watched.blocked:
        console.print(f"Called on the event loop: {call}")
    told = demands(ours, watched)
    for demand in told:
        console.print(f"[green]✓[/green] {demand.words}" if demand.holds else f"[red]✗[/red] {demand.words}")
    return all(demand.holds for demand in told)


if __name__ == "__main__":
    sys.exit(main())
