"""Who writes with us: families, coaches, leads; their dialogue, their language, their yes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dialogs.desk.facts import Role
from dialogs.machine.turn import State
from storage.instants import instant, seconds
from storage.sealing import Sealer
from storage.units import Row, Sql, Unit

_COLUMNS = """id, role, language, state, seen_at, reachable, consents, case_id, listed_at, name, languages, hours"""

_COMPACT = json.JSONEncoder(separators=(",", ":"))

_FIRST_TIME = Sql("INSERT INTO seen (id, at) VALUES (:id, :at) ON CONFLICT DO NOTHING RETURNING id")
_FIND = Sql(f"SELECT {_COLUMNS} FROM persons WHERE chat_mark = :mark")
_LANGUAGE = Sql("SELECT language FROM persons WHERE chat_mark = :mark")
_LOAD = Sql(f"SELECT {_COLUMNS} FROM persons WHERE id = :id")
_TEAM = Sql(f"SELECT {_COLUMNS} FROM persons WHERE role <> 'family'")
_MEET = Sql(
    """INSERT INTO persons (chat_mark, chat, role, language, seen_at)
       VALUES (:mark, :chat, 'family', :language, :at) RETURNING id"""
)
_SEAL_CHAT = Sql("UPDATE persons SET chat = :chat WHERE id = :id")
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
_ENLIST = Sql("UPDATE persons SET listed_at = COALESCE(listed_at, :at) WHERE id = :id")
_DELIST = Sql("UPDATE persons SET listed_at = NULL WHERE id = :id")
_BEFORE = Sql(
    "SELECT COUNT(*) FROM persons WHERE listed_at IS NOT NULL AND (listed_at < :at OR (listed_at = :at AND id < :id))"
)
_OWN_CASE = Sql("UPDATE persons SET case_id = :case_id WHERE id = :id")
_JOIN = Sql("UPDATE persons SET role = :role, name = :name, languages = :languages, hours = :hours WHERE id = :id")
_FORGET = Sql("DELETE FROM persons WHERE id = :id")
_RECEIPT = Sql("INSERT INTO receipts (at) VALUES (:at) RETURNING id")
_STALE = Sql(
    """SELECT id FROM persons WHERE role = 'family' AND listed_at IS NULL
         AND (seen_at < :before OR (state IS NULL AND seen_at < :blank_before))
         AND NOT EXISTS (SELECT 1 FROM cases WHERE cases.family = persons.id) ORDER BY id LIMIT 200"""
)
_FORGET_PROOFS = Sql(
    """DELETE FROM consents WHERE at < :before
         AND NOT EXISTS (SELECT 1 FROM persons WHERE persons.chat_mark = consents.chat_mark)"""
)
_FORGET_SEEN = Sql("DELETE FROM seen WHERE at < :before")
_PARK = Sql("INSERT INTO parked (id, at, fault) VALUES (:id, :at, :fault) ON CONFLICT DO NOTHING")
_COUNT = Sql(
    """INSERT INTO counters (day, what, of_what, language, count) VALUES (:day, :what, :of_what, :language, 1)
       ON CONFLICT (day, what, of_what, language) DO UPDATE SET count = counters.count + 1"""
)


@dataclass(frozen=True, slots=True)
class Person:
    """One person's row, unsealed. `state` is None before the first turn; `name` only for the team."""

    id: int
    role: Role
    language: str
    state: State | None
    seen_at: datetime
    reachable: bool = True
    consents: frozenset[str] = frozenset()
    case_id: int | None = None
    listed_at: datetime | None = None
    name: str = ""
    languages: tuple[str, ...] = ()
    hours: str = ""


class People:
    """The reads and writes of persons. Chat ids leave it only for sending."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def first_time(self, incoming: str, now: datetime) -> Unit[bool]:
        """Whether this incoming id was never seen; it is from now on."""
        return bool((yield _FIRST_TIME(id=incoming, at=seconds(now))))

    def find(self, chat: int) -> Unit[Person | None]:
        """The person of a chat, if they ever wrote."""
        rows = yield _FIND(mark=self._mark(chat))
        return self._person(rows[0]) if rows else None

    def language_of(self, chat: int) -> Unit[str | None]:
        """What is spoken in a chat; it is told even where nothing sealed can be opened."""
        rows = yield _LANGUAGE(mark=self._mark(chat))
        return rows[0][0] if rows else None

    def meet(self, chat: int, language: str, now: datetime) -> Unit[Person]:
        """A new person."""
        at = seconds(now)
        rows = yield _MEET(mark=self._mark(chat), chat=b"", language=language, at=at)
        id_ = rows[0][0]
        yield _SEAL_CHAT(chat=self._sealer.seal(str(chat), f"persons.chat:{id_}"), id=id_)
        return Person(id_, Role.FAMILY, language, None, now)

    def load(self, id_: int) -> Unit[Person | None]:
        """The person of a row."""
        rows = yield _LOAD(id=id_)
        return self._person(rows[0]) if rows else None

    def team(self) -> Unit[tuple[Person, ...]]:
        """All coaches and leads."""
        # Sorted here: asked to do it, SQLite would rather walk through every family than use the team's index.
        return tuple(self._person(row) for row in sorted((yield _TEAM()), key=lambda row: int(row[0])))

    def chat_of(self, id_: int) -> Unit[int | None]:
        """The chat to send to."""
        rows = yield _CHAT(id=id_)
        return int(self._sealer.open(rows[0][0], f"persons.chat:{id_}")) if rows else None

    def opened_on_trial(self) -> Unit[int]:
        """Open the oldest and the newest sealed chat; gives how many there were. Raises `SealBroken`."""
        rows = yield _ENDS()
        for id_, chat in rows:
            self._sealer.open(chat, f"persons.chat:{id_}")
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
        """Join the waiting list; an earlier date stands."""
        yield _ENLIST(at=seconds(now), id=id_)

    def delist(self, id_: int) -> Unit[None]:
        """Leave the waiting list."""
        yield _DELIST(id=id_)

    def waiting_before(self, person: Person, now: datetime) -> Unit[int]:
        """How many families are on the list before this one (all, if it is not on it)."""
        rows = yield _BEFORE(id=person.id, at=seconds(person.listed_at) if person.listed_at else seconds(now) + 1)
        return int(rows[0][0])

    def own_case(self, id_: int, case_id: int | None) -> Unit[None]:
        """Remember the family's newest case."""
        yield _OWN_CASE(case_id=case_id, id=id_)

    def join_team(self, id_: int, role: str, name: str, languages: str, hours: str) -> Unit[None]:
        """Make somebody a coach or lead."""
        sealed = self._sealer.seal(name, f"persons.name:{id_}")
        yield _JOIN(role=role, name=sealed, languages=languages, hours=hours, id=id_)

    def forget(self, id_: int, now: datetime) -> Unit[str]:
        """Erase the row and all that hangs on it; gives the receipt's number."""
        yield _FORGET(id=id_)
        rows = yield _RECEIPT(at=seconds(now))
        return f"{now:%y%m%d}-{rows[0][0]}"

    def unfinished_before(self, before: datetime, blank_before: datetime) -> Unit[tuple[int, ...]]:
        """Families without a stored case or a place on the list, last here before this instant; 200 at a time.

        Rows left blank by an erasure go earlier, after `blank_before`.
        """
        rows = yield _STALE(before=seconds(before), blank_before=seconds(blank_before))
        return tuple(row[0] for row in rows)

    def forget_proofs(self, before: datetime) -> Unit[None]:
        """Drop the proof of what somebody agreed to before this instant who is no longer known here."""
        yield _FORGET_PROOFS(before=seconds(before))

    def forget_seen(self, before: datetime) -> Unit[None]:
        """Drop the ids of what happened long ago: the channel keeps updates for a day."""
        yield _FORGET_SEEN(before=seconds(before))

    def park(self, incoming: str, fault: str, now: datetime) -> Unit[None]:
        """Note that something could not be handled: its id and the kind of fault, nothing else."""
        yield _PARK(id=incoming, at=seconds(now), fault=fault)

    def count(self, what: str, of_what: str, language: str, day: str) -> Unit[None]:
        """One more of this, without a person."""
        yield _COUNT(day=day, what=what, of_what=of_what, language=language)

    def _mark(self, chat: int) -> bytes:
        return self._sealer.fingerprint(str(chat), "chat")

    def _person(self, row: Row) -> Person:
        id_, role, language, state, seen_at, reachable, consents, case_id, listed_at, name, languages, hours = row
        return Person(
            id=id_,
            role=Role(role),
            language=language,
            state=State.unpack(json.loads(self._sealer.open(state, f"persons.state:{id_}"))) if state else None,
            seen_at=instant(seen_at),
            reachable=bool(reachable),
            consents=frozenset(_split(consents)),
            case_id=case_id,
            listed_at=instant(listed_at),
            name=self._sealer.open(name, f"persons.name:{id_}") if name else "",
            languages=tuple(_split(languages)),
            hours=hours,
        )


def _split(joined: str) -> Iterable[str]:
    return joined.split(",") if joined else ()
