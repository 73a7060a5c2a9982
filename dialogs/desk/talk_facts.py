"""What is known of a talk that is open between a coach and a family."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseTalk:
    """The talk that is open about a case: with whom of the team, by first name, and where."""

    coach: str
    mine: bool
    in_group: bool


@dataclass(frozen=True, slots=True)
class TalkNow:
    """The talk a coach has open in the own chat: case row and number."""

    case: int
    number: int
