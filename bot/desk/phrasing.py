"""Lines of the phrasebook on their way to a family, and answers on their way back."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.coaches import as_the_rules_see
from bot.desk.agreeing import settle
from bot.desk.desk import Desk
from bot.desk.leads import leads_of
from bot.desk.passing import readers
from bot.gathering import FIRST_NUMBER, Here
from bot.house import House
from bot.posting import Post
from bot.telling import phones_of
from dialogs.desk.card import GIVEN_ON
from dialogs.desk.effects import DeskRefusal
from dialogs.desk.facts import DESK, DeskCase
from dialogs.desk.phrasebook import CALLS, line
from dialogs.desk.sent_lines import Outcome, answer_note, line_text
from dialogs.desk.talk_effects import NobodyReads, SendPhrase
from dialogs.family.effects import AnswerPhrase
from dialogs.family.facts import AskedLine
from dialogs.family.messages import SAY, answered_screen, line_screen
from dialogs.machine.events import Event, Pressed, Said
from dialogs.machine.screen import row_in
from dialogs.machine.words import Phrase, say
from dialogs.rules.clocks import proposable
from storage.cases import CaseRow
from storage.outbox import Draft, Urgency
from storage.people import Person
from storage.phrases import SentPhrase
from storage.units import Unit

KEPT_FOR = timedelta(days=3)
"""A line that could not be delivered for so long says nothing any more."""

TYPED_FOR = timedelta(days=7)
"""For so long a line that nobody answered may be answered by typed words."""


def clocks_for(house: House, here: Here, case: DeskCase) -> Unit[tuple[datetime, ...]]:
    """Times that a line about this case may ask for: when whoever has it, else whoever writes, can call."""
    team = yield from house.people.team()
    coach_id = case.owner.id if case.owner is not None else here.person.id
    coaches = yield from as_the_rules_see(house, (one for one in team if one.id == coach_id), here.now)
    taken = yield from house.calendar.taken(here.now, 0)
    zone, off, usual = house.town.zone, house.off(here.now), house.programme.calls.policy
    for coach in coaches:
        length = (coach.policy or usual).length
        return proposable(coach, taken.get(coach.id, ()), here.now, zone, off, length)
    return ()


def send(desk: Desk, effect: SendPhrase) -> Unit[DeskRefusal | None]:
    """Send a line to every phone of the family, in its own language, once; nothing for whom it is not to do.

    A hidden or silenced phone gets none, as in a talk; refused where no other is left: `NobodyReads`.
    """
    house, post, now = desk.house, desk.post, desk.here.now
    case = yield from house.cases.load(effect.case)
    if case is None or not _may_send(desk, case, effect):
        return None
    phones = yield from readers(house, case.id)
    if not phones:
        return NobodyReads()
    sent_id = yield from house.phrases.sent(case.id, desk.here.person.id, effect.line, effect.clock_at, now)
    known = line(effect.line)
    text = line_text(effect.line, effect.clock_at)
    screen = line_screen(desk.here.person.name, text, sent_id, known.answers if known else ())
    for phone in phones:
        draft = Draft(
            phone.id, screen, f"{SAY}:{sent_id}", once=True, fresh=True, urgency=Urgency.CARD, kind="line",
            case_id=case.id, until=effect.clock_at or now + KEPT_FOR,
        )  # fmt: skip
        yield from post.write(phone, draft)
    yield from house.cases.touch(case.id, now)
    yield from post.cards(case.id)
    post.events.append(("phrase.sent", {"case": case.id, "sent": sent_id}))
    return None


def _may_send(desk: Desk, case: CaseRow, effect: SendPhrase) -> bool:
    known = line(effect.line)
    whole = known is not None and known.asks_clock == (effect.clock_at is not None)
    rings = effect.line in CALLS and case.never_call
    return desk.has(case) and whole and not rings and case.stage in GIVEN_ON and case.body is not None


def asked_line(house: House, here: Here, event: Event) -> Unit[AskedLine | None]:
    """The coach's line that a press answers, or that typed words may answer; None where it is not this family's."""
    match event:
        case Pressed(press) if press is not None and press.at == f"~{SAY}":
            sent = yield from house.phrases.load(row_in(press.pick) or 0)
        case Said() if here.person.case_id is not None:
            sent = yield from _typed_for(house, here, here.person.case_id)
        case _:
            sent = None
    case = (yield from house.cases.load(sent.case_id)) if sent is not None else None
    known = line(sent.phrase) if sent is not None else None
    if sent is None or known is None or not _may_answer(here.person, case):
        return None
    return AskedLine(sent.id, known.answers, sent.answer is not None)


def _typed_for(house: House, here: Here, case_id: int) -> Unit[SentPhrase | None]:
    """The newest line, while it is new; in a talk every word is for the coach as it was written."""
    newest = yield from house.phrases.last_of(case_id)
    if newest is None or newest.at <= here.now - TYPED_FOR:
        return None
    talk = yield from house.talks.of_case(case_id)
    return newest if talk is None else None


def _may_answer(person: Person, case: CaseRow | None) -> bool:
    own = case is not None and case.body is not None and case.family == person.family
    return own and case is not None and case.stage in GIVEN_ON


def answer(house: House, here: Here, post: Post, effect: AnswerPhrase) -> Unit[None]:
    """The family's first answer: shown on all its phones, told to the coach, and kept where it agrees to a time."""
    sent = yield from house.phrases.load(effect.sent)
    case = (yield from house.cases.load(sent.case_id)) if sent is not None else None
    known = line(sent.phrase) if sent is not None else None
    if sent is None or case is None or known is None or not _may_answer(here.person, case):
        return
    if effect.answer not in known.answers or not (yield from house.phrases.answer(sent.id, effect.answer)):
        return
    outcome = yield from settle(house, here, post, case, sent, effect.answer)
    yield from _show(house, post, case.id, sent, effect.answer, outcome)
    yield from post.cards(case.id)
    yield from _tell_coach(house, post, case, sent, effect.answer, outcome)
    post.events.append(("phrase.answered", {"case": case.id, "sent": sent.id, "agreed": outcome is Outcome.AGREED}))


def _show(house: House, post: Post, case_id: int, sent: SentPhrase, answered: str, outcome: Outcome) -> Unit[None]:
    """The line where it stands, without buttons: what was answered, and what came of it."""
    sender = yield from house.people.load(sent.sender)
    name, text, more = sender.name if sender else "", line_text(sent.phrase, sent.clock_at), _to_family(outcome)
    open_to = {phone.id for phone in (yield from readers(house, case_id))}
    for phone in (yield from phones_of(house, case_id)):
        if phone.id not in open_to and (yield from house.outbox.where(phone.id, f"{SAY}:{sent.id}")) is None:
            continue
        screen = answered_screen(name, text, answered, *more)
        yield from post.write(phone, Draft(phone.id, screen, f"{SAY}:{sent.id}", case_id=case_id))


def _to_family(outcome: Outcome) -> tuple[Phrase, ...]:
    match outcome:
        case Outcome.AGREED:
            return (say("phrase.agreed"),)
        case Outcome.BUSY:
            return (say("phrase.time_gone"),)
        case Outcome.TOO_LATE:
            return (say("phrase.too_late"),)
        case Outcome.NOTED:
            return ()


def _tell_coach(
    house: House, post: Post, case: CaseRow, sent: SentPhrase, answered: str, outcome: Outcome
) -> Unit[None]:
    reader = yield from _reader(house, case, sent)
    if reader is None:
        return
    number, text = FIRST_NUMBER + case.id, line_text(sent.phrase, sent.clock_at)
    screen = answer_note(case.id, number, text, answered, outcome)
    yield from post.loose(reader, screen, mark=f"answer:{sent.id}")


def _reader(house: House, case: CaseRow, sent: SentPhrase) -> Unit[Person | None]:
    """Who has the case now, else who wrote, else a lead."""
    for id_ in (case.owner, sent.sender):
        person = (yield from house.people.load(id_)) if id_ is not None else None
        if person is not None and person.role in DESK:
            return person
    return next(iter((yield from leads_of(house))), None)
