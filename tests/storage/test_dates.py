"""The project's days as the lead set them, and closed days, in one look."""

from __future__ import annotations

from datetime import date

from storage.dates import ProjectDates
from tests.storage.memory import Memory

END = date(2027, 8, 31)
EVE = date(2026, 12, 24)


async def test_days_that_nobody_set_are_not_known(memory: Memory) -> None:
    await memory.do(memory.invitations.remember_bot, "stage_bot")

    assert await memory.do(memory.dates.now) == (frozenset(), None)


async def test_newest_days_count_and_no_last_day_is_a_word_too(memory: Memory) -> None:
    await memory.do(memory.dates.set, ProjectDates(EVE, END))
    assert await memory.do(memory.dates.stored) == ProjectDates(EVE, END)

    await memory.do(memory.dates.set, ProjectDates(None, EVE))

    assert await memory.do(memory.dates.stored) == ProjectDates(None, EVE)
    assert await memory.count("house") == 2


async def test_closed_days_stand_beside_them(memory: Memory) -> None:
    await memory.do(memory.absences.close_day, EVE)
    await memory.do(memory.dates.set, ProjectDates(None, END))

    assert await memory.do(memory.dates.now) == (frozenset({EVE}), ProjectDates(None, END))
