"""The team: who belongs to it, what they set for themselves, and the forum group they share."""

from __future__ import annotations

from datetime import datetime

from storage.instants import seconds
from storage.person import COLUMNS, LOAD, SEAL_CHAT, Person, PersonRows
from storage.units import Sql, Unit

# `role <> 'family'` stands in each: by these words SQLite knows that the index persons_of_team will do.
_TEAM = Sql(f"SELECT {COLUMNS} FROM persons WHERE role <> 'family' AND role <> 'group'")
_JOIN = Sql("UPDATE persons SET role = :role, name = :name, languages = :languages, hours = :hours WHERE id = :id")
_LEAVE = Sql(
    """UPDATE persons SET role = 'family', name = NULL, languages = '', hours = '', habits = '', state = NULL,
              invited_as = '', seen_at = COALESCE(:at, seen_at) WHERE id = :id"""
)
_WAIT = Sql("UPDATE persons SET invited_as = :role WHERE id = :id")
_WAITING = Sql("SELECT id, invited_as FROM persons WHERE role <> 'family' AND invited_as <> ''")
_CONFIRM = Sql(
    """UPDATE persons SET role = invited_as, invited_as = '' WHERE id = :id AND role <> 'family' AND invited_as <> ''
       RETURNING role"""
)
_HOURS = Sql("UPDATE persons SET hours = :hours WHERE id = :id")
_HABITS = Sql("UPDATE persons SET habits = :habits WHERE id = :id")
_FIND_GROUP = Sql(f"SELECT {COLUMNS} FROM persons WHERE chat_mark = :mark AND role = 'group'")
_GROUPS = Sql(f"SELECT {COLUMNS} FROM persons WHERE role <> 'family' AND role = 'group'")
_MEET_GROUP = Sql(
    """INSERT INTO persons (chat_mark, chat, role, language, seen_at) VALUES (:mark, :chat, 'group', 'de', 0)
       ON CONFLICT (chat_mark) DO UPDATE SET role = 'group' RETURNING id"""
)
_MAKE_ROOM = Sql("DELETE FROM persons WHERE chat_mark = :mark AND id <> :id AND role IN ('group', 'family')")
_MOVE_CHAT = Sql("UPDATE persons SET chat_mark = :mark, chat = :chat WHERE id = :id")
_DROP_TOPICS = Sql("DELETE FROM topics WHERE group_id = :id")
_FORGET_GROUP = Sql("DELETE FROM persons WHERE id = :id AND role = 'group'")


class Team(PersonRows):
    """The reads and writes of the team and its group."""

    def team(self) -> Unit[tuple[Person, ...]]:
        """All coaches and leads, and those who wait to become one; the group is none of them."""
        # Sorted here: asked to do it, SQLite would rather walk through every family than use the team's index.
        return tuple(self.person(row) for row in sorted((yield _TEAM()), key=lambda row: int(row[0])))

    def join_team(self, id_: int, role: str, name: str, languages: str, hours: str) -> Unit[None]:
        """Make somebody a coach or lead, or one who waits for the lead's yes."""
        sealed = self._sealer.seal(name, f"persons.name:{id_}")
        yield _JOIN(role=role, name=sealed, languages=languages, hours=hours, id=id_)

    def await_yes(self, id_: int, role: str) -> Unit[None]:
        """Somebody was invited as this and waits for the lead's yes; "" where nothing is awaited any more."""
        yield _WAIT(id=id_, role=role)

    def awaited(self) -> Unit[dict[int, str]]:
        """Who waits for the lead's yes, and as what."""
        return dict(sorted((yield _WAITING())))

    def confirm(self, id_: int) -> Unit[str | None]:
        """Somebody who waited is of the team from now on; gives the role, None where nothing was awaited."""
        rows = yield _CONFIRM(id=id_)
        return rows[0][0] if rows else None

    def leave_team(self, id_: int, now: datetime | None = None) -> Unit[None]:
        """Make somebody of the team a person like every other, without name and hours, last here `now`."""
        yield _LEAVE(id=id_, at=seconds(now) if now else None)

    def set_hours(self, id_: int, hours: str) -> Unit[None]:
        """A coach's weekly hours from now on, as a pattern."""
        yield _HOURS(hours=hours, id=id_)

    def set_habits(self, id_: int, habits: str) -> Unit[None]:
        """A coach's own way of laying calls; "" for the programme's."""
        yield _HABITS(habits=habits, id=id_)

    def find_group(self, chat: int) -> Unit[Person | None]:
        """The team's group of this chat, if it is one."""
        rows = yield _FIND_GROUP(mark=self.chat_mark(chat))
        return self.person(rows[0]) if rows else None

    def meet_group(self, chat: int) -> Unit[Person]:
        """This chat is the team's group from now on; the same group again is the same row."""
        rows = yield _MEET_GROUP(mark=self.chat_mark(chat), chat=b"")
        id_ = rows[0][0]
        yield SEAL_CHAT(chat=self.sealed_chat(id_, chat), id=id_)
        return self.person((yield LOAD(id=id_))[0])

    def group(self) -> Unit[Person | None]:
        """The team's group, the newest should there be several."""
        rows = sorted((yield _GROUPS()), key=lambda row: int(row[0]))
        return self.person(rows[-1]) if rows else None

    def move_chat(self, id_: int, chat: int) -> Unit[None]:
        """The group has another chat id from now on; a row that was made for it in the meantime goes."""
        mark = self.chat_mark(chat)
        yield _MAKE_ROOM(mark=mark, id=id_)
        yield _MOVE_CHAT(mark=mark, chat=self.sealed_chat(id_, chat), id=id_)

    def forget_group(self, id_: int) -> Unit[None]:
        """The group is not the team's any more: its row, its letters and its topics go."""
        yield _DROP_TOPICS(id=id_)
        yield _FORGET_GROUP(id=id_)
