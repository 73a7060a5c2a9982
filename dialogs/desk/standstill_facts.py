"""What the desk is told of cases that stand still: rounds, offers made, and what helped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

UNDER_WAY = frozenset({"sent", "open"})
"""States of a round beside which no other begins."""


@dataclass(frozen=True, slots=True)
class RoundSeen:
    """A round as the team sees it. `answers` are there only once the family passed them on.

    by: the coach who began it, "" for the family; state: as stored; reply: what a coach wrote after it
    language: that of the phone which answered, "" where that is not known; reader: the one whom it was passed on to
    """

    id: int
    technique: str
    at: datetime
    state: str
    by: str = ""
    passed_on: bool | None = None
    answers: tuple[str, ...] = ()
    reply: str = ""
    language: str = ""
    reader: int | None = None

    @property
    def under_way(self) -> bool:
        """Whether the family was invited and has neither ended it nor put it off."""
        return self.state in UNDER_WAY


@dataclass(frozen=True, slots=True)
class StillNow:
    """How a case stands, for the page that starts a round and for the card.

    place:  where it stands still, as a code; "" where it moves
    offers: what the family was offered so far, by id, oldest first
    rounds: every round, oldest first; has_number: in one of them the family gave a number that can be asked after
    asked_way: how the family would rather be met, as a code; "" for no wish
    sign_at: the last sign of life of either side, None where nobody is any more
    picked: what it picked below an offer and passed on: the offer and the pick, as codes
    """

    place: str = ""
    offers: tuple[str, ...] = ()
    rounds: tuple[RoundSeen, ...] = ()
    has_number: bool = False
    asked_way: str = ""
    sign_at: datetime | None = None
    picked: tuple[tuple[str, str], ...] = ()

    def read_by(self, me: int) -> StillNow:
        """The same for one of the team: a round's answers are for the one alone whom the family was named."""
        rounds = tuple(one if one.reader == me else replace(one, answers=(), reply="") for one in self.rounds)
        return replace(self, rounds=rounds)


NOTHING_STILL = StillNow()
"""A case of which nothing is known yet."""


@dataclass(frozen=True, slots=True)
class Helped:
    """What came of an offer or a technique, as counts; None for a number too small to tell.

    place: where the family stood, "" for a technique and for a language
    what:  the offer, the technique or the language
    """

    place: str
    what: str
    offered: int | None
    opened: int | None
    went_on: int | None
    stopped: int | None


@dataclass(frozen=True, slots=True)
class Span:
    """What was counted since a day. Nobody can be told from it: small numbers are hidden.

    offers, rounds: per offer and place, per technique; offers_in, rounds_in: the same per language
    stalls: where families stopped, by place and language
    rungs:  how many messages went out, by ladder and which message of it
    """

    since: datetime
    offers: tuple[Helped, ...] = ()
    rounds: tuple[Helped, ...] = ()
    offers_in: tuple[Helped, ...] = ()
    rounds_in: tuple[Helped, ...] = ()
    stalls: tuple[tuple[str, str, int | None], ...] = ()
    rungs: tuple[tuple[str, int, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Learned:
    """What the team learned, by span, and how the ladder stands.

    until:     the day it is told on
    stop_rate: stops per hundred messages in four weeks, None for too few to tell
    limit:     above it the ladder is halved by itself
    halved_at: since when the ladder is halved, None for a whole one
    asks:      it was halved by itself, and no lead has said yet what is to be
    stamp:     which state of the ladder a button is about
    """

    until: datetime
    spans: Mapping[str, Span] = field(default_factory=lambda: MappingProxyType({}))
    stop_rate: int | None = None
    limit: int = 5
    halved_at: datetime | None = None
    asks: bool = False
    stamp: int = 0
