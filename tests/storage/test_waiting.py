"""The waiting list: its order, what a family says to it, and a log that outlives the family's name."""

from __future__ import annotations

from storage.person import Person
from storage.waiting import Entry, LineChange
from tests.storage.memory import DAY, HOUR, NOW, Memory


async def line_of(memory: Memory, families: int) -> list[Person]:
    """Families that joined one after the other, an hour apart."""
    waiting = [await memory.family() for _ in range(families)]
    for hours, family in enumerate(waiting):
        await memory.do(memory.people.enlist, family.id, NOW + hours * HOUR)
    return waiting


async def order(memory: Memory, line: list[Person]) -> list[int]:
    """Who stands where: places of the families in `line`."""
    places = [family.id for family in line]
    return [places.index(entry.person) for entry in await memory.do(memory.waiting.line)]


async def test_family_that_joins_stands_at_the_end_and_needs_one_place(memory: Memory) -> None:
    first, second = await line_of(memory, 2)

    assert await memory.do(memory.waiting.line) == (
        Entry(first.id, NOW, NOW, 1, 0, False, 0),
        Entry(second.id, NOW + HOUR, NOW + HOUR, 1, 0, False, 0),
    )
    assert await memory.do(memory.waiting.entry, (await memory.family()).id) is None


async def test_second_phone_joins_for_its_family_and_sees_the_same_date(memory: Memory) -> None:
    family, phone = await memory.family(), await memory.family()
    await memory.do(memory.people.join_household, phone.id, family.id, None)
    await memory.do(memory.people.enlist, phone.id, NOW)
    await memory.do(memory.people.enlist, family.id, NOW + DAY)

    assert [entry.person for entry in await memory.do(memory.waiting.line)] == [family.id]
    assert [(await memory.known(one)).listed_at for one in (family, phone)] == [NOW, NOW]
    assert await memory.do(memory.people.waiting_before, await memory.known(phone), NOW) == 0

    await memory.do(memory.people.delist, phone.id)
    assert (await memory.known(family)).listed_at is None


async def test_family_that_does_not_wait_cannot_be_moved(memory: Memory) -> None:
    (waiting,) = await line_of(memory, 1)
    stranger = await memory.family()

    assert not await memory.do(memory.waiting.move_to_front, stranger.id)
    assert await order(memory, [waiting]) == [0]


async def test_family_is_moved_to_the_front_of_all(memory: Memory) -> None:
    line = await line_of(memory, 3)

    assert await memory.do(memory.waiting.move_to_front, line[2].id)
    assert await memory.do(memory.waiting.move_to_front, line[1].id)

    assert await order(memory, line) == [1, 2, 0]


async def test_family_that_stays_silent_is_counted_until_it_says_that_it_still_waits(memory: Memory) -> None:
    (family,) = await line_of(memory, 1)
    await memory.do(memory.waiting.set_needs, family.id, 3)
    await memory.do(memory.waiting.pause, family.id)
    for days in (30, 60):
        await memory.do(memory.waiting.asked, family.id, NOW + days * DAY)
    asked = await memory.do(memory.waiting.entry, family.id)
    assert asked == Entry(family.id, NOW, NOW, 3, 2, True, 0)

    await memory.do(memory.waiting.answered, family.id, NOW + 61 * DAY)
    answered = await memory.do(memory.waiting.entry, family.id)
    assert answered == Entry(family.id, NOW, NOW, 3, 0, False, 0)


async def test_families_are_asked_again_the_longest_silence_first(memory: Memory) -> None:
    first, second, third = await line_of(memory, 3)
    await memory.do(memory.waiting.asked, first.id, NOW + DAY)

    assert await memory.do(memory.waiting.due_to_ask, NOW + HOUR) == ()
    assert await memory.do(memory.waiting.due_to_ask, NOW + 2 * DAY) == (second.id, third.id, first.id)


async def test_families_that_others_went_before_are_counted(memory: Memory) -> None:
    first, second, third = await line_of(memory, 3)
    await memory.do(memory.waiting.passed_over, (first.id, second.id))
    await memory.do(memory.waiting.passed_over, (first.id,))

    entries = await memory.do(memory.waiting.line)

    assert {entry.person: entry.passed for entry in entries} == {first.id: 2, second.id: 1, third.id: 0}


async def test_log_of_the_line_keeps_its_reasons_and_forgets_whom_they_were_about(memory: Memory) -> None:
    (family,) = await line_of(memory, 1)
    await memory.do(memory.waiting.log, NOW - DAY, family.id, "joined")
    await memory.do(memory.waiting.log, NOW, family.id, "moved", "emergency", 9)
    await memory.do(memory.waiting.log, NOW, None, "places", "2", 9)

    changes = await memory.do(memory.waiting.log_since, NOW, 10)
    assert changes == (
        LineChange(NOW, None, "places", "2", 9), LineChange(NOW, family.id, "moved", "emergency", 9),
    )  # fmt: skip
    assert len(await memory.do(memory.waiting.log_since, NOW - DAY, 2)) == 2

    await memory.do(memory.people.forget, family.id, NOW)
    assert [change.person for change in await memory.do(memory.waiting.log_since, NOW - DAY, 10)] == [None] * 3
    assert await memory.do(memory.waiting.line) == ()


async def test_family_that_asked_for_silence_is_neither_asked_nor_brought_back(
    memory: Memory,
) -> None:
    waiting = memory.waiting
    person = await memory.family()
    await memory.do(memory.people.enlist, person.id, NOW)
    assert await memory.do(waiting.hush, person.id)

    await memory.do(waiting.pause, person.id)
    await memory.do(waiting.resume, person.id)
    entry = await memory.do(waiting.entry, person.id)
    assert entry is not None
    assert (entry.paused, entry.hushed) == (True, True)
    assert await memory.do(waiting.due_to_ask, NOW + 400 * DAY) == ()

    await memory.do(waiting.answered, person.id, NOW)
    entry = await memory.do(waiting.entry, person.id)
    assert entry is not None
    assert (entry.paused, entry.hushed) == (False, False)


async def test_sign_of_life_ends_no_pause(memory: Memory) -> None:
    waiting = memory.waiting
    person = await memory.family()
    await memory.do(memory.people.enlist, person.id, NOW)
    await memory.do(waiting.asked, person.id, NOW)
    await memory.do(waiting.pause, person.id)

    await memory.do(waiting.heard_of, person.id, NOW + DAY)

    entry = await memory.do(waiting.entry, person.id)
    assert entry is not None
    assert (entry.silent, entry.paused) == (0, True)
    assert await memory.do(waiting.due_to_ask, NOW + DAY) == ()
    assert await memory.do(waiting.due_to_ask, NOW + DAY + HOUR) == (person.id,)


async def test_days_waited_are_told_newest_first_and_by_number_alone(memory: Memory) -> None:
    waiting = memory.waiting
    for days in ("3", "17", "", "x"):
        await memory.do(waiting.log, NOW, None, "waited", days)

    assert await memory.do(waiting.waited, 10) == (17, 3)
