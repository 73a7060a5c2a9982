"""What is known of the talks that are open: with whom a family speaks, and whether the team has a group for it."""

from __future__ import annotations

from bot.house import House
from dialogs.desk.talk_facts import CaseTalk
from storage.people import Person
from storage.units import Unit

PRIVATE, TOPIC = "private", "topic"
"""Where a talk stands: in the coach's own chat, in the topic of the case."""


def talking_to(house: House, person: Person) -> Unit[str]:
    """The first name of the coach who speaks with this family just now, "" for nobody."""
    talk = yield from house.talks.of_family(person.family)
    coach = (yield from house.people.load(talk.coach)) if talk is not None else None
    return coach.name if coach is not None else ""


def case_talk(house: House, me: int, case_id: int) -> Unit[CaseTalk | None]:
    """The open talk about a case, as somebody of the team sees it."""
    talk = yield from house.talks.of_case(case_id)
    if talk is None:
        return None
    coach = yield from house.people.load(talk.coach)
    return CaseTalk(coach.name if coach is not None else "", talk.coach == me, talk.place == TOPIC)


def group_in_use(house: House) -> Unit[Person | None]:
    """The team's group, while the bot can open topics there."""
    group = yield from house.people.group()
    return group if group is not None and group.reachable else None
