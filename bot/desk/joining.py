"""Joining the team: a one-time invitation is accepted, and a lead says yes to who accepted it (H6)."""

from __future__ import annotations

from dataclasses import replace

from bot import households
from bot.desk import in_line
from bot.desk.desk import Desk
from bot.desk.handover import somebody_came
from bot.desk.leads import leads_of
from bot.gathering import Here, member
from bot.house import House
from bot.posting import Post
from dialogs.desk import conversation
from dialogs.desk.effects import DeskRefusal, InvitationSpent
from dialogs.desk.facts import DESK, DeskFacts, Role
from dialogs.desk.team import joined_screen, joining_screen
from dialogs.machine.screen import Screen
from dialogs.machine.turn import State
from dialogs.machine.words import say
from storage.invitations import Invitee
from storage.outbox import Draft, Urgency
from storage.people import Person
from storage.units import Unit


def joining_spot(person: int) -> str:
    """Where a lead is asked about somebody who accepted an invitation."""
    return f"joining:{person}"


def join(desk: Desk, code: str) -> Unit[DeskRefusal | None]:
    """Redeem an invitation; what was held for the person as a family is given back, and what it shared stays there.

    Who accepted it waits for a lead's yes. Where there is no other lead, it counts at once; so it does for somebody
    of the team who is invited as what they are, or as less.
    """
    house, person, now = desk.house, desk.here.person, desk.here.now
    invitee = yield from house.invitations.redeem(code, person.id, now)
    if invitee is None:
        return InvitationSpent()
    others = yield from leads_of(house, person.id)
    role = _role_now(person, invitee, has_lead=bool(others))
    if person.role is Role.FAMILY:
        yield from households.leave(house, desk.here, desk.post)
    yield from house.calendar.release(person.id)
    yield from house.people.join_team(person.id, role.value, invitee.name, invitee.languages, invitee.hours)
    desk.here = replace(desk.here, person=_as_invited(person, role, invitee))
    is_awaited = role.value != invitee.role and person.role is not Role.LEAD
    yield from house.people.await_yes(person.id, invitee.role if is_awaited else "")
    desk.post.events.append(("team.accepted", {"person": person.id, "confirmed": not is_awaited}))
    if is_awaited:
        yield from _ask_leads(desk.post, others, desk.here.person, invitee.role)
    else:
        yield from in_line.joins_team(house, desk.post, person.id)
        yield from somebody_came(house, desk.post)
    return None


def _role_now(person: Person, invitee: Invitee, *, has_lead: bool) -> Role:
    """What the person is until a lead says more. A lead stays one: an invitation leaves no team without."""
    if person.role is Role.LEAD or not has_lead:
        return Role.LEAD if person.role is Role.LEAD else Role(invitee.role)
    return person.role if person.role is Role.COACH else Role.PENDING


def _as_invited(person: Person, role: Role, invitee: Invitee) -> Person:
    languages = tuple(invitee.languages.split(",")) if invitee.languages else ()
    return replace(person, role=role, name=invitee.name, languages=languages, hours=invitee.hours)


def _ask_leads(post: Post, leads: tuple[Person, ...], person: Person, role: str) -> Unit[None]:
    for lead in leads:
        screen = joining_screen(person.id, person.name, role)
        yield from post.write(
            lead, Draft(lead.id, screen, joining_spot(person.id), fresh=True, urgency=Urgency.CARD, kind="card")
        )
        post.touched.add(lead.id)


def confirm(desk: Desk, person_id: int) -> Unit[None]:
    """Somebody belongs to the team from now on: they get their desk, and what waits for somebody goes on."""
    house, post = desk.house, desk.post
    role = yield from house.people.confirm(person_id)
    person = yield from house.people.load(person_id)
    if role is None or person is None:
        return
    yield from _settled(desk, person, role, confirmed=True)
    yield from in_line.joins_team(house, post, person.id)
    state = State("desk").over("help")
    yield from house.people.save(person.id, state)
    yield from _greet(house, Here(person, post.now), post, state)
    yield from somebody_came(house, post)


def _greet(house: House, here: Here, post: Post, state: State) -> Unit[None]:
    facts = DeskFacts(here.now, house.town.zone, member(here.person))
    yield from post.living(here.person, conversation.present(state, facts), fresh=True)


def refuse(desk: Desk, person_id: int) -> Unit[None]:
    """Somebody does not come to the team. A coach who was to lead stays a coach; others are a family like any."""
    house, post = desk.house, desk.post
    awaited = (yield from house.people.awaited()).get(person_id)
    person = yield from house.people.load(person_id)
    if awaited is None or person is None:
        return
    yield from _settled(desk, person, awaited, confirmed=False)
    yield from house.people.await_yes(person.id, "")
    if person.role in DESK:
        return
    yield from house.people.leave_team(person.id, post.now)
    family = replace(person, role=Role.FAMILY, state=None, name="")
    yield from _new_menu(house, post, family)
    yield from post.living(family, Screen((say("invitation.refused"),)), fresh=True)


def _settled(desk: Desk, person: Person, role: str, *, confirmed: bool) -> Unit[None]:
    """The question on every lead's phone becomes its answer."""
    house, post = desk.house, desk.post
    post.events.append(("team.answered", {"person": person.id, "confirmed": confirmed, "by": desk.here.person.id}))
    post.touched.add(desk.here.person.id)
    if confirmed:
        yield from _new_menu(house, post, person)
    spot = joining_spot(person.id)
    for lead in (yield from leads_of(house, person.id)):
        if (yield from house.outbox.where(lead.id, spot)) is not None:
            screen = joined_screen(person.name, role, confirmed=confirmed)
            yield from post.write(lead, Draft(lead.id, screen, spot, urgency=Urgency.CARD, kind="card"))


def _new_menu(house: House, post: Post, person: Person) -> Unit[None]:
    chat = yield from house.people.chat_of(person.id)
    if chat is not None:
        post.roles[chat] = person.role
