"""When what is stored about a family ends by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["unfinished", "handed_over", "undecided", "unreachable", "declined"]
"""Why a record has come to rest. A place in the waiting list is not here: no date ends it."""


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """Days for which each kind is kept (J4).

    unfinished:  a chat without a case, from the family's last answer
    handed_over: a case, from the coach's word that the family's file lives elsewhere; that of a family in the
                 programme is kept beyond it, until the family may no longer be asked later or the project ends
    undecided:   a case of a family spoken with, from the talk, where nobody said what became of it
    unreachable, declined: a case that came to nothing, from that outcome
    """

    unfinished: int = 14
    handed_over: int = 30
    undecided: int = 180
    unreachable: int = 90
    declined: int = 90


USUAL_RETENTION = RetentionPolicy()


def ends_on(kind: Kind, anchor_at: datetime, policy: RetentionPolicy = USUAL_RETENTION) -> datetime:
    """The instant (UTC) at which a record of this kind is erased, counted in full days from its anchor."""
    days: dict[Kind, int] = {
        "unfinished": policy.unfinished,
        "handed_over": policy.handed_over,
        "undecided": policy.undecided,
        "unreachable": policy.unreachable,
        "declined": policy.declined,
    }
    return anchor_at.astimezone(UTC) + timedelta(days=days[kind])
