"""A bot in a process of its own: started, watched through /proc, and ended as an operator would end it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.demo.server import BotApiServer

TOP = Path(__file__).parents[2]
STARTS_WITHIN = 30.0
ENDS_WITHIN = 15.0


class BotProcess:
    """A running bot. `started_in` are the seconds from its birth to its first open poll."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.started_in = 0.0
        self.printed = ""

    def cpu_seconds(self) -> float:
        """User and system time of all its threads so far."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak_megabytes(self) -> float:
        """The most memory it ever had resident."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024

    async def end(self) -> None:
        """Stop it as systemd would, and keep what it printed."""
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(ENDS_WITHIN):
            printed, _ = await self._process.communicate()
        self.printed = printed.decode()


@asynccontextmanager
async def bot_process(
    server: BotApiServer, command: Sequence[str], told: Mapping[str, str]
) -> AsyncIterator[BotProcess]:
    """Start `python <command>` with this environment, wait for its first poll, end it in the end."""
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=TOP, env=_environment(told), stdout=asyncio.subprocess.PIPE
    )
    bot = BotProcess(process)
    try:
        await _first_poll(server, process)
        bot.started_in = time.perf_counter() - began
        yield bot
        await bot.end()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def run_command(command: Sequence[str], told: Mapping[str, str]) -> str:
    """Run `python <command>` to its end; gives what it printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=TOP, env=_environment(told), stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}.")
    return printed.decode()


async def _first_poll(server: BotApiServer, process: asyncio.subprocess.Process) -> None:
    polls = asyncio.ensure_future(server.world.progress.until(lambda: server.world.poll.waiting, STARTS_WITHIN))
    dies = asyncio.ensure_future(process.wait())
    await asyncio.wait({polls, dies}, return_when=asyncio.FIRST_COMPLETED)
    dies.cancel()
    if not polls.done():
        polls.cancel()
        raise RuntimeError(f"The bot ended with {process.returncode} before its first poll.")
    await polls


def _environment(told: Mapping[str, str]) -> dict[str, str]:
    """Nothing of ours from outside reaches the bot, so that a run depends on this checkout alone."""
    passed = {name: os.environ[name] for name in ("HOME", "LANG", "LC_ALL", "PATH", "TMPDIR") if name in os.environ}
    return passed | dict(told)
