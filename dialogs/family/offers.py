"""The different offers a family can be made where it stopped: their buttons, when each fits, what it leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from dialogs.family import offer_roads as roads
from dialogs.family.facts import IN_TOUCH, Stage
from dialogs.family.offer_roads import LEFT_OUT, Road
from dialogs.family.questions import NAME, ONLY_NUMBER, PART, RESULT, ROUTE
from dialogs.rules.stalls import HALFWAY, Place

GO: Final = "go"
"""The one button of an offer that asks for nothing but a yes."""

SKIP: Final = "skip"
"""Going on without picking anything."""

REST: Final = "two_weeks"
"""The offer to be asked again after a rest."""


@dataclass(frozen=True, slots=True)
class FitFacts:
    """What decides which offers a family can be made just now.

    at:        the question it stands at, "" where none is asked; told: ids of all it answered
    stage:     that of its newest case, None for no case
    languages: how many it could choose from; spoken: somebody of the team speaks its language, which is not German
    others:    somebody else of the team could take its case
    parts:     there are parts of the day to choose from
    again:     it may be written to once more in two weeks
    """

    at: str = ""
    told: frozenset[str] = frozenset()
    stage: Stage | None = None
    languages: int = 1
    spoken: bool = False
    others: bool = False
    parts: bool = True
    again: bool = False


Fits = Callable[[Place, FitFacts], bool]


def always(place: Place, fit: FitFacts) -> bool:
    """Always."""
    return True


def shortens_the_way(place: Place, fit: FitFacts) -> bool:
    """While a call would pass the questions by; or where one was tried in vain."""
    return place is Place.BOOKED or (place in HALFWAY and not fit.told & {RESULT.id, ROUTE.id})


def can_be_left_out(place: Place, fit: FitFacts) -> bool:
    """Where the question at hand has an answer that tells nothing."""
    return place in HALFWAY and fit.at in LEFT_OUT


def is_all_we_need(place: Place, fit: FitFacts) -> bool:
    """Until a name is told; after it the number is all that is left."""
    return place in HALFWAY and not fit.told & {NAME.id, ONLY_NUMBER.id}


def has_other_times(place: Place, fit: FitFacts) -> bool:
    """Where a call is what the family comes to next, and parts of the day are served."""
    comes_to_a_call = place is Place.BOOKED or place is Place.MISSED or bool(fit.told & {RESULT.id, ROUTE.id})
    return fit.parts and comes_to_a_call and fit.at != PART.id


def has_somebody_else(place: Place, fit: FitFacts) -> bool:
    """Half-way: somebody speaks the family's own language. In a case: somebody else is there."""
    return fit.spoken if place in HALFWAY else fit.others and fit.stage is not None


def has_other_languages(place: Place, fit: FitFacts) -> bool:
    """Where there is more than one."""
    return fit.languages > 1


def may_wait(place: Place, fit: FitFacts) -> bool:
    """Where another message may follow in two weeks."""
    return fit.again


def has_a_case(place: Place, fit: FitFacts) -> bool:
    """Where a case stands still."""
    return place not in HALFWAY and fit.stage is not None


def knows_its_coach(place: Place, fit: FitFacts) -> bool:
    """Once the family was spoken with."""
    return place not in HALFWAY and fit.stage in IN_TOUCH


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer: where taking it leads, when it fits, the buttons of its own, and whether a case has its own words.

    Its texts are `nudge.<id>.body` (one question, fit for a lock screen), `nudge.<id>.button.<pick>` and, where
    `standing`, `nudge.<id>.standing` for the families whose case stands still.
    """

    leads: Road
    fits: Fits
    picks: tuple[str, ...] = (GO,)
    standing: bool = False

    @property
    def answers(self) -> tuple[str, ...]:
        """What can be picked below a question; nothing where it asks for a yes."""
        return tuple(pick for pick in self.picks if pick != SKIP) if self.is_question else ()

    @property
    def needs_a_case(self) -> bool:
        """Whether it is for families with a case alone: somebody to meet otherwise, or who reads a number."""
        return self.fits in (has_a_case, knows_its_coach)

    @property
    def is_question(self) -> bool:
        """Whether it asks for a pick, and not for a yes."""
        return SKIP in self.picks


OFFERS: Final[Mapping[str, Offer]] = MappingProxyType(
    {
        "call": Offer(roads.call, shortens_the_way, standing=True),
        "listen": Offer(roads.listen, always),
        "easy": Offer(roads.easy, can_be_left_out),
        "number": Offer(roads.only_number, is_all_we_need),
        "other_time": Offer(roads.other_time, has_other_times),
        "other_person": Offer(roads.other_person, has_somebody_else, standing=True),
        "other_language": Offer(roads.other_language, has_other_languages),
        "friend": Offer(roads.friend, always),
        REST: Offer(roads.two_weeks, may_wait),
        "good_sign": Offer(roads.go_on, always, ("calm", "time", "friends", "school", SKIP)),
        "topic": Offer(roads.go_on, always, ("children", "money", "home", "rest", SKIP)),
        "other_way": Offer(roads.other_way, has_a_case),
        "scale": Offer(roads.scale, knows_its_coach),
    }
)
"""Every offer by its id, for ever. A new one is an entry here, its texts, its place on a shelf of the programme."""


def picks_among(noted: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Of offers, each with the code noted below it, those below which something was picked."""
    return tuple((id_, code) for id_, code in noted if id_ in OFFERS and code in OFFERS[id_].answers)


def fitting(place: Place, fit: FitFacts) -> frozenset[str]:
    """The offers that a family can be made now that stopped at this place."""
    return frozenset(id_ for id_, offer in OFFERS.items() if offer.fits(place, fit))
