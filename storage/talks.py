"""Talks of a coach with a family through the bot, and the topics of cases in the team's group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.instants import instant, seconds
from storage.units import Row, Sql, Unit

_COLUMNS = "id, case_id, coach, place, last_at, closed_at"

_OPEN = Sql(
    """INSERT INTO talks (case_id, coach, place, last_at) VALUES (:case_id, :coach, :place, :at)
       ON CONFLICT DO NOTHING RETURNING id"""
)
_CLOSE = Sql("UPDATE talks SET closed_at = :at WHERE id = :id AND closed_at IS NULL RETURNING id")
_TOUCH = Sql("UPDATE talks SET last_at = :at WHERE id = :id AND closed_at IS NULL")
_LOAD = Sql(f"SELECT {_COLUMNS} FROM talks WHERE id = :id")
_OF_CASE = Sql(f"SELECT {_COLUMNS} FROM talks WHERE case_id = :case_id AND closed_at IS NULL")
_PRIVATE_OF = Sql(f"SELECT {_COLUMNS} FROM talks WHERE coach = :coach AND closed_at IS NULL AND place = 'private'")
_LAST_OF_CASE = Sql(f"SELECT {_COLUMNS} FROM talks WHERE case_id = :case_id ORDER BY id DESC LIMIT 1")
_OF_FAMILY = Sql(
    """SELECT t.id, t.case_id, t.coach, t.place, t.last_at, t.closed_at
       FROM talks t JOIN cases c ON c.id = t.case_id WHERE c.family = :family AND t.closed_at IS NULL"""
)
_OF_COACH = Sql(f"SELECT {_COLUMNS} FROM talks WHERE coach = :coach AND closed_at IS NULL ORDER BY id")
_IN_GROUP = Sql(f"SELECT {_COLUMNS} FROM talks WHERE closed_at IS NULL AND place = 'topic' ORDER BY id")
_MAKE_PRIVATE = Sql(
    """UPDATE talks SET place = 'private' WHERE id = :id AND closed_at IS NULL AND place = 'topic'
         AND NOT EXISTS (SELECT 1 FROM talks o WHERE o.coach = talks.coach AND o.closed_at IS NULL
                           AND o.place = 'private')
       RETURNING id"""
)
_TOPIC_OF = Sql("SELECT case_id, group_id, thread FROM topics WHERE case_id = :case_id")
_CASE_IN = Sql("SELECT case_id FROM topics WHERE group_id = :group_id AND thread = :thread")
_SET_TOPIC = Sql(
    """INSERT INTO topics (case_id, group_id, thread) VALUES (:case_id, :group_id, :thread)
       ON CONFLICT (case_id) DO UPDATE SET group_id = excluded.group_id, thread = excluded.thread"""
)
_DROP_TOPIC = Sql("DELETE FROM topics WHERE case_id = :case_id")
_DROP_GROUP = Sql("DELETE FROM topics WHERE group_id = :group_id")


@dataclass(frozen=True, slots=True)
class Talk:
    """A coach speaks with the family of a case. place: private (the coach's own chat) or topic (the team's group)."""

    id: int
    case_id: int
    coach: int
    place: str
    last_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """Where a case stands in the team's group: the group's row in persons, and the thread's number there."""

    case_id: int
    group_id: int
    thread: int


class Talks:
    """The reads and writes of talks and topics."""

    def open(self, case_id: int, coach: int, place: str, now: datetime) -> Unit[int | None]:
        """Begin a talk; None where the case has one, or the coach a private one and this would be the second."""
        rows = yield _OPEN(case_id=case_id, coach=coach, place=place, at=seconds(now))
        return int(rows[0][0]) if rows else None

    def close(self, talk_id: int, now: datetime) -> Unit[bool]:
        """End a talk; False where it had ended."""
        return bool((yield _CLOSE(id=talk_id, at=seconds(now))))

    def touch(self, talk_id: int, now: datetime) -> Unit[None]:
        """Somebody says something in it."""
        yield _TOUCH(id=talk_id, at=seconds(now))

    def load(self, talk_id: int) -> Unit[Talk | None]:
        """One talk, open or over."""
        rows = yield _LOAD(id=talk_id)
        return _talk(rows[0]) if rows else None

    def of_case(self, case_id: int) -> Unit[Talk | None]:
        """The open talk of a case."""
        rows = yield _OF_CASE(case_id=case_id)
        return _talk(rows[0]) if rows else None

    def private_of(self, coach: int) -> Unit[Talk | None]:
        """The open talk in a coach's own chat."""
        rows = yield _PRIVATE_OF(coach=coach)
        return _talk(rows[0]) if rows else None

    def last_of_case(self, case_id: int) -> Unit[Talk | None]:
        """The newest talk of a case, open or over."""
        rows = yield _LAST_OF_CASE(case_id=case_id)
        return _talk(rows[0]) if rows else None

    def of_family(self, family: int) -> Unit[Talk | None]:
        """The open talk with a family, whichever of its cases it is about."""
        rows = yield _OF_FAMILY(family=family)
        return _talk(rows[0]) if rows else None

    def of_coach(self, coach: int) -> Unit[tuple[Talk, ...]]:
        """All open talks of a coach, in the own chat and in the group."""
        return tuple(_talk(row) for row in (yield _OF_COACH(coach=coach)))

    def in_group(self) -> Unit[tuple[Talk, ...]]:
        """All open talks that stand in topics."""
        return tuple(_talk(row) for row in (yield _IN_GROUP()))

    def make_private(self, talk_id: int) -> Unit[bool]:
        """A talk of the group goes on in the coach's own chat; False where the coach has one there already."""
        return bool((yield _MAKE_PRIVATE(id=talk_id)))

    def topic_of(self, case_id: int) -> Unit[Topic | None]:
        """The topic of a case, if it has one."""
        rows = yield _TOPIC_OF(case_id=case_id)
        return Topic(*rows[0]) if rows else None

    def case_in(self, group_id: int, thread: int) -> Unit[int | None]:
        """The case whose topic this is."""
        rows = yield _CASE_IN(group_id=group_id, thread=thread)
        return rows[0][0] if rows else None

    def set_topic(self, case_id: int, group_id: int, thread: int) -> Unit[None]:
        """The case stands in this topic from now on."""
        yield _SET_TOPIC(case_id=case_id, group_id=group_id, thread=thread)

    def drop_topic(self, case_id: int) -> Unit[None]:
        """The case has no topic any more."""
        yield _DROP_TOPIC(case_id=case_id)

    def drop_group(self, group_id: int) -> Unit[None]:
        """No case has a topic in this group any more."""
        yield _DROP_GROUP(group_id=group_id)


def _talk(row: Row) -> Talk:
    id_, case_id, coach, place, last_at, closed_at = row
    return Talk(id_, case_id, coach, place, instant(last_at), instant(closed_at))
