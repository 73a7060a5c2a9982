"""A Bot API of a few lines that says what a test tells it to say, and remembers what it was asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.telegram import TelegramChannel

TOKEN = "4711:a-token-nobody-may-read"
LOTSE = {"id": 4711, "is_bot": True, "first_name": "Lotse", "username": "lotse_bot"}


class Api:
    """Answers by method: `{"result": ...}`, an error with its code, or a function of the parameters."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, Any] = {"getMe": {"result": LOTSE}}
        self.pending: list[dict[str, Any]] = []
        self.polled = asyncio.Event()
        self.more = asyncio.Event()
        self.root = ""

    def asked(self, method: str) -> list[dict[str, Any]]:
        """The parameters of each call of a method."""
        return [parameters for name, parameters in self.calls if name == method]

    async def wait_until_asked(self, method: str, times: int) -> None:
        """Wait for so many calls of a method."""
        async with asyncio.timeout(5):
            while len(self.asked(method)) < times:
                self.polled.clear()
                await self.polled.wait()

    def arrive(self, *updates: dict[str, Any]) -> None:
        """Let updates come in, after those that wait already."""
        self.pending.extend(updates)
        self.more.set()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """The one handler."""
        method = request.match_info["method"]
        parameters = await _parameters(request)
        self.calls.append((method, parameters))
        self.polled.set()
        planned = self.answers.get(method)
        if planned is None and method == "getUpdates":
            return _json({"result": await self._updates(parameters)})
        if callable(planned):
            planned = await planned(request, parameters)
        if isinstance(planned, web.StreamResponse):
            return planned
        return _json({"result": True} if planned is None else planned)

    async def _updates(self, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        offset = parameters.get("offset", 0)
        self.pending = [update for update in self.pending if update.get("update_id", offset) >= offset]
        while not self.pending and parameters["timeout"]:
            self.more.clear()
            await self.more.wait()
        return self.pending[: parameters["limit"]]


async def _parameters(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        found: dict[str, Any] = await request.json()
        return found
    form = await request.post()
    return {name: _plain(value) for name, value in form.items()}


def _plain(value: Any) -> Any:
    return (value.filename, value.content_type, value.file.read()) if isinstance(value, web.FileField) else value


def _json(answer: dict[str, Any]) -> web.Response:
    code = answer.get("error_code", 200)
    return web.Response(status=code, text=json.dumps({"ok": code == 200} | answer), content_type="application/json")


def refusal(code: int, description: str, **parameters: int) -> dict[str, Any]:
    """An error as the Bot API words it."""
    told: dict[str, Any] = {"error_code": code, "description": description}
    return told | ({"parameters": parameters} if parameters else {})


async def hang_up(request: web.Request, _: dict[str, Any]) -> web.Response:
    """An answer that never comes: the line is cut after the call was read."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def stay_silent(request: web.Request, _: dict[str, Any]) -> web.Response:
    """An answer that does not come while anybody waits for it."""
    await asyncio.Event().wait()
    return web.Response()


@pytest.fixture
def refuse() -> Callable[..., dict[str, Any]]:
    """How a test words an error."""
    return refusal


@pytest.fixture
def faults() -> dict[str, Callable[[web.Request, dict[str, Any]], Awaitable[web.Response]]]:
    """What can happen to a call on its way."""
    return {"hang up": hang_up, "stay silent": stay_silent}


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    """The server, listening."""
    api = Api()
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", api.answer)
    server = TestServer(app, skip_url_asserts=True)
    await server.start_server(shutdown_timeout=0, access_log=None)
    api.root = str(server.make_url("/")).rstrip("/")
    yield api
    await server.close()


@pytest.fixture
async def channel(api: Api) -> AsyncIterator[TelegramChannel]:
    """A channel, open."""
    channel = TelegramChannel(TOKEN, api.root)
    await channel.open()
    yield channel
    await channel.close()
