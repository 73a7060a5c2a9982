"""What a coach's page of free times shows, and what it works out a preview from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from dialogs.family.facts import Appointment
from dialogs.rules.hours import Hours
from dialogs.rules.slots import Policy, Slot, Taken
from dialogs.rules.week import USUAL_CUTS, Cuts


@dataclass(frozen=True, slots=True)
class Away:
    """A span in which the coach is not there (UTC); `why` is "off" or "ill"."""

    id: int
    starts_at: datetime
    ends_at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class OwnCall:
    """A call that this coach is to make. `is_agreed`: the family was told so; else it is only on offer."""

    number: int
    call: Appointment
    is_agreed: bool = True


@dataclass(frozen=True, slots=True)
class OwnTimes:
    """The coach's week, own way of laying calls, absences to come, and the free times that result.

    office:   the programme's hours, which a tick gives back
    cuts:     where morning, afternoon and evening part
    calls:    calls this coach is to make, by time
    taken:    spans that are not free, those held by families among them
    closed:   days on which nobody works, with the name of the holiday, "" for a closing day
    """

    hours: Hours
    policy: Policy
    away: tuple[Away, ...] = ()
    slots: tuple[Slot, ...] = ()
    office: Hours = ()
    cuts: Cuts = USUAL_CUTS
    calls: tuple[OwnCall, ...] = ()
    taken: Taken = ()
    closed: Mapping[date, str] = field(default_factory=dict)
