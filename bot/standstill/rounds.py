"""Rounds of changed perspective as a family goes through them: begun, answered, passed on or kept."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.desk.leads import leads_of
from bot.gathering import FIRST_NUMBER, Here
from bot.house import House
from bot.masking import mask
from bot.posting import Post
from bot.standstill.counts import add
from bot.standstill.round_life import begin, take_buttons
from bot.standstill.still import number_in, seen
from dialogs.desk.card import GIVEN_ON
from dialogs.desk.facts import DESK
from dialogs.desk.proposing import left
from dialogs.desk.round_words import passed_note
from dialogs.desk.standstill_facts import UNDER_WAY
from dialogs.family.facts import Stage
from dialogs.family.rounds import ANSWERABLE, ENDS, NEW, ROUND
from dialogs.family.standstill_effects import AnswerRound, BeginRound, EndRound, PassRoundOn, RoundEffect
from dialogs.family.standstill_facts import OwnRound
from dialogs.family.techniques import MOST_CHARACTERS, TECHNIQUES, Step, position, valid
from dialogs.machine.events import Event, Pressed
from dialogs.machine.screen import row_in
from dialogs.machine.turn import State
from dialogs.machine.words import say
from storage.cases import CaseRow
from storage.outbox import Draft, Urgency, passed_on_spot
from storage.people import Person
from storage.rounds import Round
from storage.units import Unit

MAY_BEGIN = GIVEN_ON | {Stage.UNREACHED}
"""Stages in which a family may say by itself that it is not moving."""


def perform(house: House, here: Here, post: Post, effect: RoundEffect) -> Unit[None]:
    """Carry out what a family does in a round; nothing for one that is over, another phone's or another family's."""
    if isinstance(effect, BeginRound):
        yield from _begin(house, here, post)
        return
    case, one = (yield from _own(house, here, effect.round)) or (None, None)
    if case is None or one is None or not _is_alive(case, one):
        return
    match effect:
        case AnswerRound(_, step, answer):
            yield from _answer(house, here, post, case, one, step, answer)
        case PassRoundOn(_, may):
            yield from _pass_on(house, here, post, case, one, may=may)
        case EndRound(_, how):
            yield from _leave(house, here, post, case, one, how)
        case _:
            assert_never(effect)


def own_round(house: House, here: Here, event: Event | None, state: State) -> Unit[OwnRound | None]:
    """The round that a press names, or that is on the screen; None for none of this family's.

    Only the phone that answered first sees it from then on: own words are not for every eye at home.
    """
    named = _named(event, state)
    if named == NEW:
        one = (yield from _newest(house, here)) if here.person.case_id is not None else None
    else:
        one = ((yield from _own(house, here, row_in(named) or 0)) or (None, None))[1] if named else None
    if one is None or one.technique not in TECHNIQUES:
        return None
    case = yield from house.cases.load(one.case_id)
    reader = (yield from _reader(house, case, one)) if case is not None else None
    has_it = reader is not None and case is not None and reader.id in (case.owner, one.coach)
    earlier = [was for was in (yield from house.rounds.of_case(one.case_id)) if was.id < one.id]
    mine = [(was, number_in(was)) for was in earlier if was.phone == here.person.id]
    return OwnRound(
        id=one.id,
        technique=one.technique,
        state=one.state if case is not None and _is_alive(case, one) else "lapsed",
        coach=reader.name if reader is not None and has_it else "",
        reader=reader.id if reader is not None and has_it else 0,
        answers=one.answers,
        numbers=tuple((was.done_at or was.at, number) for was, number in mine if number is not None),
        passed_on=one.passed_on,
        reply=one.reply,
    )


def _named(event: Event | None, state: State) -> str:
    """What a press names, else what the screen is about: a number with more behind it, `new`, or nothing."""
    if isinstance(event, Pressed) and event.press is not None and event.press.at == f"~{ROUND}":
        return event.press.pick
    on_top, _, shown = state.aside.partition(".")
    return shown if on_top == ROUND else ""


def _own(house: House, here: Here, round_id: int) -> Unit[tuple[CaseRow, Round] | None]:
    """A round of this family that this phone may go through, with its case."""
    one = yield from house.rounds.load(round_id)
    case = (yield from house.cases.load(one.case_id)) if one is not None else None
    if one is None or case is None or case.body is None or case.family != here.person.family:
        return None
    return (case, one) if _is_for(one, here.person) else None


def _is_alive(case: CaseRow, one: Round) -> bool:
    """Nothing more is asked where the case is over; what was answered before may still be passed on."""
    return case.stage in MAY_BEGIN or one.state not in ANSWERABLE


def _is_for(one: Round, phone: Person) -> bool:
    """Nobody has answered yet, or this very phone; what a phone that left has answered is nobody's any more."""
    return one.phone == phone.id or (one.phone is None and not one.answers)


def _newest(house: House, here: Here) -> Unit[Round | None]:
    """The newest round of the family's own case that this phone may see."""
    found = None
    for one in (yield from house.rounds.of_case(here.person.case_id or 0)):
        found = one if _is_for(one, here.person) else found
    return ((yield from _own(house, here, found.id)) or (None, None))[1] if found is not None else None


def _begin(house: House, here: Here, post: Post) -> Unit[None]:
    """The family says that it is not moving: the next technique it never had; one under way simply goes on."""
    case = yield from house.cases.load(here.person.case_id or 0)
    if case is None or case.body is None or case.family != here.person.family or case.stage not in MAY_BEGIN:
        return
    rounds = yield from house.rounds.of_case(case.id)
    used, has_number = tuple(one.technique for one in rounds), any(number_in(one) is not None for one in rounds)
    fitting = (one for one in left(used, has_number=has_number) if one.family_may_begin)
    technique = next(fitting, None)
    if technique is None or any(one.state in UNDER_WAY for one in rounds):
        return
    begun = yield from begin(house, post, case, technique.id, None, "")
    if begun is not None:
        yield from post.cards(case.id, say("desk.news.stuck"))
        post.events.append(("round.begun", {"case": case.id, "round": begun}))


def _answer(house: House, here: Here, post: Post, case: CaseRow, one: Round, step: int, answer: str) -> Unit[None]:
    """Keep one answer; the last one ends the round."""
    technique = TECHNIQUES.get(one.technique)
    asked = position(technique, one.answers) if technique is not None else None
    if technique is None or asked is None or one.state not in ANSWERABLE or step != len(one.answers):
        return
    told = _told(asked, answer)
    if not valid(asked, told) or (one.state == "put_off" and (yield from _another_runs(house, one))):
        return
    answers = (*one.answers, told)
    if not (yield from house.rounds.keep(one.id, answers, here.person.id)):
        return
    if not one.answers:
        yield from add(house, "round.opened", one.technique, case.language, post.now)
        yield from take_buttons(house, post, one, but=here.person.id)
    if position(technique, answers) is None and (yield from house.rounds.end(one.id, "done", here.now)):
        yield from add(house, "round.done", one.technique, case.language, post.now)
        if not any(answers):
            yield from take_buttons(house, post, one)
        post.events.append(("round.done", {"case": case.id, "round": one.id}))
    yield from house.cases.touch(case.id, here.now)
    yield from post.cards(case.id)


def _told(step: Step, answer: str) -> str:
    """Own words without accounts and long numbers, and no longer than is kept; all else as it is."""
    words = step.takes_words and answer not in step.options
    return mask(answer)[:MOST_CHARACTERS] if words else answer


def _another_runs(house: House, one: Round) -> Unit[bool]:
    rounds = yield from house.rounds.of_case(one.case_id)
    return any(other.state in UNDER_WAY for other in rounds if other.id != one.id)


def _pass_on(house: House, here: Here, post: Post, case: CaseRow, one: Round, *, may: bool) -> Unit[None]:
    """The family's first word on who may read it; whoever has the case is told, with its own words or without."""
    if one.state != "done" or not any(one.answers):
        return
    reader = yield from _reader(house, case, one)
    if not (yield from house.rounds.pass_on(one.id, may=may, reader=reader.id if reader else None)):
        return
    yield from take_buttons(house, post, one)
    if may:
        yield from add(house, "round.passed_on", one.technique, case.language, post.now)
    post.events.append(("round.passed_on", {"case": case.id, "round": one.id, "may": may}))
    yield from house.cases.touch(case.id, here.now)
    yield from post.cards(case.id)
    if reader is None:
        return
    screen = passed_note(case.id, FIRST_NUMBER + case.id, here.person.language, seen(replace(one, passed_on=may), {}))
    draft = Draft(
        reader.id, screen, passed_on_spot(case.id, one.id), once=True, fresh=True, urgency=Urgency.CARD,
        mark=f"round:{one.id}", case_id=case.id,
    )  # fmt: skip
    yield from post.write(reader, draft)


def _reader(house: House, case: CaseRow, one: Round) -> Unit[Person | None]:
    """Who has the case now, else who began the round, else a lead."""
    for id_ in (case.owner, one.coach):
        person = (yield from house.people.load(id_)) if id_ is not None else None
        if person is not None and person.role in DESK:
            return person
    return next(iter((yield from leads_of(house))), None)


def _leave(house: House, here: Here, post: Post, case: CaseRow, one: Round, how: str) -> Unit[None]:
    """Later: the invitation keeps its buttons. Not at all: it loses them, and the coach sees so."""
    if how not in ENDS.values() or one.state == how or not (yield from house.rounds.end(one.id, how, here.now)):
        return
    if how == "stopped":
        yield from add(house, "round.stopped", one.technique, case.language, post.now)
        yield from take_buttons(house, post, one)
    post.events.append(("round.left", {"case": case.id, "round": one.id, how: True}))
    yield from post.cards(case.id)
