"""Coaches' times: hours, habits, absences, and what an absence or a closed day sets going."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import assert_never

from bot.desk.desk import Desk
from bot.desk.handover import somebody_came
from bot.desk.leads import leads_of
from bot.desk.moving import Moved, hand_calls_on, lay_anew_for_all
from bot.gathering import FIRST_NUMBER
from bot.house import House
from bot.posting import Post
from bot.working_days import at_work
from dialogs.desk.effects import DeskRefusal
from dialogs.desk.page import card_button
from dialogs.desk.times_effects import BeAway, ComeBack, SetHabits, SetHours
from dialogs.family.facts import LIVE, Stage
from dialogs.machine.screen import Screen
from dialogs.machine.words import Listing, Phrase, Value, say
from dialogs.rules.absence import LONG, falls_on
from dialogs.rules.hours import spell_hours
from dialogs.rules.laying import spell_habits, with_figures
from dialogs.rules.walltime import instant
from storage.people import Person
from storage.units import Unit

LISTED = 20
"""Cases with a button of their own on the lead's message; a phone shows no more at a glance."""


def perform(desk: Desk, effect: SetHours | SetHabits | BeAway | ComeBack) -> Unit[DeskRefusal | None]:
    """Carry out what a coach decides on the own times."""
    coach, people = desk.here.person, desk.house.people
    match effect:
        case SetHours(hours):
            yield from people.set_hours(coach.id, spell_hours(hours))
        case SetHabits(length, buffer, notice, most):
            usual = desk.house.programme.calls.policy
            yield from people.set_habits(coach.id, spell_habits(with_figures(usual, length, buffer, notice, most)))
        case BeAway(starts_at, ends_at, why):
            yield from be_away(desk.house, desk.post, coach, starts_at, ends_at, why)
        case ComeBack(absence):
            yield from _come_back(desk, absence)
        case _:
            assert_never(effect)
    return None


def be_away(house: House, post: Post, coach: Person, starts_at: datetime, ends_at: datetime, why: str) -> Unit[None]:
    """The coach is away in this span: calls in it go to others, all are told. Said twice it happens once."""
    known = yield from house.absences.of(coach.id, post.now)
    if any(one.starts_at <= starts_at and ends_at <= one.ends_at for one in known):
        return
    absence = yield from house.absences.add(coach.id, starts_at, ends_at, why)
    yield from house.calendar.drop_holds(coach.id, starts_at, ends_at)
    moved = yield from hand_calls_on(house, post, coach, starts_at, ends_at)
    figures = {"coach": coach.id, "given": sum(moved.to.values()), "anew": len(moved.anew), "left": len(moved.left)}
    post.events.append(("coach.away", figures))
    if why == "ill" or moved.to or moved.anew or moved.left:
        summary = yield from _summary(house, moved, why)
        yield from post.loose(coach, Screen(summary), mark=f"absence:{absence}")
    yield from _tell_leads(house, post, coach, tuple(moved.left), "desk.absence.lead")
    if ends_at - starts_at > LONG:
        yield from _tell_leads(house, post, coach, (yield from _still_with(house, coach)), "desk.absence.lead_long")


def _summary(house: House, moved: Moved, why: str) -> Unit[tuple[Phrase, ...]]:
    wish = say("desk.absence.ill") if why == "ill" else say("desk.absence.off")
    people = {one.id: one.name for one in (yield from house.people.team())}
    parts: list[Value] = [say("desk.absence.to", number=count, name=people[to]) for to, count in moved.to.items()]
    if moved.anew:
        parts.append(say("desk.absence.anew", number=len(moved.anew)))
    only_left = [case for case in moved.left if case not in moved.anew]
    if only_left:
        parts.append(say("desk.absence.left", number=len(only_left)))
    total = sum(moved.to.values()) + len(moved.anew) + len(only_left)
    if not total:
        return (say("desk.absence.none"), wish)
    return (say("desk.absence.moved", count=total, parts=Listing(tuple(parts))), wish)


def _still_with(house: House, coach: Person) -> Unit[tuple[int, ...]]:
    """The coach's families without a call to come: spoken with, in the programme, or with a wrong number."""
    return tuple(case.id for case in (yield from house.cases.of_owner(coach.id)) if case.stage is not Stage.TAKEN)


def _tell_leads(house: House, post: Post, coach: Person, cases: tuple[int, ...], key: str) -> Unit[None]:
    if not cases:
        return
    numbers = Listing(tuple(str(FIRST_NUMBER + case) for case in cases))
    rows = tuple((card_button(case, FIRST_NUMBER + case),) for case in cases[:LISTED])
    told = Phrase(key, {"name": coach.name, "numbers": numbers})
    for lead in (yield from leads_of(house, coach.id)):
        yield from post.loose(lead, Screen((told,), rows, protected=True))


def unreachable(house: House, post: Post, coach: Person) -> Unit[None]:
    """A coach blocked the bot: the lead is told which families are in those hands, for no card gets there."""
    cases = tuple(case.id for case in (yield from house.cases.of_owner(coach.id)))
    yield from _tell_leads(house, post, coach, cases, "desk.absence.lead_unreachable")


def _come_back(desk: Desk, absence_id: int) -> Unit[None]:
    """What lies ahead never begins; what runs ends now. Calls that went to others stay with them."""
    house, coach, now = desk.house, desk.here.person, desk.here.now
    for absence in (yield from house.absences.of(coach.id, now)):
        if absence.id == absence_id and absence.starts_at > now:
            yield from house.absences.remove(absence_id, coach.id)
        elif absence.id == absence_id:
            yield from house.absences.end_now(coach.id, now)
            yield from somebody_came(house, desk.post)


def day_closed(house: House, post: Post, day: date) -> Unit[int]:
    """Nobody works on this day any more: its calls get new times and families are told; gives how many.

    Call it after the day was written down; `house` may still be the one from before.
    """
    house = yield from at_work(house)
    zone = house.town.zone
    begins, ends = instant(day, 0, zone), instant(day + timedelta(days=1), 0, zone)
    moved = 0
    for case in (yield from house.cases.live(0, all_of_them=True)):
        if case.stage in LIVE and case.stage is not Stage.WRONG_NUMBER and falls_on(case.appointment, begins, ends):
            yield from lay_anew_for_all(house, post, case)
            moved += 1
    for coach in (yield from house.people.team()):
        yield from house.calendar.drop_holds(coach.id, begins, ends)
    return moved
