"""The control API of the team's groups: what its members write, press and change in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aiohttp import web

from bot.demo.group import Group
from bot.demo.people import Groups, People
from bot.demo.person import Person
from bot.demo.told import Told, checked, number_in, text_in
from bot.demo.views import group_view
from bot.demo.world import World

Action = Callable[[Group, Person, Told], object]


class GroupControl:
    """The routes below /demo/groups. Each action names the member who does it, as "person"."""

    def __init__(self, world: World, people: People, groups: Groups) -> None:
        self._world = world
        self._people = people
        self._groups = groups
        self._actions: Mapping[str, Action] = {
            "text": lambda group, who, told: group.say(who, text_in(told, "text"), told.get("thread")),
            "press": lambda group, who, told: group.press(who, number_in(told, "message_id"), text_in(told, "data")),
            "close": lambda group, who, told: group.close_topic(_topic(group, told), by=who),
            "reopen": lambda group, who, told: group.close_topic(_topic(group, told), closed=False, by=who),
            "delete": lambda group, who, told: group.delete_topic(_topic(group, told)),
            "bot_out": lambda group, who, told: group.put_bot_out(who),
            "bot_in": lambda group, who, told: group.take_bot_in(who),
            "rights": lambda group, who, told: group.let_bot_manage_topics(who, allowed=bool(told.get("topics"))),
        }

    def add_routes(self, app: web.Application) -> None:
        """Put the routes into an application that has not started."""
        app.add_routes([
            web.post("/demo/groups", checked(self._add)),
            web.post("/demo/groups/{group}/{action}", checked(self._act)),
        ])  # fmt: skip

    async def _add(self, request: web.Request, told: Told) -> web.Response:
        """A forum with the bot as an administrator; the whole team is in it."""
        group = self._groups.add(text_in(told, "title"), forum=True)
        return web.json_response(group_view(self._world, group, self._people))

    async def _act(self, request: web.Request, told: Told) -> web.Response:
        try:
            group = self._groups[int(request.match_info["group"])]
            action = self._actions[request.match_info["action"]]
        except (KeyError, ValueError):
            raise web.HTTPNotFound from None
        action(group, self._member(number_in(told, "person")), told)
        return web.json_response({"ok": True})

    def _member(self, person_id: int) -> Person:
        for person in self._people.team():
            if person.id == person_id:
                return person
        raise ValueError("Only the team is in a group.")


def _topic(group: Group, told: Told) -> int:
    thread = number_in(told, "thread")
    if thread not in group.chat.topics:
        raise ValueError("There is no such topic.")
    return thread
