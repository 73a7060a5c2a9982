"""Faults: lost answers, a server that stumbles, messages that are gone, people who block, a row nobody can open."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.demo.person import Person
from tests.proofs.road import HOME, ROAD, Family, payload_at, place_of, rows_of, stored_of, walk
from tests.stage import Stage, staged

SORRY = "Hier ist etwas schiefgegangen. Ihre Antworten sind sicher. Bitte drücken Sie noch einmal."
UNREACHABLE = "Über Telegram nicht erreichbar: bitte anrufen."


AFTER_WORDS = ("language", "phone", "phone_right")
"""Screens that follow typed words are sent anew anyway."""


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A bot with one coach and a family that has not written yet."""
    async with staged(tmp_path) as opened:
        yield opened


def texts_of(person: Person) -> Counter[str]:
    """How often each first line of the bot stands on a phone."""
    return Counter(message.text.partition("\n")[0] for message in person.messages if message.sender == "bot")


def sent_to(stage: Stage, person: Person, beginning: str) -> int:
    """How many messages that begin so were sent anew to a person, whether the answer came back or not."""
    return sum(
        call.method == "sendMessage"
        and str(call.params["chat_id"]) == str(person.id)
        and str(call.params["text"]).startswith(beginning)
        for call in stage.server.calls
    )


@pytest.mark.parametrize("lost", [1, 2])
async def test_reply_whose_answer_is_lost_is_sent_twice_at_most(stage: Stage, lost: int) -> None:
    await stage.team("Mira")
    stage.server.record = True
    family = Family(stage.family())
    stage.server.faults.plan("lost_answer", method="sendMessage", chat=family.phone.id, times=lost)

    await stage.start(family.phone)

    assert texts_of(family.phone) == {"Welche Sprache möchten Sie?": 2}
    await walk(stage, [family])
    assert family.place == HOME
    newest = [message for message in family.phone.messages if message.sender == "bot"][-1]
    assert place_of(newest) == HOME


async def test_edit_whose_answer_is_lost_is_no_second_message(stage: Stage) -> None:
    await stage.team("Mira")
    family = Family(stage.family())
    await walk(stage, [family], until="consent")
    before = len(family.phone.messages)
    stage.server.faults.plan("lost_answer", method="editMessageText", chat=family.phone.id, times=5)

    await walk(stage, [family], until="name")

    assert len(family.phone.messages) == before


@pytest.mark.parametrize("fault", ["lost_answer", "internal", "bad_gateway", "dropped"])
async def test_card_and_reminder_are_never_sent_twice(stage: Stage, fault: str) -> None:
    coach = await stage.team("Mira")
    stage.server.record = True
    family = Family(stage.family(), day=1)
    await walk(stage, [family], until="check")
    card = stage.server.faults.plan(fault, method="sendMessage", chat=coach.id)  # type: ignore[arg-type]

    family.move()
    await stage.quiet()
    await stage.move(minutes=10)

    carried_out = int(fault == "lost_answer")
    assert card.struck == 1
    assert texts_of(coach)["Fall Nr. 1001 · Deutsch"] == carried_out
    assert sent_to(stage, coach, "<b>Fall Nr. 1001") == carried_out + (fault in ("internal", "bad_gateway"))

    reminder = stage.server.faults.plan(fault, method="sendMessage", chat=family.phone.id)  # type: ignore[arg-type]
    before = Counter(message.sender for message in family.phone.messages)["bot"]
    await stage.move(hours=9, minutes=5)
    await stage.move(minutes=10)

    assert reminder.struck == 1
    assert Counter(message.sender for message in family.phone.messages)["bot"] == before + carried_out
    letters = rows_of(stage.database, "SELECT status FROM outbox WHERE kind = 'reminder:evening_before'")
    assert letters == [("unknown",)]


async def test_coach_whose_card_was_lost_finds_the_case_in_the_list(stage: Stage) -> None:
    coach = await stage.team("Mira")
    family = Family(stage.family())
    await walk(stage, [family], until="check")
    stage.server.faults.plan("dropped", method="sendMessage", chat=coach.id)
    family.move()
    await stage.quiet()

    await stage.say(coach, "/cases")
    for what in ("~case.1-open", "~case.1-take"):
        screen = Stage.screen(coach)
        coach.press(screen.id, payload_at(screen, what))
        await stage.quiet()

    assert rows_of(stage.database, "SELECT stage FROM cases") == [("taken",)]


@pytest.mark.slow
async def test_edits_that_meet_a_failing_server_arrive_when_it_is_back(stage: Stage) -> None:
    """The one wait of real seconds here: a failing server is left alone for five."""
    await stage.team("Mira")
    families = [Family(stage.family()) for _ in range(3)]
    for family, until in zip(families, ("welcome", "money", "day"), strict=True):
        await walk(stage, [family], until=until)
    before = [len(family.phone.messages) for family in families]
    faults = [
        stage.server.faults.plan("internal", method="editMessageText", chat=family.phone.id) for family in families
    ]
    for family in families:
        family.move()
    await stage.quiet()

    assert [fault.struck for fault in faults] == [1, 1, 1]
    assert [family.place for family in families] == ["consent", "money", "time"]
    assert [len(family.phone.messages) for family in families] == before


@pytest.mark.parametrize("place", [place for place in ROAD if place not in AFTER_WORDS])
async def test_screen_that_can_no_longer_be_edited_is_sent_anew_and_the_old_keyboard_goes(
    stage: Stage, place: str
) -> None:
    await stage.team("Mira")
    family = Family(stage.family())
    before = ROAD[ROAD.index(place) - 1]
    await walk(stage, [family], until=before)
    old = Stage.screen(family.phone)
    fault = stage.server.faults.plan("edit_not_found", method="editMessageText", chat=family.phone.id, times=None)

    await walk(stage, [family], until=place)

    assert place_of(family.phone.last) == place
    assert family.phone.last.id > old.id
    assert old.buttons == ()
    with_buttons = [message for message in family.phone.messages if message.sender == "bot" and message.buttons]
    assert with_buttons == [family.phone.last]
    assert fault.struck > 0


async def test_coach_sees_that_a_family_has_blocked_the_bot_and_that_it_is_back(stage: Stage) -> None:
    coach = await stage.team("Mira")
    family = Family(stage.family(), day=1)
    await walk(stage, [family])

    family.phone.block()
    await stage.quiet()
    assert UNREACHABLE in Stage.screen(coach).text.splitlines()
    await stage.move(hours=10)
    assert rows_of(stage.database, "SELECT status FROM outbox WHERE kind = 'reminder:evening_before'") == [
        ("waiting",)
    ]

    family.phone.unblock()
    await stage.quiet()
    assert UNREACHABLE not in Stage.screen(coach).text.splitlines()
    await stage.move(minutes=1)
    assert (await stored_of(stage, family.phone))["reachable"]
    await stage.start(family.phone)
    assert place_of(Stage.screen(family.phone)) == HOME


async def test_coach_sees_that_a_family_has_left_telegram(stage: Stage) -> None:
    coach = await stage.team("Mira")
    family = Family(stage.family(), day=1)
    await walk(stage, [family])
    family.phone.leave_telegram()

    await stage.move(hours=10)

    assert UNREACHABLE in Stage.screen(coach).text.splitlines()
    assert rows_of(stage.database, "SELECT COUNT(*) FROM cases WHERE stage = 'received'") == [(1,)]


async def test_update_that_always_fails_is_parked_and_the_next_of_the_same_family_is_handled(stage: Stage) -> None:
    await stage.team("Mira")
    family, neighbour = Family(stage.family()), Family(stage.family("Bülent"))
    await walk(stage, [family, neighbour], until="money")
    before = await stored_of(stage, family.phone)
    ((person, state),) = rows_of(
        stage.database, "SELECT id, state FROM persons WHERE role = 'family' ORDER BY id LIMIT 1"
    )
    _write_state(stage.database, person, state[:-1] + bytes([state[-1] ^ 1]))

    family.move()
    neighbour.move()
    await stage.quiet()

    assert [fault for _, _, fault in rows_of(stage.database, "SELECT * FROM parked")] == ["SealBroken"]
    assert texts_of(family.phone)[SORRY] == 1
    assert family.phone.presses[-1].toast == ""
    assert texts_of(neighbour.phone)[SORRY] == 0
    await walk(stage, [neighbour])

    _write_state(stage.database, person, state)
    assert await stored_of(stage, family.phone) == before
    family.move()
    await stage.quiet()
    assert texts_of(family.phone)[SORRY] == 1
    await walk(stage, [family])
    assert len(rows_of(stage.database, "SELECT * FROM parked")) == 1


def _write_state(database: Path, person: int, state: bytes) -> None:
    with closing(sqlite3.connect(database)) as file, file:
        file.execute("UPDATE persons SET state = ? WHERE id = ?", (state, person))
