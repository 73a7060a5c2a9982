"""What became of a case after the talk: joined, waiting, elsewhere, stopped, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from dialogs.desk.card import ENDED, REOPEN, can_be_closed
from dialogs.desk.effects import CaseOutcome, CloseCase, RedrawFamily, ReopenCase, TellFamily
from dialogs.desk.facts import DeskCase, DeskFacts, Role
from dialogs.desk.page import Page, button, card_button, opened, shown_on
from dialogs.desk.queueing import gone_screen, next_button
from dialogs.desk.standing import standing
from dialogs.family.facts import Stage
from dialogs.machine.screen import Button, Rows, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import say

NAME = "close"
DONE, FULL, AGAIN = "done", "full", "again"

REASONS: Mapping[CaseOutcome, tuple[str, ...]] = MappingProxyType(
    {
        CaseOutcome.ELSEWHERE: ("other_town", "other_service", "youth_office", "job", "other"),
        CaseOutcome.STOPPED: ("no_interest", "no_time", "moved_away", "no_contact", "other", "ended"),
    }
)
"""Codes of why it ended, by outcome; "ended" is for a family in the programme alone: its year is over."""

REOPENED_FOR = timedelta(days=7)
"""How long an end can be taken back: a wrong tap is seen within a week, and the case is kept for thirty days."""


def _present(state: State, facts: DeskFacts) -> Screen:
    case = facts.case
    if case is None or case.erased:
        return gone_screen()
    what = shown_on(state).partition("-")[2]
    if what == DONE or not can_be_closed(case):
        return _noted(case)
    if what == FULL:
        on_list = _button(case, CaseOutcome.WAITING)
        return Screen((say("desk.close.full", number=case.number),), ((on_list,), (_back(case),)))
    if what in REASONS:
        return _asks_why(case, CaseOutcome(what))
    return _asks_what(case)


def _asks_what(case: DeskCase) -> Screen:
    lines = (say("desk.close.title", number=case.number), standing(case))
    rows = tuple((_button(case, outcome),) for outcome in CaseOutcome if outcome != case.stage.value)
    return Screen(lines, (*rows, (card_button(case.id, case.number),)))


def _asks_why(case: DeskCase, outcome: CaseOutcome) -> Screen:
    rows = tuple((_why_button(case, outcome, reason),) for reason in _reasons(case, outcome))
    return Screen((say(f"desk.close.why.{outcome}", number=case.number),), (*rows, (_back(case),)))


def _noted(case: DeskCase) -> Screen:
    lines = (say("desk.close.noted", number=case.number), standing(case))
    change: Rows = ()
    if can_be_closed(case):
        change = ((button(NAME, f"{case.id}-{AGAIN}", "desk.close.again"),),)
    elif case.stage in ENDED:
        change = ((button(NAME, f"{case.id}-{REOPEN}", "desk.close.reopen"),),)
    return Screen(lines, (*change, (next_button(),)))


def _pressed(state: State, pick: str, facts: DeskFacts) -> Turn:
    case = facts.case
    if case is None or case.erased:
        return Turn(state, toast=say("desk.toast.gone"), redraw=False)
    if not _may(case, facts):
        return Turn(state, toast=say("desk.toast.not_yours"), redraw=False)
    _, what, why = (*pick.split("-", 2), "", "")[:3]
    if what == REOPEN:
        return _reopened(state, case, facts)
    if not can_be_closed(case):
        return Turn(state, toast=say("desk.close.toast_over"), redraw=False)
    if what == AGAIN:
        return opened(state, NAME, str(case.id))
    if what not in set(CaseOutcome):
        return Turn(state, toast=say("desk.toast.old_button"), redraw=False)
    return _closed(state, case, CaseOutcome(what), why)


def _closed(state: State, case: DeskCase, outcome: CaseOutcome, why: str) -> Turn:
    if outcome == case.stage.value:
        return Turn(state, toast=say("desk.toast.noted"), redraw=False)
    if outcome in REASONS and why not in _reasons(case, outcome):
        return opened(state, NAME, f"{case.id}-{outcome}")
    tell = TellFamily(case.id, (say("closed.ended") if why == "ended" else say(f"closed.{outcome}"),))
    turn = opened(state, NAME, f"{case.id}-{DONE}")
    return replace(turn, effects=(CloseCase(case.id, outcome, why), tell), toast=say("desk.toast.noted"))


def _reopened(state: State, case: DeskCase, facts: DeskFacts) -> Turn:
    """Back to "spoken with", where nothing became of it yet; asked for once a week has gone by, no longer."""
    if case.stage not in ENDED:
        return Turn(state, toast=say("desk.toast.noted"), redraw=False)
    if case.closed_at is None or facts.now - case.closed_at > REOPENED_FOR:
        return Turn(state, toast=say("desk.close.toast_late"), redraw=False)
    turn = opened(state, NAME, str(case.id), fresh=True)
    return replace(turn, effects=(ReopenCase(case.id), RedrawFamily(case.id)), toast=say("desk.close.toast_open"))


def _may(case: DeskCase, facts: DeskFacts) -> bool:
    mine = case.owner is not None and case.owner.id == facts.me.id
    return mine or facts.me.role is Role.LEAD


def _reasons(case: DeskCase, outcome: CaseOutcome) -> tuple[str, ...]:
    in_programme = case.stage is Stage.JOINED
    return tuple(reason for reason in REASONS[outcome] if in_programme or reason != "ended")


def _button(case: DeskCase, outcome: CaseOutcome) -> Button:
    style = "success" if outcome is CaseOutcome.JOINED else ""
    return button(NAME, f"{case.id}-{outcome}", f"desk.close.{outcome}", style)  # type: ignore[arg-type]


def _why_button(case: DeskCase, outcome: CaseOutcome, reason: str) -> Button:
    return button(NAME, f"{case.id}-{outcome}-{reason}", f"desk.reason.{reason}")


def _back(case: DeskCase) -> Button:
    return button(NAME, f"{case.id}-{AGAIN}", "desk.close.back")


CLOSE = Page(NAME, _present, _pressed)
