"""The embedded Bot API server: plays api.telegram.org on this machine, for the demo, the tests and the benchmarks."""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from inspect import isawaitable
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.demo.arguments import Arguments, read_arguments
from bot.demo.control import Control, file_response
from bot.demo.faults import Fault
from bot.demo.group_control import GroupControl
from bot.demo.methods import METHODS, Method
from bot.demo.people import Groups, People
from bot.demo.profile import Profile
from bot.demo.receiving import Told
from bot.demo.refusals import Refused
from bot.demo.world import World

BODY_LIMIT = 50 * 1024 * 1024
"""Bytes that a bot may upload in one call."""
GATEWAY_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
ZONE = ZoneInfo("Europe/Berlin")


class Call(NamedTuple):
    """One call of the bot; `result` is what it was answered with, or the refusal."""

    method: str
    params: Mapping[str, Any]
    result: Any


CallHook = Callable[[str, Mapping[str, Any], Any], None]
UpdateHook = Callable[[dict[str, Any]], None]


class BotApiServer:
    """One bot's Bot API, with the people and groups it talks to.

    token:    what stands in the address; its digits before the colon are the bot's id
    now:      the clock, an aware instant in UTC; limits such as the 48 hours for deleting go by it
    zone:     in which the control API spells times
    app:      the application; routes may be added to it until `start`
    people, groups, faults, changed: the persons, the groups, what goes wrong, and the revision to wait for
    calls:    the calls since `record` was set to True, without getUpdates
    """

    def __init__(
        self, token: str, username: str, now: Callable[[], datetime], *, zone: tzinfo = ZONE, record: bool = False
    ) -> None:
        self.token = token
        self.world = World(Profile(int(token.partition(":")[0]), username), now, zone)
        self.people = People(self.world)
        self.groups = Groups(self.world)
        self.faults = self.world.faults
        self.changed = self.world.changes
        self.record = record
        self.calls: list[Call] = []
        self.app = web.Application(client_max_size=BODY_LIMIT)
        self._hooks: list[CallHook] = []
        self._under_way = 0
        self._runner: web.AppRunner | None = None
        self._root = ""
        self._add_routes()

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes any free one. Raises ValueError for an address that others could reach."""
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise ValueError("The demo server has no passwords and listens on this machine only.")
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self._root = f"http://{host}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Answer what waits, close everything."""
        self.changed.close()
        self.world.progress.close()
        self.world.poll.end()
        self.faults.release()
        await self.world.webhook.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def root(self) -> str:
        """`http://127.0.0.1:PORT`, to be used in place of https://api.telegram.org. Raises before `start`."""
        if not self._root:
            raise RuntimeError("The server has not started yet.")
        return self._root

    def on_call(self, callback: CallHook) -> None:
        """Call back with (method, params, result) after each call; a refusal comes as the `Refused` itself."""
        self._hooks.append(callback)

    def on_update(self, callback: UpdateHook) -> None:
        """Call back with each update when it is made."""
        self.world.line.on_push.append(callback)

    async def until(self, holds: Callable[[], bool], within: float = 5.0) -> None:
        """Wait until the condition holds on the phones. Raises TimeoutError after so many seconds of real time."""
        await self.changed.until(holds, within)

    async def quiet(self, within: float = 5.0) -> None:
        """Wait until every update was delivered and confirmed and no call is under way.

        A bot that confirms before it handles (long polling) may still be at work: wait for its answer as well.
        """
        await self.world.progress.until(lambda: not len(self.world.line) and not self._under_way, within)

    def _add_routes(self) -> None:
        self.app.add_routes([
            web.route("*", "/bot{token:[^/]+}/{method:.*}", self._call),
            web.get("/file/bot{token:[^/]+}/{path:.+}", self._file),
        ])  # fmt: skip
        Control(self.world, self.people, self.groups).add_routes(self.app)
        GroupControl(self.world, self.people, self.groups).add_routes(self.app)

    async def _file(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.token:
            return _answer(401, Refused(401, "Unauthorized").answer())
        file = self.world.files.at_path(request.match_info["path"])
        if file is None:
            return _answer(404, Refused(404, "Not Found").answer())
        return file_response(file.content, "application/octet-stream", file.name)

    async def _call(self, request: web.Request) -> web.Response:
        try:
            method = self._method(request)
            values = await read_arguments(request)
        except Refused as refusal:
            return _answer(refusal.code, refusal.answer())
        fault = self.faults.strike(method.name.lower(), values)
        if fault is None:
            return await self._carry_out(method, values)
        return await self._strike(fault, request, method, values)

    def _method(self, request: web.Request) -> Method:
        if request.match_info["token"] != self.token:
            raise Refused(401, "Unauthorized")
        method = METHODS.get(request.match_info["method"].lower())
        if method is None or request.method not in ("GET", "POST"):
            raise Refused(404, "Not Found")
        if self.world.logged_out:
            raise Refused(400, "Logged out")
        return method

    async def _carry_out(self, method: Method, values: Mapping[str, Any]) -> web.Response:
        counted = method.name != "getUpdates"
        self._under_way += counted
        try:
            result = method.carry_out(self.world, Arguments(values))
            if isawaitable(result):
                result = await result
        except Refused as refusal:
            return self._refuse(refusal, method, values)
        finally:
            self._under_way -= counted
            self.world.progress.bump()
        body = {"ok": True, "result": result}
        if isinstance(result, Told):
            body = {"ok": True, "result": result.result, "description": result.description}
        self._note(method, values, body["result"])
        return _answer(200, body)

    async def _strike(
        self, fault: Fault, request: web.Request, method: Method, values: Mapping[str, Any]
    ) -> web.Response:
        refusal = fault.refusal()
        if refusal is not None:
            return self._refuse(refusal, method, values)
        if fault.kind == "bad_gateway":
            self._note(method, values, Refused(502, "Bad Gateway"))
            return web.Response(status=502, body=GATEWAY_PAGE, content_type="text/html")
        if fault.kind == "dropped":
            return _hang_up(request)
        answer = await self._carry_out(method, values)
        if fault.kind == "lost_answer":
            return _hang_up(request)
        await fault.gate.wait()
        return answer

    def _refuse(self, refusal: Refused, method: Method, values: Mapping[str, Any]) -> web.Response:
        self._note(method, values, refusal)
        return _answer(refusal.code, refusal.answer())

    def _note(self, method: Method, values: Mapping[str, Any], result: Any) -> None:
        if self.record and method.name != "getUpdates":
            self.calls.append(Call(method.name, values, result))
        for hook in self._hooks:
            hook(method.name, values, result)


def _answer(status: int, body: Mapping[str, Any]) -> web.Response:
    return web.Response(status=status, body=json.dumps(body).encode(), content_type="application/json")


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


if __name__ == "__main__":
    from bot.demo.process import main

    asyncio.run(main())
