"""The stage whole-bot tests play on: the real bot over HTTP against the embedded Bot API server, and a set clock."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import LOCALES, App, sealer_of
from bot.clock import MovableClock
from bot.demo.messages import Message
from bot.demo.person import Person
from bot.demo.server import BotApiServer
from bot.house import House
from bot.inviting import invite, invitee_of
from bot.programme import Programme
from bot.settings import Settings
from bot.texts import Texts
from storage.units import Row, Sql, Unit

TOKEN = "4242:token-of-the-stage-server"
USERNAME = "stage_bot"

MONDAY_MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""A working Monday, 9:00 in Gladbeck, with no holiday for four weeks."""

WEEK = "Mon-Fri 09:00-12:00,13:30-16:00"


@cache
def _texts(zone: ZoneInfo) -> Texts:
    """All texts, read once for all stages: reading them takes longer than most of what is played there."""
    return Texts.load(LOCALES, zone, strict=True)


def staged_house(settings: Settings) -> House:
    """What `build_house` gives, over texts that were read before."""
    programme = Programme.read(settings.programme_file)
    return House.build(programme, _texts(programme.zone), sealer_of(settings))


class Stage:
    """A server that outlives the bot, so that a bot can be killed and started again before the same people."""

    def __init__(self, folder: Path, at: datetime = MONDAY_MORNING, **environment: str) -> None:
        self.clock = MovableClock(at)
        self.server = BotApiServer(TOKEN, USERNAME, self.clock)
        self.database = folder / "stage.db"
        self._environment = environment
        self.bot: App

    async def open(self) -> None:
        """Start the server and the bot."""
        await self.server.start()
        await self.start_bot()

    async def start_bot(self) -> None:
        """Start a bot on the stage's database."""
        told = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.server.root,
            "DATABASE_URL": f"sqlite:///{self.database}",
        }
        settings = Settings.read(told | self._environment, need_token=True)
        self.bot = App(settings, staged_house(settings), self.clock, long_poll=20)
        await self.bot.start()

    async def close(self) -> None:
        """Stop the bot, then the server."""
        await self.bot.stop()
        await self.server.stop()

    async def team(self, name: str, role: str = "coach", languages: str = "de", hours: str = WEEK) -> Person:
        """Somebody who has joined the team by an invitation."""
        invitee = invitee_of(self.bot.house, role, name, languages, hours)
        link = await invite(self.bot.house, self.bot.storage, invitee, USERNAME, self.clock())
        person = self.server.people.add(name, "de", "lead" if role == "lead" else "coach")
        person.start(link.code)
        await self.quiet()
        person.press(self.screen(person).id, "Ja, ich bin dabei")
        await self.quiet()
        await self._lead_says_yes()
        return person

    async def _lead_says_yes(self) -> None:
        """Where a lead is asked whether somebody belongs to the team, the answer is yes."""
        for lead in [person for person in self.server.people if person.role == "lead"]:
            asked = [(m.id, b.data) for m in lead.messages for b in m.buttons if ".~team.yes-" in b.data]
            if asked:
                lead.press(*asked[-1])
                await self.quiet()
                return

    def family(self, name: str = "Ayla", language: str = "de") -> Person:
        """A family that has not written yet."""
        return self.server.people.add(name, language, "family")

    async def quiet(self) -> None:
        """Wait until the bot has nothing in hand: every update handled, every letter out."""
        await self.server.quiet()
        await self.bot.delivery.quiet()

    async def move(self, **span: float) -> None:
        """Move the clock on and let what is due happen."""
        self.clock.move(timedelta(**span))
        await self.bot.tick()
        await self.quiet()

    @staticmethod
    def screen(person: Person) -> Message:
        """The newest message of the bot that still has buttons, else its newest message."""
        ours = [message for message in person.messages if message.sender == "bot"]
        with_buttons = [message for message in ours if message.buttons]
        return (with_buttons or ours)[-1]

    async def press(self, person: Person, label: str) -> None:
        """Press a button by its label (or payload) on the present screen."""
        person.press(self.screen(person).id, label)
        await self.quiet()

    async def say(self, person: Person, text: str) -> None:
        """Type something."""
        person.say(text)
        await self.quiet()

    async def start(self, person: Person, payload: str = "") -> None:
        """Open the chat."""
        person.start(payload)
        await self.quiet()


@asynccontextmanager
async def staged(folder: Path, at: datetime = MONDAY_MORNING, **environment: str) -> AsyncIterator[Stage]:
    """An open stage, closed in the end."""
    stage = Stage(folder, at, **environment)
    await stage.open()
    try:
        yield stage
    finally:
        await stage.close()


async def rows(stage: Stage, text: str) -> list[Row]:
    """What a query finds in the bot's database."""

    def unit() -> Unit[list[Row]]:
        return (yield Sql(text)())

    return await stage.bot.storage.run(unit)
