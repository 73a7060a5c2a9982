"""An offer taken, put off, or refused for ever; and one chosen for a family that came back by itself."""

from __future__ import annotations

from typing import assert_never

from bot.gathering import Here
from bot.house import House
from bot.posting import Post
from bot.standstill import counts, watch
from bot.standstill.ladders import close_ladder, put_off
from bot.standstill.obstacles import place_halfway
from bot.standstill.offers import PUT_OFF, as_shown, greeting, make_offer, may_rest
from dialogs.family.nudges import LATER, NEVER, refused_screen, taken_screen
from dialogs.family.offers import REST
from dialogs.family.standstill_effects import FindOffer, NeverAsk, NotNow, OfferEffect, TakeOffer
from dialogs.machine.screen import Screen
from dialogs.machine.words import say
from storage.nudges import MadeOffer
from storage.outbox import EDIT, NUDGE, Draft
from storage.units import Unit


def perform(house: House, here: Here, post: Post, effect: OfferEffect) -> Unit[None]:
    """Carry out what follows from an offer."""
    match effect:
        case TakeOffer(nudge, answer):
            yield from _take(house, here, post, nudge, answer)
        case NotNow(nudge):
            yield from _put_off(house, here, post, nudge)
        case NeverAsk(nudge):
            yield from _never(house, here, post, nudge)
        case FindOffer():
            yield from _find(house, here, post)
        case _:
            assert_never(effect)


def _own(house: House, here: Here, nudge: int) -> Unit[MadeOffer | None]:
    made = yield from house.nudges.load(nudge)
    return made if made is not None and made.person == here.person.family else None


def _take(house: House, here: Here, post: Post, nudge: int, answer: str) -> Unit[None]:
    made = yield from _own(house, here, nudge)
    if made is None:
        return
    if (yield from house.nudges.opened(made.id, here.now)):
        yield from counts.offer(house, made, "opened", here.person.language, here.now)
        yield from _closed(house, here, post, made, (yield from _taken_screen(house, made)))
        where = {"ladder": made.ladder or 0, "rung": made.rung}
        post.events.append(("nudge.opened", where | {f"offers_{made.offer}": True}))
    if answer and (yield from house.nudges.answer(made.id, answer)) and here.person.case_id is not None:
        yield from post.cards(here.person.case_id, say("desk.news.picked"))


def _taken_screen(house: House, made: MadeOffer) -> Unit[Screen]:
    """What was chosen. A rest is said to end only where a message will follow it."""
    if made.offer == REST and (yield from house.ladders.open_of(made.person)) is None:
        return refused_screen(as_shown(made), house.town.name, LATER)
    return taken_screen(as_shown(made), house.town.name)


def _put_off(house: House, here: Here, post: Post, nudge: int) -> Unit[None]:
    """Not now. Pressed twice it is put off once."""
    made = yield from _own(house, here, nudge)
    if made is None or not (yield from house.nudges.answer(made.id, PUT_OFF)):
        return
    yield from _closed(house, here, post, made, refused_screen(as_shown(made), house.town.name, LATER))
    ladder = (yield from house.ladders.load(made.ladder)) if made.ladder is not None else None
    yield from put_off(house, post, here, ladder)


def _never(house: House, here: Here, post: Post, nudge: int) -> Unit[None]:
    """Nothing unasked any more on this phone, whatever became of the offer below which it was pressed."""
    stopped_before = here.person.unasked == NEVER or here.person.hushed
    yield from house.people.ask_no_more(here.person.id, NEVER)
    yield from close_ladder(house, post, here.person.family, NEVER)
    made = yield from _own(house, here, nudge)
    if made is None or not (yield from house.nudges.stopped(made.id, here.now)):
        return
    yield from _closed(house, here, post, made, refused_screen(as_shown(made), house.town.name, NEVER))
    if not stopped_before:
        yield from counts.offer(house, made, "stopped", here.person.language, here.now)
        yield from watch.check(house, post)


def _find(house: House, here: Here, post: Post) -> Unit[None]:
    """The next different offer for a family that came back by itself; the one that greeted it today stays."""
    if (yield from greeting(house, here)) is not None:
        return
    place = place_halfway(house, here.person)
    if place is not None:
        last = not (yield from may_rest(house, here.person, here.now))
        yield from make_offer(house, post, here.person, place, here.now, ladder=None, rung=0, last=last)


def _closed(house: House, here: Here, post: Post, made: MadeOffer, screen: Screen) -> Unit[None]:
    """The message where it stands, without its buttons; an older one lost them when a newer one came."""
    newest = yield from house.nudges.last_written(here.person.family)
    if newest is not None and newest.id == made.id:
        yield from post.write(here.person, Draft(here.person.id, screen, NUDGE, kind=EDIT))
