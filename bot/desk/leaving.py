"""Leaving the team: families go to others, old cards are emptied, and nothing opens for the person any more (H6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk.desk import Desk
from bot.desk.handover import begin, somebody_left, start_over
from bot.desk.leads import leads_of
from bot.desk.mornings import MORNING
from bot.desk.moving import hand_calls_on
from bot.desk.promising import make_promise
from bot.desk.talk_ends import coach_gone
from bot.gathering import FIRST_NUMBER
from bot.house import House
from bot.posting import Post
from bot.telling import redraw_family
from dialogs.desk.case_lines import in_rows, open_button
from dialogs.desk.effects import DeskRefusal
from dialogs.desk.facts import DESK, Role
from dialogs.desk.team_effects import LastLead
from dialogs.family.facts import Stage
from dialogs.machine.screen import Rows, Screen
from dialogs.machine.words import Listing, say
from dialogs.rules.absence import UNTIL_FURTHER_NOTICE
from storage.outbox import EDIT, LIVING, Draft, Urgency
from storage.people import Person
from storage.units import Unit

LISTED = 60
"""Cases with a button of their own on the lead's message."""


def end_access(desk: Desk, person_id: int) -> Unit[DeskRefusal | None]:
    """Somebody leaves the team. Refused for the last lead: `LastLead`. Done twice it happens once."""
    house, post = desk.house, desk.post
    person = yield from house.people.load(person_id)
    if person is None or person.role not in DESK:
        return None
    leads = yield from leads_of(house, person.id)
    if person.role is Role.LEAD and not leads:
        return LastLead()
    # What families read of the change is written after the name is gone, so that it stands on no card any more.
    yield from coach_gone(house, post, person.id, leaves_team=True)
    yield from house.people.leave_team(person.id, post.now)
    left = yield from _hand_over(house, post, person)
    yield from house.people.drop_letters(person.id)
    post.letters[:] = [letter for letter in post.letters if letter.person != person.id]
    gone = replace(person, role=Role.FAMILY, state=None, name="", languages=(), hours="", habits="")
    yield from _empty_phone(house, post, gone)
    if desk.here.person.id == person.id:
        desk.here = replace(desk.here, person=gone)
    yield from _tell_leads(post, leads, person.name, left)
    yield from _ask_for_the_group(house, post, leads, person.name)
    post.events.append(("team.left", {"person": person.id, "left": len(left), "by": desk.here.person.id}))
    return None


def _hand_over(house: House, post: Post, person: Person) -> Unit[tuple[int, ...]]:
    """Calls go to colleagues as in an absence without end; gives the cases that the lead has to give to somebody."""
    now = post.now
    # First, so that what a family is told about its call stands above the card that comes with it.
    for case_id in (yield from house.hands.had(person.id)):
        yield from redraw_family(house, post, case_id)
    yield from house.absences.add(person.id, now, UNTIL_FURTHER_NOTICE, "off")
    yield from house.calendar.drop_holds(person.id, now, UNTIL_FURTHER_NOTICE)
    moved = yield from hand_calls_on(house, post, person, now, UNTIL_FURTHER_NOTICE)
    left = dict.fromkeys(moved.left)
    for case in (yield from house.cases.outlines()):
        if case.owner != person.id:
            continue
        if not (yield from _start_over(house, post, case.id, person.id)):
            yield from _lay_down(house, post, case.id, person.id, now)
            left[case.id] = None
    yield from somebody_left(house, post, person.id)
    return tuple(left)


def _start_over(house: House, post: Post, case_id: int, person: int) -> Unit[bool]:
    """A call that is still to come is offered anew; False for a case that goes on without one."""
    case = yield from house.cases.load(case_id)
    if case is None or case.stage is not Stage.TAKEN:
        return False
    return (yield from start_over(house, post, case, person, "left"))


def _lay_down(house: House, post: Post, case_id: int, person: int, now: datetime) -> Unit[None]:
    """Nobody has the case until the lead gives it to somebody; a call to come goes up the ladder all the same."""
    yield from house.cases.untake(case_id)
    yield from house.hands.note(case_id, "left", person, now, why="left")
    case = yield from house.cases.load(case_id)
    if case is not None and case.stage is Stage.RECEIVED:
        yield from house.cases.suggest(case_id, None, "")
        yield from begin(house, post, case_id)
        yield from make_promise(house, post, (yield from house.cases.load(case_id)) or case)
    yield from post.cards(case_id)


def _empty_phone(house: House, post: Post, gone: Person) -> Unit[None]:
    """Every card and list that stands there says that it is theirs no longer; the commands go as well."""
    screen = Screen((say("left.card"),), protected=True)
    for spot in (yield from house.people.spots_left(gone.id)):
        if ":" in spot or spot == MORNING:
            yield from post.write(gone, Draft(gone.id, screen, spot, urgency=Urgency.CARD, kind=EDIT))
    yield from house.mornings.drop(gone.id)
    yield from post.write(gone, Draft(gone.id, Screen((say("left.body"),)), LIVING))
    chat = yield from house.people.chat_of(gone.id)
    if chat is not None:
        post.roles[chat] = Role.FAMILY


def _ask_for_the_group(house: House, post: Post, leads: tuple[Person, ...], name: str) -> Unit[None]:
    """Who belongs to the team's group is in nobody's hands but the leads'."""
    if (yield from house.people.group()) is not None:
        for lead in leads:
            yield from post.loose(lead, Screen((say("desk.left.group", name=name),), protected=True))


def _tell_leads(post: Post, leads: tuple[Person, ...], name: str, left: tuple[int, ...]) -> Unit[None]:
    if not left:
        return
    numbers = Listing(tuple(str(FIRST_NUMBER + case) for case in left))
    told = say("desk.left.cases", name=name, count=len(left), numbers=numbers)
    for lead in leads:
        yield from post.loose(lead, Screen((told,), _open_buttons(left), protected=True))
        post.touched.add(lead.id)


def _open_buttons(cases: tuple[int, ...]) -> Rows:
    return in_rows([open_button(case, FIRST_NUMBER + case) for case in cases[:LISTED]])
