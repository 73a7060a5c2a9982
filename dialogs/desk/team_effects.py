"""What the project lead may want done with the team and the programme's days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Invite:
    """Write a one-time invitation and send its link to the lead who asked for it."""

    role: str
    name: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConfirmMember:
    """Somebody who accepted an invitation belongs to the team from now on."""

    person: int


@dataclass(frozen=True, slots=True)
class RefuseMember:
    """Somebody who accepted an invitation does not belong to the team."""

    person: int


@dataclass(frozen=True, slots=True)
class EndAccess:
    """Somebody leaves the team: cases are handed over, old cards emptied, nothing opens for them any more.

    May be refused: `LastLead`.
    """

    person: int


@dataclass(frozen=True, slots=True)
class CloseDay:
    """Nobody works on this day."""

    day: date


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day that was closed by hand is a working day again."""

    day: date


@dataclass(frozen=True, slots=True)
class SetDates:
    """The last day on which a family may begin, None for no such day, and the last day of the project."""

    last_intake_on: date | None
    ends_on: date


@dataclass(frozen=True, slots=True)
class LastLead:
    """A refusal: without this lead nobody would lead the team."""


TeamEffect: TypeAlias = Invite | ConfirmMember | RefuseMember | EndAccess | CloseDay | OpenDay | SetDates
