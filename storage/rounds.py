"""Rounds of changed perspective: which technique, how far it came, and the sealed words in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.instants import instant, seconds
from storage.sealing import Sealer
from storage.units import Row, Sql, Unit

_COLUMNS = "id, case_id, technique, coach, phone, at, state, line, answers, reply, passed_on, reader, done_at"

_BEGIN = Sql(
    """INSERT INTO rounds (case_id, technique, coach, at, state) VALUES (:case_id, :technique, :coach, :at, 'sent')
       ON CONFLICT DO NOTHING RETURNING id"""
)
_LINE = Sql("UPDATE rounds SET line = :line WHERE id = :id")
_LOAD = Sql(f"SELECT {_COLUMNS} FROM rounds WHERE id = :id")
_OF_CASE = Sql(f"SELECT {_COLUMNS} FROM rounds WHERE case_id = :case_id ORDER BY id")
_KEEP = Sql(
    """UPDATE rounds SET answers = :answers, phone = :phone, state = 'open'
       WHERE id = :id AND state IN ('sent', 'open', 'put_off') AND (phone IS NULL OR phone = :phone) RETURNING id"""
)
_END = Sql(
    """UPDATE rounds SET state = :state, done_at = :at
       WHERE id = :id AND state IN ('sent', 'open', 'put_off') RETURNING id"""
)
_PASS_ON = Sql(
    "UPDATE rounds SET passed_on = :may, reader = :reader WHERE id = :id AND passed_on IS NULL RETURNING id"
)
_REPLY = Sql("UPDATE rounds SET reply = :reply WHERE id = :id AND reply IS NULL RETURNING id")
_PHONE_LEFT = Sql(
    """UPDATE rounds SET phone = NULL, answers = CASE WHEN passed_on = 1 THEN answers END,
              state = CASE WHEN state = 'open' THEN 'lapsed' ELSE state END
       WHERE phone = :phone AND case_id NOT IN (SELECT id FROM cases WHERE family = :phone)"""
)
_STALE = Sql("SELECT id, case_id FROM rounds WHERE state IN ('sent', 'open') AND at < :before ORDER BY id LIMIT 200")


@dataclass(frozen=True, slots=True)
class Round:
    """One round, unsealed. `coach` is None where the family began it; `phone` is the one that goes through it.

    state: "sent", "open", "done", "put_off", "stopped", "lapsed"; answers: step by step, "" where it was passed over
    """

    id: int
    case_id: int
    technique: str
    coach: int | None
    phone: int | None
    at: datetime
    state: str
    line: str = ""
    answers: tuple[str, ...] = ()
    reply: str = ""
    passed_on: bool | None = None
    reader: int | None = None
    done_at: datetime | None = None


class Rounds:
    """The reads and writes of rounds."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def begin(self, case_id: int, technique: str, coach: int | None, line: str, now: datetime) -> Unit[int | None]:
        """A round of a case begins; gives its number, None where one is under way."""
        rows = yield _BEGIN(case_id=case_id, technique=technique, coach=coach, at=seconds(now))
        if not rows:
            return None
        id_ = int(rows[0][0])
        if line:
            yield _LINE(line=self._sealer.seal(line, f"rounds.line:{id_}"), id=id_)
        return id_

    def load(self, id_: int) -> Unit[Round | None]:
        """One round."""
        rows = yield _LOAD(id=id_)
        return self._round(rows[0]) if rows else None

    def of_case(self, case_id: int) -> Unit[tuple[Round, ...]]:
        """Every round of a case, oldest first."""
        return tuple(self._round(row) for row in (yield _OF_CASE(case_id=case_id)))

    def keep(self, id_: int, answers: Sequence[str], phone: int) -> Unit[bool]:
        """The answers so far; False where the round is over, or another phone goes through it."""
        sealed = self._sealer.seal(json.dumps(list(answers)), f"rounds.answers:{id_}")
        return bool((yield _KEEP(id=id_, answers=sealed, phone=phone)))

    def end(self, id_: int, state: str, now: datetime) -> Unit[bool]:
        """The round is "done", "put_off", "stopped" or "lapsed"; False where it was over before."""
        return bool((yield _END(id=id_, state=state, at=seconds(now))))

    def pass_on(self, id_: int, *, may: bool, reader: int | None = None) -> Unit[bool]:
        """Whether the coach (`reader`, whom the family was named) may read it; the first word counts."""
        return bool((yield _PASS_ON(id=id_, may=int(may), reader=reader if may else None)))

    def reply(self, id_: int, words: str) -> Unit[bool]:
        """What the coach writes after it, once."""
        return bool((yield _REPLY(id=id_, reply=self._sealer.seal(words, f"rounds.reply:{id_}"))))

    def phone_left(self, phone: int) -> Unit[None]:
        """A phone has left its family: what it answered and did not pass on is gone, a round it was in lapses.

        To be said after it left; rounds of cases that stayed with this phone are its own, and stay whole.
        """
        yield _PHONE_LEFT(phone=phone)

    def stale(self, before: datetime) -> Unit[tuple[tuple[int, int], ...]]:
        """Rounds that were begun before this instant and never ended, each with its case."""
        return tuple((row[0], row[1]) for row in (yield _STALE(before=seconds(before))))

    def _round(self, row: Row) -> Round:
        id_, case_id, technique, coach, phone, at, state, line, answers, reply, passed_on, reader, done_at = row
        return Round(
            id_, case_id, technique, coach, phone, instant(at), state,
            self._open(line, f"rounds.line:{id_}"),
            tuple(json.loads(self._open(answers, f"rounds.answers:{id_}") or "[]")),
            self._open(reply, f"rounds.reply:{id_}"),
            None if passed_on is None else bool(passed_on),
            reader,
            instant(done_at),
        )  # fmt: skip

    def _open(self, sealed: bytes | None, place: str) -> str:
        return self._sealer.open(sealed, place) if sealed else ""
