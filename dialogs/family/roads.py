"""Where a family goes that leaves its place: a new run, its card, straight to the call, another time."""

from __future__ import annotations

from dataclasses import replace

from dialogs.family.commands import over_card
from dialogs.family.facts import LIVE, Facts
from dialogs.family.intake import HOME, Flows
from dialogs.family.questions import DAY, LANGUAGE, PART, RESULT, ROUTE, TIME, WELCOME
from dialogs.machine import engine
from dialogs.machine.flow import walk
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import say
from dialogs.rules.slots import Slot


def begun_anew(flows: Flows, state: State, facts: Facts) -> Turn:
    """A new run that keeps the language."""
    anew = state.begun_anew(flows.intake.id, flows.intake.version)
    return engine.leave(flows.named(state.flow), state, replace(anew, answers={LANGUAGE.id: facts.speaks}))


def to_the_card(flows: Flows, state: State) -> Turn:
    """To the card, leaving whatever was half-way."""
    return engine.leave(flows.named(state.flow), state, State(HOME.id, run=state.run))


def to_the_call(flows: Flows, state: State, facts: Facts) -> Turn:
    """A call without the pre-check; a family that has a case is shown it instead."""
    if facts.case is not None and facts.case.stage in LIVE:
        return Turn(over_card(state), notes=(say("case_open.body"),))
    turn = Turn(state) if state.flow == flows.intake.id else begun_anew(flows, state, facts)
    answers = dict(turn.state.answers) | {WELCOME.id: "go"}
    at = walk(flows.intake, answers).at
    if at is not None and at.counts:
        # Also where a question of the pre-check is asked again: the result that was read is none any more.
        answers.pop(RESULT.id, None)
    if at is not None and at.question is RESULT:
        answers[RESULT.id] = "go"
    elif RESULT.id not in answers:
        answers[ROUTE.id] = "call"
    return replace(turn, state=replace(turn.state, answers=answers, aside="", draft=None))


def to_the_questions(flows: Flows, state: State, facts: Facts) -> Turn:
    """On to the pre-check; a family that has a case stays where it is."""
    begins = state.flow != flows.intake.id and facts.case is None
    turn = begun_anew(flows, state, facts) if begins else Turn(state)
    answers = dict(turn.state.answers)
    if turn.state.flow == flows.intake.id:
        answers[WELCOME.id] = "go"
    return replace(turn, state=replace(turn.state, answers=answers, aside=""))


def another_time(state: State, facts: Facts) -> Turn:
    """The same question again without the answer that can no longer be kept."""
    gone = {TIME.id}
    if not any(_on_told_day(state, facts, slot) for slot in facts.slots):
        gone.add(DAY.id)
    if state.answers.get(PART.id) not in {str(window.part) for window in facts.parts}:
        gone.add(PART.id)
    kept = {id_: answer for id_, answer in state.answers.items() if id_ not in gone}
    return Turn(replace(state, answers=kept, aside=""), notes=(say("slot_taken.body"),))


def _on_told_day(state: State, facts: Facts, slot: Slot) -> bool:
    return slot.starts_at.astimezone(facts.town.zone).date().isoformat() == state.answers.get(DAY.id)
