"""Two families and one last place: whatever happens at the same moment, the database gives it to one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest

from bot.desk import in_line, offering
from bot.desk.line import offer_places
from bot.desk.line_looks import offer_over
from bot.gathering import Here
from bot.posting import Post
from dialogs.family.effects import DeclinePlace, PlaceGone
from storage.units import Unit
from tests.bot.road import texts
from tests.bot.waiting import joins, local, offered, offers, places, rows, until
from tests.stage import Stage, staged

KEY = "ZmFtaWxpZW5sb3RzZS10ZXN0LWtleS0zMi1ieXRlcyE="


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    """A bot on SQLite on disk, and one on PostgreSQL, with no place free."""
    told = {"FAMILIENLOTSE_KEY": KEY}
    if request.param == "postgres":
        told["DATABASE_URL"] = request.getfixturevalue("postgres_address")
    async with staged(tmp_path, **told) as opened:
        await places(opened, 0)
        yield opened


async def at_once(stage: Stage, *units: Callable[[], Unit[object]]) -> list[object]:
    """Run units at the same moment, each a transaction of its own."""
    return await asyncio.gather(*(stage.bot.storage.run(unit) for unit in units))


def looks(stage: Stage) -> Callable[[], Unit[object]]:
    """A look at the line, as a timer or the lead's press brings it about."""
    house = stage.bot.house
    return lambda: offer_places(house, Post(house, stage.clock()))


async def free(stage: Stage, count: int) -> None:
    """So many places are free, and nobody has looked at the line yet."""
    house, now = stage.bot.house, stage.clock()
    await stage.bot.storage.run(partial(house.calendar.set_places, house.town.programme, count, now))


async def test_one_place_is_offered_to_one_family_however_many_look_at_the_line(stage: Stage) -> None:
    await joins(stage, "Ayla", "Berat", "Carla")
    await free(stage, 1)

    await at_once(stage, *(looks(stage) for _ in range(12)))

    assert await offers(stage) == ["open"]


async def test_two_places_go_to_two_families_and_no_family_has_both(stage: Stage) -> None:
    await joins(stage, "Ayla", "Berat", "Carla")
    await free(stage, 2)

    await at_once(stage, *(looks(stage) for _ in range(12)))

    assert await rows(stage, "SELECT COUNT(*), COUNT(DISTINCT person) FROM offers WHERE state = 'open'") == [(2, 2)]


async def test_last_place_goes_to_the_waiting_family_or_to_the_coachs_and_never_to_both(stage: Stage) -> None:
    await joins(stage, "Ayla")
    await free(stage, 1)
    house = stage.bot.house
    joined = [partial(house.calendar.take_place, house.town.programme, 1) for _ in range(4)]

    told = await at_once(stage, joined[0], looks(stage), *joined[1:], looks(stage))

    taken = sum(outcome is True for outcome in told)
    assert taken + len(await offers(stage)) == 1


async def test_yes_and_the_end_of_the_offer_at_one_moment_leave_one_owner(stage: Stage) -> None:
    ayla, _ = await joins(stage, "Ayla", "Berat")
    await places(stage, 1)
    (family,) = (await rows(stage, "SELECT person FROM offers"))[0]
    house = stage.bot.house
    person = await stage.bot.storage.run(partial(house.people.load, family))
    assert person is not None
    ends = local(11, 26, 18, 0)

    def accepts() -> Unit[object]:
        return (yield from offering.accept(house, Here(person, ends), Post(house, ends), 1))

    def lapses() -> Unit[object]:
        yield from offer_over(house, Post(house, ends), 1)

    told = await at_once(stage, lapses, accepts, lapses, accepts)

    assert told[1] == told[3] == PlaceGone()
    assert await offers(stage) == ["lapsed", "open"]
    await until(stage, ends)
    assert offered(ayla) == []


async def test_yes_on_both_phones_of_a_family_takes_one_place(stage: Stage) -> None:
    await joins(stage, "Ayla")
    await places(stage, 1)
    (family,) = (await rows(stage, "SELECT person FROM offers"))[0]
    house, now = stage.bot.house, stage.clock()
    person = await stage.bot.storage.run(partial(house.people.load, family))
    assert person is not None

    def accepts() -> Unit[object]:
        return (yield from offering.accept(house, Here(person, now), Post(house, now), 1))

    told = await at_once(stage, *(accepts for _ in range(6)))

    assert sorted(told, key=repr) == [None, *(PlaceGone() for _ in range(5))]
    assert await rows(stage, "SELECT COUNT(*) FROM line_log WHERE what = 'accepted'") == [(1,)]


async def test_letting_a_place_pass_twice_offers_it_once_to_the_next(stage: Stage) -> None:
    await joins(stage, "Ayla", "Berat", "Carla")
    await places(stage, 1)
    (family,) = (await rows(stage, "SELECT person FROM offers"))[0]
    house, now = stage.bot.house, stage.clock()
    person = await stage.bot.storage.run(partial(house.people.load, family))
    assert person is not None

    def declines() -> Unit[object]:
        yield from in_line.declined(house, Here(person, now), Post(house, now), DeclinePlace(1, stays=True))

    await at_once(stage, *(declines for _ in range(6)))

    assert await offers(stage) == ["declined", "open"]


async def test_families_that_join_at_one_moment_share_one_free_place_fairly(stage: Stage) -> None:
    families = [stage.family(f"Familie {number}") for number in range(6)]
    for family in families:
        await stage.start(family)
        await stage.say(family, "/places")
    await free(stage, 1)

    for family in families:
        button = next(b for b in stage.screen(family).buttons if b.data.endswith("~places.join"))
        family.press(stage.screen(family).id, button.data)
    await stage.quiet()

    assert await offers(stage) == ["open"]
    assert len([family for family in families if "Gute Nachricht" in texts(family)]) == 1
    first = "SELECT person FROM waiting ORDER BY order_at, person LIMIT 1"
    assert await rows(stage, "SELECT COUNT(*) FROM waiting") == [(6,)]
    assert len(await rows(stage, first)) == 1
