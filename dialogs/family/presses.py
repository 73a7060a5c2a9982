"""What a press leads to: on a question, on a side screen, on the card, and on buttons from long ago."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from dialogs.family.asides import ASIDES, REVOCABLE
from dialogs.family.calls import anybody, change, put_off
from dialogs.family.card import CARD, may_be_put_off
from dialogs.family.commands import LANGUAGES, below, erased, over_languages
from dialogs.family.effects import (
    CancelCall,
    JoinList,
    RecordConsent,
    ReportNoCall,
    SendCalendar,
    SpeakIn,
    StillWaiting,
)
from dialogs.family.facts import LIVE, Facts, Stage
from dialogs.family.intake import Flows
from dialogs.family.line import PLACE, STILL, list_answered, place_answered, places_answered, still_answered
from dialogs.family.messages import SAY, answer_line
from dialogs.family.nudges import NUDGE, nudge_answered
from dialogs.family.phones import MADE, PHONE, SHARE, over_invitation, phone_answered, share_answered
from dialogs.family.picks import PICK, pick_answered
from dialogs.family.plan import PLAN, plan_answered
from dialogs.family.questions import CONSENT, LANGUAGE, Purpose
from dialogs.family.roads import begun_anew, to_the_call, to_the_card
from dialogs.family.rounds import ROUND, round_answered
from dialogs.family.talking import TALK, end_pressed
from dialogs.family.views import WAYSIDE
from dialogs.family.ways import WAYS, ways_answered
from dialogs.machine import engine
from dialogs.machine.flow import walk
from dialogs.machine.questions import NotUnderstood
from dialogs.machine.screen import Press
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import say
from dialogs.rules.places import Availability

ON_A_REMINDER = 0
"""The run that buttons of reminders carry: they stand below the living screen, so the answer is sent below them."""

NEVER_OPENED = frozenset({"return", "stopped", "erased", "erased_phone", "hidden", SHARE, MADE, ROUND, PICK})
OPENED_BY_BUTTON = frozenset(ASIDES) - NEVER_OPENED


def pressed(flows: Flows, state: State, press: Press | None, facts: Facts) -> Turn:
    """The turn after a press. Every button that was ever sent gets an answer."""
    if press is None:
        return Turn(state, toast=say("toast.unknown_button"))
    if press.at == WAYSIDE:
        return _wayside(state, press.pick, facts)
    if press.at == CARD:
        turn = _card(flows, state, press.pick, facts)
        return replace(turn, fresh=turn.redraw) if press.run == ON_A_REMINDER else turn
    if press.at == engine.PEN:
        return _pen(flows, state, press)
    if press.at.startswith(WAYSIDE):
        return _aside(flows, state, press, facts)
    return _question(flows, state, press, facts)


def _wayside(state: State, pick: str, facts: Facts) -> Turn:
    """Opening a side screen, from any screen of any age. "List" joins the waiting list on the way."""
    if pick == engine.BACK:
        return Turn(state, toast=say("toast.noted"), redraw=False)
    if pick not in OPENED_BY_BUTTON:
        return Turn(state, toast=say("toast.unknown_button"))
    if pick == "list" and facts.places.availability is Availability.CLOSED and not facts.on_list:
        return Turn(state.over("places"))
    opened = over_languages(state) if pick == LANGUAGES else over_invitation(state, pick)
    if pick == "places" and facts.on_list:
        return Turn(opened, (StillWaiting(says_so=False),))
    return Turn(opened, (JoinList(),) if pick == "list" else ())


def _question(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    flow = flows.named(state.flow)
    where = walk(flow, state.answers)
    here = press.run == state.run and where.at is not None and press.at == where.at.id
    if here and press.pick == engine.BACK and not engine.can_go_back(flow, state, where):
        return to_the_card(flows, state) if flow.id in ("move", "number") else Turn(state)
    if here and press.at == LANGUAGE.id and press.pick not in (engine.BACK, *facts.languages):
        return Turn(state, toast=say("toast.unknown_button"))
    try:
        turn = engine.pick(flow, replace(state, aside=""), press)
    except NotUnderstood as stumble:
        return Turn(state, notes=(say(f"error.{stumble.reason}"),))
    if turn is not None:
        return turn
    if engine.already_answered(state, press) or (press.run == state.run and press.pick == engine.BACK):
        return Turn(state, toast=say("toast.noted"), redraw=False)
    was = flows.intake.step(press.at)
    toast = say("toast.was", question=say(f"intake.{press.at}.short")) if was else say("toast.unknown_button")
    return Turn(state, toast=toast)


def _pen(flows: Flows, state: State, press: Press) -> Turn:
    if press.run != state.run:
        return Turn(state, toast=say("toast.old_button"))
    if press.pick not in state.answers:
        return Turn(state.over(""), toast=say("toast.noted"), redraw=bool(state.aside))
    return engine.reopen(flows.named(state.flow), state, press.pick)


def _aside(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    aside = press.at.removeprefix(WAYSIDE)
    if press.pick == engine.BACK:
        closes = aside == state.aside.partition(".")[0]
        after = state.over("" if aside == PICK else below(state))
        return Turn(after) if closes else Turn(state, toast=say("toast.noted"), redraw=False)
    answer = ASIDE_ANSWERS.get(aside)
    if answer is None:
        return Turn(state, toast=say("toast.unknown_button"))
    return answer(flows, state, press, facts)


def _language(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    if press.pick not in facts.languages:
        return Turn(state, toast=say("toast.unknown_button"))
    answers = dict(state.answers)
    if LANGUAGE.id in answers or state.flow == flows.intake.id:
        answers[LANGUAGE.id] = press.pick
    return Turn(replace(state, answers=answers, aside=below(state)), (SpeakIn(press.pick),))


def _person(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    """A call without the pre-check."""
    return to_the_call(flows, state, facts)


def _cover(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    """Hiding everything from an eye over the shoulder, or showing it again."""
    return Turn(state.over("hidden" if press.pick == "hide" else ""))


def _consents(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    purpose = next((p for p in REVOCABLE if press.pick[:-1] == p), None)
    if purpose is None:
        return Turn(state, toast=say("toast.unknown_button"))
    left = facts.consents - {purpose} if press.pick.endswith("-") else facts.consents | {purpose}
    answers = dict(state.answers)
    if CONSENT.id in answers:
        answers[CONSENT.id] = sorted(left | {Purpose.CALLBACK})
    return Turn(replace(state, answers=answers, aside="consents"), (RecordConsent(left),))


def _delete(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    if press.pick != "yes":
        return Turn(state, toast=say("toast.unknown_button"))
    if state == State(flows.intake.id, flows.intake.version):
        return Turn(state, toast=say("toast.noted"), redraw=False)
    return erased(facts)


def _return(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    if press.pick == "anew":
        return _anew(flows, state, press, facts)
    return Turn(state.over(""))


def _anew(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    if press.run != state.run:
        return Turn(state, toast=say("toast.old_button"))
    if facts.case is not None and facts.case.stage in LIVE:
        return replace(to_the_card(flows, state), notes=(say("case_open.body"),))
    return begun_anew(flows, state, facts)


def _cancel(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    if press.pick == "move":
        return _card(flows, state, "move", facts)
    if press.pick != "yes":
        return Turn(state, toast=say("toast.unknown_button"))
    if facts.case is None or facts.case.stage not in LIVE:
        return Turn(state.over(""), toast=say("toast.noted"))
    home = to_the_card(flows, state)
    return replace(home, effects=(*home.effects, CancelCall()))


def _card(flows: Flows, state: State, pick: str, facts: Facts) -> Turn:
    """The buttons of the card and of reminders, understood in every run."""
    if facts.case is None:
        return Turn(state, toast=say("toast.old_button"))
    live = facts.case.stage in LIVE
    match pick:
        case "ok" if live:
            return Turn(state, toast=say("toast.thanks"), redraw=False)
        case "soon" if may_be_put_off(facts.case):
            return put_off(state, facts.case, facts.now)
        case "move" if live:
            return change(flows, state, flows.move)
        case "number" if facts.case.stage is Stage.WRONG_NUMBER:
            return change(flows, state, flows.number)
        case "nobody" if facts.case.overdue:
            return Turn(state.over(""), (ReportNoCall(),), (say("card.nobody_thanks"),))
        case "nobody":
            return Turn(state, toast=say("toast.noted"), redraw=False)
        case "calendar" if live and facts.case.appointment.wish == "exact":
            return Turn(state, (SendCalendar(),), redraw=False)
        case "cancel" if live:
            return Turn(state.over("cancel"))
        case "phone":
            return Turn(state.over(PHONE))
        case "anew" if not live and state.flow != flows.intake.id:
            return begun_anew(flows, state, facts)
        case _:
            return Turn(state.over(""), toast=say("toast.old_button"))


Answer = Callable[[Flows, State, Press, Facts], Turn]

ASIDE_ANSWERS: Mapping[str, Answer] = MappingProxyType(
    {
        "language": _language,
        "person": _person,
        "places": places_answered,
        "list": list_answered,
        PLACE: place_answered,
        STILL: still_answered,
        "help": _cover,
        "hidden": _cover,
        "consents": _consents,
        "delete": _delete,
        "return": _return,
        "cancel": _cancel,
        PHONE: phone_answered,
        SHARE: share_answered,
        "whom": anybody,
        SAY: answer_line,
        TALK: end_pressed,
        NUDGE: nudge_answered,
        ROUND: round_answered,
        WAYS: ways_answered,
        PLAN: plan_answered,
        PICK: pick_answered,
    }
)
"""What the buttons of each side screen do. Screens that only open others are not here."""
