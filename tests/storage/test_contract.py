"""What every database promises to a unit of work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest

from storage.faults import ConstraintBroken, DatabaseBroken, DatabaseFault, StatementRefused
from storage.units import Row, Sql, Statement, Storage, Unit

Opens = Callable[[], Awaitable[Storage]]

MAKE_FAMILIES = Sql(
    """CREATE TABLE families (
        number {serial}, name TEXT UNIQUE, sealed {blob}, children BIGINT, CHECK (children < 30))"""
)
ADD = Sql("INSERT INTO families (name, sealed, children) VALUES (:name, :sealed, :children) RETURNING number")
NAMES = Sql("SELECT name FROM families ORDER BY name")
MAKE_TALLY = Sql("CREATE TABLE tally (door TEXT PRIMARY KEY, visits BIGINT NOT NULL)")
OPEN_DOOR = Sql("INSERT INTO tally (door, visits) VALUES (:door, 0)")
VISITS = Sql("SELECT visits FROM tally WHERE door = :door")
SET_VISITS = Sql("UPDATE tally SET visits = :visits WHERE door = :door")


def does(*statements: Statement) -> Callable[[], Unit[list[Row]]]:
    """A unit of these statements, which gives the rows of the last one."""

    def unit() -> Unit[list[Row]]:
        rows: list[Row] = []
        for statement in statements:
            rows = yield statement
        return rows

    return unit


def adds(name: str, children: int = 1) -> Callable[[], Unit[list[Row]]]:
    return does(ADD(name=name, sealed=None, children=children))


def visits(door: str) -> Unit[int]:
    """Reads, then writes what it read plus one: goes wrong as soon as another comes in between."""
    rows = yield VISITS(door=door)
    yield SET_VISITS(door=door, visits=rows[0][0] + 1)
    return int(rows[0][0]) + 1


async def names(storage: Storage) -> Sequence[str]:
    return [name for (name,) in await storage.run(does(NAMES()))]


@pytest.fixture
async def families(storage: Storage) -> Storage:
    await storage.run(does(MAKE_FAMILIES()))
    return storage


async def test_family_is_stored_and_its_number_comes_back(families: Storage) -> None:
    assert await families.run(adds("Aylin")) == [(1,)]
    assert await families.run(adds("Bassam")) == [(2,)]
    assert await names(families) == ["Aylin", "Bassam"]


async def test_rows_are_plain_tuples_in_a_list(families: Storage) -> None:
    await families.run(adds("Aylin"))

    rows = await families.run(does(NAMES()))

    assert (type(rows), type(rows[0])) == (list, tuple)


async def test_statement_without_rows_gives_an_empty_list(families: Storage) -> None:
    assert await families.run(does(Sql("DELETE FROM families")())) == []


async def test_unit_that_asks_nothing_gives_its_result(storage: Storage) -> None:
    def unit() -> Unit[str]:
        return "nothing to do"
        yield

    assert await storage.run(unit) == "nothing to do"


async def test_unit_sees_what_it_wrote_before(families: Storage) -> None:
    assert await families.run(does(ADD(name="Aylin", sealed=None, children=2), NAMES())) == [("Aylin",)]


@pytest.mark.parametrize(
    ("given", "kept"),
    [(b"\x00\xff", b"\x00\xff"), (None, None)],
)
async def test_sealed_value_comes_back_byte_for_byte(families: Storage, given: Any, kept: Any) -> None:
    await families.run(does(ADD(name="Aylin", sealed=given, children=None)))

    assert await families.run(does(Sql("SELECT sealed FROM families")())) == [(kept,)]


@pytest.mark.parametrize("text", ["Șerban 🏠", "a:b ::c :d $1 {blob} -- 'e'", "قسيمة", ""])
async def test_text_comes_back_as_it_was_said(families: Storage, text: str) -> None:
    await families.run(adds(text))

    assert await names(families) == [text]


async def test_yes_is_stored_as_one_and_a_sum_is_a_whole_number(families: Storage) -> None:
    await families.run(adds("Aylin", children=True))
    await families.run(adds("Bassam", children=3))

    rows = await families.run(does(Sql("SELECT SUM(children), COUNT(*) FROM families")()))

    assert [tuple(map(type, row)) for row in rows] == [(int, int)]
    assert rows == [(4, 2)]


async def test_an_instant_far_away_fits(families: Storage) -> None:
    rows = await families.run(does(Sql("SELECT CAST(:far AS BIGINT)")(far=2**62)))

    assert rows == [(2**62,)]


async def test_quotes_comments_and_a_name_used_twice_are_understood(families: Storage) -> None:
    await families.run(adds("Aylin"))
    tricky = Sql(
        """SELECT name, ':name' /* not :this, it's a note */, 'it''s :0' AS ":odd" FROM families
           WHERE name = :name OR name = CAST(:name AS TEXT)"""
    )

    assert await families.run(does(tricky(name="Aylin", unused=7))) == [("Aylin", ":name", "it's :0")]


async def test_unit_that_raises_leaves_nothing_behind(families: Storage) -> None:
    def unit() -> Unit[None]:
        yield ADD(name="Aylin", sealed=None, children=1)
        raise TimeoutError("the slot is gone")

    with pytest.raises(TimeoutError, match="the slot is gone"):
        await families.run(unit)

    assert await names(families) == []


async def test_one_of_many_families_fails_and_only_she_hears_of_it(families: Storage) -> None:
    def unlucky() -> Unit[list[Row]]:
        yield ADD(name="Lost", sealed=None, children=1)
        raise LookupError("no coach")

    units = [adds("Aylin"), unlucky, adds("Bassam"), adds("Too many", children=99), adds("Cem")]
    outcomes = await asyncio.gather(*map(families.run, units), return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [list, LookupError, list, ConstraintBroken, list]
    assert await names(families) == ["Aylin", "Bassam", "Cem"]


async def test_fault_found_at_the_commit_reaches_only_the_unit_that_caused_it(families: Storage) -> None:
    children = """CREATE TABLE children (
        family BIGINT REFERENCES parents (number) DEFERRABLE INITIALLY DEFERRED)"""
    await families.run(does(Sql("CREATE TABLE parents (number BIGINT PRIMARY KEY)")(), Sql(children)()))

    outcomes = await asyncio.gather(
        families.run(adds("Aylin")),
        families.run(does(Sql("INSERT INTO children (family) VALUES (:family)")(family=404))),
        families.run(adds("Bassam")),
        return_exceptions=True,
    )

    assert [type(outcome) for outcome in outcomes] == [list, ConstraintBroken, list]
    assert await names(families) == ["Aylin", "Bassam"]


async def test_broken_rule_is_told_without_the_value_that_broke_it(families: Storage) -> None:
    await families.run(adds("Aylin"))

    for statement in (
        ADD(name="Aylin", sealed=None, children=1),
        ADD(name="Bassam 030 23125 001", sealed=None, children=77),
    ):
        with pytest.raises(ConstraintBroken) as caught:
            await families.run(does(statement))
        assert [word for word in ("Aylin", "Bassam", "23125", "77") if word in str(caught.value)] == []


@pytest.mark.parametrize(
    "statement",
    [
        Sql("SELECT nothing FROM nowhere")(),
        Sql("SELEKT 1")(),
        Sql("SELECT name FROM families WHERE name = :name")(),
        Sql("SELECT {nonsense}")(),
        Sql("DELETE FROM families -- all of them")(),
        ADD(name="half a \ud83d character", sealed=None, children=1),
        ADD(name="Aylin", sealed=None, children=2**80),
    ],
    ids=["no table", "no SQL", "no value", "strange token", "line comment", "half a character", "too big"],
)
async def test_statement_that_makes_no_sense_is_refused(families: Storage, statement: Statement) -> None:
    with pytest.raises(StatementRefused) as caught:
        await families.run(does(statement))

    assert "character" not in str(caught.value)
    assert await families.run(adds("Still working")) == [(1,)]


async def test_unit_cannot_go_on_after_a_statement_that_failed(families: Storage) -> None:
    def stubborn() -> Unit[str]:
        yield ADD(name="Aylin", sealed=None, children=1)
        try:
            yield ADD(name="Aylin", sealed=None, children=1)
        except DatabaseFault:
            yield NAMES()
        return "all is well"

    def calm() -> Unit[str]:
        try:
            yield ADD(name="Bassam", sealed=None, children=99)
        except DatabaseFault:
            return "all is well"
        return ""

    for unit in (stubborn, calm):
        with pytest.raises(ConstraintBroken):
            await families.run(unit)

    assert await names(families) == []


async def test_unit_may_give_a_failed_statement_a_better_name(families: Storage) -> None:
    def unit() -> Unit[None]:
        try:
            yield ADD(name="Aylin", sealed=None, children=99)
        except ConstraintBroken:
            raise ValueError("so many children do not fit the form") from None

    with pytest.raises(ValueError, match="so many children"):
        await families.run(unit)


async def test_hundred_families_at_one_door_are_all_counted(storage: Storage) -> None:
    await storage.run(does(MAKE_TALLY(), OPEN_DOOR(door="library")))

    seen = await asyncio.gather(*(storage.run(lambda: visits("library")) for _ in range(100)))

    assert sorted(seen) == list(range(1, 101))


async def test_closing_finishes_what_waits_and_may_be_said_twice(open_shared: Opens) -> None:
    storage = await open_shared()
    await storage.run(does(MAKE_FAMILIES()))
    under_way = [asyncio.ensure_future(storage.run(adds(f"Family {number}"))) for number in range(5)]
    await asyncio.sleep(0)
    await storage.close()
    await storage.close()
    await asyncio.gather(*under_way)

    assert len(await names(await open_shared())) == 5


async def test_closed_database_says_so(storage: Storage) -> None:
    await storage.close()

    with pytest.raises(DatabaseBroken, match="the database was closed"):
        await storage.run(does(MAKE_FAMILIES()))


async def test_cancelled_caller_leaves_the_others_unharmed(families: Storage) -> None:
    callers = [asyncio.ensure_future(families.run(adds(name))) for name in ("Aylin", "Bassam", "Cem")]
    await asyncio.sleep(0)
    callers[1].cancel()
    outcomes = await asyncio.gather(*callers, return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [list, asyncio.CancelledError, list]
    assert [name for name in await names(families) if name != "Bassam"] == ["Aylin", "Cem"]


async def test_twenty_writers_on_one_counter_lose_no_visit(open_shared: Opens) -> None:
    writers = await asyncio.gather(*(open_shared() for _ in range(20)))
    await writers[0].run(does(MAKE_TALLY(), OPEN_DOOR(door="library")))

    async def write(storage: Storage) -> None:
        for _ in range(30):
            await storage.run(lambda: visits("library"))

    await asyncio.gather(*map(write, writers))

    assert await writers[0].run(does(VISITS(door="library"))) == [(600,)]


async def test_two_who_touch_two_doors_in_opposite_order_both_get_through(open_shared: Opens) -> None:
    first, second = await asyncio.gather(open_shared(), open_shared())
    await first.run(does(MAKE_TALLY(), OPEN_DOOR(door="library"), OPEN_DOOR(door="school")))

    def both(*doors: str) -> Unit[None]:
        for door in doors:
            yield from visits(door)

    async def walk(storage: Storage, *doors: str) -> None:
        for _ in range(20):
            await storage.run(lambda: both(*doors))

    await asyncio.gather(walk(first, "library", "school"), walk(second, "school", "library"))

    assert await first.run(does(Sql("SELECT SUM(visits) FROM tally")())) == [(80,)]
