"""Kill: a bot that dies at any moment goes on at the very same place, with nothing lost and nothing doubled."""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.app import build_house
from bot.demo.person import Person
from storage.address import open_storage
from tests.proofs.real_bot import PATIENCE, RealBot, real_bot
from tests.proofs.road import HOME, LONGEST, Family, payload_at, place_of, rows_of
from tests.stage import TOKEN, Stage

KILLS_EACH = 12
AT_ONCE = 4
"""Families on the road at the same time."""

NEVER = 1_000_000


def look(person: Person) -> tuple[Any, ...]:
    """What the present screen of a phone says and offers."""
    screen = Stage.screen(person)
    return screen.text, tuple(button.data for button in screen.buttons)


class Drive:
    """Families that walk the road, each act done once, while the bot below them dies again and again."""

    def __init__(self, bot: RealBot, coaches: list[Person], seed: int) -> None:
        self.bot = bot
        self.coaches = coaches
        self.dice = random.Random(seed)
        self.families: list[Family] = []
        self.kills = 0
        self.sent: Counter[tuple[str, str, str]] = Counter()
        self.taken: set[tuple[int, str]] = set()
        self._calls_to_live = NEVER
        self._in_call = self._any_call = False
        self._over = False
        bot.server.on_call(self._called)

    async def run(self, kills: int) -> None:
        """Drive families until the bot was killed so often, then let all of them arrive."""
        drivers = [asyncio.create_task(self._families(number)) for number in range(AT_ONCE)]
        self._plan_death()
        while self.kills < kills:
            await self.bot.gone()
            self.kills += 1
            if self.dice.random() < 0.5:
                self._let_reminders_be_due()
            self.bot.start()
            if self.kills < kills:
                self._plan_death()
        self._over = True
        await asyncio.gather(*drivers)

    async def _families(self, number: int) -> None:
        while not self._over:
            phone = self.bot.server.people.add("Ayla", "de", "family")
            wish = ("exact", "exact", "part", "asap")[number]
            family = Family(phone, wish=wish, day=1 + number + len(self.families), time=len(self.families))
            self.families.append(family)
            phone.start()
            await self.bot.server.until(lambda phone=phone: _answered(phone), PATIENCE)  # type: ignore[misc]
            for _ in range(LONGEST):
                if family.place == HOME:
                    break
                before = look(phone)
                family.move()
                await self.bot.server.until(
                    lambda phone=phone, before=before: look(phone) != before,  # type: ignore[misc]
                    PATIENCE,
                )
                self.take_cases()

    def take_cases(self) -> None:
        """Each coach presses "take" on every card that has come, once; who is busy then leaves it to the other."""
        for coach in self.coaches:
            for message in coach.messages:
                for button in message.buttons:
                    if button.data.endswith("-take") and (coach.id, button.data) not in self.taken:
                        self.taken.add((coach.id, button.data))
                        coach.press(message.id, button.data)

    def asked_for(self) -> Counter[int]:
        """By case, how many coaches wanted to take it. A card that died on its way is not sent again."""
        return Counter(int(data.rpartition(".")[2].partition("-")[0]) for _, data in self.taken)

    def _plan_death(self) -> None:
        """In the middle of a call to a phone, a moment after one, among the calls of the start, or before them."""
        loop, kind = asyncio.get_running_loop(), self.dice.random()
        self._calls_to_live = self.dice.randint(1, 40) if kind < 0.9 else NEVER
        self._in_call = kind < 0.6
        self._any_call = kind >= 0.8
        if kind >= 0.9 and self.bot.process is not None:
            loop.call_later(self.dice.uniform(0.0, 0.9), self._kill, self.bot.process)

    def _called(self, method: str, params: Mapping[str, Any], result: Any) -> None:
        if method == "sendMessage" and isinstance(result, dict):
            for key in ("~card.ok", "-take"):
                if key in str(params.get("reply_markup", "")):
                    self.sent[key, str(params["chat_id"]), str(params["text"])] += 1
        if not (self._any_call or {"chat_id", "callback_query_id"} & params.keys()):
            return
        self._calls_to_live -= 1
        process = self.bot.process
        if self._calls_to_live == 0 and process is not None:
            if self._in_call:
                # The call is carried out, and its answer never arrives.
                process.kill()
            else:
                asyncio.get_running_loop().call_later(self.dice.uniform(0.0, 0.006), process.kill)

    def _kill(self, process: Any) -> None:
        process.kill()

    def _let_reminders_be_due(self) -> None:
        """While the bot is down, time has passed."""
        with closing(sqlite3.connect(self.bot.database)) as file, file:
            file.execute("UPDATE outbox SET due_at = 1 WHERE kind LIKE 'reminder%' AND status = 'waiting'")


def _answered(phone: Person) -> bool:
    return any(message.sender == "bot" and message.buttons for message in phone.messages)


async def told_of(bot: RealBot) -> list[dict[str, Any]]:
    """What each family told, as the coaches have it; without the time, which differs."""
    house = build_house(bot.settings)
    storage = await open_storage(bot.settings.database_url)
    try:
        cases = [
            await storage.run(partial(house.cases.load, id_))
            for (id_,) in rows_of(bot.database, "SELECT id FROM cases ORDER BY id")
        ]
    finally:
        await storage.close()
    return [dict(case.body["told"]) for case in cases if case is not None and case.body is not None]


def check_nothing_is_lost_or_doubled(bot: RealBot, drive: Drive) -> None:
    """Every family has arrived, once, and nobody heard anything twice that is said once."""
    families, database = len(drive.families), bot.database
    assert [family.place for family in drive.families] == [HOME] * families
    assert rows_of(database, "SELECT COUNT(*), COUNT(DISTINCT family) FROM cases") == [(families, families)]
    exact = sum(family.wish == "exact" for family in drive.families)
    assert rows_of(database, "SELECT COUNT(*), COUNT(DISTINCT case_id), COUNT(case_id) FROM bookings") == [
        (exact, exact, exact)
    ]
    assert rows_of(database, "SELECT MAX(n) FROM (SELECT COUNT(*) n FROM bookings GROUP BY coach, starts_at)") == [
        (1,)
    ]
    assert rows_of(database, "SELECT COUNT(*) FROM persons") == [(families + len(drive.coaches),)]
    proofs = rows_of(database, "SELECT purpose, COUNT(*), COUNT(DISTINCT chat_mark) FROM consents GROUP BY purpose")
    assert proofs == [("callback", families, families), ("reminders", families, families)]
    assert rows_of(database, "SELECT COUNT(*) FROM parked") == [(0,)]
    assert rows_of(database, "SELECT COUNT(*) FROM outbox WHERE status = 'claimed'") == [(0,)]
    assert {count for key, count in drive.sent.items() if key[0] == "~card.ok"} <= {1}
    assert {count for key, count in drive.sent.items() if key[0] == "-take"} == {1}
    taken = {case_id for (case_id,) in rows_of(database, "SELECT id FROM cases WHERE stage = 'taken'")}
    clashing = "SELECT COUNT(*) FROM bookings b JOIN bookings o ON o.starts_at = b.starts_at WHERE b.case_id = ?"
    for case_id, coaches in drive.asked_for().items():
        # Refused by the only coach who got its card, who has another call at that time; taken in every other case.
        refused = coaches == 1 and rows_of(database, clashing, case_id) == [(2,)]
        assert case_id in taken or refused
    assert "turn.failed" not in bot.logged


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
async def test_bot_killed_at_random_moments_goes_on_at_the_same_place(tmp_path: Path, seed: int) -> None:
    async with real_bot(tmp_path) as bot:
        bot.start()
        drive = Drive(bot, await bot.team("Mira", "Jonas"), seed)

        await drive.run(KILLS_EACH)

        drive.take_cases()
        await bot.server.quiet(PATIENCE)
        assert await bot.terminate() == 0
        assert drive.kills == KILLS_EACH
        check_nothing_is_lost_or_doubled(bot, drive)
        first, *others = [
            {key: said for key, said in told.items() if key not in ("wish", "part", "day", "time")}
            for told in await told_of(bot)
        ]
        assert others == [first] * len(others)
        assert (first["name"], first["phone"]) == ("Ayla", {"number": "+491713920012", "own": False})
        assert first["household"]["under_14"] == 1


async def test_bot_that_is_told_to_stop_finishes_and_what_comes_meanwhile_waits(tmp_path: Path) -> None:
    async with real_bot(tmp_path) as bot:
        bot.start()
        families = [Family(bot.server.people.add("Ayla", "de", "family")) for _ in range(10)]
        for family in families:
            family.phone.start()
        await bot.server.until(lambda: all(_answered(family.phone) for family in families), PATIENCE)
        for family in families:
            family.move()
        began = time.monotonic()
        assert await bot.terminate() == 0
        assert time.monotonic() - began < 10

        late = bot.server.people.add("Bülent", "de", "family")
        late.start()
        assert late.deleted == []
        bot.start()

        await bot.server.until(lambda: _answered(late), PATIENCE)
        await bot.server.until(lambda: all(family.place == "welcome" for family in families), PATIENCE)
        assert place_of(Stage.screen(late)) == "language"
        assert payload_at(Stage.screen(late), "language.de")
        living = [sum(m.sender == "bot" for m in family.phone.messages) for family in families]
        assert living == [1] * 10

        second = bot.spawn(LOG_FORMAT="json")
        assert await asyncio.to_thread(second.wait, PATIENCE) == 1
        assert bot.process is not None
        assert bot.logged.splitlines()[-1] == (
            f"✗ another familienlotse run holds this database (process {bot.process.pid}): {bot.database}. "
            "End that one first, or give this one a DATABASE_URL of its own"
        )
        assert await bot.terminate() == 0


async def test_wrong_token_is_told_with_its_cure(tmp_path: Path) -> None:
    async with real_bot(tmp_path) as bot:
        refused = bot.spawn(TELEGRAM_BOT_TOKEN="4242:token-that-the-server-has-never-seen")

        assert await asyncio.to_thread(refused.wait, PATIENCE) == 1
        last = bot.logged.splitlines()[-1]
        assert last == (
            "✗ Telegram refuses the bot token. Copy the token from @BotFather into TELEGRAM_BOT_TOKEN, "
            "and check TELEGRAM_API_URL if it is set."
        )
        assert TOKEN not in json.dumps(last)
