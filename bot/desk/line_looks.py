"""The look at the line: what is free is offered, "do you still wait?" is asked, and at the end goodbye is said."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk import line_letters
from bot.desk.line import offer_places, offered_now, place_freed
from bot.desk.line_timers import look_daily, look_soon
from bot.desk.offering import end
from bot.house import House
from bot.places_known import intake_is_over
from bot.posting import Post
from dialogs.family.line import STILL, closed_message, still_message
from dialogs.rules.keeping import may_write, next_writing_time
from dialogs.rules.walltime import local_day
from storage.units import Unit


def offer_over(house: House, post: Post, offer: int) -> Unit[None]:
    """The time of an offer is over: its place passes on by itself. One that was accepted comes free by that."""
    before = yield from house.waiting.load(offer)
    if (yield from end(house, post, offer)):
        accepted = before is not None and before.state == "accepted"
        yield from (place_freed if accepted else offer_places)(house, post)


def look(house: House, post: Post, about: int) -> Unit[None]:
    """The look at the line: offer what is free, ask whom it is time to ask, say goodbye where all is over."""
    if not (yield from house.waiting.line()):
        yield from offer_places(house, post)
        return
    yield from look_daily(house, post.now)
    yield from offer_places(house, post)
    if not may_write(post.now, house.town.zone, house.off(post.now)):
        yield from look_soon(house, next_writing_time(post.now, house.town.zone, house.off(post.now)))
    elif intake_is_over(house, post.now):
        yield from _goodbye(house, post)
    else:
        yield from _ask(house, post)


def begin(house: House, now: datetime) -> Unit[None]:
    """At a start: families that wait are looked after from the next working day on."""
    if (yield from house.waiting.line()):
        yield from look_daily(house, now)


def _ask(house: House, post: Post) -> Unit[None]:
    """The monthly question, to whom it is time to ask; nobody is asked while a place is kept for them."""
    offered = yield from offered_now(house)
    before = post.now - timedelta(days=house.programme.places.ask_again_days)
    day = local_day(post.now, house.town.zone).isoformat()
    for family in (yield from house.waiting.due_to_ask(before)):
        if family in offered:
            continue
        yield from house.waiting.asked(family, post.now)
        mark = f"still:{family}:{day}"
        yield from line_letters.send(house, post, family, still_message(), spot=STILL, mark=mark)


def _goodbye(house: House, post: Post) -> Unit[None]:
    """No place will ever be offered again: each family hears so once, and the list ends. Who has a place keeps it."""
    offered = yield from offered_now(house)
    for entry in (yield from house.waiting.line()):
        if entry.person in offered:
            continue
        if not entry.hushed:
            mark = f"line:closed:{entry.person}"
            yield from line_letters.send(house, post, entry.person, closed_message(), spot=STILL, mark=mark)
        yield from house.waiting.log(post.now, entry.person, "closed")
        yield from house.people.delist(entry.person)
