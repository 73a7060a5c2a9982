"""Promises: one open one a case, kept or broken once, and counted."""

from __future__ import annotations

import asyncio

from storage.promises import Promise
from tests.storage.memory import DAY, HOUR, NOW, Memory


async def test_promise_comes_back_as_it_was_made(memory: Memory) -> None:
    id_ = await memory.do(memory.promises.make, 7, None, NOW + DAY, NOW)

    promise = await memory.do(memory.promises.open_of, 7)

    assert promise == Promise(id_, 7, None, NOW + DAY)
    assert await memory.do(memory.promises.open_of, 8) is None


async def test_new_promise_makes_the_one_before_void(memory: Memory) -> None:
    for days in (1, 2):
        await memory.do(memory.promises.make, 7, 1, NOW + days * DAY, NOW)

    promise = await memory.do(memory.promises.open_of, 7)

    assert promise is not None
    assert promise.due_at == NOW + 2 * DAY
    assert await memory.rows("SELECT state FROM promises ORDER BY id") == [("void",), ("open",)]


async def test_promise_is_kept_or_broken_but_not_both(memory: Memory) -> None:
    await memory.do(memory.promises.make, 7, 1, NOW + DAY, NOW)

    ends = await asyncio.gather(
        *(memory.do(end, 7, NOW + DAY) for end in (memory.promises.keep, memory.promises.break_) * 10)
    )

    assert sum(ends) == 1
    assert await memory.do(memory.promises.open_of, 7) is None


async def test_void_promise_is_neither_kept_nor_broken(memory: Memory) -> None:
    await memory.do(memory.promises.make, 7, 1, NOW + DAY, NOW)
    await memory.do(memory.promises.void, 7, NOW)

    assert not await memory.do(memory.promises.keep, 7, NOW)
    assert not await memory.do(memory.promises.break_, 7, NOW)


async def test_open_promise_has_one_who_keeps_it_or_nobody(memory: Memory) -> None:
    await memory.do(memory.promises.make, 7, None, NOW + DAY, NOW)
    for owner in (1, None):
        await memory.do(memory.promises.owned_by, 7, owner)

        promise = await memory.do(memory.promises.open_of, 7)
        assert promise is not None
        assert promise.owner == owner


async def test_broken_promises_of_a_week_are_listed_and_all_are_counted(memory: Memory) -> None:
    for case in (6, 7, 8, 9):
        await memory.do(memory.promises.make, case, 1, NOW + HOUR, NOW)
    await memory.do(memory.promises.break_, 6, NOW - HOUR)
    await memory.do(memory.promises.break_, 7, NOW)
    await memory.do(memory.promises.keep, 8, NOW)

    broken = await memory.do(memory.promises.broken_since, NOW)

    assert [(one.case_id, one.closed_at) for one in broken] == [(7, NOW)]
    assert await memory.do(memory.promises.counts_since, NOW) == {"broken": 1, "kept": 1, "open": 1}


async def test_promise_that_the_family_calls_broken_before_its_time_broke_then(memory: Memory) -> None:
    await memory.do(memory.promises.make, 7, 1, NOW + DAY, NOW)
    await memory.do(memory.promises.break_, 7, NOW + HOUR)
    await memory.do(memory.promises.make, 7, 1, NOW + DAY, NOW)
    await memory.do(memory.promises.break_, 7, NOW + 2 * DAY)

    broken = await memory.do(memory.promises.broken_since, NOW)

    assert [one.due_at for one in broken] == [NOW + HOUR, NOW + DAY]
    assert await memory.do(memory.promises.broken_of, 7) == 2
    assert await memory.do(memory.promises.broken_of, 8) == 0
