"""Putting a case into somebody's hands: asking one coach, or giving it for good; cards and promise follow."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.coaches import as_the_rules_see
from bot.desk.calendar import desk_calendar
from bot.desk.candidates import works_then
from bot.desk.chain import pack_reason, standing_of
from bot.desk.promising import promise_owner_changed
from bot.desk.talk_ends import given_on
from bot.house import House
from bot.posting import Post
from bot.telling import redraw_family
from dialogs.desk.facts import DESK
from dialogs.family.facts import LIVE
from dialogs.machine.words import Phrase
from dialogs.rules.assignment import Choice
from dialogs.rules.handover import answers_by
from dialogs.rules.keeping import EXACT
from dialogs.rules.slots import Slot
from storage.cases import CaseRow
from storage.people import Person
from storage.units import Unit

ANSWER, UNCLAIMED, OWNED = "answer", "unclaimed", "owned"
"""Timers of the ladder: no answer from who was asked; the lead sees the case; the lead owns it."""

WHILE_BOOKING = timedelta(minutes=1)
"""How long a time is held that is booked in the same unit of work."""

LADDER = (ANSWER, UNCLAIMED, OWNED)


def offer(house: House, post: Post, case: CaseRow, choice: Choice) -> Unit[None]:
    """Ask one coach to take the case: that card rings, all others say who is asked until when."""
    now, reason = post.now, choice.reason
    coach = yield from house.people.load(choice.coach)
    if coach is None:
        return
    moved = yield from _moved_time(house, case, coach.id)
    standing = standing_of((yield from house.hands.of(case.id)), case.opened_at)
    yield from house.cases.suggest(case.id, coach.id, pack_reason(choice))
    yield from house.hands.note(
        case.id, "offered", coach.id, now, why="speaks" if reason.speaks_language else "fewest"
    )
    yield from house.cases.stop_timers(case.id, (ANSWER,))
    minutes = house.programme.calls.answer_within_working_minutes
    until = answers_by(now, minutes, house.hours, house.town.zone, house.off(now))
    yield from house.cases.set_timer(f"{ANSWER}:{case.id}:{standing.offers + 1}", ANSWER, case.id, until)
    yield from promise_owner_changed(house, case.id, coach.id)
    why: dict[str, int | bool] = {"speaks_language": reason.speaks_language, "open_cases": reason.open_cases}
    post.events.append(("case.offered", {"case": case.id, "coach": coach.id, **why}))
    yield from post.cards(case.id)
    yield from post.first_cards(case.id, (coach,))
    if moved or case.appointment.wish == EXACT:
        yield from redraw_family(house, post, case.id)


def _moved_time(house: House, case: CaseRow, coach: int) -> Unit[bool]:
    """An exact time goes along with the case, while that coach has it free."""
    booked = yield from house.calendar.booked_with(case.id)
    if booked is None or booked == coach:
        return False
    return (yield from house.calendar.give_to(case.id, coach, case.appointment))


def can_have_it(house: House, case: CaseRow, coach: Person, now: datetime) -> Unit[bool]:
    """Put the case's exact time into this coach's calendar, if it has one.

    False where that coach has a call then, or does not work: nobody is called outside working hours. A time that
    has gone by is in nobody's way.
    """
    call = case.appointment
    booked = yield from house.calendar.booked_with(case.id)
    if booked == coach.id or not _is_to_come(case, now):
        return True
    for seen in (yield from as_the_rules_see(house, (coach,), now)):
        if works_then(house, call, seen):
            if booked is None:
                return (yield from _booked_anew(house, case, coach, now))
            return (yield from house.calendar.give_to(case.id, coach.id, call))
    return booked is None


def _is_to_come(case: CaseRow, now: datetime) -> bool:
    """Whether an exact time lies ahead, at which somebody is to call."""
    return case.stage in LIVE and case.appointment.wish == EXACT and case.appointment.ends_at > now


def _booked_anew(house: House, case: CaseRow, coach: Person, now: datetime) -> Unit[bool]:
    """A time that stood in nobody's calendar, because the lead had the case, comes into this coach's."""
    slot = Slot(coach.id, case.appointment.starts_at, case.appointment.ends_at)
    return (yield from house.calendar.book_at_once(coach.id, case.id, slot, house.town.zone, now))


def put_into(
    house: House, post: Post, case: CaseRow, to: Person, news: Phrase, by: int | None = None, why: str = ""
) -> Unit[bool]:
    """This person has the case from now on, whoever had it: the card rings, the promise and the calendars follow.

    False where the case is over. The time in the calendar was moved before (`can_have_it`).
    """
    if not (yield from house.cases.give(case.id, to.id, post.now)):
        return False
    yield from house.hands.note(case.id, "given", to.id, post.now, why=why)
    yield from house.cases.stop_timers(case.id, LADDER)
    yield from promise_owner_changed(house, case.id, to.id)
    yield from given_on(house, post, case.id, to.id)
    post.events.append(("case.given", {"case": case.id, "coach": to.id, "by": by or 0}))
    yield from post.cards(case.id)
    yield from post.first_cards(case.id, (to,), news)
    if _is_to_come(case, post.now):
        yield from _calendars(house, post, case, to)
    return True


def _calendars(house: House, post: Post, case: CaseRow, to: Person) -> Unit[None]:
    """The entry leaves one calendar and comes into the other; who was only asked never had it."""
    before = (yield from house.people.load(case.owner)) if case.owner is not None else None
    if before is not None and before.id != to.id and before.role in DESK:
        gone = desk_calendar(house, case.id, case.language, case.appointment, off=True)
        yield from post.loose(before, gone)
    yield from post.loose(to, desk_calendar(house, case.id, case.language, case.appointment))
