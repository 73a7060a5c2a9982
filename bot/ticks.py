"""What happens by itself, by the same door as a message: a case nobody took, storage that ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TypeAlias

from bot.desk import absence_news, breaking, handover, line_looks, mornings, offering, talk_ends
from bot.desk.hands import ANSWER, OWNED, UNCLAIMED
from bot.desk.line_timers import LINE
from bot.desk.offering import PLACE_ENDS, PLACE_REMINDER
from bot.desk.promising import DUE, OVERDUE, WARN
from bot.house import House
from bot.posting import Post
from bot.standstill import climbing, halfway, ladders, radar, round_life
from bot.turns import Handled
from bot.working_days import at_work
from dialogs.rules.keeping import may_write, next_writing_time
from dialogs.rules.promises import is_open
from dialogs.rules.walltime import local_day
from storage.units import Unit

Timer: TypeAlias = tuple[str, str, int]
"""Its id, its kind, and the row it is about."""

BLANK_FOR = timedelta(hours=1)
"""How long the blank row of an erased chat may stay, so that the receipt is delivered."""

PROOF_FOR = timedelta(days=3 * 366)
"""How long the proof of a yes outlives the family's data: the usual term of limitation (section 195 BGB)."""

SEEN_FOR = timedelta(days=3)
"""How long the ids of handled updates are kept. The channel itself keeps updates for a day."""

ABSENT_FOR = timedelta(days=8)
"""How long a past absence and a past closed day are kept: that somebody was ill is nobody's business later."""

LADDER_FOR = timedelta(days=366)
"""How long a closed ladder is kept: messages are counted over a year, and an ended ladder puts the next one off."""

CLOSES_WITHIN = timedelta(minutes=10)
"""What is due at closing time runs at the next tick; so long after it the team is still at its desk."""

GoesOff: TypeAlias = Callable[[House, Post, int], Unit[None]]

TIMERS: Mapping[str, GoesOff] = MappingProxyType(
    {
        ANSWER: handover.timer,
        UNCLAIMED: handover.timer,
        OWNED: handover.timer,
        WARN: breaking.warn,
        OVERDUE: breaking.overdue,
        DUE: breaking.due,
        LINE: line_looks.look,
        PLACE_REMINDER: offering.remind,
        PLACE_ENDS: line_looks.offer_over,
        talk_ends.TALK: talk_ends.goes_back,
        absence_news.SAME: absence_news.told_same,
        absence_news.ANEW: absence_news.told_anew,
        absence_news.CLOSED: absence_news.told_closed,
        mornings.MORNING: mornings.morning_comes,
        ladders.STALL: halfway.stalled,
        ladders.NUDGE: climbing.climb,
        ladders.RADAR: radar.radar,
    }
)
"""What each kind of timer does; what it is about is the row of a case, an offer, a talk, or nothing (0)."""

FOR_THE_TEAM = frozenset({ANSWER, UNCLAIMED, OWNED, WARN})
"""Kinds that ring a coach's phone. Due in opening hours; what a standstill left over waits for the morning."""


def timers_due(house: House, now: datetime) -> Unit[tuple[Timer, ...]]:
    """What is due, the oldest first, a hundred at most."""
    return (yield from house.cases.due_timers(now))


def timer_goes_off(house: House, timer: Timer, now: datetime) -> Unit[Handled]:
    """Run one timer, in a unit of its own, so that no other is held up by it. It is struck off in the same unit.

    A kind that this release does not know is struck off as well.
    """
    id_, kind, about = timer
    if not (yield from house.cases.timer_ran(id_)) or kind not in TIMERS:
        return Handled()
    house = yield from at_work(house)
    if kind in FOR_THE_TEAM and not _may_ring(house, now):
        later = next_writing_time(now, house.town.zone, house.off(now))
        yield from house.cases.set_timer(id_, kind, about, later)
        return Handled()
    post = Post(house, now)
    yield from TIMERS[kind](house, post, about)
    yield from mornings.refresh_mornings(house, post)
    return Handled(tuple(post.letters), roles=dict(post.roles), events=tuple(post.events))


def _may_ring(house: House, now: datetime) -> bool:
    zone, off = house.town.zone, house.off(now)
    return may_write(now, zone, off) or is_open(now - CLOSES_WITHIN, house.hours, zone, off)


def set_aside(house: House, timer: Timer, fault: str, now: datetime) -> Unit[None]:
    """Put a timer away that fails again and again: parked, as an update that cannot be handled is."""
    id_, _, _ = timer
    yield from house.cases.timer_ran(id_)
    yield from house.people.park(f"timer:{id_}", fault, now)


def sweep(house: House, now: datetime) -> Unit[int]:
    """Erase what may be kept no longer; gives how many rows, so that the caller goes on until none is left.

    Each case ends by its own date; that of a family in the programme that may be asked later ends with this yes, or
    with the project. A family goes once it has none, and was not here for as long as an unfinished talk is kept.
    """
    house = yield from at_work(house)
    policy = house.programme.retention.policy
    over = yield from house.cases.erase_over(
        now - timedelta(days=policy.handed_over),
        now - timedelta(days=policy.unreachable),
        now,
        now - timedelta(days=policy.undecided),
        project_runs=local_day(now, house.town.zone) <= house.programme.programme.ends_on,
    )
    for case_id in over:
        yield from talk_ends.wipe(house, Post(house, now), case_id)
    gone = yield from house.people.unfinished_before(now - timedelta(days=policy.unfinished), now - BLANK_FOR)
    for family in gone:
        yield from house.calendar.release(family)
        yield from house.people.forget(family, now)
    yield from house.ladders.forget(now - LADDER_FOR)
    yield from house.people.forget_proofs(now - PROOF_FOR)
    yield from house.people.forget_seen(now - SEEN_FOR)
    yield from house.absences.forget(now - ABSENT_FOR)
    yield from house.absences.forget_days((now - ABSENT_FOR).date())
    yield from house.invitations.forget(now - timedelta(days=7))
    yield from house.phone_codes.forget(now)
    yield from round_life.lapse(house, Post(house, now))
    return len(over) + len(gone)
