"""What happens by itself: the lead hears of a case nobody took, and what may be kept no longer goes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.demo.person import Person
from bot.standstill.round_life import OPEN_FOR
from bot.ticks import sweep
from storage.dates import ProjectDates
from storage.ladders import Ladder
from storage.units import Unit
from tests.bot.road import PRE_CHECK, book, buttons, press, texts, to_check, to_times, to_wish
from tests.stage import Stage, rows, staged

GLADBECK = ZoneInfo("Europe/Berlin")
NOBODY = "Niemand hat diesen Fall übernommen."
LADDER = "kind IN ('answer', 'unclaimed', 'owned')"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as stage:
        yield stage


def local(month: int, day: int, hour: int, minute: int) -> datetime:
    """A time in Gladbeck."""
    return datetime(2026, month, day, hour, minute, tzinfo=GLADBECK).astimezone(UTC)


async def count(stage: Stage, table: str, where: str = "1 = 1") -> int:
    return int((await rows(stage, f"SELECT COUNT(*) FROM {table} WHERE {where}"))[0][0])


async def until(stage: Stage, at: datetime) -> None:
    """Move the clock to an instant."""
    await stage.move(seconds=(at - stage.clock()).total_seconds())


async def days_later(stage: Stage, days: float) -> None:
    """Move the clock on and sweep, as happens every hour."""
    await stage.move(days=days)
    await stage.bot.service.sweep()
    await stage.quiet()


async def ask_for_a_call(stage: Stage, family: Person) -> None:
    """A case with the wish for a call as soon as possible."""
    await to_wish(stage, family)
    await press(stage, family, "wish.asap")
    await to_check(stage, family)
    await press(stage, family, "check.send")


@pytest.mark.parametrize(
    ("asked", "heard"),
    [
        (local(11, 23, 9, 0), local(11, 23, 14, 30)),
        (local(11, 27, 11, 0), local(11, 30, 12, 0)),
        (local(11, 28, 20, 0), local(11, 30, 14, 30)),
        (local(12, 23, 15, 0), local(12, 28, 12, 0)),
    ],
    ids=["within a day", "over a weekend", "asked on a Saturday", "over Christmas"],
)
async def test_lead_hears_after_240_working_minutes(tmp_path: Path, asked: datetime, heard: datetime) -> None:
    async with staged(tmp_path, at=asked) as stage:
        for name in ("Mira", "Jonas", "Selin", "Emre", "Lena"):
            await stage.team(name)
        lead = await stage.team("Petra", role="lead")
        await ask_for_a_call(stage, stage.family())

        await until(stage, heard - timedelta(seconds=1))
        assert NOBODY not in texts(lead)
        await until(stage, heard)
        assert texts(lead).count(NOBODY) == 1
        assert "~case.1-take" in buttons(lead)

        await stage.move(minutes=20)
        assert texts(lead).count(NOBODY) == 1


async def test_lead_hears_nothing_of_a_case_that_was_taken(stage: Stage) -> None:
    lead, mira = await stage.team("Petra", role="lead"), await stage.team("Mira")
    await ask_for_a_call(stage, stage.family())
    await press(stage, mira, "~case.1-take")
    assert await count(stage, "timers", LADDER) == 0

    await stage.move(days=2)

    assert NOBODY not in texts(lead)


async def test_lead_hears_nothing_of_a_case_the_family_took_back(stage: Stage) -> None:
    lead = await stage.team("Petra", role="lead")
    await stage.team("Mira")
    ayla = stage.family()
    await book(stage, ayla)
    await press(stage, ayla, "~card.cancel", "~cancel.yes")

    await stage.move(days=7)

    assert NOBODY not in texts(lead)
    assert await count(stage, "timers", "about = 1 AND id NOT LIKE 'morning%'") == 0


async def test_lead_takes_the_case_that_nobody_took(stage: Stage) -> None:
    lead = await stage.team("Petra", role="lead")
    await stage.team("Mira")
    ayla = stage.family()
    await ask_for_a_call(stage, ayla)
    await stage.move(days=1)

    await press(stage, lead, "~case.1-take")

    assert "Petra" in texts(ayla)


async def test_unfinished_talk_is_erased_after_fourteen_days(stage: Stage) -> None:
    await stage.team("Mira")
    await to_wish(stage, stage.family())

    await days_later(stage, 13.9)
    assert await count(stage, "persons", "role = 'family'") == 1
    await days_later(stage, 0.2)
    assert await count(stage, "persons", "role = 'family'") == 0
    assert await count(stage, "consents") == 2


async def test_any_answer_lets_an_unfinished_talk_live_on(stage: Stage) -> None:
    await stage.team("Mira")
    ayla = stage.family()
    await to_wish(stage, ayla)
    await days_later(stage, 10)
    await to_times(stage, ayla)

    await days_later(stage, 10)
    assert await count(stage, "persons", "role = 'family'") == 1


STOPPED = ("~case.1-take", "~case.1-reached", "~case.1-close", "~close.1-stopped", "~close.1-stopped-no_time")


async def test_case_with_an_outcome_is_erased_after_thirty_days(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await book(stage, stage.family())
    await press(stage, mira, *STOPPED)

    await days_later(stage, 29.9)
    assert await count(stage, "cases", "body IS NOT NULL") == 1
    await days_later(stage, 0.2)
    assert await rows(stage, "SELECT family, body, stage FROM cases") == [(None, None, "stopped")]
    assert await count(stage, "persons", "role = 'family'") == 0


async def test_case_spoken_with_waits_half_a_year_for_its_outcome(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await book(stage, stage.family())
    await press(stage, mira, "~case.1-take", "~case.1-reached")

    await days_later(stage, 179.9)
    assert await count(stage, "cases", "body IS NOT NULL") == 1
    await days_later(stage, 0.2)
    assert await rows(stage, "SELECT family, body, stage FROM cases") == [(None, None, "spoken")]


async def test_case_that_came_to_nothing_is_erased_after_ninety_days(stage: Stage) -> None:
    await stage.team("Mira")
    ayla = stage.family()
    await book(stage, ayla)
    await press(stage, ayla, "~card.cancel", "~cancel.yes")

    await days_later(stage, 89.9)
    assert await count(stage, "persons", "role = 'family'") == 1
    await days_later(stage, 0.2)
    assert await count(stage, "persons", "role = 'family'") == 0
    assert await count(stage, "cases", "body IS NOT NULL") == 0


async def joins(stage: Stage, *, later: bool) -> tuple[Person, Person]:
    """A coach, and a family that has a place in the programme and may be asked later, or not."""
    mira, ayla = await stage.team("Mira"), stage.family()
    await book(stage, ayla)
    if later:
        await stage.say(ayla, "/privacy")
        await press(stage, ayla, "~.consents", "~consents.later+")
    await stage.bot.storage.run(lambda: stage.bot.house.calendar.set_places("gladbeck", 1, stage.clock()))
    await press(stage, mira, "~case.1-take", "~case.1-reached", "~case.1-close", "~close.1-joined")
    return mira, ayla


async def test_family_in_the_programme_is_erased_after_thirty_days_where_it_may_not_be_asked_later(
    stage: Stage,
) -> None:
    await joins(stage, later=False)

    await days_later(stage, 29.9)
    assert await count(stage, "cases", "body IS NOT NULL") == 1
    await days_later(stage, 0.2)
    assert await rows(stage, "SELECT family, body, stage FROM cases") == [(None, None, "joined")]
    assert await count(stage, "persons", "role = 'family'") == 0


async def test_family_in_the_programme_is_kept_as_long_as_it_may_be_asked_later(stage: Stage) -> None:
    _, ayla = await joins(stage, later=True)

    await days_later(stage, 200)
    assert await count(stage, "cases", "body IS NOT NULL") == 1
    assert await count(stage, "persons", "role = 'family'") == 1

    await stage.say(ayla, "/privacy")
    await press(stage, ayla, "~.consents", "~consents.later-")
    await days_later(stage, 0.1)
    assert await rows(stage, "SELECT family, body, stage FROM cases") == [(None, None, "joined")]


async def test_year_that_is_over_frees_its_place_for_a_family_that_was_kept(stage: Stage) -> None:
    mira, _ = await joins(stage, later=True)
    assert await rows(stage, "SELECT free FROM places") == [(0,)]
    await days_later(stage, 200)

    await press(stage, mira, "~case.1-close", "~close.1-stopped", "~close.1-stopped-ended")

    assert await rows(stage, "SELECT free FROM places") == [(1,)]
    await days_later(stage, 30.1)
    assert await rows(stage, "SELECT family, body, stage FROM cases") == [(None, None, "stopped")]


async def test_nobody_is_kept_beyond_the_end_of_the_project(stage: Stage) -> None:
    await joins(stage, later=True)
    ends_on = stage.bot.house.programme.programme.ends_on
    await until(stage, datetime(ends_on.year, ends_on.month, ends_on.day, 23, 0, tzinfo=GLADBECK).astimezone(UTC))
    await days_later(stage, 0)
    assert await count(stage, "cases", "body IS NOT NULL") == 1

    await days_later(stage, 0.1)
    assert await count(stage, "cases", "body IS NOT NULL") == 0


async def test_end_set_by_the_lead_counts_and_not_the_one_of_the_file(stage: Stage) -> None:
    await joins(stage, later=True)
    in_forty_days = (stage.clock() + timedelta(days=40)).date()
    await stage.bot.storage.run(lambda: stage.bot.house.dates.set(ProjectDates(None, in_forty_days)))

    await days_later(stage, 39)
    assert await count(stage, "cases", "body IS NOT NULL") == 1
    await days_later(stage, 2)
    assert await count(stage, "cases", "body IS NOT NULL") == 0


async def test_round_that_nobody_ended_lapses_and_another_may_begin(stage: Stage) -> None:
    rounds = stage.bot.house.rounds
    await joins(stage, later=True)
    await stage.bot.storage.run(lambda: rounds.begin(1, "scaling", None, "", stage.clock()))

    await days_later(stage, OPEN_FOR / timedelta(days=1) - 0.1)
    assert await rows(stage, "SELECT state FROM rounds") == [("sent",)]
    await days_later(stage, 0.2)

    assert await rows(stage, "SELECT state, done_at IS NULL FROM rounds") == [("lapsed", 0)]
    assert await stage.bot.storage.run(lambda: rounds.begin(1, "miracle", None, "", stage.clock())) == 2


async def test_closed_ladder_is_forgotten_after_a_year(stage: Stage) -> None:
    await stage.team("Mira")
    await ask_for_a_call(stage, stage.family())
    ladders, now = stage.bot.house.ladders, stage.clock()
    family = (await rows(stage, "SELECT id FROM persons WHERE role = 'family'"))[0][0]
    await stage.bot.storage.run(
        lambda: ladders.begin(Ladder(0, family, family, "standing", "silent", None, 0, now, now))
    )
    await stage.bot.storage.run(lambda: ladders.close_of(family, "done", now))

    await stage.bot.storage.run(lambda: sweep(stage.bot.house, now + timedelta(days=365)))
    assert await count(stage, "ladders", "why = 'done'") == 1
    await stage.bot.storage.run(lambda: sweep(stage.bot.house, now + timedelta(days=367)))
    assert await count(stage, "ladders", "why = 'done'") == 0


async def test_open_case_is_kept_however_long_it_takes(stage: Stage) -> None:
    await stage.team("Mira")
    await ask_for_a_call(stage, stage.family())

    await days_later(stage, 400)

    assert await count(stage, "cases", "body IS NOT NULL AND stage = 'taken'") == 1


async def test_family_with_a_fresh_case_keeps_it_when_the_old_one_goes(stage: Stage) -> None:
    mira, ayla = await stage.team("Mira"), stage.family()
    await book(stage, ayla)
    await press(stage, mira, *STOPPED)
    await days_later(stage, 20)
    await press(stage, ayla, "~card.anew", *PRE_CHECK, "wish.asap")
    await to_check(stage, ayla)
    await press(stage, ayla, "check.send")

    await days_later(stage, 20)

    assert await rows(stage, "SELECT id, family IS NULL, body IS NULL, stage FROM cases ORDER BY id") == [
        (1, 1, 1, "stopped"), (2, 0, 0, "taken"),
    ]  # fmt: skip
    assert await count(stage, "persons", "role = 'family' AND case_id = 2") == 1


async def test_place_on_the_waiting_list_is_kept(stage: Stage) -> None:
    await stage.team("Mira")
    ayla = stage.family()
    await to_wish(stage, ayla)
    family = (await rows(stage, "SELECT id FROM persons WHERE role = 'family'"))[0][0]
    await stage.bot.storage.run(lambda: stage.bot.house.people.enlist(family, stage.clock()))

    await days_later(stage, 400)

    assert await rows(stage, "SELECT id FROM persons WHERE role = 'family'") == [(family,)]


async def test_blank_row_of_an_erased_chat_goes_within_hours_and_the_proof_after_years(stage: Stage) -> None:
    await stage.team("Mira")
    ayla = stage.family()
    await book(stage, ayla)
    await stage.say(ayla, "/delete")
    assert await rows(stage, "SELECT state FROM persons WHERE role = 'family'") == [(None,)]

    await days_later(stage, 0.1)
    assert await count(stage, "persons", "role = 'family'") == 0
    assert await rows(stage, "SELECT purpose, given FROM consents ORDER BY id") == [
        ("callback", 1), ("reminders", 1), ("callback", 0), ("reminders", 0),
    ]  # fmt: skip

    await days_later(stage, 3 * 366)
    assert await count(stage, "consents") == 0


async def test_ids_of_updates_and_old_invitations_go_by_themselves(stage: Stage) -> None:
    await stage.team("Mira")
    assert (await count(stage, "seen"), await count(stage, "invitations")) == (2, 1)

    await days_later(stage, 2.9)
    assert await count(stage, "seen") == 2
    await days_later(stage, 6)
    assert (await count(stage, "seen"), await count(stage, "invitations")) == (0, 0)


async def test_sweep_takes_hundreds_in_one_go(stage: Stage) -> None:
    people, now = stage.bot.house.people, stage.clock()

    def crowd() -> Unit[None]:
        for chat in range(70001, 70451):
            yield from people.meet(chat, "de", now)

    await stage.bot.storage.run(crowd)
    await days_later(stage, 1)

    assert await count(stage, "persons") == 0


async def test_case_that_fell_due_before_there_was_a_lead_reaches_the_one_who_joins_later(stage: Stage) -> None:
    await ask_for_a_call(stage, stage.family())
    await stage.move(days=1)
    petra = await stage.team("Petra", "lead")
    assert NOBODY in texts(petra)

    await stage.move(days=1)
    assert await rows(stage, "SELECT stage FROM cases") == [("taken",)]
    assert "~case.1-reached" in buttons(petra)
