"""Messages that nobody asked for: when they may come, on which days they rest, and what each place has to offer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from bot.programme_parts import Section
from bot.programme_values import AtLeastOne, Clock, Word, read_quiet_hours
from dialogs.family.offers import OFFERS
from dialogs.family.ways import BESIDE, OFFERED
from dialogs.rules.ladders import LadderPolicy, Rest
from dialogs.rules.stalls import Place


class Quiet(Section):
    """From when to when nothing is sent unasked, in wall time; it runs over midnight."""

    begins: Clock
    ends: Clock

    @model_validator(mode="after")
    def _over_midnight(self) -> Self:
        if self.begins <= self.ends:
            raise ValueError('It must run over midnight, like "19:00-09:00".')
        return self


class Festival(Section):
    """Days on which nothing is sent unasked, both ends included; with `evenings` only their evenings."""

    name: Word
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    evenings: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("It ends before it begins; set the later day in “to”.")
        return self

    @property
    def days(self) -> Iterator[date]:
        """Each of its days."""
        return (self.first + timedelta(days=day) for day in range((self.last - self.first).days + 1))


Rungs = Annotated[tuple[AtLeastOne, ...], Field(min_length=1, max_length=3)]
Percent = Annotated[int, Field(strict=True, ge=1, le=100)]


class Nudges(Section):
    """The ladders: when each message follows the last sign of life, and when all of them rest."""

    after_hours: Rungs
    standing_after_days: Rungs = (7, 21, 42)
    again_after_days: AtLeastOne = 90
    most_a_year: AtLeastOne = 5
    spread_minutes: AtLeastOne = 60
    stop_rate_percent: Percent = 5
    quiet_hours: Annotated[Quiet, BeforeValidator(read_quiet_hours)]
    festivals: tuple[Festival, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not _grows(self.after_hours):
            raise ValueError("after_hours must grow from rung to rung, like [24, 72, 240].")
        if not _grows(self.standing_after_days):
            raise ValueError("standing_after_days must grow from rung to rung, like [7, 21, 42].")
        return self

    @property
    def policy(self) -> LadderPolicy:
        """The same, as the rules of the ladders take it."""
        return LadderPolicy(
            halfway=tuple(timedelta(hours=hours) for hours in self.after_hours),
            standing=tuple(timedelta(days=days) for days in self.standing_after_days),
            again_after=timedelta(days=self.again_after_days),
            most_a_year=self.most_a_year,
            quiet_from=self.quiet_hours.begins,
            quiet_until=self.quiet_hours.ends,
            spread=timedelta(minutes=self.spread_minutes),
        )

    def rest(self, zone: ZoneInfo, days_off: AbstractSet[date]) -> Rest:
        """The days on which nothing unasked is sent; `days_off` are those of `Programme.days_off`."""
        return Rest(
            zone=zone,
            days_off=days_off,
            festivals=frozenset(day for one in self.festivals if not one.evenings for day in one.days),
            evenings=frozenset(day for one in self.festivals if one.evenings for day in one.days),
        )


def _known(offer: str) -> str:
    if offer not in OFFERS:
        raise ValueError(f"No such offer; there are: {', '.join(OFFERS)}.")
    return offer


def _different(offers: tuple[str, ...]) -> tuple[str, ...]:
    if twice := [offer for offer in offers if offers.count(offer) > 1]:
        raise ValueError(f"{twice[0]} stands on it twice; a family gets each offer once, so take one off.")
    return offers


def _halfway(offers: tuple[str, ...]) -> tuple[str, ...]:
    if wrong := [offer for offer in offers if OFFERS[offer].needs_a_case]:
        raise ValueError(f"{wrong[0]} is an offer for families with a case; take it off this shelf.")
    return offers


def _ways(offers: tuple[str, ...]) -> tuple[str, ...]:
    if wrong := [offer for offer in offers if offer not in (*OFFERED, *BESIDE)]:
        raise ValueError(f"{wrong[0]} changes nothing about a call; here stand: {', '.join((*OFFERED, *BESIDE))}.")
    return offers


def _no_fewer_than(least: int) -> AfterValidator:
    def check(offers: tuple[str, ...]) -> tuple[str, ...]:
        if len(offers) < least:
            raise ValueError(f"It must hold at least {least} offers, or a family that comes back finds it empty.")
        return offers

    return AfterValidator(check)


Offers = Annotated[tuple[Annotated[str, AfterValidator(_known)], ...], AfterValidator(_different)]
EarlyOffers = Annotated[Offers, AfterValidator(_halfway), _no_fewer_than(3)]
HalfwayOffers = Annotated[Offers, AfterValidator(_halfway), _no_fewer_than(4)]
CaseOffers = Annotated[Offers, _no_fewer_than(5)]
CallOffers = Annotated[Offers, AfterValidator(_ways)]


class Shelf(Section):
    """The offers of each place, in the order in which a family gets them.

    Before the yes to reminders (language, consent) nothing is sent unasked: three are enough for families that come
    back. Half-way a ladder has three rungs and a family may stop again; a standing case may have a second ladder.
    After a call that was missed, or moved twice, all of a shelf stands on one screen, in its order.
    """

    language: EarlyOffers
    first: HalfwayOffers
    consent: EarlyOffers
    sensitive: HalfwayOffers
    phone: HalfwayOffers
    time: HalfwayOffers
    booked: CaseOffers
    missed: CallOffers
    moved: CallOffers
    silent: CaseOffers

    def of(self, place: Place) -> tuple[str, ...]:
        """The offers of a place, by id, in their order."""
        offers: tuple[str, ...] = getattr(self, place)
        return offers


def _grows(spans: Sequence[int]) -> bool:
    return list(spans) == sorted(set(spans))
