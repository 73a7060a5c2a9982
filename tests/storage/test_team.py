"""The team: who joins, changes and leaves it, and the one forum group it has."""

from __future__ import annotations

from dialogs.desk.facts import Role
from dialogs.machine.turn import State
from storage.outbox import Draft
from tests.storage.memory import NOW, Memory, screen


async def test_team_has_those_who_wait_for_the_leads_yes_but_no_group(memory: Memory) -> None:
    await memory.family()
    mira = await memory.coach("Mira")
    pending = await memory.coach("Jonas", role="pending")
    await memory.do(memory.people.meet_group, -100)

    assert await memory.do(memory.people.team) == (mira, pending)


async def test_coach_sets_own_hours_and_habits(memory: Memory) -> None:
    mira = await memory.coach("Mira")
    await memory.do(memory.people.set_hours, mira.id, "Mon 10:00-12:00")
    await memory.do(memory.people.set_habits, mira.id, "length=40;buffer=10")

    known = await memory.known(mira)

    assert (known.hours, known.habits) == ("Mon 10:00-12:00", "length=40;buffer=10")


async def test_coach_who_leaves_is_a_person_like_every_other(memory: Memory) -> None:
    mira = await memory.coach("Mira")
    await memory.do(memory.people.set_habits, mira.id, "length=40")
    await memory.do(memory.people.save, mira.id, State("desk"), NOW)

    await memory.do(memory.people.leave_team, mira.id)

    left = await memory.known(mira)
    assert (left.role, left.name, left.languages, left.hours, left.habits, left.state) == (
        Role.FAMILY, "", (), "", "", None,
    )  # fmt: skip
    assert await memory.rows("SELECT name FROM persons WHERE id = :id", id=mira.id) == [(None,)]
    assert await memory.do(memory.people.team) == ()


async def test_group_is_met_once_and_found_by_its_chat(memory: Memory) -> None:
    assert await memory.do(memory.people.group) is None
    met = await memory.do(memory.people.meet_group, -100)

    assert met.role is Role.GROUP
    assert await memory.do(memory.people.meet_group, -100) == met
    assert await memory.do(memory.people.find_group, -100) == met
    assert await memory.do(memory.people.group) == met
    assert await memory.do(memory.people.chat_of, met.id) == -100


async def test_family_is_no_group(memory: Memory) -> None:
    await memory.do(memory.people.meet, 501, "tr", NOW)

    assert await memory.do(memory.people.find_group, 501) is None
    assert await memory.do(memory.people.group) is None


async def test_group_that_gets_another_chat_id_stays_the_same_group(memory: Memory) -> None:
    group = await memory.do(memory.people.meet_group, -100)
    await memory.do(memory.people.meet_group, -1007)

    await memory.do(memory.people.move_chat, group.id, -1007)

    assert await memory.do(memory.people.find_group, -100) is None
    assert await memory.do(memory.people.find_group, -1007) == group
    assert await memory.do(memory.people.chat_of, group.id) == -1007
    assert await memory.count("persons") == 1


async def test_group_that_is_forgotten_takes_its_topics_and_letters_along(memory: Memory) -> None:
    group = await memory.do(memory.people.meet_group, -100)
    mira = await memory.coach("Mira")
    await memory.do(memory.talks.set_topic, 7, group.id, 12)
    await memory.letter(Draft(group.id, screen()))

    await memory.do(memory.people.forget_group, mira.id)
    assert await memory.count("topics") == 1

    await memory.do(memory.people.forget_group, group.id)
    assert (await memory.count("topics"), await memory.count("outbox")) == (0, 0)
    assert await memory.do(memory.people.group) is None
    assert await memory.do(memory.people.team) == (mira,)
