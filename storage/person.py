"""One person's row: what stands in it, and how it is unsealed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dialogs.desk.facts import Role
from dialogs.machine.turn import State
from storage.instants import instant
from storage.sealing import Sealer
from storage.units import Row, Sql

# A second phone waits with its family: the date of the list is that of the household.
COLUMNS: Final = """id, role, language, state, seen_at, reachable, consents, case_id,
    (SELECT since_at FROM waiting WHERE waiting.person = COALESCE(persons.household, persons.id)),
    name, languages, hours, household, habits, hushed, unasked,
    (SELECT CASE WHEN last.went_on_at IS NULL AND last.stopped_at IS NULL THEN last.id END FROM nudges last
      WHERE last.person = COALESCE(persons.household, persons.id) ORDER BY last.id DESC LIMIT 1)"""
"""What `PersonRows.person` reads, in this order, from `persons`."""

LOAD: Final = Sql(f"SELECT {COLUMNS} FROM persons WHERE id = :id")
SEAL_CHAT: Final = Sql("UPDATE persons SET chat = :chat WHERE id = :id")


@dataclass(frozen=True, slots=True)
class Person:
    """One person's row, unsealed. `state` is None before the first turn; `name` only for the team.

    listed_at: since when the family is on the waiting list
    household: the person whose case this phone shares, where it is a family's second phone
    hushed:    this phone asked for silence: it gets nothing of the waiting list
    unasked:   why nothing unasked is written to this phone: "never", "crisis", "blocked" until it does something;
               "" where it may be
    nudged:    the newest offer the family was made, while it has not gone on after it
    habits:    a coach's own way of laying calls, "length=25;buffer=5"; "" for the programme's
    """

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
    household: int | None = None
    habits: str = ""
    hushed: bool = False
    unasked: str = ""
    nudged: int | None = None

    @property
    def family(self) -> int:
        """The row that stands for the whole family: cases, list and offers hang on it."""
        return self.id if self.household is None else self.household


class PersonRows:
    """How rows of persons are found by chat and read."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def person(self, row: Row) -> Person:
        """The person of a row with `COLUMNS`. Raises `SealBroken`."""
        (id_, role, language, state, seen_at, reachable, consents, case_id, listed_at, name, languages, hours,
         household, habits, hushed, unasked, nudged) = row  # fmt: skip
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
            household=household,
            habits=habits,
            hushed=bool(hushed),
            unasked=unasked,
            nudged=nudged,
        )

    def chat_mark(self, chat: int) -> bytes:
        """The keyed mark by which a chat is found."""
        return self._sealer.fingerprint(str(chat), "chat")

    def sealed_chat(self, id_: int, chat: int) -> bytes:
        """The chat, sealed for its row."""
        return self._sealer.seal(str(chat), f"persons.chat:{id_}")

    def chat_in(self, id_: int, sealed: bytes) -> int:
        """The chat of a row. Raises `SealBroken`."""
        return int(self._sealer.open(sealed, f"persons.chat:{id_}"))


def _split(joined: str) -> Iterable[str]:
    return joined.split(",") if joined else ()
