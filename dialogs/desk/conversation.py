"""How the desk's talk goes on: commands, claims and outcomes, and what is on a coach's screen."""

from __future__ import annotations

from dataclasses import replace

from dialogs.desk import closing, queueing
from dialogs.desk.card import must_not_ring
from dialogs.desk.effects import (
    BusyThen,
    CallOutcome,
    DeskRefusal,
    InvitationSpent,
    JoinTeam,
    NoPlace,
    NothingToCall,
    NotThere,
    RecordOutcome,
    RedrawFamily,
    ShowCard,
    TakeCase,
    TakenBy,
    TellFamily,
)
from dialogs.desk.facts import DESK, DeskCase, DeskFacts, Invitation, Member, Role
from dialogs.desk.lists import row
from dialogs.desk.page import CASE, MARK, NOTE, OPENED_BY_CARD, Page, card_button, opened, page_of
from dialogs.desk.pages import PAGES
from dialogs.desk.standstill_effects import RoundOpen
from dialogs.desk.talk_effects import NobodyReads, PassToFamily, TalkBusy
from dialogs.desk.talks import END_COMMANDS, ended_by_command, sent_something
from dialogs.desk.team_effects import LastLead
from dialogs.family.facts import Stage
from dialogs.machine.events import Commanded, Event, Pressed, Said, SentSomething
from dialogs.machine.screen import Button, Press, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Moment, Phrase, say

DESK_COMMANDS = ("today", "next", "cases", "times", "help")
LEAD_COMMANDS = ("lead", *DESK_COMMANDS)
"""In the order of the menu; a command opens the page or list of its name."""

JOIN = "~join"
"""Where a press accepts an invitation; its pick is the code."""

INVITATION_MARK = "i-"
"""Every invitation code begins so, and no flyer's code does."""

LISTED = 20


def advance(state: State, event: Event, facts: DeskFacts) -> Turn:
    """What the event leads to, for somebody of the team. Who waits to be confirmed has nothing to open or press."""
    if facts.me.role not in DESK:
        return Turn(state.over("pending"), fresh=not isinstance(event, Pressed))
    match event:
        case Commanded("next", _):
            return queueing.commanded(state)
        case Commanded(name, _) if name in END_COMMANDS:
            return ended_by_command(state, facts)
        case SentSomething() if facts.talk is not None:
            return sent_something(state, facts.talk)
        case Commanded(name, _):
            return Turn(state.over(_opened_by(name, facts.me.role)), fresh=True)
        case Pressed(press) if press is not None and press.at == CASE:
            return _on_case(state, press.pick.partition("-")[2], facts)
        case Pressed(press) if press is not None and press.at.removeprefix(MARK) in PAGES:
            return _on_page(state, PAGES[press.at.removeprefix(MARK)], press.pick, facts)
        case Pressed(_):
            return Turn(state, toast=say("desk.toast.old_button"))
        case Said():
            return _said(state, event, facts)
        case _:
            return Turn(state.over("help"), fresh=True)


def _opened_by(command: str, role: Role) -> str:
    return command if command in (LEAD_COMMANDS if role is Role.LEAD else DESK_COMMANDS) else "help"


def _on_page(state: State, page: Page, pick: str, facts: DeskFacts) -> Turn:
    """A press on a page is for those alone who may open it, whatever their phone still shows."""
    if facts.me.role not in page.roles:
        return Turn(state, toast=say("desk.toast.not_for_you"), redraw=False)
    return page.pressed(state, pick, facts)


def _said(state: State, said: Said, facts: DeskFacts) -> Turn:
    """Words for the page that awaits some, else for the family the coach speaks with, else for nobody."""
    page = PAGES.get(page_of(state.aside))
    meant = page.hears(state, said, facts) if page is not None and facts.me.role in page.roles else None
    if meant is not None:
        return replace(meant, fresh=True)
    if facts.talk is not None:
        passed = PassToFamily(facts.talk.case, said.text, facts.message, said.edited)
        return Turn(state, (passed,), redraw=False)
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
        return _take(state, case, facts.me, mine=mine)
    if what in OPENED_BY_CARD:
        return _opens(state, case, what, facts)
    if what not in {outcome.value for outcome in CallOutcome}:
        return Turn(state, toast=say("desk.toast.old_button"), redraw=False)
    if what == CallOutcome.REACHED and case.was_with(facts.me):
        return _outcome(state, case, CallOutcome.REACHED, facts)
    if not mine:
        return Turn(state, toast=say("desk.toast.not_yours"), redraw=False)
    if must_not_ring(case) and what != CallOutcome.REACHED:
        return Turn(state, toast=say("desk.toast.must_not_ring"), redraw=False)
    if case.stage not in (Stage.TAKEN, Stage.WRONG_NUMBER) or _is_noted(case, what, tries):
        return Turn(state, toast=say("desk.toast.noted"), redraw=False)
    return _outcome(state, case, CallOutcome(what), facts)


def _opens(state: State, case: DeskCase, what: str, facts: DeskFacts) -> Turn:
    """Only who has the case, was asked to take it, or leads, does something with it."""
    hands = {member.id for member in (case.owner, case.suggested) if member is not None}
    if facts.me.id not in hands and facts.me.role is not Role.LEAD:
        return Turn(state, toast=say("desk.toast.not_yours"), redraw=False)
    return opened(state, OPENED_BY_CARD[what], str(case.id), fresh=True)


def _is_noted(case: DeskCase, what: str, tries: str) -> bool:
    """A second press of what was done by the first; the button of a try names how many there were before it."""
    return (what == "wrong" and case.stage is Stage.WRONG_NUMBER) or (tries != "" and tries != str(case.tries))


def _take(state: State, case: DeskCase, me: Member, *, mine: bool) -> Turn:
    if case.stage is not Stage.RECEIVED:
        toast = say("desk.toast.yours") if mine else _taken_by(case.owner.name if case.owner else "")
        return Turn(state, toast=toast, redraw=False)
    if not case.may_take(me):
        return Turn(state, toast=say("desk.news.other_person"), redraw=False)
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
        case BusyThen(name) if name:
            return Turn(state, notes=(say("desk.give.was_busy", name=name),))
        case BusyThen():
            return Turn(state, toast=say("desk.toast.busy_then"), redraw=False)
        case NotThere():
            return Turn(state, toast=say("desk.toast.not_there"), redraw=False)
        case NoPlace(case):
            return replace(opened(state, closing.NAME, f"{case}-{closing.FULL}"), toast=say("desk.toast.no_place"))
        case NothingToCall(next_at):
            later = say("desk.next.later", at=Moment(next_at, "day_clock")) if next_at else say("desk.next.none")
            return Turn(state.over(NOTE), notes=(later,), fresh=True)
        case TalkBusy(number, name):
            if number:
                return Turn(state, toast=say("desk.toast.talk_busy_with", number=number), redraw=False)
            busy = say("desk.toast.talk_busy_by", name=name) if name else say("desk.toast.talk_busy")
            return Turn(state, toast=busy, redraw=False)
        case NobodyReads():
            return Turn(state, toast=say("desk.toast.nobody_reads"), redraw=False)
        case RoundOpen(unwanted):
            toast = say("desk.toast.round_unwanted" if unwanted else "desk.toast.round_open")
            return Turn(state, toast=toast, redraw=False)
        case LastLead():
            return Turn(state, toast=say("desk.team.toast.last_lead"), redraw=False)
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
    """The desk's screen: a page, a list, a word on what was done, or what one can do here."""
    if facts.me.role not in DESK:
        return Screen((*notes, say("desk.pending")))
    page = PAGES.get(page_of(state.aside))
    if page is not None and facts.me.role in page.roles:
        shown = page.present(state, facts)
        return replace(shown, lines=(*notes, *shown.lines))
    match state.aside:
        case "today":
            return _listed("desk.today", facts.calls, facts, notes)
        case "cases":
            return _listed("desk.cases", facts.cases, facts, notes)
        case "note" if notes:
            return Screen(notes)
        case _:
            role = "lead" if facts.me.role is Role.LEAD else "coach"
            return Screen((*notes, say(f"desk.hello.{role}", name=facts.me.name)))


def _listed(key: str, cases: tuple[DeskCase, ...], facts: DeskFacts, notes: tuple[Phrase, ...]) -> Screen:
    if not cases:
        return Screen((*notes, say(f"{key}.none")), ((queueing.next_button(),),))
    shown = cases[:LISTED]
    lines = tuple(row(case, facts) for case in shown)
    following = ((queueing.next_button(),),) if key == "desk.today" else ()
    rows = (*((card_button(case.id, case.number),) for case in shown), *following)
    title = say(f"{key}.title", count=len(cases), day=Moment(facts.now, "day"))
    return Screen((*notes, title, *lines), rows, protected=True)
