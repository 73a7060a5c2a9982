"""Cases in the team's hands: who has them, and what became of a call."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.calls import tell_calendar
from bot.desk import giving
from bot.desk.chain import who_had_it
from bot.desk.desk import Desk
from bot.desk.hands import LADDER
from bot.desk.promising import keep_promise, make_promise, promise_owner_changed, void_promise
from bot.desk.talk_ends import given_on
from bot.gathering import part_tried
from bot.standstill.counts import stall
from bot.telling import redraw_family, tell_family
from dialogs.desk.effects import (
    CallOutcome,
    DeskRefusal,
    GiveCase,
    PassCase,
    RecordOutcome,
    RedrawFamily,
    ShowCard,
    TakeCase,
    TellFamily,
)
from dialogs.desk.facts import DESK
from dialogs.family.facts import LIVE, Appointment, Stage
from dialogs.machine.words import say
from dialogs.rules.keeping import EXACT
from dialogs.rules.stalls import Place
from storage.cases import CaseRow
from storage.units import Unit


def perform(desk: Desk, effect: TakeCase | GiveCase | PassCase | RecordOutcome) -> Unit[DeskRefusal | None]:
    """Carry out what moves a case on."""
    match effect:
        case TakeCase():
            return (yield from giving.take(desk, effect))
        case RecordOutcome():
            yield from _record(desk, effect)
        case GiveCase():
            return (yield from giving.give(desk, effect))
        case PassCase():
            return (yield from giving.pass_on(desk, effect))
        case _:
            assert_never(effect)
    return None


def show(desk: Desk, effect: TellFamily | RedrawFamily | ShowCard) -> Unit[None]:
    """Draw a card, the family's or the coach's own."""
    match effect:
        case TellFamily(case_id, notes):
            yield from tell_family(desk.house, desk.post, case_id, notes)
        case RedrawFamily(case_id):
            yield from redraw_family(desk.house, desk.post, case_id)
        case ShowCard(case_id):
            yield from desk.post.card_again(case_id, desk.here.person)
        case _:
            assert_never(effect)


def _record(desk: Desk, effect: RecordOutcome) -> Unit[None]:
    house, now = desk.house, desk.here.now
    case = yield from house.cases.load(effect.case)
    if case is None or case.stage not in LIVE:
        return
    if case.owner != desk.here.person.id:
        yield from _noted_late(desk, case, effect.outcome)
        return
    match effect.outcome:
        case CallOutcome.REACHED:
            yield from house.cases.set_stage(case.id, Stage.SPOKEN, now)
            yield from keep_promise(house, desk.post, case.id)
        case CallOutcome.WRONG_NUMBER:
            yield from house.cases.set_stage(case.id, Stage.WRONG_NUMBER, now)
            yield from void_promise(house, desk.post, case.id)
        case CallOutcome.MISSED:
            yield from _missed(desk, case, effect)
    yield from house.calendar.free(case.id)
    yield from house.outbox.call_off(case.id)
    yield from desk.post.cards(case.id)


def _missed(desk: Desk, case: CaseRow, effect: RecordOutcome) -> Unit[None]:
    tried = part_tried(desk.house, desk.here.now)
    yield from keep_promise(desk.house, desk.post, case.id)
    yield from desk.house.cases.count_try(case, str(tried[0]) if tried else case.appointment.part or "morning")
    again = effect.next_try
    place = Place.BOOKED if again is None else Place.MISSED
    yield from stall(desk.house, place, case.language, desk.here.now)
    if again is None:
        yield from desk.house.cases.set_stage(case.id, Stage.UNREACHED, desk.here.now)
        desk.post.events.append(("case.unreached", {"case": case.id, "tries": case.tries + 1}))
        return
    # A number that rings is no wrong one, whatever was pressed before.
    yield from desk.house.cases.set_stage(case.id, Stage.TAKEN, desk.here.now)
    call = Appointment("part", str(again.part), again.starts_at, again.ends_at)
    yield from desk.house.cases.move(case.id, call)
    to_come = yield from desk.house.cases.load(case.id)
    if to_come is not None:
        yield from make_promise(desk.house, desk.post, to_come)


def _noted_late(desk: Desk, case: CaseRow, outcome: CallOutcome) -> Unit[None]:
    """Who had the case before spoke to the family: it goes on with that coach, and nobody calls a second time.

    Who has it by now hears of it. What was broken stays broken; what is promised since is kept.
    """
    house, me, now = desk.house, desk.here.person, desk.here.now
    chain = yield from house.hands.of(case.id)
    if outcome is not CallOutcome.REACHED or me.id not in {hand.coach for hand in who_had_it(chain)}:
        return
    before = (yield from house.people.load(case.owner)) if case.owner is not None else None
    if not (yield from house.cases.give(case.id, me.id, now)):
        return
    yield from house.hands.note(case.id, "given", me.id, now, why="spoke")
    yield from house.cases.stop_timers(case.id, LADDER)
    yield from promise_owner_changed(house, case.id, me.id)
    yield from given_on(house, desk.post, case.id, me.id)
    if case.appointment.wish == EXACT:
        off = replace(case.appointment, sequence=case.appointment.sequence + 1)
        yield from tell_calendar(house, desk.post, replace(case, appointment=off), off=True)
    yield from _record(desk, RecordOutcome(case.id, outcome))
    desk.post.events.append(("case.noted_late", {"case": case.id, "coach": me.id}))
    if before is not None and before.role in DESK:
        yield from desk.post.first_cards(case.id, (before,), say("desk.hand.has_spoken", name=me.name))
