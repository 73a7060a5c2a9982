"""Ladders of contacts: how one is begun and closed, and what its figures and its days of rest are now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.gathering import Here
from bot.house import House
from bot.posting import Post
from bot.standstill import counts, watch
from bot.standstill.obstacles import halfway, place_halfway, standing
from dialogs.rules.ladders import Kind, LadderPolicy, Rest, asked_again_at, rungs
from dialogs.rules.stalls import Place
from storage.ladders import Ladder
from storage.people import Person
from storage.units import Unit

STALL, NUDGE, RADAR = "stall", "nudge", "radar"
"""Kinds of timers: a family may have stopped (about its phone), the next message of a ladder, the daily look."""

BLOCKED = "blocked"
"""Why a phone is written nothing unasked that blocked the bot: letting it write again is no sign of life."""

FOR_EVER = frozenset({"never", "crisis"})
"""Why a phone is written nothing unasked until it says yes anew."""

BY_FAMILY = frozenset({"life", "booked", "crisis", "stopped", "never", "not_now", "consent"})
"""What closes a ladder that the family did itself."""

SIGNS = BY_FAMILY | {"handed"}
"""What closes a ladder that is a sign of life, of the family or of its coach."""

YEAR = timedelta(days=365)

STOPPED_WITHIN = timedelta(days=7)
"""A stop counts against the newest message, if it is not older; chosen here: at least a week lies between two."""


def policy_now(house: House) -> Unit[LadderPolicy]:
    """The figures behind the ladders, halved where too many wanted no more messages."""
    halved = yield from watch.is_halved(house)
    return replace(house.programme.nudges.policy, halved=halved)


def rest_now(house: House, now: datetime) -> Rest:
    """The days round now on which nothing unasked is sent."""
    return house.programme.nudges.rest(house.town.zone, house.off(now))


def set_next(house: House, id_: int, rung: int, at: datetime) -> Unit[None]:
    """The ladder's next message (or, after the last one, its end) is looked at then."""
    yield from house.cases.set_timer(f"{NUDGE}:{id_}:{rung}", NUDGE, id_, at)


def sign_of_life(house: House, post: Post, here: Here) -> Unit[None]:
    """Anything a family does closes its ladder, in the same unit. Who never wrote before has none."""
    if here.person.state is None:
        return
    yield from house.ladders.close_of(here.person.family, "life", post.now)
    if here.person.unasked == BLOCKED:
        yield from house.people.ask_no_more(here.person.id, "")


def close_ladder(house: House, post: Post, family: int, why: str) -> Unit[None]:
    """Close the family's open ladder, if there is one; `why` is a code as `Ladder.why` lists them.

    One that this turn's sign of life closed already is closed for this reason instead.
    """
    if (yield from house.ladders.close_of(family, why, post.now)) is None:
        yield from house.ladders.closed_for(family, why, post.now)


def handed(house: House, post: Post, case_id: int) -> Unit[None]:
    """A coach does something for the family: it needs no message of the bot's."""
    yield from house.ladders.close_of_case(case_id, "handed", post.now)


def blocked(house: House, post: Post, person: Person) -> Unit[None]:
    """The phone blocked the bot: nothing unasked comes before it does something itself."""
    yield from close_ladder(house, post, person.family, BLOCKED)
    if not person.unasked:
        yield from house.people.ask_no_more(person.id, BLOCKED)


def crisis(house: House, post: Post, person: Person) -> Unit[None]:
    """Numbers for an emergency were shown: nothing unasked comes before a new yes."""
    yield from close_ladder(house, post, person.family, "crisis")
    if person.unasked not in FOR_EVER:
        yield from house.people.ask_no_more(person.id, "crisis")


def stopped(house: House, post: Post, person: Person) -> Unit[None]:
    """The family wants no messages: that counts against the newest one, if it came of late."""
    yield from close_ladder(house, post, person.family, "stopped")
    last = yield from house.nudges.last_written(person.family)
    if last is None or post.now - last.at > STOPPED_WITHIN:
        return
    if (yield from house.nudges.stopped(last.id, post.now)):
        yield from counts.offer(house, last, "stopped", person.language, post.now)
        yield from watch.check(house, post)


def put_off(house: House, post: Post, here: Here, ladder: Ladder | None = None) -> Unit[bool]:
    """Not now: the ladder closes, and where a message is left a new one goes on from its rung in two weeks.

    ladder: the one below whose message that was said, None for an offer that greeted a family which came back
    Gives whether the family is asked again. The anchor is laid so that the messages after it keep their distances.
    A ladder whose last message said that there is silence now is done.
    """
    person, now = here.person, here.now
    last, policy = (yield from house.ladders.last_of(person.family)), (yield from policy_now(house))
    is_done = last is not None and last.rung >= len(rungs(Kind(last.kind), policy))
    yield from close_ladder(house, post, person.family, "done" if is_done else "not_now")
    if person.state is not None:
        # It is a sign of life also where it moves nothing, and storage counts from the last one.
        yield from house.people.save(person.id, person.state, now)
    if ladder is not None and ladder.person != person.family:
        return False
    begun = yield from begun_anew(house, person, now)
    if begun is None:
        return False
    kind, rest = Kind(begun.kind), rest_now(house, now)
    spans = rungs(kind, policy)
    erased_at = now + timedelta(days=house.programme.retention.unfinished_days)
    again_at = asked_again_at(kind, now, rest, policy, erased_at if kind is Kind.HALFWAY else None)
    put = replace(begun, anchor_at=again_at - spans[begun.rung], next_at=again_at)
    id_ = yield from house.ladders.begin(put)
    if id_ is not None:
        yield from set_next(house, id_, put.rung, again_at)
    return id_ is not None


def begun_anew(house: House, person: Person, now: datetime) -> Unit[Ladder | None]:
    """The ladder that would go on where the last was, by where the family stands now; None for no message more."""
    last, policy = (yield from house.ladders.last_of(person.family)), (yield from policy_now(house))
    begun = yield from _going_on(house, person, last, now)
    if begun is None or begun.rung >= len(rungs(Kind(begun.kind), policy)):
        return None
    written = yield from house.nudges.written_since(person.family, now - YEAR)
    return begun if written < policy.most_a_year else None


def _going_on(house: House, person: Person, last: Ladder | None, now: datetime) -> Unit[Ladder | None]:
    place = place_halfway(house, person)
    if place is not None:
        answers = answers_of(person)
        rung = last.rung if last is not None and is_same_stall(last, place, answers) else 0
        why = yield from halfway(house, person, now)
        begun = Ladder(0, person.family, person.id, Kind.HALFWAY, place, None, answers, now, now, rung)
        return None if why else begun
    if last is None or last.kind != Kind.STANDING or last.case_id is None:
        return None
    why = yield from standing(house, person, last.case_id, now)
    return None if why else replace(last, phone=person.id, sent_at=None, closed_at=None, why="")


def answers_of(person: Person) -> int:
    """How many answers a family has given."""
    return len(person.state.answers) if person.state is not None else 0


def is_same_stall(last: Ladder, place: Place, answers: int) -> bool:
    """Whether a family stands where its last ladder found it, without an answer more."""
    return last.kind == Kind.HALFWAY and (last.place, last.answers) == (place, answers)


def written_at(house: House, family: int) -> Unit[datetime | None]:
    """When the last message of a ladder went to this family."""
    last = yield from house.nudges.last_written(family)
    return last.at if last is not None else None


def last_life_at(ladder: Ladder | None, seen_at: datetime) -> datetime:
    """The last sign of life: a press that moves nothing, or a case given on, closes the ladder all the same."""
    if ladder is None or ladder.closed_at is None or ladder.why not in SIGNS:
        return seen_at
    return max(seen_at, ladder.closed_at)


def not_before(ladder: Ladder | None, due_at: datetime) -> datetime:
    """When a new ladder's first message is due: who said "not now" is not asked sooner for what is done meanwhile."""
    waited = ladder is not None and ladder.sent_at is None and ladder.why in ("life", "handed")
    return max(due_at, ladder.next_at) if ladder is not None and waited else due_at
