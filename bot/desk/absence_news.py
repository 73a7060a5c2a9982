"""What a family hears when its call does not come as agreed: at once, or in the morning where it is night."""

from __future__ import annotations

from bot.house import House
from bot.posting import Post
from bot.telling import redraw_family, tell_family
from dialogs.family.facts import LIVE
from dialogs.machine.words import Phrase, say
from dialogs.rules.absence import tells_at
from dialogs.rules.keeping import is_overdue
from storage.cases import CaseRow
from storage.timers import ABSENCE_KINDS
from storage.units import Unit

SAME, ANEW, CLOSED = ABSENCE_KINDS
"""Another person at the same time, a new time, a closed day; also the kinds of the timers that say so later."""

ABSENT = "absent"
"""Why a case left a coach's hands, as a code in the chain."""


def tell(house: House, post: Post, case: CaseRow, kind: str, coach: str) -> Unit[None]:
    """Tell the family, once; `case` as it was before. A family that calls us itself was promised nothing."""
    if case.never_call:
        return
    yield from house.cases.stop_timers(case.id, ABSENCE_KINDS)
    at = tells_at(case.appointment.starts_at, post.now, house.town.zone)
    if at <= post.now:
        yield from tell_family(house, post, case.id, (_line(kind, coach),))
        return
    yield from redraw_family(house, post, case.id)
    yield from house.cases.set_timer(f"{kind}:{case.id}:{int(post.now.timestamp())}", kind, case.id, at)


def _line(kind: str, coach: str) -> Phrase:
    if kind == SAME:
        return say("absence.same_time", coach=coach)
    if kind == CLOSED:
        return say("absence.closed_day")
    return say("absence.new_time", coach=coach) if coach else say("absence.new_time_only")


def told_same(house: House, post: Post, case_id: int) -> Unit[None]:
    """It is morning: the family hears that somebody else calls at the same time."""
    yield from _in_the_morning(house, post, case_id, SAME)


def told_anew(house: House, post: Post, case_id: int) -> Unit[None]:
    """It is morning: the family hears that its call has a new time."""
    yield from _in_the_morning(house, post, case_id, ANEW)


def told_closed(house: House, post: Post, case_id: int) -> Unit[None]:
    """It is morning: the family hears that nobody works on the day of its call."""
    yield from _in_the_morning(house, post, case_id, CLOSED)


def _in_the_morning(house: House, post: Post, case_id: int, kind: str) -> Unit[None]:
    case = yield from house.cases.load(case_id)
    if case is None or case.stage not in LIVE or is_overdue(case.appointment, post.now):
        return
    at = tells_at(case.appointment.starts_at, post.now, house.town.zone)
    if at > post.now:
        yield from house.cases.set_timer(f"{kind}:{case_id}:{int(at.timestamp())}", kind, case_id, at)
        return
    coach = yield from _who_left(house, case_id)
    if kind != SAME or coach:
        yield from tell_family(house, post, case_id, (_line(kind, coach),))


def _who_left(house: House, case_id: int) -> Unit[str]:
    """The first name of the coach whose absence moved the call; "" for somebody who left the team since."""
    chain = yield from house.hands.of(case_id)
    left = [hand.coach for hand in chain if hand.why == ABSENT and hand.coach is not None]
    coach = (yield from house.people.load(left[-1])) if left else None
    return coach.name if coach is not None else ""
