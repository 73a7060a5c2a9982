"""The list of the day: who gets one when, what stands in it, and that it stays true all day."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.demo.messages import Message
from bot.demo.person import Person
from tests.bot.road import book, meaning, press, texts, to_check, to_wish
from tests.bot.test_team import accepts
from tests.proofs.road import rows_of
from tests.stage import Stage, staged

GLADBECK = ZoneInfo("Europe/Berlin")
TUESDAY = "Dienstag, 24. November"
WEDNESDAY = "Mittwoch, 25. November"
DONE = "Alles erledigt für heute"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as stage:
        yield stage


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of that November in Gladbeck. The stage begins on Monday the 23rd at nine."""
    return datetime(2026, 11, day, hour, minute, tzinfo=GLADBECK).astimezone(UTC)


async def until(stage: Stage, at: datetime) -> None:
    await stage.move(seconds=(at - stage.clock()).total_seconds())


def lists(person: Person, day: str = "") -> list[Message]:
    """The lists of the day on a phone, the newest last: they begin with a day and nothing else."""
    ours = [message for message in person.messages if message.sender == "bot"]
    days = (TUESDAY, WEDNESDAY, "Montag, 30. November", "Donnerstag, 26. November")
    return [message for message in ours if message.text.split("\n")[0].strip() in ((day,) if day else days)]


def opens(message: Message) -> list[str]:
    return [meaning(button) for button in message.buttons]


async def ask_for_a_call(stage: Stage, family: Person, name: str = "Ayla") -> None:
    await to_wish(stage, family)
    await press(stage, family, "wish.asap")
    await to_check(stage, family, name)
    await press(stage, family, "check.send")


async def confirm_places(stage: Stage) -> None:
    """A number of places that is fresh asks the lead for nothing."""
    house = stage.bot.house
    await stage.bot.storage.run(lambda: house.calendar.first_places(house.town.programme, 7, stage.clock()))


async def test_coach_gets_one_list_at_eight_with_number_and_language_and_no_name(stage: Stage) -> None:
    mira = await stage.team("Mira", languages="de,tr")
    await ask_for_a_call(stage, stage.family(language="tr"))
    await press(stage, mira, "~case.1-take")

    await until(stage, local(24, 7, 59))
    assert lists(mira) == []
    await until(stage, local(24, 8))

    assert [message.text for message in lists(mira)] == [
        f"{TUESDAY}\n\nAnrufe heute\nbis Mittwoch, 25. November, 16:00 Uhr · Nr. 1001, Deutsch"
    ]
    assert opens(lists(mira)[0]) == ["~case.1-open"]
    assert lists(mira)[0].protected
    await stage.move(hours=1)
    assert len(lists(mira)) == 1


async def test_who_has_nothing_due_gets_no_list(stage: Stage) -> None:
    mira, petra = await stage.team("Mira"), await stage.team("Petra", role="lead")
    await confirm_places(stage)
    await until(stage, local(24, 9))
    assert (lists(mira), lists(petra)) == ([], [])


async def test_list_is_edited_where_it_stands_and_stays_the_same_message(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await ask_for_a_call(stage, stage.family())
    await press(stage, mira, "~case.1-take")
    await until(stage, local(24, 8))
    stood = lists(mira)[0].id
    news = len([message for message in mira.messages if message.sender == "bot"])

    await press(stage, mira, "~case.1-reached")

    assert [(message.id, message.text) for message in lists(mira)] == [(stood, f"{TUESDAY}\n\n{DONE}. ✓")]
    assert len([message for message in mira.messages if message.sender == "bot"]) == news


async def test_turn_that_changes_nothing_in_a_list_writes_no_letter(stage: Stage) -> None:
    mira = await stage.team("Mira")
    ayla = stage.family()
    await ask_for_a_call(stage, ayla)
    await press(stage, mira, "~case.1-take")
    await until(stage, local(24, 8))
    before = rows_of(stage.database, "SELECT shown FROM mornings")
    stage.server.record = True
    calls = len(stage.server.calls)

    await stage.say(ayla, "Bitte klingeln Sie lange.")

    edited = [call for call in stage.server.calls[calls:] if call.params.get("message_id") == lists(mira)[0].id]
    assert (edited, rows_of(stage.database, "SELECT shown FROM mornings")) == ([], before)


async def test_offered_case_stands_in_the_list_until_it_is_answered(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await until(stage, local(23, 15, 55))
    await ask_for_a_call(stage, stage.family())
    await until(stage, local(24, 8))
    assert "Bitte antworten: Übernehmen Sie?\nNr. 1001, Deutsch" in lists(mira)[0].text

    await press(stage, mira, "~case.1-take")

    assert "Bitte antworten" not in lists(mira)[0].text
    assert "Anrufe heute" in lists(mira)[0].text


async def test_exact_times_come_before_windows(stage: Stage) -> None:
    mira = await stage.team("Mira")
    window, exact = stage.family("Ayla"), stage.family("Cem")
    await ask_for_a_call(stage, window)
    await book(stage, exact, day=1)
    await press(stage, mira, "~case.1-take", "~case.2-take")
    starts = datetime.fromtimestamp(rows_of(stage.database, "SELECT starts_at FROM cases WHERE id = 2")[0][0], UTC)
    await until(stage, local(starts.astimezone(GLADBECK).day, 8))
    told = lists(mira)[-1].text
    assert told.index("Nr. 1002") < told.index("Nr. 1001")


async def test_next_mornings_list_takes_the_place_of_yesterdays(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await ask_for_a_call(stage, stage.family())
    await press(stage, mira, "~case.1-take")
    await until(stage, local(24, 8))
    await until(stage, local(25, 8))
    assert [message.text.split("\n")[0] for message in lists(mira)] == [WEDNESDAY]


async def test_yesterdays_list_is_emptied_where_today_nothing_is_due(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await ask_for_a_call(stage, stage.family())
    await press(stage, mira, "~case.1-take")
    await until(stage, local(24, 8))
    await press(stage, mira, "~case.1-reached")
    await until(stage, local(25, 8))
    assert lists(mira) == []
    assert "Diese Liste ist vorbei. Heute steht nichts an." in texts(mira)
    assert rows_of(stage.database, "SELECT COUNT(*) FROM mornings") == [(0,)]


async def test_no_list_comes_on_days_off(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await until(stage, local(27, 15))
    await ask_for_a_call(stage, stage.family())
    await press(stage, mira, "~case.1-take")
    for day in (28, 29):
        await until(stage, local(day, 12))
        assert lists(mira) == []
    await until(stage, local(30, 8))
    assert len(lists(mira)) == 1


@pytest.mark.parametrize(("hour", "sent"), [(11, 1), (19, 0)], ids=["back at eleven", "back in the evening"])
async def test_missed_morning_is_made_up_for_until_six(stage: Stage, hour: int, sent: int) -> None:
    mira = await stage.team("Mira")
    await ask_for_a_call(stage, stage.family())
    await press(stage, mira, "~case.1-take")
    await stage.bot.stop()
    stage.clock.move(local(24, hour) - stage.clock())
    await stage.start_bot()
    await stage.move(minutes=1)
    assert len(lists(mira, TUESDAY)) == sent
    await until(stage, local(25, 8))
    assert len(lists(mira, WEDNESDAY)) == 1


async def test_restart_in_the_night_sends_no_second_list(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await ask_for_a_call(stage, stage.family())
    await press(stage, mira, "~case.1-take")
    for hour in (6, 9, 12):
        await until(stage, local(24, hour))
        await stage.bot.stop()
        await stage.start_bot()
    await stage.move(minutes=1)
    assert len(lists(mira, TUESDAY)) == 1
    assert rows_of(stage.database, "SELECT id FROM timers WHERE kind = 'morning'") == [("morning:2026-11-25",)]


async def test_lead_is_told_of_cases_without_owner_and_of_old_places(stage: Stage) -> None:
    await stage.team("Mira")
    petra = await stage.team("Petra", role="lead")
    await until(stage, local(23, 15, 55))
    await ask_for_a_call(stage, stage.family())
    await until(stage, local(24, 8))
    told = lists(petra)[0]
    assert "Ohne Coach\nNr. 1001, Deutsch" in told.text
    assert "Wie viele Plätze sind frei?" in told.text
    assert opens(told) == ["~case.1-open", "~lead.places-below"]

    await press(stage, petra, "~lead.places-below")

    assert Stage.screen(petra).id > told.id


async def test_lead_sees_who_waits_to_be_confirmed(stage: Stage) -> None:
    petra = await stage.team("Petra", role="lead")
    await confirm_places(stage)
    await accepts(stage, "Deniz")
    await until(stage, local(24, 8))
    assert "1 Person wartet auf Ihre Bestätigung." in lists(petra)[0].text

    await press(stage, petra, "~team.yes-2")

    assert "wartet auf Ihre Bestätigung" not in lists(petra)[0].text


async def test_family_spoken_with_and_forgotten_stands_in_the_list_after_two_weeks(stage: Stage) -> None:
    mira, petra = await stage.team("Mira"), await stage.team("Petra", role="lead")
    await ask_for_a_call(stage, stage.family())
    await press(stage, mira, "~case.1-take", "~case.1-reached")
    await confirm_places(stage)
    await stage.move(days=15)
    for person in (mira, petra):
        assert "Wird still\nNr. 1001, Deutsch · 15 Tage ohne Zeichen" in texts(person)


async def test_running_case_about_to_go_quiet_is_met_with_the_next_different_step(stage: Stage) -> None:
    mira = await stage.team("Mira")
    ayla = stage.family()
    await ask_for_a_call(stage, ayla)
    await press(stage, mira, "~case.1-take", "~case.1-reached")
    await until(stage, local(26, 9))
    assert lists(mira) == []
    await until(stage, local(30, 9))
    told = lists(mira)[-1]
    assert "Wird still\nNr. 1001, Deutsch · 7 Tage ohne Zeichen" in told.text
    assert opens(told) == ["~case.1-round"]

    await press(stage, mira, "~case.1-round", "~round.1-pick-scaling", "~round.1-send-scaling")

    assert f"{DONE}. ✓" in lists(mira)[-1].text
    assert Stage.screen(mira).id > told.id


async def test_families_own_sign_of_life_takes_its_case_off_the_next_list(stage: Stage) -> None:
    mira = await stage.team("Mira")
    ayla = stage.family()
    await ask_for_a_call(stage, ayla)
    await press(stage, mira, "~case.1-take", "~case.1-reached")
    await until(stage, local(29, 12))
    await stage.say(ayla, "/status")
    await until(stage, local(30, 9))
    assert lists(mira) == []


async def test_call_that_was_missed_or_moved_twice_says_where_it_stands_until_its_day(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await book(stage, stage.family(), day=3)
    await press(stage, mira, "~case.1-take")
    await stage.bot.storage.run(lambda: stage.bot.house.cases.moved_by_family(1))
    await stage.bot.storage.run(lambda: stage.bot.house.cases.moved_by_family(1))
    await until(stage, local(24, 8))
    told = lists(mira)[-1].text
    assert "Wird still\nNr. 1001, Deutsch · Zweimal verschoben · Anruf bis " in told
    assert told.count("Nr. 1001") == 1


async def test_coach_who_is_away_gets_no_list(stage: Stage) -> None:
    mira = await stage.team("Mira")
    await ask_for_a_call(stage, stage.family())
    await press(stage, mira, "~case.1-take")
    house = stage.bot.house
    await stage.bot.storage.run(lambda: house.absences.add(1, local(24, 0), local(25, 0), "off"))
    await until(stage, local(24, 8))
    assert lists(mira) == []


async def test_list_names_twelve_and_counts_the_rest(stage: Stage) -> None:
    mira = await stage.team("Mira")
    for number in range(13):
        await ask_for_a_call(stage, stage.family(f"Familie{number}"))
        await press(stage, mira, f"~case.{number + 1}-take")
    await until(stage, local(24, 8))
    told = lists(mira)[0]
    assert told.text.count("Nr. ") == 12
    assert "und 1 weiterer: /cases" in told.text
    assert len(told.buttons) == 12
