"""The ledger of promises: kept, warned of, broken with an apology and a new time; never at night, never twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.demo.person import Person
from tests.bot.ladder import ask_for_a_call, files, is_asked, local, look_up, row_of, rows, until
from tests.bot.road import book, buttons, offered, press, press_at_once, texts
from tests.stage import Stage, staged

SORRY = "Haben wir Sie noch nicht erreicht? Das tut uns leid."
ENDS = local(25, 16, 0)
"""The end of the window of whoever asks on Monday morning."""

BROKEN = local(26, 9, 30)
"""Half an hour of work after it."""


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as stage:
        yield stage


async def ledger(stage: Stage) -> list[tuple[str, int | None]]:
    """Every promise with its state and who keeps it."""
    return [tuple(row) for row in await rows(stage, "SELECT state, owner FROM promises ORDER BY id")]


async def due(stage: Stage) -> datetime:
    """When the open promise is broken."""
    ((seconds,),) = await rows(stage, "SELECT due_at FROM promises WHERE state = 'open'")
    return datetime.fromtimestamp(int(seconds), tz=BROKEN.tzinfo)


async def taken_case(stage: Stage) -> tuple[Person, Person, Person]:
    """A case as soon as possible in Mira's hands, with Jonas as the other coach."""
    mira, jonas, ayla = await stage.team("Mira"), await stage.team("Jonas"), stage.family()
    await ask_for_a_call(stage, ayla)
    await press(stage, mira, "~case.1-take")
    return mira, jonas, ayla


async def test_every_open_call_is_a_promise_with_an_owner_and_a_deadline(stage: Stage) -> None:
    mira, jonas, ayla = await stage.team("Mira"), await stage.team("Jonas"), stage.family()
    await ask_for_a_call(stage, ayla)
    assert await ledger(stage) == [("open", await row_of(stage, mira))]
    assert await due(stage) == BROKEN

    await until(stage, local(23, 10, 0))
    assert await ledger(stage) == [("open", await row_of(stage, jonas))]
    await press(stage, mira, "~case.1-take")
    assert await ledger(stage) == [("open", await row_of(stage, mira))]

    await press(stage, mira, "~case.1-reached")
    assert await ledger(stage) == [("kept", await row_of(stage, mira))]
    assert await rows(stage, "SELECT COUNT(*) FROM timers WHERE kind IN ('warn', 'due', 'overdue')") == [(0,)]


async def test_family_not_reached_was_called_and_gets_a_new_promise(stage: Stage) -> None:
    mira, _, _ = await taken_case(stage)
    await press(stage, mira, "~case.1-missed-0")
    row = await row_of(stage, mira)
    assert await ledger(stage) == [("kept", row), ("open", row)]


@pytest.mark.parametrize("way", ["cancelled", "wrong number", "erased"])
async def test_promise_that_nobody_waits_for_counts_for_nothing(stage: Stage, way: str) -> None:
    mira, _, ayla = await taken_case(stage)
    match way:
        case "cancelled":
            await press(stage, ayla, "~card.cancel", "~cancel.yes")
        case "wrong number":
            await press(stage, mira, "~case.1-wrong")
        case _:
            await stage.say(ayla, "/delete")
    assert [state for state, _ in await ledger(stage)] == ["void"]
    await until(stage, local(26, 10, 0))
    assert SORRY not in texts(ayla)


async def test_corrected_number_and_moved_call_are_promised_anew(stage: Stage) -> None:
    mira, _, ayla = await taken_case(stage)
    await press(stage, mira, "~case.1-wrong")
    await press(stage, ayla, "~card.number")
    ayla.share_contact()
    await stage.quiet()
    await press(stage, ayla, "phone_right.yes")
    assert [state for state, _ in await ledger(stage)] == ["void", "open"]

    await press(stage, ayla, "~card.move", "wish.exact")
    await press(stage, ayla, offered(ayla, "day")[1])
    await press(stage, ayla, offered(ayla, "time")[0], "move_check.yes")
    assert [state for state, _ in await ledger(stage)] == ["void", "void", "open"]


async def test_coach_is_warned_half_an_hour_before_a_window_ends(stage: Stage) -> None:
    mira, jonas, _ = await taken_case(stage)
    await until(stage, local(25, 15, 20))
    assert "Zusage läuft ab" not in texts(mira)
    await until(stage, local(25, 15, 30))
    assert "Zusage läuft ab: bitte bis 16:00 Uhr anrufen." in texts(mira)
    assert "Zusage läuft ab" not in texts(jonas)


async def test_coach_is_asked_what_became_of_an_exact_call(stage: Stage) -> None:
    mira, ayla = await stage.team("Mira"), stage.family()
    await book(stage, ayla, day=1)
    await press(stage, mira, "~case.1-take")
    await until(stage, local(24, 9, 30))
    assert "Was wurde aus dem Anruf?" in texts(mira)


async def test_kept_promise_warns_nobody_and_breaks_nothing(stage: Stage) -> None:
    mira, _, ayla = await taken_case(stage)
    await press(stage, mira, "~case.1-reached")
    await until(stage, local(26, 12, 0))
    assert "Zusage läuft ab" not in texts(mira)
    assert SORRY not in texts(ayla)


async def test_broken_promise_is_apologised_for_with_a_new_time_and_goes_to_the_next_coach(stage: Stage) -> None:
    petra = None
    mira, jonas, ayla = await taken_case(stage)
    petra = await stage.team("Petra", "lead")
    await until(stage, local(26, 9, 20))
    assert SORRY not in texts(ayla)

    await until(stage, BROKEN)

    assert f"{SORRY} Wir rufen Sie bis Donnerstag, 26. November, 18:00 Uhr an." in texts(ayla)
    assert is_asked(jonas)
    assert "jetzt wird jemand anders gefragt" in texts(mira)
    assert "~case.1-take" in buttons(mira)
    assert "Zusage nicht gehalten: Fall Nr. 1001." in texts(petra)
    assert await ledger(stage) == [("broken", await row_of(stage, mira)), ("open", await row_of(stage, jonas))]
    assert await rows(stage, "SELECT stage, owner FROM cases") == [("received", None)]


async def test_coach_who_talked_and_forgot_to_say_so_can_still_say_it(stage: Stage) -> None:
    mira, _, ayla = await taken_case(stage)
    await until(stage, BROKEN)
    await press(stage, mira, "~case.1-take", "~case.1-reached")
    assert [state for state, _ in await ledger(stage)] == ["broken", "kept"]
    assert "Gesprochen" in texts(mira)
    assert SORRY not in stage.screen(ayla).text


async def test_after_a_second_broken_promise_the_lead_has_the_case(stage: Stage) -> None:
    _, jonas, ayla = await taken_case(stage)
    petra = await stage.team("Petra", "lead")
    await until(stage, BROKEN)
    await press(stage, jonas, "~case.1-take")

    await until(stage, local(27, 9, 30))

    row = await row_of(stage, petra)
    assert await rows(stage, "SELECT stage, owner FROM cases") == [("taken", row)]
    assert "Zwei zugesagte Zeiten sind vorbei" in texts(petra)
    assert "Jetzt kümmert sich Petra" in texts(ayla)
    assert [state for state, _ in await ledger(stage)] == ["broken", "broken", "open"]


async def test_alone_in_the_team_a_coach_keeps_the_case(stage: Stage) -> None:
    mira, ayla = await stage.team("Mira"), stage.family()
    await ask_for_a_call(stage, ayla)
    await press(stage, mira, "~case.1-take")
    await until(stage, BROKEN)
    assert SORRY in texts(ayla)
    assert "die Familie hat eine neue" in texts(mira)
    assert await rows(stage, "SELECT stage, owner FROM cases") == [("taken", await row_of(stage, mira))]


async def test_broken_exact_call_is_freed_and_leaves_the_calendar(stage: Stage) -> None:
    mira, jonas, ayla = await stage.team("Mira"), await stage.team("Jonas"), stage.family()
    await book(stage, ayla, day=1)
    await press(stage, mira, "~case.1-take")
    await until(stage, local(24, 10, 30))
    assert is_asked(jonas)
    assert await rows(stage, "SELECT COUNT(*) FROM bookings") == [(0,)]
    assert len(files(mira)) == 2
    assert await rows(stage, "SELECT kind FROM outbox WHERE kind LIKE 'reminder%' AND status = 'waiting'") == []


async def test_nobody_is_apologised_to_at_night_or_on_a_sunday(stage: Stage) -> None:
    _, _, ayla = await taken_case(stage)
    await stage.move(seconds=(local(28, 22) - stage.clock()).total_seconds())
    assert SORRY not in texts(ayla)
    await stage.move(hours=20)
    assert SORRY not in texts(ayla)
    await until(stage, local(30, 7, 50))
    assert SORRY not in texts(ayla)
    await until(stage, local(30, 8, 0))
    assert SORRY in texts(ayla)


async def test_family_says_that_nobody_called_and_the_promise_is_broken_at_once(stage: Stage) -> None:
    mira, jonas, ayla = await stage.team("Mira"), await stage.team("Jonas"), stage.family()
    await book(stage, ayla, day=1)
    await press(stage, mira, "~case.1-take")
    assert "~card.nobody" not in buttons(ayla)
    await until(stage, local(24, 9, 10))

    for _ in range(2):
        press_at_once(ayla, "~card.nobody")
    await stage.quiet()

    assert "Danke, dass Sie uns das sagen." in texts(ayla)
    assert "~card.nobody" not in buttons(ayla)
    assert is_asked(jonas)
    assert [state for state, _ in await ledger(stage)] == ["broken", "open"]


async def test_window_can_be_reported_once_it_is_over(stage: Stage) -> None:
    _, jonas, ayla = await taken_case(stage)
    await until(stage, local(25, 15, 50))
    assert "~card.nobody" not in buttons(ayla)
    await until(stage, ENDS)
    await press(stage, ayla, "~card.nobody")
    assert is_asked(jonas)


async def test_promise_goes_with_the_case_to_whom_it_is_given(stage: Stage) -> None:
    mira, jonas, _ = await taken_case(stage)
    petra = await stage.team("Petra", "lead")
    await look_up(stage, petra)
    await press(stage, petra, "~case.1-give", f"~give.1-to-{await row_of(stage, jonas)}")
    assert await ledger(stage) == [("open", await row_of(stage, jonas))]
    await until(stage, local(25, 15, 30))
    assert "Zusage läuft ab" in texts(jonas)
    assert "Zusage läuft ab" not in texts(mira)
