"""The ladder of hands: a case is offered to one coach after the other, then shown to the lead, then the lead's."""

from __future__ import annotations

from bot.coaches import as_the_rules_see
from bot.desk.candidates import COACHES, next_of, who_is_here
from bot.desk.chain import FOR_LEAD, Standing, standing_of
from bot.desk.hands import ANSWER, LADDER, OWNED, UNCLAIMED, can_have_it, offer, put_into
from bot.desk.leads import leads_of
from bot.desk.promising import promise_owner_changed
from bot.house import House
from bot.posting import Post
from bot.telling import redraw_family
from dialogs.family.facts import Stage
from dialogs.machine.words import Moment, Phrase, say
from dialogs.rules.assignment import best_coach, in_order
from dialogs.rules.handover import Ladder, Step, Unclaimed, answers_by, lead_sees_at, next_step, owned_by
from dialogs.rules.keeping import EXACT
from storage.cases import CaseRow
from storage.people import Person
from storage.units import Unit

MOST_STEPS = 50
"""A ladder has fewer rungs than this; what never ends is cut off here."""


def begin(house: House, post: Post, case_id: int, coach: int | None = None) -> Unit[None]:
    """A case was opened: offer it to `coach`, whose time the call takes, else to the best of all."""
    yield from house.hands.note(case_id, "opened", None, post.now)
    yield from _look_for_hands(house, post, case_id, coach)


def start_over(
    house: House, post: Post, case: CaseRow, without: int | None, why: str, coach: int | None = None
) -> Unit[bool]:
    """Whoever had the case (or was asked) has it no longer: the ladder begins anew, without this coach.

    It begins with `coach` where the call takes that one's time. False, and nothing is changed, where there is nobody
    else, and no such coach. `why` is the code of a reason.
    """
    others = yield from who_is_here(house, post.now)
    if coach is None and not any(one.id != without for one in others):
        return False
    yield from house.cases.untake(case.id)
    yield from house.hands.note(case.id, "left", without, post.now, why=why)
    if without is not None:
        yield from house.hands.note(case.id, "timed_out", without, post.now, why=why)
    yield from house.cases.suggest(case.id, None, "")
    yield from _look_for_hands(house, post, case.id, coach)
    return True


def _look_for_hands(house: House, post: Post, case_id: int, coach: int | None) -> Unit[None]:
    calls, zone, off = house.programme.calls, house.town.zone, house.off(post.now)
    seen = lead_sees_at(post.now, calls.unclaimed_to_lead_after_working_minutes, house.hours, zone, off)
    owned = owned_by(post.now, calls.owner_within_working_days, house.hours, zone, off)
    yield from house.cases.stop_timers(case_id, LADDER)
    yield from house.cases.set_timer(f"{UNCLAIMED}:{case_id}", UNCLAIMED, case_id, seen)
    yield from house.cases.set_timer(f"{OWNED}:{case_id}", OWNED, case_id, owned)
    case = yield from house.cases.load(case_id)
    if coach is not None and case is not None:
        here = yield from who_is_here(house, post.now, COACHES)
        chosen = best_coach([one for one in here if one.id == coach], case.language)
        if chosen is not None:
            yield from offer(house, post, case, chosen)
            return
    yield from go_on(house, post, case_id)
    if coach is not None:
        yield from _wait_for(house, post, case_id, coach)


def _wait_for(house: House, post: Post, case_id: int, coach: int) -> Unit[None]:
    """Nobody else is there: whose time the call takes is asked all the same, away today or not."""
    case = yield from house.cases.load(case_id)
    person = yield from house.people.load(coach)
    if case is None or person is None or case.stage is not Stage.RECEIVED or case.suggested is not None:
        return
    chosen = best_coach((yield from as_the_rules_see(house, (person,), post.now)), case.language)
    if chosen is not None:
        yield from offer(house, post, case, chosen)


def go_on(house: House, post: Post, case_id: int) -> Unit[None]:
    """Take every step that is due for a case nobody took: the next coach, the lead's eye, the lead's hands."""
    for _ in range(MOST_STEPS):
        case = yield from house.cases.load(case_id)
        if case is None or case.stage is not Stage.RECEIVED or case.body is None:
            return
        standing = standing_of((yield from house.hands.of(case_id)), case.opened_at)
        choice = yield from next_of(house, post.now, case, standing.tried)
        leads = yield from _leads_here(house)
        unclaimed = Unclaimed(standing.begun_at, standing.offered_at, standing.lead_sees or not leads)
        zone, off = house.town.zone, house.off(post.now)
        step = next_step(unclaimed, choice is not None, post.now, house.hours, zone, off, _figures(house))
        match step:
            case Step.OFFER if choice is not None:
                yield from _timed_out(house, post, case, standing)
                yield from offer(house, post, case, choice)
            case Step.LEAD:
                if choice is None:
                    yield from _leave_with_lead(house, post, case, standing, leads)
                yield from _show_leads(house, post, case, leads)
            case Step.GIVE_TO_LEAD:
                yield from _timed_out(house, post, case, standing)
                if not (yield from to_lead(house, post, case, say("desk.hand.owned"))):
                    yield from _again(house, post, case_id, OWNED)
                    return
                yield from redraw_family(house, post, case_id)
            case _:
                if choice is None:
                    yield from _leave_with_lead(house, post, case, standing, leads)
                return


def timer(house: House, post: Post, case_id: int) -> Unit[None]:
    """A time of the ladder is over. Where there is nobody yet, it is looked at again an hour of work later."""
    yield from go_on(house, post, case_id)
    case = yield from house.cases.load(case_id)
    if case is None or case.stage is not Stage.RECEIVED or case.body is None:
        return
    yield from _keep_watch(house, post, case)
    if not (yield from _leads_here(house)):
        yield from _again(house, post, case_id, UNCLAIMED)


def _keep_watch(house: House, post: Post, case: CaseRow) -> Unit[None]:
    """Where a day was closed meanwhile the times of the ladder lie later, and are set anew."""
    calls, hours, zone, off = house.programme.calls, house.hours, house.town.zone, house.off(post.now)
    standing = standing_of((yield from house.hands.of(case.id)), case.opened_at)
    seen = lead_sees_at(standing.begun_at, calls.unclaimed_to_lead_after_working_minutes, hours, zone, off)
    owned = owned_by(standing.begun_at, calls.owner_within_working_days, hours, zone, off)
    due = [(f"{UNCLAIMED}:{case.id}", UNCLAIMED, seen), (f"{OWNED}:{case.id}", OWNED, owned)]
    if standing.offered_at is not None:
        until = answers_by(standing.offered_at, calls.answer_within_working_minutes, hours, zone, off)
        due.append((f"{ANSWER}:{case.id}:{standing.offers}", ANSWER, until))
    for id_, kind, at in due:
        if at > post.now:
            yield from house.cases.set_timer(id_, kind, case.id, at)


def _again(house: House, post: Post, case_id: int, kind: str) -> Unit[None]:
    minutes = house.programme.calls.answer_within_working_minutes
    at = answers_by(post.now, minutes, house.hours, house.town.zone, house.off(post.now))
    yield from house.cases.set_timer(f"{kind}:{case_id}", kind, case_id, at)


def somebody_came(house: House, post: Post) -> Unit[None]:
    """Somebody joined the team, or can be reached again: who waits for nobody goes on."""
    for case in (yield from house.cases.without_owner()):
        if case.stage is Stage.RECEIVED:
            yield from go_on(house, post, case.id)


def somebody_left(house: House, post: Post, coach: int) -> Unit[None]:
    """A coach blocked the bot, is away or left the team: what that coach was asked to take goes on at once."""
    for case in (yield from house.cases.without_owner()):
        if case.stage is Stage.RECEIVED and case.suggested == coach:
            yield from house.hands.note(case.id, "timed_out", coach, post.now, why="gone")
            yield from house.cases.suggest(case.id, None, "")
            yield from house.cases.stop_timers(case.id, (ANSWER,))
            yield from go_on(house, post, case.id)
            if case.appointment.wish == EXACT:
                yield from redraw_family(house, post, case.id)


def without_owner(house: House, post: Post) -> Unit[tuple[CaseRow, ...]]:
    """Open cases that nobody has, and that nobody who is here is asked to take: for the lead's eye."""
    here = {one.id for one in (yield from who_is_here(house, post.now))}
    rows = yield from house.cases.without_owner()
    return tuple(row for row in rows if row.stage is not Stage.RECEIVED or row.suggested not in here)


def to_lead(house: House, post: Post, case: CaseRow, news: Phrase, but: int | None = None) -> Unit[bool]:
    """The lead with the fewest open cases owns it, without any lead the best coach; False where nobody else is there.

    `but` gets it only where there is nobody else.
    """
    here = yield from who_is_here(house, post.now)
    leads = {lead.id for lead in (yield from _leads_here(house))}
    ranked = sorted(in_order(here, case.language), key=lambda one: (one.id == but, one.id not in leads))
    led = sorted((one for one in ranked if one.id in leads), key=lambda one: (one.id == but, one.open_cases))
    keeper = (yield from house.people.load((led or ranked)[0].id)) if ranked else None
    if keeper is None or keeper.id == case.owner:
        return False
    if not (yield from can_have_it(house, case, keeper, post.now)):
        yield from house.calendar.free(case.id)
    return (yield from put_into(house, post, case, keeper, news, why="nobody"))


def _timed_out(house: House, post: Post, case: CaseRow, standing: Standing) -> Unit[None]:
    if standing.asked is None:
        return
    yield from house.hands.note(case.id, "timed_out", standing.asked, post.now)
    post.events.append(("case.unanswered", {"case": case.id, "coach": standing.asked}))


def _show_leads(house: House, post: Post, case: CaseRow, leads: tuple[Person, ...]) -> Unit[None]:
    """Every lead gets the card, whoever is asked just now."""
    yield from house.hands.note(case.id, "offered", leads[0].id, post.now, why=FOR_LEAD)
    post.events.append(("case.unclaimed", {"case": case.id}))
    waiting = say("desk.lead.unclaimed", at=Moment(case.opened_at, "day_clock"))
    yield from post.first_cards(case.id, leads, waiting)


def _leave_with_lead(
    house: House, post: Post, case: CaseRow, standing: Standing, leads: tuple[Person, ...]
) -> Unit[None]:
    """No coach is left to be asked: from now on a lead is who is asked."""
    if not leads or case.suggested in {lead.id for lead in leads} or _still_asked(house, post, standing):
        return
    loads = yield from house.cases.loads()
    first = min(leads, key=lambda lead: (loads[lead.id].open_cases if lead.id in loads else 0, lead.id))
    yield from _timed_out(house, post, case, standing)
    yield from house.cases.stop_timers(case.id, (ANSWER,))
    yield from house.cases.suggest(case.id, first.id, "")
    yield from promise_owner_changed(house, case.id, first.id)
    yield from post.cards(case.id)
    if case.appointment.wish == EXACT:
        yield from redraw_family(house, post, case.id)


def _still_asked(house: House, post: Post, standing: Standing) -> bool:
    if standing.offered_at is None:
        return False
    minutes = house.programme.calls.answer_within_working_minutes
    return post.now < answers_by(standing.offered_at, minutes, house.hours, house.town.zone, house.off(post.now))


def _leads_here(house: House) -> Unit[tuple[Person, ...]]:
    return tuple(one for one in (yield from leads_of(house)) if one.reachable)


def _figures(house: House) -> Ladder:
    calls = house.programme.calls
    return Ladder(
        calls.answer_within_working_minutes,
        calls.unclaimed_to_lead_after_working_minutes,
        calls.owner_within_working_days,
    )
