"""How the desk's talk goes on: commands, claims and outcomes, and what is on a coach's screen."""

from __future__ import annotations

from dialogs.desk.card import CASE, case_button, when
from dialogs.desk.effects import (
    BusyThen,
    CallOutcome,
    DeskRefusal,
    InvitationSpent,
    JoinTeam,
    RecordOutcome,
    RedrawFamily,
    ShowCard,
    TakeCase,
    TakenBy,
    TellFamily,
)
from dialogs.desk.facts import DeskCase, DeskFacts, Invitation, Role
from dialogs.family.facts import Stage
from dialogs.machine.events import Commanded, Event, Pressed
from dialogs.machine.screen import Button, Press, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Moment, Phrase, Tongue, say

DESK_COMMANDS = ("today", "cases", "help")
JOIN = "~join"
"""Where a press accepts an invitation; its pick is the code."""

INVITATION_MARK = "i-"
"""Every invitation code begins so, and no flyer's code does."""

LISTED = 20


def advance(state: State, event: Event, facts: DeskFacts) -> Turn:
    """What the event leads to, for somebody of the team."""
    match event:
        case Commanded(name, _):
            return Turn(state.over(name if name in DESK_COMMANDS else "help"), fresh=True)
        case Pressed(press) if press is not None and press.at == CASE:
            return _on_case(state, press.pick.partition("-")[2], facts)
        case Pressed(_):
            return Turn(state, toast=say("desk.toast.old_button"))
        case _:
            return Turn(state.over("help"), fresh=True)


def _on_case(state: State, pick: str, facts: DeskFacts) -> Turn:
    case = facts.case
    what, _, tries = pick.partition("-")
    if case is None or case.erased:
        return Turn(state, toast=say("desk.toast.gone"), redraw=False)
    mine = case.owner is not None and case.owner.id == facts.me.id
    if what == "open":
        return Turn(state, (ShowCard(case.id),), redraw=False)
    if what == "take":
        return _take(state, case, mine=mine)
    if what not in {outcome.value for outcome in CallOutcome}:
        return Turn(state, toast=say("desk.toast.old_button"), redraw=False)
    if not mine:
        return Turn(state, toast=say("desk.toast.not_yours"), redraw=False)
    if case.stage not in (Stage.TAKEN, Stage.WRONG_NUMBER) or _is_noted(case, what, tries):
        return Turn(state, toast=say("desk.toast.noted"), redraw=False)
    return _outcome(state, case, CallOutcome(what), facts)


def _is_noted(case: DeskCase, what: str, tries: str) -> bool:
    """A second press of what was done by the first; the button of a try names how many there were before it."""
    return (what == "wrong" and case.stage is Stage.WRONG_NUMBER) or (tries != "" and tries != str(case.tries))


def _take(state: State, case: DeskCase, *, mine: bool) -> Turn:
    if case.stage is not Stage.RECEIVED:
        toast = say("desk.toast.yours") if mine else _taken_by(case.owner.name if case.owner else "")
        return Turn(state, toast=toast, redraw=False)
    effects = (TakeCase(case.id), RedrawFamily(case.id))
    return Turn(state, effects, toast=say("desk.toast.yours"), redraw=False)


def _outcome(state: State, case: DeskCase, outcome: CallOutcome, facts: DeskFacts) -> Turn:
    toast = say("desk.toast.noted")
    match outcome:
        case CallOutcome.REACHED:
            effects = (RecordOutcome(case.id, outcome), RedrawFamily(case.id))
            return Turn(state, effects, toast=toast, redraw=False)
        case CallOutcome.WRONG_NUMBER:
            tell = TellFamily(case.id, (say("wrong_number.body"),))
            return Turn(state, (RecordOutcome(case.id, outcome), tell), toast=toast, redraw=False)
        case CallOutcome.MISSED:
            again = facts.next_try if case.tries + 1 < facts.most_tries else None
            tell = TellFamily(case.id, (_missed(again),))
            return Turn(state, (RecordOutcome(case.id, outcome, again), tell), toast=toast, redraw=False)


def _missed(again: object) -> Phrase:
    return say("missed.body") if again is not None else say("missed.last")


def refused(state: State, refusal: DeskRefusal) -> Turn:
    """The turn instead of one that was refused."""
    match refusal:
        case TakenBy(name):
            return Turn(state, toast=_taken_by(name), redraw=False)
        case BusyThen():
            return Turn(state, toast=say("desk.toast.busy_then"), redraw=False)
        case InvitationSpent():
            return Turn(state, notes=(say("invitation.spent"),))


def _taken_by(name: str) -> Phrase:
    """Who was first; a case that is over and never had an owner is simply gone."""
    return say("desk.toast.taken_by", name=name) if name else say("desk.toast.gone")


def invitation_turn(state: State, code: str) -> Turn:
    """One tap accepts; the code is redeemed in the same unit of work."""
    return Turn(state.over("help"), (JoinTeam(code),), fresh=False)


def invitation_screen(invitation: Invitation | None, code: str) -> Screen:
    """What a person sees who opened an invitation's link."""
    if invitation is None or not invitation.usable:
        return Screen((say("invitation.spent"),))
    accept = Button(say("invitation.button.accept"), Press(0, JOIN, code), "success")
    return Screen((say(f"invitation.{invitation.role}", name=invitation.name),), ((accept,),))


def present(state: State, facts: DeskFacts, notes: tuple[Phrase, ...] = ()) -> Screen:
    """The desk's screen: today's calls, the open cases, or what one can do here."""
    match state.aside:
        case "today":
            return _listed("desk.today", facts.calls, facts, notes)
        case "cases":
            return _listed("desk.cases", facts.cases, facts, notes)
        case _:
            role = "lead" if facts.me.role is Role.LEAD else "coach"
            return Screen((*notes, say(f"desk.hello.{role}", name=facts.me.name)))


def _listed(key: str, cases: tuple[DeskCase, ...], facts: DeskFacts, notes: tuple[Phrase, ...]) -> Screen:
    if not cases:
        return Screen((*notes, say(f"{key}.none")))
    shown = cases[:LISTED]
    lines = tuple(_row(case, facts) for case in shown)
    rows = tuple((_open_button(case),) for case in shown)
    title = say(f"{key}.title", count=len(cases), day=Moment(facts.now, "day"))
    return Screen((*notes, title, *lines), rows, protected=True)


def _row(case: DeskCase, facts: DeskFacts) -> Phrase:
    owner = case.owner.name if case.owner else ""
    whose = "mine" if case.owner and case.owner.id == facts.me.id else "theirs" if owner else "free"
    return say(f"desk.row.{whose}", number=case.number, language=Tongue(case.language), when=when(case), name=owner)


def _open_button(case: DeskCase) -> Button:
    return Button(say("desk.button.open", number=case.number), case_button(case, "open").press)
