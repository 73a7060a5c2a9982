"""The demo: the embedded Bot API server, the real bot against it over HTTP, a small team, and one page."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import webbrowser
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web
from rich.console import Console

from bot.app import App, build_house
from bot.clock import MovableClock, real_time
from bot.demo.page import add_page
from bot.demo.person import Person
from bot.demo.server import BotApiServer
from bot.inviting import invite, invitee_of
from bot.logs import configure
from bot.settings import Settings
from storage.instants import seconds
from storage.sealing import new_key

TOKEN = "1000001:demo-token-of-the-embedded-server"
USERNAME = "familienlotse_demo_bot"
MORNING = 8


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody of the team who is there when the page opens."""

    name: str
    role: str
    languages: str
    hours: str


TEAM = (
    Seat("Mira", "coach", "de,tr", "Mon-Fri 09:00-12:00,13:30-16:00; Thu 16:00-18:00"),
    Seat("Jonas", "coach", "de,en,ar", "Mon-Thu 09:00-12:00,13:30-16:00; Fri 09:00-12:00"),
    Seat("Petra", "lead", "de", ""),
)
FAMILY = ("Ayla", "tr")
HALFWAY = ("Samir", "ar")
"""A family that stopped at the question about money before the page opens."""

TO_THE_MONEY = (
    "language.ar", "welcome.go", "consent.callback+", "consent.reminders+", "consent.done", "lives_here.yes",
    "under_14-1", "under_14-2", "household.done",
)  # fmt: skip
"""What it pressed before, by the ends of the payloads."""

STOPPED_AGO = timedelta(hours=23)
"""Since when it is silent: the first message of its ladder, a day after, comes within the first press on the page."""


class Demo:
    """A whole house on one page. Everything lives in a temporary folder and goes with it."""

    def __init__(self, folder: Path, *, port: int = 0, clock: MovableClock | None = None) -> None:
        self.clock = clock or MovableClock()
        self.server = BotApiServer(TOKEN, USERNAME, self.now)
        self._port = port
        self._folder = folder
        self._one_move = asyncio.Lock()
        self._ago = timedelta(0)

    def now(self) -> datetime:
        """The time in the house: the clock's, but for what happened before the page opens."""
        return self.clock() - self._ago

    async def start(self) -> str:
        """Start server, bot and team; gives the address of the page.

        One family's phone waits for its START, another family stopped half-way the day before.
        """
        add_page(self.server.app)
        self.server.app.router.add_post("/demo/clock", self._move_clock)
        try:
            await self.server.start(port=self._port)
        except OSError:
            await self.server.start(port=0)
        settings = self._settings()
        self.house = build_house(settings)
        self.bot = App(settings, self.house, self.now, long_poll=20)
        self._name_bot()
        self.server.people.add(*FAMILY)
        self._ago = STOPPED_AGO
        await self.bot.start()
        await self._stop_halfway(self.server.people.add(*HALFWAY))
        self._ago = timedelta(0)
        await self.bot.tick()
        await self._confirm_places()
        await self._seat_team()
        return self.server.root

    async def stop(self) -> None:
        """End the bot, then the server."""
        await self.bot.stop()
        await self.server.stop()

    def _settings(self) -> Settings:
        database = self._folder / "demo.db"
        told = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.server.root,
            "DATABASE_URL": f"sqlite:///{database}",
            "FAMILIENLOTSE_KEY": new_key(),
            "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
        }
        if file := os.environ.get("PROGRAMME_FILE"):
            told["PROGRAMME_FILE"] = file
        return Settings.read(told, need_token=True)

    def _name_bot(self) -> None:
        """The name that the owner of a bot gives it once, by hand, in Telegram."""
        self.server.world.profile.set_text("name", f"Familienlotse {self.house.town.name}", "")

    async def _confirm_places(self) -> None:
        """The demo has places open, as its lead would have said this morning."""
        programme = self.house.town.programme
        await self.bot.storage.run(partial(self.house.calendar.first_places, programme, 7, self.clock()))

    async def _stop_halfway(self, family: Person) -> None:
        """A family answers its first questions, and then no more."""
        family.start()
        for pick in TO_THE_MONEY:
            await self._settled()
            shown = [message for message in family.messages if message.buttons][-1]
            family.press(shown.id, next(button.data for button in shown.buttons if button.data.endswith(pick)))
        await self._settled()

    async def _settled(self) -> None:
        """Until the bot has nothing in hand."""
        await self.server.quiet()
        await self.bot.delivery.quiet()

    async def _seat_team(self) -> None:
        for seat in TEAM:
            invitee = invitee_of(self.house, seat.role, seat.name, seat.languages, seat.hours)
            link = await invite(self.house, self.bot.storage, invitee, USERNAME, self.clock())
            person = self.server.people.add(seat.name, "de", "lead" if seat.role == "lead" else "coach")
            person.start(link.code)
            shown = await person.answered()
            person.press(shown.id, shown.buttons[0].data)
            await person.answered()

    async def _move_clock(self, request: web.Request) -> web.Response:
        """Move the clock on and let everything happen that falls due on the way, in its order."""
        span = await self._span(request)
        async with self._one_move:
            target = self.clock() + (_to_morning(self.clock(), self.house.town.zone) if span is None else span)
            while self.clock() < target:
                await self._until_next(target)
        self.server.changed.bump()
        return web.json_response({"now": self.clock().astimezone(self.house.town.zone).isoformat()})

    async def _until_next(self, target: datetime) -> None:
        """Jump to the next thing that is due, or to the target if nothing comes before it."""
        due = await self.bot.storage.run(self.house.outbox.next_due)
        timer = await self.bot.storage.run(self.house.cases.next_timer)
        nearest = min((at for at in (due, timer, target) if at is not None and at > self.clock()), default=target)
        self.clock.move(min(nearest, target) - self.clock() + timedelta(milliseconds=1))
        await self.bot.tick()
        await self.bot.delivery.quiet()

    @staticmethod
    async def _span(request: web.Request) -> timedelta | None:
        """How far to go; None stands for tomorrow morning, which depends on when one starts."""
        refused = web.HTTPBadRequest(text="The clock is moved by hours or days, forward, at most 400 days.")
        try:
            told = await request.json()
        except json.JSONDecodeError:
            raise refused from None
        if not isinstance(told, dict):
            raise refused
        if told.get("to") == "tomorrow_morning":
            return None
        hours, days = told.get("hours", 0), told.get("days", 0)
        if type(hours) is not int or type(days) is not int or not 0 < hours + 24 * days <= 24 * 400:
            raise refused
        return timedelta(hours=hours, days=days)


def _to_morning(now: datetime, zone: ZoneInfo) -> timedelta:
    """From now to eight o'clock tomorrow, wall time."""
    local = now.astimezone(zone)
    morning = datetime.combine(local.date() + timedelta(days=1), datetime.min.time(), zone).replace(hour=MORNING)
    return timedelta(seconds=seconds(morning) - seconds(now))


async def run_demo(port: int, stopped: asyncio.Event, *, open_page: bool = True) -> None:
    """Run the demo until it is told to stop."""
    configure(os.environ.get("LOG_LEVEL", "WARNING"), "text", TOKEN)
    console = Console(highlight=False)
    began = real_time()
    with tempfile.TemporaryDirectory(prefix="familienlotse-demo-") as folder:
        demo = Demo(Path(folder), port=port)
        address = await demo.start()
        took = (real_time() - began).total_seconds()
        if port and not address.endswith(f":{port}"):
            console.print(f"Port {port} is taken, so the page has another one.")
        console.print(f"\nFamilienlotse is ready ({took:.1f} s). Open [bold]{address}/[/bold]")
        console.print("Two families, two coaches and the lead are on the page. Ctrl+C ends it; nothing is kept.\n")
        if open_page and os.environ.get("DISPLAY"):
            webbrowser.open(f"{address}/")
        await stopped.wait()
        await demo.stop()
