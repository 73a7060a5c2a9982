"""The list of the day: sent on working mornings to who has something due, and kept true all day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.desk.overview import absent, case_lines
from bot.house import House
from bot.posting import Post
from dialogs.desk.facts import DESK, Role
from dialogs.desk.morning import Broken, Morning, PlacesKnown, morning_screen, over_screen
from dialogs.desk.team_facts import CaseLine
from dialogs.family.facts import Stage
from dialogs.machine.screen import Screen, pack_content
from dialogs.rules.walltime import LOOK_AHEAD_DAYS, instant, local_day, minutes_of, open_spans
from storage.outbox import Draft, Urgency
from storage.people import Person
from storage.promises import Promise
from storage.units import Unit

MORNING = "morning"
"""The timer of the list, and the spot in which it stands."""

NOT_AFTER = time(18)
"""Wall time after which a list that was missed helps nobody any more."""


@dataclass(frozen=True, slots=True)
class _Today:
    """What all lists of a day are made of, read once."""

    at: datetime
    lines: tuple[CaseLine, ...]
    broken: tuple[Promise, ...]
    places: PlacesKnown
    awaited: int


def set_next_morning(house: House, now: datetime) -> Unit[None]:
    """Let the list of the next working day come by itself. Set again it is the same timer."""
    due_at = _next_morning(house, now)
    if due_at is not None:
        day = local_day(due_at, house.town.zone)
        yield from house.cases.set_timer(f"{MORNING}:{day.isoformat()}", MORNING, 0, due_at)


def _next_morning(house: House, now: datetime) -> datetime | None:
    today = local_day(now, house.town.zone)
    mornings = (_morning_of(house, today + timedelta(days=days)) for days in range(LOOK_AHEAD_DAYS))
    return next((at for at in mornings if at is not None and at > now), None)


def _morning_of(house: House, day: date) -> datetime | None:
    """When the list of a day is due; None where nobody works then."""
    at = instant(day, minutes_of(house.programme.desk.morning_at), house.town.zone)
    return at if open_spans(house.hours, day, house.town.zone, house.off(at)) else None


def morning_comes(house: House, post: Post, about: int) -> Unit[None]:
    """Send today's list to everybody with something due. A morning that was missed is made up for until evening."""
    yield from set_next_morning(house, post.now)
    zone = house.town.zone
    due_at = _morning_of(house, local_day(post.now, zone))
    if due_at is None or post.now < due_at or post.now.astimezone(zone).time() >= NOT_AFTER:
        return
    day = local_day(post.now, zone)
    today = yield from _gathered(house, post.now)
    away = yield from absent(house, post.now)
    team = [one for one in (yield from house.people.team()) if one.role in DESK]
    for person in team:
        morning = _for(house, person, today)
        if not morning.is_empty and person.id not in away:
            yield from _send(house, post, person, morning_screen(morning), day)
    yield from _put_away(house, post, team, day)


def _send(house: House, post: Post, person: Person, screen: Screen, day: date) -> Unit[None]:
    until = instant(day, minutes_of(NOT_AFTER), house.town.zone)
    mark = f"{MORNING}:{day.isoformat()}:{person.id}"
    draft = Draft(
        person.id, screen, MORNING, once=True, fresh=True, urgency=Urgency.CARD, mark=mark, kind="card", until=until
    )
    yield from post.write(person, draft)
    yield from house.mornings.show(person.id, day, _mark_of(screen))


def _put_away(house: House, post: Post, team: Iterable[Person], day: date) -> Unit[None]:
    """Where nothing is due today, the list of an earlier day says so and loses its buttons, without a sound."""
    people = {one.id: one for one in team}
    for person in (yield from house.mornings.older(day)):
        if person in people:
            yield from _edit(post, people[person], over_screen())
        yield from house.mornings.drop(person)


def refresh_mornings(house: House, post: Post) -> Unit[None]:
    """Bring the lists of those up to date whom this unit of work touched; one that stays the same is left alone."""
    if not post.touched:
        return
    day = local_day(post.now, house.town.zone)
    standing = yield from house.mornings.standing(day)
    if not standing:
        return
    team = [one for one in (yield from house.people.team()) if one.id in standing and one.role in DESK]
    touched = [one for one in team if one.id in post.touched or one.role is Role.LEAD]
    if not touched:
        return
    today = yield from _gathered(house, post.now)
    for person in touched:
        screen = morning_screen(_for(house, person, today))
        shown = _mark_of(screen)
        if shown != standing[person.id]:
            yield from _edit(post, person, screen)
            yield from house.mornings.show(person.id, day, shown)


def _edit(post: Post, person: Person, screen: Screen) -> Unit[None]:
    yield from post.write(person, Draft(person.id, screen, MORNING, urgency=Urgency.CARD, kind="card"))


def _mark_of(screen: Screen) -> str:
    packed = json.dumps(pack_content(screen), sort_keys=True)
    return hashlib.blake2b(packed.encode(), digest_size=12).hexdigest()


def _gathered(house: House, now: datetime) -> Unit[_Today]:
    return _Today(
        at=now,
        lines=(yield from case_lines(house, now)),
        broken=(yield from house.promises.broken_since(_list_before(house, now))),
        places=(yield from _places(house, now)),
        awaited=len((yield from house.people.awaited())),
    )


def _list_before(house: House, now: datetime) -> datetime:
    """When the list of the working day before today came."""
    today = local_day(now, house.town.zone)
    mornings = (_morning_of(house, today - timedelta(days=days)) for days in range(1, 8))
    return next((at for at in mornings if at is not None), now - timedelta(days=7))


def _places(house: House, now: datetime) -> Unit[PlacesKnown]:
    free, confirmed_at = (yield from house.calendar.places(house.town.programme)) or (0, None)
    stale_after = timedelta(days=house.programme.places.stale_after_days)
    return PlacesKnown(free, confirmed_at, confirmed_at is None or now - confirmed_at > stale_after)


def _for(house: House, person: Person, today: _Today) -> Morning:
    """One person's list. A case that waits to be called stands in it once, the lead's own view of it beside that."""
    day, zone, me = local_day(today.at, house.town.zone), house.town.zone, person.id
    to_call = [one for one in today.lines if one.owner == me and one.stage is Stage.TAKEN]
    calls = tuple(one for one in to_call if local_day(one.appointment.starts_at, zone) <= day)
    later = [one for one in to_call if one not in calls]
    promises = tuple(one for one in later if one.promised_by is not None and not one.still)
    offers = tuple(one for one in today.lines if one.asked == me)
    is_lead = person.role is Role.LEAD
    theirs = [one for one in today.lines if is_lead or one.owner == me]
    still = tuple(one for one in theirs if one.still and one not in calls)
    silent = tuple(one for one in theirs if one.silent_days and not one.still)
    own = Morning(today.at, calls, promises, offers, silent, still=still)
    return _with_the_leads(house, own, today) if is_lead else own


def _with_the_leads(house: House, own: Morning, today: _Today) -> Morning:
    """The lead's list: beside the own cases what nobody has, what was not kept, and what is about to break."""
    midnight = instant(local_day(today.at, house.town.zone) + timedelta(days=1), 0, house.town.zone)
    mine = {one.id for one in (*own.calls, *own.promises, *own.offers)}
    others = [one for one in today.lines if one.id not in mine]
    breaking = tuple(one for one in others if _breaks(one, today.at, midnight))
    urgent = {one.id for one in breaking} | {one.case_id for one in today.broken}
    still = tuple(one for one in own.still if one.id not in urgent)
    named = {one.id for one in (*breaking, *own.silent, *still)}
    free = tuple(one for one in others if one.owner is None and one.id not in named)
    lines = {one.id: one for one in today.lines}
    broken = tuple(Broken(lines[one.case_id], one.due_at) for one in today.broken if one.case_id in lines)
    return replace(
        own, still=still, broken=broken, breaking=breaking, free=free, awaited=today.awaited, places=today.places
    )


def _breaks(line: CaseLine, now: datetime, midnight: datetime) -> bool:
    """A promise that ends today and that nobody has taken on, or whose time is over already."""
    if line.breaks_at is None or line.breaks_at > midnight:
        return False
    return line.stage is Stage.RECEIVED or line.appointment.ends_at <= now
