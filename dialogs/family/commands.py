"""What a command leads to. Each works in every state, and none loses an answer but `/delete`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from dialogs.family.effects import Count, EraseAll, SpeakIn, StillWaiting, StopMessages
from dialogs.family.facts import Door, Facts
from dialogs.family.intake import HOME, Flows
from dialogs.family.phones import CODE_PREFIX, SHARE, invited
from dialogs.family.questions import CONSENT, LANGUAGE, WELCOME, Purpose
from dialogs.family.round_pictures import ROUND
from dialogs.family.standstill_effects import FindOffer
from dialogs.machine.flow import walk
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import say

FAMILY_COMMANDS = ("start", "places", "appointment", "language", "help", "privacy", "stop", "delete")
"""In the order of the menu."""

SIDE_SCREENS: Mapping[str, str] = MappingProxyType(
    {"help": "help", "hilfe": "help", "places": "places", "privacy": "privacy"}
)


LANGUAGES = "language"
"""The side screen of languages. Over another one it is called `language.<the other>`, which comes again after it."""

AWAY_FROM_CONSENT_DAYS = 1
"""After so many days it is a return also before any yes; the first stall is filed after as long."""

PASSING = frozenset({"", "erased", "erased_phone", "hidden"})
"""Side screens that do not come again: a receipt is shown once, and what was hidden stays so."""


def commanded(flows: Flows, state: State, name: str, argument: str, facts: Facts) -> Turn:
    """The turn after a command; an unknown one gets a hint."""
    if name == "start":
        return _start(flows, state, argument, facts)
    if name == LANGUAGES:
        return Turn(over_languages(state), fresh=True)
    if name in SIDE_SCREENS:
        seen = (StillWaiting(says_so=False),) if name == "places" and facts.on_list else ()
        return Turn(state.over(SIDE_SCREENS[name]), seen, fresh=True)
    match name:
        case "stop":
            return replace(silenced(state), fresh=True)
        case "delete":
            return replace(erased(facts), fresh=True)
        case "appointment" if facts.case is not None:
            return Turn(over_card(state), fresh=True)
        case "appointment":
            return Turn(state.over(""), notes=(say("appointment.none"),), fresh=True)
        case _:
            return Turn(state, notes=(say("error.unknown_command"),), fresh=True)


def erased(facts: Facts) -> Turn:
    """Everything of this phone is gone; what it shared stays with the family's other phones, and it says so."""
    return Turn(State(HOME.id, aside="erased_phone" if facts.shares else "erased"), (EraseAll(),))


def over_card(state: State) -> State:
    """The card of the case, laid over whatever the family was doing."""
    return state.over("" if state.flow == HOME.id else "appointment")


def over_languages(state: State) -> State:
    """The languages, over whatever is on the screen."""
    on_top, _, lower = state.aside.partition(".")
    lower = lower if on_top == LANGUAGES else state.aside
    return state.over(LANGUAGES if lower in PASSING else f"{LANGUAGES}.{lower}")


def below(state: State) -> str:
    """The side screen that comes again once the one on top is closed, "" for none."""
    on_top, _, lower = state.aside.partition(".")
    return "" if on_top in (SHARE, ROUND) else lower


def silenced(state: State) -> Turn:
    """Silence, confirmed once. Only the yes to the call-back stays, also in the answers that "back" would show."""
    answers = dict(state.answers)
    if CONSENT.id in answers:
        answers[CONSENT.id] = [Purpose.CALLBACK.value]
    return Turn(replace(state, answers=answers, aside="stopped", stumbles=0), (StopMessages(),))


def _start(flows: Flows, state: State, argument: str, facts: Facts) -> Turn:
    """A first hello, a door that presets something, or a return: then nothing is asked twice."""
    if argument.startswith(CODE_PREFIX):
        return invited(flows, state, argument, facts)
    door = facts.town.flyers.get(argument)
    counted = (Count("door", argument),) if door else ()
    if facts.case is not None and state.flow == HOME.id:
        return Turn(state.over(""), counted, fresh=True)
    where = walk(flows.named(state.flow), state.answers)
    changes_a_call = state.flow in (flows.move.id, flows.number.id)
    told = {step.question for step in where.passed}
    is_back = WELCOME in told and door is None and facts.quiet_for_days >= AWAY_FROM_CONSENT_DAYS
    if changes_a_call or is_back or told - {LANGUAGE, WELCOME}:
        turn = came_back(flows, state)
        return replace(turn, effects=(*turn.effects, *counted), fresh=True)
    if state.flow == HOME.id:
        state = replace(state.begun_anew(flows.intake.id, flows.intake.version), answers={LANGUAGE.id: facts.speaks})
    if door is None:
        return Turn(state.over(""), fresh=True)
    return _through(door, state, facts, counted)


def came_back(flows: Flows, state: State) -> Turn:
    """Going on, or beginning again? Who stopped half-way is met with a different offer above that."""
    return Turn(state.over("return"), (FindOffer(),) if state.flow == flows.intake.id else ())


def _through(door: Door, state: State, facts: Facts, counted: tuple[Count, ...]) -> Turn:
    """A flyer's link: its language is preset, and its entry opens."""
    if door.language not in facts.languages:
        return Turn(state.over(door.entry), counted, fresh=True)
    answers = dict(state.answers) | {LANGUAGE.id: door.language}
    return Turn(replace(state, answers=answers, aside=door.entry), (SpeakIn(door.language), *counted), fresh=True)
