"""A coach is ill or away: calls go to others or get a new time, all are told once, nothing comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.person import Person
from bot.desk.absence import day_closed
from bot.posting import Post
from storage.units import Unit
from tests.bot.road import book, buttons, press, press_at_once, texts, to_check, to_times, to_wish
from tests.stage import MONDAY_MORNING, Stage, rows, staged

SAME = "Jemand anderes aus unserem Team ruft Sie an, zur gleichen Zeit."
ANEW = "Der Anruf bekommt eine neue Zeit."


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as stage:
        yield stage


async def until(stage: Stage, at: datetime) -> None:
    await stage.move(seconds=(at - stage.clock()).total_seconds())


async def taken_call(stage: Stage, coach: Person, name: str = "Ayla", time: int = 3, day: int = 0) -> Person:
    """A family whose exact call this coach has taken."""
    family = stage.family(name)
    await book(stage, family, day=day, time=time)
    case = (await rows(stage, "SELECT MAX(id) FROM cases"))[0][0]
    await press(stage, coach, f"~case.{case}-take")
    return family


async def asked_for(stage: Stage, name: str = "Ayla") -> Person:
    """A family that asked for a call as soon as possible."""
    family = stage.family(name)
    await to_wish(stage, family)
    await press(stage, family, "wish.asap")
    await to_check(stage, family)
    await press(stage, family, "check.send")
    return family


async def times(stage: Stage, coach: Person, *picks: str) -> None:
    await stage.say(coach, "/times")
    await press(stage, coach, *(f"~times.{pick}" for pick in picks))


async def test_call_goes_to_a_colleague_at_the_same_time(stage: Stage) -> None:
    mira, jonas = await stage.team("Mira"), await stage.team("Jonas")
    ayla = await taken_call(stage, mira)
    before = await rows(stage, "SELECT starts_at, sequence FROM cases")

    await times(stage, mira, "ill")

    assert texts(ayla).count(SAME) == 1
    assert await rows(stage, "SELECT starts_at, sequence FROM cases") == before
    assert await rows(stage, "SELECT coach FROM bookings") == [(2,)]
    assert "~case.1-take" in buttons(jonas)
    assert "1 Anruf: 1 an Jonas." in texts(mira)
    assert "Anruf Nr. 1001: abgesagt" in texts(mira)

    await press(stage, jonas, "~case.1-take")
    assert "Anruf Nr. 1001" in texts(jonas)


async def test_ill_pressed_twice_moves_and_tells_once(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await stage.team("Jonas")
    ayla = await taken_call(stage, mira)

    await stage.say(mira, "/times")
    press_at_once(mira, "~times.ill")
    press_at_once(mira, "~times.ill")
    await stage.quiet()

    assert texts(ayla).count(SAME) == 1
    assert await rows(stage, "SELECT COUNT(*) FROM absences") == [(1,)]
    assert texts(mira).count("Gute Besserung") == 1


async def test_call_that_nobody_can_make_gets_a_new_time(stage: Stage) -> None:
    lead = await stage.team("Petra", role="lead")
    mira = await stage.team("Mira")
    ayla = await taken_call(stage, mira)

    await times(stage, mira, "ill")

    assert texts(ayla).count(ANEW) == 1
    assert await rows(stage, "SELECT wish, sequence FROM cases") == [("asap", 1)]
    assert await rows(stage, "SELECT COUNT(*) FROM bookings") == [(0,)]
    assert await rows(stage, "SELECT COUNT(*) FROM promises WHERE state = 'open'") == [(1,)]
    assert "Für diese Fälle ist sonst niemand da: Nr. 1001." in texts(lead).replace("\u2068", "")
    assert "neu gelegt" in texts(mira)
    assert "~card.move" in buttons(ayla)


async def test_busy_colleague_gets_the_case_but_not_the_time(stage: Stage) -> None:
    mira, jonas = await stage.team("Mira"), await stage.team("Jonas", hours="Fri 09:00-12:00")
    ayla = await taken_call(stage, mira)

    await times(stage, mira, "ill")

    assert texts(ayla).count(ANEW) == 1
    assert "~case.1-take" in buttons(jonas)
    assert "1 Anruf: 1 neu gelegt." in texts(mira)


async def test_window_that_can_be_kept_tomorrow_stays(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await stage.team("Jonas")
    ayla = await asked_for(stage)
    await press(stage, mira, "~case.1-take")

    await times(stage, mira, "ill")

    assert SAME not in texts(ayla)
    assert await rows(stage, "SELECT owner FROM cases") == [(1,)]


async def test_window_that_ends_within_the_absence_goes_on(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await stage.team("Jonas")
    ayla = await asked_for(stage)
    await press(stage, mira, "~case.1-take")

    await times(stage, mira, "away", "off-week", "sure-week")

    assert texts(ayla).count(SAME) == 1
    assert await rows(stage, "SELECT owner, suggested FROM cases") == [(None, 2)]


async def test_case_on_offer_goes_to_the_next_without_a_word_to_the_family(stage: Stage) -> None:
    mira, jonas = await stage.team("Mira"), await stage.team("Jonas")
    ayla = await asked_for(stage)
    assert "~case.1-take" in buttons(mira)
    told = texts(ayla)

    await times(stage, mira, "ill")

    assert "~case.1-take" in buttons(jonas)
    assert texts(ayla) == told


async def test_family_that_calls_us_itself_is_not_told_of_a_call(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await stage.team("Jonas")
    ayla = stage.family()
    await to_wish(stage, ayla)
    await press(stage, ayla, (await to_times(stage, ayla))[3])
    await stage.say(ayla, "Ayla")
    ayla.share_contact()
    await stage.quiet()
    await press(stage, ayla, "safe.never", "check.send")
    await press(stage, mira, "~case.1-take")

    await times(stage, mira, "ill")

    assert SAME not in texts(ayla)
    assert ANEW not in texts(ayla)


async def test_absence_to_come_is_asked_about_before_it_moves_anything(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await stage.team("Jonas")
    ayla = await taken_call(stage, mira, day=1)

    await times(stage, mira, "days", "d-2026-11-24", "off-2026-11-24-day")
    assert "1 Anruf ist betroffen:" in texts(mira)
    assert SAME not in texts(ayla)

    await press(stage, mira, "~times.sure-2026-11-24-day")
    assert texts(ayla).count(SAME) == 1


async def test_reminders_go_out_for_the_new_coachs_call(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await stage.team("Jonas")
    ayla = await taken_call(stage, mira, day=2)
    await times(stage, mira, "away", "off-week", "sure-week")

    await until(stage, MONDAY_MORNING + timedelta(days=1, hours=9, minutes=1))

    assert texts(ayla).count("Erinnerung an Ihren Telefon-Termin") == 1


async def test_reminders_of_a_lost_time_are_gone(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await taken_call(stage, mira, day=2)
    await times(stage, mira, "away", "off-week", "sure-week")
    assert await rows(stage, "SELECT COUNT(*) FROM outbox WHERE kind LIKE 'reminder%' AND status = 'waiting'") == [
        (0,)
    ]


async def test_family_sleeps_until_eight(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await stage.team("Jonas")
    ayla = await taken_call(stage, mira, day=1, time=5)
    await until(stage, MONDAY_MORNING + timedelta(hours=14))

    await times(stage, mira, "away", "off-tomorrow", "sure-tomorrow")
    assert SAME not in texts(ayla)
    await stage.move(hours=8)
    assert SAME not in texts(ayla)
    await stage.move(hours=1)
    assert texts(ayla).count(SAME) == 1
    await stage.move(hours=3)
    assert texts(ayla).count(SAME) == 1


async def test_early_call_cannot_wait_for_the_morning(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await stage.team("Jonas")
    ayla = await taken_call(stage, mira, day=1, time=0)
    await until(stage, MONDAY_MORNING + timedelta(hours=14))

    await times(stage, mira, "away", "off-tomorrow", "sure-tomorrow")

    assert texts(ayla).count(SAME) == 1


async def test_family_that_moved_its_call_in_the_night_is_told_nothing_old(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await stage.team("Jonas")
    ayla = await taken_call(stage, mira, day=1, time=5)
    await until(stage, MONDAY_MORNING + timedelta(hours=14))
    await times(stage, mira, "away", "off-tomorrow", "sure-tomorrow")

    await press(stage, ayla, "~card.move", "wish.asap", "move_check.yes")
    await stage.move(hours=12)

    assert SAME not in texts(ayla)


async def test_times_of_an_absent_coach_are_offered_to_nobody(stage: Stage) -> None:
    mira = await stage.team("Mira")
    ayla, berat = stage.family("Ayla"), stage.family("Berat")
    await to_wish(stage, ayla)
    held = (await to_times(stage, ayla, day=1))[2]
    await press(stage, ayla, held)

    await times(stage, mira, "days", "d-2026-11-24", "off-2026-11-24-day")

    await to_wish(stage, berat)
    await press(stage, berat, "wish.exact")
    assert "day.2026-11-24" not in buttons(berat)
    await to_check(stage, ayla)
    await press(stage, ayla, "check.send")
    assert await rows(stage, "SELECT COUNT(*) FROM bookings WHERE state = 'booked'") == [(0,)]


async def test_long_absence_shows_the_lead_who_is_left_alone(stage: Stage) -> None:
    lead = await stage.team("Petra", role="lead")
    mira = await stage.team("Mira")
    await taken_call(stage, mira)
    await press(stage, mira, "~case.1-reached")

    await times(stage, mira, "away", "off-open")

    assert "ist länger nicht da" in texts(lead)
    assert await rows(stage, "SELECT owner FROM cases") == [(2,)]


async def test_who_comes_back_is_asked_again(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await times(stage, mira, "away", "off-open")
    await asked_for(stage)
    assert "~case.1-take" not in buttons(mira)

    await times(stage, mira, "back-1")

    assert "~case.1-take" in buttons(mira)


async def test_calls_of_a_closed_day_get_new_times_and_keep_their_coach(stage: Stage) -> None:
    mira, jonas = await stage.team("Mira"), await stage.team("Jonas")
    ayla = await taken_call(stage, mira, "Ayla", day=1)
    berat = await taken_call(stage, jonas, "Berat", day=2)
    house = stage.bot.house

    def close() -> Unit[int]:
        yield from house.absences.close_day(date(2026, 11, 24))
        return (yield from day_closed(house, Post(house, stage.clock()), date(2026, 11, 24)))

    assert await stage.bot.storage.run(close) == 1
    await stage.bot.tick()
    await stage.quiet()

    assert texts(ayla).count("An diesem Tag ist bei uns leider geschlossen.") == 1
    assert "geschlossen" not in texts(berat)
    assert await rows(stage, "SELECT owner, wish FROM cases ORDER BY id") == [(1, "asap"), (2, "exact")]
    celia = stage.family("Celia")
    await to_wish(stage, celia)
    await press(stage, celia, "wish.exact")
    assert "day.2026-11-24" not in buttons(celia)


async def test_bot_that_was_down_tells_in_the_morning_all_the_same(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await stage.team("Jonas")
    ayla = await taken_call(stage, mira, day=1, time=5)
    await until(stage, MONDAY_MORNING + timedelta(hours=14))
    await times(stage, mira, "away", "off-tomorrow", "sure-tomorrow")

    await stage.bot.stop()
    stage.clock.move(timedelta(hours=10))
    await stage.start_bot()
    await stage.move(seconds=1)

    assert texts(ayla).count(SAME) == 1
