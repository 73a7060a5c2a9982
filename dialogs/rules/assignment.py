"""Which coach a family gets: who speaks its language first, then who has the most room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from dialogs.rules.hours import Hours
from dialogs.rules.laying import Policy, Taken

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Coach:
    """A coach as the rules see one.

    last_given_at: when last given a case (UTC), None for never
    away:          spans (aware, UTC) in which the coach is absent; their end no longer belongs to them
    policy:        the coach's own length, buffer, notice and most a day (E4), None for the programme's
    """

    id: int
    languages: tuple[str, ...]
    hours: Hours
    open_cases: int
    last_given_at: datetime | None
    away: Taken = ()
    policy: Policy | None = None


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


def is_away(coach: Coach, at: datetime) -> bool:
    """Whether the coach is absent at that moment. Hours are not looked at: after work is not absent."""
    return any(starts_at <= at < ends_at for starts_at, ends_at in coach.away)


def here_between(coach: Coach, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether no absence overlaps that time, so that a call in it can stand (E5). Touching is no overlap."""
    return not any(max(begins, starts_at) < min(ends, ends_at) for begins, ends in coach.away)
