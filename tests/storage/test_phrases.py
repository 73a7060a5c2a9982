"""Lines of the phrasebook: what was sent, and one answer to each."""

from __future__ import annotations

import asyncio

from storage.phrases import SentPhrase
from tests.storage.memory import DAY, NOW, Memory


async def test_line_comes_back_as_it_was_sent(memory: Memory) -> None:
    plain = await memory.do(memory.phrases.sent, 7, 1, "thanks", None, NOW)
    timed = await memory.do(memory.phrases.sent, 7, 1, "later", NOW + DAY, NOW)

    assert await memory.do(memory.phrases.load, plain) == SentPhrase(plain, 7, 1, "thanks", NOW)
    assert await memory.do(memory.phrases.last_of, 7) == SentPhrase(timed, 7, 1, "later", NOW, NOW + DAY)
    assert await memory.do(memory.phrases.last_of, 8) is None
    assert await memory.do(memory.phrases.load, timed + 1) is None


async def test_line_is_answered_once_however_often_it_is_pressed(memory: Memory) -> None:
    id_ = await memory.do(memory.phrases.sent, 7, 1, "later", NOW + DAY, NOW)

    answers = await asyncio.gather(*(memory.do(memory.phrases.answer, id_, answer) for answer in ("yes", "no") * 10))

    sent = await memory.do(memory.phrases.load, id_)
    assert sum(answers) == 1
    assert sent is not None
    assert sent.answer == ("yes", "no")[answers.index(True) % 2]
