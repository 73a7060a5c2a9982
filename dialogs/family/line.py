"""The family's side of the waiting list: its place in the line, an offered place, "do you still wait?"."""

from __future__ import annotations

from dataclasses import replace

from dialogs.family.commands import over_card
from dialogs.family.effects import AcceptPlace, DeclinePlace, JoinList, LeaveList, StillWaiting
from dialogs.family.facts import LIVE, Facts, PlaceOffer, Stage
from dialogs.family.intake import Flows
from dialogs.family.questions import LANGUAGE
from dialogs.family.roads import to_the_call, to_the_questions
from dialogs.family.views import aside_button, list_line, side_button
from dialogs.machine.flow import Flow, View
from dialogs.machine.screen import Button, Press, Rows, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Moment, Phone, Phrase, say
from dialogs.rules.places import Availability

PLACE, STILL = "place", "still"
"""Spots of the line's own messages, and where presses on them belong."""

ON_A_MESSAGE = 0
"""The run that buttons of such a message carry: it stands below the living screen, so the answer is sent below it."""

PLACE_BUTTONS = ("yes", "wait", "no")
STILL_BUTTONS = ("yes", "no")

DAYS_A_WEEK = 7


def offer_message(offer: PlaceOffer) -> Screen:
    """A place that is kept for this family, in words a lock screen may show."""
    return Screen((_kept_until(offer),), _answers(offer, ON_A_MESSAGE))


def reminder_message(offer: PlaceOffer) -> Screen:
    """The same on its last day."""
    return Screen((say("place.reminder", until=Moment(offer.until, "day_clock")),), _answers(offer, ON_A_MESSAGE))


def call_message(offer: PlaceOffer) -> Screen:
    """A place that was accepted still waits for the word when to call."""
    call = Button(say("place.button.call"), Press(ON_A_MESSAGE, f"~{PLACE}", f"yes-{offer.id}"), "success")
    return Screen((say("place.call", until=Moment(offer.until, "day_clock")),), ((call,),))


def passed_message(why: str) -> Screen:
    """The place went on: nobody answered (`lapsed`), or no call came about (`withdrawn`)."""
    return Screen((say(f"place.{why}"),), still_rows(ON_A_MESSAGE))


def still_message() -> Screen:
    """The monthly question. Whatever is answered, or nothing, the place in the line stays until "no"."""
    return Screen((say("still.ask"),), still_rows(ON_A_MESSAGE))


def noted_message(key: str) -> Screen:
    """What stands where a question of the line was, once it is answered or over."""
    return Screen((say(key),))


def closed_message(run: int = ON_A_MESSAGE) -> Screen:
    """The list is over, with the project: a last word, and other places that help."""
    return Screen((say("list.closed"),), ((Button(say("button.doors"), Press(run, "~", "doors")),),))


def off_message(phone: str) -> Screen:
    """The team took the family off the list; `phone` is the programme's own number."""
    return Screen((say("list.off", phone=Phone(phone)),))


def still_rows(run: int) -> Rows:
    """ "I still wait" and "no longer", one below the other."""
    return tuple((Button(say(f"still.button.{pick}"), Press(run, f"~{STILL}", pick)),) for pick in STILL_BUTTONS)


def _answers(offer: PlaceOffer, run: int) -> Rows:
    presses = {pick: Press(run, f"~{PLACE}", f"{pick}-{offer.id}") for pick in PLACE_BUTTONS}
    return tuple(
        (Button(say(f"place.button.{pick}"), press, "success" if pick == "yes" else ""),)
        for pick, press in presses.items()
    )


def _kept_until(offer: PlaceOffer) -> Phrase:
    return say("place.offer", until=Moment(offer.until, "day_clock"))


def places(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """Whether there is a place, as of when, and the way on; on the list, the family's own place in it."""
    now = facts.places
    if now.availability is Availability.CLOSED and facts.offer is None:
        return _nobody_begins(state, facts)
    key = f"places.{now.availability}"
    line = say(key, as_of=Moment(now.as_of, "date")) if now.as_of else say(key)
    go = ((side_button(state, "places", "go"),),) if facts.case is None and facts.offer is None else ()
    if facts.on_list:
        own = _own_place(state, facts)
        return View((line, *own.lines), (*own.rows, *go, (side_button(state, "list", "leave"),)))
    if now.availability is not Availability.FULL:
        return View((line,), go)
    return View((line, *_how_the_line_is(facts)), ((side_button(state, "places", "join"),), *go))


def waiting(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """The family has joined the list, and can leave it as easily."""
    if facts.places.availability is Availability.CLOSED and facts.offer is None:
        return _nobody_begins(state, facts)
    own = _own_place(state, facts)
    go = ((side_button(state, "places", "go"),),) if facts.offer is None else ()
    return View(own.lines, (*own.rows, *go, (side_button(state, "list", "leave"),)))


def _nobody_begins(state: State, facts: Facts) -> View:
    """No new families begin any more: other places that help, and a call all the same; who waits may leave."""
    rows: Rows = ((aside_button(state.run, "doors", "button.doors"),),)
    if facts.case is None or facts.case.stage not in LIVE:
        rows = (*rows, (side_button(state, "person", "call"),))
    if facts.on_list:
        rows = (*rows, (side_button(state, "list", "leave"),))
    return View((say("places.closed"),), rows)


def _own_place(state: State, facts: Facts) -> View:
    """The offer, if one is open; else where it stands, and "I still wait" where that has to be said first."""
    offer = facts.offer
    if offer is not None and not offer.accepted:
        return View((_kept_until(offer),), _answers(offer, state.run))
    if offer is not None:
        call = facts.case is None or facts.case.stage not in LIVE
        button = Button(say("place.button.call"), Press(state.run, f"~{PLACE}", f"yes-{offer.id}"), "success")
        return View((say("place.accepted"),), ((button,),) if call else ())
    if facts.paused:
        return View((list_line(facts), say("list.paused")), (still_rows(state.run)[0],))
    return View(_how_the_line_is(facts), ())


def _how_the_line_is(facts: Facts) -> tuple[Phrase, ...]:
    return (list_line(facts), *_waited(facts), say("list.promise"))


def _waited(facts: Facts) -> tuple[Phrase, ...]:
    """How long half of the families waited at most, once enough of them went through."""
    days = facts.places.median_days
    if days is None:
        return ()
    if days < 2 * DAYS_A_WEEK:
        return (say("places.waited_days", count=max(days, 1)),)
    return (say("places.waited_weeks", count=-(-days // DAYS_A_WEEK)),)


def places_answered(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    """Joining the list, or on to the questions."""
    if press.pick == "join" and facts.places.availability is Availability.CLOSED:
        return Turn(state.over("places"))
    if press.pick == "join":
        return Turn(state.over("list"), (JoinList(),))
    return to_the_questions(flows, state, facts)


def list_answered(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    """Leaving the list, or on to the questions."""
    if press.pick == "leave":
        return Turn(state.over("places"), (LeaveList(),))
    return to_the_questions(flows, state, facts)


def place_answered(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    """What the family says to an offered place; a button of one that is over is answered kindly."""
    pick, _, row = press.pick.partition("-")
    if pick not in PLACE_BUTTONS or not row.isdecimal():
        return Turn(state, toast=say("toast.unknown_button"))
    turn = _on_offer(flows, state, pick, int(row), facts)
    return replace(turn, fresh=turn.redraw and press.run == ON_A_MESSAGE)


def _on_offer(flows: Flows, state: State, pick: str, row: int, facts: Facts) -> Turn:
    offer = facts.offer
    if offer is None or offer.id != row:
        if facts.case is not None and facts.case.stage is Stage.JOINED:
            return Turn(over_card(state), toast=say("toast.noted"))
        return place_gone(state, facts)
    match pick:
        case "yes":
            return _accepted(flows, state, offer, facts)
        case "wait" if offer.accepted:
            return Turn(state, toast=say("toast.noted"), redraw=False)
        case "wait":
            return Turn(state.over("list"), (DeclinePlace(offer.id, stays=True),), (say("place.declined"),))
        case _:
            return Turn(state.over("places"), (DeclinePlace(offer.id, stays=False),), (say("still.left"),))


def _accepted(flows: Flows, state: State, offer: PlaceOffer, facts: Facts) -> Turn:
    """To its card, where a call is to come; else straight to the question when to call."""
    effects = () if offer.accepted else (AcceptPlace(offer.id),)
    if facts.case is not None and facts.case.stage in LIVE:
        return Turn(over_card(state), effects, (say("place.accepted"),))
    turn = to_the_call(flows, state, facts)
    answers = {LANGUAGE.id: facts.speaks} | dict(turn.state.answers)
    after = replace(turn.state, answers=answers)
    return replace(turn, state=after, effects=(*effects, *turn.effects), notes=(say("place.accepted_call"),))


def place_gone(state: State, facts: Facts) -> Turn:
    """The place was kept too long, or went to another family; who is on no list is offered it in the same message."""
    if facts.on_list:
        return Turn(state.over("list"), notes=(say("place.gone"),))
    return Turn(state.over("places"), notes=_may_join(facts, say("place.gone_unlisted")))


def _may_join(facts: Facts, words: Phrase) -> tuple[Phrase, ...]:
    """Words that invite to the list; left out where the screen below says that nobody begins any more."""
    return () if facts.places.availability is Availability.CLOSED else (words,)


def still_answered(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    """What the family says to "do you still wait?"."""
    if press.pick not in STILL_BUTTONS:
        return Turn(state, toast=say("toast.unknown_button"))
    fresh = press.run == ON_A_MESSAGE
    if not facts.on_list:
        return Turn(state.over("places"), notes=_may_join(facts, say("still.not_listed")), fresh=fresh)
    if press.pick == "no":
        return Turn(state.over("places"), (LeaveList(),), (say("still.left"),), fresh=fresh)
    return Turn(state.over("list"), (StillWaiting(),), (say("still.thanks"),), fresh=fresh)
