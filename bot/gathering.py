"""What a turn is told of the world, read in the turn's own unit of work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.chain_shown import asked_until, hands_of
from bot.coaches import as_the_rules_see
from bot.desk.chain import unpack_reason, unwanted, who_had_it
from bot.desk.talk_view import talking_to
from bot.house import House
from bot.places_known import NO_MORE, has_accepted, intake_is_over, is_paused, kept_place, places_now
from bot.standstill.still import still_now
from dialogs.desk.facts import DESK, DeskCase, LastLine, Member, Role
from dialogs.family.conversation import Need
from dialogs.family.facts import LIVE, Appointment, Facts, OwnCase, PlacesNow, Stage
from dialogs.family.questions import Purpose
from dialogs.machine.questions import Told
from dialogs.rules.assignment import Coach
from dialogs.rules.keeping import is_overdue
from dialogs.rules.places import Availability
from dialogs.rules.slots import Slot, offered
from dialogs.rules.windows import ASAP, DayPart, Window, next_try, next_window, part_at, parts_served
from storage.cases import CaseRow
from storage.people import Person
from storage.units import Unit

FIRST_NUMBER = 1000
"""Case numbers start above it, so that the first family is not number one."""


@dataclass(frozen=True, slots=True)
class Here:
    """Who is at the door, and when."""

    person: Person
    now: datetime


def family_facts(
    house: House, here: Here, needs: frozenset[Need], receipt: str = "", message: int = 0
) -> Unit[Facts]:
    """The facts of a family's turn; what costs a look is gathered only if needed."""
    person, now = here.person, here.now
    case = (yield from own_case(house, person, now)) if person.case_id is not None else None
    places = NO_MORE if intake_is_over(house, now) else UNASKED
    if places is UNASKED and Need.PLACES in needs:
        places = yield from places_now(house, person, now)
    slots = (yield from free_times(house, here, anybody=Need.ANYBODY in needs)) if Need.TIMES in needs else ()
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
        message=message,
        phones=(yield from house.people.phone_count(person.family)) if _may_share(person) else 1,
        shares=person.household is not None,
        offer=(yield from kept_place(house, person, now)),
        talking_to=(yield from talking_to(house, person)) if person.case_id is not None else "",
        paused=(yield from is_paused(house, person)) if Need.PLACES in needs else False,
    )


def _may_share(person: Person) -> bool:
    """Whether there is something that other phones could share with this one."""
    return person.case_id is not None or person.household is not None


UNASKED = PlacesNow(Availability.UNKNOWN)
"""Stands where no screen asks for places."""


def _languages(house: House, first: str) -> tuple[str, ...]:
    offered_here = house.town.languages
    return (first, *(tag for tag in offered_here if tag != first)) if first in offered_here else offered_here


def own_case(house: House, person: Person, now: datetime | None = None) -> Unit[OwnCase | None]:
    """The family's newest case, with the first name of whoever has it, or whose time an exact call takes."""
    row = yield from house.cases.load(person.case_id or 0)
    if row is None or row.family != person.family:
        return None
    with_whom = row.owner if row.owner is not None or row.appointment.wish != "exact" else row.suggested
    owner = (yield from house.people.load(with_whom)) if with_whom is not None else None
    waits = row.stage in (Stage.RECEIVED, Stage.TAKEN) and not row.never_call
    return OwnCase(
        number=FIRST_NUMBER + row.id,
        stage=row.stage,
        opened_at=row.opened_at,
        appointment=row.appointment,
        coach=owner.name if owner else None,
        taken_at=row.taken_at,
        spoken_at=row.spoken_at,
        never_call=row.never_call,
        hands=(yield from hands_of(house, row.id)),
        overdue=waits and now is not None and is_overdue(row.appointment, now),
        tries=row.tries,
        moved=row.moved,
        plan=(row.body or {}).get("plan", ""),
        way=(row.body or {}).get("way", ""),
    )


def free_times(house: House, here: Here, *, anybody: bool = False) -> Unit[tuple[Slot, ...]]:
    """Free times, one coach to each, the one the rules would choose; those of its own coach once it has one.

    anybody: the family asked for the others' times as well; where its own coach is free then, that one calls
    """
    taken = yield from house.calendar.taken(here.now, here.person.id)
    policy, zone, off = house.programme.calls.policy, house.town.zone, house.off(here.now)
    at: dict[datetime, Slot] = {}
    for widely in (True, False) if anybody else (False,):
        coaches = yield from callers(house, here, anybody=widely)
        free = offered(coaches, taken, here.person.language, here.now, zone, off, policy)
        at |= {slot.starts_at: slot for slot in free}
    return tuple(at[starts_at] for starts_at in sorted(at))


def callers(house: House, here: Here, *, anybody: bool = False) -> Unit[tuple[Coach, ...]]:
    """Who may be offered to a family: whoever has its open case, and nobody else (E7); else every coach.

    anybody: the family asked for the others as well
    """
    person = here.person
    team = yield from house.people.team()
    case = (yield from house.cases.load(person.case_id)) if person.case_id is not None else None
    if case is not None and case.stage in LIVE and case.owner is not None and not anybody:
        return (yield from as_the_rules_see(house, (one for one in team if one.id == case.owner), here.now))
    return (yield from as_the_rules_see(house, (one for one in team if one.role is Role.COACH), here.now))


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


def desk_cases(house: House, rows: Iterable[CaseRow]) -> Unit[tuple[DeskCase, ...]]:
    """Several cases as a list of the team shows them."""
    team = _members((yield from house.people.team()))
    until = yield from asked_until(house)
    return tuple(replace(_desk_case(row, team), asked_until=until.get(row.id)) for row in rows)


def next_window_to_try(house: House, now: datetime, row: CaseRow) -> Window:
    """The next window in a part of the day in which this family was not tried yet."""
    calls = house.programme.calls
    used = [*(DayPart(part) for part in row.tried), *part_tried(house, now)]
    return next_try(used, now, house.hours, house.town.zone, house.off(now), calls.policy.notice, calls.parts)


def part_tried(house: House, now: datetime) -> tuple[DayPart, ...]:
    """The part of the day in which a call that just failed was made."""
    part = part_at(now, house.town.zone, house.programme.calls.parts)
    return (part,) if part is not None else ()


def desk_case(house: House, case_id: int, now: datetime | None = None) -> Unit[DeskCase | None]:
    """One case as the team sees it."""
    row = yield from house.cases.load(case_id)
    return (yield from as_the_team_sees(house, row, now)) if row is not None else None


def as_the_team_sees(house: House, row: CaseRow, now: datetime | None = None) -> Unit[DeskCase]:
    """A case that was read already, as the team sees it; without the time nothing is said of silence."""
    team = yield from house.people.team()
    phones = (yield from house.people.phones(row.family)) if row.family is not None else ()
    said = yield from house.phrases.last_of(row.id)
    until = yield from asked_until(house)
    chain = yield from house.hands.of(row.id)
    case = replace(
        _desk_case(row, _members(team), reachable=not phones or any(phone.reachable for phone in phones)),
        asked_until=until.get(row.id),
        place_kept=(yield from has_accepted(house, row.family)),
        had_by=frozenset(hand.coach or 0 for hand in who_had_it(chain)),
        unwanted=unwanted(chain),
        still=(yield from still_now(house, row, phones, {one.id: one.name for one in team}, now)),
    )
    return replace(case, last_line=LastLine(said.phrase, said.clock_at, said.answer or "") if said else None)


def member(person: Person) -> Member:
    """A person of the team."""
    return Member(person.id, person.role, person.name, person.languages)


def _members(team: tuple[Person, ...]) -> dict[int, Member]:
    return {person.id: member(person) for person in team if person.role in DESK}


def _desk_case(row: CaseRow, team: Mapping[int, Member], *, reachable: bool = True) -> DeskCase:
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
        reason=unpack_reason(row.why, speaks=speaks) if suggested else None,
        erased=row.body is None,
        reason_code=row.reason,
        closed_at=row.closed_at,
    )
