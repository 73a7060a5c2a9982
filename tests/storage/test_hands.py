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
