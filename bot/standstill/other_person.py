"""A family would rather speak with somebody else of the team: nobody is blamed, and nobody is asked why."""

from __future__ import annotations

from dataclasses import replace

from bot.calls import tell_calendar
from bot.desk.candidates import who_is_here
from bot.desk.chain import OTHER_PERSON as UNWANTED
from bot.desk.chain import unwanted
from bot.desk.handover import start_over
from bot.desk.leads import leads_of
from bot.desk.promising import make_promise
from bot.desk.talk_ends import family_ends
from bot.gathering import FIRST_NUMBER, Here, asap_window
from bot.house import House
from bot.posting import Post
from bot.standstill.counts import counted
from bot.standstill.reopening import find_hands, open_again
from dialogs.desk.facts import DESK
from dialogs.desk.page import CASE, card_button
from dialogs.family.effects import Refusal
from dialogs.family.facts import Stage
from dialogs.family.standstill_effects import NobodyElse
from dialogs.family.ways import AFTER_THE_TALK, OTHER_PERSON
from dialogs.machine.screen import Button, Press, Screen
from dialogs.machine.words import say
from dialogs.rules.keeping import EXACT
from storage.cases import CaseRow
from storage.units import Unit


def ask_other_coach(house: House, here: Here, post: Post, case: CaseRow) -> Unit[Refusal | None]:
    """Before the talk the next coach is asked; after it the lead decides. Refused where nobody else is there."""
    if case.stage in AFTER_THE_TALK:
        team = yield from house.people.team()
        if not any(one.role in DESK and one.id != case.owner for one in team):
            return NobodyElse()
        yield from _ask_lead(house, here, post, case)
    elif case.stage in (Stage.TAKEN, Stage.UNREACHED):
        others = yield from who_is_here(house, here.now)
        not_again = unwanted((yield from house.hands.of(case.id))) | {case.owner}
        if not any(one.id not in not_again for one in others):
            return NobodyElse()
        yield from _to_others(house, here, post, case)
    return None


def _to_others(house: House, here: Here, post: Post, case: CaseRow) -> Unit[None]:
    """The ladder of hands begins anew, without who had it now or before; who had it hears it in a neutral word.

    A time that has gone by is none: the call comes as soon as somebody can.
    """
    had = case.owner
    if case.stage is Stage.UNREACHED:
        yield from open_again(house, post, case)
    if case.stage is Stage.UNREACHED or case.appointment.ends_at <= here.now:
        yield from house.calendar.free(case.id)
        yield from house.outbox.call_off(case.id)
        yield from house.cases.move(case.id, asap_window(house, here.now))
    standing = (yield from house.cases.load(case.id)) or case
    yield from family_ends(house, post, here.person, "given")
    if standing.owner is None:
        yield from find_hands(house, post, case.id)
    else:
        yield from start_over(house, post, standing, had, UNWANTED)
    passed_on = yield from house.cases.load(case.id)
    if passed_on is not None:
        yield from make_promise(house, post, passed_on)
    if case.stage is Stage.TAKEN and case.appointment.wish == EXACT:
        later = replace(case.appointment, sequence=case.appointment.sequence + 1)
        yield from tell_calendar(house, post, replace(case, appointment=later), off=True)
    before = (yield from house.people.load(had)) if had is not None else None
    if before is not None and before.role in DESK:
        yield from post.first_cards(case.id, (before,), say("desk.news.other_person"))
    yield from counted(house, here, OTHER_PERSON)


def _ask_lead(house: House, here: Here, post: Post, case: CaseRow) -> Unit[None]:
    """A lead is asked to give the case on, once for each coach; without a lead whoever has it is."""
    body = dict(case.body or {})
    if body.get(OTHER_PERSON) == case.owner:
        return
    yield from house.cases.keep_body(case.id, body | {OTHER_PERSON: case.owner})
    yield from counted(house, here, OTHER_PERSON)
    leads = yield from leads_of(house, case.owner)
    if not leads:
        yield from post.cards(case.id, say("desk.news.other_person"))
    number = FIRST_NUMBER + case.id
    give = Button(say("desk.button.give"), Press(0, CASE, f"{case.id}-give"))
    note = Screen((say("desk.ways.other_person", number=number),), ((give,), (card_button(case.id, number),)))
    for lead in leads:
        yield from post.loose(lead, note)
