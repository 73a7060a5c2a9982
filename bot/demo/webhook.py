"""Posts updates to the bot's webhook: in order within a chat, again and again until it says 2xx."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.demo.faults import Faults
from bot.demo.refusals import bad_request
from bot.demo.updates import Update, UpdateLine

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_PAUSE = 60.0
"""Seconds between two tries at most."""
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Webhook:
    """The bot's webhook, if one is set. `pause` is the wait before the first repetition, in seconds."""

    def __init__(self, line: UpdateLine, faults: Faults, unix: Callable[[], int], pause: float = 1.0) -> None:
        self._line = line
        self._faults = faults
        self._unix = unix
        self.pause = pause
        self.url = ""
        self._secret = ""
        self._most = 40
        self._slots = asyncio.Semaphore(self._most)
        self._lanes: dict[int, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._last_error: dict[str, Any] = {}

    def set(self, url: str, secret: str, most: int) -> None:
        """Deliver to this address from now on. Raises `Refused` for one that Telegram would not take."""
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        self.stop()
        self.url, self._secret, self._most = url, secret, most
        self._slots = asyncio.Semaphore(most)
        self._last_error = {}
        for update in self._line.first(len(self._line)):
            self.arrived(update)

    def stop(self) -> None:
        """Deliver nothing any more; what was not taken stays in the line."""
        self.url = ""
        for task in self._tasks:
            task.cancel()
        self._lanes.clear()

    async def close(self) -> None:
        """Stop, and let go of the connections."""
        self.stop()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def arrived(self, update: Update) -> None:
        """Put an update into the lane of its chat."""
        lane = _chat_of(update)
        if lane in self._lanes:
            self._lanes[lane].append(update)
            return
        self._lanes[lane] = deque([update])
        task = asyncio.get_running_loop().create_task(self._drain(lane, self._lanes[lane]))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def as_json(self) -> dict[str, Any]:
        """The answer to getWebhookInfo."""
        told: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._line),
            **self._last_error,
        }
        if self.url:
            told["max_connections"] = self._most
        if self._line.allowed:
            told["allowed_updates"] = sorted(self._line.allowed)
        return told

    async def _drain(self, lane: int, updates: deque[Update]) -> None:
        while updates:
            for copy in self._faults.repeated([updates[0]]):
                await self._deliver(copy)
            self._line.done(updates.popleft()["update_id"])
        if self._lanes.get(lane) is updates:
            del self._lanes[lane]

    async def _deliver(self, update: Update) -> None:
        pause = self.pause
        while not await self._post(update):
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _post(self, update: Update) -> bool:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60))
        headers = {SECRET_HEADER: self._secret} if self._secret else {}
        try:
            async with self._slots, self._session.post(self.url, json=update, headers=headers) as answer:
                if 200 <= answer.status < 300:
                    return True
                self._note(f"Wrong response from the webhook: {answer.status} {answer.reason}")
        except (aiohttp.ClientError, TimeoutError) as fault:
            self._note(
                "Connection refused" if isinstance(fault, aiohttp.ClientConnectorError) else "Read timeout expired"
            )
        return False

    def _note(self, message: str) -> None:
        self._last_error = {"last_error_date": self._unix(), "last_error_message": message}
        self._line.progress.bump()


def _chat_of(update: Update) -> int:
    for kind, body in update.items():
        if kind != "update_id":
            chat = body.get("chat") or body.get("message", {}).get("chat")
            return int(chat["id"])
    return 0
