"""Everybody a case can be given to: who speaks its language first, with what each has in hand."""

from __future__ import annotations

from datetime import datetime

from bot.desk.candidates import busy_then, who_is_here
from bot.house import House
from dialogs.desk.facts import Role
from dialogs.desk.team_facts import Colleague
from dialogs.rules.assignment import in_order
from storage.cases import CaseRow
from storage.units import Unit


def colleagues_for(house: House, now: datetime, case: CaseRow) -> Unit[tuple[Colleague, ...]]:
    """Coaches who are here, then leads; without whoever has the case. `busy`: in another call at its exact time."""
    here = yield from who_is_here(house, now)
    busy = yield from busy_then(house, now, case, here)
    people = {person.id: person for person in (yield from house.people.team())}
    ranked = sorted(in_order(here, case.language), key=lambda one: people[one.id].role is Role.LEAD)
    return tuple(
        Colleague(
            id=one.id,
            name=people[one.id].name,
            role=str(people[one.id].role),
            languages=one.languages,
            open_cases=one.open_cases,
            hours=people[one.id].hours,
            busy=one.id in busy,
        )
        for one in ranked
        if one.id != case.owner
    )
