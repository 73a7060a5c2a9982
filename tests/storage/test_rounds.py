"""Rounds of changed perspective: one under way for each case, and words in them that nobody reads in the database."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from storage.rounds import Round
from storage.sealing import SealBroken
from tests.storage.memory import DAY, NOW, Memory


async def begun(memory: Memory, case: int = 7, technique: str = "scaling", coach: int | None = 1) -> int:
    """A round just begun, with a line of its coach."""
    id_ = await memory.do(memory.rounds.begin, case, technique, coach, "Ich denke an Sie" if coach else "", NOW)
    assert id_ is not None
    return id_


async def load(memory: Memory, id_: int) -> Round:
    round_ = await memory.do(memory.rounds.load, id_)
    assert round_ is not None
    return round_


async def test_round_comes_back_as_it_was_begun(memory: Memory) -> None:
    of_coach, of_family = await begun(memory), await begun(memory, 8, "exception", None)

    assert await load(memory, of_coach) == Round(
        of_coach, 7, "scaling", 1, None, NOW, "sent", line="Ich denke an Sie"
    )
    assert await load(memory, of_family) == Round(of_family, 8, "exception", None, None, NOW, "sent")
    assert await memory.do(memory.rounds.load, of_family + 1) is None


async def test_case_has_one_round_under_way_however_many_begin_at_once(memory: Memory) -> None:
    techniques = ("scaling", "miracle") * 10

    ids = await asyncio.gather(*(memory.do(memory.rounds.begin, 7, one, 1, "Mut!", NOW) for one in techniques))

    assert len([id_ for id_ in ids if id_ is not None]) == 1
    assert len(await memory.do(memory.rounds.of_case, 7)) == 1


@pytest.mark.parametrize("how", ["done", "put_off", "stopped", "lapsed"])
async def test_next_round_begins_once_the_last_is_no_more_under_way(memory: Memory, how: str) -> None:
    first = await begun(memory)
    assert await memory.do(memory.rounds.begin, 7, "miracle", 1, "", NOW) is None

    assert await memory.do(memory.rounds.end, first, how, NOW + DAY)
    second = await begun(memory, technique="miracle")

    assert [(one.id, one.state) for one in await memory.do(memory.rounds.of_case, 7)] == [
        (first, how), (second, "sent"),
    ]  # fmt: skip


async def test_answers_are_kept_step_by_step_until_the_round_is_over(memory: Memory) -> None:
    id_ = await begun(memory)

    assert await memory.do(memory.rounds.keep, id_, ["4"], 5)
    assert await memory.do(memory.rounds.keep, id_, ["4", "", "Das Frühstück"], 5)
    assert await memory.do(memory.rounds.end, id_, "done", NOW + DAY)

    assert not await memory.do(memory.rounds.keep, id_, ["9"], 5)
    assert not await memory.do(memory.rounds.end, id_, "stopped", NOW + 2 * DAY)
    over = await load(memory, id_)
    assert (over.state, over.done_at, over.phone) == ("done", NOW + DAY, 5)
    assert over.answers == ("4", "", "Das Frühstück")


async def test_phone_that_answers_first_goes_through_it_alone(memory: Memory) -> None:
    id_ = await begun(memory)

    kept = await asyncio.gather(*(memory.do(memory.rounds.keep, id_, ["4"], phone) for phone in (5, 6)))

    assert sum(kept) == 1
    assert not await memory.do(memory.rounds.keep, id_, ["4", "9"], 6 if kept[0] else 5)


async def test_round_that_was_put_off_can_be_gone_on_with(memory: Memory) -> None:
    id_ = await begun(memory)
    await memory.do(memory.rounds.end, id_, "put_off", NOW)

    assert await memory.do(memory.rounds.keep, id_, ["4"], 5)
    assert (await load(memory, id_)).state == "open"


@pytest.mark.parametrize("may", [True, False])
async def test_first_word_on_passing_on_counts_and_the_coach_answers_once(memory: Memory, may: bool) -> None:
    id_ = await begun(memory)
    assert (await load(memory, id_)).passed_on is None

    said = await asyncio.gather(*(memory.do(memory.rounds.pass_on, id_, may=may) for _ in range(10)))
    assert sum(said) == 1
    assert not await memory.do(memory.rounds.pass_on, id_, may=not may)
    assert await memory.do(memory.rounds.reply, id_, "Sie bleiben dran.")
    assert not await memory.do(memory.rounds.reply, id_, "Noch etwas.")

    stored = await load(memory, id_)
    assert (stored.passed_on, stored.reply) == (may, "Sie bleiben dran.")


async def test_words_in_a_round_are_sealed_for_their_own_place(memory: Memory) -> None:
    first = await begun(memory)
    await memory.do(memory.rounds.keep, first, ["Ruhe am Morgen"], 5)
    await memory.do(memory.rounds.reply, first, "Sie bleiben dran.")

    kept = repr(await memory.rows("SELECT * FROM rounds"))
    assert [word for word in ("Ruhe", "bleiben", "denke") if word in kept] == []

    second = await begun(memory, 8)
    await memory.rows("UPDATE rounds SET line = (SELECT line FROM rounds WHERE id = :id) WHERE case_id = 8", id=first)
    with pytest.raises(SealBroken):
        await load(memory, second)


async def test_rounds_that_nobody_ended_are_found_and_those_put_off_are_not(memory: Memory) -> None:
    sent, opened, put_off = [await begun(memory, case) for case in (7, 8, 9)]
    await memory.do(memory.rounds.keep, opened, ["4"], 5)
    await memory.do(memory.rounds.end, put_off, "put_off", NOW)

    assert await memory.do(memory.rounds.stale, NOW) == ()
    assert await memory.do(memory.rounds.stale, NOW + DAY) == ((sent, 7), (opened, 8))


async def test_phone_that_left_takes_along_what_it_did_not_pass_on(memory: Memory) -> None:
    family, phone = await memory.family(), await memory.family()
    shared, own = await memory.case(family), await memory.case(phone)
    passed_on, kept_back, own_round = [
        await begun(memory, case, coach=None) for case in (shared.id, shared.id + 70, own.id)
    ]
    for id_ in (passed_on, kept_back, own_round):
        await memory.do(memory.rounds.keep, id_, ["4"], phone.id)
    await memory.do(memory.rounds.end, passed_on, "done", NOW)
    await memory.do(memory.rounds.pass_on, passed_on, may=True)
    before = [await load(memory, id_) for id_ in (passed_on, kept_back, own_round)]

    await memory.do(memory.rounds.phone_left, phone.id)

    assert [await load(memory, id_) for id_ in (passed_on, kept_back, own_round)] == [
        replace(before[0], phone=None),
        replace(before[1], phone=None, answers=(), state="lapsed"),
        before[2],
    ]
