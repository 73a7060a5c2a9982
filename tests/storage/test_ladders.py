"""Ladders: one open for each family, one message a rung, and what closed them keeps the rest from leaving."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from storage.letter import NUDGE
from storage.outbox import Draft
from tests.storage.memory import DAY, HOUR, NOW, Memory, screen


async def nudge(memory: Memory, phone: int, ladder: int, rung: int = 1) -> int:
    """A message of a ladder, put down."""
    draft = Draft(phone, screen(), NUDGE, True, mark=f"nudge:{ladder}:{rung}", kind=NUDGE, sequence=ladder)
    return await memory.letter(draft)


async def test_ladder_comes_back_as_it_was_begun(memory: Memory) -> None:
    family = await memory.family()
    case = await memory.case(family)

    begun = await memory.ladder(family, kind="standing", place="silent", case_id=case.id, next_at=NOW + 7 * DAY)

    assert (begun.person, begun.phone, begun.case_id) == (family.id, family.id, case.id)
    assert (begun.kind, begun.place, begun.answers) == ("standing", "silent", 2)
    assert (begun.anchor_at, begun.next_at, begun.rung) == (NOW, NOW + 7 * DAY, 0)
    assert (begun.sent_at, begun.closed_at, begun.why) == (None, None, "")
    assert await memory.do(memory.ladders.open_of, family.id) == begun
    assert await memory.do(memory.ladders.load, begun.id + 1) is None


async def test_family_has_one_open_ladder_however_many_timers_go_off_at_once(memory: Memory) -> None:
    family, other = await memory.family(), await memory.family()
    ladder = await memory.ladder(other)
    mine = replace(ladder, person=family.id, phone=family.id)

    begun = await asyncio.gather(*(memory.do(memory.ladders.begin, mine) for _ in range(20)))

    assert len([id_ for id_ in begun if id_ is not None]) == 1
    assert await memory.count("ladders", "closed_at IS NULL") == 2


async def test_closed_ladder_makes_room_for_the_next_one(memory: Memory) -> None:
    family = await memory.family()
    first = await memory.ladder(family)
    await memory.do(memory.ladders.close, first.id, "life", NOW + HOUR)

    second = await memory.ladder(family, NOW + DAY, rung=1)

    assert await memory.do(memory.ladders.open_of, family.id) == second
    assert await memory.do(memory.ladders.last_of, family.id) == second
    assert second.rung == 1


async def test_each_rung_is_climbed_by_one_of_twenty(memory: Memory) -> None:
    ladder = await memory.ladder(await memory.family())

    climbed = await asyncio.gather(
        *(memory.do(memory.ladders.climb, ladder, NOW + DAY, NOW + 3 * DAY) for _ in range(20))
    )

    after = await memory.do(memory.ladders.load, ladder.id)
    assert sum(climbed) == 1
    assert after == replace(ladder, rung=1, sent_at=NOW + DAY, next_at=NOW + 3 * DAY)
    assert await memory.do(memory.ladders.climb, after, NOW + 3 * DAY, None)


async def test_closed_ladder_is_not_climbed_and_is_closed_once(memory: Memory) -> None:
    ladder = await memory.ladder(await memory.family())

    closed = await asyncio.gather(*(memory.do(memory.ladders.close, ladder.id, "done", NOW) for _ in range(20)))

    assert sum(closed) == 1
    assert not await memory.do(memory.ladders.climb, ladder, NOW, None)
    await memory.do(memory.ladders.plan, ladder.id, NOW + 9 * DAY)
    assert await memory.do(memory.ladders.load, ladder.id) == replace(ladder, closed_at=NOW, why="done")


async def test_message_and_sign_of_life_at_once_never_leave_an_open_ladder(memory: Memory) -> None:
    family = await memory.family()
    ladder = await memory.ladder(family)

    _, closed = await asyncio.gather(
        memory.do(memory.ladders.climb, ladder, NOW, NOW + DAY),
        memory.do(memory.ladders.close_of, family.id, "life", NOW),
    )

    assert closed == ladder.id
    assert await memory.do(memory.ladders.open_of, family.id) is None


async def test_sign_of_life_drops_what_has_not_left_and_nothing_else(memory: Memory) -> None:
    family, other = await memory.family(), await memory.family()
    ladder, kept = await memory.ladder(family), await memory.ladder(other)
    reply = await memory.letter(Draft(family.id, screen()))
    await nudge(memory, family.id, ladder.id)
    others = await nudge(memory, other.id, kept.id)

    assert await memory.do(memory.ladders.close_of, family.id, "life", NOW) == ladder.id
    assert await memory.do(memory.ladders.close_of, family.id, "life", NOW) is None

    assert [letter.id for letter in await memory.do(memory.outbox.due, NOW)] == [reply, others]
    assert await memory.do(memory.ladders.open_of, other.id) == kept


async def test_message_that_is_out_keeps_its_mark_when_the_ladder_closes(memory: Memory) -> None:
    family = await memory.family()
    ladder = await memory.ladder(family)
    await nudge(memory, family.id, ladder.id)
    (letter,) = await memory.do(memory.outbox.due, NOW)
    assert await memory.do(memory.outbox.claim, letter, NOW)
    await memory.do(memory.outbox.sent, letter, 77)

    await memory.do(memory.ladders.close, ladder.id, "not_now", NOW)

    assert await memory.rows("SELECT mark, status FROM outbox") == [(f"nudge:{ladder.id}:1", "sent")]
    assert await memory.do(memory.outbox.where, family.id, NUDGE) == 77


async def test_newest_ladder_of_a_standing_case_is_found_behind_a_newer_one_half_way(memory: Memory) -> None:
    family = await memory.family()
    standing = await memory.ladder(family, kind="standing", place="silent")
    await memory.do(memory.ladders.close, standing.id, "done", NOW)
    halfway = await memory.ladder(family, NOW + DAY)

    assert await memory.do(memory.ladders.last_standing, family.id) == replace(standing, closed_at=NOW, why="done")
    assert await memory.do(memory.ladders.last_of, family.id) == halfway


async def test_ladders_closed_long_ago_are_forgotten_and_an_open_one_never(memory: Memory) -> None:
    old, fresh, standing = [await memory.ladder(await memory.family()) for _ in range(3)]
    await memory.do(memory.ladders.close, old.id, "done", NOW)
    await memory.do(memory.ladders.close, fresh.id, "done", NOW + DAY)

    await memory.do(memory.ladders.forget, NOW + DAY)

    assert await memory.rows("SELECT id FROM ladders ORDER BY id") == [(fresh.id,), (standing.id,)]


async def test_phone_that_left_is_written_to_no_more_and_its_family_keeps_what_was(memory: Memory) -> None:
    family, phone = await memory.family(), await memory.family()
    await memory.do(memory.people.join_household, phone.id, family.id, None)
    done = await memory.ladder(await memory.known(phone), kind="standing", place="silent")
    await memory.do(memory.ladders.close, done.id, "done", NOW)
    ladder = await memory.ladder(await memory.known(phone), NOW + DAY)
    await nudge(memory, phone.id, ladder.id)

    await memory.do(memory.people.leave_household, phone.id)
    await memory.do(memory.ladders.phone_left, phone.id, NOW + DAY)
    await memory.do(memory.people.forget, phone.id, NOW + DAY)

    assert await memory.do(memory.ladders.load, ladder.id) == replace(
        ladder, phone=family.id, closed_at=NOW + DAY, why="over"
    )
    kept = await memory.do(memory.ladders.last_standing, family.id)
    assert kept == replace(done, phone=family.id, closed_at=NOW, why="done")
    assert await memory.count("outbox") == 0


async def test_erased_family_leaves_no_ladder_no_timer_and_no_letter_to_any_of_its_phones(memory: Memory) -> None:
    erased, phone, other = [await memory.family() for _ in range(3)]
    await memory.do(memory.people.join_household, phone.id, erased.id, None)
    ladder, kept = await memory.ladder(await memory.known(phone)), await memory.ladder(other)
    for one, to in ((ladder, phone), (kept, other)):
        await nudge(memory, to.id, one.id)
        await memory.do(memory.cases.set_timer, f"nudge:{one.id}:1", "nudge", one.id, NOW + DAY)
        await memory.do(memory.nudges.make, one.person, "first", "call", "shelf", NOW, ladder=one.id, rung=1)
    for family in (erased, other):
        await memory.do(memory.cases.set_timer, f"stall:{family.id}", "stall", family.id, NOW + DAY)

    await memory.do(memory.people.forget, erased.id, NOW)

    assert await memory.rows("SELECT id FROM ladders") == [(kept.id,)]
    assert await memory.rows("SELECT person FROM nudges") == [(other.id,)]
    assert await memory.rows("SELECT person FROM outbox") == [(other.id,)]
    assert await memory.rows("SELECT id FROM timers ORDER BY id") == [(f"nudge:{kept.id}:1",), (f"stall:{other.id}",)]


async def test_erased_case_takes_its_ladder_along_and_leaves_those_of_others(memory: Memory) -> None:
    erased, other = await memory.family(), await memory.family()
    for family in (erased, other):
        case = await memory.case(family)
        ladder = await memory.ladder(family, kind="standing", place="silent", case_id=case.id)
        await nudge(memory, family.id, ladder.id)
        await memory.do(memory.cases.set_timer, f"nudge:{ladder.id}:1", "nudge", ladder.id, NOW + DAY)
        await memory.do(memory.rounds.begin, case.id, "scaling", None, "", NOW)

    await memory.do(memory.cases.erase_of, erased.id, NOW)

    assert await memory.rows("SELECT person FROM ladders") == [(other.id,)]
    assert await memory.rows("SELECT person FROM outbox") == [(other.id,)]
    assert await memory.rows("SELECT case_id FROM rounds") == [(case.id,)]
    assert await memory.rows("SELECT about FROM timers") == [(ladder.id,)]
