"""Privacy at the desk: what families and coaches say, codes and chats stand nowhere in the open and end with them."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bot.channels.channel import Incoming
from bot.logs import configure
from dialogs.machine.events import CommandedInGroup, Event, SaidInGroup
from dialogs.machine.screen import Press
from storage.sealing import Sealer, new_key
from tests.proofs.arrivals import open_crowd
from tests.proofs.crowd import (
    ANSWER,
    AYLA,
    BELMA,
    CEM,
    JONAS,
    KARIM,
    LINE,
    LINK,
    MIRA,
    NAMES,
    NUMBERS,
    PETRA,
    SAID_IN_ROUND,
    SECOND,
    WORDS,
    Crowd,
)  # fmt: skip

GROUP = -100_200_300
IN_TOPIC, FROM_TOPIC = "Frau Lindwurm weiß Bescheid", "Dann fragen wir Frau Lindwurm"
INVITED = "Xanthippe"
SEALED = {
    "persons": ("id", ("chat", "state", "name")),
    "outbox": ("person", ("content",)),
    "cases": ("id", ("body",)),
    "rounds": ("id", ("line", "answers", "reply")),
}
"""What is sealed, and whose row it is bound to."""

TALKED = (WORDS[BELMA], ANSWER, IN_TOPIC, FROM_TOPIC)
FAMILIES = (AYLA, BELMA, CEM)


class Lived(NamedTuple):
    """The crowd after four days of work, its database, the key, and what was logged."""

    crowd: Crowd
    database: Path
    sealer: Sealer
    log: io.StringIO


@pytest.fixture
async def lived(tmp_path: Path) -> AsyncIterator[Lived]:
    """Everything that the desk is for has happened once, logged as the running bot logs, in every detail."""
    configure("DEBUG", "json")
    log = io.StringIO()
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(log)
    database, sealer = tmp_path / "town.db", Sealer.from_keys([new_key()])
    async with open_crowd(f"sqlite:///{database}", sealer) as crowd:
        await _monday(crowd)
        await _the_days_after(crowd)
        yield Lived(crowd, database, sealer, log)


async def _monday(crowd: Crowd) -> None:
    """A line answered, a talk in the group, a place accepted, the lead's pages, an invitation."""
    town = crowd.town
    town.phones.is_forum = True
    await crowd.press(AYLA, "~say", "1-")
    await _in_group(crowd, PETRA, CommandedInGroup("team", "", PETRA, None))
    await town.press(MIRA, Press(0, "~talk", "1-begin"))
    await town.say(AYLA, IN_TOPIC)
    ((thread,),) = await town.rows("SELECT thread FROM topics WHERE case_id = 1")
    await _in_group(crowd, MIRA, SaidInGroup(FROM_TOPIC, MIRA, thread, 5))
    assert IN_TOPIC in crowd.told(GROUP)
    assert FROM_TOPIC in crowd.told(AYLA)
    await crowd.press(CEM, "~place", "yes-")
    for page in ("places", "line", "all", "team", "days", "figures", "invite"):
        await town.press(PETRA, Press(0, "~lead", page))
    await town.press(PETRA, Press(0, "~invite", "coach"))
    await town.say(PETRA, INVITED)
    await town.press(PETRA, Press(0, "~invite", "send"))
    crowd.links.append(crowd.told(PETRA).rpartition("?start=")[2].split()[0].split('"')[0])


async def _the_days_after(crowd: Crowd) -> None:
    """A promise is broken, mornings come, somebody is ill, a case is given on, somebody leaves the team."""
    town = crowd.town
    await town.move_to(town.clock() + timedelta(days=4))
    assert (await town.rows("SELECT COUNT(*) FROM promises WHERE state = 'broken'"))[0][0] > 0
    assert (await town.rows("SELECT COUNT(*) FROM mornings"))[0][0] > 0
    await town.press(MIRA, Press(0, "~times", "ill"))
    await town.press(PETRA, Press(0, "~give", f"2-to-{(await crowd.person(KARIM)).id}"))
    await town.press(PETRA, Press(0, "~team", f"sure-{(await crowd.person(JONAS)).id}"))
    assert (await crowd.person(JONAS)).role == "family"
    await town.move_to(town.clock() + timedelta(hours=20))


async def _in_group(crowd: Crowd, author: int, event: Event) -> None:
    number = len(crowd.payloads) + len(crowd.heard)
    incoming = Incoming(f"g:{type(event).__name__}:{number}", GROUP, event, "de", number, None, author)
    await crowd.town.service.handle(incoming)
    await crowd.town.delivery.quiet()


def secrets_of(crowd: Crowd) -> tuple[str, ...]:
    """Names, numbers, words and chats of families, and every code that opens something."""
    numbers = [spelt for number in NUMBERS.values() for spelt in (number[3:], f"{number[3:6]} {number[6:]}")]
    words = [
        word for said in (*WORDS.values(), *TALKED, SAID_IN_ROUND, LINE, LINK) for word in (said, *said.split()[-2:])
    ]
    rare = [word for word in words if len(word) > 7]
    chats = map(str, (*FAMILIES, SECOND))
    return (*NAMES.values(), INVITED, *numbers, *rare, *chats, *crowd.codes, *crowd.links)


def bytes_of(database: Path) -> bytes:
    """The database as it lies on the disk."""
    return b"".join(file.read_bytes() for file in sorted(database.parent.glob(f"{database.name}*")))


def as_bytes(secret: str) -> tuple[bytes, ...]:
    """A word as text in two encodings, a chat as numbers are written too."""
    written = tuple(secret.encode(encoding) for encoding in ("utf-8", "utf-16-le"))
    return (*written, int(secret).to_bytes(6, "big")) if secret.isdecimal() and len(secret) == 12 else written


async def opened(crowd: Crowd, sealer: Sealer) -> str:
    """All that somebody with the key could read."""
    texts: list[Any] = []
    for table, (owner, columns) in SEALED.items():
        for column in columns:
            rows = await crowd.town.rows(f"SELECT {owner}, {column} FROM {table} WHERE {column} IS NOT NULL")
            texts += [sealer.open(blob, f"{table}.{column}:{id_}") for id_, blob in rows]
    return json.dumps([json.loads(text) if text[:1] in "[{" else text for text in texts], ensure_ascii=False)


async def test_nothing_of_the_desks_work_stands_in_the_open(lived: Lived) -> None:
    crowd, phones = lived.crowd, lived.crowd.town.phones
    log = lived.log.getvalue()
    on_disk, payloads = bytes_of(lived.database), "\n".join(crowd.payloads)
    assert "phrase.answered" in log
    assert "promise.broken" in log
    assert (len(phones.titles), len(phones.files) > 1) == (2, True)
    for secret in secrets_of(crowd):
        assert secret not in log
        assert [written for written in as_bytes(secret) if written in on_disk] == []
        assert secret not in "\n".join((*phones.titles, *(file.name for file in phones.files)))
        assert [file.name for file in phones.files if secret.encode() in file.content or secret in file.caption] == []
        if secret not in crowd.links:
            assert secret not in payloads
    assert NAMES[AYLA] in await opened(crowd, lived.sealer)


async def test_words_of_a_talk_are_not_kept_even_sealed(lived: Lived) -> None:
    readable = await opened(lived.crowd, lived.sealer)
    assert [said for said in TALKED if said in readable] == []


async def test_families_that_go_leave_nothing_with_the_desk(lived: Lived) -> None:
    crowd, town = lived.crowd, lived.crowd.town
    people = [(await crowd.person(chat)).id for chat in FAMILIES]
    second = (await crowd.person(SECOND)).id
    for chat in FAMILIES:
        await town.command(chat, "delete")
    await town.move_to(town.clock() + timedelta(hours=2))
    await town.service.sweep()

    for table, column in REFERENCES:
        rows = await town.rows(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")
        assert {row[0] for row in rows} & set(people) == set(), (table, column)
    for table in ("bookings", "phrases", "talks", "topics WHERE case_id > 0", "phone_codes", "waiting", *STILL):
        assert await town.rows(f"SELECT * FROM {table}") == [], table
    assert await town.rows("SELECT id FROM cases WHERE family IS NOT NULL OR body IS NOT NULL") == []
    assert await town.rows("SELECT household, case_id, consents FROM persons WHERE id = :id", id=second) == [
        (None, None, "")
    ]
    gone = [secret for secret in secrets_of(crowd) if secret not in (*crowd.links, INVITED, str(SECOND))]
    readable, on_disk = await opened(crowd, lived.sealer), bytes_of(lived.database)
    for chat in (PETRA, MIRA, JONAS, KARIM, GROUP):
        assert [secret for secret in gone if secret in crowd.on_screen(chat)] == [], chat
    assert [secret for secret in gone if secret in readable] == []
    assert [secret for secret in gone for written in as_bytes(secret) if written in on_disk] == []


STILL = ("rounds", "ladders", "nudges", "timers WHERE kind IN ('nudge', 'stall')")
"""What is kept where a case stands still."""

REFERENCES = (
    ("persons", "id"), ("persons", "household"), ("spots", "person"), ("outbox", "person"), ("cases", "family"),
    ("bookings", "holder"), ("waiting", "person"), ("offers", "person"), ("line_log", "person"),
    ("phone_codes", "person"), ("phone_codes", "used_by"), ("invitations", "used_by"), ("ladders", "person"),
    ("ladders", "phone"), ("nudges", "person"), ("rounds", "phone"),
)  # fmt: skip
"""Where a person's row is named."""
