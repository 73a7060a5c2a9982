"""The control API beside the Bot API: what the people do, what they see, and what shall go wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import cast, get_args

from aiohttp import web

from bot.demo.faults import KINDS, Kind
from bot.demo.media import MEDIA_KINDS
from bot.demo.people import Groups, People
from bot.demo.person import Person, Role
from bot.demo.refusals import Refused
from bot.demo.told import Told, checked, number_in, one_of, text_in
from bot.demo.views import person_view, state_view
from bot.demo.world import World

COALESCED_FOR = 0.03
"""Seconds in which changes are gathered into one event."""
KEPT_ALIVE = 15.0
"""Seconds after which a silent event stream sends a comment, so that a closed page is noticed."""
ROLES: tuple[Role, ...] = get_args(Role)


class Control:
    """The routes below /demo. They ask for no password: the server listens on this machine only."""

    def __init__(self, world: World, people: People, groups: Groups) -> None:
        self._world = world
        self._people = people
        self._groups = groups
        self._actions: Mapping[str, Callable[[Person, Told], object]] = {
            "text": lambda person, told: person.say(text_in(told, "text")),
            "start": lambda person, told: person.start(str(told.get("payload") or "")),
            "press": lambda person, told: person.press(number_in(told, "message_id"), text_in(told, "data")),
            "contact": lambda person, told: person.share_contact(bool(told.get("own", True)), told.get("phone")),
            "media": lambda person, told: person.send(one_of(told, "kind", MEDIA_KINDS)),
            "edit": lambda person, told: person.edit(number_in(told, "message_id"), text_in(told, "text")),
            "block": lambda person, told: person.block(),
            "unblock": lambda person, told: person.unblock(),
        }

    def add_routes(self, app: web.Application) -> None:
        """Put the routes into an application that has not started."""
        app.add_routes([
            web.get("/demo/state", self._state),
            web.get("/demo/events", self._events),
            web.get("/demo/files/{file}", self._file),
            web.post("/demo/people", checked(self._add_person)),
            web.post("/demo/people/{person}/{action}", checked(self._act)),
            web.post("/demo/faults", checked(self._plan_fault)),
        ])  # fmt: skip

    async def _state(self, request: web.Request) -> web.Response:
        return web.json_response(state_view(self._world, self._people, self._groups))

    async def _file(self, request: web.Request) -> web.Response:
        try:
            file = self._world.files.by_id(request.match_info["file"])
        except Refused:
            raise web.HTTPNotFound from None
        return file_response(file.content, file.mime, file.name)

    async def _add_person(self, request: web.Request, told: Told) -> web.Response:
        role: Role = one_of({"role": "family", **told}, "role", ROLES)
        person = self._people.add(text_in(told, "name"), str(told.get("language_code") or "de"), role)
        return web.json_response(person_view(self._world, person))

    async def _act(self, request: web.Request, told: Told) -> web.Response:
        try:
            person = self._people[int(request.match_info["person"])]
            action = self._actions[request.match_info["action"]]
        except (KeyError, ValueError):
            raise web.HTTPNotFound from None
        action(person, told)
        return web.json_response({"ok": True})

    async def _plan_fault(self, request: web.Request, told: Told) -> web.Response:
        """{"kind", "method", "chat", "times", "retry_after"}; kinds more: "repeat" {"copies", "shuffled"}, "release",
        "clear"."""
        faults = self._world.faults
        kind = one_of(told, "kind", (*KINDS, "repeat", "release", "clear"))
        if kind == "repeat":
            faults.repeat_updates(number_in(told, "copies"), shuffled=bool(told.get("shuffled")))
        elif kind == "release":
            faults.release()
        elif kind == "clear":
            faults.clear()
        else:
            faults.plan(
                cast(Kind, kind),
                method=told.get("method"),
                chat=told.get("chat"),
                times=told.get("times", 1),
                retry_after=int(told.get("retry_after") or 1),
            )
        return web.json_response({"ok": True})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        stream = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        )
        await stream.prepare(request)
        changes = self._world.changes
        seen = -1
        try:
            while not changes.closed:
                seen = await self._next_event(stream, seen)
        except ConnectionError:
            return stream
        return stream

    async def _next_event(self, stream: web.StreamResponse, seen: int) -> int:
        try:
            async with asyncio.timeout(KEPT_ALIVE):
                await self._world.changes.after(seen)
                await asyncio.sleep(COALESCED_FOR)
        except TimeoutError:
            await stream.write(b": still here\n\n")
            return seen
        revision = self._world.changes.revision
        await stream.write(f'data: {{"revision": {revision}}}\n\n'.encode())
        return revision


def file_response(content: bytes, mime: str, name: str) -> web.Response:
    """A file to download under its name; the page never shows it as its own."""
    quoted = name.replace("\\", "").replace('"', "").replace("\r", "").replace("\n", "")
    headers = {
        "Content-Disposition": f'attachment; filename="{quoted}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Type": mime,
    }
    return web.Response(body=content, headers=headers)
