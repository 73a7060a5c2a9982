""" "Not now, in an hour": the call of a family that has a window comes later, and everybody is told the new time."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.away_then import hand_on_if_away
from bot.desk.promising import make_promise
from bot.gathering import Here
from bot.house import House
from bot.posting import Post
from dialogs.family.calls import LATER
from dialogs.family.facts import Appointment, Stage
from dialogs.machine.words import say
from dialogs.rules.queue import later_window
from storage.timers import ABSENCE_KINDS
from storage.units import Unit


def call_later(house: House, here: Here, post: Post) -> Unit[None]:
    """Put the call of the open case into an hour of today or the next working day; whoever has it hears of it."""
    case = yield from house.cases.load(here.person.case_id or 0)
    if case is None or case.stage not in (Stage.RECEIVED, Stage.TAKEN):
        return
    if case.never_call or case.appointment.wish == "exact":
        return
    span = later_window(here.now, house.hours, house.town.zone, house.off(here.now))
    call = Appointment(LATER, "", span.starts_at, span.ends_at)
    sequence = yield from house.cases.move(case.id, call)
    is_elsewhere = yield from hand_on_if_away(house, post, case.id)
    now = yield from house.cases.load(case.id)
    yield from make_promise(house, post, now or replace(case, appointment=replace(call, sequence=sequence)))
    yield from house.cases.stop_timers(case.id, ABSENCE_KINDS)
    if not is_elsewhere:
        yield from post.cards(case.id, say("desk.news.later"))
