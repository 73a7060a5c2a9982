"""What a family presses about its call beside the questions: not now, and somebody else, please."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.family.effects import CallLater
from dialogs.family.facts import Facts, OwnCase
from dialogs.family.intake import Flows
from dialogs.family.questions import DAY, TIME, WHOM
from dialogs.machine import engine
from dialogs.machine.flow import Flow
from dialogs.machine.screen import Press
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import say

LATER = "later"
"""The wish of a family that said "not now, in an hour"."""

ANYBODY = "anybody"
"""The answer that shows every coach's times."""

AWAY_ALREADY = timedelta(minutes=59)
"""A call put off that is this far away still is not put off again: it was pressed twice, or asks for the same."""


def put_off(state: State, case: OwnCase, now: datetime) -> Turn:
    """Not now, in an hour. Pressed twice, the second press changes nothing."""
    call = case.appointment
    if call.wish == LATER and call.starts_at - now >= AWAY_ALREADY:
        return Turn(state, toast=say("toast.noted"), redraw=False)
    return Turn(state.over(""), (CallLater(),), toast=say("toast.thanks"))


def change(flows: Flows, state: State, flow: Flow[Facts]) -> Turn:
    """A new run of a flow that changes one thing of the open case; a second press of its button changes nothing."""
    if state.flow == flow.id:
        return Turn(state.over(""), toast=say("toast.noted"), redraw=bool(state.aside))
    return engine.leave(flows.named(state.flow), state, state.begun_anew(flow.id, flow.version))


def anybody(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    """The days and times of all coaches, while the call is moved; a time that was kept is given back."""
    flow = flows.move
    if state.flow != flow.id or press.run != state.run:
        return Turn(state, toast=say("toast.old_button"))
    if WHOM.id in state.answers or press.pick != ANYBODY:
        return Turn(state, toast=say("toast.noted"), redraw=False)
    answers = {id_: answer for id_, answer in state.answers.items() if id_ not in (DAY.id, TIME.id)}
    after = replace(state, answers=answers | {WHOM.id: ANYBODY}, draft=None, aside="")
    return replace(engine.leave(flow, state, after), notes=(say("whom.everybody"),))
