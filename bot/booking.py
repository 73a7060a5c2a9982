"""From an enquiry to a case: the time, the coach the rules would choose, the cards, the reminders."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.gathering import Here, asap_window, callers, served_parts, window_of
from bot.house import TEXT_VERSION, House
from bot.posting import Post
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
    WISH,
    Purpose,
    SafeToCall,
    Wish,
    read_slot,
)
from dialogs.machine.questions import Passage, Told
from dialogs.rules.assignment import Choice, best_coach
from dialogs.rules.reminders import STILL_USEFUL, reminders_for
from dialogs.rules.slots import Slot, free_slots
from dialogs.rules.windows import DayPart
from storage.cases import CaseRow
from storage.outbox import REMINDER, Draft, Urgency
from storage.units import Unit

UNCLAIMED = "unclaimed"
"""The timer that tells the lead of a case nobody took."""


def slot_still_free(house: House, here: Here, coach: int, starts_at: datetime) -> Unit[Slot | None]:
    """The slot, if this very coach really offers that time now; whatever a button said."""
    coaches = yield from callers(house, here.person)
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


def suggestion(house: House, here: Here, coach: int | None) -> Unit[Choice | None]:
    """The coach the rules would choose: the one whose time the call takes, else the best of all."""
    coaches = yield from callers(house, here.person)
    return best_coach([one for one in coaches if coach in (None, one.id)], here.person.language)


def appointment_for(house: House, here: Here, told: Told) -> Unit[tuple[Appointment, int | None] | None]:
    """The call that was wished for and, for an exact time, its coach; None where that time is gone.

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
    slot = Slot(coach, starts_at, starts_at + house.programme.calls.policy.length)
    if not (yield from house.calendar.holds(here.person.id, slot, here.now)):
        held = yield from hold_slot(house, here, coach, starts_at)
        if not held:
            return None
    return Appointment(wish.value, "", slot.starts_at, slot.ends_at), coach


def open_case(house: House, here: Here, told: Told, post: Post) -> Unit[int | Refusal]:
    """Open the case, book its time, set its timers, send its cards; gives its row."""
    wanted = yield from appointment_for(house, here, told)
    if wanted is None:
        return SlotTaken()
    call, coach = wanted
    chosen = yield from suggestion(house, here, coach)
    row = _row(house, here, told, call)
    if chosen is not None:
        row = replace(row, suggested=chosen.coach, why=str(chosen.reason.open_cases))
    opened = yield from house.cases.open(row)
    if opened is None:
        yield from house.calendar.release(here.person.id)
        return CaseOpen()
    if coach is not None:
        yield from house.calendar.book(here.person.id, opened.id, coach, call.starts_at)
    yield from house.people.own_case(here.person.id, opened.id)
    yield from house.cases.set_timer(f"{UNCLAIMED}:{opened.id}", UNCLAIMED, opened.id, house.lead_hears_at(here.now))
    yield from remind(house, here, opened)
    if chosen is not None:
        why = {"speaks_language": chosen.reason.speaks_language, "open_cases": chosen.reason.open_cases}
        post.events.append(("case.opened", {"case": opened.id, "suggested": chosen.coach, **why}))
    team = yield from house.people.team()
    yield from post.first_cards(opened.id, tuple(one for one in team if one.role is Role.COACH))
    return opened.id


def _row(house: House, here: Here, told: Told, call: Appointment) -> CaseRow:
    today = here.now.astimezone(house.town.zone).date()
    result = result_on(told, house.town.figures, today) if ROUTE not in told else None
    return CaseRow(
        id=0,
        family=here.person.id,
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
    """Write the reminders of an exact call down, for those who said yes to them; each belongs to this time alone."""
    call = case.appointment
    if call.wish != Wish.EXACT or Purpose.REMINDERS not in here.person.consents or case.never_call:
        return
    own = OwnCase(case.id, case.stage, case.opened_at, call)
    policy = house.programme.reminders.policy
    for due in reminders_for(call.starts_at, here.now, house.town.zone, house.off(here.now), policy):
        yield from house.outbox.write(
            Draft(
                here.person.id,
                reminder(due.kind, own, 0),
                once=True,
                urgency=Urgency.REMINDER,
                due_at=due.due_at,
                mark=f"reminder:{case.id}:{call.sequence}:{due.kind}",
                kind=f"{REMINDER}{due.kind}",
                case_id=case.id,
                sequence=call.sequence,
                until=call.starts_at - STILL_USEFUL[due.kind],
            ),
            here.now,
        )
