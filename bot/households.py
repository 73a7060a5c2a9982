"""Several phones of one family: a code is made, a phone joins or leaves, and what one does the others see."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bot.desk import in_line
from bot.gathering import Here
from bot.house import TEXT_VERSION, House
from bot.posting import Post
from bot.telling import redraw_phone, tell_phone
from dialogs.desk.facts import Role
from dialogs.family.effects import (
    AcceptPlace,
    CallLater,
    CancelCall,
    CodeSpent,
    CorrectPhone,
    DeclinePlace,
    Effect,
    JoinFamily,
    JoinList,
    LeaveList,
    MoveCall,
    OpenCase,
    Refusal,
)
from dialogs.family.facts import Facts
from dialogs.family.intake import HOME
from dialogs.family.phones import CODE_FOR, CODE_LETTERS, CODE_PART, MOST_PHONES, SHARE, blank, code_in, code_of
from dialogs.family.standstill_effects import AskOtherCoach, AskOtherWay, KeepPlan, PauseCall
from dialogs.machine.turn import State
from dialogs.machine.words import Phrase, say
from storage.cases import CaseRow
from storage.people import Person
from storage.units import Unit

NEWS: Final[Mapping[type[object], Phrase]] = MappingProxyType(
    {
        OpenCase: say("phone.news.opened"),
        MoveCall: say("phone.news.moved"),
        CallLater: say("phone.news.moved"),
        PauseCall: say("phone.news.moved"),
        CancelCall: say("phone.news.cancelled"),
    }
)
"""What the other phones are told, so that they ring."""

SEEN: Final[frozenset[type[object]]] = frozenset(
    {CorrectPhone, JoinList, LeaveList, AcceptPlace, DeclinePlace, AskOtherWay, AskOtherCoach, KeepPlan}
)
"""What shows on the other phones' card without a word."""


def make_code(house: House, here: Here) -> Unit[str]:
    """A new one-time code for a further phone of this family; "" where it has as many as it may."""
    if (yield from house.people.phone_count(here.person.family)) >= MOST_PHONES:
        return ""
    code = code_of("".join(secrets.choice(CODE_LETTERS) for _ in range(2 * CODE_PART)))
    yield from house.phone_codes.make(code, here.person.id, here.now + CODE_FOR)
    return code


def join(house: House, here: Here, post: Post, effect: JoinFamily) -> Unit[Refusal | None]:
    """This phone shares the case of the family whose code it is; the others are told. The code is used up last."""
    person = here.person
    family = yield from house.phone_codes.find(effect.code, here.now)
    first = (yield from house.people.load(family)) if family is not None else None
    if first is None or first.role is not Role.FAMILY or first.household is not None or first.id == person.family:
        return CodeSpent()
    if (yield from house.people.phone_count(person.family)) > 1:
        return CodeSpent()
    if (yield from house.people.phone_count(first.id)) >= MOST_PHONES:
        return CodeSpent()
    if (yield from house.phone_codes.redeem(effect.code, person.id, here.now)) is None:
        return CodeSpent()
    yield from in_line.shares(house, post, person.id, first.id)
    yield from house.ladders.close_of(person.id, "over", here.now)
    yield from house.nudges.join(person.id, first.id)
    yield from house.people.join_household(person.id, first.id, first.case_id)
    yield from _tell(house, post, (yield from others_of(house, person.id, first.id)), say("phone.news.joined"))
    post.events.append(("phone.joined", {"family": first.id, "person": person.id}))
    return None


def leave(house: House, here: Here, post: Post) -> Unit[None]:
    """This phone stands for itself again, and nothing that waits for it is sent; the case stays with the others."""
    person = here.person
    others = yield from others_of(house, person.id, person.family)
    if person.household is None and not others:
        return
    case = yield from house.cases.load(person.case_id or 0)
    yield from house.people.drop_letters(person.id)
    yield from house.calendar.release(person.id)
    yield from house.phone_codes.drop(person.family)
    heir = min(others, key=lambda phone: (phone.household is not None, not phone.reachable, phone.id), default=None)
    if person.household is not None:
        yield from house.people.leave_household(person.id)
    elif heir is not None:
        yield from house.people.hand_family_on(person.id, heir.id)
    yield from house.ladders.phone_left(person.id, here.now)
    yield from house.rounds.phone_left(person.id)
    if case is not None and heir is not None and case.opener == person.id:
        yield from _speaks_for_it(house, post, case, heir)
    yield from _tell(house, post, others, say("phone.news.left"))
    post.events.append(("phone.left", {"family": person.family, "person": person.id}))


def _speaks_for_it(house: House, post: Post, case: CaseRow, heir: Person) -> Unit[None]:
    """The case carries the language and the yes of another phone from now on."""
    if case.body is not None:
        yield from house.cases.keep_body(case.id, dict(case.body) | {"phone": heir.id})
    yield from house.cases.speak(case.id, heir.language)
    yield from house.cases.agree(case.id, heir.consents, TEXT_VERSION)
    yield from post.cards(case.id)


def others_of(house: House, person: int, family: int) -> Unit[tuple[Person, ...]]:
    """The family's phones but this one."""
    phones = yield from house.people.phones(family)
    return tuple(phone for phone in phones if phone.id != person and phone.role is Role.FAMILY)


def set_free(house: House, post: Post, phones: Iterable[Person]) -> Unit[None]:
    """The first phone had everything erased: these begin anew, their yes is over, and they are told so kindly."""
    for before in phones:
        phone = yield from house.people.load(before.id)
        if phone is None:
            continue
        yield from house.people.record_consent(phone, frozenset(), TEXT_VERSION, post.now)
        state = phone.state or State(HOME.id)
        anew = blank(house.flows, state, phone.language)
        hidden = "hidden" if state.aside == "hidden" else ""
        free = replace(phone, state=anew.over(hidden), consents=frozenset())
        yield from tell_phone(house, post, free, (say("phone.news.erased"),))


def tell_others(house: House, here: Here, post: Post, effects: Iterable[Effect]) -> Unit[None]:
    """What was done on this phone shows on the family's others; what concerns the call rings there."""
    kinds = {type(effect) for effect in effects}
    news = next((phrase for kind, phrase in NEWS.items() if kind in kinds), None)
    if here.person.case_id is None or not (news or kinds & SEEN):
        return
    for phone in (yield from others_of(house, here.person.id, here.person.family)):
        if news is not None:
            yield from tell_phone(house, post, phone, (news,))
        else:
            yield from redraw_phone(house, post, phone)


def with_household(house: House, here: Here, state: State, code: str, facts: Facts) -> Unit[Facts]:
    """The facts with the code that was made in this turn, or with what the invitation on the screen is worth."""
    if code:
        return replace(facts, phone_code=code, bot_name=(yield from house.invitations.bot()) or "")
    if state.aside.partition(".")[0] != SHARE:
        return facts
    family = yield from house.phone_codes.find(code_in(state.aside), here.now)
    worth = "" if family is None else "own" if family == here.person.family else "open"
    count = yield from house.people.phone_count(here.person.family)
    return replace(facts, invitation=worth, phones=count)


def _tell(house: House, post: Post, phones: Iterable[Person], note: Phrase) -> Unit[None]:
    """Tell phones, as they are stored now."""
    for one in phones:
        phone = yield from house.people.load(one.id)
        if phone is not None:
            yield from tell_phone(house, post, phone, (note,))
