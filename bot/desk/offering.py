"""One offered place: made, reminded of, taken, let pass, over. The database decides every race."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.desk import line_letters
from bot.gathering import Here
from bot.house import House
from bot.posting import Post
from dialogs.family.effects import DeclinePlace, PlaceGone
from dialogs.family.facts import LIVE, PlaceOffer, Stage
from dialogs.family.line import PLACE, call_message, offer_message, passed_message, reminder_message
from dialogs.machine.words import say
from dialogs.rules.keeping import may_write, next_writing_time
from dialogs.rules.line import offer_ends, offer_reminder_at
from storage.cases import CaseRow
from storage.units import Unit
from storage.waiting import Entry, Offer

PLACE_REMINDER: Final = "place_reminder"
"""The timer that reminds a family of its offer, once."""

PLACE_ENDS: Final = "place_ends"
"""The timer that gives an offer on which nobody took, and looks whether an accepted one came to a call."""


def ends_at(house: House, now: datetime) -> datetime:
    """Until when a place that is kept from now on is kept."""
    days = house.programme.places.offer_working_days
    return offer_ends(now, house.hours, house.town.zone, house.off(now), days)


def make(house: House, post: Post, entry: Entry, why: str) -> Unit[bool]:
    """Keep places for this family and tell it; False where too few are left by now."""
    until = ends_at(house, post.now)
    made = yield from house.waiting.offer(house.town.programme, entry.person, entry.needs, post.now, until)
    if made is None:
        return False
    yield from house.waiting.log(post.now, entry.person, "offered", why)
    yield from _watch(house, made, post.now, until)
    message = offer_message(PlaceOffer(made, until))
    yield from line_letters.send(house, post, entry.person, message, spot=PLACE, mark=f"place:{made}", until=until)
    post.events.append(("place.offered", {"offer": made, "needs": entry.needs}))
    return True


def _watch(house: House, offer: int, now: datetime, until: datetime) -> Unit[None]:
    """Set the reminder and the end of what is kept from now on."""
    remind_at = offer_reminder_at(now, until, house.hours, house.town.zone, house.off(now))
    yield from _set(house, PLACE_REMINDER, offer, remind_at)
    yield from _set(house, PLACE_ENDS, offer, until)


def _set(house: House, kind: str, offer: int, at: datetime) -> Unit[None]:
    yield from house.cases.set_timer(f"{kind}:{offer}:{int(at.timestamp())}", kind, offer, at)


def remind(house: House, post: Post, offer_id: int) -> Unit[None]:
    """The last day of an offer, or of the word when to call: said once, and never at night."""
    offer = yield from house.waiting.load(offer_id)
    if offer is None or offer.person is None or offer.state not in ("open", "accepted"):
        return
    entry = yield from house.waiting.entry(offer.person)
    if entry is None or entry.hushed:
        return
    if not may_write(post.now, house.town.zone, house.off(post.now)):
        yield from _set(house, PLACE_REMINDER, offer_id, _mornings(house, post.now))
        return
    if offer.state == "open":
        told = PlaceOffer(offer.id, offer.ends_at)
        yield from _send_reminder(house, post, offer.person, told, accepted=False)
    elif not (yield from has_a_call(house, offer)):
        # Set with the end of the day three working days after the yes: what is left of that is today.
        told = PlaceOffer(offer.id, _closing_today(house, post.now), accepted=True)
        yield from _send_reminder(house, post, offer.person, told, accepted=True)


def _mornings(house: House, now: datetime) -> datetime:
    return next_writing_time(now, house.town.zone, house.off(now))


def _closing_today(house: House, now: datetime) -> datetime:
    return offer_ends(now - timedelta(days=1), house.hours, house.town.zone, house.off(now), 1)


def _send_reminder(house: House, post: Post, family: int, offer: PlaceOffer, *, accepted: bool) -> Unit[None]:
    message = call_message(offer) if accepted else reminder_message(offer)
    mark = f"place:{offer.id}:{'call' if accepted else 'reminder'}"
    yield from line_letters.send(house, post, family, message, spot=PLACE, mark=mark, until=offer.until)


def accept(house: House, here: Here, post: Post, offer_id: int) -> Unit[PlaceGone | None]:
    """The family takes its place: it is kept until the coach's outcome; whoever has its case hears of it."""
    family = here.person.family
    if not (yield from house.waiting.accept(offer_id, family, here.now)):
        return PlaceGone()
    entry = yield from house.waiting.entry(family)
    offer = yield from house.waiting.load(offer_id)
    yield from house.waiting.log(here.now, family, "accepted")
    if entry is not None and offer is not None:
        yield from house.waiting.heard_of(family, here.now)
        yield from house.waiting.log(here.now, family, "waited", str((offer.made_at - entry.since_at).days))
    yield from _watch(house, offer_id, here.now, ends_at(house, here.now))
    yield from line_letters.settle(house, post, family, "place.accepted")
    if here.person.case_id is not None:
        yield from post.cards(here.person.case_id, say("desk.news.place"))
    post.events.append(("place.accepted", {"offer": offer_id}))
    return None


def decline(house: House, here: Here, post: Post, effect: DeclinePlace) -> Unit[bool]:
    """The family lets the place go, also one that it had accepted; False where it has none (any more).

    Who waits on is paused until the next place comes free, so that this one does not come straight back.
    """
    family = here.person.family
    offer = yield from house.waiting.live_of(family)
    if offer is None or offer.id != effect.offer:
        return False
    declined = yield from house.waiting.decline(offer.id, family)
    if not declined:
        yield from house.waiting.withdraw(offer.id)
    yield from house.waiting.log(here.now, family, "declined")
    if effect.stays:
        yield from house.waiting.heard_of(family, here.now)
        yield from house.waiting.pause(family)
        yield from line_letters.settle(house, post, family, "place.declined", (PLACE,))
    return True


def end(house: House, post: Post, offer_id: int) -> Unit[bool]:
    """The time of an offer is over: whether its place is free again.

    An accepted one that came to no call is withdrawn, so that a place is never blocked; one with a call is looked
    at again. The family keeps its date, and is paused until it says that it still waits.
    """
    offer = yield from house.waiting.load(offer_id)
    if offer is None or offer.person is None:
        return False
    why = yield from _over(house, post, offer)
    if not why:
        return False
    reason = "no_call" if why == "withdrawn" else ""
    yield from house.waiting.log(post.now, offer.person, why, reason)
    entry = yield from house.waiting.entry(offer.person)
    yield from house.waiting.pause(offer.person)
    if entry is None or entry.hushed:
        yield from line_letters.settle(house, post, offer.person, f"place.{why}", (PLACE,))
    else:
        # Its buttons ask "do you still wait?": the monthly question need not follow on its heels.
        yield from house.waiting.asked(offer.person, post.now)
        mark = f"place:{offer.id}:{why}"
        yield from line_letters.send(house, post, offer.person, passed_message(why), spot=PLACE, mark=mark)
    return True


def _over(house: House, post: Post, offer: Offer) -> Unit[str]:
    """How the offer ended just now: "lapsed", "withdrawn", or "" where it goes on or was over before."""
    if offer.state == "open":
        return "lapsed" if (yield from house.waiting.lapse(offer.id, post.now)) else ""
    if offer.state != "accepted":
        return ""
    if (yield from has_a_call(house, offer)):
        yield from _watch(house, offer.id, post.now, ends_at(house, post.now))
        return ""
    return "withdrawn" if (yield from house.waiting.withdraw(offer.id)) else ""


def has_a_call(house: House, offer: Offer) -> Unit[bool]:
    """Whether the family that accepted has a call to come, or one whose outcome the coach has yet to say."""
    person = (yield from house.people.load(offer.person)) if offer.person is not None else None
    case: CaseRow | None = None
    if person is not None and person.case_id is not None:
        case = yield from house.cases.load(person.case_id)
    if case is None:
        return False
    spoken_since = case.stage is Stage.SPOKEN and (case.spoken_at or case.opened_at) >= offer.made_at
    return case.stage in LIVE or spoken_since
