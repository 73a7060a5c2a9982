"""The runs: ours under full load, ours under watch, and the peer, each on a server and in a folder of its own."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.demo.server import BotApiServer
from tests.bench.families import Town
from tests.bench.figures import Figures, Watched
from tests.bench.processes import BotProcess, bot_process, run_command

TOKEN = "4242001:token-of-the-bench-server"
USERNAME = "bench_bot"
COACHES = (("Mira", "de,tr"), ("Jonas", "de,en,ar"))
RUN = ("-m", "bot", "run")
WATCH = ("-m", "tests.bench.watch")


async def measure_ours(families: int, rounds: int) -> Figures:
    """The real bot: `familienlotse run` with its defaults, a team of two coaches."""
    async with _server() as server, _folder() as folder:
        told = _settings(server, folder)
        async with bot_process(server, RUN, told) as bot:
            await _seat_team(server, told)
            return await _measured(server, bot, families, rounds)


async def watch_ours(families: int, rounds: int) -> Watched:
    """The same App under watch; its figures count for nothing, what its loop did counts."""
    async with _server() as server, _folder() as folder:
        told = _settings(server, folder)
        async with bot_process(server, WATCH, told) as bot:
            await _seat_team(server, told)
            await _measured(server, bot, families, rounds)
    seen = json.loads(bot.printed)
    return Watched(1000 * seen["longest"], seen["was"], tuple(seen["blocked"]))


async def measure_peer(families: int, rounds: int) -> Figures:
    """The stock bot on the same road."""
    async with _server() as server, _folder() as folder:
        command = ("-m", "tests.bench.peer", server.root, TOKEN, str(folder))
        async with bot_process(server, command, {}) as bot:
            return await _measured(server, bot, families, rounds)


async def start_of_ours() -> float:
    """Seconds from the birth of the process to its first open poll, with nothing there before."""
    async with _server() as server, _folder() as folder, bot_process(server, RUN, _settings(server, folder)) as bot:
        return bot.started_in


async def _measured(server: BotApiServer, bot: BotProcess, families: int, rounds: int) -> Figures:
    town = Town(server)
    await town.round(1)
    town.waits.clear()
    began, used = time.perf_counter(), bot.cpu_seconds()
    for _ in range(rounds):
        await town.round(families)
    await server.quiet(within=30.0)
    return Figures(
        waits=tuple(town.waits),
        seconds=time.perf_counter() - began,
        cpu_seconds=bot.cpu_seconds() - used,
        megabytes=bot.peak_megabytes(),
        started_in=bot.started_in,
    )


async def _seat_team(server: BotApiServer, told: Mapping[str, str]) -> None:
    """Two coaches join by invitations from the command line, beside the running bot."""
    for name, languages in COACHES:
        command = ("-m", "bot", "invite", "--role", "coach", "--name", name, "--languages", languages, "--json")
        code = json.loads(await run_command(command, told))["code"]
        person = server.people.add(name, "de", "coach")
        person.start(code)
        shown = await person.answered()
        person.press(shown.id, shown.buttons[0].data)
        await person.answered()


def _settings(server: BotApiServer, folder: Path) -> dict[str, str]:
    return {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": server.root,
        "DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
        "LOG_LEVEL": "ERROR",
    }


@asynccontextmanager
async def _server() -> AsyncIterator[BotApiServer]:
    server = BotApiServer(TOKEN, USERNAME, lambda: datetime.now(UTC))
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def _folder() -> AsyncIterator[Path]:
    with tempfile.TemporaryDirectory(prefix="familienlotse-bench-") as folder:
        yield Path(folder)
