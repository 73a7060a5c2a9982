"""A time that a family agreed to: it becomes the call of its case, if the coach is still free then."""

from __future__ import annotations

from dataclasses import replace

from bot.booking import remind
from bot.calls import tell_calendar
from bot.desk.promising import make_promise
from bot.gathering import Here
from bot.house import House
from bot.posting import Post
from bot.telling import redraw_family
from dialogs.desk.phrasebook import AGREES, CALLS
from dialogs.desk.sent_lines import Outcome
from dialogs.family.facts import LIVE, Appointment
from dialogs.rules.hours import parse_hours
from dialogs.rules.laying import read_habits
from dialogs.rules.slots import Slot
from dialogs.rules.walltime import local_day, open_spans
from storage.cases import CaseRow
from storage.people import Person
from storage.phrases import SentPhrase
from storage.timers import ABSENCE_KINDS
from storage.units import Unit


def settle(house: House, here: Here, post: Post, case: CaseRow, sent: SentPhrase, answered: str) -> Unit[Outcome]:
    """What an answer makes of the call: a yes to a time is booked with whoever has the case, all else is noted."""
    if answered not in AGREES or sent.clock_at is None:
        return Outcome.NOTED
    if sent.clock_at <= here.now:
        return Outcome.TOO_LATE
    if sent.phrase not in CALLS:
        return Outcome.NOTED
    coach = (yield from house.people.load(case.owner)) if case.owner is not None else None
    if coach is None or case.stage not in LIVE or case.never_call:
        return Outcome.NOTED
    usual = house.programme.calls.policy
    length = (read_habits(coach.habits, usual) or usual).length
    slot = Slot(coach.id, sent.clock_at, sent.clock_at + length)
    at_work = yield from _at_work(house, here, coach, slot)
    if not at_work or not (yield from _book_instead(house, here, case, slot)):
        return Outcome.BUSY
    yield from _laid(house, here, post, case, slot)
    return Outcome.AGREED


def _at_work(house: House, here: Here, coach: Person, slot: Slot) -> Unit[bool]:
    """Whether whoever has the case now works then: it may have been somebody else when the time was proposed."""
    away = (yield from house.absences.all_from(here.now)).get(coach.id, ())
    if any(start < slot.ends_at and slot.starts_at < end for start, end in away):
        return False
    zone, off = house.town.zone, house.off(here.now)
    spans = open_spans(parse_hours(coach.hours or "closed"), local_day(slot.starts_at, zone), zone, off)
    return not coach.hours or any(one.starts_at <= slot.starts_at and slot.ends_at <= one.ends_at for one in spans)


def _book_instead(house: House, here: Here, case: CaseRow, slot: Slot) -> Unit[bool]:
    """Book this time instead of the case's own; where it is not free, the old one stays booked."""
    before = yield from house.calendar.booked_with(case.id)
    yield from house.calendar.free(case.id)
    if (yield from _book(house, here, case.id, slot)):
        return True
    if before is not None:
        call = case.appointment
        yield from _book(house, here, case.id, Slot(before, call.starts_at, call.ends_at))
    return False


def _book(house: House, here: Here, case_id: int, slot: Slot) -> Unit[bool]:
    return (yield from house.calendar.book_at_once(here.person.id, case_id, slot, house.town.zone, here.now))


def _laid(house: House, here: Here, post: Post, case: CaseRow, slot: Slot) -> Unit[None]:
    """All that hangs on the call's time follows it: reminders, the promise, the calendar, the family's card."""
    call = Appointment("exact", "", slot.starts_at, slot.ends_at)
    sequence = yield from house.cases.move(case.id, call)
    moved = replace(case, appointment=replace(call, sequence=sequence))
    yield from house.outbox.call_off(case.id)
    yield from house.cases.stop_timers(case.id, ABSENCE_KINDS)
    yield from remind(house, here, moved)
    yield from make_promise(house, post, moved)
    yield from tell_calendar(house, post, moved, off=False)
    yield from redraw_family(house, post, case.id)
