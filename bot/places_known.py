"""What a family is told of places: whether one is free, how long the line is, and what is kept for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.house import House
from dialogs.family.facts import PlaceOffer, PlacesNow
from dialogs.rules.line import may_offer
from dialogs.rules.places import Availability, Places, availability, families_before
from dialogs.rules.waits import typical_wait
from dialogs.rules.walltime import local_day
from storage.people import Person
from storage.units import Unit

WAITS_COUNTED = 50
"""Families whose wait is counted for the median: the newest ones say most about the next."""


NO_MORE = PlacesNow(Availability.CLOSED)
"""What there is to say of places once no family may begin any more."""


def intake_is_over(house: House, now: datetime) -> bool:
    """Whether no family may begin any more: the last day of intake, or of the project, has passed."""
    about = house.programme.programme
    return not may_offer(local_day(now, house.town.zone), about.last_intake_on, about.ends_on)


def places_now(house: House, person: Person, now: datetime) -> Unit[PlacesNow]:
    """Whether there is a place, how many families are before this one, and how long others waited."""
    known = yield from house.calendar.places(house.town.programme)
    waiting = yield from house.people.waiting_before(person, now)
    free, confirmed_at = known or (0, None)
    figures = house.programme.places
    counted = Places(free, confirmed_at, waiting)
    stale_after = timedelta(days=figures.stale_after_days)
    return PlacesNow(
        availability(counted, now, figures.few_below, stale_after),
        confirmed_at,
        families_before(waiting),
        typical_wait((yield from house.waiting.waited(WAITS_COUNTED))),
    )


def kept_place(house: House, person: Person, now: datetime) -> Unit[PlaceOffer | None]:
    """The place that is kept for a family; only one that waits can have one, and none once its time is over."""
    offer = (yield from house.waiting.live_of(person.family)) if person.listed_at is not None else None
    if offer is not None and offer.state == "open" and offer.ends_at <= now:
        return None
    return PlaceOffer(offer.id, offer.ends_at, offer.state == "accepted") if offer is not None else None


def is_paused(house: House, person: Person) -> Unit[bool]:
    """Whether a family that waits is offered no place before it says so, on this phone at least.

    Who let one place pass and waits on has said so: the next one that comes free is offered to it again.
    """
    entry = yield from house.waiting.entry(person.family)
    if entry is None or not entry.paused:
        return entry is not None and person.hushed
    last = yield from house.waiting.last_of(person.family)
    return entry.hushed or last is None or last.state != "declined"


def has_accepted(house: House, family: int | None) -> Unit[bool]:
    """Whether a place is kept for the family that it has said yes to."""
    offer = (yield from house.waiting.live_of(family)) if family is not None else None
    return offer is not None and offer.state == "accepted"
