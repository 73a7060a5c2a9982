"""How cases are emptied: nothing of the family in what hangs on them, and each by its own date."""

from __future__ import annotations

import pytest

from dialogs.family.facts import Stage
from storage.cases import CaseRow
from storage.outbox import Draft
from storage.people import Person
from tests.storage.memory import DAY, NOW, Memory, screen


async def test_erased_case_takes_talk_topic_and_lines_along_and_its_promise_is_void(memory: Memory) -> None:
    erased, other = await memory.family(), await memory.family()
    group = await memory.do(memory.people.meet_group, -100)
    for family in (erased, other):
        case = await memory.case(family)
        await memory.do(memory.phrases.sent, case.id, 1, "later", None, NOW)
        await memory.do(memory.talks.open, case.id, 1, "topic", NOW)
        await memory.do(memory.talks.set_topic, case.id, group.id, case.id)
        await memory.do(memory.promises.make, case.id, 1, NOW + DAY, NOW)
        await memory.do(memory.hands.note, case.id, "opened", None, NOW)

    await memory.do(memory.cases.erase_of, erased.id, NOW)

    left = [await memory.rows(f"SELECT case_id FROM {table}") for table in ("phrases", "talks", "topics")]
    assert left == [[(case.id,)]] * 3
    assert await memory.rows("SELECT state FROM promises ORDER BY id") == [("void",), ("open",)]
    assert await memory.count("hands") == 2


async def test_letter_on_its_way_into_the_topic_of_an_erased_case_never_leaves(memory: Memory) -> None:
    family, group = await memory.family(), await memory.do(memory.people.meet_group, -100)
    case = await memory.case(family)
    id_ = await memory.letter(Draft(group.id, screen()))
    await memory.rows("UPDATE outbox SET topic = :case WHERE id = :id RETURNING id", case=case.id, id=id_)

    await memory.do(memory.cases.erase_of, family.id, NOW)

    assert await memory.count("outbox") == 0


async def test_second_phone_of_an_erased_case_has_no_case_any_more(memory: Memory) -> None:
    family, phone = await memory.family(), await memory.family()
    case = await memory.case(family)
    await memory.do(memory.people.join_household, phone.id, family.id, case.id)

    await memory.do(memory.cases.erase_of, family.id, NOW)

    assert [(await memory.known(one)).case_id for one in (family, phone)] == [None, None]
    assert (await memory.known(phone)).family == family.id


async def test_outcome_counts_from_its_own_day_and_keeps_its_reason(memory: Memory) -> None:
    case = await memory.case(await memory.family())
    await memory.do(memory.cases.set_stage, case.id, Stage.SPOKEN, NOW)
    await memory.do(memory.cases.set_stage, case.id, Stage.ELSEWHERE, NOW + 20 * DAY, "debts")

    stored = await memory.stored(case)
    assert (stored.stage, stored.reason, stored.spoken_at) == (Stage.ELSEWHERE, "debts", NOW)
    assert await memory.do(memory.cases.erase_over, NOW + 20 * DAY, NOW, NOW + 50 * DAY) == ()
    assert await memory.do(memory.cases.erase_over, NOW + 21 * DAY, NOW, NOW + 51 * DAY) == (case.id,)


@pytest.mark.parametrize("holding", ["waits", "is offered a place"])
async def test_case_of_a_family_stays_while_it_waits_or_a_place_is_kept_for_it(memory: Memory, holding: str) -> None:
    family = await memory.family()
    case = await memory.case(family)
    await memory.do(memory.cases.set_stage, case.id, Stage.WAITING, NOW)
    await memory.do(memory.calendar.set_places, "gladbeck", 1, NOW)
    if holding == "waits":
        await memory.do(memory.people.enlist, family.id, NOW)
    else:
        await memory.do(memory.waiting.offer, "gladbeck", family.id, 1, NOW, NOW + DAY)
    late = NOW + 400 * DAY

    assert await memory.do(memory.cases.erase_over, late, late, late) == ()

    await memory.do(memory.people.delist, family.id)
    await memory.rows("UPDATE offers SET state = 'lapsed' WHERE person = :id RETURNING id", id=family.id)
    assert await memory.do(memory.cases.erase_over, late, late, late) == (case.id,)


LATE = NOW + 200 * DAY
PHONES_YES = frozenset({"callback", "later"})


async def joined(memory: Memory, stage: Stage = Stage.JOINED) -> tuple[Person, CaseRow]:
    """A family and its case, which ended so today."""
    family = await memory.family()
    case = await memory.case(family)
    await memory.do(memory.cases.set_stage, case.id, stage, NOW)
    return family, case


async def agrees(memory: Memory, phone: Person, given: frozenset[str] = PHONES_YES, version: str = "2") -> None:
    """What this phone says yes to from now on."""
    await memory.do(memory.people.record_consent, await memory.known(phone), given, version, NOW)


async def over(memory: Memory, *, runs: bool = True) -> tuple[int, ...]:
    """Cases whose time is over half a year later."""
    return await memory.do(memory.cases.erase_over, LATE, LATE, LATE, project_runs=runs)


async def test_family_in_the_programme_is_kept_while_it_may_be_asked_later(memory: Memory) -> None:
    family, case = await joined(memory)
    await agrees(memory, family)

    assert await over(memory) == ()

    await agrees(memory, family, frozenset({"callback"}))
    assert await over(memory) == (case.id,)


async def test_case_of_a_family_that_wants_never_to_be_asked_is_not_kept_for_it(memory: Memory) -> None:
    family, case = await joined(memory)
    await agrees(memory, family)
    await memory.do(memory.people.ask_no_more, family.id, "never")

    assert await over(memory) == (case.id,)


async def test_case_kept_for_later_ends_with_the_project(memory: Memory) -> None:
    family, case = await joined(memory)
    await agrees(memory, family)

    assert await over(memory, runs=False) == (case.id,)


@pytest.mark.parametrize("stage", [Stage.SPOKEN, Stage.ELSEWHERE, Stage.STOPPED, Stage.UNREACHED, Stage.WITHDRAWN])
async def test_no_other_case_is_kept_for_a_yes_to_later(memory: Memory, stage: Stage) -> None:
    family, case = await joined(memory, stage)
    await agrees(memory, family)

    assert await over(memory) == (case.id,)


async def test_yes_to_a_text_that_promised_no_longer_storage_keeps_nothing(memory: Memory) -> None:
    family, case = await joined(memory)
    await agrees(memory, family, version="1")

    assert await over(memory) == (case.id,)


async def test_yes_given_anew_to_the_newer_text_counts_and_another_purpose_does_not(memory: Memory) -> None:
    anew, beside = await joined(memory), await joined(memory)
    for family, _ in (anew, beside):
        await agrees(memory, family, version="1")
    await agrees(memory, anew[0], frozenset())
    await agrees(memory, anew[0], version="2")
    await agrees(memory, beside[0], PHONES_YES | {"reminders"}, version="2")

    assert await over(memory) == (beside[1].id,)


async def test_yes_of_any_phone_of_the_family_keeps_its_case_until_that_phone_leaves(memory: Memory) -> None:
    (family, case), phone = await joined(memory), await memory.family()
    await memory.do(memory.people.join_household, phone.id, family.id, case.id)
    await agrees(memory, phone)

    assert await over(memory) == ()

    await memory.do(memory.people.leave_household, phone.id)
    assert await over(memory) == (case.id,)


async def test_people_stay_with_their_kept_case(memory: Memory) -> None:
    family, _ = await joined(memory)
    await agrees(memory, family)

    await over(memory)

    assert await memory.do(memory.people.unfinished_before, LATE, LATE) == ()
