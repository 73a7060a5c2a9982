"""What the chain of hands of a case tells: who is asked now, who was asked before, and who had it so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from dialogs.rules.assignment import Choice, Reason
from storage.hands import Hand

FOR_LEAD = "lead"
"""Why a case is shown to the lead: nobody took it so far."""

HAVING = ("taken", "given")

OTHER_PERSON = "person"
"""Why somebody has a case no longer: the family would rather speak with somebody else."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far up the ladder a case is.

    begun_at:   since when somebody is looked for: since it was opened, or last given back
    asked, offered_at: who is asked now and since when, None where nobody is
    tried:      who was asked since then, whatever they answered; and with whom the family would rather not speak
    lead_sees:  the lead was told since then
    offers:     how often it was offered so far, which tells offers apart
    """

    begun_at: datetime
    asked: int | None = None
    offered_at: datetime | None = None
    tried: frozenset[int] = frozenset()
    lead_sees: bool = False
    offers: int = 0


def standing_of(chain: tuple[Hand, ...], opened_at: datetime) -> Standing:
    """How far up the ladder the case of this chain is."""
    offers = sum(hand.what == "offered" for hand in chain)
    begins = max((at for at, hand in enumerate(chain) if hand.what in ("opened", "left")), default=-1)
    begun_at = chain[begins].at if begins >= 0 else opened_at
    asked: Hand | None = None
    tried = set(unwanted(chain))
    lead_sees = False
    for hand in chain[begins + 1 :]:
        if hand.what == "offered" and hand.why == FOR_LEAD:
            lead_sees = True
        elif hand.what == "offered":
            asked = hand
        elif hand.what in ("passed", "timed_out") and asked is not None and hand.coach == asked.coach:
            asked = None
        if hand.what in ("offered", "passed", "timed_out") and hand.coach is not None:
            tried.add(hand.coach)
    return Standing(
        begun_at, asked.coach if asked else None, asked.at if asked else None, frozenset(tried), lead_sees, offers
    )


def who_had_it(chain: tuple[Hand, ...]) -> tuple[Hand, ...]:
    """Everybody who took the case or was given it, oldest first."""
    return tuple(hand for hand in chain if hand.what in HAVING and hand.coach is not None)


def unwanted(chain: tuple[Hand, ...]) -> frozenset[int]:
    """Everybody instead of whom the family asked for somebody else."""
    return frozenset(hand.coach for hand in chain if hand.why == OTHER_PERSON and hand.coach is not None)


def pack_reason(choice: Choice) -> str:
    """Why this coach, as kept with the case: open cases, and when last given one. The language is the case's own."""
    given = choice.reason.last_given_at
    return f"{choice.reason.open_cases} {int(given.timestamp())}" if given else str(choice.reason.open_cases)


def unpack_reason(why: str, *, speaks: bool) -> Reason:
    """The reason that `pack_reason` kept, also where an older release kept the number alone."""
    count, _, given = why.partition(" ")
    return Reason(speaks, int(count or 0), datetime.fromtimestamp(int(given), UTC) if given else None)
