"""Order within a chat, company across chats, and nothing left behind."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.lanes import Lanes


def _says(word: str, log: list[str], turns: int = 0) -> Callable[[], Awaitable[str]]:
    async def job() -> str:
        for _ in range(turns):
            await asyncio.sleep(0)
        log.append(word)
        return word

    return job


@given(
    jobs=st.lists(st.tuples(st.integers(1, 5), st.integers(0, 4), st.integers(0, 2)), max_size=60),
    at_once=st.integers(1, 4),
)
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
def test_every_family_is_served_in_its_own_order_and_never_too_many_at_once(
    jobs: list[tuple[int, int, int]], at_once: int
) -> None:
    running: set[int] = set()
    done: dict[int, list[int]] = defaultdict(list)

    async def work(chat: int, number: int, turns: int) -> int:
        assert chat not in running
        running.add(chat)
        assert len(running) <= at_once
        for _ in range(turns):
            await asyncio.sleep(0)
        running.discard(chat)
        done[chat].append(number)
        return number

    async def walk() -> list[int]:
        lanes = Lanes(at_once)
        futures = []
        for number, (chat, turns, pause) in enumerate(jobs):
            futures.append(lanes.submit(chat, lambda c=chat, n=number, t=turns: work(c, n, t)))  # type: ignore[misc]
            for _ in range(pause):
                await asyncio.sleep(0)
        results = await asyncio.gather(*futures)
        await lanes.stop()
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return results

    assert asyncio.run(walk()) == list(range(len(jobs)))
    for chat, numbers in done.items():
        assert numbers == [number for number, job in enumerate(jobs) if job[0] == chat]


async def test_five_hundred_interleaved_updates_of_twenty_families_end_as_one_after_the_other() -> None:
    dice = random.Random(7)
    lanes = Lanes(8)
    arrivals = [(dice.randrange(20), number) for number in range(500)]
    seen: dict[int, list[int]] = defaultdict(list)

    async def handle(family: int, number: int, turns: int) -> None:
        before = list(seen[family])
        for _ in range(turns):
            await asyncio.sleep(0)
        seen[family] = [*before, number]

    for family, number in arrivals:
        turns = dice.randrange(5)
        lanes.submit(family, lambda f=family, n=number, t=turns: handle(f, n, t))  # type: ignore[misc]
    await lanes.stop()
    expected: dict[int, list[int]] = defaultdict(list)
    for family, number in arrivals:
        expected[family].append(number)
    assert seen == expected


async def test_a_family_that_writes_much_does_not_hold_up_another() -> None:
    lanes, log = Lanes(1), list[str]()
    for number in range(3):
        lanes.submit(1, _says(f"much {number}", log))
    lanes.submit(2, _says("little", log))
    await lanes.stop()
    assert log == ["much 0", "little", "much 1", "much 2"]


async def test_a_family_that_waits_for_something_holds_up_nobody_else() -> None:
    lanes, log, gate = Lanes(2), list[str](), asyncio.Event()
    slow = lanes.submit(1, gate.wait)
    behind = lanes.submit(1, _says("behind", log))
    assert await lanes.submit(2, _says("other", log)) == "other"
    assert log == ["other"]
    gate.set()
    assert await slow is True
    assert await behind == "behind"


async def test_a_failure_reaches_its_own_asker_only() -> None:
    lanes, log = Lanes(), list[str]()

    async def fail() -> None:
        raise ValueError("no")

    failing = lanes.submit(1, fail)
    following = lanes.submit(1, _says("next", log))
    with pytest.raises(ValueError, match="no"):
        await failing
    assert await following == "next"


async def test_a_job_is_taken_when_it_comes_just_as_the_last_worker_ends() -> None:
    lanes, log = Lanes(1), list[str]()
    for number in range(50):
        await lanes.submit(number % 3, _says(str(number), log))
    assert len(log) == 50


async def test_a_job_nobody_waits_for_any_more_is_not_begun() -> None:
    lanes, log = Lanes(1), list[str]()
    lanes.submit(1, _says("first", log))
    second = lanes.submit(1, _says("second", log))
    second.cancel()
    await lanes.stop()
    assert log == ["first"]


async def test_a_job_that_has_begun_runs_on_though_its_asker_left() -> None:
    lanes, log = Lanes(1), list[str]()
    first = lanes.submit(1, _says("first", log, turns=3))
    await asyncio.sleep(0)
    first.cancel()
    await lanes.stop()
    assert log == ["first"]


async def test_a_job_that_cancels_itself_stops_nobody_else() -> None:
    lanes, log = Lanes(1), list[str]()

    async def give_up() -> None:
        raise asyncio.CancelledError

    left = lanes.submit(1, give_up)
    lanes.submit(1, _says("next", log))
    await lanes.stop()
    assert left.cancelled()
    assert log == ["next"]


async def test_stopping_finishes_what_is_in_hand_and_takes_no_more() -> None:
    lanes, log = Lanes(1), list[str]()
    lanes.submit(1, _says("one", log, turns=3))
    lanes.submit(2, _says("two", log))
    await lanes.stop()
    assert log == ["one", "two"]
    with pytest.raises(RuntimeError, match="stopped"):
        lanes.submit(1, _says("three", log))


async def test_stopping_can_be_cut_short_and_leaves_no_task() -> None:
    lanes, log = Lanes(1), list[str]()
    stuck = lanes.submit(1, asyncio.Event().wait)
    waiting = [lanes.submit(chat, _says("never", log)) for chat in (1, 2)]
    await asyncio.sleep(0)
    stopping = asyncio.create_task(lanes.stop())
    await asyncio.sleep(0)
    stopping.cancel()
    submitted: list[asyncio.Future[Any]] = [stuck, *waiting]
    await asyncio.wait([stopping, *submitted])
    await asyncio.sleep(0)
    assert [future.cancelled() for future in submitted] == [True, True, True]
    assert log == []
    assert asyncio.all_tasks() == {asyncio.current_task()}
