"""Families that stopped half-way in the intake: looked at a day later, and asked by a ladder that begins then."""

from __future__ import annotations

from datetime import datetime

from bot.gathering import Here
from bot.house import House
from bot.posting import Post
from bot.standstill import counts
from bot.standstill.climbing import climb
from bot.standstill.ladders import (
    FOR_EVER,
    STALL,
    answers_of,
    is_same_stall,
    last_life_at,
    not_before,
    policy_now,
    written_at,
)
from bot.standstill.obstacles import halfway, place_halfway
from dialogs.machine.turn import State
from dialogs.rules.ladders import Kind, due_at
from dialogs.rules.stalls import Place
from storage.ladders import Ladder
from storage.people import Person
from storage.units import Unit

UNWANTED = FOR_EVER | {"stopped", "consent"}
"""Why a family that stopped is not asked, though it could be."""


def watch_halfway(house: House, here: Here, state: State) -> Unit[None]:
    """After a turn that leaves a family half-way: look again when the first message would be due.

    Asked of what is at hand, in one statement at most; all else is asked when the time has come.
    """
    person = here.person
    if state.flow != house.flows.intake.id or person.listed_at is not None:
        return
    after = house.programme.nudges.policy.halfway[0]
    yield from house.cases.set_timer(f"{STALL}:{person.id}", STALL, person.id, here.now + after)


def stalled(house: House, post: Post, about: int) -> Unit[None]:
    """A phone's timer: where it still stands half-way, its ladder begins. Without a yes that is but counted."""
    phone = yield from house.people.load(about)
    why = "over" if phone is None else (yield from halfway(house, phone, post.now))
    if phone is not None and why in UNWANTED:
        yield from _only_counted(house, phone, post.now)
    if phone is None or why:
        return
    place = place_halfway(house, phone)
    last = yield from house.ladders.last_of(phone.family)
    if place is None or (last is not None and last.closed_at is None):
        return
    ladder = yield from _next_ladder(house, phone, place, last)
    if ladder is None:
        return
    if ladder.rung == 0 and ladder.next_at > post.now:
        yield from house.cases.set_timer(f"{STALL}:{phone.id}", STALL, phone.id, ladder.next_at)
        return
    id_ = yield from house.ladders.begin(ladder)
    if id_ is None:
        return
    if ladder.rung == 0:
        yield from counts.stall(house, place, phone.language, post.now)
    yield from climb(house, post, id_)


def _only_counted(house: House, phone: Person, now: datetime) -> Unit[None]:
    """A family that is not asked stopped here all the same: where families stop must not be told of some alone."""
    place, looked_at = place_halfway(house, phone), phone.seen_at + house.programme.nudges.policy.halfway[0]
    if looked_at > now:
        yield from house.cases.set_timer(f"{STALL}:{phone.id}", STALL, phone.id, looked_at)
    elif place is not None and phone.listed_at is None and phone.case_id is None:
        yield from counts.stall(house, place, phone.language, now)


def _next_ladder(house: House, phone: Person, place: Place, last: Ladder | None) -> Unit[Ladder | None]:
    """The ladder of this stall; None where the family had every message that one may have."""
    policy = yield from policy_now(house)
    answers = answers_of(phone)
    same = last if last is not None and is_same_stall(last, place, answers) else None
    rung = same.rung if same is not None else 0
    anchor_at = last_life_at(last, phone.seen_at)
    due = due_at(Kind.HALFWAY, anchor_at, rung, (yield from written_at(house, phone.family)), policy)
    if due is None:
        return None
    due = not_before(same, due)
    return Ladder(0, phone.family, phone.id, Kind.HALFWAY, place, None, answers, anchor_at, due, rung)
