"""The bench itself: two families walk its road to the end at both bots, so that the measurements cannot rot."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.figures import Figures, Watched, demands
from tests.bench.runs import measure_ours, measure_peer, watch_ours

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the bench reads /proc"),
]

ANSWERED = 41
"""Updates of two families: 20 of the one that shares its contact, 21 of the one that types its number."""


async def test_two_families_walk_the_whole_road_and_are_answered_at_every_step() -> None:
    ours = await measure_ours(families=2, rounds=1)
    assert ours.updates == ANSWERED
    assert ours.cpu_seconds > 0
    assert ours.megabytes > 0
    assert ours.started_in > 0


async def test_families_walk_the_same_road_at_the_peer() -> None:
    assert (await measure_peer(families=2, rounds=1)).updates == ANSWERED


async def test_nothing_that_blocks_is_called_on_the_event_loop_while_families_are_served() -> None:
    watched = await watch_ours(families=2, rounds=1)
    assert watched.blocked == ()
    assert watched.longest_ms > 0


def test_a_bot_that_is_slow_large_and_blocked_breaks_every_demand() -> None:
    slow = Figures(waits=(0.1,) * 10, seconds=1.0, cpu_seconds=0.016, megabytes=150.0, started_in=2.0)
    told = demands(slow, Watched(100.0, "a task", ("open notes.txt",)))
    assert [demand.holds for demand in told] == [False] * 5


def test_a_bot_that_is_quick_and_small_keeps_every_demand() -> None:
    quick = Figures(waits=(0.1,) * 10, seconds=1.0, cpu_seconds=0.015, megabytes=149.9, started_in=1.9)
    told = demands(quick, Watched(99.9, "a task", ()))
    assert [demand.holds for demand in told] == [True] * 5
