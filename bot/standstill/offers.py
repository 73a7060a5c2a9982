"""Offers chosen from the shelf of a place, noted, and shown again to the family they were made to."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.gathering import Here, served_parts
from bot.house import House
from bot.posting import Post
from bot.standstill import counts
from bot.standstill.ladders import begun_anew
from bot.standstill.obstacles import place_halfway
from bot.texts import GERMAN
from dialogs.desk.facts import Role
from dialogs.family.nudges import NUDGE
from dialogs.family.offers import REST, FitFacts, fitting
from dialogs.family.picks import PICK
from dialogs.family.standstill_facts import OwnNudge
from dialogs.machine.events import Event, Pressed
from dialogs.machine.flow import walk
from dialogs.machine.screen import row_in
from dialogs.machine.turn import State
from dialogs.rules.shelf import Choice, choose
from dialogs.rules.stalls import Place
from storage.nudges import MadeOffer
from storage.people import Person
from storage.units import Unit

GREETS_FOR = timedelta(days=1)
"""A family that comes back again within a day finds the offer it was greeted with, and no other."""

PUT_OFF = "later"
"""Noted in place of an answer, where an offer was put off."""


def make_offer(
    house: House,
    post: Post,
    family: Person,
    place: Place,
    now: datetime,
    *,
    ladder: int | None,
    rung: int,
    last: bool = False,
) -> Unit[MadeOffer | None]:
    """Choose the next different offer for a family that stopped here, and note it; None where the shelf is empty.

    family: the phone it is for; ladder: None where the family came back by itself; last: nothing may follow it
    """
    choice = yield from next_offer(house, family, place, again=not last)
    if choice is None:
        return None
    id_ = yield from house.nudges.make(family.family, place, choice.offer, choice.why, now, ladder=ladder, rung=rung)
    if id_ is None:
        return None
    made = MadeOffer(id_, family.family, ladder, place, choice.offer, rung, choice.why, now)
    yield from counts.offer(house, made, "offered", family.language, now)
    # Named with a prefix: a field called "phone" or "number" would be taken for somebody's, and be left out.
    names = (f"at_{place}", f"offers_{choice.offer}", f"by_{choice.why}")
    known: dict[str, int | bool] = {"rung": rung} | dict.fromkeys(names, True)
    post.events.append(("nudge.shown" if ladder is None else "nudge.sent", {"ladder": ladder or 0} | known))
    return made


def next_offer(house: House, phone: Person, place: Place, *, again: bool = True) -> Unit[Choice | None]:
    """The next offer of this place's shelf; None for no more.

    A rest is offered only where it is a rest: nothing would come after one that is the last thing on the shelf.
    """
    had = yield from house.nudges.had(phone.family)
    fits = fitting(place, (yield from fit_facts(house, phone, again=again)))
    shelf = house.programme.shelf.of(place)
    nothing_else = not (set(shelf) & fits) - {*had, REST}
    return choose(shelf, had, fits - {REST} if nothing_else else fits)


def fit_facts(house: House, phone: Person, *, again: bool) -> Unit[FitFacts]:
    """What decides which offers fit this phone's family now."""
    case = (yield from house.cases.load(phone.case_id)) if phone.case_id is not None else None
    coaches = [one for one in (yield from house.people.team()) if one.role is Role.COACH and one.reachable]
    owner = case.owner if case is not None else None
    state = phone.state or State(house.flows.intake.id)
    where = walk(house.flows.named(state.flow), state.answers)
    foreign = phone.language != GERMAN
    return FitFacts(
        at=where.at.id if where.at is not None else "",
        told=where.told.ids(),
        stage=case.stage if case is not None and case.family == phone.family else None,
        languages=len(house.town.languages),
        spoken=foreign and any(phone.language in coach.languages for coach in coaches),
        others=any(coach.id != owner for coach in coaches),
        parts=bool(served_parts(house)),
        again=again,
    )


def may_rest(house: House, phone: Person, now: datetime) -> Unit[bool]:
    """Whether another message may follow in two weeks, with something to say."""
    begun = yield from begun_anew(house, phone, now)
    if begun is None:
        return False
    return (yield from next_offer(house, phone, Place(begun.place), again=False)) is not None


def own_nudge(house: House, here: Here, event: Event | None, state: State) -> Unit[OwnNudge | None]:
    """The offer that a press names, or that greets a family that came back; None for none of its own."""
    press = event.press if isinstance(event, Pressed) else None
    made: MadeOffer | None = None
    if press is not None and press.at in (f"~{NUDGE}", f"~{PICK}"):
        made = yield from house.nudges.load(row_in(press.pick) or 0)
    elif state.aside == "return":
        made = yield from greeting(house, here)
    if made is None or made.person != here.person.family:
        return None
    return (yield from told(house, here, made))


def told(house: House, here: Here, made: MadeOffer) -> Unit[OwnNudge]:
    """An offer as it stands now: a rest is none any more where nothing may follow it."""
    return as_shown(made, last=made.offer == REST and not (yield from may_rest(house, here.person, here.now)))


def greeting(house: House, here: Here) -> Unit[MadeOffer | None]:
    """The offer that greets a family that came back by itself, while it is new, not taken, and fits its place."""
    made, place = (yield from house.nudges.last_of(here.person.family)), place_halfway(house, here.person)
    if made is None or made.ladder is not None or made.opened_at is not None:
        return None
    if place is None or made.place != place or here.now - made.at >= GREETS_FOR:
        return None
    rests = made.offer == REST and (yield from may_rest(house, here.person, here.now))
    fits = fitting(place, (yield from fit_facts(house, here.person, again=rests)))
    return made if made.offer in fits else None


def as_shown(made: MadeOffer, *, last: bool = False) -> OwnNudge:
    """An offer as the family's screens take it; `last` where the bot is silent after it."""
    answered = made.opened_at is not None or made.answer == PUT_OFF
    picked = "" if made.answer == PUT_OFF else made.answer
    return OwnNudge(made.id, made.offer, made.place, last, answered, picked, greets=made.ladder is None)
