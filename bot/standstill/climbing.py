"""A ladder's timer has gone off: its next message, a better moment for it, or its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.leads import leads_of
from bot.gathering import Here, family_facts
from bot.house import House
from bot.posting import Post
from bot.standstill import counts, obstacles, offers
from bot.standstill.ladders import YEAR, policy_now, rest_now, set_next
from dialogs.desk.facts import DESK
from dialogs.family.asides import BARE
from dialogs.family.conversation import Need
from dialogs.family.nudges import nudge_screen
from dialogs.machine.words import say
from dialogs.rules.keeping import next_writing_time
from dialogs.rules.ladders import Kind, LadderPolicy, due_at, next_sending_time, rungs, sending_time
from dialogs.rules.stalls import Place
from storage.ladders import Ladder
from storage.nudges import MadeOffer
from storage.outbox import NUDGE as NUDGE_SPOT
from storage.outbox import Draft, Urgency
from storage.people import Person
from storage.units import Unit

STILL_USEFUL_FOR = timedelta(hours=3)
"""A message that could not be delivered for so long is not sent: it was to come by day, and at its own moment."""

A_DAY = timedelta(days=1)


def climb(house: House, post: Post, about: int) -> Unit[None]:
    """A ladder's timer: everything is looked at again, then comes its next message, a later moment, or its end."""
    ladder = yield from house.ladders.load(about)
    if ladder is None or ladder.closed_at is not None:
        return
    phone = yield from house.people.load(ladder.phone)
    why = "over" if phone is None else (yield from _obstacle(house, phone, ladder, post.now))
    if phone is None or why:
        yield from house.ladders.close(ladder.id, why, post.now)
        return
    policy = yield from policy_now(house)
    if ladder.rung >= len(rungs(Kind(ladder.kind), policy)):
        yield from _ends(house, post, ladder)
        return
    rest = rest_now(house, post.now)
    at = sending_time(ladder.next_at, post.now, ladder.id, rest, policy)
    if phone.state is not None and phone.state.aside in BARE:
        # Somebody may be looking over the shoulder: it is put off, not lost.
        at = sending_time(next_sending_time(at + A_DAY, rest, policy), post.now, ladder.id, rest, policy)
    if at > post.now:
        yield from house.ladders.plan(ladder.id, at)
        yield from set_next(house, ladder.id, ladder.rung, at)
        return
    yield from _send(house, post, ladder, phone, policy)


def _obstacle(house: House, phone: Person, ladder: Ladder, now: datetime) -> Unit[str]:
    if phone.family != ladder.person:
        return "over"
    if ladder.kind == Kind.HALFWAY:
        return (yield from obstacles.halfway(house, phone, now))
    return (yield from obstacles.standing(house, phone, ladder.case_id or 0, now))


def _send(house: House, post: Post, ladder: Ladder, phone: Person, policy: LadderPolicy) -> Unit[None]:
    """The next message: another offer than any the family had. Without one left, or too many a year, it ends."""
    kind, now, rung = Kind(ladder.kind), post.now, ladder.rung + 1
    written = yield from house.nudges.written_since(ladder.person, now - YEAR)
    if written >= policy.most_a_year:
        yield from _ends(house, post, ladder)
        return
    if not (yield from house.ladders.climb(ladder, now, None)):
        return
    place, next_at = Place(ladder.place), due_at(kind, ladder.anchor_at, rung, now, policy)
    last = next_at is None or written + 1 >= policy.most_a_year or _is_gone(house, phone, kind, next_at)
    made = yield from offers.make_offer(house, post, phone, place, now, ladder=ladder.id, rung=rung, last=last)
    if made is None:
        yield from _ends(house, post, ladder)
        return
    yield from counts.add(house, "nudge.rung", f"{kind}.{rung}", phone.language, now)
    is_last = last or (yield from offers.next_offer(house, phone, place)) is None
    comes_at = now + policy.closes_after[kind] if is_last or next_at is None else next_at
    yield from house.ladders.plan(ladder.id, comes_at)
    yield from set_next(house, ladder.id, rung, comes_at)
    if is_last:
        # It is said, so it holds: also where ladders are whole again, or a shelf is filled, before the end.
        yield from house.ladders.at_top(ladder.id, len(rungs(kind, replace(policy, halved=False))))
    yield from _write(house, post, ladder, phone, made, is_last=is_last)


def _is_gone(house: House, phone: Person, kind: Kind, at: datetime) -> bool:
    """Whether a family that stopped half-way is erased by then."""
    kept_for = timedelta(days=house.programme.retention.unfinished_days)
    return kind is Kind.HALFWAY and phone.case_id is None and phone.seen_at + kept_for <= at


def _write(house: House, post: Post, ladder: Ladder, phone: Person, made: MadeOffer, *, is_last: bool) -> Unit[None]:
    """The message in a spot of its own: sent once, and not at all where the ladder closes before it leaves."""
    facts = yield from family_facts(house, Here(phone, post.now), frozenset({Need.PROMISE}))
    screen = nudge_screen(offers.as_shown(made, last=is_last), facts)
    draft = Draft(
        phone.id, screen, NUDGE_SPOT, once=True, fresh=True, urgency=Urgency.NUDGE, kind=NUDGE_SPOT,
        mark=f"nudge:{ladder.id}:{made.rung}", sequence=ladder.id, until=post.now + STILL_USEFUL_FOR,
    )  # fmt: skip
    yield from post.write(phone, draft)


def _ends(house: House, post: Post, ladder: Ladder) -> Unit[None]:
    """The ladder is at its end, and the bot is silent. Whoever has a standing case hears so, in the day's hours."""
    tells = ladder.kind == Kind.STANDING and ladder.rung > 0 and ladder.case_id is not None
    at = next_writing_time(post.now, house.town.zone, house.off(post.now))
    if tells and at > post.now:
        yield from set_next(house, ladder.id, ladder.rung, at)
        return
    if not (yield from house.ladders.close(ladder.id, "done", post.now)) or not tells:
        return
    case = yield from house.cases.load(ladder.case_id or 0)
    owner = (yield from house.people.load(case.owner)) if case is not None and case.owner is not None else None
    team = (owner,) if owner is not None and owner.role in DESK else (yield from leads_of(house))
    yield from post.first_cards(ladder.case_id or 0, team, say("desk.news.silence"))
