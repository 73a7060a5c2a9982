"""Which coach a family gets: who speaks its language first, then who has the most room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from dialogs.rules.hours import Hours

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Coach:
    """A coach as the rules see one. `last_given_at`: when last given a case (UTC), None for never."""

    id: int
    languages: tuple[str, ...]
    hours: Hours
    open_cases: int
    last_given_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why this coach: for the log, and for the line behind a "why me?" button. It holds no personal data."""

    speaks_language: bool
    open_cases: int
    last_given_at: datetime | None


@dataclass(frozen=True, slots=True)
class Choice:
    """The coach chosen, and the reason."""

    coach: int
    reason: Reason


def best_coach(coaches: Iterable[Coach], language: str) -> Choice | None:
    """The coach for a family that speaks `language` (a tag such as `tr`), None where there is none (E6)."""
    ranked = in_order(coaches, language)
    if not ranked:
        return None
    best = ranked[0]
    return Choice(best.id, Reason(language in best.languages, best.open_cases, best.last_given_at))


def in_order(coaches: Iterable[Coach], language: str) -> list[Coach]:
    """Best first: speaks the language, fewest open cases, longest since the last (or never), lowest id."""
    return sorted(
        coaches,
        key=lambda coach: (
            language not in coach.languages,
            coach.open_cases,
            coach.last_given_at or _NEVER,
            coach.id,
        ),
    )
