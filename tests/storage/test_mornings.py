"""Whose list of the day stands in a chat, all open cases at a glance, and who waits for the lead's yes."""

from __future__ import annotations

from datetime import date

from dialogs.family.facts import Stage
from storage.outbox import Draft
from tests.storage.memory import DAY, HOUR, NOW, Memory, screen

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


async def test_list_of_a_day_is_known_by_its_person_and_replaced_by_the_next(memory: Memory) -> None:
    mira, jonas = await memory.coach("Mira"), await memory.coach("Jonas")
    await memory.do(memory.mornings.show, mira.id, MONDAY, "a")
    await memory.do(memory.mornings.show, jonas.id, MONDAY, "b")
    await memory.do(memory.mornings.show, mira.id, TUESDAY, "c")

    assert await memory.do(memory.mornings.standing, MONDAY) == {jonas.id: "b"}
    assert await memory.do(memory.mornings.older, TUESDAY) == (jonas.id,)
    await memory.do(memory.mornings.drop, jonas.id)
    assert await memory.do(memory.mornings.older, TUESDAY) == ()


async def test_outlines_name_open_cases_and_nothing_that_was_told(memory: Memory) -> None:
    family, other = await memory.family(), await memory.family()
    spoken, over = await memory.case(family), await memory.case(other)
    await memory.do(memory.cases.set_stage, spoken.id, Stage.SPOKEN, NOW + HOUR)
    await memory.do(memory.cases.set_stage, over.id, Stage.WITHDRAWN, NOW)

    await memory.do(memory.cases.touch, spoken.id, NOW + DAY)

    (outline,) = await memory.do(memory.cases.outlines)

    assert outline.touched_at == NOW + DAY
    assert (outline.id, outline.stage, outline.spoken_at) == (spoken.id, Stage.SPOKEN, NOW + HOUR)
    assert not hasattr(outline, "body")
    assert await memory.do(memory.cases.count_open) == 1
    (contact,) = await memory.do(memory.cases.first_contacts, NOW)
    assert (contact.language, contact.spoken_at) == (spoken.language, NOW + HOUR)
    assert await memory.do(memory.cases.first_contacts, NOW + DAY) == ()


async def test_outline_knows_the_last_sign_of_life_of_either_side_on_any_phone(memory: Memory) -> None:
    family, son = await memory.family(), await memory.family(at=NOW + 2 * HOUR)
    case = await memory.case(family)
    (outline,) = await memory.do(memory.cases.outlines)
    assert outline.sign_at == NOW

    await memory.do(memory.people.join_household, son.id, family.id, case.id)
    (outline,) = await memory.do(memory.cases.outlines)
    assert outline.sign_at == NOW + 2 * HOUR

    await memory.do(memory.cases.touch, case.id, NOW + DAY)
    await memory.do(memory.cases.moved_by_family, case.id)
    (outline,) = await memory.do(memory.cases.outlines)
    assert (outline.sign_at, outline.moved, outline.tries) == (NOW + DAY, 1, 0)


async def test_what_running_families_were_offered_stands_in_its_order_and_ends_with_the_case(memory: Memory) -> None:
    family, other = await memory.family(), await memory.family()
    case, over = await memory.case(family), await memory.case(other)
    await memory.do(memory.nudges.make, family.id, "missed", "other_time", "first_of_shelf", NOW + HOUR)
    await memory.do(memory.nudges.make, family.id, "missed", "call", "next_not_had", NOW + 3 * HOUR)
    await memory.do(memory.nudges.make, other.id, "missed", "call", "first_of_shelf", NOW)
    await memory.do(memory.rounds.begin, case.id, "coping", None, "", NOW + 2 * HOUR)
    await memory.do(memory.cases.set_stage, over.id, Stage.WITHDRAWN, NOW)

    tried = await memory.do(memory.cases.tried_so_far)

    assert tried == {case.id: ("offer.other_time", "technique.coping", "offer.call")}


async def test_who_waits_for_a_yes_becomes_what_they_were_invited_as_once(memory: Memory) -> None:
    family = await memory.family()
    await memory.do(memory.people.join_team, family.id, "pending", "Deniz", "de", "")
    await memory.do(memory.people.await_yes, family.id, "coach")
    assert await memory.do(memory.people.awaited) == {family.id: "coach"}
    assert await memory.do(memory.people.confirm, family.id) == "coach"
    assert await memory.do(memory.people.confirm, family.id) is None
    assert await memory.do(memory.people.awaited) == {}


async def test_who_left_the_team_is_awaited_no_more_and_gets_no_letter(memory: Memory) -> None:
    mira = await memory.coach("Mira")
    await memory.do(memory.people.await_yes, mira.id, "lead")
    await memory.letter(Draft(mira.id, screen()))
    await memory.do(memory.people.drop_letters, mira.id)
    await memory.do(memory.people.leave_team, mira.id, NOW + DAY)
    assert await memory.do(memory.people.confirm, mira.id) is None
    assert await memory.rows("SELECT COUNT(*) FROM outbox") == [(0,)]
    left = await memory.do(memory.people.load, mira.id)
    assert left is not None
    assert (left.name, left.seen_at) == ("", NOW + DAY)


async def test_all_open_promises_come_by_their_deadline(memory: Memory) -> None:
    for number, due_at in ((1, NOW + DAY), (2, NOW + HOUR), (3, NOW + 2 * HOUR)):
        await memory.do(memory.promises.make, number, None, due_at, NOW)
    await memory.do(memory.promises.keep, 3, NOW)
    assert [one.case_id for one in await memory.do(memory.promises.all_open)] == [2, 1]
