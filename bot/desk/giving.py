"""Who takes a case, passes it on before taking it, or gives it to a colleague: the presses that move a case on."""

from __future__ import annotations

from bot.desk.calendar import desk_calendar
from bot.desk.candidates import who_is_here
from bot.desk.chain import unwanted
from bot.desk.desk import Desk
from bot.desk.handover import go_on
from bot.desk.hands import ANSWER, LADDER, can_have_it, put_into
from bot.desk.promising import promise_owner_changed
from bot.desk.talk_ends import given_on
from dialogs.desk.effects import BusyThen, DeskRefusal, GiveCase, NotThere, PassCase, TakeCase, TakenBy
from dialogs.family.facts import Stage
from dialogs.machine.words import say
from dialogs.rules.keeping import EXACT
from storage.cases import CaseRow
from storage.units import Unit


def take(desk: Desk, effect: TakeCase) -> Unit[DeskRefusal | None]:
    """Whoever presses first has the case; its time moves into that calendar.

    Who is not asked, and instead of whom the family wants somebody else, does not take it.
    """
    house, coach, now = desk.house, desk.here.person, desk.here.now
    case = yield from house.cases.load(effect.case)
    if case is None:
        return TakenBy("")
    if case.owner is not None or case.stage is not Stage.RECEIVED:
        return (yield from _taken_by(desk, case))
    if case.suggested != coach.id and coach.id in unwanted((yield from house.hands.of(case.id))):
        return TakenBy("")
    if not (yield from can_have_it(house, case, coach, now)):
        return BusyThen()
    if not (yield from house.cases.take(case.id, coach.id, now)):
        return (yield from _taken_by(desk, case))
    yield from house.hands.note(case.id, "taken", coach.id, now)
    yield from house.cases.stop_timers(case.id, LADDER)
    yield from promise_owner_changed(house, case.id, coach.id)
    yield from given_on(house, desk.post, case.id, coach.id)
    desk.post.events.append(("case.taken", {"case": case.id, "coach": coach.id}))
    yield from desk.post.cards(case.id)
    if case.appointment.wish == EXACT:
        entry = desk_calendar(house, case.id, case.language, case.appointment)
        yield from desk.post.loose(coach, entry)
    return None


def pass_on(desk: Desk, effect: PassCase) -> Unit[DeskRefusal | None]:
    """Somebody else, please: the next coach is asked at once. Only who is asked can say so, and once."""
    house, coach, now = desk.house, desk.here.person, desk.here.now
    case = yield from house.cases.load(effect.case)
    if case is None or case.stage is not Stage.RECEIVED:
        return (yield from _taken_by(desk, case)) if case is not None else TakenBy("")
    if case.suggested != coach.id:
        return None
    yield from house.hands.note(case.id, "passed", coach.id, now, why=effect.why)
    desk.post.events.append(("case.passed", {"case": case.id, "coach": coach.id, effect.why: True}))
    yield from house.cases.stop_timers(case.id, (ANSWER,))
    yield from go_on(house, desk.post, case.id)
    return None


def give(desk: Desk, effect: GiveCase) -> Unit[DeskRefusal | None]:
    """Put the case into a colleague's hands: an owner may give the own, the lead every one."""
    house, me = desk.house, desk.here.person
    case = yield from house.cases.load(effect.case)
    if case is None or case.body is None:
        return TakenBy("")
    if not desk.has(case):
        return (yield from _taken_by(desk, case))
    if case.owner == effect.to:
        return None
    to = yield from house.people.load(effect.to)
    here = {one.id for one in (yield from who_is_here(house, desk.here.now))}
    if to is None or to.id not in here:
        return NotThere()
    if not (yield from can_have_it(house, case, to, desk.here.now)):
        return BusyThen(to.name)
    given = yield from put_into(
        house, desk.post, case, to, say("desk.hand.given", name=me.name), by=me.id, why="colleague"
    )
    return None if given else TakenBy("")


def _taken_by(desk: Desk, case: CaseRow) -> Unit[TakenBy]:
    owner = (yield from desk.house.people.load(case.owner)) if case.owner is not None else None
    return TakenBy(owner.name if owner else "")
