"""What the project lead may want done with places and with the waiting list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class SetPlaces:
    """So many places are free today; the same number again confirms it."""

    free: int


@dataclass(frozen=True, slots=True)
class MoveInLine:
    """This family comes first, for the reason of this code; or goes off the list."""

    person: int
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class SetNeeds:
    """This family needs so many places."""

    person: int
    places: int


LineEffect: TypeAlias = SetPlaces | MoveInLine | SetNeeds
