"""From an enquiry to a case: the time, the first hands it is offered to, the promise, the reminders."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk.handover import begin
from bot.desk.promising import make_promise
from bot.gathering import Here, asap_window, callers, served_parts, window_of
from bot.house import TEXT_VERSION, House
from bot.posting import Post
from bot.standstill.ladders import close_ladder
from dialogs.desk.facts import Role
from dialogs.family.card import reminder
from dialogs.family.effects import CaseOpen, Refusal, SlotTaken
from dialogs.family.eligibility import result_on
from dialogs.family.facts import Appointment, OwnCase, Stage
from dialogs.family.questions import (
    CONSENT,
    DAY,
    LANGUAGE,
    PART,
    ROUTE,
    SAFE,
    TIME,
    WHOM,
    WISH,
    Purpose,
    SafeToCall,
    Wish,
    read_slot,
)
from dialogs.machine.questions import Passage, Told
from dialogs.rules.reminders import STILL_USEFUL, reminders_for
from dialogs.rules.slots import Slot, free_slots
from dialogs.rules.windows import DayPart
from storage.cases import CaseRow
from storage.outbox import REMINDER, Draft, Urgency
from storage.people import Person
from storage.units import Unit


def slot_still_free(house: House, here: Here, coach: int, starts_at: datetime) -> Unit[Slot | None]:
    """The slot, if this very coach really offers that time now; whatever a button said.

    Somebody else than the family's own coach does where the family asked for the others as well.
    """
    coaches = yield from callers(house, here)
    if here.person.state is not None and WHOM.id in here.person.state.answers:
        coaches = (*coaches, *(yield from callers(house, here, anybody=True)))
    taken = yield from house.calendar.taken(here.now, here.person.id)
    zone, off, policy = house.town.zone, house.off(here.now), house.programme.calls.policy
    asked = (one for one in coaches if one.id == coach)
    free = (slot for one in asked for slot in free_slots(one, taken.get(coach, ()), here.now, zone, off, policy))
    return next((slot for slot in free if slot.starts_at == starts_at), None)


def hold_slot(house: House, here: Here, coach: int, starts_at: datetime) -> Unit[bool]:
    """Keep a time for the family while it finishes; False where that time is not offered (any more)."""
    slot = yield from slot_still_free(house, here, coach, starts_at)
    if slot is None:
        return False
    until = here.now + timedelta(minutes=house.programme.calls.hold_minutes)
    return (yield from house.calendar.hold(here.person.id, slot, house.town.zone, here.now, until))


def appointment_for(house: House, here: Here, told: Told) -> Unit[tuple[Appointment, int | None] | None]:
    """The call that was wished for and, for an exact time, its coach; None where that time is gone.

    It is as long as that coach's calls are.
    A hold that ran out is no loss while the time is still offered: it is held anew on the way.
    """
    wish = told[WISH]
    if wish is Wish.ASAP:
        return asap_window(house, here.now), None
    if wish is Wish.PART:
        part = DayPart(told[PART])
        if part not in served_parts(house):
            return None
        window = window_of(house, part, here.now)
        return Appointment(wish.value, told[PART], window.starts_at, window.ends_at), None
    coach, starts_at = read_slot(told[TIME])
    slot = yield from _held(house, here, coach, starts_at)
    return (Appointment(wish.value, "", slot.starts_at, slot.ends_at), coach) if slot is not None else None


def _held(house: House, here: Here, coach: int, starts_at: datetime) -> Unit[Slot | None]:
    slot = yield from house.calendar.held(here.person.id, coach, starts_at, here.now)
    if slot is None and (yield from hold_slot(house, here, coach, starts_at)):
        return (yield from house.calendar.held(here.person.id, coach, starts_at, here.now))
    return slot


def open_case(house: House, here: Here, told: Told, post: Post) -> Unit[int | Refusal]:
    """Open the case, book its time, set its timers, send its cards; gives its row."""
    wanted = yield from appointment_for(house, here, told)
    if wanted is None:
        return SlotTaken()
    call, coach = wanted
    opened = yield from house.cases.open(_row(house, here, told, call))
    if opened is None:
        yield from house.calendar.release(here.person.id)
        return CaseOpen()
    if coach is not None:
        yield from house.calendar.book(here.person.id, opened.id, coach, call.starts_at)
    yield from house.people.own_case(here.person.family, opened.id)
    yield from close_ladder(house, post, here.person.family, "booked")
    yield from remind(house, here, opened)
    post.events.append(("case.opened", {"case": opened.id}))
    yield from begin(house, post, opened.id, coach)
    in_hands = yield from house.cases.load(opened.id)
    yield from make_promise(house, post, in_hands or opened)
    return opened.id


def _row(house: House, here: Here, told: Told, call: Appointment) -> CaseRow:
    today = here.now.astimezone(house.town.zone).date()
    result = result_on(told, house.town.figures, today) if ROUTE not in told else None
    return CaseRow(
        id=0,
        family=here.person.family,
        language=here.person.language,
        stage=Stage.RECEIVED,
        opened_at=here.now,
        appointment=call,
        consents=tuple(sorted(here.person.consents)),
        consent_version=TEXT_VERSION,
        never_call=told[SAFE] is SafeToCall.NEVER,
        body={
            "told": _kept(house, told),
            "words": [],
            "phone": here.person.id,
            "outcome": result.outcome.value if result else "",
            "rule": result.rule if result else "",
        },
    )


def _kept(house: House, told: Told) -> dict[str, object]:
    """The answers a coach needs; passages, the consent and the way to the time are not among them."""
    left_out = {LANGUAGE.id, CONSENT.id, ROUTE.id, WISH.id, PART.id, DAY.id, TIME.id}
    questions = {step.id: step.question for step in house.flows.intake.steps}
    kept = {id_: question for id_, question in questions.items() if id_ in told.ids() and id_ not in left_out}
    return {id_: question.pack(told[question]) for id_, question in kept.items() if not isinstance(question, Passage)}


def remind(house: House, here: Here, case: CaseRow) -> Unit[None]:
    """Write the reminders of an exact call down for each phone that said yes; they belong to this time alone."""
    call = case.appointment
    if call.wish != Wish.EXACT or case.never_call or case.family is None:
        return
    for phone in (yield from house.people.phones(case.family)):
        if phone.role is Role.FAMILY and Purpose.REMINDERS in phone.consents:
            yield from _remind(house, phone, case, here.now)


def as_reminded(case: CaseRow) -> OwnCase:
    """The case as a reminder tells it: its call, and where the family wants to be then."""
    plan = (case.body or {}).get("plan", "")
    return OwnCase(case.id, case.stage, case.opened_at, case.appointment, plan=plan)


def _remind(house: House, phone: Person, case: CaseRow, now: datetime) -> Unit[None]:
    call = case.appointment
    own = as_reminded(case)
    policy = house.programme.reminders.policy
    for due in reminders_for(call.starts_at, now, house.town.zone, house.off(now), policy):
        yield from house.outbox.write(
            Draft(
                phone.id,
                reminder(due.kind, own, 0),
                once=True,
                urgency=Urgency.REMINDER,
                due_at=due.due_at,
                mark=f"reminder:{case.id}:{call.sequence}:{due.kind}:{phone.id}",
                kind=f"{REMINDER}{due.kind}",
                case_id=case.id,
                sequence=call.sequence,
                until=call.starts_at - STILL_USEFUL[due.kind],
            ),
            now,
        )
