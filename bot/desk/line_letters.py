"""What a waiting family is sent about the line: one message in its own spot, on every phone it has."""

from __future__ import annotations

from datetime import datetime

from bot.house import House
from bot.posting import Post
from dialogs.desk.facts import Role
from dialogs.family.line import PLACE, STILL, noted_message
from dialogs.machine.screen import Screen
from dialogs.rules.keeping import next_writing_time
from storage.outbox import Draft, Urgency
from storage.people import Person
from storage.units import Unit

KIND = "line"
"""The kind of these letters."""


def phones_of_family(house: House, family: int) -> Unit[tuple[Person, ...]]:
    """The phones on which the family can be written to: none once it blocked the bot, or joined the team."""
    phones = yield from house.people.phones(family)
    return tuple(phone for phone in phones if phone.role is Role.FAMILY and phone.reachable)


def hearers(house: House, family: int) -> Unit[tuple[Person, ...]]:
    """Of these, the phones that did not ask for silence: what rings goes to them alone."""
    phones = yield from phones_of_family(house, family)
    return tuple(phone for phone in phones if not phone.hushed)


def send(
    house: House, post: Post, family: int, screen: Screen, *, spot: str, mark: str, until: datetime | None = None
) -> Unit[None]:
    """A message that rings, at most once, below everything else; outside the hours of writing it waits for them.

    It takes the place of the one in its spot, whose buttons go. `until`: when it helps no more.
    """
    due_at = next_writing_time(post.now, house.town.zone, house.off(post.now))
    for phone in (yield from hearers(house, family)):
        draft = Draft(
            phone.id, screen, spot, once=True, fresh=True, urgency=Urgency.CARD, due_at=due_at,
            mark=f"{mark}:{phone.id}", kind=KIND, until=until,
        )  # fmt: skip
        yield from post.write(phone, draft)


def settle(house: House, post: Post, family: int, key: str, spots: tuple[str, ...] = (PLACE, STILL)) -> Unit[None]:
    """Say what became of a question where it stands, without its buttons and without ringing."""
    for phone in (yield from phones_of_family(house, family)):
        for spot in spots:
            if (yield from house.outbox.where(phone.id, spot)) is not None:
                screen = noted_message(key)
                yield from post.write(phone, Draft(phone.id, screen, spot, urgency=Urgency.CARD, kind=KIND))
