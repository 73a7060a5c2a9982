"""One-time codes with which a second phone joins its family: found by a keyed mark, as invitations are."""

from __future__ import annotations

from datetime import datetime

from storage.instants import seconds
from storage.sealing import Sealer
from storage.units import Sql, Unit

_MAKE = Sql(
    """INSERT INTO phone_codes (code_mark, person, expires_at)
       SELECT :mark, COALESCE(household, id), :expires_at FROM persons WHERE id = :person"""
)
_REDEEM = Sql(
    """UPDATE phone_codes SET used_by = :by
       WHERE code_mark = :mark AND used_by IS NULL AND expires_at > :now AND person <> :by RETURNING person"""
)
_FIND = Sql("SELECT person FROM phone_codes WHERE code_mark = :mark AND used_by IS NULL AND expires_at > :now")
_DROP = Sql("DELETE FROM phone_codes WHERE person = :person AND used_by IS NULL")
_FORGET = Sql("DELETE FROM phone_codes WHERE expires_at < :before")


class PhoneCodes:
    """The reads and writes of a family's one-time codes."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def make(self, code: str, person: int, expires_at: datetime) -> Unit[None]:
        """Write a code down that was made on one of a family's phones."""
        yield _MAKE(mark=self._mark(code), person=person, expires_at=seconds(expires_at))

    def find(self, code: str, now: datetime) -> Unit[int | None]:
        """The person whose household a code leads to; None where it can be used no more."""
        rows = yield _FIND(mark=self._mark(code), now=seconds(now))
        return int(rows[0][0]) if rows else None

    def drop(self, person: int) -> Unit[None]:
        """The codes of this household that nobody has used lead nowhere from now on."""
        yield _DROP(person=person)

    def redeem(self, code: str, by: int, now: datetime) -> Unit[int | None]:
        """Use a code up; gives the person whose household it is.

        None where it was used before, is too old, or is the family's own first phone that opened it.
        """
        rows = yield _REDEEM(mark=self._mark(code), by=by, now=seconds(now))
        return int(rows[0][0]) if rows else None

    def forget(self, before: datetime) -> Unit[None]:
        """Drop codes that ended before this instant."""
        yield _FORGET(before=seconds(before))

    def _mark(self, code: str) -> bytes:
        return self._sealer.fingerprint(code, "phone code")
