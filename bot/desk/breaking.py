"""Promises at their end: the coach is warned, the family is told, another coach is asked."""

from __future__ import annotations

from dataclasses import replace

from bot.calls import tell_calendar
from bot.desk.handover import start_over, to_lead
from bot.desk.leads import leads_of
from bot.desk.promising import DUE, OF_PROMISES, keeping, make_promise
from bot.gathering import FIRST_NUMBER, Here
from bot.house import House
from bot.posting import Post
from bot.telling import redraw_family, tell_family
from dialogs.desk.facts import DESK, Role
from dialogs.family.card import AWAITED
from dialogs.family.facts import Appointment
from dialogs.machine.screen import Screen
from dialogs.machine.words import Moment, say
from dialogs.rules.keeping import EXACT, fresh_window, is_overdue, may_write, next_writing_time, warn_at
from storage.cases import CaseRow
from storage.promises import Promise
from storage.units import Unit

STRAIGHT_TO_LEAD = 2
"""Broken promises after which the case goes to the lead instead of to the next coach."""


def warn(house: House, post: Post, case_id: int) -> Unit[None]:
    """A promise is about to break: whoever keeps it gets the card anew, so that the phone rings."""
    case, promise = yield from _open(house, case_id)
    if case is None or promise is None or promise.due_at <= post.now:
        return
    call, zone, off = case.appointment, house.town.zone, house.off(post.now)
    if post.now < warn_at(call, house.hours, zone, off, keeping(house)):
        return
    team = yield from house.people.team()
    keepers = tuple(one for one in team if one.id == promise.owner and one.role in DESK)
    keepers = keepers or tuple(one for one in team if one.role is Role.LEAD)
    by = Moment(call.ends_at if post.now < call.ends_at else promise.due_at, "clock")
    line = say("desk.promise.ask") if call.wish == EXACT else say("desk.promise.warn", by=by)
    post.events.append(("promise.warned", {"case": case_id}))
    yield from post.first_cards(case_id, keepers, line)


def overdue(house: House, post: Post, case_id: int) -> Unit[None]:
    """The promised time has gone by: the family's card gets the button that says that nobody called."""
    case, promise = yield from _open(house, case_id)
    if case is not None and promise is not None and is_overdue(case.appointment, post.now):
        yield from redraw_family(house, post, case_id)


def due(house: House, post: Post, case_id: int) -> Unit[None]:
    """The promise is broken, unless it was kept or made anew meanwhile. At night that waits for the morning."""
    case, promise = yield from _open(house, case_id)
    if case is None or promise is None or promise.due_at > post.now:
        return
    zone, off = house.town.zone, house.off(post.now)
    if not may_write(post.now, zone, off):
        later = next_writing_time(post.now, zone, off)
        yield from house.cases.set_timer(f"{DUE}:{case_id}:{promise.id}", DUE, case_id, later)
        return
    yield from _break(house, post, case, promise, None)


def report_no_call(house: House, here: Here, post: Post) -> Unit[None]:
    """The family says that nobody called: the promise is broken at once. Before its time, that changes nothing."""
    case_id = here.person.case_id or 0
    case, promise = yield from _open(house, case_id)
    if case is None or case.stage not in AWAITED or not is_overdue(case.appointment, post.now):
        return
    if promise is None:
        yield from make_promise(house, post, case)
        promise = yield from house.promises.open_of(case_id)
    if promise is not None:
        yield from _break(house, post, case, promise, here.person.id)


def _open(house: House, case_id: int) -> Unit[tuple[CaseRow | None, Promise | None]]:
    case = yield from house.cases.load(case_id)
    promise = yield from house.promises.open_of(case_id)
    return (case if case is not None and case.stage in AWAITED else None), promise


def _break(house: House, post: Post, case: CaseRow, promise: Promise, reported_by: int | None) -> Unit[None]:
    """Everything that follows. Who reported it sees the news on its own screen, and is not written to besides."""
    yield from house.promises.break_(case.id, post.now)
    yield from house.cases.stop_timers(case.id, OF_PROMISES)
    times = yield from house.promises.broken_of(case.id)
    post.events.append(("promise.broken", {"case": case.id, "coach": promise.owner or 0, "times": times}))
    fresh = yield from _another_time(house, post, case)
    yield from _tell_leads(house, post, fresh, promise)
    yield from _to_other_hands(house, post, fresh, promise.owner, times)
    standing = (yield from house.cases.load(case.id)) or fresh
    yield from make_promise(house, post, standing)
    sorry = say("promise.sorry", by=Moment(fresh.appointment.ends_at, "day_clock"))
    yield from tell_family(house, post, case.id, (sorry,), but=reported_by)


def _another_time(house: House, post: Post, case: CaseRow) -> Unit[CaseRow]:
    """A fresh window; the exact time is free again, and leaves the calendar of whoever had it there."""
    starts_at, ends_at = fresh_window(post.now, house.hours, house.town.zone, house.off(post.now))
    call = Appointment("asap", "", starts_at, ends_at)
    yield from house.calendar.free(case.id)
    yield from house.outbox.call_off(case.id)
    sequence = yield from house.cases.move(case.id, call)
    if case.appointment.wish == EXACT:
        was = replace(case, appointment=replace(case.appointment, sequence=sequence))
        yield from tell_calendar(house, post, was, off=True)
    return replace(case, appointment=replace(call, sequence=sequence))


def _to_other_hands(house: House, post: Post, case: CaseRow, keeper: int | None, times: int) -> Unit[None]:
    """The next coach, after two broken promises the lead; whoever had it sees so. Alone, one keeps it."""
    led = times >= STRAIGHT_TO_LEAD and (
        yield from to_lead(house, post, case, say("desk.hand.after_two"), but=keeper)
    )
    if led:
        return
    before = (yield from house.people.load(keeper)) if keeper is not None else None
    passed = yield from start_over(house, post, case, keeper, "promise")
    if before is not None and before.role in DESK:
        news = say("desk.hand.moved_on") if passed else say("desk.hand.stays")
        yield from post.first_cards(case.id, (before,), news)


def _tell_leads(house: House, post: Post, case: CaseRow, promise: Promise) -> Unit[None]:
    by = Moment(case.appointment.ends_at, "day_clock")
    line = say("desk.promise.broken", number=FIRST_NUMBER + case.id, by=by)
    for lead in (yield from leads_of(house)):
        yield from post.loose(lead, Screen((line,)), mark=f"broken:{promise.id}:{lead.id}")
