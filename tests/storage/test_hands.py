"""The chain of hands: every link in order, with its reason."""

from __future__ import annotations

from storage.hands import Hand
from tests.storage.memory import HOUR, NOW, Memory


async def test_chain_of_hands_is_told_in_order_with_its_reasons(memory: Memory) -> None:
    await memory.do(memory.hands.note, 7, "opened", None, NOW)
    await memory.do(memory.hands.note, 7, "offered", 1, NOW)
    await memory.do(memory.hands.note, 8, "offered", 3, NOW)
    await memory.do(memory.hands.note, 7, "given", 2, NOW + HOUR, why="language")

    assert await memory.do(memory.hands.of, 7) == (
        Hand(NOW, "opened", None), Hand(NOW, "offered", 1), Hand(NOW + HOUR, "given", 2, "language"),
    )  # fmt: skip
    assert await memory.do(memory.hands.of, 6) == ()


async def test_open_cases_that_were_in_somebodys_hands_are_found_whoever_has_them_now(memory: Memory) -> None:
    case, asked = await memory.case(await memory.family()), await memory.case(await memory.family("de"))
    await memory.do(memory.hands.note, case.id, "taken", 1, NOW)
    await memory.do(memory.hands.note, case.id, "given", 2, NOW + HOUR)
    await memory.do(memory.hands.note, asked.id, "offered", 1, NOW)
    assert await memory.do(memory.hands.had, 1) == (case.id,)
    assert await memory.do(memory.hands.had, 3) == ()
