"""One thing that happened, as one unit of work: gather, let the core decide, carry out, draw, write down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.channels.channel import Incoming
from bot.desk_performing import DeskPerformance
from bot.gathering import Here, desk_facts, family_facts
from bot.house import House
from bot.masking import mask
from bot.performing import Performance
from bot.phones import read_contact
from bot.posting import Post, reads
from dialogs.desk import conversation as desk
from dialogs.desk.card import CASE
from dialogs.desk.facts import Invitation, Role
from dialogs.family import conversation as family
from dialogs.family.effects import SpeakIn
from dialogs.family.facts import Facts
from dialogs.machine.events import Blocked, Commanded, Event, Pressed, Said, SentSomething, SharedContact, Unblocked
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Phrase, say
from storage.outbox import Letter
from storage.people import Person
from storage.units import Unit


@dataclass(frozen=True, slots=True)
class Handled:
    """What a turn leaves to be done outside: letters that may go, a toast, whether the team grew, what to log."""

    letters: tuple[Letter, ...] = ()
    toast: Phrase | None = None
    language: str = "de"
    joined: bool = False
    events: tuple[tuple[str, Mapping[str, int | bool]], ...] = ()


REPEAT = Handled()
"""Something that was handled before: nothing is left to be done."""


def take_turn(house: House, incoming: Incoming, now: datetime) -> Unit[Handled]:
    """Handle one incoming, once. The same id again does nothing."""
    if not (yield from house.people.first_time(incoming.id, now)):
        return REPEAT
    person = yield from house.people.find(incoming.chat)
    if person is None:
        language = house.texts.offered(incoming.language) or house.town.languages[0]
        if language not in house.town.languages:
            language = house.town.languages[0]
        person = yield from house.people.meet(incoming.chat, language, now)
    post = Post(house, now, {person.id: incoming.chat})
    if isinstance(incoming.event, (Blocked, Unblocked)):
        yield from reached(house, post, person, isinstance(incoming.event, Unblocked))
        return Handled(tuple(post.letters))
    if not person.reachable:
        yield from house.people.set_reachable(person.id, reachable=True)
        person = replace(person, reachable=True)
    here = Here(person, now)
    code = _invitation_code(incoming.event)
    if code is not None:
        return (yield from _invited(house, here, post, code, accepts=isinstance(incoming.event, Pressed)))
    if person.role is Role.FAMILY:
        return (yield from _family_turn(house, here, post, incoming))
    return (yield from _desk_turn(house, here, post, incoming.event))


def reached(house: House, post: Post, person: Person, reachable: bool) -> Unit[None]:
    """The channel says whether it lets us write; the coach's card says so too."""
    if person.reachable == reachable:
        return
    yield from house.people.set_reachable(person.id, reachable)
    if person.case_id is not None:
        yield from post.cards(person.case_id)


def _invitation_code(event: Event) -> str | None:
    match event:
        case Commanded("start", argument) if argument.startswith(desk.INVITATION_MARK):
            return argument
        case Pressed(press) if press is not None and press.at == desk.JOIN:
            return press.pick
        case _:
            return None


def _invited(house: House, here: Here, post: Post, code: str, *, accepts: bool) -> Unit[Handled]:
    person = here.person
    if not accepts:
        found = yield from house.invitations.find(code, here.now)
        invitation = Invitation(Role(found[0].role), found[0].name, found[1]) if found else None
        yield from post.living(person, desk.invitation_screen(invitation, code), fresh=True)
        return Handled(tuple(post.letters))
    performance = DeskPerformance(house, here, post)
    state = State("desk")
    turn = desk.invitation_turn(state, code)
    refusal = yield from performance.all_of(turn.effects)
    if refusal is not None:
        if person.role is Role.FAMILY:
            yield from post.living(person, desk.invitation_screen(None, code), fresh=False)
        return Handled(tuple(post.letters), say("invitation.spent"), reads(person))
    here = performance.here
    yield from house.people.save(person.id, turn.state, here.now)
    facts = yield from desk_facts(house, here, None, "")
    yield from post.living(here.person, desk.present(turn.state, facts), fresh=False)
    return Handled(tuple(post.letters), joined=True)


def _family_turn(house: House, here: Here, post: Post, incoming: Incoming) -> Unit[Handled]:
    flows = house.flows
    state = family.resumed(flows, here.person.state)
    # Only typed words are held against the screen as it stands; no other event asks what it would show.
    seen = family.needs(flows, state) if isinstance(incoming.event, Said) else frozenset()
    facts = yield from family_facts(house, here, seen)
    event = _heard(house, incoming.event, state, facts)
    turn = family.advance(flows, state, event, facts)
    performance = Performance(house, here, post)
    refusal = yield from performance.all_of(turn.effects)
    if refusal is not None:
        facts = yield from family_facts(house, here, frozenset({family.Need.TIMES}))
        turn = replace(family.refused(flows, state, refusal, facts), fresh=turn.fresh)
    here = performance.here
    stays_blank = here.person.state is None and not turn.redraw
    if turn.state != here.person.state and not performance.receipt and not stays_blank:
        yield from house.people.save(here.person.id, turn.state, here.now)
    if turn.redraw:
        facts = yield from family_facts(house, here, family.needs(flows, turn.state), performance.receipt)
        screen = family.present(flows, turn.state, facts, turn.notes)
        yield from post.living(here.person, screen, fresh=turn.fresh)
    if any(isinstance(effect, SpeakIn) for effect in turn.effects) and here.person.case_id is not None:
        yield from post.cards(here.person.case_id)
    return Handled(tuple(post.letters), turn.toast, here.person.language, events=tuple(post.events))


def _heard(house: House, event: Event, state: State, facts: Facts) -> Event:
    """The event with what the shell understands of it; typed words are held against the screen as it stands."""
    match event:
        case Said(text, edited):
            screen = family.present(house.flows, state, facts)
            return Said(mask(text), edited, house.understanding.understand(text, facts.speaks, screen))
        case SentSomething(kind, caption) if caption:
            return SentSomething(kind, "", house.understanding.understand(caption, facts.speaks, None))
        case SharedContact(phone, own):
            read = read_contact(phone)
            return SharedContact(read if read.startswith("+") else "", own)
        case _:
            return event


def _desk_turn(house: House, here: Here, post: Post, event: Event) -> Unit[Handled]:
    state = here.person.state or State("desk")
    case_id = _case_named(event)
    facts = yield from desk_facts(house, here, case_id, "")
    turn: Turn = desk.advance(state, event, facts)
    performance = DeskPerformance(house, here, post)
    refusal = yield from performance.all_of(turn.effects)
    if refusal is not None:
        turn = desk.refused(state, refusal)
    if turn.state != here.person.state:
        yield from house.people.save(here.person.id, turn.state, here.now)
    if turn.redraw:
        facts = yield from desk_facts(house, here, None, turn.state.aside)
        yield from post.living(here.person, desk.present(turn.state, facts, turn.notes), fresh=turn.fresh)
    return Handled(tuple(post.letters), turn.toast)


def _case_named(event: Event) -> int | None:
    match event:
        case Pressed(press) if press is not None and press.at == CASE:
            number = press.pick.partition("-")[0]
            return int(number) if number.isdecimal() and len(number) < 16 else None
        case _:
            return None
