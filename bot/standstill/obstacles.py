"""What stands against a message of a ladder at the moment of sending: a reason, as the code that closes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from bot.house import House
from bot.places_known import intake_is_over
from dialogs.desk.facts import Role
from dialogs.family.conversation import resumed
from dialogs.family.facts import Stage
from dialogs.family.phones import RUNNING
from dialogs.family.questions import Purpose
from dialogs.family.stops import stopped_at
from dialogs.rules.ladders import Kind
from dialogs.rules.stalls import Place
from dialogs.rules.walltime import local_day
from storage.cases import CaseRow
from storage.people import Person
from storage.units import Unit

COVERED_BY: Final[Mapping[Kind, Purpose]] = MappingProxyType(
    {Kind.HALFWAY: Purpose.REMINDERS, Kind.STANDING: Purpose.LATER}
)
"""The yes that covers the messages of a ladder."""

STANDS_AT: Final[Mapping[Stage, Place]] = MappingProxyType(
    {Stage.SPOKEN: Place.SILENT, Stage.JOINED: Place.SILENT, Stage.UNREACHED: Place.BOOKED}
)
"""Where a case stands still of which nothing is heard, by its stage."""


def place_halfway(house: House, phone: Person) -> Place | None:
    """Where a phone stands half-way in the intake; None where it is not."""
    return stopped_at(house.flows, resumed(house.flows, phone.state)) if phone.state is not None else None


def of_phone(house: House, phone: Person, kind: Kind, now: datetime) -> str:
    """Why this phone may not be written to unasked; "" where it may."""
    ends_on = house.programme.programme.ends_on
    reasons = {
        "over": phone.role is not Role.FAMILY or local_day(now, house.town.zone) > ends_on,
        "blocked": not phone.reachable,
        "stopped": phone.hushed,
        "consent": COVERED_BY[kind] not in phone.consents,
    }
    return phone.unasked or next((why for why, holds in reasons.items() if holds), "")


def halfway(house: House, phone: Person, now: datetime) -> Unit[str]:
    """Why a family that stopped in the intake is not asked; "" where it is."""
    why = of_phone(house, phone, Kind.HALFWAY, now)
    if why:
        return why
    if phone.listed_at is not None or intake_is_over(house, now):
        return "over"
    if place_halfway(house, phone) is None:
        return "life"
    case = (yield from house.cases.load(phone.case_id)) if phone.case_id is not None else None
    if case is not None and case.stage in RUNNING:
        return "booked"
    return (yield from _of_family(house, phone.family))


def standing(house: House, phone: Person, case_id: int, now: datetime) -> Unit[str]:
    """Why the family of a case that stands still is not asked; "" where it is."""
    why = of_phone(house, phone, Kind.STANDING, now)
    if why:
        return why
    case = yield from house.cases.load(case_id)
    if case is None or case.family != phone.family or case.stage not in STANDS_AT or phone.case_id != case_id:
        return "over"
    if place_halfway(house, phone) is not None or phone.listed_at is not None:
        return "life"
    return (yield from _of_family(house, phone.family))


def _of_family(house: House, family: int) -> Unit[str]:
    """Why no phone of this family is asked now: one of them saw the help screen, or somebody talks with them."""
    if any(one.unasked == "crisis" for one in (yield from house.people.phones(family))):
        return "crisis"
    talk = yield from house.talks.of_family(family)
    return "handed" if talk is not None else ""


def to_write_to(house: House, case: CaseRow, now: datetime) -> Unit[Person | None]:
    """The one phone of a family that is written to: the one that opened the case if it agreed, else the first."""
    phones = (yield from house.people.phones(case.family)) if case.family is not None else ()
    may = [phone for phone in phones if not of_phone(house, phone, Kind.STANDING, now)]
    return min(may, key=lambda phone: (phone.id != case.opener, phone.id), default=None)
