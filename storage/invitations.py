"""One-time invitations to the team: found by a keyed mark, so that a stolen database holds no usable code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.instants import instant, seconds
from storage.sealing import Sealer
from storage.units import Sql, Unit

_INVITE = Sql(
    """INSERT INTO invitations (code_mark, role, name, languages, hours, expires_at)
       VALUES (:mark, :role, :name, :languages, :hours, :expires_at)"""
)
_FIND = Sql("SELECT role, name, languages, hours, expires_at, used_by FROM invitations WHERE code_mark = :mark")
_REDEEM = Sql(
    """UPDATE invitations SET used_by = :person WHERE code_mark = :mark AND used_by IS NULL AND expires_at > :now
       RETURNING role, name, languages, hours"""
)
_FORGET = Sql("DELETE FROM invitations WHERE expires_at < :before")
REMEMBER = Sql(
    "INSERT INTO house (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
"""Writes a note of the house down, instead of an older one of that name."""

_RECALL = Sql("SELECT value FROM house WHERE name = :name")


@dataclass(frozen=True, slots=True)
class Invitee:
    """Who is invited, as what. `hours` as a weekly pattern."""

    role: str
    name: str
    languages: str
    hours: str


class Invitations:
    """The reads and writes of invitations."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def invite(self, code: str, invitee: Invitee, expires_at: datetime) -> Unit[None]:
        """Write an invitation down."""
        mark = self._mark(code)
        yield _INVITE(
            mark=mark, role=invitee.role, name=self._sealer.seal(invitee.name, f"invitations.name:{mark.hex()}"),
            languages=invitee.languages, hours=invitee.hours, expires_at=seconds(expires_at),
        )  # fmt: skip

    def find(self, code: str, now: datetime) -> Unit[tuple[Invitee, bool] | None]:
        """The invitation of a code, and whether it can still be used."""
        mark = self._mark(code)
        rows = yield _FIND(mark=mark)
        if not rows:
            return None
        role, name, languages, hours, expires_at, used_by = rows[0]
        usable = used_by is None and instant(expires_at) > now
        return Invitee(role, self._name(mark, name), languages, hours), usable

    def redeem(self, code: str, person: int, now: datetime) -> Unit[Invitee | None]:
        """Use an invitation up; None where it was used before or is too old."""
        mark = self._mark(code)
        rows = yield _REDEEM(mark=mark, person=person, now=seconds(now))
        if not rows:
            return None
        role, name, languages, hours = rows[0]
        return Invitee(role, self._name(mark, name), languages, hours)

    def forget(self, before: datetime) -> Unit[None]:
        """Drop invitations that ended before this instant."""
        yield _FORGET(before=seconds(before))

    def remember_bot(self, username: str) -> Unit[None]:
        """Keep the bot's own name, so that a link can be written without asking the channel."""
        yield REMEMBER(name="bot", value=username)

    def bot(self) -> Unit[str | None]:
        """The bot's own name, once it has run."""
        rows = yield _RECALL(name="bot")
        return rows[0][0] if rows else None

    def _mark(self, code: str) -> bytes:
        return self._sealer.fingerprint(code, "invitation")

    def _name(self, mark: bytes, sealed: bytes) -> str:
        return self._sealer.open(sealed, f"invitations.name:{mark.hex()}")
