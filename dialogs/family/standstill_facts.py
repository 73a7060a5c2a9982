"""What the shell hands a family's turn where it stopped: the offer it was made, the round it goes through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OwnNudge:
    """The different offer that a family was made where it stopped.

    offer, place: what it is, and where on the way
    last:     after it the bot is silent: it says so, and a rest is none
    opened:   it was taken, or put off, before
    answer:   what was picked below it and may be passed on, "" for nothing yet
    greets:   it stands on the screen of a family that came back by itself
    """

    id: int
    offer: str
    place: str
    last: bool = False
    opened: bool = False
    answer: str = ""
    greets: bool = False


@dataclass(frozen=True, slots=True)
class OwnRound:
    """A round of changed perspective, as the family goes through it.

    coach:    who would read what is passed on, "" for the team; reader: that coach's row, 0 for the team
    answers:  what was answered so far, step by step; "" for a step that was passed over
    state:    "sent", "open", "done", "put_off", "stopped" or "lapsed"
    numbers:  every number from 0 to 10 the family gave in earlier rounds, oldest first, and when
    passed_on: whether the coach may read it; None where that was not asked yet
    reply:    what the coach wrote after it
    """

    id: int
    technique: str
    state: str
    coach: str = ""
    reader: int = 0
    answers: tuple[str, ...] = ()
    numbers: tuple[tuple[datetime, int], ...] = ()
    passed_on: bool | None = None
    reply: str = ""
