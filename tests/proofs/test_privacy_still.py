"""Privacy where a case stands still: what is said in rounds, links and what was picked stand nowhere in the open."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.app import sealer_of
from bot.demo.person import Person
from bot.logs import configure
from dialogs.desk.pages import PAGES
from tests.bot.road import buttons, press
from tests.proofs.road import Family, rows_of, walk
from tests.stage import Stage, staged

PASSED_ON = "Bei Tante Griseldis lachen alle"
KEPT = "Mein Bruder Leopold trinkt wieder"
NOT_ASKED_YET = "Nachts weint Rosalinde im Treppenhaus"
LINE = "Ich denke an Ihren Umzug nach Zweckel"
REPLY = "Frau Lindwurm hört Ihnen gern zu"
LINK = "https://video.example.de/raum/philomena-4711"
UNSENT_LINK = "https://video.example.de/raum/xanthippe-4712"
NAME, NUMBER = "Kazimiera", "0171 3920041"

RARE = (
    "Griseldis", "Leopold", "Rosalinde", "Treppenhaus", "Zweckel", "Lindwurm", "philomena", "xanthippe",
    "video.example.de", NAME, "Kazimiera-Phone", "1713920041", "171 3920041",
)  # fmt: skip
"""The words by which each of these is found, however it was cut."""

SEALED = {
    "persons": ("id", ("chat", "state", "name")),
    "outbox": ("person", ("content",)),
    "cases": ("id", ("body",)),
    "rounds": ("id", ("line", "answers", "reply")),
}
"""What is sealed, and whose row it is bound to."""


class Lived(NamedTuple):
    """A family, its coach and the lead after weeks of standing still, and all that was logged meanwhile."""

    stage: Stage
    ayla: Person
    mira: Person
    petra: Person
    log: io.StringIO


@pytest.fixture
async def lived(tmp_path: Path) -> AsyncIterator[Lived]:
    """Missed and met by video, asked in rounds, silent and made an offer; every detail is logged."""
    configure("DEBUG", "json")
    log = io.StringIO()
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(log)
    async with staged(tmp_path) as stage:
        petra, mira = await stage.team("Petra", "lead"), await stage.team("Mira")
        stage.server.record = True
        ayla = stage.family("Kazimiera-Phone")
        await walk(stage, [Family(ayla, NAME, NUMBER, wish="asap")])
        await stage.say(ayla, "/privacy")
        await press(stage, ayla, "~.consents", "~consents.later+")
        await _by_video(stage, ayla, mira)
        await _rounds(stage, ayla, mira)
        await _offer(stage, ayla)
        yield Lived(stage, ayla, mira, petra, log)


async def _by_video(stage: Stage, ayla: Person, mira: Person) -> None:
    """A call in vain, a wish for video, one link that was sent and one that was only typed."""
    await press(stage, mira, "~case.1-take", "~case.1-missed-0")
    await press(stage, ayla, "~.ways", "~ways.other_way", "~ways.video")
    for link in (LINK, UNSENT_LINK):
        await press(stage, mira, "~case.1-link")
        await stage.say(mira, f"{link}9")
        await stage.say(mira, link)
        if link == LINK:
            await press(stage, mira, "~link.1-send")
    await press(stage, mira, "~case.1-reached")


async def _invited(stage: Stage, mira: Person, technique: str, line: str = "") -> None:
    await press(stage, mira, "~case.1-round", "~round.1-all-0")
    while f"~round.1-pick-{technique}" not in buttons(mira):
        await press(stage, mira, next(one for one in reversed(buttons(mira)) if one.startswith("~round.1-all-")))
    await press(stage, mira, f"~round.1-pick-{technique}")
    if line:
        await stage.say(mira, f"{line}!")
        await stage.say(mira, line)
    await press(stage, mira, f"~round.1-send-{technique}")


async def _rounds(stage: Stage, ayla: Person, mira: Person) -> None:
    """One passed on and replied to, one kept, one of which the family has not said yet."""
    await _invited(stage, mira, "helper_view", LINE)
    await press(stage, ayla, "~round.1-go")
    await stage.say(ayla, PASSED_ON)
    await press(stage, ayla, "~round.1-1-same", "~round.1-yes")
    await press(stage, mira, "~round.1-reply-1")
    await stage.say(mira, f"{REPLY}!")
    await stage.say(mira, REPLY)
    await press(stage, mira, "~round.1-answer-1", "~case.1-round", "~round.1-past-0")
    await _invited(stage, mira, "coping")
    await press(stage, ayla, "~round.2-go")
    await stage.say(ayla, KEPT)
    await press(stage, ayla, "~round.2-1-people", "~round.2-no")
    await _invited(stage, mira, "exception")
    await press(stage, ayla, "~round.3-go")
    await stage.say(ayla, NOT_ASKED_YET)
    await press(stage, ayla, "~round.3-1-rest")


async def _offer(stage: Stage, ayla: Person) -> None:
    """After a week of silence a message came; what was picked below it is passed on."""
    await stage.move(days=7)
    await stage.move(minutes=52)
    await press(stage, ayla, "~nudge.1-calm")
    await press(stage, ayla, next(means for means in buttons(ayla) if means.startswith("~pick.1-calm-yes")))
    assert rows_of(stage.database, "SELECT answer FROM nudges") == [("calm",)]


def on_phone(person: Person) -> str:
    """All that the bot has left standing on a phone."""
    return "\n".join(message.text or message.label for message in person.messages if message.sender == "bot")


def shown_ever(stage: Stage, person: Person) -> str:
    """All that was ever sent to a phone, or written over something on it, toasts among it."""
    told = [str(call.params) for call in stage.server.calls if str(call.params.get("chat_id")) == str(person.id)]
    return "\n".join((*told, *person.toasts))


def bytes_of(stage: Stage) -> bytes:
    """The database as it lies on the disk."""
    return b"".join(file.read_bytes() for file in stage.database.parent.glob(f"{stage.database.name}*"))


def opened(stage: Stage) -> str:
    """All that somebody with the key could read."""
    sealer, texts = sealer_of(stage.bot.settings), []
    for table, (owner, columns) in SEALED.items():
        for column in columns:
            found = rows_of(stage.database, f"SELECT {owner}, {column} FROM {table} WHERE {column} IS NOT NULL")
            texts += [sealer.open(blob, f"{table}.{column}:{id_}") for id_, blob in found]
    return json.dumps([json.loads(text) if text[:1] in "[{" else text for text in texts], ensure_ascii=False)


def payloads_of(stage: Stage) -> str:
    """Everything that ever stood behind a button."""
    markups = [call.params.get("reply_markup") for call in stage.server.calls]
    told = [json.loads(markup) if isinstance(markup, str) else markup for markup in markups]
    rows = [row for markup in told if isinstance(markup, dict) for row in markup.get("inline_keyboard", ())]
    return "\n".join(button.get("callback_data", "") for row in rows for button in row)


def in_database(stage: Stage, words: tuple[str, ...]) -> list[str]:
    """Which of these words stand in the open on the disk."""
    found = bytes_of(stage)
    return [word for word in words for code in ("utf-8", "utf-16-le") if word.encode(code) in found]


async def test_words_and_links_of_a_standstill_stand_nowhere_in_the_open(lived: Lived) -> None:
    stage, log = lived.stage, lived.log.getvalue()
    files = [message.file for one in stage.server.people for message in one.messages if message.file is not None]
    settings = [str(call.params) for call in stage.server.calls if call.method.startswith("set")]

    events = ("round.passed_on", "round.replied", "link.sent", "nudge.sent")
    assert [event for event in events if event not in log] == []
    assert [word for word in (*RARE, "calm", str(lived.ayla.id)) if word in log] == []
    assert [word for word in (*RARE, str(lived.ayla.id)) if word in payloads_of(stage)] == []
    assert [word for word in RARE if word in "".join(settings)] == []
    assert [call for call in stage.server.calls if "Topic" in call.method] == []
    assert [file.name for file in files for word in RARE if word.encode() in file.content or word in file.name] == []
    assert in_database(stage, (*RARE, str(lived.ayla.id))) == []
    assert [word for word in ("Griseldis", "Leopold", "Zweckel", "Lindwurm") if word not in opened(stage)] == []


async def test_deleted_family_leaves_nothing_of_rounds_offers_and_links_with_anybody(lived: Lived) -> None:
    stage = lived.stage
    assert "Griseldis" in on_phone(lived.mira)
    before = rows_of(stage.database, "SELECT * FROM counters ORDER BY 1, 2, 3, 4")
    (family,) = rows_of(stage.database, "SELECT family FROM cases")[0]

    await stage.say(lived.ayla, "/delete")

    for person in (lived.mira, lived.petra):
        assert [word for word in RARE if word in on_phone(person)] == [], person.name
    assert [word for word in RARE if word in opened(stage)] == []
    assert in_database(stage, RARE) == []
    for table in ("rounds", "ladders", "nudges", "bookings"):
        assert rows_of(stage.database, f"SELECT * FROM {table}") == [], table
    assert rows_of(stage.database, "SELECT * FROM outbox WHERE content IS NOT NULL OR status = 'waiting'") == []
    assert rows_of(stage.database, "SELECT * FROM timers WHERE kind = 'nudge' OR kind = 'stall'") == []
    assert rows_of(stage.database, f"SELECT * FROM persons WHERE id = {family}") == []
    assert rows_of(stage.database, "SELECT * FROM counters ORDER BY 1, 2, 3, 4") == before


async def test_what_a_family_did_not_pass_on_is_never_before_the_eyes_of_the_team(lived: Lived) -> None:
    stage, unread = lived.stage, ("Leopold", "Rosalinde", "Treppenhaus")
    assert rows_of(stage.database, "SELECT passed_on FROM rounds ORDER BY id") == [(1,), (0,), (None,)]
    for person in (lived.mira, lived.petra):
        message = stage.screen(person)
        for payload in EVERY_PAGE:
            person.press(message.id, f"1.0.{payload}")
            await stage.quiet()
        assert [word for word in unread if word in shown_ever(stage, person)] == [], person.name
    assert "Griseldis" in shown_ever(stage, lived.mira)


EVERY_PAGE = (
    "~case.1-open",
    *(
        f"~round.1{pick}"
        for pick in ("", "-all-0", "-past-0", "-past-1", "-past-2", "-reply-1", "-reply-2", "-reply-3")
    ),
    *(f"~{page}.{pick}" for page in PAGES for pick in ("", "1")),
    *(f"~lead.{page}" for page in PAGES),
)
"""Every page of the desk, those of a case's rounds one by one."""
