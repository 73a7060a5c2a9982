"""Lines of the phrasebook that meet a hidden chat, a late answer, another coach, or nobody any more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from random import Random

import pytest

from dialogs.machine.screen import Press
from tests.bot.waiting import local
from tests.proofs.quarter.people import Family
from tests.proofs.quarter.town import Town, open_town

MIRA, NORA, PETRA, AYLA = 10, 11, 12, 21
HOURS = "Mon-Fri 09:00-12:00,13:30-16:00"


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town(local(11, 23)) as town:
        await town.join(MIRA, "Mira", "coach", "de", HOURS)
        await Family(town, Random(1), AYLA, "tr", "asap", "calm").begin()
        await town.press(MIRA, Press(0, "~case", "1-take"))
        yield town


async def sends(town: Town, group: str, line: str, latest: bool = False) -> None:
    """Mira sends a line, with the first or the latest time of its screen."""
    await town.press(MIRA, Press(0, "~case", "1-phrases"))
    for pick in (f"1-{group}", f"1-line-{line}"):
        await town.press(MIRA, Press(0, "~phrases", pick))
    newest = town.phones.of[MIRA].newest
    assert newest is not None
    clocks = [press for press in newest.presses() if f"-at-{line}-" in press.pick]
    for press in clocks[-1:] if latest else clocks[:1]:
        await town.press(MIRA, press)
    send = town.phones.of[MIRA].find("~phrases", f"1-send-{line}")
    assert send is not None
    await town.press(MIRA, send)


def got(town: Town, chat: int) -> int:
    return sum(to == chat for _, to, _ in town.phones.sent)


@pytest.mark.parametrize("hides", [Press(0, "~help", "hide"), None])
async def test_no_line_goes_to_a_hidden_or_silenced_chat_and_its_coach_is_told(
    town: Town, hides: Press | None
) -> None:
    if hides is None:
        await town.command(AYLA, "stop")
    else:
        await town.press(AYLA, hides)
    before = got(town, AYLA)

    await sends(town, "reach", "voicemail")

    assert (got(town, AYLA), await town.rows("SELECT id FROM phrases")) == (before, [])
    assert "verborgen" in town.phones.of[MIRA].toasts[-1]
    await town.press(AYLA, Press(0, "~hidden", "show"))
    await town.press(MIRA, Press(0, "~phrases", "1-send-voicemail"))
    assert got(town, AYLA) == before + 1


async def test_yes_to_a_visit_that_is_over_is_answered_kindly(town: Town) -> None:
    await sends(town, "meet", "visit_at")
    (at,) = (await town.rows("SELECT clock_at FROM phrases"))[0]
    await town.move_to(datetime.fromtimestamp(at, local(11, 23).tzinfo) + timedelta(hours=1))

    await town.press(AYLA, Press(0, "~say", "1-yes_then"))

    assert any("Die Zeit war schon vorbei." in shown.text for _, to, shown in town.phones.sent if to == MIRA)


@pytest.mark.parametrize(("hours", "booked"), [(HOURS, 1), ("Sat 09:00-12:00", 0)])
async def test_yes_that_reaches_another_coach_is_a_call_only_in_that_coachs_hours(
    town: Town, hours: str, booked: int
) -> None:
    await town.join(PETRA, "Petra", "lead", "de", "")
    await town.join(NORA, "Nora", "coach", "de", hours)
    confirm = town.phones.of[PETRA].find("~team", "yes-")
    assert confirm is not None
    await town.press(PETRA, confirm)
    await sends(town, "reach", "call_at")
    await town.rows("UPDATE cases SET owner = (SELECT MAX(id) FROM persons WHERE role = 'coach') WHERE id = 1")

    await town.press(AYLA, Press(0, "~say", "1-yes_then"))

    assert len(await town.rows("SELECT id FROM bookings WHERE case_id = 1")) == booked


async def test_answer_after_the_coach_left_goes_to_the_lead_and_names_nobody(town: Town) -> None:
    await town.join(PETRA, "Petra", "lead", "de", "")
    await sends(town, "reach", "call_at")
    mira = (await town.rows("SELECT id FROM persons WHERE role = 'coach'"))[0][0]
    await town.press(PETRA, Press(0, "~team", f"end-{mira}"))
    await town.press(PETRA, Press(0, "~team", f"sure-{mira}"))
    assert await town.rows("SELECT role FROM persons WHERE id = :id", id=mira) == [("family",)]

    await town.press(AYLA, Press(0, "~say", "1-yes_then"))

    assert await town.rows("SELECT answer FROM phrases") == [("yes_then",)]
    newest = [shown.text for _, to, shown in town.phones.sent if to == PETRA]
    assert any("antwortet" in text for text in newest)
