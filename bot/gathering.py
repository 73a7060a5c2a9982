"""What a turn is told of the world, read in the turn's own unit of work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.house import House
from dialogs.desk.facts import DESK, DeskCase, DeskFacts, Member, Role
from dialogs.family.conversation import Need
from dialogs.family.facts import LIVE, Appointment, Facts, OwnCase, PlacesNow
from dialogs.family.questions import Purpose
from dialogs.machine.questions import Told
from dialogs.rules.assignment import Coach, Reason
from dialogs.rules.hours import parse_hours
from dialogs.rules.places import Availability, Places, availability, families_before
from dialogs.rules.slots import Slot, offered
from dialogs.rules.windows import ASAP, DayPart, Window, next_try, next_window, part_at, parts_served
from storage.cases import CaseRow, Load
from storage.people import Person
from storage.units import Unit

FIRST_NUMBER = 1000
"""Case numbers start above it, so that the first family is not number one."""


@dataclass(frozen=True, slots=True)
class Here:
    """Who is at the door, and when."""

    person: Person
    now: datetime


def family_facts(house: House, here: Here, needs: frozenset[Need], receipt: str = "") -> Unit[Facts]:
    """The facts of a family's turn; what costs a look is gathered only if needed."""
    person, now = here.person, here.now
    case = (yield from own_case(house, person)) if person.case_id is not None else None
    places = (yield from _places(house, here)) if Need.PLACES in needs else UNASKED
    slots = (yield from free_times(house, here)) if Need.TIMES in needs else ()
    return Facts(
        now=now,
        town=house.town,
        speaks=person.language,
        languages=_languages(house, person.language),
        places=places,
        case=case,
        on_list=person.listed_at is not None,
        slots=slots,
        parts=_parts(house, now) if Need.TIMES in needs else (),
        promise=house.promise(now) if Need.PROMISE in needs else None,
        consents=frozenset(Purpose(purpose) for purpose in person.consents),
        quiet_for_days=(now - person.seen_at).days,
        receipt=receipt,
    )


UNASKED = PlacesNow(Availability.UNKNOWN)
"""Stands where no screen asks for places."""


def _languages(house: House, first: str) -> tuple[str, ...]:
    offered_here = house.town.languages
    return (first, *(tag for tag in offered_here if tag != first)) if first in offered_here else offered_here


def own_case(house: House, person: Person) -> Unit[OwnCase | None]:
    """The family's newest case, with the first name of whoever has it, or whose time an exact call takes."""
    row = yield from house.cases.load(person.case_id or 0)
    if row is None or row.family != person.id:
        return None
    with_whom = row.owner if row.owner is not None or row.appointment.wish != "exact" else row.suggested
    owner = (yield from house.people.load(with_whom)) if with_whom is not None else None
    return OwnCase(
        number=FIRST_NUMBER + row.id,
        stage=row.stage,
        opened_at=row.opened_at,
        appointment=row.appointment,
        coach=owner.name if owner else None,
        taken_at=row.taken_at,
        spoken_at=row.spoken_at,
        tries=row.tries,
        never_call=row.never_call,
    )


def _places(house: House, here: Here) -> Unit[PlacesNow]:
    known = yield from house.calendar.places(house.town.programme)
    waiting = yield from house.people.waiting_before(here.person, here.now)
    free, confirmed_at = known or (0, None)
    figures = house.programme.places
    now = Places(free, confirmed_at, waiting)
    stale_after = timedelta(days=figures.stale_after_days)
    return PlacesNow(
        availability(now, here.now, figures.few_below, stale_after), confirmed_at, families_before(waiting)
    )


def free_times(house: House, here: Here) -> Unit[tuple[Slot, ...]]:
    """Free times, one coach to each, the one the rules would choose; those of its own coach once it has one."""
    coaches = yield from callers(house, here.person)
    taken = yield from house.calendar.taken(here.now, here.person.id)
    policy, zone = house.programme.calls.policy, house.town.zone
    return offered(coaches, taken, here.person.language, here.now, zone, house.off(here.now), policy)


def callers(house: House, person: Person) -> Unit[tuple[Coach, ...]]:
    """Who may be offered to a family: whoever has its open case, and nobody else (E7); else every coach."""
    team = yield from house.people.team()
    loads = yield from house.cases.loads()
    case = (yield from house.cases.load(person.case_id)) if person.case_id is not None else None
    if case is not None and case.stage in LIVE and case.owner is not None:
        return _with_loads((one for one in team if one.id == case.owner), loads)
    return _with_loads((one for one in team if one.role is Role.COACH), loads)


def _with_loads(team: Iterable[Person], loads: Mapping[int, Load]) -> tuple[Coach, ...]:
    """Those who can be told of a call, with what they have on their hands."""
    idle = Load()
    return tuple(
        Coach(
            id=member.id,
            languages=member.languages,
            hours=parse_hours(member.hours),
            open_cases=loads.get(member.id, idle).open_cases,
            last_given_at=loads.get(member.id, idle).last_given_at,
        )
        for member in team
        if member.reachable
    )


def _parts(house: House, now: datetime) -> tuple[Window, ...]:
    return tuple(window_of(house, part, now) for part in served_parts(house))


def served_parts(house: House) -> tuple[DayPart, ...]:
    """The parts of the day in which somebody works; a button may still name another."""
    return parts_served(house.hours, house.programme.calls.parts)


def window_of(house: House, part: DayPart, now: datetime) -> Window:
    """The next time this part of the day comes round within office hours."""
    calls = house.programme.calls
    return next_window(part, now, house.hours, house.town.zone, house.off(now), calls.policy.notice, calls.parts)


def asap_window(house: House, now: datetime) -> Appointment:
    """From the next opening to the promised "by"."""
    calls = house.programme.calls
    first = next_window(ASAP, now, house.hours, house.town.zone, house.off(now), timedelta(0), calls.parts)
    return Appointment("asap", "", first.starts_at, house.promise(now))


def desk_facts(house: House, here: Here, case_id: int | None, listed: str) -> Unit[DeskFacts]:
    """The facts of a desk's turn; lists only where one is shown."""
    me = member(here.person)
    row = (yield from house.cases.load(case_id)) if case_id is not None else None
    case = (yield from _as_the_team_sees(house, row)) if row is not None else None
    mine: tuple[DeskCase, ...] = ()
    if listed in ("today", "cases"):
        rows = yield from house.cases.live(me.id, all_of_them=me.role is Role.LEAD)
        team = yield from house.people.team()
        mine = tuple(_desk_case(house, one, _members(team)) for one in rows)
    today = here.now.astimezone(house.town.zone).date()
    calls = tuple(shown for shown in mine if shown.appointment.starts_at.astimezone(house.town.zone).date() <= today)
    again = _next_try(house, here.now, row) if row is not None else None
    most = house.programme.calls.tries
    return DeskFacts(here.now, house.town.zone, me, case, calls, mine, again, most)


def _next_try(house: House, now: datetime, row: CaseRow) -> Window:
    calls = house.programme.calls
    used = [*(DayPart(part) for part in row.tried), *part_tried(house, now)]
    return next_try(used, now, house.hours, house.town.zone, house.off(now), calls.policy.notice, calls.parts)


def part_tried(house: House, now: datetime) -> tuple[DayPart, ...]:
    """The part of the day in which a call that just failed was made."""
    part = part_at(now, house.town.zone, house.programme.calls.parts)
    return (part,) if part is not None else ()


def desk_case(house: House, case_id: int) -> Unit[DeskCase | None]:
    """One case as the team sees it."""
    row = yield from house.cases.load(case_id)
    return (yield from _as_the_team_sees(house, row)) if row is not None else None


def _as_the_team_sees(house: House, row: CaseRow) -> Unit[DeskCase]:
    team = yield from house.people.team()
    family = (yield from house.people.load(row.family)) if row.family is not None else None
    return _desk_case(house, row, _members(team), reachable=family is None or family.reachable)


def member(person: Person) -> Member:
    """A person of the team."""
    return Member(person.id, person.role, person.name, person.languages)


def _members(team: tuple[Person, ...]) -> dict[int, Member]:
    return {person.id: member(person) for person in team if person.role in DESK}


def _desk_case(house: House, row: CaseRow, team: Mapping[int, Member], *, reachable: bool = True) -> DeskCase:
    body = row.body or {}
    suggested = team.get(row.suggested or 0)
    speaks = suggested is not None and row.language in suggested.languages
    return DeskCase(
        id=row.id,
        number=FIRST_NUMBER + row.id,
        language=row.language,
        stage=row.stage,
        opened_at=row.opened_at,
        appointment=row.appointment,
        told=Told(body.get("told", {})),
        outcome=body.get("outcome", ""),
        rule=body.get("rule", ""),
        words=tuple(body.get("words", ())),
        consents=row.consents,
        consent_version=row.consent_version,
        owner=team.get(row.owner or 0),
        taken_at=row.taken_at,
        tries=row.tries,
        reachable=reachable,
        suggested=suggested,
        reason=Reason(speaks, int(row.why or 0), None) if suggested else None,
        erased=row.body is None,
    )
