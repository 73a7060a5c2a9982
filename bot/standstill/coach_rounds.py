"""Rounds of changed perspective as a coach begins and answers them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import assert_never

from bot.desk.desk import Desk
from bot.desk.passing import readers
from bot.standstill.round_life import begin
from bot.standstill.still import number_in, seen
from dialogs.desk.card import GIVEN_ON
from dialogs.desk.effects import DeskRefusal
from dialogs.desk.proposing import left
from dialogs.desk.round_pages import MOST_LINE, MOST_REPLY
from dialogs.desk.round_words import may_answer
from dialogs.desk.standstill_effects import NoteSign, ReplyToRound, RoundOpen, StartRound
from dialogs.desk.standstill_facts import UNDER_WAY
from dialogs.desk.talk_effects import NobodyReads
from dialogs.family.rounds import ROUND, invitation_screen
from dialogs.family.talking import words_of_coach
from storage.cases import CaseRow
from storage.outbox import ROUND as KIND
from storage.outbox import Draft, Urgency
from storage.people import Person
from storage.units import Unit

KEPT_FOR = timedelta(days=3)
"""An invitation that could not be delivered for so long says nothing any more."""


def perform(desk: Desk, effect: StartRound | ReplyToRound | NoteSign) -> Unit[DeskRefusal | None]:
    """Carry out what a coach does with a round; nothing for whom the case is not, or whose case is over."""
    case = yield from desk.house.cases.load(effect.case)
    if case is None or case.body is None or case.stage not in GIVEN_ON or not desk.has(case):
        return None
    match effect:
        case StartRound():
            return (yield from _start(desk, case, effect))
        case ReplyToRound():
            return (yield from _reply(desk, case, effect))
        case NoteSign():
            yield from desk.house.cases.touch(case.id, desk.here.now)
            yield from desk.post.cards(case.id)
        case _:
            assert_never(effect)
    return None


def wanting(phones: Iterable[Person]) -> tuple[Person, ...]:
    """Of those that can read, the phones an invitation may go to: none that is silenced or wants nothing unasked.

    It needs no yes to later questions, for it is a coach who writes, as with a line of the phrasebook; and after the
    help screen that coach, unlike the bot, may know that it is welcome.
    """
    return tuple(phone for phone in phones if not phone.hushed and phone.unasked != "never")


def _start(desk: Desk, case: CaseRow, effect: StartRound) -> Unit[DeskRefusal | None]:
    house, post, coach = desk.house, desk.post, desk.here.person
    rounds = yield from house.rounds.of_case(case.id)
    if any(one.state in UNDER_WAY for one in rounds):
        return RoundOpen()
    used, has_number = tuple(one.technique for one in rounds), any(number_in(one) is not None for one in rounds)
    if all(one.id != effect.technique for one in left(used, has_number=has_number)):
        return None
    reading = yield from readers(house, case.id)
    if not reading:
        return NobodyReads()
    phones = wanting(reading)
    if not phones:
        return RoundOpen(unwanted=True)
    line = effect.line[:MOST_LINE]
    begun = yield from begin(house, post, case, effect.technique, coach.id, line)
    if begun is None:
        return RoundOpen()
    screen = invitation_screen(begun, effect.technique, coach.name, line)
    for phone in phones:
        draft = Draft(
            phone.id, screen, f"{ROUND}:{begun}", once=True, fresh=True, urgency=Urgency.CARD, kind=KIND,
            case_id=case.id, sequence=begun, until=post.now + KEPT_FOR,
        )  # fmt: skip
        yield from post.write(phone, draft)
    yield from post.cards(case.id)
    post.events.append(("round.sent", {"case": case.id, "round": begun, "coach": coach.id}))
    return None


def _reply(desk: Desk, case: CaseRow, effect: ReplyToRound) -> Unit[DeskRefusal | None]:
    """To the phone that went through the round, and to no other: the words answer what was said there."""
    house, post = desk.house, desk.post
    one = yield from house.rounds.load(effect.round)
    words = effect.words.strip()[:MOST_REPLY]
    if one is None or one.case_id != case.id or one.reader != desk.here.person.id:
        return None
    if not words or not may_answer(seen(one, {})):
        return None
    phones = [phone for phone in (yield from readers(house, case.id)) if phone.id == one.phone]
    if not phones:
        return NobodyReads()
    if not (yield from house.rounds.reply(one.id, words)):
        return None
    screen = words_of_coach(desk.here.person.name, words)
    for phone in phones:
        spot = f"{ROUND}:{one.id}:reply"
        draft = Draft(phone.id, screen, spot, once=True, fresh=True, urgency=Urgency.CARD, case_id=case.id)
        yield from post.write(phone, draft)
    yield from house.cases.touch(case.id, post.now)
    yield from post.cards(case.id)
    post.events.append(("round.replied", {"case": case.id, "round": one.id}))
    return None
