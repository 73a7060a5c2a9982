"""The second phone of a family: its one-time code, what it is asked before it joins, and how it leaves again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Final

from dialogs.family.effects import JoinFamily, LeaveFamily, MakePhoneCode, RecordConsent
from dialogs.family.facts import IN_TOUCH, LIVE, Facts
from dialogs.family.intake import HOME, Flows
from dialogs.family.questions import LANGUAGE, Purpose
from dialogs.family.views import aside_button, side_button
from dialogs.machine import engine
from dialogs.machine.events import Said
from dialogs.machine.flow import Flow, View
from dialogs.machine.screen import Press, Rows
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Moment, Phone, Phrase, say

CODE_PREFIX: Final = "f-"
"""How a family's code begins; no flyer's code may."""

CODE_LETTERS: Final = "bcdfghjkmnpqrstvwxz"
"""No vowels: a code is never a word; no digits: nobody takes it for a number."""

CODE_PART: Final = 5
"""Letters in each of a code's two parts."""

CODE_FOR: Final = timedelta(hours=24)
"""How long a code can be used."""

MOST_PHONES: Final = 3
"""Phones of one family."""

PHONE, MADE, SHARE = "phone", "phone_made", "share"
"""The side screens. `share.<code>` holds the code, also below another one: `language.share.<code>`."""

RUNNING = LIVE | IN_TOUCH
"""Stages in which somebody of the team still has to do with the family."""

_CODE = re.compile(rf"f[\s\-–—]*([{CODE_LETTERS}]{{5}})[\s\-–—]*([{CODE_LETTERS}]{{5}})")


def code_of(letters: str) -> str:
    """The code made of ten letters, as it is shown and stored."""
    return f"{CODE_PREFIX}{letters[:CODE_PART]}-{letters[CODE_PART:]}"


def read_code(text: str) -> str:
    """The code that was typed, whatever its capitals and blanks; "" where the words are none."""
    found = _CODE.fullmatch(text.strip().lower())
    return code_of(found[1] + found[2]) if found else ""


def code_in(aside: str) -> str:
    """The code that a side screen holds, on top or below another one; "" for none."""
    parts = aside.split(".")
    return parts[-1] if SHARE in parts[:-1] else ""


def over_invitation(state: State, aside: str) -> State:
    """A side screen over what is there; an open invitation comes again after it."""
    code = code_in(state.aside)
    return state.over(f"{aside}.{SHARE}.{code}" if code else aside)


def invited(flows: Flows, state: State, code: str, facts: Facts) -> Turn:
    """Somebody opened a family's code. Who never chose a language is asked for it first."""
    aside = f"{SHARE}.{read_code(code) or CODE_PREFIX}"
    knows = state.flow != flows.intake.id or LANGUAGE.id in state.answers
    return Turn(state.over(aside if knows else f"{LANGUAGE.id}.{aside}"), fresh=True)


def phone(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """What a second phone is for, the button that makes its code, and the one that takes this phone off."""
    if facts.case is None and not facts.shares:
        return View((say("appointment.none"),), ())
    full = facts.phones >= MOST_PHONES
    lines = [say("phone.body"), *((say("phone.shared"),) if facts.phones > 1 else ())]
    pick = "again" if state.aside == MADE else "make"
    makes = () if full or facts.case is None else ((side_button(state, PHONE, pick),),)
    return View((*lines, *((say("phone.full"),) if full else ())), (*makes, *_leave(state, facts)))


def made(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """The link to hand on, and the code to type; both are shown once, where they were made."""
    code = facts.phone_code
    if not code:
        return phone(flow, state, facts)
    link = f"https://t.me/{facts.bot_name}?start={code}"
    links = (say("phone.link", link=link),) if facts.bot_name else ()
    until = Moment(facts.now + CODE_FOR, "day_clock")
    return View((say("phone.code", until=until), *links, say("phone.typed", code=code)), _leave(state, facts))


def share(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """What one is invited to, and what is stored for it; or why this phone cannot join, and what to do."""
    hindered = _hindered(facts, facts.invitation)
    if hindered is not None:
        return View((hindered,), _way_on(hindered.key, state))
    answers = tuple((side_button(state, SHARE, pick),) for pick in ("with", "without", "no"))
    body = (say("share.body"), say("share.stored", carrier=facts.town.carrier))
    return View(body, (*answers, (aside_button(state.run, "privacy", "button.read_more"),)))


def phone_answered(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    """A code is made, or this phone leaves."""
    many = facts.shares or facts.phones > 1
    match press.pick:
        case "make" | "again" if facts.case is None or facts.phones >= MOST_PHONES:
            return Turn(state, toast=say("toast.old_button"))
        case "make" if state.aside == MADE:
            return Turn(state, toast=say("toast.noted"), redraw=False)
        case "make" | "again":
            return Turn(state.over(MADE), (MakePhoneCode(),))
        case "leave" if many:
            return _left(flows, state, facts)
        case "leave":
            return Turn(state, toast=say("toast.noted"), redraw=False)
        case _:
            return Turn(state, toast=say("toast.unknown_button"))


def share_answered(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    """The yes with or without reminders, or the no. Without an invitation on the screen it is an old button."""
    code = code_in(state.aside)
    if not code or state.aside.partition(".")[0] != SHARE:
        return Turn(state, toast=say("toast.noted" if facts.shares else "toast.old_button"))
    match press.pick:
        case "no":
            return Turn(state.over(""), toast=say("toast.noted"))
        case "with" | "without" if _hindered(facts, "open") is None:
            return _joins(flows, state, code, facts, reminders=press.pick == "with")
        case "with" | "without":
            return Turn(state)
        case "yes":
            return Turn(state, notes=(say("share.choose"),))
        case _:
            return Turn(state, toast=say("toast.unknown_button"))


def typed_share(state: State, said: Said) -> Press | None:
    """A typed yes or no to an invitation on the screen."""
    if said.heard.agrees is None or state.aside.partition(".")[0] != SHARE:
        return None
    return Press(state.run, f"~{SHARE}", "yes" if said.heard.agrees else "no")


def blank(flows: Flows, state: State, language: str) -> State:
    """The first question of a new run, for a phone that stands for itself again."""
    anew = state.begun_anew(flows.intake.id, flows.intake.version)
    return replace(anew, answers={LANGUAGE.id: language})


def _joins(flows: Flows, state: State, code: str, facts: Facts, *, reminders: bool) -> Turn:
    """To the family's card. What this phone had begun by itself is given up; its own yes is recorded."""
    kept = facts.consents & {Purpose.LATER}
    purposes = kept | {Purpose.CALLBACK} | ({Purpose.REMINDERS} if reminders else set())
    turn = engine.leave(flows.named(state.flow), state, State(HOME.id, run=state.run))
    effects = (JoinFamily(code), *turn.effects, RecordConsent(frozenset(purposes)))
    return replace(turn, effects=effects, notes=(say("phone.joined"),))


def _left(flows: Flows, state: State, facts: Facts) -> Turn:
    """A beginning of its own; what it had said yes to is over."""
    turn = engine.leave(flows.named(state.flow), state, blank(flows, state, facts.speaks))
    effects = (*turn.effects, LeaveFamily(), RecordConsent(frozenset()))
    return replace(turn, effects=effects, notes=(say("phone.left"),))


def _hindered(facts: Facts, invitation: str) -> Phrase | None:
    """Why this phone cannot join, None where it can."""
    if invitation == "own":
        return say("share.own_code")
    if facts.shares or facts.phones > 1:
        return say("share.already")
    if facts.case is not None and facts.case.stage in RUNNING:
        return say("share.own_case", phone=Phone(facts.town.phone))
    if facts.on_list:
        return say("share.own_list")
    return None if invitation == "open" else say("phone.code_spent")


def _way_on(key: str, state: State) -> Rows:
    """What one can do about it: the own appointment, the list, the other phones."""
    ways = {
        "share.already": (PHONE, "card.button.phone"),
        "share.own_case": ("appointment", "return.card"),
        "share.own_list": ("places", "button.places"),
    }
    return ((aside_button(state.run, *ways[key]),),) if key in ways else ()


def _leave(state: State, facts: Facts) -> Rows:
    return ((side_button(state, PHONE, "leave"),),) if facts.shares or facts.phones > 1 else ()
