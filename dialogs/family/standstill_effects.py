"""What a family's turn may want done where it stopped, its call was missed, or its case stands still."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class TakeOffer:
    """The family takes the different offer it was made; `answer` is what it picked below it, as a code."""

    nudge: int
    answer: str = ""


@dataclass(frozen=True, slots=True)
class NotNow:
    """Not now: the family is asked again in two weeks, with another offer, if any message of its ladder is left."""

    nudge: int


@dataclass(frozen=True, slots=True)
class NeverAsk:
    """Never: nothing unasked is written to this phone any more. `nudge` is the offer below which it was pressed."""

    nudge: int = 0


@dataclass(frozen=True, slots=True)
class FindOffer:
    """The family came back by itself to where it stopped: choose a different offer for the screen that greets it."""


@dataclass(frozen=True, slots=True)
class BeginRound:
    """The family says that it is not moving: a round with a technique its case has not had begins."""


@dataclass(frozen=True, slots=True)
class AnswerRound:
    """Keep the answer to one step of a round: a number, the code of a choice, own words, or "" for passing over."""

    round: int
    step: int
    answer: str


@dataclass(frozen=True, slots=True)
class PassRoundOn:
    """The coach may read the answers of a round that is done, or (`may=False`) only that it took place."""

    round: int
    may: bool


@dataclass(frozen=True, slots=True)
class EndRound:
    """The family leaves a round: "put_off" for later, "stopped" for not at all."""

    round: int
    how: str


@dataclass(frozen=True, slots=True)
class AskOtherWay:
    """The family would rather meet or be called otherwise: "visit", "video", "chat", "interpreter".

    "phone" takes that back. After the talk also "other_time" and "pause", of which the coach is told.
    """

    way: str


@dataclass(frozen=True, slots=True)
class AskOtherCoach:
    """The family would rather speak with somebody else; why is not asked. May be refused: `NobodyElse`."""


@dataclass(frozen=True, slots=True)
class PauseCall:
    """The call of the open case comes in two weeks."""


@dataclass(frozen=True, slots=True)
class KeepPlan:
    """Where the family will be when the phone rings, as a code; "" takes the plan back."""

    plan: str


OfferEffect: TypeAlias = TakeOffer | NotNow | NeverAsk | FindOffer
"""What follows from a different offer."""

RoundEffect: TypeAlias = BeginRound | AnswerRound | PassRoundOn | EndRound
"""What happens in a round of changed perspective."""

WayEffect: TypeAlias = AskOtherWay | AskOtherCoach | PauseCall | KeepPlan
"""What a family does about a call it missed or moved, or that it wants to be ready for."""

StandstillEffect: TypeAlias = OfferEffect | RoundEffect | WayEffect
"""All of them; each is always carried out, but for `AskOtherCoach`."""


@dataclass(frozen=True, slots=True)
class NobodyElse:
    """A refusal: nobody else of the team is there just now."""
