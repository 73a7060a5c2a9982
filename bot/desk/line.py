"""Places and the waiting list, as they run by themselves: who is offered a free place, and why nobody is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import assert_never

from bot.desk import line_letters, offering
from bot.desk.desk import Desk
from bot.desk.line_letters import hearers
from bot.desk.line_timers import look_daily, look_soon
from bot.house import House
from bot.posting import Post
from dialogs.desk.effects import DeskRefusal
from dialogs.desk.line_effects import MoveInLine, SetNeeds, SetPlaces
from dialogs.desk.waiting_line import FIRST, REASONS
from dialogs.family.line import PLACE, off_message
from dialogs.rules.keeping import may_write, next_writing_time
from dialogs.rules.line import InLine, Next, may_offer, passed_over, who_is_next
from dialogs.rules.walltime import local_day
from storage.units import Unit
from storage.waiting import Entry, LineChange

NEWS_OF_PLACES = frozenset({"offered", "declined", "lapsed", "withdrawn", "places_set"})
"""Changes after which "free since" begins anew."""

LOOKED_BACK = 100
"""Changes of the log that are read to know what was said last."""


def perform(desk: Desk, effect: SetPlaces | MoveInLine | SetNeeds) -> Unit[DeskRefusal | None]:
    """Carry out what the lead decides on places and the line; each change is in the log with its reason."""
    house, post, lead = desk.house, desk.post, desk.here.person.id
    match effect:
        case SetPlaces(free):
            yield from count_places(house, desk.here.now, free, by=lead)
            yield from offer_places(house, post)
        case MoveInLine(person, where, why):
            if why in REASONS.get(where, ()) and (yield from house.waiting.entry(person)) is not None:
                yield from _move(desk, person, where, why)
        case SetNeeds(person, places):
            yield from house.waiting.set_needs(person, places)
            yield from _resize(house, person, places)
            yield from house.waiting.log(desk.here.now, person, "needs", str(places), lead)
            yield from offer_places(house, post)
        case _:
            assert_never(effect)
    return None


def _resize(house: House, person: int, places: int) -> Unit[None]:
    """What is kept for the family follows what it needs, as far as there are places left."""
    offer = yield from house.waiting.live_of(person)
    left = yield from house.calendar.left(house.town.programme)
    if offer is not None and places - offer.needs <= max(left or 0, 0):
        yield from house.waiting.resize(offer.id, places)


def _move(desk: Desk, person: int, where: str, why: str) -> Unit[None]:
    house, post, now = desk.house, desk.post, desk.here.now
    if where == FIRST:
        yield from house.waiting.move_to_front(person)
        yield from house.waiting.resume(person)
    else:
        offer = yield from house.waiting.live_of(person)
        if offer is not None and (yield from house.waiting.withdraw(offer.id)):
            yield from house.waiting.log(now, person, "withdrawn", why, desk.here.person.id)
        entry = yield from house.waiting.entry(person)
        yield from house.people.delist(person)
        if entry is not None and not entry.hushed:
            mark = f"line:off:{person}:{int(now.timestamp())}"
            yield from line_letters.send(house, post, person, off_message(house.town.phone), spot=PLACE, mark=mark)
    yield from house.waiting.log(now, person, where, why, desk.here.person.id)
    yield from offer_places(house, post)


def count_places(house: House, now: datetime, free: int, by: int | None = None) -> Unit[None]:
    """So many places are free, somebody just said; the same number again confirms it. Offer them afterwards.

    With a larger number a place has come free: who let an earlier one pass and waits on is in line again.
    """
    known = yield from house.calendar.places(house.town.programme)
    same = known is not None and known[0] == free
    yield from house.calendar.set_places(house.town.programme, free, now)
    what, number = ("places_confirmed", "") if same else ("places_set", str(free))
    yield from house.waiting.log(now, None, what, number, by)
    if known is None or free > known[0]:
        yield from _back_in_line(house)
    if (yield from house.waiting.line()):
        yield from look_daily(house, now)


def place_freed(house: House, post: Post) -> Unit[None]:
    """A place has come free: call it after whatever freed one. It is offered to the families whose turn it is.

    Those who let an earlier place pass, and said that they wait on, are in line again: this is another place.
    """
    yield from _back_in_line(house)
    yield from offer_places(house, post)


def _back_in_line(house: House) -> Unit[None]:
    for entry in (yield from house.waiting.line()):
        last = (yield from house.waiting.last_of(entry.person)) if entry.paused else None
        if last is not None and last.state == "declined":
            yield from house.waiting.resume(entry.person)


def offer_places(house: House, post: Post) -> Unit[None]:
    """Offer what is free, as long as a place is left and somebody is next; note why where nobody is."""
    left = yield from house.calendar.left(house.town.programme)
    if left is not None and left <= 0:
        return
    if (yield from places_are_stale(house, post.now)):
        yield from _nobody(house, post, "places_unknown")
    elif not _still_offers(house, post.now):
        yield from _nobody(house, post, "no_intake_any_more")
    else:
        why = yield from _offer_all(house, post)
        if why:
            yield from _nobody(house, post, why)


def _offer_all(house: House, post: Post) -> Unit[str]:
    """Make offers until none can be made; the code of the reason where places are left, "" where none is."""
    unreachable: set[int] = set()
    while True:
        left = (yield from house.calendar.left(house.town.programme)) or 0
        if left <= 0:
            return ""
        offered = yield from offered_now(house)
        line = [entry for entry in (yield from house.waiting.line()) if entry.person not in offered]
        unreachable |= yield from _blocked(house, line, left)
        asked = [entry for entry in line if entry.person not in unreachable]
        chosen = who_is_next([_in_line(entry) for entry in asked], left)
        if chosen is None:
            return _why_nobody(line, unreachable)
        if not (yield from hearers(house, chosen.person)):
            unreachable.add(chosen.person)
        elif not may_write(post.now, house.town.zone, house.off(post.now)):
            yield from look_soon(house, next_writing_time(post.now, house.town.zone, house.off(post.now)))
            return "quiet_hours"
        elif not (yield from _offer(house, post, asked, chosen, unreachable)):
            return ""


def _blocked(house: House, line: Sequence[Entry], left: int) -> Unit[set[int]]:
    """Families that others would let go first, and that nobody can write to: no place waits for them."""
    waited_for = [entry.person for entry in line if entry.needs > left and not entry.paused]
    blocked = set()
    for person in waited_for:
        if not (yield from hearers(house, person)):
            blocked.add(person)
    return blocked


def offered_now(house: House) -> Unit[frozenset[int | None]]:
    """Families for which a place is kept now, offered or accepted."""
    offers = yield from house.waiting.open_offers(house.town.programme)
    return frozenset(offer.person for offer in offers)


def _offer(
    house: House, post: Post, asked: Sequence[Entry], chosen: Next, unreachable: Collection[int]
) -> Unit[bool]:
    """One offer; those who were passed over for it are noted with the reason."""
    entry = next(one for one in asked if one.person == chosen.person)
    before = passed_over([_in_line(one) for one in asked], chosen.person)
    if not (yield from offering.make(house, post, entry, chosen.why)):
        return False
    yield from house.waiting.passed_over(before)
    for person in before:
        yield from house.waiting.log(post.now, person, "passed_over", "needs_two")
    for person in sorted(unreachable):
        yield from house.waiting.log(post.now, person, "passed_over", "unreachable")
    return True


def _in_line(entry: Entry) -> InLine:
    return InLine(entry.person, entry.order_at, entry.needs, entry.paused, entry.passed)


def _why_nobody(line: Sequence[Entry], unreachable: Collection[int]) -> str:
    if not line:
        return "nobody_waits"
    ready = [entry for entry in line if not entry.paused]
    if not ready:
        return "all_paused"
    return "unreachable" if all(entry.person in unreachable for entry in ready) else "needs_two"


def _still_offers(house: House, now: datetime) -> bool:
    about, zone = house.programme.programme, house.town.zone
    until = offering.ends_at(house, now)
    return may_offer(local_day(now, zone), about.last_intake_on, about.ends_on, local_day(until, zone))


def _nobody(house: House, post: Post, why: str) -> Unit[None]:
    """Note why a free place was offered to nobody, unless that was the last thing to be said of it."""
    last = yield from nobody_since(house)
    if last is None or last.why != why:
        yield from house.waiting.log(post.now, None, "not_offered", why)
        post.events.append(("place.not_offered", {why: True}))


def nobody_since(house: House) -> Unit[LineChange | None]:
    """Since when, and why, a free place was offered to nobody; None where something happened to places since."""
    for change in (yield from house.waiting.log_since(datetime.fromtimestamp(0, house.town.zone), LOOKED_BACK)):
        if change.what == "not_offered":
            return change
        if change.what in NEWS_OF_PLACES:
            return None
    return None


def places_are_stale(house: House, now: datetime) -> Unit[bool]:
    """Whether the number of free places is too old to be told (D1), or was never said."""
    known = yield from house.calendar.places(house.town.programme)
    stale_after = timedelta(days=house.programme.places.stale_after_days)
    return known is None or known[1] is None or now - known[1] > stale_after
