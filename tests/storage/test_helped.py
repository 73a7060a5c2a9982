"""Counts of what helped, by span, and the note on the ladder, which only one of two writers gets to change."""

from __future__ import annotations

from datetime import date

from storage.helped import ASKED, FULL, HALF, LadderNote, Tally
from tests.storage.memory import DAY, NOW, Memory

YEAR, WEEKS = date(2026, 1, 1), date(2026, 10, 27)


async def test_counts_are_told_by_offer_language_and_span(memory: Memory) -> None:
    for day in ("2025-12-31", "2026-03-01", "2026-11-23", "2026-11-23"):
        await memory.do(memory.people.count, "nudge.offered", "sensitive.easy", "ar", day)
    await memory.do(memory.people.count, "door", "kita", "ar", "2024-01-01")

    assert await memory.do(memory.helped.tallies, YEAR, WEEKS) == (
        Tally("nudge.offered", "sensitive.easy", "ar", 4, 3, 2),
    )
    assert await memory.do(memory.helped.first_day) == date(2025, 12, 31)


async def test_before_the_first_count_there_is_nothing(memory: Memory) -> None:
    assert await memory.do(memory.helped.tallies, YEAR, WEEKS) == ()
    assert await memory.do(memory.helped.first_day) is None
    assert await memory.do(memory.helped.messages_since, YEAR) == (0, 0)


async def test_messages_and_stops_are_counted_from_a_day_on(memory: Memory) -> None:
    counted = (("rung", "2026-11-01"), ("rung", "2026-11-02"), ("offered", "2026-11-02"), ("stopped", "2026-11-02"))
    for what, day in counted:
        await memory.do(memory.people.count, f"nudge.{what}", "first.easy", "tr", day)

    assert await memory.do(memory.helped.messages_since, date(2026, 11, 1)) == (2, 1)
    assert await memory.do(memory.helped.messages_since, date(2026, 11, 2)) == (1, 1)


async def test_ladder_is_whole_until_somebody_notes_otherwise(memory: Memory) -> None:
    assert await memory.do(memory.helped.ladder) == LadderNote(FULL)

    halved = LadderNote(ASKED, NOW)
    assert await memory.do(memory.helped.note_ladder, LadderNote(), halved)

    assert await memory.do(memory.helped.ladder) == halved


async def test_second_of_two_that_change_the_ladder_changes_nothing(memory: Memory) -> None:
    halved, decided = LadderNote(ASKED, NOW), LadderNote(HALF, NOW + DAY, 12, 3)
    assert await memory.do(memory.helped.note_ladder, LadderNote(), halved)
    assert not await memory.do(memory.helped.note_ladder, LadderNote(), LadderNote(ASKED, NOW + DAY))

    assert await memory.do(memory.helped.note_ladder, halved, decided)
    assert not await memory.do(memory.helped.note_ladder, halved, LadderNote(FULL, NOW))

    assert await memory.do(memory.helped.ladder) == decided
