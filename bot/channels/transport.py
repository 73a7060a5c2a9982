"""How a call reaches the Bot API: by aiohttp, its failures told apart by whether the call had left."""

from __future__ import annotations

import json
from typing import Any, Final

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECTIONS: Final = 64
"""Calls under way at once. Telegram takes about 30 a second, each well under a second: never the limit."""

CONNECT_WITHIN: Final = 10.0
ANSWER_WITHIN: Final = 20.0
IDLE_FOR: Final = 15.0
"""Seconds for a connection to stand, for an answer to come, and for an unused connection to be kept.

An idle connection is given up well before Telegram's side drops it (about a minute): a request that meets a
closing connection would end as "unknown", though nobody was at fault.
"""

_BEFORE_IT_LEFT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


class NotSent(NetworkError):
    """The request never left the house: no route, no name, no TLS, no free connection. It may be repeated."""


class ServerFault(NetworkError):
    """The server answered 5xx: it may or may not have acted."""

    def __init__(self, status: int) -> None:
        super().__init__(f"The Bot API answered {status}")
        self.status = status


class TooFast(TelegramError):
    """The server asks for a pause of so many seconds (429).

    Not python-telegram-bot's `RetryAfter`: that one warns of its own deprecation whenever it is raised.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The Bot API asks for a pause of {seconds:g} s")
        self.seconds = seconds


class TokenRefused(TelegramError):
    """The server does not know the token (401, or 404 for one that has not the form of a token)."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram refuses the bot token. Copy the token from @BotFather into TELEGRAM_BOT_TOKEN, "
            "and check TELEGRAM_API_URL if it is set."
        )


class AiohttpRequest(BaseRequest):
    """A pool of kept-alive connections for python-telegram-bot.

    No exception raised here names the address of the call, since the token is part of it; and nothing that
    came or went is logged.
    """

    def __init__(
        self,
        *,
        connections: int = CONNECTIONS,
        connect_within: float = CONNECT_WITHIN,
        answer_within: float = ANSWER_WITHIN,
    ) -> None:
        self._connections = connections
        self._connect_within = connect_within
        self._answer_within = answer_within
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds an answer may take where a call says nothing else."""
        return self._answer_within

    async def initialize(self) -> None:
        """Open the pool; a second time does nothing."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=IDLE_FOR),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                timeout=self._timeout(self._answer_within),
            )

    async def shutdown(self) -> None:
        """Close the pool; a second time does nothing."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One call: status and body. Only `read_timeout` (seconds) is heeded, the rest is set for the pool.

        Raises:
            NotSent: it did not leave the house
            TimedOut, NetworkError: it left, and no answer came
            ServerFault, TooFast, TokenRefused: the answer was 5xx, 429, or 401 and 404
        """
        if self._session is None or self._session.closed:
            raise NotSent("The connection pool is closed")
        options: dict[str, Any] = {}
        if isinstance(read_timeout, int | float):
            options["timeout"] = self._timeout(read_timeout)
        if request_data is not None and request_data.contains_files:
            options["data"] = _form(request_data)
        elif request_data is not None:
            body = json.dumps(request_data.parameters).encode()
            options["data"] = aiohttp.BytesPayload(body, content_type="application/json")
        status, payload = await _exchange(self._session, method, url, options)
        _refuse(status, payload)
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as a dictionary. A body is never logged: it may hold somebody's words.

        Raises:
            TelegramError: the body is no JSON object
        """
        try:
            answer = json.loads(payload)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        return answer

    def _timeout(self, answer_within: float) -> aiohttp.ClientTimeout:
        # `connect` covers the wait for a free connection too; `total` ends an answer that drips for ever.
        return aiohttp.ClientTimeout(
            total=self._connect_within + 2 * answer_within,
            connect=self._connect_within,
            sock_read=answer_within,
        )


async def _exchange(
    session: aiohttp.ClientSession, method: str, url: str, options: dict[str, Any]
) -> tuple[int, bytes]:
    # `from None` throughout: several of aiohttp's errors print the whole address, and with it the token.
    try:
        async with session.request(method, url, **options) as answer:
            return answer.status, await answer.read()
    except _BEFORE_IT_LEFT as error:
        raise NotSent(_named(error)) from None
    except TimeoutError:
        raise TimedOut from None
    except (aiohttp.ClientError, OSError) as error:
        raise NetworkError(type(error).__name__) from None


def _named(error: Exception) -> str:
    # A connector's error names host and port only, which the operator needs to see.
    return str(error) if isinstance(error, aiohttp.ClientConnectorError) else type(error).__name__


def _refuse(status: int, payload: bytes) -> None:
    if status == 429:
        raise TooFast(_pause_in(payload))
    if status in (401, 404):
        raise TokenRefused
    if status >= 500:
        raise ServerFault(status)


def _pause_in(payload: bytes) -> float:
    # A proxy before the server may answer 429 in a form of its own; a second is then a fair guess.
    try:
        return float(json.loads(payload)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return 1.0


def _form(request_data: RequestData) -> aiohttp.FormData:
    # Field names stay unquoted: Telegram shows a percent-encoded file name as it stands.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, mime) in request_data.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=mime)
    return form
