"""One letter: what goes out, to whom, and where in the chat it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from dialogs.machine.screen import Content

LIVING = "living"
"""The spot of a person's living screen."""

LOOSE = ""
"""No spot: a message that is never edited."""


NUDGE = "nudge"
"""The kind and the spot of a message that was not asked for; its letter's `sequence` is the ladder it belongs to."""

ROUND = "round"
"""The kind of an invitation to a round; its letter's `sequence` is the round, and its spot begins so."""

REMINDER = "reminder:"
"""How the kind of a reminder begins; which reminder it is stands behind it."""


def card_spot(case_id: int) -> str:
    """The spot of a case's card in a coach's chat."""
    return f"case:{case_id}"


def talk_spot(case_id: int, row: int, message: int) -> str:
    """The spot of words that were passed on: the case, the row in whose chat they were written, the message there."""
    return f"{TALK}{case_id}:{row}-{message}"


def passed_on_spot(case_id: int, round_id: int) -> str:
    """What a family passed on of a round, in a coach's chat."""
    return f"{ROUND}:{case_id}:{round_id}"


TALK = "talk:"
"""How the spots of words begin that a talk passes on; the case stands behind it."""

EDIT = "edit"
"""The kind of a letter that changes what stands in its spot, and is never sent anew."""

REOPEN = "reopen"
"""The kind of a letter before which its topic is opened again, should it be closed."""

CLOSE = "close"
"""The kind of a letter after which its topic is closed."""

CLEARS = "clears"
"""The kind of a living screen whose forerunner goes where it is sent anew: words of a family may stand on it."""

GUIDE = 0
"""The topic of the team's group that belongs to no case: there the bot says how things work."""


class Urgency(IntEnum):
    """What passes before what when the pace is short."""

    REPLY = 0
    CARD = 1
    REMINDER = 2
    NUDGE = 3


@dataclass(frozen=True, slots=True)
class Letter:
    """One row of the outbox, ready to be rendered.

    once:      at most once: claimed before it is sent, and an unknown outcome is closed as sent
    fresh:     sent anew below, and the message that stood in the spot before loses its buttons
    case_id, kind: what it belongs to ("reminder:hour_before", "card"), for the last look before it leaves
    topic:    the case in whose topic of the team's group it goes
    """

    id: int
    person: int
    chat: int
    language: str
    spot: str
    content: Content
    once: bool
    fresh: bool
    urgency: int
    kind: str = ""
    case_id: int | None = None
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter before it is written down. `mark` makes it happen once; after `until` it helps no more."""

    person: int
    content: Content
    spot: str = LOOSE
    once: bool = False
    fresh: bool = False
    urgency: Urgency = Urgency.REPLY
    due_at: datetime | None = None
    mark: str | None = None
    kind: str = ""
    case_id: int | None = None
    sequence: int = 0
    until: datetime | None = None
    topic: int | None = None


def in_order(letters: Iterable[Letter]) -> list[Letter]:
    """Letters as they may leave: the urgent first, then in the order of writing."""
    return sorted(letters, key=lambda letter: (letter.urgency, letter.id))
