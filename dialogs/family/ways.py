"""No call yet, and nobody is to blame: another time, another way, another person, a pause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from dialogs.family.calls import LATER, change
from dialogs.family.card import AWAITED, card_view
from dialogs.family.effects import Count
from dialogs.family.facts import Facts, OwnCase, Stage, Town
from dialogs.family.intake import HOME, MOVE, Flows
from dialogs.family.standstill_effects import AskOtherCoach, AskOtherWay, PauseCall
from dialogs.family.views import aside_button, side_button
from dialogs.machine.flow import Flow, View
from dialogs.machine.screen import Press, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Phrase, say
from dialogs.rules.stalls import MOVED_TWICE, Place

WAYS: Final = "ways"
KINDS: Final = "ways_kind"
"""The side screens: what would make it easier; and in which other way to meet. It lies over the first."""

OTHER_WAYS: Final = ("visit", "video", "chat", "interpreter")
PHONE_AFTER_ALL: Final = "phone"
"""Takes the wish for another way back."""

OTHER_WAY, OTHER_TIME, OTHER_PERSON, PAUSE = "other_way", "other_time", "other_person", "pause"
WISHES: Final = (*OTHER_WAYS, OTHER_TIME, PAUSE)
"""Every wish that a case can carry. The last two only after the talk: before it the call itself is moved."""

PICKS: Final = (*OTHER_WAYS, PHONE_AFTER_ALL, OTHER_WAY, OTHER_TIME, OTHER_PERSON, PAUSE)

AFTER_THE_TALK: Final = frozenset({Stage.SPOKEN, Stage.JOINED})
"""Stages in which a family is with its coach, and no call is to come."""

PAUSED_ALREADY: Final = timedelta(days=12)
"""A call that is this far away still is not put off again: it was pressed twice."""


def choices(case: OwnCase, flow: str) -> tuple[str, ...]:
    """What can be different; nothing for a case without a call, or while a new enquiry (`flow`) is half-way."""
    everything = (OTHER_TIME, OTHER_WAY, OTHER_PERSON, PAUSE)
    if case.stage in AFTER_THE_TALK:
        return everything
    if case.stage is Stage.UNREACHED:
        return everything if flow in (HOME.id, MOVE.id) else ()
    if case.stage not in AWAITED:
        return ()
    asks_no_call = (OTHER_TIME, PAUSE) if case.never_call else ()
    nobody_yet = (OTHER_PERSON,) if case.stage is Stage.RECEIVED else ()
    return tuple(pick for pick in everything if pick not in (*asks_no_call, *nobody_yet))


def kinds(case: OwnCase) -> tuple[str, ...]:
    """The other ways to meet but the one that is wished for already; then the telephone is one of them."""
    others = tuple(way for way in OTHER_WAYS if way != case.way)
    return (*others, PHONE_AFTER_ALL) if case.way and not case.never_call else others


OFFERED: Final[Mapping[str, str]] = MappingProxyType(
    {OTHER_TIME: OTHER_TIME, OTHER_WAY: OTHER_WAY, OTHER_PERSON: OTHER_PERSON, "two_weeks": PAUSE}
)
"""Which pick stands for an offer of the shelf. The offers of `BESIDE` open a side screen of their own instead."""

BESIDE: Final = ("listen", "friend")


def on_the_shelf(case: OwnCase, town: Town) -> tuple[str, ...]:
    """The offers for a call that was moved twice, or missed, in their order; () where the call is as it was."""
    place = Place.MOVED if case.moved >= MOVED_TWICE else Place.MISSED if case.tries else None
    return town.ways.get(place, ()) if place is not None and case.stage in AWAITED else ()


def ways_view(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """What can be different about the call, in the order of the place's shelf; what is not on it stands behind."""
    case, town = facts.case, facts.town
    picks = choices(case, state.flow) if case else ()
    shelf = on_the_shelf(case, town) if case is not None and picks else ()
    first = [OFFERED[offer] for offer in shelf if OFFERED.get(offer) in picks]
    view = _asked(say("ways.prompt"), (*first, *(pick for pick in picks if pick not in first)), state, facts)
    beside = tuple((aside_button(state.run, offer, f"ways.button.{offer}"),) for offer in BESIDE if offer in shelf)
    return View(view.lines, (*view.rows, *beside))


def kinds_view(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """In which other way to meet."""
    case = facts.case
    picks = kinds(case) if case is not None and OTHER_WAY in choices(case, state.flow) else ()
    return _asked(say("ways.which"), picks, state, facts)


def _asked(prompt: Phrase, picks: tuple[str, ...], state: State, facts: Facts) -> View:
    """The question with its picks; where there are none (any more), the card."""
    if picks:
        return View((prompt,), tuple((side_button(state, WAYS, pick),) for pick in picks))
    if facts.case is None:
        return View((say("appointment.none"),), ())
    return card_view(facts.case, state.run, facts)


def ways_answered(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    """What a button there leads to."""
    case, pick = facts.case, press.pick
    if pick not in PICKS:
        return Turn(state, toast=say("toast.unknown_button"))
    offered = choices(case, state.flow) if case is not None else ()
    if case is None or not offered:
        return Turn(state.over(""), toast=say("toast.old_button"))
    is_after = case.stage in AFTER_THE_TALK
    if pick == OTHER_WAY:
        return Turn(state.over(f"{KINDS}.{WAYS}"))
    if pick not in (*offered, *OTHER_WAYS, PHONE_AFTER_ALL):
        return Turn(state.over(""), toast=say("toast.old_button"))
    match pick:
        case "other_person":
            return Turn(state.over(""), (AskOtherCoach(),), (say("ways.person_asked"),))
        case "other_time" if not is_after:
            return _another_time(flows, state)
        case "pause" if not is_after:
            return _paused(state, case, facts)
        case _:
            return _wished(state, case, pick)


def _another_time(flows: Flows, state: State) -> Turn:
    """The questions of a call that is moved; a case that nobody reached goes on with them."""
    turn = change(flows, state, flows.move)
    if turn.toast is not None:
        return turn
    return replace(turn, effects=(*turn.effects, Count("way", OTHER_TIME)))


def _paused(state: State, case: OwnCase, facts: Facts) -> Turn:
    call = case.appointment
    is_put_off = case.stage in AWAITED and call.wish == LATER and call.starts_at - facts.now >= PAUSED_ALREADY
    if is_put_off:
        return Turn(state.over(""), toast=say("toast.noted"))
    return Turn(state.over(""), (PauseCall(),), (say("ways.paused"),))


def _wished(state: State, case: OwnCase, way: str) -> Turn:
    """A wish that the coach is told of. Pressed twice, the second press changes nothing."""
    if way == (case.way or PHONE_AFTER_ALL) and case.stage is not Stage.UNREACHED:
        return Turn(state.over(""), toast=say("toast.noted"))
    return Turn(state.over(""), (AskOtherWay(way),), (say("ways.passed_on"),))


def link_screen(coach: str, link: str) -> Screen:
    """The link of a video call, as it comes to the family."""
    return Screen((say("ways.link", coach=coach, link=link),))
