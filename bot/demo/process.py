"""The server as a process of its own: `python -m bot.demo.server --port P --token T`."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.demo.server import BotApiServer


def now() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


async def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until SIGINT or SIGTERM. The first line on standard output is the address, once it listens."""
    reader = argparse.ArgumentParser(prog="python -m bot.demo.server", description=__doc__)
    reader.add_argument("--port", type=int, default=0, help="0 takes any free port")
    reader.add_argument("--token", required=True, help="<digits>:<anything>, as the bot will present it")
    reader.add_argument("--username", default="familienlotse_demo_bot")
    chosen = reader.parse_args(arguments)
    server = BotApiServer(chosen.token, chosen.username, now)
    ended = asyncio.Event()
    for kind in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(kind, ended.set)
    await server.start(port=chosen.port)
    try:
        sys.stdout.write(f"{server.root}\n")
        sys.stdout.flush()
        await ended.wait()
    finally:
        await server.stop()
