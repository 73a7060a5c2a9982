"""What must hold in the town at every hour, whatever people do; each law gives the sentences that break it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import partial

from bot.gathering import Here, family_facts
from dialogs.desk.facts import DESK, Role
from dialogs.family.conversation import needs, present
from dialogs.family.facts import LIVE
from dialogs.family.intake import HOME
from dialogs.rules.handover import owned_by
from dialogs.rules.hours import parse_hours
from dialogs.rules.walltime import local_day, open_spans
from storage.outbox import LIVING
from storage.people import Person
from tests.proofs.quarter.town import Town

REMINDER_ANSWER = ("~card", "ok")
WAKES, SLEEPS = time(8), time(20)
JUST_ACTED = timedelta(minutes=2)
A_MOMENT = timedelta(minutes=5)


def day_of(town: Town, at: datetime) -> str:
    """The instant as people in the town read it."""
    return f"{at.astimezone(town.house.town.zone):%a %d %b %Y %H:%M}"


async def no_double_booking(town: Town) -> list[str]:
    """No coach has two calls at once."""
    rows = await town.rows(
        """SELECT a.coach, a.starts_at FROM bookings a JOIN bookings b ON a.coach = b.coach AND a.id < b.id
           WHERE a.case_id IS NOT NULL AND b.case_id IS NOT NULL
             AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at"""
    )
    return [f"coach {coach} has two calls at {starts_at}" for coach, starts_at in rows]


async def no_call_outside_hours(town: Town) -> list[str]:
    """Every booked call to come lies in its coach's hours, on no holiday or closed day, and in no absence."""
    house, now = town.house, town.clock()
    team = {person.id: person for person in await town.run(house.people.team)}
    away = await town.run(partial(house.absences.all_from, now))
    closed = frozenset(await town.run(house.absences.closed_days))
    broken = []
    rows = await town.rows(
        "SELECT coach, starts_at, ends_at, case_id FROM bookings WHERE case_id IS NOT NULL AND starts_at > :now",
        now=int(now.timestamp()),
    )
    for coach, starts, ends, case in rows:
        starts_at, ends_at = datetime.fromtimestamp(starts, UTC), datetime.fromtimestamp(ends, UTC)
        day = local_day(starts_at, house.town.zone)
        spans = open_spans(parse_hours(team[coach].hours), day, house.town.zone, house.off(starts_at) | closed)
        if not any(span.starts_at <= starts_at and ends_at <= span.ends_at for span in spans):
            broken.append(f"a call of coach {coach} lies outside working hours: {day_of(town, starts_at)}")
        if any(begins < ends_at and starts_at < over for begins, over in away.get(coach, ())):
            broken.append(
                f"coach {coach} is away, and has a call: {day_of(town, starts_at)}: {await _story(town, case)}"
            )
    return broken


async def _story(town: Town, case: int) -> str:
    """Through whose hands a case went, for whoever has to mend it."""
    hands = await town.rows("SELECT at, what, coach, why FROM hands WHERE case_id = :case ORDER BY id", case=case)
    told = (f"{day_of(town, datetime.fromtimestamp(at, UTC))} {what} {coach} {why}" for at, what, coach, why in hands)
    return f"case {case}: " + "; ".join(told)


async def every_promise_has_an_owner(town: Town) -> list[str]:
    """No promise is open that nobody of the present team keeps, and none is long overdue."""
    team = {person.id for person in await town.run(town.house.people.team) if person.role in DESK}
    rows = await town.rows("SELECT case_id, owner, due_at FROM promises WHERE state = 'open'")
    orphans = [f"case {case}: nobody keeps the promise" for case, owner, _ in rows if owner not in team]
    late = town.clock().timestamp() - timedelta(days=5).total_seconds()
    return orphans + [
        f"case {case}: a promise is days over and nobody said so" for case, _, due in rows if due < late
    ]


async def every_live_case_has_a_promise(town: Town) -> list[str]:
    """Whoever waits for a call was promised one (a family whose number is wrong is asked first)."""
    rows = await town.rows(
        """SELECT id FROM cases WHERE stage IN ('received', 'taken') AND never_call = 0 AND NOT EXISTS (
             SELECT 1 FROM promises p WHERE p.case_id = cases.id AND p.state = 'open')"""
    )
    return [f"case {case} waits, and nothing is promised" for (case,) in rows]


async def no_promise_on_a_dead_case(town: Town) -> list[str]:
    """Nothing stays promised to a family whose call is over, one way or another."""
    rows = await town.rows(
        """SELECT p.case_id, c.stage FROM promises p JOIN cases c ON c.id = p.case_id
           WHERE p.state = 'open' AND (c.stage NOT IN ('received', 'taken') OR c.family IS NULL)"""
    )
    return [f"case {case} is {stage}, and a call is promised" for case, stage in rows]


async def no_booking_on_a_dead_case(town: Town) -> list[str]:
    """No coach's time is kept for a call that does not come, or that has no exact time."""
    rows = await town.rows(
        """SELECT c.id, c.stage, c.wish FROM bookings b JOIN cases c ON c.id = b.case_id
           WHERE c.stage NOT IN ('received', 'taken', 'wrong_number') OR c.wish <> 'exact'"""
    )
    return [f"case {case} is {stage} ({wish}), and a time is kept for it" for case, stage, wish in rows]


async def no_case_unseen(town: Town) -> list[str]:
    """Nobody waits longer than a working day until somebody has the case."""
    house, now = town.house, town.clock()
    closed = frozenset(await town.run(house.absences.closed_days))
    rows = await town.rows("SELECT id, opened_at FROM cases WHERE stage = 'received' AND owner IS NULL")
    broken = []
    for case, opened in rows:
        opened_at = datetime.fromtimestamp(opened, UTC)
        # A case that comes back (an absence, a broken promise) has a new working day, told by its hands.
        since = await town.rows(
            "SELECT MAX(at) FROM hands WHERE case_id = :case AND what NOT IN ('offered', 'passed', 'timed_out')",
            case=case,
        )
        begun = max(opened_at, datetime.fromtimestamp(since[0][0] or 0, UTC))
        latest = owned_by(begun, 1, house.hours, house.town.zone, house.off(begun) | closed)
        if now > latest + A_MOMENT:
            broken.append(f"case {case} of {day_of(town, opened_at)} has no owner")
    return broken


async def phones_show_the_truth(town: Town, families: dict[int, int]) -> list[str]:
    """Every family that waits for a call reads what is so: who has the case, and when the phone rings.

    A case that is over keeps its last card, also where somebody who stands on it has left the team since.
    """
    house = town.house
    broken = []
    for chat in families:
        person = await town.run(partial(house.people.find, chat))
        if not _looks_at_its_card(person):
            continue
        assert person is not None
        assert person.state is not None
        here = Here(person, town.clock())
        facts = await town.run(partial(family_facts, house, here, needs(house.flows, person.state)))
        if facts.case is None or facts.case.stage not in LIVE:
            continue
        wanted = house.texts.render(present(house.flows, person.state, facts), person.language).text
        stands = await town.run(partial(house.outbox.where, person.id, LIVING))
        message = town.phones.of[chat].messages.get(stands or 0)
        if message is None or not message.text.endswith(wanted):
            broken.append(f"family {chat} reads {message.text if message else 'nothing'!r} instead of {wanted!r}")
    return broken


def _looks_at_its_card(person: Person | None) -> bool:
    return bool(
        person and person.role is Role.FAMILY and person.state and person.state.flow == HOME.id
        and not person.state.aside and person.reachable
    )  # fmt: skip


async def nothing_is_left_lying(town: Town) -> list[str]:
    """No letter is due that was not sent, and no timer."""
    now = int((town.clock() - A_MOMENT).timestamp())
    letters = await town.rows(
        """SELECT o.id, o.kind FROM outbox o JOIN persons p ON p.id = o.person
           WHERE o.status = 'waiting' AND o.due_at < :now AND p.reachable = 1 AND o.kind NOT LIKE 'reminder%'""",
        now=now,
    )
    timers = await town.rows("SELECT id, kind FROM timers WHERE due_at < :now", now=now)
    return [f"letter {id_} ({kind}) was never sent" for id_, kind in letters] + [
        f"timer {id_} never went off" for id_, _ in timers
    ]


def nobody_was_woken(town: Town, families: dict[int, int]) -> Iterator[str]:
    """No family's phone rings at night, unless it was the family that just did something."""
    for at, chat, shown in town.phones.sent:
        clock = at.astimezone(town.house.town.zone).time()
        if chat in families and not WAKES <= clock < SLEEPS and not town.acted_within(chat, at, JUST_ACTED):
            yield f"family {chat} was woken at {day_of(town, at)}: {shown.text[:60]!r}"


def no_reminder_after_the_end(town: Town, ended: dict[int, datetime]) -> Iterator[str]:
    """Nobody is reminded of a call that was called off."""
    for at, chat, shown in town.phones.sent:
        reminds = any((press.at, press.pick) == REMINDER_ANSWER for press in shown.presses())
        if reminds and chat in ended and at > ended[chat]:
            yield f"family {chat} called off on {day_of(town, ended[chat])} and was reminded on {day_of(town, at)}"
