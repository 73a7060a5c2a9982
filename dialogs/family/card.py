"""The living card of a case: the chain of hands a family can see, and what it can do about the call."""

from __future__ import annotations

from dialogs.family.facts import LIVE, Facts, Hand, OwnCase, Stage
from dialogs.family.phones import RUNNING
from dialogs.family.rounds import begin_button, may_begin
from dialogs.family.views import aside_button, between
from dialogs.machine.flow import View
from dialogs.machine.screen import Button, CalendarFile, Press, Screen
from dialogs.machine.words import Moment, Phone, Phrase, say, stacked
from dialogs.rules.stalls import MOVED_TWICE

CARD = "~card"
"""Where a press belongs to the card; it is understood in every run, for cards live long."""

HANDS_SHOWN = 3
"""More hands than these would be a list of names."""


AWAITED = frozenset({Stage.RECEIVED, Stage.TAKEN})
"""Stages in which the phone is to ring."""


def card_view(case: OwnCase, run: int, facts: Facts) -> View:
    """Received, taken by, call planned, spoken; and what happens in that call."""
    chain = [say("card.received", at=Moment(case.opened_at, "day_clock")), *_hands(case, facts)]
    rows = tuple((button,) for button in _buttons(case, run, facts))
    phone = ((card_button(run, "phone"),),) if case.stage in RUNNING or facts.phones > 1 else ()
    return View((stacked(chain), *_stage_lines(case, facts)), (*rows, *phone))


def _hands(case: OwnCase, facts: Facts) -> list[Phrase]:
    """Who has it, and who had it before: the newest three, each with its time, and its day where that differs."""
    hands = case.hands or ((Hand(case.coach, case.taken_at),) if case.taken_at and case.coach else ())
    zone = facts.town.zone
    lines = []
    for number, hand in enumerate(hands):
        same_day = hand.at.astimezone(zone).date() == case.opened_at.astimezone(zone).date()
        at = Moment(hand.at, "clock" if same_day else "day_clock")
        key = "card.given" if number else "card.taken"
        lines.append(Phrase(key, {"coach": hand.coach, "at": at}))
    return lines[-HANDS_SHOWN:]


def _stage_lines(case: OwnCase, facts: Facts) -> tuple[Phrase, ...]:
    match case.stage:
        case Stage.RECEIVED | Stage.TAKEN:
            if case.never_call:
                return (say("card.you_call", phone=Phone(facts.town.phone)), *_wish(case))
            return (_to_come(case), say("card.what_happens"), *_plan(case), *_wish(case))
        case Stage.SPOKEN:
            return (say("card.spoken", at=Moment(case.spoken_at or case.opened_at, "day_clock")), *_wish(case))
        case Stage.WRONG_NUMBER:
            return (say("card.wrong_number"),)
        case Stage.UNREACHED:
            return (say("card.unreached"),)
        case Stage.WITHDRAWN:
            return (say("card.withdrawn"),)
        case Stage.JOINED:
            return (say("card.joined", phone=Phone(facts.town.phone)), *_wish(case))
        case Stage.WAITING:
            return (say("card.waiting" if facts.on_list else "card.waits_no_more"),)
        case Stage.ELSEWHERE:
            return (say("card.elsewhere", phone=Phone(facts.town.phone)),)
        case Stage.STOPPED:
            return (say("card.stopped", phone=Phone(facts.town.phone)),)


def planned(case: OwnCase) -> Phrase:
    """When the phone will ring."""
    call = case.appointment
    if call.wish == "exact":
        coach = {"coach": case.coach} if case.coach else {}
        key = "card.planned_by" if case.coach else "card.planned"
        return Phrase(key, {"at": Moment(call.starts_at, "day_clock"), **coach})
    if call.wish != "asap":
        return between("card.planned_between", call)
    return say("card.planned_by_then", by=Moment(call.ends_at, "day_clock"))


def _to_come(case: OwnCase) -> Phrase:
    """What comes next: the call, or words in this chat for a family that would rather write."""
    if case.way == "chat" and case.appointment.wish != "exact":
        return say("card.in_touch", by=Moment(case.appointment.ends_at, "day_clock"))
    return planned(case)


def _wish(case: OwnCase) -> tuple[Phrase, ...]:
    return (say("card.way", way=say(f"ways.button.{case.way}")),) if case.way else ()


def _plan(case: OwnCase) -> tuple[Phrase, ...]:
    """Where it wants to be when the phone rings."""
    return (say("card.plan", plan=say(f"plan.button.{case.plan}")),) if case.plan and may_plan(case) else ()


def may_plan(case: OwnCase) -> bool:
    """Whether a call is to come that one can be ready for."""
    return case.stage in AWAITED and not case.never_call


def may_speak_otherwise(case: OwnCase) -> bool:
    """Whether the card offers to speak otherwise: after a call in vain, after two moves, where none may ring."""
    if case.stage in AWAITED:
        return case.never_call or case.tries > 0 or case.moved >= MOVED_TWICE
    return case.stage is Stage.UNREACHED or (case.stage in (Stage.SPOKEN, Stage.JOINED) and bool(case.way))


def may_be_put_off(case: OwnCase) -> bool:
    """Whether the call has a window that can come later; an exact time is moved, and no call cannot be."""
    return case.stage in AWAITED and case.appointment.wish != "exact" and not case.never_call


def _buttons(case: OwnCase, run: int, facts: Facts) -> tuple[Button, ...]:
    if case.stage is Stage.WRONG_NUMBER:
        return (card_button(run, "number"), card_button(run, "cancel"))
    otherwise = (aside_button(run, "ways", "card.button.ways"),) if may_speak_otherwise(case) else ()
    if case.stage in LIVE:
        calendar = (card_button(run, "calendar"),) if case.appointment.wish == "exact" else ()
        soon = (card_button(run, "soon"),) if may_be_put_off(case) else ()
        nobody = (card_button(run, "nobody"),) if case.overdue else ()
        plan = (aside_button(run, "plan", "card.button.plan"),) if may_plan(case) else ()
        return (*nobody, *soon, *otherwise, card_button(run, "move"), *calendar, *plan, card_button(run, "cancel"))
    stuck = (begin_button(),) if may_begin(case, on_list=facts.on_list) else ()
    if case.stage is Stage.JOINED:
        return (*stuck, *otherwise)
    if case.stage is Stage.WAITING and facts.on_list:
        return (aside_button(run, "places", "card.button.line"), *stuck)
    return (*stuck, *otherwise, card_button(run, "anew"))


def card_button(run: int, pick: str) -> Button:
    """A button of the card, on the card itself or on a reminder."""
    return Button(say(f"card.button.{pick}"), Press(run, CARD, pick))


def reminder(kind: str, case: OwnCase, run: int) -> Screen:
    """A reminder of the call, in words a lock screen may show to anybody."""
    line = say(f"reminder.{kind}", at=Moment(case.appointment.starts_at, "day_clock"))
    rows = ((card_button(run, "ok"), card_button(run, "move")), (card_button(run, "cancel"),))
    return Screen((line, *_plan(case)), rows)


def calendar_file(case: OwnCase, programme: str, *, cancelled: bool = False) -> CalendarFile:
    """The call as a calendar entry that says nothing to a stranger."""
    call = case.appointment
    return CalendarFile(
        uid=calendar_uid(case.number, programme),
        sequence=call.sequence,
        starts_at=call.starts_at,
        ends_at=call.ends_at,
        title=say("calendar.title"),
        caption=say("calendar.caption"),
        cancelled=cancelled,
    )


def calendar_uid(number: int, programme: str) -> str:
    """The stable id of a case's call, the same for every change of it."""
    return f"call-{number}@{programme}.familienlotse"
