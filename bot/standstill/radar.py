"""The daily look at running cases: where one has stood still for long enough, its ladder begins."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.house import House
from bot.posting import Post
from bot.standstill import counts
from bot.standstill.climbing import climb
from bot.standstill.ladders import RADAR, last_life_at, not_before, policy_now, written_at
from bot.standstill.obstacles import STANDS_AT, standing, to_write_to
from dialogs.rules.ladders import Kind, LadderPolicy, due_at, may_begin_again, rungs, spread_of
from dialogs.rules.stalls import Place
from dialogs.rules.walltime import instant, local_day
from storage.ladders import Ladder
from storage.standing import StandingCase
from storage.units import Unit

A_DAY = timedelta(days=1)
"""What is due before the next look begins with this one."""

LOOKS_AT: Final = 7 * 60
"""Minute of the day, in wall time: before anything may be sent, so that what begins today is spread over the day."""


def begin_radar(house: House, now: datetime) -> Unit[None]:
    """Set the next daily look. Set again it is the same timer."""
    day = local_day(now, house.town.zone)
    if instant(day, LOOKS_AT, house.town.zone) <= now:
        day += A_DAY
    yield from house.cases.set_timer(f"{RADAR}:{day.isoformat()}", RADAR, 0, instant(day, LOOKS_AT, house.town.zone))


def radar(house: House, post: Post, about: int) -> Unit[None]:
    """The daily look at running cases: where one stands still, its ladder begins."""
    yield from begin_radar(house, post.now)
    policy = yield from policy_now(house)
    for case in (yield from house.ladders.standing(post.now + A_DAY - rungs(Kind.STANDING, policy)[0])):
        yield from _look_at(house, post, case, policy)


def _look_at(house: House, post: Post, standing_case: StandingCase, policy: LadderPolicy) -> Unit[None]:
    now, family = post.now, standing_case.family
    last = yield from house.ladders.last_standing(family)
    if last is not None and last.why == "done" and not may_begin_again(last.closed_at, now, policy):
        return
    # A coach notes the calls of a day in one go: their families are not all asked in the same minute later.
    anchor_at = last_life_at(last, standing_case.sign_at) + spread_of(family, policy.spread)
    rung = last.rung if last is not None and last.why != "done" and anchor_at <= last.anchor_at else 0
    due = due_at(Kind.STANDING, anchor_at, rung, (yield from written_at(house, family)), policy)
    case = yield from house.cases.load(standing_case.case_id)
    if due is None or case is None or (due := not_before(last, due)) > now + A_DAY:
        return
    phone = yield from to_write_to(house, case, now)
    if phone is None or (yield from standing(house, phone, case.id, now)):
        return
    place = STANDS_AT[case.stage]
    ladder = Ladder(0, family, phone.id, Kind.STANDING, place, case.id, 0, anchor_at, due, rung)
    id_ = yield from house.ladders.begin(ladder)
    if id_ is None:
        return
    if place is Place.SILENT and not rung:
        yield from counts.stall(house, place, phone.language, now)
    yield from climb(house, post, id_)
