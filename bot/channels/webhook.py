"""How updates come in by webhook: a secret in each call's head, and "200" only once an update is taken in."""

from __future__ import annotations

import hmac
import json
import logging
import re
from typing import Any, Final

from aiohttp import web

from bot.channels.arrivals import Arrivals, Handle, Park
from bot.channels.lanes import Lanes
from bot.channels.pace import Sleep
from bot.channels.reading import READ_KINDS
from bot.channels.telegram import TelegramChannel

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
CONNECTIONS: Final = 40
"""Calls that Telegram may have open to us at once, its own default."""

_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")

_LOG = logging.getLogger(__name__)


class Webhook:
    """Takes the calls of Telegram. `answer` is an aiohttp handler for a POST route.

    secret: what `register` told Telegram to send along, 1 to 256 of `A-Z a-z 0-9 _ -`

    Raises:
        ValueError: the secret is empty or holds other characters
    """

    def __init__(
        self,
        handle: Handle,
        park: Park,
        secret: str,
        *,
        lanes: Lanes | None = None,
        sleep: Sleep | None = None,
    ) -> None:
        self._secret = _checked(secret).encode()
        self._lanes = lanes or Lanes()
        options: dict[str, Any] = {} if sleep is None else {"sleep": sleep}
        self._arrivals = Arrivals(handle, park, self._lanes, **options)

    async def answer(self, request: web.Request) -> web.Response:
        """200: handled, or parked after three tries. 500: neither, so that Telegram sends it again.

        403: the secret is wrong. 400: no JSON. 503: we are stopping.
        """
        offered = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(offered, self._secret):
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        try:
            arrival = self._arrivals.take(update)
        except RuntimeError:
            return web.Response(status=503)
        try:
            await arrival
        except Exception as error:
            _LOG.error("An update is neither handled nor parked (%s); it comes again", type(error).__name__)
            return web.Response(status=500)
        return web.Response()

    async def stop(self) -> None:
        """Take no more updates and finish those in hand."""
        await self._lanes.stop()


async def register(channel: TelegramChannel, url: str, secret: str) -> None:
    """Tell Telegram to call `url` (https) with this secret. What is pending is kept.

    Raises:
        ValueError: the secret has not the form Telegram asks for
        TelegramError: Telegram refused or could not be reached
    """
    parameters = {
        "url": url,
        "secret_token": _checked(secret),
        "allowed_updates": list(READ_KINDS),
        "max_connections": CONNECTIONS,
        "drop_pending_updates": False,
    }
    await channel.call("set_webhook", parameters)


def _checked(secret: str) -> str:
    if _SECRET.fullmatch(secret) is None:
        raise ValueError("WEBHOOK_SECRET must have 1 to 256 characters of A-Z, a-z, 0-9, _ and -.")
    return secret
