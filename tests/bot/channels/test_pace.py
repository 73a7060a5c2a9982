"""How fast messages leave, by a clock that only moves when somebody waits."""

from __future__ import annotations

import asyncio
import heapq
import itertools

import pytest

from bot.channels.pace import Pace


class SetClock:
    """Sleepers in order of waking; `run` wakes them and moves the time on."""

    def __init__(self) -> None:
        self.now = 0.0
        self._order = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._order), woken))
        await woken

    async def run(self, *tasks: asyncio.Task[None]) -> None:
        while not all(task.done() for task in tasks):
            for _ in range(5):
                await asyncio.sleep(0)
            if self._sleepers:
                self.now, _, woken = heapq.heappop(self._sleepers)
                woken.set_result(None)


async def _departures(clock: SetClock, pace: Pace, *chats: int) -> list[tuple[int, float]]:
    left: list[tuple[int, float]] = []

    async def leave(chat: int) -> None:
        await pace.turn(chat)
        left.append((chat, round(clock.now, 3)))

    await clock.run(*[asyncio.create_task(leave(chat)) for chat in chats])
    return left


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


async def test_one_chat_gets_a_short_burst_and_then_one_a_second(clock: SetClock) -> None:
    pace = Pace(None, clock=clock, sleep=clock.sleep)
    left = await _departures(clock, pace, *[1] * 8)
    assert [at for _, at in left] == [0, 0, 0, 0, 0, 1, 2, 3]


async def test_all_together_get_a_burst_and_then_so_many_a_second(clock: SetClock) -> None:
    pace = Pace(10, 3, clock=clock, sleep=clock.sleep)
    left = await _departures(clock, pace, *range(6))
    assert left == [(0, 0), (1, 0), (2, 0), (3, 0.1), (4, 0.2), (5, 0.3)]


async def test_a_paused_chat_stalls_nobody_else(clock: SetClock) -> None:
    pace = Pace(10, 5, clock=clock, sleep=clock.sleep)
    pace.pause(1, 30)
    assert await _departures(clock, pace, 1, 2, 3) == [(2, 0), (3, 0), (1, 30)]


async def test_after_a_pause_a_chat_does_not_pour_out_what_has_gathered(clock: SetClock) -> None:
    pace = Pace(None, chat_per_second=1, chat_burst=2, clock=clock, sleep=clock.sleep)
    pace.pause(1, 10)
    left = await _departures(clock, pace, *[1] * 5)
    assert [at for _, at in left] == [10, 10, 11, 12, 13]


async def test_a_second_shorter_pause_does_not_shorten_the_first(clock: SetClock) -> None:
    pace = Pace(None, clock=clock, sleep=clock.sleep)
    pace.pause(1, 30)
    pace.pause(1, 5)
    assert await _departures(clock, pace, 1) == [(1, 30)]


async def test_a_pause_that_comes_while_a_message_waits_holds_it_too(clock: SetClock) -> None:
    pace = Pace(None, chat_burst=1, clock=clock, sleep=clock.sleep)
    await pace.turn(1)
    waiting = asyncio.create_task(pace.turn(1))
    await asyncio.sleep(0)
    pace.pause(1, 7)
    await clock.run(waiting)
    assert clock.now == 7


@pytest.mark.parametrize("none", [None, 0])
async def test_no_limit_means_no_waiting(clock: SetClock, none: float | None) -> None:
    pace = Pace(none, chat_per_second=none, clock=clock, sleep=clock.sleep)
    left = await _departures(clock, pace, *[1] * 500)
    assert {at for _, at in left} == {0}


async def test_chats_that_rest_are_forgotten_and_paused_ones_are_not(clock: SetClock) -> None:
    pace = Pace(None, clock=clock, sleep=clock.sleep)
    pace.pause(0, 10_000)
    for chat in range(1, 5000):
        clock.now += 10
        if clock.now > 9_000:
            break
        await pace.turn(chat)
    assert len(pace._chats) <= 1024
    before = clock.now
    await _departures(clock, pace, 0)
    assert clock.now == 10_000 > before
