"""The bot under watch: the same App on asyncio's own loop, which lets every callback be timed.

`python -m tests.bench.watch` runs until SIGTERM and then prints, as JSON, the longest callback of the event loop and
what the loop's thread did meanwhile that can block: files opened, sleeps, names looked up, processes, databases.
Callbacks are timed by the work of the thread itself, so that other work on the machine does not count; where a
callback waits instead of working, it is such a call that it waits in.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import threading
import time
from typing import Any

from bot.app import App, build_house, settle
from bot.logs import configure
from bot.settings import Settings

BLOCKING = frozenset({"open", "time.sleep", "socket.getaddrinfo", "sqlite3.connect", "subprocess.Popen", "os.system"})
"""Names of Python's audit events for calls that may wait (docs.python.org, "Audit events table")."""


class Watch:
    """Sees every callback of asyncio's loop and every blocking call in its thread, once told to look."""

    def __init__(self) -> None:
        self.looks = False
        self.longest = 0.0
        self.longest_was = ""
        self.blocked: dict[str, int] = {}
        self._thread = threading.get_ident()

    def install(self) -> None:
        """Stand beside the loop. There is no way back: this process exists for being watched."""
        run_plainly = asyncio.Handle._run

        def run_timed(handle: asyncio.Handle) -> None:
            began = time.thread_time()
            run_plainly(handle)
            self._note(time.thread_time() - began, handle)

        asyncio.Handle._run = run_timed  # type: ignore[assignment, method-assign]
        sys.addaudithook(self._heard)

    def _note(self, took: float, handle: asyncio.Handle) -> None:
        if self.looks and took > self.longest:
            self.longest, self.longest_was = took, named(handle)

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.looks and event in BLOCKING and threading.get_ident() == self._thread:
            told = f"{event} {arguments[0]}" if arguments else event
            self.blocked[told] = self.blocked.get(told, 0) + 1


def named(handle: asyncio.Handle) -> str:
    """What a callback belongs to: the coroutine of its task, or the function itself."""
    callback: Any = handle._callback  # type: ignore[attr-defined]
    owner = getattr(callback, "__self__", None)
    work = owner.get_coro() if isinstance(owner, asyncio.Task) else callback
    return str(getattr(work, "__qualname__", work))


async def watched(watch: Watch) -> None:
    """Run the bot until SIGTERM; look from its start to the wish to end."""
    stopped = asyncio.Event()
    settings = Settings.read(os.environ, need_token=True)
    configure(settings.log_level, settings.log_format)
    house = build_house(settings)
    settle()
    bot = App(settings, house)
    await bot.start()

    def stop() -> None:
        watch.looks = False
        stopped.set()

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
    watch.looks = True
    await bot.run(stopped)


def main() -> None:
    """Watch one run."""
    watch = Watch()
    watch.install()
    asyncio.run(watched(watch))
    print(json.dumps({"longest": watch.longest, "was": watch.longest_was, "blocked": watch.blocked}))


if __name__ == "__main__":
    main()
