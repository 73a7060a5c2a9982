"""A family's yes, given and taken back: what is kept of it, and what it lets begin or ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.booking import remind
from bot.desk import in_line
from bot.desk.talk_ends import family_ends
from bot.gathering import Here
from bot.house import TEXT_VERSION, House
from bot.posting import Post
from bot.standstill import ladders
from dialogs.family.facts import LIVE
from dialogs.family.questions import Purpose
from storage.people import Person
from storage.units import Unit

UNASKED: Final = frozenset({Purpose.REMINDERS.value, Purpose.LATER.value})
"""The yeses that cover messages nobody asked for."""


def record(house: House, here: Here, post: Post, purposes: frozenset[Purpose]) -> Unit[Person]:
    """Keep the present yes of this phone; gives the person as it is then."""
    given, before = frozenset(purpose.value for purpose in purposes), here.person.consents
    yield from house.people.record_consent(here.person, given, TEXT_VERSION, here.now)
    person = replace(here.person, consents=given)
    if person.unasked and (given - before) & UNASKED:
        yield from house.people.ask_no_more(person.id, "")
        person = replace(person, unasked="")
    if (before - given) & UNASKED:
        yield from ladders.close_ladder(house, post, person.family, "consent")
    if Purpose.REMINDERS not in purposes:
        yield from house.outbox.silence(person.id)
    if person.case_id is not None:
        yield from _told_in_case(house, replace(here, person=person), post, person.case_id)
    return person


def _told_in_case(house: House, here: Here, post: Post, case_id: int) -> Unit[None]:
    """The cards of the open call tell the yes of the phone that opened it. A new yes brings reminders back."""
    case, given = (yield from house.cases.load(case_id)), here.person.consents
    if case is None or case.stage not in LIVE:
        return
    if Purpose.REMINDERS in given:
        yield from remind(house, here, case)
    if case.opener == here.person.id and given != frozenset(case.consents):
        yield from house.cases.agree(case_id, given, TEXT_VERSION)
        yield from post.cards(case_id)


def stop_messages(house: House, here: Here, post: Post) -> Unit[Person]:
    """Nothing is sent by itself any more, but for what was asked for; gives the person as it is then."""
    keeps = frozenset({Purpose.CALLBACK}) if Purpose.CALLBACK in here.person.consents else frozenset[Purpose]()
    person = replace((yield from record(house, here, post, keeps)), hushed=True)
    yield from in_line.hushed(house, here)
    yield from family_ends(house, post, person, "stopped")
    yield from ladders.stopped(house, post, person)
    return person
