"""Who writes with us: families and team; their dialogue, their language, their yes, their place in the line."""

from __future__ import annotations

import json
from datetime import datetime

from dialogs.desk.facts import Role
from dialogs.machine.turn import State
from storage.households import Households
from storage.instants import seconds
from storage.leaving import Leaving
from storage.person import COLUMNS, LOAD, SEAL_CHAT, Person
from storage.team import Team
from storage.units import Sql, Unit

__all__ = ["People", "Person"]

_COMPACT = json.JSONEncoder(separators=(",", ":"))

_FIRST_TIME = Sql("INSERT INTO seen (id, at) VALUES (:id, :at) ON CONFLICT DO NOTHING RETURNING id")
_FIND = Sql(f"SELECT {COLUMNS} FROM persons WHERE chat_mark = :mark")
_LANGUAGE = Sql("SELECT language FROM persons WHERE chat_mark = :mark")
_PHONES = Sql(f"SELECT {COLUMNS} FROM persons WHERE id = :id OR household = :id ORDER BY id")
_MEET = Sql(
    """INSERT INTO persons (chat_mark, chat, role, language, seen_at)
       VALUES (:mark, :chat, 'family', :language, :at) RETURNING id"""
)
_SAVE = Sql("UPDATE persons SET state = :state, seen_at = :at WHERE id = :id")
_SAVE_QUIETLY = Sql("UPDATE persons SET state = :state WHERE id = :id")
_SPEAK = Sql("UPDATE persons SET language = :language WHERE id = :id")
_REACH = Sql("UPDATE persons SET reachable = :reachable WHERE id = :id")
_CONSENT = Sql("UPDATE persons SET consents = :consents WHERE id = :id")
_PROVE = Sql(
    """INSERT INTO consents (chat_mark, purpose, given, text_version, language, at)
       SELECT chat_mark, :purpose, :given, :version, language, :at FROM persons WHERE id = :id"""
)
_CHAT = Sql("SELECT chat FROM persons WHERE id = :id")
_ENDS = Sql(
    """SELECT id, chat FROM persons
        WHERE id IN (SELECT MIN(id) FROM persons UNION SELECT MAX(id) FROM persons)"""
)
_ENLIST = Sql(
    """INSERT INTO waiting (person, since_at, order_at, asked_at)
       SELECT COALESCE(household, id), :at, :at, :at FROM persons WHERE id = :id ON CONFLICT DO NOTHING"""
)
_DELIST = Sql("DELETE FROM waiting WHERE person = (SELECT COALESCE(household, id) FROM persons WHERE id = :id)")
_BEFORE = Sql(
    """SELECT COUNT(*) FROM waiting WHERE (order_at, person) < (
         COALESCE((SELECT own.order_at FROM waiting own WHERE own.person = :family), :at), :family)"""
)
_OWN_CASE = Sql("UPDATE persons SET case_id = :case_id WHERE id = :family OR household = :family")
_JOIN_HOUSEHOLD = Sql("UPDATE persons SET household = :family, case_id = :case_id WHERE id = :id AND id <> :family")
_LEAVE_HOUSEHOLD = Sql("UPDATE persons SET household = NULL, case_id = NULL WHERE id = :id AND household IS NOT NULL")
_PARK = Sql("INSERT INTO parked (id, at, fault) VALUES (:id, :at, :fault) ON CONFLICT DO NOTHING")
_COUNT = Sql(
    """INSERT INTO counters (day, what, of_what, language, count) VALUES (:day, :what, :of_what, :language, 1)
       ON CONFLICT (day, what, of_what, language) DO UPDATE SET count = counters.count + 1"""
)


class People(Team, Leaving, Households):
    """The reads and writes of persons. Chat ids leave it only for sending."""

    def first_time(self, incoming: str, now: datetime) -> Unit[bool]:
        """Whether this incoming id was never seen; it is from now on."""
        return bool((yield _FIRST_TIME(id=incoming, at=seconds(now))))

    def find(self, chat: int) -> Unit[Person | None]:
        """The person of a chat, if they ever wrote."""
        rows = yield _FIND(mark=self.chat_mark(chat))
        return self.person(rows[0]) if rows else None

    def language_of(self, chat: int) -> Unit[str | None]:
        """What is spoken in a chat; it is told even where nothing sealed can be opened."""
        rows = yield _LANGUAGE(mark=self.chat_mark(chat))
        return rows[0][0] if rows else None

    def meet(self, chat: int, language: str, now: datetime) -> Unit[Person]:
        """A new person."""
        at = seconds(now)
        rows = yield _MEET(mark=self.chat_mark(chat), chat=b"", language=language, at=at)
        id_ = rows[0][0]
        yield SEAL_CHAT(chat=self.sealed_chat(id_, chat), id=id_)
        return Person(id_, Role.FAMILY, language, None, now)

    def load(self, id_: int) -> Unit[Person | None]:
        """The person of a row."""
        rows = yield LOAD(id=id_)
        return self.person(rows[0]) if rows else None

    def phones(self, family: int) -> Unit[tuple[Person, ...]]:
        """All phones of a family, by row: its first one, and those that share its case."""
        return tuple(self.person(row) for row in (yield _PHONES(id=family)))

    def chat_of(self, id_: int) -> Unit[int | None]:
        """The chat to send to."""
        rows = yield _CHAT(id=id_)
        return self.chat_in(id_, rows[0][0]) if rows else None

    def opened_on_trial(self) -> Unit[int]:
        """Open the oldest and the newest sealed chat; gives how many there were. Raises `SealBroken`."""
        rows = yield _ENDS()
        for id_, chat in rows:
            self.chat_in(id_, chat)
        return len(rows)

    def save(self, id_: int, state: State, now: datetime | None = None) -> Unit[None]:
        """Keep the dialogue; `now` where it was the person who moved it on."""
        sealed = self._sealer.seal(_COMPACT.encode(state.pack()), f"persons.state:{id_}")
        if now is None:
            yield _SAVE_QUIETLY(state=sealed, id=id_)
        else:
            yield _SAVE(state=sealed, at=seconds(now), id=id_)

    def speak(self, id_: int, language: str) -> Unit[None]:
        """Use this language from now on."""
        yield _SPEAK(language=language, id=id_)

    def set_reachable(self, id_: int, reachable: bool) -> Unit[None]:
        """Whether the channel lets us write to them."""
        yield _REACH(reachable=int(reachable), id=id_)

    def record_consent(self, person: Person, given: frozenset[str], version: str, now: datetime) -> Unit[None]:
        """Store the present yes, and a line of proof for each purpose that changed."""
        yield _CONSENT(consents=",".join(sorted(given)), id=person.id)
        for purpose in sorted(given ^ person.consents):
            yield _PROVE(purpose=purpose, given=int(purpose in given), version=version, at=seconds(now), id=person.id)

    def enlist(self, id_: int, now: datetime) -> Unit[None]:
        """The family of this phone joins the waiting list; an earlier date stands."""
        yield _ENLIST(at=seconds(now), id=id_)

    def delist(self, id_: int) -> Unit[None]:
        """The family of this phone leaves the waiting list."""
        yield _DELIST(id=id_)

    def waiting_before(self, person: Person, now: datetime) -> Unit[int]:
        """How many families are on the list before this one (all who joined by now, if it is not on it)."""
        rows = yield _BEFORE(family=person.family, at=seconds(now) + 1)
        return int(rows[0][0])

    def own_case(self, family: int, case_id: int | None) -> Unit[None]:
        """Remember the family's newest case, on every phone it has."""
        yield _OWN_CASE(case_id=case_id, family=family)

    def join_household(self, id_: int, family: int, case_id: int | None) -> Unit[None]:
        """This phone is one of that family from now on, and shares its case."""
        yield _JOIN_HOUSEHOLD(family=family, case_id=case_id, id=id_)

    def leave_household(self, id_: int) -> Unit[None]:
        """This phone stands for itself again."""
        yield _LEAVE_HOUSEHOLD(id=id_)

    def park(self, incoming: str, fault: str, now: datetime) -> Unit[None]:
        """Note that something could not be handled: its id and the kind of fault, nothing else."""
        yield _PARK(id=incoming, at=seconds(now), fault=fault)

    def count(self, what: str, of_what: str, language: str, day: str) -> Unit[None]:
        """One more of this, without a person."""
        yield _COUNT(day=day, what=what, of_what=of_what, language=language)
