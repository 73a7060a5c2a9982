"""The real `familienlotse run` as a process of its own, before phones that outlive it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.app import build_house
from bot.clock import real_time
from bot.demo.person import Person
from bot.demo.server import BotApiServer
from bot.inviting import invite_from_shell, invitee_of
from bot.settings import PACKAGED_PROGRAMME, Settings
from storage.sealing import new_key
from tests.stage import TOKEN, USERNAME, Stage

COMMAND = Path(sys.executable).with_name("familienlotse")
PATIENCE = 120.0
"""Seconds to wait for something that takes one or two, on a machine that is busy with other tests."""


class RealBot:
    """A server with people, and a bot that can be started, told to stop, and killed."""

    def __init__(self, folder: Path) -> None:
        self.server = BotApiServer(TOKEN, USERNAME, real_time)
        self.database = folder / "real.db"
        self.log = folder / "bot.log"
        self._programme = folder / "programme.toml"
        self._programme.write_text(_programme_at_noon(real_time()), encoding="utf-8")
        self._key = new_key()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What the process is told, and nothing of this machine but where programs are."""
        return {
            "PATH": os.environ["PATH"],
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.server.root,
            "DATABASE_URL": f"sqlite:///{self.database}",
            "FAMILIENLOTSE_KEY": self._key,
            "PROGRAMME_FILE": str(self._programme),
        }

    @property
    def settings(self) -> Settings:
        """The same, as settings."""
        return Settings.read(self.environment, need_token=True)

    @property
    def logged(self) -> str:
        """What the processes have written so far."""
        return self.log.read_text(encoding="utf-8")

    def spawn(self, **changed: str) -> subprocess.Popen[bytes]:
        """A process of the command, its log at the end of the file."""
        with self.log.open("ab") as log:
            environment = self.environment | changed
            return subprocess.Popen(
                [COMMAND, "run"], env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )

    def start(self) -> subprocess.Popen[bytes]:
        """Start the bot; it fetches what waits for it as soon as it is up."""
        self.process = self.spawn()
        return self.process

    def kill(self) -> None:
        """End it at this very moment, wherever it is."""
        if self.process is not None:
            self.process.kill()

    async def gone(self) -> int:
        """Wait until the process has ended; gives its exit code."""
        if self.process is None:
            raise RuntimeError("start() comes before gone()")
        code = await asyncio.to_thread(self.process.wait, PATIENCE)
        self.server.world.poll.end()
        return code

    async def terminate(self) -> int:
        """Ask it to end, as a service manager does; gives its exit code."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
        return await self.gone()

    async def team(self, *names: str) -> list[Person]:
        """Coaches who joined by an invitation; the bot must run."""
        house = build_house(self.settings)
        coaches = []
        for name in names:
            invitee = invitee_of(house, "coach", name, "de", "Mon-Fri 09:00-12:00,13:30-16:00")
            link = await invite_from_shell(self.settings, house, invitee)
            coach = self.server.people.add(name, "de", "coach")
            coach.start(link.code)
            await self.server.until(lambda coach=coach: _has_buttons(coach), PATIENCE)  # type: ignore[misc]
            coach.press(Stage.screen(coach).id, "Ja, ich bin dabei")
            await self.server.until(lambda coach=coach: not _has_buttons(coach), PATIENCE)  # type: ignore[misc]
            coaches.append(coach)
        return coaches


def _has_buttons(person: Person) -> bool:
    return any(message.buttons for message in person.messages)


def _programme_at_noon(now: datetime) -> str:
    """The programme, moved to where it is about noon now: reminders rest at night, and tests do not."""
    ahead = 12 - now.astimezone(UTC).hour
    zone = f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"
    return PACKAGED_PROGRAMME.read_text(encoding="utf-8").replace('zone = "Europe/Berlin"', f'zone = "{zone}"')


@asynccontextmanager
async def real_bot(folder: Path) -> AsyncIterator[RealBot]:
    """A server, and a bot that has not started yet; both are gone in the end."""
    bot = RealBot(folder)
    await bot.server.start()
    try:
        yield bot
    finally:
        if bot.process is not None and bot.process.poll() is None:
            bot.kill()
            await bot.gone()
        await bot.server.stop()
