"""What offers and rounds came to, as counts without persons, and what the lead decided on the ladder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from storage.instants import instant, seconds
from storage.units import Sql, Unit

FULL, ASKED, HALF = "full", "asked", "half"
"""How the ladder stands: whole; halved by itself, and the lead is asked; halved, and the lead has said so."""

LADDER: Final = "ladder"

QUESTION: Final = "stops"
"""The spot in which a lead is asked what is to become of the ladder."""

_SUMS = Sql(
    """SELECT what, of_what, language, SUM(count),
              SUM(CASE WHEN day >= :year THEN count ELSE 0 END), SUM(CASE WHEN day >= :weeks THEN count ELSE 0 END)
         FROM counters
        WHERE what IN ('nudge.offered', 'nudge.opened', 'nudge.went_on', 'nudge.stopped', 'nudge.rung', 'stall',
                       'round.offered', 'round.opened', 'round.done', 'round.stopped')
        GROUP BY what, of_what, language ORDER BY what, of_what, language"""
)
_FIRST = Sql("SELECT MIN(day) FROM counters WHERE what IN ('nudge.offered', 'stall', 'round.offered')")
_MESSAGES = Sql(
    """SELECT what, SUM(count) FROM counters
        WHERE what IN ('nudge.rung', 'nudge.stopped') AND day >= :day GROUP BY what"""
)
_LADDER = Sql("SELECT value FROM house WHERE name = :name")
_NOTE = Sql(
    """INSERT INTO house (name, value) VALUES (:name, :value)
       ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE house.value = :was RETURNING name"""
)
_WITHDRAW = Sql("DELETE FROM outbox WHERE spot = :spot AND status = 'waiting'")


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something happened: ever, this year, in the last weeks."""

    what: str
    of: str
    language: str
    ever: int
    year: int
    weeks: int


@dataclass(frozen=True, slots=True)
class LadderNote:
    """How the ladder stands, and since when; None for from the beginning.

    sent, stopped: how much of its day's counts was there before, and is not counted again
    """

    state: str = FULL
    since: datetime | None = None
    sent: int = 0
    stopped: int = 0


class Helped:
    """The reads of what was counted, and the note on the ladder."""

    def tallies(self, year_from: date, weeks_from: date) -> Unit[tuple[Tally, ...]]:
        """Every count of an offer, a round, a standstill, by what it is of and language."""
        rows = yield _SUMS(year=year_from.isoformat(), weeks=weeks_from.isoformat())
        return tuple(
            Tally(what, of, language, int(ever), int(year), int(weeks))
            for what, of, language, ever, year, weeks in rows
        )

    def first_day(self) -> Unit[date | None]:
        """The day of the first count; None before it."""
        day = (yield _FIRST())[0][0]
        return date.fromisoformat(day) if day else None

    def messages_since(self, day: date) -> Unit[tuple[int, int]]:
        """How many messages of ladders went out from that day on, and after how many a family wanted no more.

        An offer that greets a family which came back by itself is no message: it would make the rate look smaller.
        """
        counts = {what: int(count) for what, count in (yield _MESSAGES(day=day.isoformat()))}
        return counts.get("nudge.rung", 0), counts.get("nudge.stopped", 0)

    def ladder(self) -> Unit[LadderNote]:
        """How the ladder stands."""
        rows = yield _LADDER(name=LADDER)
        if not rows:
            return LadderNote()
        state, since, sent, stopped = rows[0][0].split(":")
        return LadderNote(state, instant(int(since)), int(sent), int(stopped))

    def note_ladder(self, was: LadderNote, becomes: LadderNote) -> Unit[bool]:
        """Write down how it stands now; False where it stands otherwise than `was` in the meantime."""
        return bool((yield _NOTE(name=LADDER, value=_packed(becomes), was=_packed(was))))

    def withdraw_question(self) -> Unit[None]:
        """What asks a lead about the ladder and has not left yet does not leave."""
        yield _WITHDRAW(spot=QUESTION)


def _packed(note: LadderNote) -> str:
    since = seconds(note.since) if note.since is not None else 0
    return f"{note.state}:{since}:{note.sent}:{note.stopped}"
