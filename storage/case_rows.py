"""One case's row: what stands in it, and how it is unsealed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from dialogs.family.facts import Appointment, Stage
from storage.instants import instant
from storage.sealing import Sealer
from storage.units import Row

COLUMNS: Final = """id, family, language, stage, opened_at, wish, part, starts_at, ends_at, sequence, owner,
    suggested, why, taken_at, spoken_at, tries, tried, consents, consent_version, never_call, reason,
    closed_at, moved, touched_at, body"""
"""What `CaseRows.row` reads, in this order."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as stored. `body` holds the packed answers ("told"), the family's words, outcome and rule.

    reason:    why it ended as it did, as a code
    closed_at: since when no call is to come, counted anew with each outcome
    moved:     how often the family moved its call
    touched_at: when the team last did something for it
    """

    id: int
    family: int | None
    language: str
    stage: Stage
    opened_at: datetime
    appointment: Appointment
    owner: int | None = None
    suggested: int | None = None
    why: str = ""
    taken_at: datetime | None = None
    spoken_at: datetime | None = None
    tries: int = 0
    tried: tuple[str, ...] = ()
    consents: tuple[str, ...] = ()
    consent_version: str = ""
    never_call: bool = False
    body: Mapping[str, Any] | None = None
    reason: str = ""
    closed_at: datetime | None = None
    moved: int = 0
    touched_at: datetime | None = None

    @property
    def opener(self) -> int | None:
        """The phone that opened it, whose language and yes it carries; the family's first one where none is noted."""
        noted: int | None = (self.body or {}).get("phone")
        return self.family if noted is None else noted


class CaseRows:
    """How rows of cases are sealed and read."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def sealed_body(self, case_id: int, body: Mapping[str, Any]) -> bytes:
        """What was told, sealed for its row."""
        return self._sealer.seal(json.dumps(body), f"cases.body:{case_id}")

    def row(self, row: Row) -> CaseRow:
        """The case of a row with `COLUMNS`. Raises `SealBroken`."""
        (id_, family, language, stage, opened_at, wish, part, starts_at, ends_at, sequence, owner, suggested,
         why, taken_at, spoken_at, tries, tried, consents, version, never_call, reason, closed_at,
         moved, touched_at, body) = row  # fmt: skip
        return CaseRow(
            id=id_, family=family, language=language, stage=Stage(stage), opened_at=instant(opened_at),
            appointment=Appointment(wish, part, instant(starts_at), instant(ends_at), sequence),
            owner=owner, suggested=suggested, why=why, taken_at=instant(taken_at), spoken_at=instant(spoken_at),
            tries=tries, tried=_split(tried), consents=_split(consents), consent_version=version,
            never_call=bool(never_call), reason=reason, closed_at=instant(closed_at), moved=moved,
            touched_at=instant(touched_at),
            body=json.loads(self._sealer.open(body, f"cases.body:{id_}")) if body else None,
        )  # fmt: skip


def _split(joined: str) -> tuple[str, ...]:
    return tuple(joined.split(",")) if joined else ()
