"""Several phones of one family in the database: one case for all, and a family that goes on without its first."""

from __future__ import annotations

from tests.storage.memory import DAY, NOW, Memory


async def test_family_counts_its_phones_and_nobody_of_the_team(memory: Memory) -> None:
    first, second, coach = await memory.family(), await memory.family("ar"), await memory.coach()
    await memory.do(memory.people.join_household, second.id, first.id, None)
    await memory.do(memory.people.join_household, coach.id, first.id, None)

    assert await memory.do(memory.people.phone_count, first.id) == 2
    assert await memory.do(memory.people.phone_count, coach.id) == 0


async def test_newest_case_is_known_on_every_phone(memory: Memory) -> None:
    first, second, other = [await memory.family() for _ in range(3)]
    await memory.do(memory.people.join_household, second.id, first.id, None)
    case = await memory.case(first)

    known = [(await memory.known(phone)).case_id for phone in (first, second, other)]

    assert known == [case.id, case.id, None]


async def test_case_speaks_for_the_phone_that_opened_it(memory: Memory) -> None:
    first, second = await memory.family(), await memory.family("ar")
    case = await memory.case(first)
    assert (await memory.stored(case)).opener == first.id

    await memory.do(memory.cases.keep_body, case.id, dict(case.body or {}) | {"phone": second.id})

    assert (await memory.stored(case)).opener == second.id


async def test_family_goes_on_when_its_first_phone_leaves(memory: Memory) -> None:
    first, second, third = [await memory.family() for _ in range(3)]
    old = await memory.case(first)
    await memory.rows("UPDATE cases SET stage = 'withdrawn' WHERE id = :id", id=old.id)
    shared = await memory.case(first)
    for phone in (second, third):
        await memory.do(memory.people.join_household, phone.id, first.id, shared.id)
    await memory.do(memory.people.enlist, second.id, NOW)
    await memory.do(memory.waiting.log, NOW, first.id, "enlisted")
    await memory.rows("INSERT INTO places (programme, free) VALUES ('gladbeck', 3)")
    await memory.do(memory.waiting.offer, "gladbeck", first.id, 1, NOW, NOW + DAY)

    await memory.do(memory.people.hand_family_on, first.id, second.id)

    assert [(await memory.known(one)).family for one in (first, second, third)] == [first.id, second.id, second.id]
    assert [(await memory.known(one)).case_id for one in (first, second, third)] == [None, shared.id, shared.id]
    assert (await memory.stored(shared)).family == second.id
    assert (await memory.stored(old)).family == first.id
    assert (await memory.known(third)).listed_at == NOW
    assert (await memory.known(first)).listed_at is None
    assert await memory.rows("SELECT person FROM offers") == [(second.id,)]
    assert await memory.rows("SELECT DISTINCT person FROM line_log") == [(second.id,)]


async def test_family_that_goes_on_keeps_its_ladder_and_is_made_no_offer_twice(memory: Memory) -> None:
    first, second = await memory.family(), await memory.family()
    await memory.do(memory.nudges.make, second.id, "first", "call", "shelf", NOW)
    await memory.do(memory.people.join_household, second.id, first.id, None)
    for offer in ("easy", "call"):
        await memory.do(memory.nudges.make, first.id, "first", offer, "shelf", NOW)
    done = await memory.ladder(first)
    await memory.do(memory.ladders.close, done.id, "done", NOW)
    ladder = await memory.ladder(await memory.known(second), NOW + DAY)

    await memory.do(memory.people.hand_family_on, first.id, second.id)
    await memory.do(memory.ladders.phone_left, first.id, NOW + DAY)
    await memory.do(memory.people.forget, first.id, NOW + DAY)

    assert await memory.rows("SELECT id, person, phone, why FROM ladders ORDER BY id") == [
        (done.id, second.id, second.id, "done"), (ladder.id, second.id, second.id, ""),
    ]  # fmt: skip
    assert set(await memory.do(memory.nudges.had, second.id)) == {"call", "easy"}


async def test_ladder_that_wrote_to_the_first_phone_closes_when_it_leaves(memory: Memory) -> None:
    first, second = await memory.family(), await memory.family()
    await memory.do(memory.people.join_household, second.id, first.id, None)
    ladder = await memory.ladder(first)

    await memory.do(memory.people.hand_family_on, first.id, second.id)
    await memory.do(memory.ladders.phone_left, first.id, NOW + DAY)

    assert await memory.rows("SELECT id, person, phone, why FROM ladders") == [
        (ladder.id, second.id, second.id, "over")
    ]


async def test_heir_with_a_ladder_of_its_own_goes_on_with_that_one(memory: Memory) -> None:
    first, second = await memory.family(), await memory.family()
    own = await memory.ladder(second)
    await memory.do(memory.people.join_household, second.id, first.id, None)
    await memory.ladder(first)

    await memory.do(memory.people.hand_family_on, first.id, second.id)

    assert await memory.do(memory.ladders.open_of, second.id) == own


async def test_code_is_found_as_long_as_it_is_good_and_can_be_withdrawn(memory: Memory) -> None:
    family, other = await memory.family(), await memory.family()
    await memory.do(memory.phone_codes.make, "f-secret", family.id, NOW + DAY)
    assert await memory.do(memory.phone_codes.find, "f-secret", NOW) == family.id
    assert await memory.do(memory.phone_codes.find, "f-secret", NOW + DAY) is None

    await memory.do(memory.phone_codes.drop, other.id)
    assert await memory.do(memory.phone_codes.find, "f-secret", NOW) == family.id
    await memory.do(memory.phone_codes.drop, family.id)
    assert await memory.do(memory.phone_codes.find, "f-secret", NOW) is None


async def test_silence_is_of_one_phone_alone(memory: Memory) -> None:
    first, second = await memory.family(), await memory.family("ar")
    await memory.do(memory.people.join_household, second.id, first.id, None)

    await memory.do(memory.people.hush, second.id, hushed=True)
    assert [(await memory.known(one)).hushed for one in (first, second)] == [False, True]
    await memory.do(memory.people.hush, second.id, hushed=False)
    assert not (await memory.known(second)).hushed
