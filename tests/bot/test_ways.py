"""No call yet: another time, way or person, a pause, a plan; calls, cards, promises and reminders follow."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.demo.person import Person
from storage.cases import CaseRow
from storage.units import Unit
from tests.bot.road import book, buttons, offered, press, press_at_once, texts, to_check, to_wish
from tests.bot.test_second_phone import joined
from tests.stage import Stage, rows, staged

LINK = "https://video.example.de/raum/mira"
NEUTRAL = "Die Familie spricht lieber mit jemand anderem. Das kommt vor."
MISSED = "~case.1-missed-"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as stage:
        yield stage


async def case_of(stage: Stage, row: int = 1) -> CaseRow:
    def unit() -> Unit[CaseRow | None]:
        return (yield from stage.bot.house.cases.load(row))

    found = await stage.bot.storage.run(unit)
    assert found is not None
    return found


async def kept(stage: Stage, what: str) -> Any:
    return ((await case_of(stage)).body or {}).get(what, "")


async def counts(stage: Stage) -> dict[str, int]:
    return dict(await rows(stage, "SELECT of_what, SUM(count) FROM counters WHERE what = 'way' GROUP BY of_what"))  # type: ignore[arg-type]


async def stalls(stage: Stage) -> list[tuple[str, int]]:
    """Where families stopped, as it was counted."""
    found = await rows(
        stage, "SELECT of_what, SUM(count) FROM counters WHERE what = 'stall' GROUP BY of_what ORDER BY 1"
    )
    return [(place, int(times)) for place, times in found]


async def promises(stage: Stage) -> list[str]:
    return [row[0] for row in await rows(stage, "SELECT state FROM promises ORDER BY id")]


async def asks(stage: Stage, name: str = "Ayla", wish: str = "asap") -> Person:
    """A family that is to be called in a window."""
    family = stage.family(name)
    await to_wish(stage, family)
    await press(stage, family, f"wish.{wish}")
    if wish == "part":
        await press(stage, family, offered(family, "part")[0])
    await to_check(stage, family)
    await press(stage, family, "check.send")
    return family


async def called_in_vain(stage: Stage, mira: Person, times: int = 1) -> None:
    """Mira calls, and nobody can talk; between two tries lies a day."""
    for before in range(times):
        await press(stage, mira, f"{MISSED}{before}")
        await stage.move(hours=1)


async def taken(stage: Stage, *team: str, times: int = 1) -> tuple[Person, list[Person]]:
    """Ayla, whom the first of the team has called in vain."""
    coaches = [await stage.team(name) for name in team or ("Mira",)]
    ayla = await asks(stage)
    await press(stage, coaches[0], "~case.1-take")
    await called_in_vain(stage, coaches[0], times)
    return ayla, coaches


async def test_missed_call_is_told_without_blame_and_with_another_way(stage: Stage) -> None:
    ayla, _ = await taken(stage)
    assert "Vielleicht passte es nicht, das ist in Ordnung." in texts(ayla)
    assert "~.ways" in buttons(ayla)


async def test_each_call_in_vain_is_counted_as_a_stop_and_the_last_one_as_its_own(stage: Stage) -> None:
    await taken(stage, times=3)
    assert await stalls(stage) == [("booked", 1), ("missed", 2)]


async def test_wish_for_a_visit_rings_at_the_coach_once_and_stands_on_both_cards(stage: Stage) -> None:
    ayla, (mira,) = await taken(stage)
    press_to = ("~.ways", "~ways.other_way", "~ways.visit")
    await press(stage, ayla, *press_to)

    assert await kept(stage, "way") == "visit"
    assert texts(mira).count("Die Familie möchte: Besuch.") == 1
    assert "Wunsch der Familie: Besuch" in texts(mira)
    assert "Ihr Wunsch: Besuch, zu Hause oder woanders" in texts(ayla)
    assert await counts(stage) == {"visit": 1}
    assert "~case.1-link" not in buttons(mira)


async def test_wish_to_write_tells_the_coach_to_open_the_talk(stage: Stage) -> None:
    ayla, (mira,) = await taken(stage)
    await press(stage, ayla, "~.ways", "~ways.other_way", "~ways.chat")
    assert "Die Familie möchte lieber schreiben. Bitte mit „Schreiben“ ein Gespräch beginnen." in texts(mira)
    assert "Wir schreiben Ihnen hier, bis" in texts(ayla)


async def test_coach_gives_a_link_and_the_family_gets_it_in_a_message_of_its_own(stage: Stage) -> None:
    ayla, (mira,) = await taken(stage)
    await press(stage, ayla, "~.ways", "~ways.other_way", "~ways.video")
    await press(stage, mira, "~case.1-link")
    await stage.say(mira, "http://video.example.de/x")
    assert "Diesen Link kann ich nicht senden." in texts(mira)
    await stage.say(mira, LINK)
    press_at_once(mira, "~link.1-send")
    press_at_once(mira, "~link.1-send")
    await stage.quiet()

    assert texts(ayla).count(LINK) == 1
    assert "Von Mira: der Link für Ihr Video-Gespräch." in texts(ayla)
    assert await rows(stage, "SELECT COUNT(*) FROM outbox WHERE kind = 'link' AND content IS NOT NULL") == [(0,)]


async def test_hidden_chat_gets_no_link(stage: Stage) -> None:
    ayla, (mira,) = await taken(stage)
    await press(stage, ayla, "~.ways", "~ways.other_way", "~ways.video", "~.help", "~help.hide")
    await press(stage, mira, "~case.1-link")
    await stage.say(mira, LINK)
    await press(stage, mira, "~link.1-send")
    assert LINK not in texts(ayla)


async def test_other_person_is_asked_and_nobody_is_hurt(stage: Stage) -> None:
    ayla, (mira, jonas) = await taken(stage, "Mira", "Jonas")
    await press(stage, ayla, "~.ways", "~ways.other_person")

    assert await rows(stage, "SELECT owner, suggested, stage FROM cases") == [(None, 2, "received")]
    assert NEUTRAL in texts(mira)
    assert "~case.1-take" in buttons(jonas)
    assert "Wir suchen eine andere Person für Sie." in texts(ayla)
    assert (await promises(stage))[-1] == "open"
    assert await counts(stage) == {"other_person": 1}


async def test_only_coach_is_told_nothing_and_the_family_kindly_that_nobody_else_is_there(stage: Stage) -> None:
    ayla, (mira,) = await taken(stage)
    before = texts(mira)
    await press(stage, ayla, "~.ways", "~ways.other_person")
    assert "Gerade ist niemand anderes da." in texts(ayla)
    assert "~ways.other_way" in buttons(ayla)
    assert texts(mira) == before
    assert await rows(stage, "SELECT owner, stage FROM cases") == [(1, "taken")]
    assert await counts(stage) == {}


async def test_after_the_talk_the_lead_is_asked_once_and_the_coach_hears_nothing_yet(stage: Stage) -> None:
    renate = await stage.team("Renate", "lead")
    mira = await stage.team("Mira")
    ayla = await asks(stage)
    await press(stage, mira, "~case.1-take", "~case.1-reached")
    await wishes_from_afar(stage, ayla, "other_person")
    await wishes_from_afar(stage, ayla, "other_person")

    assert texts(renate).count("Fall Nr. 1001: Die Familie spricht lieber mit jemand anderem.") == 1
    assert "~case.1-give" in buttons(renate)
    assert NEUTRAL not in texts(mira)
    assert await counts(stage) == {"other_person": 1}


async def wishes_from_afar(stage: Stage, family: Person, pick: str) -> None:
    """Press a pick of the ways where the card offers none: as a message of the bot leads there."""
    message = Stage.screen(family)
    family.press(message.id, f"1.1.~ways.{pick}")
    await stage.quiet()


async def test_pause_puts_the_call_two_weeks_on_and_everything_follows(stage: Stage) -> None:
    mira = await stage.team("Mira")
    ayla = stage.family()
    await book(stage, ayla, day=2)
    await press(stage, mira, "~case.1-take")
    assert await rows(stage, "SELECT COUNT(*) FROM outbox WHERE kind LIKE 'reminder%'") != [(0,)]

    await wishes_from_afar(stage, ayla, "pause")
    await wishes_from_afar(stage, ayla, "pause")

    call = (await case_of(stage)).appointment
    assert (call.wish, call.starts_at) == ("later", datetime(2026, 12, 7, 8, tzinfo=UTC))
    assert await rows(stage, "SELECT COUNT(*) FROM bookings") == [(0,)]
    assert await rows(stage, "SELECT COUNT(*) FROM outbox WHERE kind LIKE 'reminder%'") == [(0,)]
    assert texts(mira).count("Die Familie möchte eine Pause.") == 1
    assert "Anruf: Montag, 7. Dezember, zwischen" in texts(ayla)
    assert (await promises(stage))[-1] == "open"
    assert await counts(stage) == {"pause": 1}


@pytest.mark.parametrize("way", ["other_time", "visit", "pause", "other_person"])
async def test_family_that_nobody_reached_is_called_again_by_whatever_it_chooses(stage: Stage, way: str) -> None:
    ayla, (mira, jonas) = await taken(stage, "Mira", "Jonas", times=3)
    assert (await case_of(stage)).stage == "unreached"
    assert "Bisher hat es mit dem Anruf nicht geklappt. Das macht nichts." in texts(ayla)

    await press(stage, ayla, "~.ways")
    if way == "visit":
        await press(stage, ayla, "~ways.other_way")
    await press(stage, ayla, f"~ways.{way}")
    if way == "other_time":
        await press(stage, ayla, "wish.asap", "move_check.yes")

    case = await case_of(stage)
    assert case.closed_at is None
    assert case.appointment.ends_at > stage.clock()
    assert (await promises(stage))[-1] == "open"
    if way == "other_person":
        assert (case.stage, case.owner, case.suggested) == ("received", None, 2)
        assert "~case.1-take" in buttons(jonas)
    else:
        assert (case.stage, case.owner) == ("taken", 1)
        assert "~case.1-reached" in buttons(mira)
    assert await counts(stage) == {way: 1}


async def test_coach_who_left_meanwhile_is_not_asked_again(stage: Stage) -> None:
    ayla, (_, jonas) = await taken(stage, "Mira", "Jonas", times=3)
    await rows(stage, "UPDATE persons SET role = 'family' WHERE id = 1")
    await press(stage, ayla, "~.ways", "~ways.other_way", "~ways.interpreter")
    case = await case_of(stage)
    assert (case.stage, case.owner, case.suggested) == ("received", None, 2)
    assert "~case.1-take" in buttons(jonas)


async def test_call_moved_by_the_family_is_counted_and_the_second_move_offers_another_way(stage: Stage) -> None:
    mira = await stage.team("Mira")
    ayla = await asks(stage)
    await press(stage, mira, "~case.1-take")
    for moved in (1, 2):
        await press(stage, ayla, "~card.move", "wish.part")
        await press(stage, ayla, offered(ayla, "part")[moved - 1], "move_check.yes")
        assert (await case_of(stage)).moved == moved
        assert ("~.ways" in buttons(ayla)) is (moved == 2)
    assert await stalls(stage) == [("moved", 1)]


async def test_plan_comes_back_in_the_reminder_and_no_reminder_comes_twice(stage: Stage) -> None:
    mira = await stage.team("Mira")
    ayla = stage.family()
    await book(stage, ayla, day=2)
    await press(stage, mira, "~case.1-take")
    waiting = await rows(stage, "SELECT mark, due_at FROM outbox WHERE kind LIKE 'reminder%' ORDER BY mark")

    await press(stage, ayla, "~.plan", "~plan.home", "~.plan", "~plan.break")

    assert await kept(stage, "plan") == "break"
    again = await rows(stage, "SELECT mark, due_at FROM outbox WHERE kind LIKE 'reminder%' ORDER BY mark")
    assert again == waiting
    for _ in range(3 * 24):
        await stage.move(hours=1)
    said = texts(ayla)
    assert said.count("Erinnerung an Ihren Telefon-Termin:") == 1
    assert said.count("Gleich ist Ihr Telefon-Termin:") == 1
    reminded = [m.text for m in ayla.messages if m.sender == "bot" and "Telefon-Termin" in m.text]
    assert all("Ihr Plan, wenn das Telefon klingelt:" in text for text in reminded)
    assert "Zu Hause" not in "".join(reminded)


async def test_moved_call_keeps_the_plan(stage: Stage) -> None:
    await stage.team("Mira")
    ayla = stage.family()
    await book(stage, ayla, day=1)
    await press(stage, ayla, "~.plan", "~plan.helped", "~card.move", "wish.exact")
    await press(stage, ayla, offered(ayla, "day")[2])
    await press(stage, ayla, offered(ayla, "time")[0], "move_check.yes")
    assert await kept(stage, "plan") == "helped"
    assert "Ihr Plan, wenn das Telefon klingelt: Bei jemandem, der mir hilft" in texts(ayla)
    for _ in range(4 * 24):
        await stage.move(hours=1)
    reminded = [m.text for m in ayla.messages if m.sender == "bot" and "Telefon-Termin" in m.text]
    assert reminded
    assert all("Bei jemandem, der mir hilft" in text for text in reminded)


async def test_second_phone_sees_what_the_first_one_chose(stage: Stage) -> None:
    ayla, _ = await taken(stage)
    samir = await joined(stage, ayla)
    await press(stage, ayla, "~.ways", "~ways.other_way", "~ways.interpreter")
    assert "مع شخص يترجم" in texts(samir)
    await press(stage, ayla, "~.ways", "~ways.pause")
    assert (await case_of(stage)).appointment.starts_at - stage.clock() > timedelta(days=12)
    assert "7 ديسمبر" in texts(samir)
