"""Everybody who has a phone in this server, and the groups they are in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from bot.demo.group import Group
from bot.demo.person import Person, Role
from bot.demo.world import World

FIRST_PERSON = 6_000_000_001
"""Above 32 bits, as the ids of real accounts are."""
FIRST_GROUP = 4_000_000_001


class People:
    """The people by id, in the order they were added."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._ids = count(FIRST_PERSON)
        self._by_id: dict[int, Person] = {}

    def add(self, name: str, language_code: str = "de", role: Role = "family") -> Person:
        """A new person, who has not written to the bot yet."""
        person = Person(self._world, next(self._ids), name, language_code, role)
        self._by_id[person.id] = person
        self._world.changes.bump()
        return person

    def team(self) -> list[Person]:
        """The coaches and leads, who are the members of every group."""
        return [person for person in self if person.role != "family"]

    def __getitem__(self, person_id: int) -> Person:
        return self._by_id[person_id]

    def __iter__(self) -> Iterator[Person]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)


class Groups:
    """The groups of the team, in the order they were made."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._numbers = count(FIRST_GROUP)
        self._all: list[Group] = []

    def add(self, title: str, *, forum: bool = False) -> Group:
        """A new group with the bot in it."""
        group = Group(self._world, next(self._numbers), title, forum=forum)
        self._all.append(group)
        self._world.changes.bump()
        return group

    def __getitem__(self, group_id: int) -> Group:
        """By the id it has now. Raises KeyError."""
        for group in self._all:
            if group.id == group_id:
                return group
        raise KeyError(group_id)

    def __iter__(self) -> Iterator[Group]:
        return iter(self._all)
