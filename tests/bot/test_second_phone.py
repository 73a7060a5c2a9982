"""One family, several phones: one appointment, one case, each phone in its own language, and leaving with one tap."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from bot.demo.person import Person
from bot.inviting import invite, invitee_of
from storage.ladders import Ladder
from storage.units import Row
from tests.bot.road import book, buttons, press, press_at_once, texts, to_check, to_times
from tests.stage import USERNAME, WEEK, Stage, rows, staged


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as stage:
        await stage.team("Mira", languages="de,tr")
        yield stage


async def reminders(stage: Stage) -> list[Row]:
    """Reminders that wait: to whom, of which appointment."""
    waiting = "kind LIKE 'reminder%' AND status = 'waiting'"
    return await rows(stage, f"SELECT person, sequence, kind FROM outbox WHERE {waiting} ORDER BY person, due_at")


async def code_of(stage: Stage, person: Person) -> str:
    """A code made on the card of this phone."""
    await press(stage, person, "~card.phone", "~phone.make")
    found = re.search(rf"https://t\.me/{USERNAME}\?start=(\S+)", texts(person))
    assert found is not None
    assert f": {found[1]}" in texts(person)
    await press(stage, person, "~phone_made.<")
    return found[1]


async def booked(stage: Stage, name: str = "Ayla", language: str = "tr") -> Person:
    """The first phone of a family, with an exact call two days from now."""
    person = stage.family(name, language)
    await book(stage, person, day=1, language=language)
    return person


async def joined(
    stage: Stage, first: Person, name: str = "Samir", language: str = "ar", pick: str = "with"
) -> Person:
    """Another phone of the same family."""
    code = await code_of(stage, first)
    person = stage.family(name, language)
    await stage.start(person, code)
    await press(stage, person, f"~language.{language}", f"~share.{pick}")
    return person


def card(person: Person) -> str:
    """What the newest screen says, without the marks that hold directions."""
    return Stage.screen(person).text.translate(dict.fromkeys(range(0x2066, 0x206A)))


async def households(stage: Stage) -> list[Row]:
    """Every family's phone with its household and its case, without the team."""
    return await rows(stage, "SELECT id, household, case_id FROM persons WHERE role = 'family' ORDER BY id")


async def test_second_phone_sees_the_same_appointment_in_its_own_language(stage: Stage) -> None:
    ayla = await booked(stage)
    samir = await joined(stage, ayla)

    assert "أهلًا بكم" in card(samir)
    assert "Mira" in card(samir)
    assert {"~card.move", "~card.cancel", "~card.calendar", "~card.phone"} <= set(buttons(samir))
    assert card(ayla).startswith("Randevunuzu artık bir telefon daha görüyor")
    assert await households(stage) == [(2, None, 1), (3, 2, 1)]
    assert await rows(stage, "SELECT COUNT(*) FROM cases") == [(1,)]


async def test_case_keeps_the_language_of_the_phone_that_opened_it(stage: Stage) -> None:
    ayla = await booked(stage)
    samir = await joined(stage, ayla)

    await press(stage, samir, "~.language", "~language.en")
    assert await rows(stage, "SELECT language FROM cases") == [("tr",)]

    await press(stage, ayla, "~.language", "~language.de")
    assert await rows(stage, "SELECT language FROM cases") == [("de",)]


async def test_both_phones_are_reminded_each_in_its_own_language(stage: Stage) -> None:
    ayla = await booked(stage)
    samir = await joined(stage, ayla)
    assert [row[0] for row in await reminders(stage)] == [2, 2, 3, 3]

    await stage.move(hours=9, minutes=5)

    assert "Telefon randevunuz" in texts(ayla) or "Hatırlatma" in texts(ayla)
    assert "تذكير" in texts(samir)


async def test_phone_without_a_yes_to_reminders_gets_none_until_it_says_yes(stage: Stage) -> None:
    ayla = await booked(stage)
    samir = await joined(stage, ayla, pick="without")
    assert {row[0] for row in await reminders(stage)} == {2}

    await press(stage, samir, "~.person")
    await stage.say(samir, "/privacy")
    await press(stage, samir, "~.consents", "~consents.reminders+")
    assert [row[0] for row in await reminders(stage)] == [2, 2, 3, 3]

    await press(stage, samir, "~consents.reminders-")
    assert {row[0] for row in await reminders(stage)} == {2}
    assert await rows(stage, "SELECT consents FROM cases") == [("callback,reminders",)]


async def test_moving_on_the_second_phone_moves_for_both(stage: Stage) -> None:
    ayla = await booked(stage)
    samir = await joined(stage, ayla)

    await press(stage, samir, "~card.move")
    time = (await to_times(stage, samir, 2))[0]
    await press(stage, samir, time, "move_check.yes")

    assert card(ayla).startswith("Diğer telefondan randevu zamanı değiştirildi")
    assert {row[1] for row in await reminders(stage)} == {1}
    assert [row[0] for row in await reminders(stage)] == [2, 2, 3, 3]
    assert await rows(stage, "SELECT COUNT(*) FROM bookings") == [(1,)]


async def test_cancelling_on_one_phone_tells_the_other_and_stops_all_reminders(stage: Stage) -> None:
    ayla = await booked(stage)
    samir = await joined(stage, ayla)

    await press(stage, ayla, "~card.cancel", "~cancel.yes")

    assert card(samir).startswith("تم إلغاء الموعد من الهاتف الآخر")
    assert await reminders(stage) == []
    await press(stage, samir, "~card.anew")
    assert "welcome.go" in buttons(samir)


async def test_one_link_lets_one_phone_in(stage: Stage) -> None:
    ayla = await booked(stage)
    code = await code_of(stage, ayla)
    samir, stranger = stage.family("Samir", "ar"), stage.family("Nadia", "tr")
    for person, language in ((samir, "ar"), (stranger, "tr")):
        await stage.start(person, code)
        await press(stage, person, f"~language.{language}")

    press_at_once(samir, "~share.with")
    press_at_once(stranger, "~share.with")
    await stage.quiet()

    assert [row[1:] for row in await households(stage)].count((2, 1)) == 1
    loser = stranger if "~card.move" in buttons(samir) else samir
    assert "welcome.go" in buttons(loser)
    late = stage.family("Silke", "de")
    await stage.start(late, code)
    await press(stage, late, "~language.de")
    assert card(late).startswith("Dieser Code gilt nicht mehr")


async def test_code_is_good_for_a_day_and_a_made_up_one_for_nothing(stage: Stage) -> None:
    ayla = await booked(stage)
    code = await code_of(stage, ayla)
    samir = stage.family("Samir", "de")
    await stage.start(samir, "f-zzzzz-zzzzz")
    await press(stage, samir, "~language.de")
    assert card(samir).startswith("Dieser Code gilt nicht mehr")

    await stage.say(samir, code.upper())
    assert "~share.with" in buttons(samir)
    await stage.move(hours=24)
    await press(stage, samir, "~share.with")

    assert card(samir).startswith("Dieser Code gilt nicht mehr")
    assert "welcome.go" in buttons(samir)
    await stage.move(hours=2)
    await stage.bot.service.sweep()
    assert await rows(stage, "SELECT COUNT(*) FROM phone_codes") == [(0,)]


async def test_family_that_opens_its_own_link_hears_whom_it_is_for(stage: Stage) -> None:
    ayla = await booked(stage, language="de")
    code = await code_of(stage, ayla)

    await stage.start(ayla, code)
    assert card(ayla).startswith("Dieser Link ist für ein anderes Handy")

    samir = stage.family("Samir", "de")
    await stage.start(samir, code)
    await press(stage, samir, "~language.de", "~share.without")
    assert "~card.move" in buttons(samir)


async def test_phone_with_an_appointment_or_a_place_in_the_line_of_its_own_is_told_what_to_do(stage: Stage) -> None:
    ayla, berat = await booked(stage), stage.family("Berat", "de")
    await book(stage, berat, day=2)
    await stage.start(berat, await code_of(stage, ayla))
    assert card(berat).startswith("Dieses Handy hat schon einen eigenen Termin bei uns")
    assert "~share.with" not in buttons(berat)

    silke = stage.family("Silke", "de")
    await stage.start(silke)
    await press(stage, silke, "language.de")
    await rows(stage, "INSERT INTO waiting (person, since_at, order_at, asked_at) VALUES (4, 1, 1, 1)")
    await stage.start(silke, await code_of(stage, ayla))
    assert card(silke).startswith("Dieses Handy steht selbst auf der Warteliste")


async def test_team_does_not_join_a_family(stage: Stage) -> None:
    ayla = await booked(stage)
    code = await code_of(stage, ayla)
    jonas = await stage.team("Jonas")

    await stage.start(jonas, code)
    await stage.say(jonas, code)

    assert await rows(stage, "SELECT COUNT(*) FROM persons WHERE household IS NOT NULL") == [(0,)]
    assert "~share.with" not in buttons(jonas)


async def test_second_phone_that_joins_the_team_leaves_the_family_first(stage: Stage) -> None:
    ayla = await booked(stage)
    await joined(stage, ayla)
    house, storage, now = stage.bot.house, stage.bot.storage, stage.clock()
    link = await invite(house, storage, invitee_of(house, "coach", "Samir", "ar", WEEK), USERNAME, now)
    samir = next(person for person in stage.server.people if person.name == "Samir")

    await stage.start(samir, link.code)
    await press(stage, samir, f"~join.{link.code}")

    assert await rows(stage, "SELECT household, case_id FROM persons WHERE id = 3") == [(None, None)]
    assert card(ayla).startswith("Diğer telefon çıkarıldı")


async def test_fourth_phone_finds_the_family_full(stage: Stage) -> None:
    ayla = await booked(stage)
    spare = await code_of(stage, ayla)
    await joined(stage, ayla)
    await joined(stage, ayla, "Nadia", "tr")
    await press(stage, ayla, "~card.phone")
    assert "~phone.make" not in buttons(ayla)

    fourth = stage.family("Silke", "de")
    await stage.start(fourth, spare)
    await press(stage, fourth, "~language.de", "~share.with")

    assert card(fourth).startswith("Dieser Code gilt nicht mehr")


async def test_two_phones_book_at_once_and_one_appointment_is_made(stage: Stage) -> None:
    ayla = await booked(stage)
    samir = await joined(stage, ayla)
    await press(stage, ayla, "~card.cancel", "~cancel.yes")
    for person, day in ((ayla, 1), (samir, 2)):
        await press(stage, person, "~card.anew", "welcome.go", "consent.callback+", "consent.done", "lives_here.yes")
        await press(stage, person, "household.under_14-1", "household.done", "money.office+", "money.done")
        await press(stage, person, "has_coach.no", "result.go")
        await press(stage, person, (await to_times(stage, person, day))[0])
        await to_check(stage, person)

    press_at_once(ayla, "check.send")
    press_at_once(samir, "check.send")
    await stage.quiet()

    live = "stage IN ('received', 'taken')"
    assert await rows(stage, f"SELECT family FROM cases WHERE {live}") == [(2,)]
    assert await rows(stage, "SELECT COUNT(*) FROM bookings WHERE state = 'booked'") == [(1,)]
    assert [row[2] for row in await households(stage)] == [2, 2]
    for person in (ayla, samir):
        assert "~card.move" in buttons(person)


async def test_second_phone_leaves_with_one_tap(stage: Stage) -> None:
    ayla = await booked(stage)
    samir = await joined(stage, ayla)

    await press(stage, samir, "~card.phone", "~phone.leave")

    assert card(samir).startswith("تمت إزالة هذا الهاتف")
    assert "welcome.go" in buttons(samir)
    assert card(ayla).startswith("Diğer telefon çıkarıldı")
    assert {row[0] for row in await reminders(stage)} == {2}
    assert await households(stage) == [(2, None, 1), (3, None, None)]
    assert await rows(stage, "SELECT consents FROM persons WHERE id = 3") == [("",)]


async def test_first_phone_leaves_and_the_appointment_goes_to_the_other(stage: Stage) -> None:
    ayla = await booked(stage)
    spare = await code_of(stage, ayla)
    samir = await joined(stage, ayla)
    nadia = await joined(stage, ayla, "Nadia", "de")

    await press(stage, ayla, "~card.phone", "~phone.leave")

    assert await households(stage) == [(2, None, None), (3, None, 1), (4, 3, 1)]
    assert await rows(stage, "SELECT family, language, consents FROM cases") == [(3, "ar", "callback,reminders")]
    assert {row[0] for row in await reminders(stage)} == {3, 4}
    assert "~card.move" in buttons(samir)
    assert card(nadia).startswith("Ein anderes Handy ist abgemeldet")
    assert "welcome.go" in buttons(ayla)
    assert await rows(stage, "SELECT COUNT(*) FROM promises WHERE state = 'open' AND case_id = 1") == [(1,)]
    await stage.start(ayla, spare)
    assert card(ayla).startswith("Bu kod artık geçerli değil")
    await press(stage, samir, "~card.cancel", "~cancel.yes")
    assert await rows(stage, "SELECT stage FROM cases") == [("withdrawn",)]


async def test_two_phones_that_become_one_family_and_part_again_are_made_no_offer_twice(stage: Stage) -> None:
    ayla, samir = await booked(stage), stage.family("Samir", "ar")
    code = await code_of(stage, ayla)
    await stage.start(samir, code)
    await press(stage, samir, "~language.ar")
    storage, house, now = stage.bot.storage, stage.bot.house, stage.clock()
    for person, offer in ((2, "easy"), (2, "call"), (3, "call"), (3, "friend")):
        await storage.run(partial(house.nudges.make, person, "first", offer, "shelf", now))
    ladder = Ladder(0, 3, 3, "halfway", "first", None, 0, now, now)
    await storage.run(partial(house.ladders.begin, ladder))

    await press(stage, samir, "~share.with")

    assert set(await storage.run(partial(house.nudges.had, 2))) == {"easy", "call", "friend"}
    assert await rows(stage, "SELECT COUNT(*) FROM ladders WHERE closed_at IS NULL") == [(0,)]

    await press(stage, ayla, "~card.phone", "~phone.leave")

    assert set(await storage.run(partial(house.nudges.had, 3))) == {"easy", "call", "friend"}


async def test_phone_that_leaves_takes_its_own_answers_along_and_its_ladder_writes_no_more(stage: Stage) -> None:
    ayla = await booked(stage)
    samir = await joined(stage, ayla)
    storage, house, now = stage.bot.storage, stage.bot.house, stage.clock()
    ladder = Ladder(0, 2, 3, "standing", "silent", 1, 0, now, now)
    await storage.run(partial(house.rounds.begin, 1, "scaling", None, "", now))
    await storage.run(partial(house.rounds.keep, 1, ["4", "Ruhe"], 3))
    await storage.run(partial(house.ladders.begin, ladder))

    await press(stage, samir, "~card.phone", "~phone.leave")

    assert await rows(stage, "SELECT person, phone, closed_at IS NULL FROM ladders") == [(2, 2, 0)]
    assert await rows(stage, "SELECT phone, answers, state FROM rounds") == [(None, None, "lapsed")]


async def test_deleting_the_second_phone_leaves_the_appointment(stage: Stage) -> None:
    ayla = await booked(stage)
    samir = await joined(stage, ayla)

    await stage.say(samir, "/delete")

    assert "يبقى الموعد على الهاتف الآخر" in card(samir)
    assert await rows(stage, "SELECT stage, family FROM cases") == [("received", 2)]
    assert {row[0] for row in await reminders(stage)} == {2}
    assert "~card.move" in buttons(ayla)


async def test_deleting_the_first_phone_ends_the_appointment_and_tells_the_other(stage: Stage) -> None:
    ayla = await booked(stage)
    samir = await joined(stage, ayla)

    await stage.say(ayla, "/delete")

    assert card(samir).startswith("حُذف الموعد المشترك")
    assert "welcome.go" in buttons(samir)
    assert await rows(stage, "SELECT family, body FROM cases") == [(None, None)]
    assert await reminders(stage) == []
    assert await rows(stage, "SELECT household, case_id, consents FROM persons WHERE id = 3") == [(None, None, "")]


async def test_coach_reads_unreachable_only_when_no_phone_is_left(stage: Stage) -> None:
    mira = next(person for person in stage.server.people if person.name == "Mira")
    ayla = await booked(stage)
    samir = await joined(stage, ayla)

    ayla.block()
    await stage.quiet()
    assert "nicht erreichbar" not in card(mira)

    samir.block()
    await stage.quiet()
    assert "Telegram" in card(mira)


async def test_stop_on_one_phone_leaves_the_other_its_reminders(stage: Stage) -> None:
    ayla = await booked(stage)
    samir = await joined(stage, ayla)

    await stage.say(samir, "/stop")

    assert {row[0] for row in await reminders(stage)} == {2}
    assert await rows(stage, "SELECT consents FROM cases") == [("callback,reminders",)]
    assert "~card.move" in buttons(ayla)


async def test_second_phone_is_not_swept_while_its_family_has_a_case(stage: Stage) -> None:
    ayla = await booked(stage)
    await joined(stage, ayla)
    await rows(stage, "UPDATE persons SET seen_at = 1 WHERE role = 'family'")

    await stage.bot.service.sweep()

    assert [row[0] for row in await households(stage)] == [2, 3]


async def test_one_family_has_one_hold_a_phone(stage: Stage) -> None:
    ayla = await booked(stage)
    samir = await joined(stage, ayla)
    for person, day in ((ayla, 2), (samir, 3)):
        await press(stage, person, "~card.move")
        await press(stage, person, (await to_times(stage, person, day))[0])

    assert await rows(stage, "SELECT COUNT(*) FROM bookings WHERE state = 'held'") == [(2,)]
    await press(stage, ayla, "move_check.yes")
    await press(stage, samir, "move_check.yes")
    assert await rows(stage, "SELECT state FROM bookings") == [("booked",)]
    assert await rows(stage, "SELECT sequence FROM cases") == [(2,)]


async def test_both_get_the_calendar_entry_within_one_minute(stage: Stage) -> None:
    ayla = await booked(stage)
    samir = await joined(stage, ayla)
    await press(stage, ayla, "~card.calendar")
    await press(stage, samir, "~card.calendar")

    for person in (ayla, samir):
        assert any("document" in message.body for message in person.messages)
