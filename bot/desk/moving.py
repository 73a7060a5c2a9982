"""Calls that cannot be made as agreed: who makes them instead, and which new time they get."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.calls import tell_calendar
from bot.desk.absence_news import ABSENT, ANEW, CLOSED, SAME, tell
from bot.desk.away_then import hand_on_if_away
from bot.desk.candidates import next_of
from bot.desk.chain import standing_of
from bot.desk.handover import go_on, start_over
from bot.desk.promising import make_promise
from bot.gathering import asap_window
from bot.house import House
from bot.posting import Post
from dialogs.desk.facts import Role
from dialogs.family.facts import Stage
from dialogs.machine.words import say
from dialogs.rules.absence import falls_on
from dialogs.rules.keeping import EXACT
from storage.cases import CaseRow
from storage.people import Person
from storage.units import Unit


@dataclass(slots=True)
class Moved:
    """What became of a coach's calls.

    to:   how many went to each colleague, by row
    anew: cases that got a new time
    left: cases that no coach can be asked to take
    """

    to: dict[int, int] = field(default_factory=dict)
    anew: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)


def calls_of(house: House, coach: int) -> Unit[tuple[CaseRow, ...]]:
    """Cases whose call this coach is to make, by time: taken ones, offered ones, those that take the coach's time."""
    calls = []
    for case in (yield from house.cases.live(coach)):
        whose = {case.owner, case.suggested}
        if case.appointment.wish == EXACT:
            whose.add((yield from house.calendar.booked_with(case.id)))
        if coach in whose and case.stage is not Stage.WRONG_NUMBER:
            calls.append(case)
    return tuple(calls)


def is_agreed(case: CaseRow) -> bool:
    """Whether the family knows who calls: somebody took the case, or an exact time is in somebody's calendar."""
    return case.owner is not None or case.appointment.wish == EXACT


def hand_calls_on(house: House, post: Post, coach: Person, starts_at: datetime, ends_at: datetime) -> Unit[Moved]:
    """Hand on what falls on the coach's absence, and what is on offer to a coach who is away already (H4).

    The absence is written down before, so that nothing comes back to the coach.
    """
    moved = Moved()
    for case in (yield from calls_of(house, coach.id)):
        if is_agreed(case) and falls_on(case.appointment, starts_at, ends_at):
            yield from _hand_on(house, post, coach, case, moved)
        elif case.owner is None and starts_at <= post.now < ends_at:
            _note(moved, case.id, (yield from _ask_another(house, post, coach, case)))
    return moved


def _hand_on(house: House, post: Post, coach: Person, case: CaseRow, moved: Moved) -> Unit[None]:
    """The call as it was agreed by somebody else, or a new time; the family is told either way."""
    kept = yield from _can_be_kept(house, post, coach, case)
    if case.owner is not None and case.appointment.wish == EXACT:
        yield from _off_the_calendar(house, post, case)
    if not kept:
        yield from _lay_anew(house, post, case)
        moved.anew.append(case.id)
    asked = yield from _ask_another(house, post, coach, case)
    if kept or asked is None:
        _note(moved, case.id, asked)
    after = yield from house.cases.load(case.id)
    if after is not None:
        yield from make_promise(house, post, after)
    yield from tell(house, post, case, SAME if kept else ANEW, coach.name)


def _note(moved: Moved, case_id: int, asked: int | None) -> None:
    if asked is None:
        moved.left.append(case_id)
    else:
        moved.to[asked] = moved.to.get(asked, 0) + 1


def _can_be_kept(house: House, post: Post, coach: Person, case: CaseRow) -> Unit[bool]:
    """Whether the ladder finds somebody who is here and makes the call as it was agreed."""
    tried = {coach.id}
    if case.owner is None:
        standing = standing_of((yield from house.hands.of(case.id)), case.opened_at)
        tried |= standing.tried | {case.suggested or coach.id}
    return (yield from next_of(house, post.now, case, tried)) is not None


def _ask_another(house: House, post: Post, coach: Person, case: CaseRow) -> Unit[int | None]:
    """Put the case back on the ladder, without this coach; gives the coach who is asked now."""
    now = yield from house.cases.load(case.id)
    if now is None:
        return None
    if now.owner is not None:
        yield from start_over(house, post, now, coach.id, ABSENT)
    else:
        if now.suggested not in (None, coach.id):
            yield from house.hands.note(case.id, "timed_out", now.suggested, post.now)
        yield from house.hands.note(case.id, "timed_out", coach.id, post.now, why=ABSENT)
        yield from go_on(house, post, case.id)
        yield from post.cards(case.id)
    after = yield from house.cases.load(case.id)
    if after is None or after.owner is not None or after.suggested in (None, coach.id):
        return None
    asked = yield from house.people.load(after.suggested or 0)
    return asked.id if asked is not None and asked.role is Role.COACH else None


def _off_the_calendar(house: House, post: Post, case: CaseRow) -> Unit[None]:
    """The entry leaves the owner's own calendar."""
    off = replace(case.appointment, sequence=case.appointment.sequence + 1)
    yield from tell_calendar(house, post, replace(case, appointment=off), off=True)


def _lay_anew(house: House, post: Post, case: CaseRow) -> Unit[None]:
    """The call loses its time; the next window after it takes its place, and the old reminders go."""
    call = asap_window(house, max(post.now, case.appointment.ends_at))
    yield from house.calendar.free(case.id)
    yield from house.outbox.call_off(case.id)
    yield from house.cases.move(case.id, call)


def lay_anew_for_all(house: House, post: Post, case: CaseRow) -> Unit[None]:
    """Nobody works at the time of this call: it gets a new one, and stays with whoever has it."""
    if case.owner is not None and case.appointment.wish == EXACT:
        yield from _off_the_calendar(house, post, case)
    yield from _lay_anew(house, post, case)
    after = yield from house.cases.load(case.id)
    if after is not None:
        yield from make_promise(house, post, after)
    yield from hand_on_if_away(house, post, case.id)
    yield from post.cards(case.id, say("desk.news.closed_day"))
    yield from tell(house, post, case, CLOSED, "")
