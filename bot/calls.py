"""What a family does with the call of its open case: another time, calling it off, another number."""

from __future__ import annotations

from dataclasses import replace

from bot.booking import appointment_for, remind
from bot.desk.away_then import hand_on_if_away
from bot.desk.calendar import desk_calendar
from bot.desk.handover import go_on
from bot.desk.promising import make_promise, void_promise
from bot.desk.talk_ends import family_ends
from bot.gathering import Here, asap_window
from bot.house import House
from bot.other_coach import goes_to
from bot.posting import Post
from bot.standstill.counts import stall
from bot.standstill.reopening import find_hands, open_again
from dialogs.family.effects import MoveCall, Refusal, SlotTaken
from dialogs.family.facts import LIVE, Stage
from dialogs.family.questions import PHONE, CallbackPhone
from dialogs.machine.words import say
from dialogs.rules.stalls import MOVED_TWICE, Place
from storage.cases import CaseRow
from storage.timers import ABSENCE_KINDS
from storage.units import Unit


def move_call(house: House, here: Here, post: Post, effect: MoveCall) -> Unit[Refusal | None]:
    """Put the call of the open case to another time; everybody who has its card is told.

    A case that nobody reached goes on with it: the family is called again.
    """
    case = yield from house.cases.load(here.person.case_id or 0)
    if case is None or case.stage not in (*LIVE, Stage.UNREACHED) or case.family != here.person.family:
        return None
    wanted = yield from appointment_for(house, here, effect.told)
    if wanted is None:
        return SlotTaken()
    call, coach = wanted
    is_back = case.stage is Stage.UNREACHED
    if is_back:
        case = yield from open_again(house, post, case)
    else:
        yield from house.cases.moved_by_family(case.id)
        if case.moved + 1 == MOVED_TWICE:
            yield from stall(house, Place.MOVED, here.person.language, here.now)
    if coach is None:
        yield from house.calendar.free(case.id)
    else:
        yield from house.calendar.book(here.person.id, case.id, coach, call.starts_at)
    sequence = yield from house.cases.move(case.id, call)
    is_elsewhere = yield from goes_to(house, post, case, coach)
    is_elsewhere = (is_back and (yield from find_hands(house, post, case.id))) or is_elsewhere
    is_elsewhere = (yield from hand_on_if_away(house, post, case.id)) or is_elsewhere
    now = yield from house.cases.load(case.id)
    moved = now or replace(case, appointment=replace(call, sequence=sequence))
    yield from make_promise(house, post, moved)
    yield from house.outbox.call_off(case.id)
    yield from house.cases.stop_timers(case.id, ABSENCE_KINDS)
    if moved.stage is not Stage.WRONG_NUMBER:
        yield from remind(house, here, moved)
    if not is_elsewhere:
        yield from post.cards(case.id, say("desk.news.again") if is_back else say("desk.news.moved"))
    if "exact" in (case.appointment.wish, call.wish):
        yield from tell_calendar(house, post, moved, off=call.wish != "exact")
    return None


def tell_calendar(house: House, post: Post, case: CaseRow, *, off: bool) -> Unit[None]:
    """The owner's calendar follows every change of an exact time."""
    owner = (yield from house.people.load(case.owner)) if case.owner is not None else None
    if owner is not None:
        entry = desk_calendar(house, case.id, case.language, case.appointment, off=off)
        yield from post.loose(owner, entry)


def cancel_call(house: House, here: Here, post: Post) -> Unit[None]:
    """Call the appointment off: the case is closed as withdrawn, and nothing more happens by itself."""
    case_id = here.person.case_id
    if case_id is None:
        return
    yield from house.cases.set_stage(case_id, Stage.WITHDRAWN, here.now)
    yield from house.calendar.free(case_id)
    yield from void_promise(house, post, case_id)
    yield from family_ends(house, post, here.person, "over")
    yield from house.cases.stop_timers(case_id)
    yield from house.outbox.call_off(case_id)
    yield from post.cards(case_id, say("desk.news.cancelled"))
    case = yield from house.cases.load(case_id)
    if case is not None and case.appointment.wish == "exact":
        yield from tell_calendar(house, post, case, off=True)


def correct_phone(house: House, here: Here, post: Post, number: str) -> Unit[None]:
    """Use this number (E.164); after a wrong one, a time that passed meanwhile becomes a new promise."""
    case = yield from house.cases.load(here.person.case_id or 0)
    if case is None or case.stage not in LIVE:
        return
    body = dict(case.body or {})
    told = dict(body.get("told", {})) | {PHONE.id: PHONE.pack(CallbackPhone(number))}
    yield from house.cases.keep_body(case.id, body | {"told": told})
    if case.stage is not Stage.WRONG_NUMBER:
        yield from post.cards(case.id, say("desk.news.number"))
        return
    stage = Stage.TAKEN if case.owner is not None else Stage.RECEIVED
    yield from house.cases.set_stage(case.id, stage, here.now)
    call = case.appointment
    is_booked = (yield from house.calendar.booked_with(case.id)) is not None
    if call.ends_at <= here.now or (call.wish == "exact" and not is_booked):
        yield from house.calendar.free(case.id)
        yield from house.cases.move(case.id, asap_window(house, here.now))
    yield from hand_on_if_away(house, post, case.id)
    yield from go_on(house, post, case.id)
    again = yield from house.cases.load(case.id)
    if again is not None:
        yield from make_promise(house, post, again)
        yield from remind(house, here, again)
    yield from post.cards(case.id, say("desk.news.number"))
