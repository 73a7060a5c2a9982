"""What happens by itself, by the same door as a message: a case nobody took, storage that ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.booking import UNCLAIMED
from bot.house import House
from bot.posting import Post
from bot.turns import Handled
from dialogs.desk.facts import Role
from dialogs.family.facts import Stage
from dialogs.machine.words import Moment, say
from storage.units import Unit

BLANK_FOR = timedelta(hours=1)
"""How long the blank row of an erased chat may stay, so that the receipt is delivered."""

PROOF_FOR = timedelta(days=3 * 366)
"""How long the proof of a yes outlives the family's data: the usual term of limitation (section 195 BGB)."""

SEEN_FOR = timedelta(days=3)
"""How long the ids of handled updates are kept. The channel itself keeps updates for a day."""


def timers_due(house: House, now: datetime) -> Unit[Handled]:
    """Run what is due. Each timer is struck off in the same unit, so it runs once."""
    post = Post(house, now)
    for id_, kind, case_id in (yield from house.cases.due_timers(now)):
        if (yield from house.cases.timer_ran(id_)) and kind == UNCLAIMED:
            yield from _tell_lead(house, post, case_id)
    return Handled(tuple(post.letters))


def _tell_lead(house: House, post: Post, case_id: int) -> Unit[None]:
    case = yield from house.cases.load(case_id)
    if case is None or case.stage is not Stage.RECEIVED:
        return
    team = yield from house.people.team()
    leads = tuple(person for person in team if person.role is Role.LEAD)
    if not leads:
        yield from house.cases.set_timer(f"{UNCLAIMED}:{case_id}", UNCLAIMED, case_id, house.lead_hears_at(post.now))
    waiting = say("desk.lead.unclaimed", at=Moment(case.opened_at, "day_clock"))
    yield from post.first_cards(case_id, leads, waiting)


def sweep(house: House, now: datetime) -> Unit[int]:
    """Erase what may be kept no longer; gives how many rows, so that the caller goes on until none is left.

    Each case ends by its own date; a family goes once it has none, and was not here for as long as an
    unfinished talk is kept.
    """
    policy = house.programme.retention.policy
    over = yield from house.cases.erase_over(
        now - timedelta(days=policy.handed_over), now - timedelta(days=policy.unreachable), now
    )
    gone = yield from house.people.unfinished_before(now - timedelta(days=policy.unfinished), now - BLANK_FOR)
    for family in gone:
        yield from house.calendar.release(family)
        yield from house.people.forget(family, now)
    yield from house.people.forget_proofs(now - PROOF_FOR)
    yield from house.people.forget_seen(now - SEEN_FOR)
    yield from house.invitations.forget(now - timedelta(days=7))
    return len(over) + len(gone)
