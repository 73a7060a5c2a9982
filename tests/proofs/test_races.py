"""Races: many press at the same moment, and the database gives each thing to exactly one."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.demo.person import Person
from tests.proofs.road import HOME, Family, payload_at, phone_of, rows_of, walk
from tests.stage import Stage, staged

TAKEN = "Diese Zeit ist gerade vergeben worden. Bitte wählen Sie eine andere."


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A bot with nobody in its team yet."""
    async with staged(tmp_path) as opened:
        yield opened


def times_on(person: Person) -> list[str]:
    """The times a phone offers, as payloads."""
    buttons = Stage.screen(person).buttons
    return [b.data for b in buttons if b.data.split(".")[2] == "time" and not b.data.endswith(".<")]


async def look_up(stage: Stage, coach: Person) -> None:
    """Open the case that somebody else is asked to take."""
    coach.say("/cases")
    await stage.quiet()
    listed = Stage.screen(coach)
    coach.press(listed.id, payload_at(listed, "~case.1-open"))
    await stage.quiet()


async def test_fifty_families_press_one_slot_and_one_of_them_has_it(stage: Stage) -> None:
    await stage.team("Mira")
    families = [Family(stage.family()) for _ in range(50)]
    await walk(stage, families, until="time")
    assert len({tuple(times_on(family.phone)) for family in families}) == 1
    slot = times_on(families[0].phone)[0]

    for family in families:
        family.phone.press(Stage.screen(family.phone).id, slot)
    await stage.quiet()

    starts_at = int(slot.rpartition("-")[2]) * 60
    assert rows_of(stage.database, "SELECT state FROM bookings WHERE starts_at = ?", starts_at) == [("held",)]
    losers = [family for family in families if Stage.screen(family.phone).text.startswith(TAKEN)]
    (winner,) = [family for family in families if family not in losers]
    assert (len(losers), winner.place) == (49, "name")
    for loser in losers:
        assert len(times_on(loser.phone)) > 1
        assert slot not in times_on(loser.phone)

    finishing = [winner, *(replace(loser, time=i) for i, loser in enumerate(losers[:9]))]
    await walk(stage, finishing)

    calls = rows_of(stage.database, "SELECT COUNT(DISTINCT starts_at), COUNT(*) FROM bookings WHERE state = 'booked'")
    assert calls == [(10, 10)]
    assert rows_of(stage.database, "SELECT COUNT(*) FROM cases WHERE stage = 'received'") == [(10,)]


async def test_hold_that_ran_out_goes_to_the_one_who_sends_first(stage: Stage) -> None:
    await stage.team("Mira")
    early, late = Family(stage.family("Ayla"), day=1), Family(stage.family("Bülent"), day=1)
    await walk(stage, [early], until="check")
    await stage.move(minutes=16)
    await walk(stage, [late], until="check")
    assert len(rows_of(stage.database, "SELECT 1 FROM bookings")) == 1

    for family in (early, late):
        family.move()
    await stage.quiet()

    assert sorted((early.place, late.place)) == ["time", HOME]
    loser = early if early.place == "time" else late
    assert Stage.screen(loser.phone).text.startswith(TAKEN)
    assert rows_of(stage.database, "SELECT state FROM bookings") == [("booked",)]
    await walk(stage, [loser])
    assert rows_of(stage.database, "SELECT COUNT(DISTINCT starts_at), COUNT(*) FROM bookings") == [(2, 2)]


async def test_two_coaches_press_take_and_one_has_the_case(stage: Stage) -> None:
    coaches = [await stage.team("Mira"), await stage.team("Jonas")]
    family = Family(stage.family())
    await walk(stage, [family])

    await look_up(stage, coaches[1])
    for coach in coaches:
        screen = Stage.screen(coach)
        coach.press(screen.id, payload_at(screen, "~case.1-take"))
    await stage.quiet()

    assert rows_of(stage.database, "SELECT stage FROM cases") == [("taken",)]
    (owner,) = [coach for coach in coaches if coach.toasts == ["Das ist jetzt Ihr Fall."]]
    (other,) = [coach for coach in coaches if coach is not owner]
    assert other.toasts == [f"\u2068{owner.name}\u2069 war schneller."]
    card = other.last
    assert card.buttons == ()
    assert card.text.splitlines()[-1] == f"Übernommen von \u2068{owner.name}\u2069, Montag, 23. November, 09:00 Uhr."
    assert family.name not in card.text


async def test_five_coaches_press_take_ten_times_each_and_one_has_the_case(stage: Stage) -> None:
    coaches = [await stage.team(name) for name in ("Mira", "Jonas", "Selin", "Emre", "Lena")]
    family = Family(stage.family())
    await walk(stage, [family])
    for coach in coaches[1:]:
        await look_up(stage, coach)

    cards = [(coach, Stage.screen(coach)) for coach in coaches]
    for coach, card in cards * 10:
        coach.press(card.id, payload_at(card, "~case.1-take"))
    await stage.quiet()

    (owner,) = [coach for coach in coaches if set(coach.toasts) == {"Das ist jetzt Ihr Fall."}]
    for coach in coaches:
        assert len(coach.toasts) == 10
        assert coach is owner or set(coach.toasts) == {f"\u2068{owner.name}\u2069 war schneller."}
    assert rows_of(stage.database, "SELECT COUNT(*) FROM hands WHERE what = 'taken'") == [(1,)]
    query = "SELECT c.owner = b.coach, c.owner = p.owner FROM cases c, bookings b, promises p"
    assert rows_of(stage.database, query) == [(1, 1)]


async def test_card_passed_on_and_taken_at_the_same_moment_has_one_owner(stage: Stage) -> None:
    mira, jonas = await stage.team("Mira"), await stage.team("Jonas")
    await walk(stage, [Family(stage.family())])
    await look_up(stage, jonas)
    card = Stage.screen(mira)
    mira.press(card.id, payload_at(card, "~case.1-pass"))
    await stage.quiet()

    page, card = Stage.screen(mira), Stage.screen(jonas)
    mira.press(page.id, payload_at(page, "~pass_on.1-no_time"))
    jonas.press(card.id, payload_at(card, "~case.1-take"))
    await stage.quiet()

    ((owner, suggested),) = rows_of(stage.database, "SELECT owner, suggested FROM cases")
    assert owner == suggested or rows_of(stage.database, "SELECT what FROM hands WHERE what = 'passed'") == []
    assert jonas.toasts == ["Das ist jetzt Ihr Fall."]


@pytest.mark.parametrize("wish", ["exact", "part", "asap"])
async def test_check_screen_sent_five_times_opens_one_case(stage: Stage, wish: str) -> None:
    coaches = [await stage.team("Mira"), await stage.team("Jonas")]
    family = Family(stage.family(), wish=wish)
    await walk(stage, [family], until="check")

    for _ in range(5):
        family.move()
    await stage.quiet()

    assert family.place == HOME
    assert rows_of(stage.database, "SELECT COUNT(*) FROM cases") == [(1,)]
    assert rows_of(stage.database, "SELECT COUNT(*) FROM bookings") == [(int(wish == "exact"),)]
    timers = rows_of(stage.database, "SELECT kind FROM timers WHERE about = 1 AND kind <> 'morning' ORDER BY kind")
    assert timers == [(kind,) for kind in ("answer", "due", "overdue", "owned", "unclaimed", "warn")]
    assert rows_of(stage.database, "SELECT state FROM promises") == [("open",)]
    cards = [sum(message.text.startswith("Fall Nr.") for message in coach.messages) for coach in coaches]
    assert cards == [1, 0]
    assert Counter(sender for sender, _, _ in phone_of(family.phone))["bot"] == 3
