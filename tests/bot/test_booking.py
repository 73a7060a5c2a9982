"""From a time on a button to a call in a calendar: held, booked, moved, refused, and reminded of once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.demo.person import Person
from bot.settings import PACKAGED_PROGRAMME
from dialogs.family.facts import Appointment, Stage
from dialogs.family.questions import read_slot
from storage.cases import CaseRow
from storage.units import Row
from tests.bot.road import book, buttons, offered, press, press_at_once, texts, to_check, to_times, to_wish
from tests.stage import MONDAY_MORNING, rows, staged
from tests.stage import Stage as Theatre

GLADBECK = ZoneInfo("Europe/Berlin")
TAKEN = "Diese Zeit ist gerade vergeben worden."
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Theatre]:
    async with staged(tmp_path) as stage:
        yield stage


async def bookings(stage: Theatre) -> list[Row]:
    """State and start (minutes since 1970) of every time that is not free."""
    return await rows(stage, "SELECT state, starts_at / 60 FROM bookings ORDER BY starts_at")


async def team_rows(stage: Theatre) -> list[int]:
    """The rows of the team, in the order of joining."""
    return [row[0] for row in await rows(stage, "SELECT id FROM persons WHERE role <> 'family' ORDER BY id")]


async def reminders(stage: Theatre) -> list[Row]:
    """The reminders that wait, by the appointment they belong to."""
    return await rows(
        stage,
        "SELECT sequence, kind FROM outbox WHERE kind LIKE 'reminder%' AND status = 'waiting' ORDER BY due_at",
    )


async def opens(stage: Theatre, coach: Person, case: int) -> None:
    """Look a case up that somebody else is asked to take."""
    await stage.say(coach, "/cases")
    await press(stage, coach, f"~case.{case}-open")


def minutes_of(means: str) -> int:
    """The start that an offered time stands for, in minutes since 1970."""
    return int(means.rpartition("-")[2])


def clock_of(means: str) -> str:
    """The start that an offered time stands for, as a clock in Gladbeck shows it."""
    starts_at = read_slot(means.removeprefix("time."))[1]
    return starts_at.astimezone(GLADBECK).strftime("%a %d %b %H:%M")


def forge(stage: Theatre, person: Person, pick: str) -> None:
    """Press a time that no button offers."""
    message = stage.screen(person)
    run = message.buttons[0].data.split(".")[1]
    person.press(message.id, f"1.{run}.time.{pick}")


async def choosing(stage: Theatre, name: str = "Ayla") -> tuple[Person, list[str]]:
    """A family that looks at the times of the second offered day."""
    family = stage.family(name)
    await to_wish(stage, family)
    return family, await to_times(stage, family, day=1)


async def test_time_is_kept_for_a_family_while_it_finishes(stage: Theatre) -> None:
    await stage.team("Mira")
    ayla, times = await choosing(stage)
    await press(stage, ayla, times[0])
    assert await bookings(stage) == [("held", minutes_of(times[0]))]

    _, left = await choosing(stage, "Berat")

    assert times[0] not in left
    assert times[1] in left


async def test_time_is_free_again_once_the_family_steps_back(stage: Theatre) -> None:
    await stage.team("Mira")
    ayla, times = await choosing(stage)
    await press(stage, ayla, times[0], "name.<")

    assert await bookings(stage) == []
    assert times[0] in (await choosing(stage, "Berat"))[1]


async def test_hold_ends_after_a_quarter_of_an_hour(stage: Theatre) -> None:
    await stage.team("Mira")
    ayla, times = await choosing(stage)
    await press(stage, ayla, times[0])
    await stage.move(minutes=15)

    berat, left = await choosing(stage, "Berat")
    assert times[0] in left
    await press(stage, berat, times[0])
    assert await bookings(stage) == [("held", minutes_of(times[0]))]


async def test_family_that_was_slow_still_gets_its_time_where_nobody_took_it(stage: Theatre) -> None:
    await stage.team("Mira")
    ayla, times = await choosing(stage)
    await press(stage, ayla, times[0])
    await to_check(stage, ayla)
    await stage.move(minutes=40)

    await press(stage, ayla, "check.send")

    assert await bookings(stage) == [("booked", minutes_of(times[0]))]


async def test_family_that_was_too_slow_hears_it_and_keeps_its_answers(stage: Theatre) -> None:
    await stage.team("Mira")
    ayla, times = await choosing(stage)
    await press(stage, ayla, times[0])
    await to_check(stage, ayla)
    await stage.move(minutes=15)
    berat, _ = await choosing(stage, "Berat")
    await press(stage, berat, times[0])

    await press(stage, ayla, "check.send")
    assert TAKEN in texts(ayla)
    assert await rows(stage, "SELECT COUNT(*) FROM cases") == [(0,)]

    other = offered(ayla, "time")[0]
    await press(stage, ayla, other, "check.send")
    assert [state for state, _ in await bookings(stage)] == ["held", "booked"]


async def test_time_that_came_too_near_while_the_family_was_away_is_not_booked(stage: Theatre) -> None:
    await stage.team("Mira")
    ayla = stage.family()
    await to_wish(stage, ayla)
    times = await to_times(stage, ayla)
    await press(stage, ayla, times[0])
    await to_check(stage, ayla)
    await stage.move(minutes=60)

    await press(stage, ayla, "check.send")

    assert TAKEN in texts(ayla)
    assert await rows(stage, "SELECT COUNT(*) FROM cases") == [(0,)]


@pytest.mark.parametrize(
    ("days", "clock"),
    [
        (1, "08:30"),
        (1, "12:00"),
        (1, "16:00"),
        (1, "09:10"),
        (0, "10:00"),
        (5, "10:00"),
        (-3, "10:00"),
        (15, "10:00"),
    ],
    ids=["before hours", "at noon", "after hours", "between two", "too soon", "Saturday", "past", "too far off"],
)
async def test_forged_time_is_refused(stage: Theatre, days: int, clock: str) -> None:
    await stage.team("Mira")
    ayla, _ = await choosing(stage)
    (mira,) = await team_rows(stage)
    day = MONDAY_MORNING.astimezone(GLADBECK).date() + timedelta(days=days)
    at = datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=GLADBECK)

    forge(stage, ayla, f"{mira}-{int(at.timestamp()) // 60}")
    await stage.quiet()

    assert (await bookings(stage), TAKEN in texts(ayla)) == ([], True)


async def test_time_of_somebody_who_is_no_coach_is_refused(stage: Theatre) -> None:
    await stage.team("Mira")
    await stage.team("Petra", role="lead")
    ayla, times = await choosing(stage)
    family = (await rows(stage, "SELECT id FROM persons WHERE role = 'family'"))[0][0]

    for nobody in ((await team_rows(stage))[1], family, 999):
        forge(stage, ayla, f"{nobody}-{minutes_of(times[0])}")
        await stage.quiet()

    assert await bookings(stage) == []


async def test_time_of_a_coach_who_cannot_be_reached_is_not_offered(stage: Theatre) -> None:
    mira = await stage.team("Mira")
    await stage.team("Jonas")
    mira.block()
    await stage.quiet()
    ayla, times = await choosing(stage)
    blocked, jonas = await team_rows(stage)

    forge(stage, ayla, f"{blocked}-{minutes_of(times[0])}")
    await stage.quiet()

    assert {read_slot(means.removeprefix("time."))[0] for means in times} == {jonas}
    assert await bookings(stage) == []


async def test_second_request_shows_the_first_with_move_and_cancel(stage: Theatre) -> None:
    await stage.team("Mira")
    ayla = stage.family()
    await book(stage, ayla)

    await press(stage, ayla, "~.person", "~person.call")

    assert "Sie haben schon eine Anfrage." in texts(ayla)
    assert {"~card.move", "~card.cancel"} < set(buttons(ayla))
    assert await rows(stage, "SELECT COUNT(*) FROM cases") == [(1,)]


async def test_refused_second_case_keeps_no_time_from_others(stage: Theatre) -> None:
    await stage.team("Mira")
    ayla, times = await choosing(stage)
    await press(stage, ayla, times[0])
    await to_check(stage, ayla)
    family = (await rows(stage, "SELECT id FROM persons WHERE role = 'family'"))[0][0]
    call = Appointment("asap", "", stage.clock(), stage.clock() + timedelta(days=1))
    row = CaseRow(0, family, "de", Stage.RECEIVED, stage.clock(), call)
    await stage.bot.storage.run(partial(stage.bot.house.cases.open, row))

    await press(stage, ayla, "check.send")

    assert (await bookings(stage), await rows(stage, "SELECT COUNT(*) FROM cases")) == ([], [(1,)])


async def test_times_keep_their_place_on_the_clock_over_both_clock_changes(tmp_path: Path) -> None:
    for number, friday in enumerate((datetime(2026, 10, 23, 6, tzinfo=UTC), datetime(2027, 3, 26, 6, tzinfo=UTC))):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with staged(folder, at=friday) as stage:
            await stage.team("Mira")
            ayla = stage.family()
            await to_wish(stage, ayla)
            await press(stage, ayla, "wish.exact")
            day = offered(ayla, "day")[1]
            await press(stage, ayla, day)
            times = offered(ayla, "time")
            await press(stage, ayla, times[0])
            wall = (await rows(stage, "SELECT wall FROM bookings"))[0][0]
            assert (clock_of(times[0])[-5:], wall[-5:]) == ("09:00", "09:00")


async def test_offered_times_keep_notice_and_hours(stage: Theatre) -> None:
    await stage.team("Mira")
    ayla = stage.family()
    await to_wish(stage, ayla)

    times = [clock_of(means) for means in await to_times(stage, ayla)]

    assert (times[0], times[-1]) == ("Mon 23 Nov 11:00", "Mon 23 Nov 15:30")


async def test_day_that_holds_the_most_calls_is_offered_no_more(stage: Theatre) -> None:
    await stage.team("Mira")
    days = []
    for number in range(7):
        family = stage.family(f"Familie {number}")
        await to_wish(stage, family)
        await press(stage, family, "wish.exact")
        days.append(offered(family, "day")[1])
        await press(stage, family, days[-1])
        await press(stage, family, offered(family, "time")[0])

    assert days == ["day.2026-11-24"] * 6 + ["day.2026-11-25"]


async def test_holidays_and_closed_days_are_not_offered(tmp_path: Path) -> None:
    async with staged(tmp_path, at=datetime(2026, 12, 22, 8, tzinfo=UTC)) as stage:
        await stage.team("Mira")
        ayla = stage.family()
        await to_wish(stage, ayla)
        await press(stage, ayla, "wish.exact")

        assert offered(ayla, "day") == [f"day.2026-12-{day}" for day in (22, 23, 28, 29, 30)]


async def test_coach_who_speaks_the_language_comes_first_then_who_has_least(stage: Theatre) -> None:
    jonas, mira = await stage.team("Jonas"), await stage.team("Mira", languages="de,tr")
    ayla = stage.family("Ayla", "tr")
    await book(stage, ayla, day=1, language="tr")
    await press(stage, mira, "~case.1-take")
    first, second = await team_rows(stage)
    assert await rows(stage, "SELECT suggested FROM cases") == [(second,)]

    await book(stage, stage.family("Berat"), day=2)

    assert await rows(stage, "SELECT suggested FROM cases ORDER BY id") == [(second,), (first,)]
    assert "Mira" in texts(ayla)
    assert "~case.2-take" in buttons(jonas)


async def to_new_time(stage: Theatre, family: Person, day: int = 2) -> str:
    """Move the call of the card to the first time of another day; gives the time."""
    await press(stage, family, "~card.move")
    time = (await to_times(stage, family, day))[0]
    await press(stage, family, time, "move_check.yes")
    return time


async def test_moved_call_frees_its_old_time_and_old_reminders_die_with_it(stage: Theatre) -> None:
    await stage.team("Mira")
    ayla = stage.family()
    old = await book(stage, ayla, day=1)
    assert await reminders(stage) == [(0, "reminder:evening_before"), (0, "reminder:hour_before")]

    new = await to_new_time(stage, ayla)

    assert await bookings(stage) == [("booked", minutes_of(new))]
    assert await reminders(stage) == [(1, "reminder:evening_before"), (1, "reminder:hour_before")]
    assert old in (await choosing(stage, "Berat"))[1]


async def test_family_whose_call_was_moved_is_reminded_of_the_new_time_alone(stage: Theatre) -> None:
    await stage.team("Mira")
    ayla = stage.family()
    old = await book(stage, ayla, day=1)
    new = await to_new_time(stage, ayla)

    for _ in range(24 * 4):
        await stage.move(hours=1)

    assert texts(ayla).count("Erinnerung an Ihren Telefon-Termin") == 1
    assert texts(ayla).count("Gleich ist Ihr Telefon-Termin") == 1
    assert clock_of(old)[4:6] not in [line[-3:-1] for line in texts(ayla).splitlines() if "Erinnerung" in line]
    assert minutes_of(new) > minutes_of(old)


async def test_cancelled_call_is_never_reminded_of(stage: Theatre) -> None:
    await stage.team("Mira")
    ayla = stage.family()
    await book(stage, ayla, day=1)

    await press(stage, ayla, "~card.cancel", "~cancel.yes")

    assert (await reminders(stage), await bookings(stage)) == ([], [])
    await stage.move(days=1)
    assert "Gleich ist" not in texts(ayla)


async def test_family_that_says_yes_to_reminders_again_is_reminded_again(stage: Theatre) -> None:
    await stage.team("Mira")
    ayla = stage.family()
    await book(stage, ayla, day=1)
    before = await reminders(stage)

    await stage.say(ayla, "/privacy")
    await press(stage, ayla, "~.consents", "~consents.reminders-")
    assert await reminders(stage) == []
    await press(stage, ayla, "~consents.reminders+")

    assert await reminders(stage) == before


async def test_part_of_the_day_that_nobody_serves_any_more_is_refused_and_others_are_offered(tmp_path: Path) -> None:
    without_evenings = tmp_path / "programme.toml"
    without_evenings.write_text(PACKAGED_PROGRAMME.read_text("utf-8").replace("Thu 16:00-18:00; ", ""), "utf-8")
    async with staged(tmp_path, PROGRAMME_FILE=str(without_evenings)) as stage:
        ayla = stage.family()
        await to_wish(stage, ayla)
        await press(stage, ayla, "wish.part")
        served = offered(ayla, "part")
        assert served == ["part.morning", "part.noon", "part.afternoon"]
        ayla.press(stage.screen(ayla).id, buttons(ayla)["part.noon"][1].data.replace("noon", "evening"))
        await stage.quiet()
        await to_check(stage, ayla)
        await press(stage, ayla, "check.send")
        assert (TAKEN in texts(ayla), offered(ayla, "part")) == (True, served)

        await press(stage, ayla, "part.noon", "check.send")

        assert await rows(stage, "SELECT part FROM cases") == [("noon",)]


async def test_spent_invitation_costs_a_family_no_held_time(stage: Theatre) -> None:
    await stage.team("Mira")
    ayla = stage.family()
    await to_wish(stage, ayla)
    times = await to_times(stage, ayla)
    await press(stage, ayla, times[0])
    held = await bookings(stage)

    ayla.press(stage.screen(ayla).id, "1.0.~join.i-never-given-out")
    await stage.quiet()

    assert (len(held), await bookings(stage)) == (1, held)


async def test_family_with_a_coach_moves_within_that_coachs_times(stage: Theatre) -> None:
    mira = await stage.team("Mira")
    await stage.team("Jonas")
    ayla = stage.family()
    await book(stage, ayla, day=1)
    await press(stage, mira, "~case.1-take")
    own, other = await team_rows(stage)

    await press(stage, ayla, "~card.move")
    times = await to_times(stage, ayla, day=2)
    assert {read_slot(means.removeprefix("time."))[0] for means in times} == {own}

    forge(stage, ayla, f"{other}-{minutes_of(times[0])}")
    await stage.quiet()
    assert TAKEN in texts(ayla)
    assert await rows(stage, "SELECT coach FROM bookings") == [(own,)]


async def test_case_nobody_has_is_suggested_to_the_coach_whose_time_it_takes_now(stage: Theatre) -> None:
    await stage.team("Mira")
    ayla = stage.family()
    await book(stage, ayla, day=1)
    await stage.team("Jonas", hours="Thu 16:00-18:00")
    mira, jonas = await team_rows(stage)

    await press(stage, ayla, "~card.move")
    times = await to_times(stage, ayla, day=3)
    late = [means for means in times if clock_of(means) >= "Thu 26 Nov 16:00"]
    await press(stage, ayla, late[0], "move_check.yes")

    assert mira < jonas
    assert await rows(stage, "SELECT suggested, sequence FROM cases") == [(jonas, 1)]
    assert await rows(stage, "SELECT coach FROM bookings") == [(jonas,)]


def files(person: Person) -> list[str]:
    """The calendar files on a phone, as text."""
    return [message.file.content.decode() for message in person.messages if message.file is not None]


async def test_coachs_calendar_follows_each_move_with_a_growing_sequence(stage: Theatre) -> None:
    mira, ayla = await stage.team("Mira"), stage.family()
    await book(stage, ayla, day=1)
    await press(stage, mira, "~case.1-take")
    await to_new_time(stage, ayla)
    await press(stage, ayla, "~card.cancel", "~cancel.yes")

    entries = files(mira)

    assert [line for entry in entries for line in entry.splitlines() if line.startswith("SEQUENCE")] == [
        "SEQUENCE:0", "SEQUENCE:1", "SEQUENCE:2",
    ]  # fmt: skip
    assert len({line for entry in entries for line in entry.splitlines() if line.startswith("UID")}) == 1
    assert "Ayla" not in "".join(entries)


async def test_coach_gets_no_calendar_file_for_a_call_that_has_no_exact_time(stage: Theatre) -> None:
    mira, ayla = await stage.team("Mira"), stage.family()
    await to_wish(stage, ayla)
    await press(stage, ayla, "wish.asap")
    await to_check(stage, ayla)
    await press(stage, ayla, "check.send")
    await press(stage, mira, "~case.1-take")

    await press(stage, ayla, "~card.move", "wish.part")
    await press(stage, ayla, offered(ayla, "part")[0], "move_check.yes")

    assert files(mira) == []
    assert await rows(stage, "SELECT wish, sequence FROM cases") == [("part", 1)]


async def test_coach_who_takes_a_colleagues_call_has_it_in_her_calendar(stage: Theatre) -> None:
    await stage.team("Mira")
    jonas = await stage.team("Jonas")
    await book(stage, stage.family(), day=1)

    await opens(stage, jonas, 1)
    await press(stage, jonas, "~case.1-take")

    owner = (await team_rows(stage))[1]
    assert await rows(stage, "SELECT b.coach, c.owner FROM bookings b JOIN cases c ON c.id = b.case_id") == [
        (owner, owner)
    ]  # fmt: skip


async def test_coach_with_a_call_at_that_time_cannot_take_another(stage: Theatre) -> None:
    mira, jonas = await stage.team("Mira"), await stage.team("Jonas")
    first = await book(stage, stage.family("Ayla"), day=1)
    second = await book(stage, stage.family("Berat"), day=1)
    assert minutes_of(first) == minutes_of(second)
    await press(stage, mira, "~case.1-take")

    await opens(stage, mira, 2)
    await press(stage, mira, "~case.2-take")

    assert await rows(stage, "SELECT stage FROM cases ORDER BY id") == [("taken",), ("received",)]
    assert len(mira.toasts) == 2
    await press(stage, jonas, "~case.2-take")
    assert await rows(stage, "SELECT stage FROM cases ORDER BY id") == [("taken",), ("taken",)]


async def test_ten_families_press_one_time_and_one_is_booked(stage: Theatre) -> None:
    await stage.team("Mira")
    families = [await choosing(stage, f"Familie {number}") for number in range(10)]
    time = families[0][1][0]

    for family, _ in families:
        press_at_once(family, time)
    await stage.quiet()

    assert await bookings(stage) == [("held", minutes_of(time))]
    assert len([family for family, _ in families if TAKEN in texts(family)]) == 9


async def test_stored_case_says_what_was_agreed(stage: Theatre) -> None:
    await stage.team("Mira")
    time = await book(stage, stage.family(), day=1)

    case = await stage.bot.storage.run(partial(stage.bot.house.cases.load, 1))

    assert case is not None
    starts_at = read_slot(time.removeprefix("time."))[1]
    assert case.appointment == Appointment("exact", "", starts_at, starts_at + 25 * MINUTE)
    assert replace(case, body=None).consents == ("callback", "reminders")


async def test_coachs_card_tells_the_present_yes(stage: Theatre) -> None:
    mira, ayla = await stage.team("Mira"), stage.family()
    await book(stage, ayla, day=1)
    assert [line for line in texts(mira).splitlines() if line.startswith("Einwilligung")] == [
        "Einwilligung: Rückruf und Erinnerungen (Textfassung 2)"
    ]

    await stage.say(ayla, "/stop")

    assert [line for line in texts(mira).splitlines() if line.startswith("Einwilligung")] == [
        "Einwilligung: Rückruf (Textfassung 2)"
    ]
    assert await rows(stage, "SELECT consents FROM cases") == [("callback",)]

    await press(stage, ayla, "~return.go_on")
    await stage.say(ayla, "/privacy")
    await press(stage, ayla, "~.consents", "~consents.later+", "~consents.reminders+")

    assert await rows(stage, "SELECT consents FROM cases") == [("callback,later,reminders",)]


async def test_hidden_chat_stays_hidden_when_the_coach_could_not_reach_the_family(stage: Theatre) -> None:
    mira, ayla = await stage.team("Mira"), stage.family("Ayla")
    await book(stage, ayla)
    await stage.press(mira, "Ich übernehme")
    await press(stage, ayla, "~.help")
    await stage.press(ayla, "Chat verbergen")

    await stage.press(mira, "Nicht erreicht")

    assert stage.screen(ayla).text == "Alles in Ordnung."
    assert "angerufen" not in texts(ayla)


async def test_number_pressed_as_wrong_by_mistake_is_right_again_once_it_rang(stage: Theatre) -> None:
    mira, ayla = await stage.team("Mira"), stage.family("Ayla")
    await book(stage, ayla)
    await stage.press(mira, "Ich übernehme")
    await stage.press(mira, "Falsche Nummer")

    await stage.press(mira, "Nicht erreicht")

    assert (await rows(stage, "SELECT stage, tries FROM cases")) == [("taken", 1)]
