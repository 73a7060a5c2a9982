"""Handing a case on: somebody else please, give it to a colleague, and why it came to me."""

from __future__ import annotations

from dataclasses import replace

from dialogs.desk.effects import GiveCase, PassCase, RedrawFamily
from dialogs.desk.facts import DeskCase, DeskFacts, Role
from dialogs.desk.page import Page, button, done
from dialogs.desk.queueing import gone_screen
from dialogs.desk.team_facts import Colleague
from dialogs.family.facts import Stage
from dialogs.machine.screen import Button, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Listing, Moment, Phrase, Tongue, say, stacked

PASS_REASONS = ("language", "no_time", "knows_family", "other")
"""Why a coach would rather not take a case, as codes of the log; each has its text, `desk.pass.<reason>`."""

LISTED = 20
"""Colleagues with a button of their own."""

NAME_SHOWN = 18
"""Signs of a name on a button that a narrow phone shows whole."""

BACK = "back"


def _gone(state: State) -> Turn:
    return Turn(state, toast=say("desk.toast.gone"), redraw=False)


def _noted(state: State) -> Turn:
    return Turn(state, toast=say("desk.toast.noted"), redraw=False)


def _back(case: DeskCase, page: str) -> tuple[Button, ...]:
    return (button(page, f"{case.id}-{BACK}", "desk.give.button.back"),)


def _what(pick: str) -> str:
    """What a pick says behind the case's row."""
    return pick.partition("-")[2]


def _ask_why(state: State, facts: DeskFacts) -> Screen:
    """Why somebody else? One tap, and the next coach is asked."""
    case = facts.case
    if case is None:
        return gone_screen()
    rows = tuple((button("pass_on", f"{case.id}-{why}", f"desk.pass.{why}"),) for why in PASS_REASONS)
    return Screen((say("desk.pass.title", number=case.number),), (*rows, _back(case, "pass_on")))


def _passed(state: State, pick: str, facts: DeskFacts) -> Turn:
    case, why = facts.case, _what(pick)
    if case is None or case.erased:
        return _gone(state)
    if why == BACK:
        return Turn(state.over("cases"))
    asked = case.stage is Stage.RECEIVED and case.suggested is not None and case.suggested.id == facts.me.id
    if not asked or why not in PASS_REASONS:
        return _noted(state)
    return replace(done(state, say("desk.pass.done", number=case.number)), effects=(PassCase(case.id, why),))


def _tell_why(state: State, facts: DeskFacts) -> Screen:
    """Why this coach was asked: language, open cases, the last case, as they were when the case was offered."""
    case = facts.case
    if case is None:
        return gone_screen()
    if case.suggested is None or case.reason is None:
        return Screen((say("desk.why.nobody", number=case.number),), (_back(case, "why"),))
    reason = case.reason
    speaks = (say("desk.why.speaks", language=Tongue(case.language)),) if reason.speaks_language else ()
    there = (say("desk.why.free_then"),) if case.appointment.wish == "exact" else ()
    last = (
        say("desk.why.last", at=Moment(reason.last_given_at, "day"))
        if reason.last_given_at
        else say("desk.why.first")
    )
    points = (*speaks, *there, say("desk.why.fewest", count=reason.open_cases), last)
    title = say("desk.why.title", number=case.number, name=case.suggested.name)
    return Screen((title, stacked([say("desk.why.point", point=point) for point in points])), (_back(case, "why"),))


def _why_pressed(state: State, pick: str, facts: DeskFacts) -> Turn:
    return Turn(state.over("cases")) if _what(pick) == BACK else _noted(state)


def _ask_whom(state: State, facts: DeskFacts) -> Screen:
    """Who can be given the case: those who speak the language first, each with what they have to do already."""
    case = facts.case
    if case is None:
        return gone_screen()
    free = [one for one in facts.colleagues if not one.busy][:LISTED]
    lines = [say("desk.give.title" if free else "desk.give.nobody", number=case.number)]
    speaking = [one for one in free if case.language in one.languages]
    if speaking:
        lines.append(say("desk.give.speak", language=Tongue(case.language), names=_names(speaking)))
    busy = [one for one in facts.colleagues if one.busy]
    if busy:
        lines.append(say("desk.give.busy", names=_names(busy)))
    rows = tuple((_to(case, one),) for one in free)
    return Screen(tuple(lines), (*rows, _back(case, "give")))


def _names(people: list[Colleague]) -> Listing:
    return Listing(tuple(one.name for one in people))


def _to(case: DeskCase, one: Colleague) -> Button:
    name = one.name if len(one.name) <= NAME_SHOWN else one.name[: NAME_SHOWN - 1] + "…"
    return button("give", f"{case.id}-to-{one.id}", "desk.give.button.to", name=name, count=one.open_cases)


def _given(state: State, pick: str, facts: DeskFacts) -> Turn:
    case = facts.case
    what, _, row = _what(pick).partition("-")
    if case is None or case.erased:
        return _gone(state)
    if what == BACK:
        return Turn(state.over("cases"))
    if what != "to" or not row.isdecimal() or len(row) > 15 or (case.owner and case.owner.id == int(row)):
        return _noted(state)
    if facts.me.role is not Role.LEAD and (case.owner is None or case.owner.id != facts.me.id):
        return Turn(state, toast=say("desk.toast.not_yours"), redraw=False)
    to = next((one for one in facts.colleagues if one.id == int(row)), None)
    if to is None:
        return Turn(state, toast=say("desk.toast.not_there"))
    said: Phrase = say("desk.give.done", number=case.number, name=to.name)
    return replace(done(state, said), effects=(GiveCase(case.id, to.id), RedrawFamily(case.id)))


GIVE = Page("give", _ask_whom, _given)
PASS_ON = Page("pass_on", _ask_why, _passed)
WHY = Page("why", _tell_why, _why_pressed)
