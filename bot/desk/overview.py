"""What the lead's pages are told: the team, all open cases, the days, the counts behind each door."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from bot.desk.radar import still_of
from bot.desk.reckoning import figures
from bot.gathering import FIRST_NUMBER, Here
from bot.house import House
from bot.standstill.watch import is_asked
from dialogs.desk.facts import DESK
from dialogs.desk.team_facts import CaseLine, Colleague, DatesNow, LeadCounts, TeamNow
from dialogs.desk.times_words import week_in_words
from dialogs.family.facts import LIVE, Stage
from dialogs.rules.hours import parse_hours, stretches_on
from dialogs.rules.keeping import EXACT
from dialogs.rules.walltime import local_day
from storage.case_overview import CaseOutline
from storage.people import Person
from storage.promises import Promise
from storage.units import Unit

DAYS_SHOWN = 28
"""Days that the lead can close beforehand: four weeks."""

LEAD_PAGES = frozenset({"lead", "team", "all", "days", "invite", "figures", "dates"})


def team_now(house: House, here: Here, page: str) -> Unit[TeamNow]:
    """What one of the lead's pages shows, and nothing for the others."""
    match page:
        case "lead":
            return TeamNow(counts=(yield from _counts(house)))
        case "team":
            return TeamNow(members=(yield from _members(house, here.now)))
        case "all":
            return TeamNow(lines=(yield from case_lines(house, here.now)))
        case "days":
            return (yield from _days(house, here.now))
        case "dates":
            return TeamNow(dates=(yield from _dates(house)))
        case "figures":
            return TeamNow(figures=(yield from figures(house, here.now)))
        case _:
            return TeamNow(languages=house.town.languages)


def _dates(house: House) -> Unit[DatesNow]:
    stored, of_file = (yield from house.dates.stored()), house.programme.programme
    counts = stored or of_file
    return DatesNow(counts.last_intake_on, counts.ends_on, stored is not None)


def _counts(house: House) -> Unit[LeadCounts]:
    places = yield from house.calendar.places(house.town.programme)
    team = yield from house.people.team()
    return LeadCounts(
        places=places[0] if places else None,
        waiting=len((yield from house.waiting.line())),
        cases=(yield from house.cases.count_open()),
        team=sum(one.role in DESK for one in team),
        to_confirm=len((yield from house.people.awaited())),
        ladder_asks=(yield from is_asked(house)),
    )


def _members(house: House, now: datetime) -> Unit[tuple[Colleague, ...]]:
    team = yield from house.people.team()
    awaited = yield from house.people.awaited()
    away = yield from absent(house, now)
    held = Counter(line.owner for line in (yield from house.cases.outlines()))
    return tuple(
        Colleague(
            id=one.id,
            name=one.name,
            role=one.role.value,
            languages=one.languages,
            open_cases=held[one.id],
            hours=week_in_words(parse_hours(one.hours)) if one.hours and parse_hours(one.hours) else None,
            away=one.id in away,
            reachable=one.reachable,
            awaited=awaited.get(one.id, ""),
        )
        for one in team
    )


def absent(house: House, now: datetime) -> Unit[frozenset[int]]:
    """Who of the team is away at this moment."""
    spans = yield from house.absences.all_from(now)
    return frozenset(one for one, away in spans.items() if any(begins <= now < ends for begins, ends in away))


def case_lines(house: House, now: datetime) -> Unit[tuple[CaseLine, ...]]:
    """Every open case as a line of a list, by its number; nothing that the family told is read for it."""
    team = {one.id: one for one in (yield from house.people.team()) if one.role in DESK}
    outlines = yield from house.cases.outlines()
    promises = {one.case_id: one for one in (yield from house.promises.all_open())}
    lines = tuple(_line(house, now, outline, team, promises.get(outline.id)) for outline in outlines)
    if not any(line.still for line in lines):
        return lines
    tried = yield from house.cases.tried_so_far()
    return tuple(replace(line, tried=tried.get(line.id, ())) if line.still else line for line in lines)


def _line(
    house: House, now: datetime, case: CaseOutline, team: Mapping[int, Person], promise: Promise | None
) -> CaseLine:
    owner, asked = team.get(case.owner or 0), team.get(case.suggested or 0)
    is_asked = asked is not None and case.stage is Stage.RECEIVED
    still, still_days = still_of(house, now, case)
    return CaseLine(
        id=case.id,
        number=FIRST_NUMBER + case.id,
        language=case.language,
        stage=case.stage,
        opened_at=case.opened_at,
        appointment=case.appointment,
        owner=owner.id if owner else None,
        owner_name=owner.name if owner else "",
        asked=asked.id if asked and is_asked else None,
        asked_name=asked.name if asked and is_asked else "",
        promised_by=case.appointment.ends_at if promise is not None else None,
        breaks_at=promise.due_at if promise is not None else None,
        silent_days=_silent_days(house, now, case),
        still=still,
        still_days=still_days,
    )


def _silent_days(house: House, now: datetime, case: CaseOutline) -> int:
    """Days since anybody did something for a family to whom no call is promised; 0 while that is not long.

    It was spoken with and nothing became of it yet, its number is wrong, or it wants to call by itself.
    """
    waits_on_its_own = case.stage is Stage.WRONG_NUMBER or (case.stage is Stage.TAKEN and case.never_call)
    if case.stage is not Stage.SPOKEN and not waits_on_its_own:
        return 0
    began = case.spoken_at or case.opened_at
    last = max(began, case.touched_at or began)
    if now - last < timedelta(days=house.programme.desk.silent_after_days):
        return 0
    return (local_day(now, house.town.zone) - local_day(last, house.town.zone)).days


def _days(house: House, now: datetime) -> Unit[TeamNow]:
    today = local_day(now, house.town.zone)
    closed = tuple(day for day in (yield from house.absences.closed_days()) if day >= today)
    off = house.off(now) - frozenset(closed)
    ahead = (today + timedelta(days=days) for days in range(DAYS_SHOWN))
    workdays = tuple(day for day in ahead if day not in off and stretches_on(house.hours, day))
    return TeamNow(closed=closed, workdays=workdays, booked=(yield from _booked(house)))


def _booked(house: House) -> Unit[Mapping[date, int]]:
    calls = [one.appointment for one in (yield from house.cases.outlines()) if one.stage in LIVE]
    exact = (local_day(call.starts_at, house.town.zone) for call in calls if call.wish == EXACT)
    return MappingProxyType(dict(Counter(exact)))
