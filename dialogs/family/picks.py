"""The screens an offer opens: a number to call, who may help, and whether a picked answer may be passed on."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dialogs.family.facts import Facts
from dialogs.family.intake import Flows
from dialogs.family.offers import OFFERS, SKIP
from dialogs.family.phones import PHONE, RUNNING
from dialogs.family.standstill_effects import TakeOffer
from dialogs.family.standstill_facts import OwnNudge
from dialogs.family.views import aside_button
from dialogs.machine.flow import Flow, View
from dialogs.machine.screen import Button, Press, row_in
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Phone, say

PICK: Final = "pick"
"""The side screen `pick.<nudge>-<picked>`: may it be passed on? Presses are `~pick.<nudge>-<picked>-<yes|no>`."""

YES, NO = "yes", "no"


def asked_to_pass_on(state: State, nudge: OwnNudge, picked: str) -> State:
    """The same place with the question over it whether the team may read what was picked."""
    return replace(state, aside=f"{PICK}.{nudge.id}-{picked}")


def pick_view(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """May the coach read it? Without a yes it is kept nowhere."""
    picked = state.aside.partition(".")[2]
    answers = (YES, NO) if picked else ()
    rows = tuple(
        (Button(say(f"pick.button.{answer}"), Press(state.run, f"~{PICK}", f"{picked}-{answer}")),)
        for answer in answers
    )
    return View((say("pick.body"),), rows)


def pick_answered(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    """A yes keeps what was picked for the coach; a no keeps nothing. Pressed twice, the first word counts."""
    nudge, (picked, _, answer) = facts.nudge, press.pick.partition("-")[2].partition("-")
    after = state.over("") if state.aside.partition(".")[0] == PICK else state
    if nudge is None or nudge.id != row_in(press.pick) or nudge.offer not in OFFERS or answer not in (YES, NO):
        return Turn(after, toast=say("toast.unknown_button"))
    if picked not in OFFERS[nudge.offer].picks or not OFFERS[nudge.offer].is_question or picked == SKIP:
        return Turn(after, toast=say("toast.unknown_button"))
    if nudge.answer or after == state:
        return Turn(after, toast=say("toast.noted"))
    kept = (TakeOffer(nudge.id, picked),) if answer == YES else ()
    return Turn(after, kept, toast=say("toast.thanks"))


def listen_view(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """The programme's phone, when somebody answers it, and the way on."""
    lines = [say("listen.body", phone=Phone(facts.town.phone))]
    if facts.town.answered is not None:
        lines.append(say("listen.hours", hours=facts.town.answered))
    return View(tuple(lines), ((_here(state),),))


def friend_view(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """Somebody the family trusts may help: go on here together, a place nearby, a second phone for its case."""
    rows = [(_here(state),), (aside_button(state.run, "doors", "friend.button.doors"),)]
    if facts.case is not None and facts.case.stage in RUNNING:
        rows.append((aside_button(state.run, PHONE, "friend.button.phone"),))
    return View((say("friend.body"),), tuple(rows))


def _here(state: State) -> Button:
    return Button(say("nudge.button.here"), Press(state.run, "~return", "go"))
