"""Passing a case on and giving it to a colleague: time, promise, calendar and the family's card go along."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.bot.ladder import ask_for_a_call, chain, files, is_asked, look_up, row_of, rows
from tests.bot.road import book, buttons, press, texts
from tests.stage import Stage, staged


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as stage:
        yield stage


async def test_somebody_else_please_goes_to_the_next_at_once_and_once(stage: Stage) -> None:
    mira, jonas = await stage.team("Mira"), await stage.team("Jonas")
    await ask_for_a_call(stage, stage.family())
    await press(stage, mira, "~case.1-why")
    assert "• spricht Deutsch\n• 0 offene Fälle\n• bisher noch kein Fall" in texts(mira)

    await press(stage, mira, "~case.1-pass")
    page = stage.screen(mira)
    with capture_logs() as logs:
        for _ in range(3):
            mira.press(page.id, "Gerade keine Zeit.")
            await stage.quiet()

    assert is_asked(jonas)
    assert [row[0::2] for row in await chain(stage)] == [
        ("opened", ""), ("offered", "speaks"), ("passed", "no_time"), ("offered", "speaks"),
    ]  # fmt: skip
    assert [log["no_time"] for log in logs if log["event"] == "case.passed"] == [True]


async def test_case_given_to_a_colleague_moves_with_its_time_its_promise_and_its_calendar_entry(stage: Stage) -> None:
    mira, jonas, ayla = await stage.team("Mira"), await stage.team("Jonas"), stage.family()
    await book(stage, ayla, day=1)
    await press(stage, mira, "~case.1-take", "~case.1-give")
    row = await row_of(stage, jonas)
    page, means = stage.screen(mira), f"~give.1-to-{row}"
    data = buttons(mira)[means][1].data
    for _ in range(2):
        mira.press(page.id, data)
        await stage.quiet()

    owners = "SELECT c.owner, b.coach, p.owner FROM cases c, bookings b, promises p WHERE p.state = 'open'"
    assert await rows(stage, owners) == [(row, row, row)]
    assert [what for what, _, _ in await chain(stage)] == ["opened", "offered", "taken", "given"]
    assert "Mira gibt Ihnen diesen Fall." in texts(jonas)
    assert "Übernommen von Jonas" in texts(mira)
    assert "Mira kümmert sich: 09:00 Uhr ✓\nJetzt kümmert sich Jonas: 09:00 Uhr ✓" in texts(ayla)
    assert [len(files(coach)) for coach in (mira, jonas)] == [2, 1]


async def test_colleague_with_a_call_at_that_time_is_named_and_cannot_be_given_it(stage: Stage) -> None:
    mira, jonas = await stage.team("Mira"), await stage.team("Jonas")
    await book(stage, stage.family("Ayla"), day=1)
    await book(stage, stage.family("Berat"), day=1)
    await press(stage, mira, "~case.1-take")
    await press(stage, jonas, "~case.2-take")

    await press(stage, mira, "~case.1-give")

    assert "Zu dieser Zeit schon in einem anderen Anruf: Jonas." in texts(mira)
    assert f"~give.1-to-{await row_of(stage, jonas)}" not in buttons(mira)


async def test_lead_gives_a_case_that_is_not_hers_to_whom_she_likes(stage: Stage) -> None:
    mira, jonas = await stage.team("Mira"), await stage.team("Jonas")
    petra = await stage.team("Petra", "lead")
    await ask_for_a_call(stage, stage.family())
    await look_up(stage, petra)

    await press(stage, petra, "~case.1-give", f"~give.1-to-{await row_of(stage, jonas)}")

    assert "Petra gibt Ihnen diesen Fall." in texts(jonas)
    assert "Übernommen von Jonas" in texts(mira)
    assert await rows(stage, "SELECT COUNT(*) FROM timers WHERE kind = 'answer'") == [(0,)]
