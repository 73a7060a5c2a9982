"""What a coach may want done with its own times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from dialogs.rules.hours import Hours


@dataclass(frozen=True, slots=True)
class SetHours:
    """These are the coach's weekly hours from now on."""

    hours: Hours


@dataclass(frozen=True, slots=True)
class SetHabits:
    """This is how the coach's calls are laid from now on: minutes of length, buffer and notice, calls a day."""

    length: int
    buffer: int
    notice: int
    most_a_day: int


@dataclass(frozen=True, slots=True)
class BeAway:
    """The coach is away in this span; `why` is "off" or "ill". Calls in it go to others, families are told."""

    starts_at: datetime
    ends_at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class ComeBack:
    """The coach is there again: this absence ends (or never begins)."""

    absence: int


TimesEffect: TypeAlias = SetHours | SetHabits | BeAway | ComeBack
