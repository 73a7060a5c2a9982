"""What a family does in the line: joining, leaving, letting a place pass, a sign of life, silence."""

from __future__ import annotations

from typing import assert_never

from bot.desk import line_letters, offering
from bot.desk.line import offer_places, place_freed
from bot.desk.line_timers import look_daily
from bot.gathering import Here
from bot.house import House
from bot.posting import Post
from dialogs.family.effects import DeclinePlace, JoinList, LeaveList, StillWaiting
from dialogs.family.line import PLACE, STILL
from storage.people import Person
from storage.units import Unit


def perform(
    house: House, here: Here, post: Post, effect: JoinList | LeaveList | DeclinePlace | StillWaiting
) -> Unit[None]:
    """Carry out what the family decides on its place in the line."""
    match effect:
        case JoinList():
            yield from joined(house, post, here.person)
        case LeaveList():
            yield from left(house, here, post)
        case DeclinePlace():
            yield from declined(house, here, post, effect)
        case StillWaiting(says_so):
            yield from still_waits(house, here, post, says_so=says_so)
        case _:
            assert_never(effect)


def joined(house: House, post: Post, person: Person) -> Unit[None]:
    """The family of this phone joins the line; where a place is free and it is its turn, it hears so at once."""
    yield from house.people.hush(person.id, hushed=False)
    if (yield from house.waiting.entry(person.family)) is not None:
        return
    yield from house.people.enlist(person.id, post.now)
    yield from house.waiting.log(post.now, person.family, "enlisted")
    yield from look_daily(house, post.now)
    yield from offer_places(house, post)


def left(house: House, here: Here, post: Post) -> Unit[None]:
    """The family leaves the line; a place that was kept for it goes to the next one."""
    family = here.person.family
    offer = yield from house.waiting.live_of(family)
    if offer is not None:
        yield from offering.decline(house, here, post, DeclinePlace(offer.id, stays=False))
    yield from house.people.delist(here.person.id)
    yield from house.waiting.log(here.now, family, "left")
    yield from line_letters.settle(house, post, family, "still.left")
    if offer is not None:
        yield from (place_freed if offer.state == "accepted" else offer_places)(house, post)


def joins_team(house: House, post: Post, person: int) -> Unit[None]:
    """Who belongs to the team waits for no place: it leaves the line, and what was kept for it goes on."""
    if (yield from house.waiting.entry(person)) is None:
        return
    yield from _taken_off(house, post, person)
    yield from house.waiting.log(post.now, person, "left")
    yield from offer_places(house, post)


def declined(house: House, here: Here, post: Post, effect: DeclinePlace) -> Unit[None]:
    """The family lets its place pass, and waits on or leaves; the place goes to the next family."""
    if not effect.stays:
        yield from left(house, here, post)
    elif (yield from offering.decline(house, here, post, effect)):
        yield from offer_places(house, post)


def still_waits(house: House, here: Here, post: Post, *, says_so: bool) -> Unit[None]:
    """A sign of life. Who says that it still waits can be offered a place again, also the one it let pass."""
    family = here.person.family
    entry = yield from house.waiting.entry(family)
    if entry is None:
        return
    if not says_so:
        yield from house.waiting.heard_of(family, here.now)
        return
    yield from house.people.hush(here.person.id, hushed=False)
    yield from house.waiting.answered(family, here.now)
    yield from line_letters.settle(house, post, family, "still.thanks", (PLACE, STILL) if entry.paused else (STILL,))
    if entry.paused or here.person.hushed:
        yield from offer_places(house, post)


def hushed(house: House, here: Here) -> Unit[None]:
    """This phone wants silence: nothing of the line is written to it until it says that it still waits.

    Where no other phone of the family can hear, nothing is offered either; its place and an open offer stand.
    """
    yield from house.people.hush(here.person.id, hushed=True)
    if (yield from line_letters.hearers(house, here.person.family)):
        return
    if (yield from house.waiting.hush(here.person.family)):
        yield from house.waiting.log(here.now, here.person.family, "hushed")


def shares(house: House, post: Post, phone: int, family: int) -> Unit[None]:
    """A phone that waits becomes one of a family, which then waits in its stead, unless it waits itself.

    Say so before the phone joins. A place that was kept for the phone is offered anew.
    """
    entry = yield from house.waiting.entry(phone)
    if entry is None:
        return
    yield from _taken_off(house, post, phone)
    if (yield from house.waiting.entry(family)) is None:
        yield from house.people.enlist(family, entry.since_at)
        yield from house.waiting.set_needs(family, entry.needs)
        yield from house.waiting.heard_of(family, post.now)
    yield from line_letters.settle(house, post, phone, "still.thanks")
    yield from offer_places(house, post)


def _taken_off(house: House, post: Post, person: int) -> Unit[None]:
    """Off the line; what was kept for this person is free."""
    offer = yield from house.waiting.live_of(person)
    if offer is not None and (yield from house.waiting.withdraw(offer.id)):
        yield from house.waiting.log(post.now, person, "withdrawn")
    yield from house.people.delist(person)
