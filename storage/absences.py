"""When a coach is not there, and the days on which nobody is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dialogs.rules.absence import UNTIL_FURTHER_NOTICE
from storage.instants import instant, seconds
from storage.units import Sql, Unit

_ADD = Sql(
    """INSERT INTO absences (coach, starts_at, ends_at, why)
       VALUES (:coach, :starts_at, :ends_at, :why) RETURNING id"""
)
_CUT = Sql("UPDATE absences SET ends_at = :at WHERE coach = :coach AND starts_at <= :at AND ends_at > :at")
_DROP_ENDLESS = Sql("DELETE FROM absences WHERE coach = :coach AND starts_at > :at AND ends_at >= :endless")
_REMOVE = Sql("DELETE FROM absences WHERE id = :id AND coach = :coach RETURNING id")
_OF = Sql(
    """SELECT id, starts_at, ends_at, why FROM absences WHERE coach = :coach AND ends_at > :at
       ORDER BY starts_at, id"""
)
_ALL = Sql("SELECT coach, starts_at, ends_at FROM absences WHERE ends_at > :at ORDER BY starts_at, id")
_FORGET = Sql("DELETE FROM absences WHERE ends_at < :before")
_CLOSE_DAY = Sql("INSERT INTO closings (day) VALUES (:day) ON CONFLICT DO NOTHING")
_OPEN_DAY = Sql("DELETE FROM closings WHERE day = :day")
_CLOSED_DAYS = Sql("SELECT day FROM closings ORDER BY day")
_FORGET_DAYS = Sql("DELETE FROM closings WHERE day < :before")


@dataclass(frozen=True, slots=True)
class Absence:
    """A span in which a coach is not there. why: off, ill."""

    id: int
    starts_at: datetime
    ends_at: datetime
    why: str


class Absences:
    """The reads and writes of absences and closed days."""

    def add(self, coach: int, starts_at: datetime, ends_at: datetime, why: str) -> Unit[int]:
        """A coach says when they are away; gives the absence's number. Spans may overlap."""
        rows = yield _ADD(coach=coach, starts_at=seconds(starts_at), ends_at=seconds(ends_at), why=why)
        return int(rows[0][0])

    def end_now(self, coach: int, now: datetime) -> Unit[None]:
        """The coach is there: what runs ends now, and what would begin later without an end never begins.

        An absence with an end that lies ahead, such as a holiday, stays.
        """
        yield _CUT(coach=coach, at=seconds(now))
        yield _DROP_ENDLESS(coach=coach, at=seconds(now), endless=seconds(UNTIL_FURTHER_NOTICE))

    def remove(self, id_: int, coach: int) -> Unit[bool]:
        """Take an absence back; False where it is not this coach's."""
        return bool((yield _REMOVE(id=id_, coach=coach)))

    def of(self, coach: int, now: datetime) -> Unit[tuple[Absence, ...]]:
        """A coach's absences that are not over, by their beginning."""
        rows = yield _OF(coach=coach, at=seconds(now))
        return tuple(Absence(id_, instant(start), instant(end), why) for id_, start, end, why in rows)

    def all_from(self, now: datetime) -> Unit[dict[int, tuple[tuple[datetime, datetime], ...]]]:
        """By coach, the spans that are not over, by their beginning; a coach without one is absent."""
        spans: dict[int, tuple[tuple[datetime, datetime], ...]] = {}
        for coach, starts_at, ends_at in (yield _ALL(at=seconds(now))):
            spans[coach] = (*spans.get(coach, ()), (instant(starts_at), instant(ends_at)))
        return spans

    def forget(self, before: datetime) -> Unit[None]:
        """Drop absences that ended before this instant."""
        yield _FORGET(before=seconds(before))

    def close_day(self, day: date) -> Unit[None]:
        """Nobody works on this day (in the programme's own zone)."""
        yield _CLOSE_DAY(day=day.isoformat())

    def open_day(self, day: date) -> Unit[None]:
        """The day is a working day again, as far as it was closed here."""
        yield _OPEN_DAY(day=day.isoformat())

    def closed_days(self) -> Unit[tuple[date, ...]]:
        """The days closed here, in order, beside those of the programme's file."""
        return tuple(date.fromisoformat(row[0]) for row in (yield _CLOSED_DAYS()))

    def forget_days(self, before: date) -> Unit[None]:
        """Drop closed days before this one."""
        yield _FORGET_DAYS(before=before.isoformat())
