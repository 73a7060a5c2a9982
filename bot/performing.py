"""Carrying a family's effects out, in the unit of work of its turn. A refusal is given back, not raised."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from bot.booking import appointment_for, hold_slot, open_case, remind, suggestion
from bot.desk_performing import desk_calendar
from bot.gathering import Here, asap_window, own_case
from bot.house import TEXT_VERSION, House
from bot.masking import mask
from bot.posting import Post
from dialogs.family.card import calendar_file
from dialogs.family.effects import (
    CancelCall,
    CorrectPhone,
    Count,
    Effect,
    EraseAll,
    HoldSlot,
    JoinList,
    KeepWords,
    LeaveList,
    MoveCall,
    OpenCase,
    RecordConsent,
    Refusal,
    ReleaseSlot,
    SendCalendar,
    SlotTaken,
    SpeakIn,
    StopMessages,
    SureEffect,
)
from dialogs.family.facts import LIVE, Stage
from dialogs.family.questions import PHONE, CallbackPhone, Purpose
from dialogs.machine.words import say
from storage.cases import CaseRow
from storage.outbox import LIVING
from storage.units import Unit

WORDS_KEPT = 10


@dataclass(slots=True)
class Performance:
    """One turn's effects on their way. `here` follows what they change of the person."""

    house: House
    here: Here
    post: Post
    receipt: str = ""

    def all_of(self, effects: tuple[Effect, ...]) -> Unit[Refusal | None]:
        """Carry them out in order; the first refusal ends it. Effects that can be refused write nothing before."""
        for effect in effects:
            refusal = yield from self._perform(effect)
            if refusal is not None:
                return refusal
        return None

    def _perform(self, effect: Effect) -> Unit[Refusal | None]:
        match effect:
            case HoldSlot():
                return (yield from self._hold(effect))
            case OpenCase():
                return (yield from self._open(effect))
            case MoveCall():
                return (yield from self._move(effect))
            case _:
                yield from self._surely(effect)
        return None

    def _surely(self, effect: SureEffect) -> Unit[None]:
        house, person, now = self.house, self.here.person, self.here.now
        match effect:
            case SpeakIn(language):
                yield from self._speak(language)
            case RecordConsent(purposes):
                yield from self._consent(purposes)
            case ReleaseSlot():
                yield from house.calendar.release(person.id)
            case CancelCall():
                yield from self._cancel()
            case CorrectPhone(number):
                yield from self._correct(number)
            case KeepWords(text):
                yield from self._keep_words(text)
            case JoinList():
                yield from house.people.enlist(person.id, now)
                self._person(listed_at=person.listed_at or now)
            case LeaveList():
                yield from house.people.delist(person.id)
                self._person(listed_at=None)
            case StopMessages():
                yield from self._consent(frozenset({Purpose.CALLBACK} if Purpose.CALLBACK in person.consents else ()))
            case EraseAll():
                yield from self._erase()
            case SendCalendar():
                yield from self._send_calendar()
            case Count(what, of):
                day = now.astimezone(house.town.zone).date().isoformat()
                yield from house.people.count(what, of, person.language, day)
            case _:
                assert_never(effect)

    def _speak(self, language: str) -> Unit[None]:
        person = self.here.person
        yield from self.house.people.speak(person.id, language)
        if person.case_id is not None:
            yield from self.house.cases.speak(person.case_id, language)
        self._person(language=language)

    def _person(self, **changed: object) -> None:
        self.here = replace(self.here, person=replace(self.here.person, **changed))  # type: ignore[arg-type]

    def _hold(self, effect: HoldSlot) -> Unit[Refusal | None]:
        held = yield from hold_slot(self.house, self.here, effect.coach, effect.starts_at)
        return None if held else SlotTaken()

    def _open(self, effect: OpenCase) -> Unit[Refusal | None]:
        opened = yield from open_case(self.house, self.here, effect.told, self.post)
        if not isinstance(opened, int):
            return opened
        self._person(case_id=opened)
        return None

    def _move(self, effect: MoveCall) -> Unit[Refusal | None]:
        house = self.house
        case = yield from house.cases.load(self.here.person.case_id or 0)
        if case is None or case.stage not in LIVE:
            return None
        wanted = yield from appointment_for(house, self.here, effect.told)
        if wanted is None:
            return SlotTaken()
        call, coach = wanted
        if coach is None:
            yield from house.calendar.free(case.id)
        else:
            yield from house.calendar.book(self.here.person.id, case.id, coach, call.starts_at)
            chosen = yield from suggestion(house, self.here, coach)
            if chosen is not None:
                yield from house.cases.suggest(case.id, coach, str(chosen.reason.open_cases))
        sequence = yield from house.cases.move(case.id, call)
        moved = replace(case, appointment=replace(call, sequence=sequence))
        yield from house.outbox.call_off(case.id)
        yield from remind(house, self.here, moved)
        yield from self.post.cards(case.id, say("desk.news.moved"))
        if "exact" in (case.appointment.wish, call.wish):
            yield from self._tell_calendar(moved, off=call.wish != "exact")
        return None

    def _tell_calendar(self, case: CaseRow, *, off: bool) -> Unit[None]:
        """The owner's calendar follows every change of an exact time."""
        owner = (yield from self.house.people.load(case.owner)) if case.owner is not None else None
        if owner is not None:
            entry = desk_calendar(self.house, case.id, case.language, case.appointment, off=off)
            yield from self.post.loose(owner, entry)

    def _cancel(self) -> Unit[None]:
        case_id = self.here.person.case_id
        if case_id is None:
            return
        yield from self.house.cases.set_stage(case_id, Stage.WITHDRAWN, self.here.now)
        yield from self.house.calendar.free(case_id)
        yield from self.house.cases.stop_timers(case_id)
        yield from self.house.outbox.call_off(case_id)
        yield from self.post.cards(case_id, say("desk.news.cancelled"))
        case = yield from self.house.cases.load(case_id)
        if case is not None and case.appointment.wish == "exact":
            yield from self._tell_calendar(case, off=True)

    def _correct(self, number: str) -> Unit[None]:
        case = yield from self.house.cases.load(self.here.person.case_id or 0)
        if case is None or case.stage is not Stage.WRONG_NUMBER:
            return
        body = dict(case.body or {})
        told = dict(body.get("told", {})) | {PHONE.id: PHONE.pack(CallbackPhone(number))}
        yield from self.house.cases.keep_body(case.id, body | {"told": told})
        stage = Stage.TAKEN if case.owner is not None else Stage.RECEIVED
        yield from self.house.cases.set_stage(case.id, stage, self.here.now)
        call = case.appointment
        if call.wish == "exact" or call.ends_at <= self.here.now:
            yield from self.house.cases.move(case.id, asap_window(self.house, self.here.now))
        yield from self.post.cards(case.id, say("desk.news.number"))

    def _keep_words(self, text: str) -> Unit[None]:
        case = yield from self.house.cases.load(self.here.person.case_id or 0)
        if case is None or case.body is None:
            return
        words = [*case.body.get("words", ()), mask(text)[:500]][-WORDS_KEPT:]
        yield from self.house.cases.keep_body(case.id, dict(case.body) | {"words": words})
        yield from self.post.cards(case.id, say("desk.news.words"))

    def _consent(self, purposes: frozenset[Purpose]) -> Unit[None]:
        given = frozenset(purpose.value for purpose in purposes)
        yield from self.house.people.record_consent(self.here.person, given, TEXT_VERSION, self.here.now)
        self._person(consents=given)
        if Purpose.REMINDERS not in purposes:
            yield from self.house.outbox.silence(self.here.person.id)
        if self.here.person.case_id is not None:
            yield from self._agree(self.here.person.case_id, given)

    def _agree(self, case_id: int, given: frozenset[str]) -> Unit[None]:
        """The cards of the open call tell the present yes; one that comes back brings the reminders back."""
        case = yield from self.house.cases.load(case_id)
        if case is None or case.stage not in LIVE:
            return
        if Purpose.REMINDERS in given:
            yield from remind(self.house, self.here, case)
        if given != frozenset(case.consents):
            yield from self.house.cases.agree(case_id, given, TEXT_VERSION)
            yield from self.post.cards(case_id)

    def _erase(self) -> Unit[None]:
        """Everything goes; what stays to show the receipt is a blank row that the next sweep takes."""
        house, person, now = self.house, self.here.person, self.here.now
        yield from house.people.record_consent(person, frozenset(), TEXT_VERSION, now)
        chat = yield from house.people.chat_of(person.id)
        living = yield from house.outbox.where(person.id, LIVING)
        yield from house.calendar.release(person.id)
        case = yield from house.cases.load(person.case_id or 0)
        for case_id in (yield from house.cases.erase_of(person.id, now)):
            yield from self.post.cards(case_id, say("desk.news.erased"))
        if case is not None and case.stage in LIVE and case.appointment.wish == "exact":
            later = replace(case.appointment, sequence=case.appointment.sequence + 1)
            yield from self._tell_calendar(replace(case, appointment=later), off=True)
        self.receipt = yield from house.people.forget(person.id, now)
        if chat is None:
            return
        blank = yield from house.people.meet(chat, person.language, now)
        self.here = replace(self.here, person=blank)
        self.post.chats[blank.id] = chat
        if living is not None:
            yield from house.outbox.stands(blank.id, LIVING, living)

    def _send_calendar(self) -> Unit[None]:
        case = yield from own_case(self.house, self.here.person)
        if case is not None and case.appointment.wish == "exact":
            minute = int(self.here.now.timestamp()) // 60
            mark = f"calendar:{case.number}:{case.appointment.sequence}:{minute}"
            yield from self.post.loose(self.here.person, calendar_file(case, self.house.town.programme), mark=mark)
