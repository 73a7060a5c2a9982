"""The ladder of hands: every case ends with somebody who took it, or with the lead, and the family sees who."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.desk.handover import without_owner
from bot.posting import Post
from storage.cases import CaseRow
from tests.bot.ladder import ask_for_a_call, chain, is_asked, local, row_of, rows, until
from tests.bot.road import book, buttons, press, texts
from tests.stage import Stage, staged


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as stage:
        yield stage


async def left_alone(stage: Stage) -> tuple[CaseRow, ...]:
    """Cases that nobody has and nobody is asked for."""
    house = stage.bot.house
    return await stage.bot.storage.run(lambda: without_owner(house, Post(house, stage.clock())))


async def test_only_the_best_coach_gets_the_card_and_the_others_find_it_in_their_list(stage: Stage) -> None:
    mira, jonas = await stage.team("Mira", languages="de,tr"), await stage.team("Jonas")
    await ask_for_a_call(stage, stage.family("Ayla", "tr"), "tr")

    assert "Frage an Sie (spricht Türkisch): Übernehmen Sie? Antwort bitte bis Montag, 23. November, 10:00" in texts(
        mira
    )
    assert "Fall Nr. 1001" not in texts(jonas)
    await stage.say(jonas, "/cases")
    assert "noch frei, gefragt: Mira bis Montag, 23. November, 10:00" in texts(jonas)

    await press(stage, jonas, "~case.1-open", "~case.1-take")
    assert "Übernommen von Jonas, Montag, 23. November, 09:00 Uhr." in texts(mira)
    assert await rows(stage, "SELECT COUNT(*) FROM timers WHERE kind IN ('answer', 'unclaimed', 'owned')") == [(0,)]


async def test_who_does_not_answer_within_an_hour_is_followed_by_the_next_and_then_by_the_lead(stage: Stage) -> None:
    mira, jonas = await stage.team("Mira", languages="de,tr"), await stage.team("Jonas")
    petra = await stage.team("Petra", "lead")
    await ask_for_a_call(stage, stage.family("Ayla", "tr"), "tr")

    await until(stage, local(23, 9, 50))
    assert (is_asked(mira), is_asked(jonas)) == (True, False)
    await until(stage, local(23, 10, 0))
    assert (is_asked(mira), is_asked(jonas)) == (False, True)
    assert "Noch frei. Gefragt ist Jonas (0 offene Fälle), bis Montag, 23. November, 11:00 Uhr." in texts(mira)
    assert "~case.1-take" in buttons(mira)

    await until(stage, local(23, 11, 0))
    assert (is_asked(mira), is_asked(jonas)) == (False, False)
    assert "Niemand hat diesen Fall übernommen." in texts(petra)
    assert "Der Fall liegt jetzt bei der Leitung: Petra." in texts(jonas)

    await until(stage, local(24, 16, 0))
    assert await rows(stage, "SELECT stage, owner FROM cases") == [("taken", await row_of(stage, petra))]
    assert "Dieser Fall liegt jetzt bei Ihnen." in texts(petra)


async def test_coach_who_was_asked_before_may_still_take_what_is_free(stage: Stage) -> None:
    mira, jonas, ayla = await stage.team("Mira"), await stage.team("Jonas"), stage.family()
    await ask_for_a_call(stage, ayla)
    await until(stage, local(23, 10, 30))
    assert is_asked(jonas)

    await press(stage, mira, "~case.1-take")

    assert "Mira kümmert sich: 10:30" in texts(ayla)
    assert "Übernommen von Mira" in texts(jonas)


@pytest.mark.parametrize(
    ("asked_at", "owned_at"),
    [
        (local(23, 9), local(24, 16)),
        (local(27, 11), local(30, 16)),
        (local(28, 20), local(30, 16)),
        (local(23, 15, month=12), local(28, 16, month=12)),
    ],
)
async def test_every_case_ends_with_the_lead_at_the_latest(
    tmp_path: Path, asked_at: datetime, owned_at: datetime
) -> None:
    async with staged(tmp_path, at=asked_at) as stage:
        for name in ("Mira", "Jonas", "Selin"):
            await stage.team(name)
        petra = await stage.team("Petra", "lead")
        await ask_for_a_call(stage, stage.family())
        given_at = None
        for _ in range(24 * 6):
            await stage.move(hours=1)
            assert await left_alone(stage) == ()
            given_at = given_at or ("~case.1-reached" in buttons(petra) and stage.clock())
        assert given_at == owned_at
        assert sum(what == "offered" for what, _, _ in await chain(stage)) >= 4


async def test_case_goes_on_at_once_where_the_asked_coach_has_blocked_the_bot(stage: Stage) -> None:
    mira, jonas = await stage.team("Mira", languages="de,tr"), await stage.team("Jonas")
    mira.block()
    await stage.quiet()

    await ask_for_a_call(stage, stage.family("Ayla", "tr"), "tr")

    assert is_asked(jonas)
    assert await left_alone(stage) == ()


async def test_case_goes_on_at_once_where_the_coach_blocks_the_bot_after_being_asked(stage: Stage) -> None:
    mira, jonas = await stage.team("Mira"), await stage.team("Jonas")
    await ask_for_a_call(stage, stage.family())
    mira.block()
    await stage.quiet()

    assert is_asked(jonas)
    assert [what for what, _, _ in await chain(stage)] == ["opened", "offered", "timed_out", "offered"]


async def test_only_coach_who_blocks_the_bot_leaves_the_case_to_the_lead(stage: Stage) -> None:
    mira = await stage.team("Mira")
    petra = await stage.team("Petra", "lead")
    await ask_for_a_call(stage, stage.family())

    mira.block()
    await stage.quiet()

    assert "Niemand hat diesen Fall übernommen." in texts(petra)
    assert await left_alone(stage) == ()
    await press(stage, petra, "~case.1-take")
    assert await rows(stage, "SELECT owner FROM promises WHERE state = 'open'") == [(await row_of(stage, petra),)]


async def test_who_is_absent_is_not_asked(stage: Stage) -> None:
    mira, jonas = await stage.team("Mira", languages="de,tr"), await stage.team("Jonas")
    away, now = await row_of(stage, mira), stage.clock()
    absences = stage.bot.house.absences
    await stage.bot.storage.run(lambda: absences.add(away, now, now + timedelta(days=1), "ill"))

    await ask_for_a_call(stage, stage.family("Ayla", "tr"), "tr")

    assert (is_asked(mira), is_asked(jonas)) == (False, True)


async def test_without_anybody_the_first_who_joins_is_asked(stage: Stage) -> None:
    await ask_for_a_call(stage, stage.family())
    await until(stage, local(23, 12, 0))

    mira = await stage.team("Mira")

    assert is_asked(mira)
    assert await left_alone(stage) == ()


async def test_without_a_lead_the_best_coach_owns_it_at_the_end_of_the_next_working_day(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await ask_for_a_call(stage, stage.family())

    await until(stage, local(24, 16, 0))

    assert "Dieser Fall liegt jetzt bei Ihnen." in texts(mira)
    assert await rows(stage, "SELECT stage FROM cases") == [("taken",)]


async def test_exact_time_is_offered_to_the_coach_whose_time_it_is_and_moves_along(stage: Stage) -> None:
    mira, jonas, ayla = await stage.team("Mira"), await stage.team("Jonas"), stage.family()
    await book(stage, ayla, day=1)
    assert is_asked(mira)
    assert "Mira" in texts(ayla)

    await until(stage, local(23, 10, 0))

    assert is_asked(jonas)
    assert await rows(stage, "SELECT coach FROM bookings") == [(await row_of(stage, jonas),)]
    assert "Jonas" in texts(ayla)


async def test_three_cases_at_once_are_spread_over_the_team(stage: Stage) -> None:
    coaches = [await stage.team(name) for name in ("Mira", "Jonas", "Selin")]
    for number in (1, 2, 3):
        await ask_for_a_call(stage, stage.family(f"Familie {number}"))
    assert [is_asked(coach, case) for case, coach in enumerate(coaches, start=1)] == [True, True, True]
