"""Who writes with us, as each database keeps it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from dialogs.desk.facts import Role
from dialogs.machine.turn import State
from storage.faults import ConstraintBroken
from storage.people import Person
from tests.storage.memory import DAY, HOUR, NOW, Memory

SECOND = timedelta(seconds=1)


async def test_family_that_was_never_here_is_not_known(memory: Memory) -> None:
    assert await memory.do(memory.people.find, 501) is None
    assert await memory.do(memory.people.load, 1) is None
    assert await memory.do(memory.people.chat_of, 1) is None


async def test_family_is_found_again_by_its_chat(memory: Memory) -> None:
    met = await memory.do(memory.people.meet, 501, "tr", NOW)

    assert met == Person(met.id, Role.FAMILY, "tr", None, NOW)
    assert await memory.do(memory.people.find, 501) == met
    assert await memory.do(memory.people.find, 502) is None
    assert await memory.do(memory.people.chat_of, met.id) == 501


async def test_one_chat_is_one_person(memory: Memory) -> None:
    await memory.do(memory.people.meet, 501, "tr", NOW)

    with pytest.raises(ConstraintBroken):
        await memory.do(memory.people.meet, 501, "de", NOW)


async def test_dialogue_comes_back_as_it_was_left(memory: Memory) -> None:
    family = await memory.family()
    left = State(
        "intake", 1, 3, {"name": "Ayla 🏠", "consent": ["callback"]}, {"adults": 2}, stumbles=1, words=("ah",)
    )
    await memory.do(memory.people.save, family.id, left, NOW + HOUR)

    known = await memory.known(family)

    assert (known.state, known.seen_at) == (left, NOW + HOUR)


async def test_coach_who_moves_a_familys_dialogue_on_is_no_sign_of_life_of_the_family(memory: Memory) -> None:
    family = await memory.family()
    await memory.do(memory.people.save, family.id, State("home"))

    known = await memory.known(family)

    assert (known.state, known.seen_at) == (State("home"), NOW)


async def test_language_and_whether_we_may_write_are_kept(memory: Memory) -> None:
    family = await memory.family("tr")
    await memory.do(memory.people.speak, family.id, "ar")
    await memory.do(memory.people.set_reachable, family.id, reachable=False)

    known = await memory.known(family)

    assert (known.language, known.reachable) == ("ar", False)


async def test_team_has_no_families_in_it(memory: Memory) -> None:
    await memory.family()
    mira = await memory.coach("Mira", "de,tr")
    lead = await memory.coach("Petra", "de", role="lead")

    assert await memory.do(memory.people.team) == (mira, lead)
    assert (mira.role, mira.name, mira.languages, mira.hours) == (
        Role.COACH, "Mira", ("de", "tr"), "Mon-Fri 09:00-12:00",
    )  # fmt: skip


async def test_update_is_new_only_once_even_when_it_comes_fifty_times_at_once(memory: Memory) -> None:
    tries = (memory.do(memory.people.first_time, "tg:7", NOW) for _ in range(50))

    assert sum(await asyncio.gather(*tries)) == 1
    assert await memory.do(memory.people.first_time, "tg:8", NOW)


async def test_ids_of_long_ago_are_dropped_and_those_of_today_kept(memory: Memory) -> None:
    await memory.do(memory.people.first_time, "tg:7", NOW)
    await memory.do(memory.people.first_time, "tg:8", NOW + DAY)
    await memory.do(memory.people.forget_seen, NOW + DAY)

    assert await memory.rows("SELECT id FROM seen") == [("tg:8",)]


async def test_every_yes_and_its_end_is_proved_once(memory: Memory) -> None:
    family = await memory.family("tr")
    await memory.do(memory.people.record_consent, family, frozenset({"callback", "reminders"}), "1", NOW)
    family = await memory.known(family)
    await memory.do(memory.people.record_consent, family, frozenset({"callback", "reminders"}), "1", NOW + HOUR)
    await memory.do(memory.people.record_consent, family, frozenset({"callback"}), "2", NOW + DAY)

    proofs = await memory.rows("SELECT purpose, given, text_version, language, at FROM consents ORDER BY id")

    at, later = int(NOW.timestamp()), int((NOW + DAY).timestamp())
    assert proofs == [
        ("callback", 1, "1", "tr", at), ("reminders", 1, "1", "tr", at), ("reminders", 0, "2", "tr", later),
    ]  # fmt: skip
    assert (await memory.known(family)).consents == frozenset({"callback"})


async def test_proof_outlives_the_family_and_ends_by_its_own_date(memory: Memory) -> None:
    gone, here = await memory.family(), await memory.family()
    for family in (gone, here):
        await memory.do(memory.people.record_consent, family, frozenset({"callback"}), "1", NOW)
    await memory.do(memory.people.forget, gone.id, NOW)
    assert await memory.count("consents") == 2

    await memory.do(memory.people.forget_proofs, NOW)
    assert await memory.count("consents") == 2

    await memory.do(memory.people.forget_proofs, NOW + DAY)
    assert await memory.rows("SELECT given FROM consents c JOIN persons p ON p.chat_mark = c.chat_mark") == [(1,)]
    assert await memory.count("consents") == 1


async def test_waiting_list_keeps_the_first_date_and_the_order_of_joining(memory: Memory) -> None:
    first, second, third = [await memory.family() for _ in range(3)]
    await memory.do(memory.people.enlist, first.id, NOW)
    await memory.do(memory.people.enlist, second.id, NOW)
    await memory.do(memory.people.enlist, third.id, NOW + DAY)
    await memory.do(memory.people.enlist, first.id, NOW + 2 * DAY)

    families = [await memory.known(family) for family in (first, second, third)]

    assert [family.listed_at for family in families] == [NOW, NOW, NOW + DAY]
    assert [await memory.do(memory.people.waiting_before, family, NOW) for family in families] == [0, 1, 2]


async def test_family_not_on_the_list_has_all_of_it_before_it(memory: Memory) -> None:
    asking = await memory.family()
    waiting = await memory.family()
    await memory.do(memory.people.enlist, waiting.id, NOW)

    assert await memory.do(memory.people.waiting_before, asking, NOW) == 1

    await memory.do(memory.people.delist, waiting.id)
    assert await memory.do(memory.people.waiting_before, asking, NOW) == 0


async def test_receipt_of_an_erasure_counts_up(memory: Memory) -> None:
    first, second = await memory.family(), await memory.family()

    receipts = [await memory.do(memory.people.forget, family.id, NOW) for family in (first, second)]

    assert receipts == ["261123-1", "261123-2"]


async def test_number_of_an_erased_family_is_never_given_again(memory: Memory) -> None:
    family = await memory.family()
    await memory.do(memory.people.forget, family.id, NOW)

    assert (await memory.family()).id > family.id


async def test_unfinished_talk_ends_by_its_last_answer_and_a_blank_row_sooner(memory: Memory) -> None:
    silent, lively, blank = [await memory.family(at=NOW + after) for after in (0 * DAY, 0 * DAY, DAY)]
    await memory.do(memory.people.save, silent.id, State("intake"), NOW)
    await memory.do(memory.people.save, lively.id, State("intake"), NOW + DAY)

    over = await memory.do(memory.people.unfinished_before, NOW + SECOND, NOW)
    assert over == (silent.id,)

    over = await memory.do(memory.people.unfinished_before, NOW, NOW + DAY + SECOND)
    assert over == (blank.id,)


async def test_waiting_list_team_and_open_cases_are_never_over(memory: Memory) -> None:
    listed, served = await memory.family(), await memory.family()
    await memory.coach()
    await memory.do(memory.people.enlist, listed.id, NOW)
    await memory.case(served)

    assert await memory.do(memory.people.unfinished_before, NOW + 999 * DAY, NOW + 999 * DAY) == ()


async def test_fault_is_parked_once_without_its_content(memory: Memory) -> None:
    await memory.do(memory.people.park, "tg:7", "LookupError", NOW)
    await memory.do(memory.people.park, "tg:7", "ValueError", NOW + DAY)

    assert await memory.rows("SELECT id, fault, at FROM parked") == [("tg:7", "LookupError", int(NOW.timestamp()))]


async def test_counts_of_one_day_add_up_and_lose_none(memory: Memory) -> None:
    counts = [memory.do(memory.people.count, "result", "likely", "tr", "2026-11-23") for _ in range(20)]
    await asyncio.gather(*counts)
    await memory.do(memory.people.count, "result", "likely", "tr", "2026-11-24")

    counted = await memory.rows("SELECT day, what, of_what, language, count FROM counters ORDER BY day")

    assert counted == [
        ("2026-11-23", "result", "likely", "tr", 20), ("2026-11-24", "result", "likely", "tr", 1),
    ]  # fmt: skip


async def test_second_phone_stands_for_its_family(memory: Memory) -> None:
    family, phone, other = [await memory.family() for _ in range(3)]
    case = await memory.case(family)
    await memory.do(memory.people.join_household, phone.id, family.id, case.id)

    joined = await memory.known(phone)

    assert (joined.household, joined.family, joined.case_id) == (family.id, family.id, case.id)
    assert (await memory.known(family)).family == family.id
    assert await memory.do(memory.people.phones, family.id) == (await memory.known(family), joined)
    assert await memory.do(memory.people.phones, other.id) == (other,)


async def test_phone_that_leaves_its_family_keeps_nothing_of_it(memory: Memory) -> None:
    family, phone = await memory.family(), await memory.family()
    case = await memory.case(family)
    await memory.do(memory.people.join_household, phone.id, family.id, case.id)

    await memory.do(memory.people.leave_household, phone.id)
    await memory.do(memory.people.leave_household, family.id)

    assert await memory.known(phone) == phone
    assert (await memory.known(family)).case_id == case.id


async def test_family_is_no_second_phone_of_its_own(memory: Memory) -> None:
    family = await memory.family()
    await memory.do(memory.people.join_household, family.id, family.id, None)

    assert (await memory.known(family)).household is None


async def test_second_phone_of_a_forgotten_family_stands_for_itself(memory: Memory) -> None:
    family, phone = await memory.family(), await memory.family()
    case = await memory.case(family)
    await memory.do(memory.people.join_household, phone.id, family.id, case.id)

    await memory.do(memory.people.forget, family.id, NOW)

    assert await memory.known(phone) == phone


async def test_second_phone_stays_as_long_as_its_family_waits_or_has_a_case(memory: Memory) -> None:
    served, listed, gone = [await memory.family() for _ in range(3)]
    await memory.case(served)
    await memory.do(memory.people.enlist, listed.id, NOW)
    phones = [await memory.family() for _ in range(3)]
    for phone, family in zip(phones, (served, listed, gone), strict=True):
        await memory.do(memory.people.join_household, phone.id, family.id, None)

    over = await memory.do(memory.people.unfinished_before, NOW + DAY, NOW + DAY)

    assert over == (gone.id, phones[2].id)
