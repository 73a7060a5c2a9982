"""Privacy: what a family is called, its number and its chat stand nowhere but where a coach needs them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import sealer_of
from bot.demo.person import Person
from storage.sealing import SealBroken
from tests.proofs.real_bot import PATIENCE, RealBot, real_bot
from tests.proofs.road import HOME, Family, payload_at, rows_of, walk
from tests.stage import Stage, staged

SAID = "Meine Nachbarin Zeynepgül hört mit"
PLACES = {
    "persons": ("chat", "state", "name"),
    "outbox": ("content",),
    "cases": ("body",),
}


@dataclass(frozen=True, slots=True)
class Secret:
    """What must not be found of a family: its names, its number in every spelling, its chat."""

    family: Family

    def words(self) -> tuple[str, ...]:
        """As text."""
        digits = self.family.number.replace(" ", "")[1:]
        spaced = f"{digits[:3]} {digits[3:]}"
        return (self.family.name, self.family.phone.name, digits, spaced, str(self.family.phone.id), "Zeynepgül")

    def stored(self) -> tuple[bytes, ...]:
        """As bytes of a file: text in two encodings, and the chat as SQLite and machines write numbers."""
        texts = [word.encode(encoding) for word in self.words() for encoding in ("utf-8", "utf-16-le")]
        number = self.family.phone.id
        return (*texts, number.to_bytes(6, "big"), number.to_bytes(8, "big"), number.to_bytes(8, "little"))


def families_on(people: list[Person]) -> list[Family]:
    """Families with names and numbers that stand nowhere by chance."""
    names = ("Kazimiera", "Ayşegül", "Thorvald")
    wishes = ("exact", "part", "asap")
    return [
        Family(person, names[i], f"0171 392004{i}", wish=wishes[i], day=i, time=i) for i, person in enumerate(people)
    ]


def opened(stage: Stage) -> str:
    """Every sealed value of the database, opened, in one text: what somebody with the key could read."""
    sealer = sealer_of(stage.bot.settings)
    texts = []
    for table, columns in PLACES.items():
        for column in columns:
            owner_of = "person" if table == "outbox" else "id"
            query = f"SELECT id, {owner_of}, {column} FROM {table} WHERE {column} NOT NULL"
            for row, owner, blob in rows_of(stage.database, query):
                try:
                    texts.append(sealer.open(blob, f"{table}.{column}:{owner}"))
                except SealBroken as fault:
                    raise AssertionError(f"{table}.{column} of row {row}") from fault
    return json.dumps([json.loads(text) if text[:1] in "[{" else text for text in texts], ensure_ascii=False)


def bytes_of(database: Path) -> bytes:
    """The database as it lies on the disk, with what has not been folded in yet."""
    return b"".join(file.read_bytes() for file in sorted(database.parent.glob(f"{database.name}*")))


def counters_of(stage: Stage) -> list[tuple[object, ...]]:
    """All counts."""
    return rows_of(stage.database, "SELECT * FROM counters ORDER BY day, what, of_what, language")


async def journeys(stage: Stage, families: list[Family], coach: Person) -> None:
    """From the first hello to the spoken word, with reminders, own words and a moved call on the way."""
    for family in families:
        await stage.start(family.phone, "kita")
    await walk(stage, families)
    for family in families:
        await stage.say(family.phone, SAID)
    for message in coach.messages:
        for button in message.buttons:
            if button.data.endswith("-take"):
                coach.press(message.id, button.data)
    await stage.quiet()
    exact = families[0].phone
    exact.press(Stage.screen(exact).id, payload_at(Stage.screen(exact), "~card.calendar"))
    await stage.quiet()
    for _ in range(6):
        await stage.move(hours=5)


@pytest.fixture
def names() -> tuple[str, ...]:
    """What the phones of the families are called."""
    return ("Kazimiera-Phone", "Ayşegül-Phone", "Thorvald-Phone")


async def test_nothing_of_a_family_stands_in_payload_file_or_database(tmp_path: Path, names: tuple[str, ...]) -> None:
    async with staged(tmp_path) as stage:
        stage.server.record = True
        coach = await stage.team("Mira")
        families = families_on([stage.family(name) for name in names])
        await journeys(stage, families, coach)
        files = [m.file for person in stage.server.people for m in person.messages if m.file is not None]
        payloads = [
            button["callback_data"]
            for call in stage.server.calls
            for row in _keyboard(call.params.get("reply_markup"))
            for button in row
        ]
        profile = [str(call.params) for call in stage.server.calls if call.method.startswith("set")]
        topics = [call for call in stage.server.calls if "Topic" in call.method]

        assert (len(files), topics) == (3, [])
        assert len(payloads) > 100
        readable = opened(stage)
        on_disk = bytes_of(stage.database)
        for secret in map(Secret, families):
            assert secret.words()[0] in readable
            assert [word for word in secret.stored() if word in on_disk] == []
            for word in secret.words():
                assert word not in " ".join(payloads)
                assert word not in " ".join(profile)
                assert [file.name for file in files if word.encode() in file.content or word in file.name] == []


def _keyboard(markup: object) -> list[list[dict[str, str]]]:
    told = json.loads(markup) if isinstance(markup, str) else markup
    return told.get("inline_keyboard", []) if isinstance(told, dict) else []


async def test_deleted_family_is_found_nowhere_and_the_counts_stay(tmp_path: Path, names: tuple[str, ...]) -> None:
    async with staged(tmp_path) as stage:
        coach, other = await stage.team("Mira"), await stage.team("Jonas")
        families = families_on([stage.family(name) for name in names])
        await journeys(stage, families, coach)
        before = counters_of(stage)
        assert before != []
        secrets = [Secret(family) for family in families]
        shown = "\n".join(message.text for person in (coach, other) for message in person.messages)
        assert [secret.words()[0] in shown for secret in secrets] == [True, True, True]

        for family in families:
            await stage.say(family.phone, "/delete")

        shown = "\n".join(message.text for person in (coach, other) for message in person.messages)
        readable = opened(stage)
        for secret in secrets:
            for word in (*secret.words()[:4], "Zeynepgül"):
                assert word not in shown
                assert word not in readable
            assert [word for word in secret.stored() if word in bytes_of(stage.database)] == []
        assert counters_of(stage) == before
        assert rows_of(stage.database, "SELECT COUNT(*) FROM receipts") == [(3,)]
        assert rows_of(stage.database, "SELECT COUNT(*) FROM bookings") == [(0,)]
        assert rows_of(stage.database, "SELECT COUNT(*) FROM outbox WHERE content IS NOT NULL") == [(0,)]

        stage.clock.move(timedelta(hours=2))
        await stage.bot.service.sweep()

        assert rows_of(stage.database, "SELECT role FROM persons ORDER BY id") == [("coach",), ("coach",)]
        for secret in secrets:
            assert str(secret.family.phone.id) not in opened(stage)
        assert counters_of(stage) == before


@pytest.mark.slow
async def test_log_of_the_running_bot_names_nobody_even_when_things_go_wrong(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    async with real_bot(tmp_path) as bot:
        bot.process = bot.spawn(LOG_LEVEL="DEBUG")
        (coach,) = await bot.team("Mira")
        families = families_on([bot.server.people.add(name, "de", "family") for name in names])
        for family in families:
            await _arrive(bot, family)
        await bot.server.until(lambda: sum("Fall Nr." in m.text for m in coach.messages) == 3, PATIENCE)
        bot.server.faults.plan("internal", method="sendMessage", chat=families[0].phone.id)
        bot.server.faults.plan("lost_answer", method="sendMessage", chat=families[1].phone.id)
        for family in families:
            family.phone.say(SAID)
        families[2].phone.leave_telegram()
        await bot.server.quiet(PATIENCE)
        _break_states(bot)
        for family in families[:2]:
            family.phone.say(SAID)
        await bot.server.quiet(PATIENCE)
        assert await bot.terminate() == 0

        log = bot.logged
        assert "bot.stopped" in log
        assert "turn.failed" in log
        for secret in map(Secret, families):
            assert [word for word in secret.words() if word in log] == []
        assert bot.settings.token is not None
        assert bot.settings.token.get_secret_value() not in log


async def _arrive(bot: RealBot, family: Family) -> None:
    family.phone.start("kita")
    await family.phone.answered(PATIENCE)
    while family.place != HOME:
        before = Stage.screen(family.phone), Stage.screen(family.phone).text, Stage.screen(family.phone).buttons
        family.move()
        await bot.server.until(
            lambda before=before: (  # type: ignore[misc]
                (Stage.screen(family.phone), Stage.screen(family.phone).text, Stage.screen(family.phone).buttons)
                != before
            ),
            PATIENCE,
        )


def _break_states(bot: RealBot) -> None:
    """What is sealed of the families' dialogues can no longer be opened."""
    with closing(sqlite3.connect(bot.database, timeout=PATIENCE)) as file, file:
        file.execute("UPDATE persons SET state = zeroblob(64) WHERE role = 'family'")
