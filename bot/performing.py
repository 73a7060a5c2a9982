"""Carrying a family's effects out, in the unit of work of its turn. A refusal is given back, not raised."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from bot import consents, households
from bot.booking import hold_slot, open_case
from bot.call_later import call_later
from bot.calls import cancel_call, correct_phone, move_call, tell_calendar
from bot.desk import in_line
from bot.desk.breaking import report_no_call
from bot.desk.line import offer_places, place_freed
from bot.desk.offering import accept
from bot.desk.phrasing import answer
from bot.desk.talk_ends import family_erases, wipe
from bot.desk.talking import from_family
from bot.gathering import Here, own_case
from bot.house import TEXT_VERSION, House
from bot.masking import mask
from bot.places_known import has_accepted
from bot.posting import Post
from bot.standstill import counts, rounds, taking, ways
from dialogs.family import standstill_effects as still
from dialogs.family.card import calendar_file
from dialogs.family.effects import (
    AcceptPlace,
    AnswerPhrase,
    CallLater,
    CancelCall,
    CorrectPhone,
    Count,
    DeclinePlace,
    Effect,
    EndTalk,
    EraseAll,
    HoldSlot,
    JoinFamily,
    JoinList,
    KeepWords,
    LeaveFamily,
    LeaveList,
    MakePhoneCode,
    MoveCall,
    OpenCase,
    PassToCoach,
    RecordConsent,
    Refusal,
    ReleaseSlot,
    ReportNoCall,
    SendCalendar,
    SlotTaken,
    SpeakIn,
    StillWaiting,
    StopMessages,
    SureEffect,
    TellOfKind,
)
from dialogs.family.facts import LIVE
from dialogs.machine.words import say
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
    phone_code: str = ""

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
                return (yield from move_call(self.house, self.here, self.post, effect))
            case AcceptPlace(offer):
                return (yield from accept(self.house, self.here, self.post, offer))
            case JoinFamily():
                refusal = yield from households.join(self.house, self.here, self.post, effect)
                yield from self._looked_up()
                return refusal
            case MakePhoneCode():
                self.phone_code = yield from households.make_code(self.house, self.here)
            case LeaveFamily():
                yield from households.leave(self.house, self.here, self.post)
                yield from self._looked_up()
            case still.TakeOffer() | still.NotNow() | still.NeverAsk() | still.FindOffer():
                yield from taking.perform(self.house, self.here, self.post, effect)
                yield from self._looked_up()
            case still.BeginRound() | still.AnswerRound() | still.PassRoundOn() | still.EndRound():
                yield from rounds.perform(self.house, self.here, self.post, effect)
            case still.AskOtherWay() | still.AskOtherCoach() | still.PauseCall() | still.KeepPlan():
                return (yield from ways.perform(self.house, self.here, self.post, effect))
            case _:
                yield from self._surely(effect)
        return None

    def _surely(self, effect: SureEffect) -> Unit[None]:
        house, person, now = self.house, self.here.person, self.here.now
        match effect:
            case SpeakIn(language):
                yield from self._speak(language)
            case RecordConsent(purposes):
                agreed = yield from consents.record(house, self.here, self.post, purposes)
                self.here = replace(self.here, person=agreed)
            case ReleaseSlot():
                yield from house.calendar.release(person.id)
            case CancelCall():
                yield from cancel_call(house, self.here, self.post)
            case AnswerPhrase():
                yield from answer(house, self.here, self.post, effect)
            case CorrectPhone(number):
                yield from correct_phone(house, self.here, self.post, number)
            case KeepWords(text):
                yield from self._keep_words(text)
            case JoinList() | LeaveList() | DeclinePlace() | StillWaiting():
                yield from in_line.perform(house, self.here, self.post, effect)
                yield from self._looked_up()
            case StopMessages():
                stopped = yield from consents.stop_messages(house, self.here, self.post)
                self.here = replace(self.here, person=stopped)
            case EraseAll():
                yield from self._erase()
            case SendCalendar():
                yield from self._send_calendar()
            case CallLater():
                yield from call_later(house, self.here, self.post)
            case ReportNoCall():
                yield from report_no_call(house, self.here, self.post)
            case PassToCoach() | TellOfKind() | EndTalk():
                yield from from_family(house, self.here, self.post, effect)
            case Count(what, of):
                yield from counts.add(house, what, of, person.language, now)
            case _:
                assert_never(effect)

    def _speak(self, language: str) -> Unit[None]:
        person = self.here.person
        yield from self.house.people.speak(person.id, language)
        case = (yield from self.house.cases.load(person.case_id)) if person.case_id is not None else None
        if case is not None and case.opener == person.id:
            yield from self.house.cases.speak(case.id, language)
        self._person(language=language)

    def _person(self, **changed: object) -> None:
        self.here = replace(self.here, person=replace(self.here.person, **changed))  # type: ignore[arg-type]

    def _looked_up(self) -> Unit[None]:
        """The person as stored now."""
        known = yield from self.house.people.load(self.here.person.id)
        self.here = replace(self.here, person=known or self.here.person)

    def _hold(self, effect: HoldSlot) -> Unit[Refusal | None]:
        held = yield from hold_slot(self.house, self.here, effect.coach, effect.starts_at)
        return None if held else SlotTaken()

    def _open(self, effect: OpenCase) -> Unit[Refusal | None]:
        opened = yield from open_case(self.house, self.here, effect.told, self.post)
        if not isinstance(opened, int):
            return opened
        self._person(case_id=opened)
        return None

    def _keep_words(self, text: str) -> Unit[None]:
        case = yield from self.house.cases.load(self.here.person.case_id or 0)
        if case is None or case.body is None:
            return
        words = [*case.body.get("words", ()), mask(text)[:500]][-WORDS_KEPT:]
        yield from self.house.cases.keep_body(case.id, dict(case.body) | {"words": words})
        yield from self.post.cards(case.id, say("desk.news.words"))

    def _erase(self) -> Unit[None]:
        """Everything goes; what stays to show the receipt is a blank row that the next sweep takes.

        What a second phone shared stays with its family; where the first one goes, the others stand for themselves.
        """
        house, now = self.house, self.here.now
        if self.here.person.household is not None:
            yield from households.leave(house, self.here, self.post)
            yield from self._looked_up()
        person = self.here.person
        others = yield from households.others_of(house, person.id, person.family)
        yield from house.people.record_consent(person, frozenset(), TEXT_VERSION, now)
        chat = yield from house.people.chat_of(person.id)
        living = yield from house.outbox.where(person.id, LIVING)
        yield from house.calendar.release(person.id)
        case = yield from house.cases.load(person.case_id or 0)
        yield from family_erases(house, self.post, person)
        for case_id in (yield from house.cases.erase_of(person.id, now)):
            yield from self.post.cards(case_id, say("desk.news.erased"))
            yield from wipe(house, self.post, case_id)
        if case is not None and case.stage in LIVE and case.appointment.wish == "exact":
            later = replace(case.appointment, sequence=case.appointment.sequence + 1)
            yield from tell_calendar(house, self.post, replace(case, appointment=later), off=True)
        accepted = yield from has_accepted(house, person.id)
        self.receipt = yield from house.people.forget(person.id, now)
        yield from households.set_free(house, self.post, others)
        yield from (place_freed if accepted else offer_places)(house, self.post)
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
            mark = f"calendar:{case.number}:{case.appointment.sequence}:{minute}:{self.here.person.id}"
            yield from self.post.loose(self.here.person, calendar_file(case, self.house.town.programme), mark=mark)
