"""A different offer on a family's phone: how it looks, and what its buttons lead to."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dialogs.family.facts import Facts
from dialogs.family.intake import Flows
from dialogs.family.offers import OFFERS, REST, SKIP
from dialogs.family.picks import asked_to_pass_on
from dialogs.family.standstill_effects import NeverAsk, NotNow, TakeOffer
from dialogs.family.standstill_facts import OwnNudge
from dialogs.machine.screen import Button, Press, Rows, Screen, row_in
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Phrase, say
from dialogs.rules.stalls import HALFWAY

NUDGE: Final = "nudge"
"""The side screen's name in payloads, `0.~nudge.<number>-<pick>`: understood in every run."""

LATER, NEVER = "later", "never"
"""The two picks that every message of a ladder has: not now, and never again."""

IN_A_ROW = 2


def nudge_screen(nudge: OwnNudge, facts: Facts) -> Screen:
    """The message of a ladder as it arrives: a greeting, one question, and in the last one what comes after it."""
    lines = (*_words(nudge, facts.town.name), *((say("nudge.last"),) if nudge.last else ()))
    return Screen(lines, (*offer_rows(nudge), (_button(nudge, LATER), _button(nudge, NEVER))))


def answered_screen(nudge: OwnNudge, town: str, *told: Phrase) -> Screen:
    """The same message without its buttons, with what was chosen, and what follows from it."""
    return Screen((*_words(nudge, town), *told))


def taken_screen(nudge: OwnNudge, town: str) -> Screen:
    """The message of an offer that was taken. A picked answer is not repeated: it may be for nobody's eyes."""
    offer = OFFERS[nudge.offer]
    if offer.is_question:
        return answered_screen(nudge, town, say("nudge.thanks"))
    rests = (say("nudge.two_weeks.noted"),) if nudge.offer == REST else ()
    return answered_screen(nudge, town, say("nudge.chosen", choice=_label(nudge.offer, offer.picks[0])), *rests)


def refused_screen(nudge: OwnNudge, town: str, pick: str) -> Screen:
    """The message of an offer that was put off ("later"), or after which there is silence ("never")."""
    said = say("nudge.chosen", choice=say(f"nudge.button.{pick}"))
    return answered_screen(nudge, town, said, say(f"nudge.after.{pick}"))


def question_of(nudge: OwnNudge) -> Phrase:
    """The offer as one question."""
    own_words = OFFERS[nudge.offer].standing and nudge.place not in HALFWAY
    return say(f"nudge.{nudge.offer}.standing") if own_words else say(f"nudge.{nudge.offer}.body")


def offer_rows(nudge: OwnNudge) -> Rows:
    """The offer's own buttons: one alone, or what can be picked, two in a row, and passing over."""
    offer = OFFERS[nudge.offer]
    picks = [_own_button(nudge, pick) for pick in offer.picks]
    return tuple(tuple(picks[first : first + IN_A_ROW]) for first in range(0, len(picks), IN_A_ROW))


def greeting_offer(facts: Facts) -> tuple[tuple[Phrase, ...], Rows]:
    """What stands on the screen of a family that came back by itself: the offer's question and buttons, if any."""
    nudge = facts.nudge
    if nudge is None or nudge.opened or not nudge.greets or nudge.offer not in OFFERS:
        return (), ()
    return (question_of(nudge),), offer_rows(nudge)


def nudge_answered(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    """What a button below an offer leads to; also of one that is long closed. "Never" holds whatever else is gone."""
    nudge, pick = facts.nudge, press.pick.partition("-")[2]
    known = nudge is not None and nudge.id == row_in(press.pick)
    if pick == NEVER:
        number = nudge.id if nudge is not None and known else 0
        return Turn(state, (NeverAsk(number),), toast=say("nudge.toast.never"), redraw=False)
    if nudge is None or not known or nudge.offer not in OFFERS:
        return Turn(state, toast=say("toast.line_over"), redraw=False)
    if nudge.opened:
        return Turn(state, toast=say("toast.noted"), redraw=False)
    if pick == LATER:
        return Turn(state, (NotNow(nudge.id),), toast=say("nudge.toast.later"), redraw=False)
    if pick not in OFFERS[nudge.offer].picks:
        return Turn(state, toast=say("toast.unknown_button"), redraw=False)
    return _taken(flows, state, facts, nudge, pick)


def _taken(flows: Flows, state: State, facts: Facts, nudge: OwnNudge, pick: str) -> Turn:
    """The offer's road; what is picked below a question first waits for the word whether it may be passed on."""
    offer = OFFERS[nudge.offer]
    turn = offer.leads(flows, state, facts, nudge)
    if offer.is_question and pick != SKIP:
        turn = replace(turn, state=asked_to_pass_on(turn.state, nudge, pick))
    refreshed = turn.redraw and not nudge.greets
    return replace(turn, effects=(*turn.effects, TakeOffer(nudge.id)), fresh=turn.fresh or refreshed)


def _words(nudge: OwnNudge, town: str) -> tuple[Phrase, ...]:
    return say("nudge.hello", town=town), question_of(nudge)


def _own_button(nudge: OwnNudge, pick: str) -> Button:
    return Button(_label(nudge.offer, pick), _press(nudge, pick), "" if pick == SKIP else "primary")


def _button(nudge: OwnNudge, pick: str) -> Button:
    return Button(say(f"nudge.button.{pick}"), _press(nudge, pick))


def _press(nudge: OwnNudge, pick: str) -> Press:
    return Press(0, f"~{NUDGE}", f"{nudge.id}-{pick}")


def _label(offer: str, pick: str) -> Phrase:
    return say("nudge.button.skip") if pick == SKIP else say(f"nudge.{offer}.button.{pick}")
