"""One thing that happened, as one unit of work: gather, let the core decide, carry out, draw, write down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.channels.channel import Incoming
from bot.desk import group
from bot.desk.absence import unreachable
from bot.desk.desk import Desk
from bot.desk.gathering import desk_facts
from bot.desk.group_trouble import out_of_use
from bot.desk.handover import somebody_came, somebody_left
from bot.desk.mornings import refresh_mornings
from bot.desk.passing import readers
from bot.desk.performing import perform_all
from bot.desk.phrasing import asked_line
from bot.desk.talk_ends import coach_gone, family_ends
from bot.gathering import Here, family_facts
from bot.house import House
from bot.households import tell_others, with_household
from bot.masking import mask
from bot.performing import Performance
from bot.phones import read_contact
from bot.posting import Post, reads
from bot.standstill.going_on import after_turn
from bot.standstill.ladders import blocked, sign_of_life
from bot.standstill.shown import with_standstill
from bot.working_days import at_work
from dialogs.desk import conversation as desk
from dialogs.desk.facts import DESK, Invitation, Role
from dialogs.desk.page import ABOUT_A_CASE, CASE, MARK, case_shown
from dialogs.family import conversation as family
from dialogs.family.effects import SpeakIn
from dialogs.family.facts import Facts
from dialogs.family.messages import with_answers
from dialogs.machine.events import Blocked, Commanded, Event, Pressed, Said, SentSomething, SharedContact, Unblocked
from dialogs.machine.screen import row_in
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Phrase, say
from storage.outbox import Letter
from storage.people import Person
from storage.units import Unit


@dataclass(frozen=True, slots=True)
class Handled:
    """What a turn leaves to be done outside: letters that may go, a toast, what to log.

    roles: chats whose person has another role from now on, and so another menu
    """

    letters: tuple[Letter, ...] = ()
    toast: Phrase | None = None
    language: str = "de"
    roles: Mapping[int, Role] = field(default_factory=dict)
    events: tuple[tuple[str, Mapping[str, int | bool]], ...] = ()


SEEN_AFTER = timedelta(minutes=10)
"""So long a sign of life that changes nothing counts as the one before it: far less than a ladder waits for."""

REPEAT = Handled()
"""Something that was handled before: nothing is left to be done."""


def take_turn(house: House, incoming: Incoming, now: datetime) -> Unit[Handled]:
    """Handle one incoming, once. The same id again does nothing."""
    if not (yield from house.people.first_time(incoming.id, now)):
        return REPEAT
    house = yield from at_work(house)
    if incoming.author is not None:
        # A group is nobody: whoever spoke there is known by `author`, and no screen may be drawn into it.
        post = Post(house, now)
        answer = yield from group.heard(house, post, incoming)
        return Handled(tuple(post.letters), answer, events=tuple(post.events))
    person = yield from house.people.find(incoming.chat)
    if person is None:
        language = house.texts.offered(incoming.language) or house.town.languages[0]
        if language not in house.town.languages:
            language = house.town.languages[0]
        person = yield from house.people.meet(incoming.chat, language, now)
    post = Post(house, now, {person.id: incoming.chat})
    if isinstance(incoming.event, (Blocked, Unblocked)):
        yield from reached(house, post, person, isinstance(incoming.event, Unblocked))
        yield from refresh_mornings(house, post)
        return Handled(tuple(post.letters), events=tuple(post.events))
    if not person.reachable:
        yield from reached(house, post, person, reachable=True)
        person = replace(person, reachable=True)
    here = Here(person, now)
    code = _invitation_code(incoming.event)
    if code is not None:
        turn = _invited(house, here, post, code, accepts=isinstance(incoming.event, Pressed))
    elif person.role is Role.FAMILY:
        turn = _family_turn(house, here, post, incoming)
    else:
        turn = _desk_turn(house, here, post, incoming)
    handled = yield from turn
    if not post.touched:
        return handled
    yield from refresh_mornings(house, post)
    return replace(handled, letters=tuple(post.letters))


def reached(house: House, post: Post, person: Person, reachable: bool) -> Unit[None]:
    """The channel says whether it lets us write; cards say so, and what a coach was asked to take goes on."""
    if person.reachable == reachable:
        return
    if person.role is Role.GROUP:
        yield from out_of_use(house, post, person, "out")
        return
    yield from house.people.set_reachable(person.id, reachable)
    if person.role in DESK and reachable:
        yield from somebody_came(house, post)
    elif person.role in DESK:
        yield from coach_gone(house, post, person.id, leaves_team=False)
        yield from somebody_left(house, post, person.id)
        yield from unreachable(house, post, person)
    elif not reachable:
        yield from blocked(house, post, person)
        if not (yield from readers(house, person.case_id or 0)):
            yield from family_ends(house, post, person, "unreachable")
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
    at_desk = Desk(house, here, post)
    turn = desk.invitation_turn(State("desk"), code)
    refusal = yield from perform_all(at_desk, turn.effects)
    if refusal is not None:
        if person.role is Role.FAMILY:
            yield from post.living(person, desk.invitation_screen(None, code), fresh=False)
        return Handled(tuple(post.letters), say("invitation.spent"), reads(person))
    here = at_desk.here
    post.roles[post.chats[person.id]] = here.person.role
    yield from house.people.save(person.id, turn.state, here.now)
    facts = yield from desk_facts(house, here, None, "")
    yield from post.living(here.person, desk.present(turn.state, facts), fresh=False)
    return Handled(tuple(post.letters), roles=dict(post.roles), events=tuple(post.events))


def _family_turn(house: House, here: Here, post: Post, incoming: Incoming) -> Unit[Handled]:
    flows = house.flows
    state = family.resumed(flows, here.person.state)
    # Only typed words are held against the screen as it stands; no other event asks what it would show.
    seen = family.needs(flows, state) if isinstance(incoming.event, Said) else frozenset()
    facts = yield from family_facts(house, here, seen, message=incoming.message or 0)
    facts = replace(facts, asked=(yield from asked_line(house, here, incoming.event)))
    facts = yield from with_standstill(house, here, state, incoming.event, facts)
    event = _heard(house, incoming.event, state, facts)
    yield from sign_of_life(house, post, here)
    turn = family.advance(flows, state, event, facts)
    performance = Performance(house, here, post)
    refusal = yield from performance.all_of(turn.effects)
    if refusal is not None:
        facts = yield from family_facts(house, here, family.needs(flows, state) | {family.Need.TIMES})
        turn = replace(family.refused(flows, state, refusal, facts), fresh=turn.fresh)
    here = performance.here
    if _is_kept(here, turn) and not performance.receipt:
        yield from house.people.save(here.person.id, turn.state, here.now)
    if turn.redraw:
        facts = yield from family_facts(house, here, family.needs(flows, turn.state), performance.receipt)
        facts = yield from with_standstill(house, here, turn.state, None, facts)
        facts = yield from with_household(house, here, turn.state, performance.phone_code, facts)
        screen = family.present(flows, turn.state, facts, turn.notes)
        yield from post.living(here.person, screen, fresh=turn.fresh)
    yield from after_turn(house, post, here, state, turn)
    if refusal is None:
        yield from tell_others(house, here, post, turn.effects)
    if any(isinstance(effect, SpeakIn) for effect in turn.effects) and here.person.case_id is not None:
        yield from post.cards(here.person.case_id)
    return Handled(tuple(post.letters), turn.toast, here.person.language, events=tuple(post.events))


def _is_kept(here: Here, turn: Turn) -> bool:
    """Whether the state is written down: where it changed, and at times as a sign of life; never where blank."""
    stored = here.person.state
    if stored is None and not turn.redraw:
        return False
    return turn.state != stored or here.now - here.person.seen_at >= SEEN_AFTER


def _heard(house: House, event: Event, state: State, facts: Facts) -> Event:
    """The event with what the shell understands of it; typed words are held against the screen as it stands."""
    match event:
        case Said(text, edited):
            screen = with_answers(family.present(house.flows, state, facts), state, facts.asked, text)
            return Said(mask(text), edited, house.understanding.understand(text, facts.speaks, screen))
        case SentSomething(kind, caption) if caption:
            return SentSomething(kind, "", house.understanding.understand(caption, facts.speaks, None))
        case SharedContact(phone, own):
            read = read_contact(phone)
            return SharedContact(read if read.startswith("+") else "", own)
        case _:
            return event


def _desk_turn(house: House, here: Here, post: Post, incoming: Incoming) -> Unit[Handled]:
    state = here.person.state or State("desk")
    event = incoming.event
    facts = yield from desk_facts(house, here, _case_at(event, state), _page_at(event, state), incoming.message or 0)
    turn: Turn = desk.advance(state, event, facts)
    at_desk = Desk(house, here, post)
    refusal = yield from perform_all(at_desk, turn.effects)
    if refusal is not None:
        turn = desk.refused(state, refusal)
    if at_desk.here.person.role is Role.FAMILY:
        # Whoever has just left the team has no desk to be drawn.
        return Handled(tuple(post.letters), turn.toast, roles=dict(post.roles), events=tuple(post.events))
    if turn.state != here.person.state:
        yield from house.people.save(here.person.id, turn.state, here.now)
    if turn.redraw:
        aside = turn.state.aside
        facts = yield from desk_facts(house, here, case_shown(aside), aside)
        shown = desk.present(turn.state, facts, turn.notes)
        yield from post.living(here.person, shown, fresh=turn.fresh, left=state.aside)
    return Handled(tuple(post.letters), turn.toast, roles=dict(post.roles), events=tuple(post.events))


def _page_at(event: Event, state: State) -> str:
    """The page that is pressed, else the one on the screen."""
    return event.press.at.removeprefix(MARK) if isinstance(event, Pressed) and event.press else state.aside


def _case_at(event: Event, state: State) -> int | None:
    """The case a press names, else the one the page on the screen is about."""
    if isinstance(event, Pressed) and event.press is not None:
        about = event.press.at == CASE or event.press.at.removeprefix(MARK) in ABOUT_A_CASE
        return row_in(event.press.pick) if about else None
    return case_shown(state.aside)
