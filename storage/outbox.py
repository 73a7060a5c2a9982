"""Words on their way out, and the places in a chat where they stand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from dialogs.machine.screen import Content, pack_content, unpack_content
from storage.instants import instant, seconds
from storage.sealing import SealBroken, Sealer
from storage.units import Row, Sql, Unit

LIVING = "living"
"""The spot of a person's living screen."""

LOOSE = ""
"""No spot: a message that is never edited."""


REMINDER = "reminder:"
"""How the kind of a reminder begins; which reminder it is stands behind it."""


def card_spot(case_id: int) -> str:
    """The spot of a case's card in a coach's chat."""
    return f"case:{case_id}"


class Urgency(IntEnum):
    """What passes before what when the pace is short."""

    REPLY = 0
    CARD = 1
    REMINDER = 2


_COMPACT = json.JSONEncoder(separators=(",", ":"))

_ADD = Sql(
    """INSERT INTO outbox (person, spot, content, at_most_once, fresh, urgency, due_at, status, mark, kind,
                           case_id, sequence, until_at)
       VALUES (:person, :spot, :content, :once, :fresh, :urgency, :due_at, 'waiting', :mark, :kind,
               :case_id, :sequence, :until_at)
       ON CONFLICT DO NOTHING RETURNING id"""
)
_CLAIM_SPOT = Sql("INSERT INTO spots (person, spot, message) VALUES (:person, :spot, NULL) ON CONFLICT DO NOTHING")
_WAITING = Sql(
    """SELECT o.id, o.person, o.spot, o.content, o.at_most_once, o.fresh, o.urgency, o.due_at, o.kind, o.case_id,
              o.sequence, p.language, p.chat, p.role
       FROM outbox o JOIN persons p ON p.id = o.person
       WHERE o.status = 'waiting' AND o.due_at <= :now AND p.reachable = 1
       ORDER BY o.urgency, o.id LIMIT :limit"""
)
_CLAIM = Sql(
    """UPDATE outbox SET status = 'claimed' WHERE id = :id AND status = 'waiting'
         AND (until_at IS NULL OR until_at > :now)
         AND (kind NOT LIKE 'reminder%' OR EXISTS (
               SELECT 1 FROM cases c WHERE c.id = outbox.case_id AND c.sequence = outbox.sequence
                 AND c.stage IN ('received', 'taken')))
       RETURNING id"""
)
_CLOSE_WAITING = Sql("UPDATE outbox SET status = 'void', content = NULL WHERE id = :id AND status = 'waiting'")
_UNREADABLE = Sql("UPDATE outbox SET status = 'unreadable' WHERE id = :id")
_CLOSE = Sql("UPDATE outbox SET status = :status, content = NULL WHERE id = :id AND mark IS NOT NULL")
_DROP = Sql("DELETE FROM outbox WHERE id = :id AND mark IS NULL RETURNING id")
_POSTPONE = Sql("UPDATE outbox SET status = 'waiting', due_at = :due_at WHERE id = :id")
_OLDER = Sql(
    """DELETE FROM outbox WHERE person = :person AND spot = :spot AND id < :id AND status = 'waiting'
         AND at_most_once = 0 AND COALESCE(mark, '') = ''"""
)
_LEFT_CLAIMED = Sql("UPDATE outbox SET status = 'unknown', content = NULL WHERE status = 'claimed'")
_CALL_OFF = Sql("DELETE FROM outbox WHERE case_id = :case_id AND kind LIKE 'reminder%' AND status = 'waiting'")
_SILENCE = Sql("DELETE FROM outbox WHERE person = :person AND kind LIKE 'reminder%' AND status = 'waiting'")
_STANDS = Sql(
    """INSERT INTO spots (person, spot, message) SELECT :person, :spot, :message
       WHERE EXISTS (SELECT 1 FROM persons WHERE id = :person)
       ON CONFLICT (person, spot) DO UPDATE SET message = excluded.message
         WHERE spots.message IS NULL OR spots.message <> excluded.message"""
)
_WHERE = Sql("SELECT message FROM spots WHERE person = :person AND spot = :spot")
_SPOTS_OF = Sql("SELECT spot, message FROM spots WHERE person = :person AND message IS NOT NULL")
_LEAVES = Sql("DELETE FROM spots WHERE person = :person AND spot = :spot")
_HOLDERS = Sql("SELECT person FROM spots WHERE spot = :spot ORDER BY person")
_NEXT_DUE = Sql("SELECT MIN(due_at) FROM outbox WHERE status = 'waiting'")


@dataclass(frozen=True, slots=True)
class Letter:
    """One row of the outbox, ready to be rendered.

    once:      at most once: claimed before it is sent, and an unknown outcome is closed as sent
    fresh:     sent anew below, and the message that stood in the spot before loses its buttons
    case_id, sequence, kind: what it belongs to ("reminder:hour_before", "card"), for the last look before it leaves
    """

    id: int
    person: int
    chat: int
    language: str
    spot: str
    content: Content
    once: bool
    fresh: bool
    urgency: int
    due_at: datetime
    kind: str = ""
    case_id: int | None = None
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter before it is written down. `mark` makes it happen once; after `until` it helps no more."""

    person: int
    content: Content
    spot: str = LOOSE
    once: bool = False
    fresh: bool = False
    urgency: Urgency = Urgency.REPLY
    due_at: datetime | None = None
    mark: str | None = None
    kind: str = ""
    case_id: int | None = None
    sequence: int = 0
    until: datetime | None = None


class Outbox:
    """The reads and writes of what goes out."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def write(self, draft: Draft, now: datetime) -> Unit[int | None]:
        """Put a letter down; gives its row, or None where its mark was there before."""
        due_at = seconds(draft.due_at or now)
        packed = _COMPACT.encode(pack_content(draft.content))
        sealed = self._sealer.seal(packed, f"outbox.content:{draft.person}")
        rows = yield _ADD(
            person=draft.person, spot=draft.spot, content=sealed, once=int(draft.once), fresh=int(draft.fresh),
            urgency=int(draft.urgency), due_at=due_at, mark=draft.mark, kind=draft.kind,
            case_id=draft.case_id, sequence=draft.sequence, until_at=seconds(draft.until) if draft.until else None,
        )  # fmt: skip
        if rows and draft.spot.startswith("case:"):
            yield _CLAIM_SPOT(person=draft.person, spot=draft.spot)
        return rows[0][0] if rows else None

    def due(self, now: datetime, limit: int = 200) -> Unit[tuple[Letter, ...]]:
        """Letters whose time has come, the urgent first.

        A row that cannot be opened (its key is gone, its form is of another release) is closed as unreadable.
        """
        letters: list[Letter] = []
        for row in (yield _WAITING(now=seconds(now), limit=limit)):
            try:
                letters.append(self._letter(row))
            except (SealBroken, ValueError, LookupError):
                yield _UNREADABLE(id=row[0])
        return tuple(letters)

    def next_due(self) -> Unit[datetime | None]:
        """When the next letter is due, if any waits."""
        rows = yield _NEXT_DUE()
        return instant(rows[0][0])

    def claim(self, letter: Letter, now: datetime) -> Unit[bool]:
        """Take a letter for sending, by one statement that also asks whether its appointment still stands.

        One that has ceased to help, or whose appointment was moved or called off, is closed unsent.
        """
        if (yield _CLAIM(id=letter.id, now=seconds(now))):
            return True
        yield _CLOSE_WAITING(id=letter.id)
        return False

    def sent(self, letter: Letter, message: int | None, status: str = "sent") -> Unit[None]:
        """The letter is out (or given up): it leaves the outbox, older pictures of its spot too, and the spot knows
        the message."""
        if not (yield _DROP(id=letter.id)):
            yield _CLOSE(id=letter.id, status=status)
        if letter.spot == LOOSE:
            return
        yield _OLDER(person=letter.person, spot=letter.spot, id=letter.id)
        if message is not None:
            yield _STANDS(person=letter.person, spot=letter.spot, message=message)

    def postpone(self, letter: Letter, until: datetime) -> Unit[None]:
        """Try again then."""
        yield _POSTPONE(id=letter.id, due_at=seconds(until))

    def close_claimed(self) -> Unit[None]:
        """After a start: what was claimed and never reported back counts as sent."""
        yield _LEFT_CLAIMED()

    def call_off(self, case_id: int) -> Unit[None]:
        """Drop the waiting reminders of a case."""
        yield _CALL_OFF(case_id=case_id)

    def silence(self, person: int) -> Unit[None]:
        """Drop all waiting reminders to a person."""
        yield _SILENCE(person=person)

    def where(self, person: int, spot: str) -> Unit[int | None]:
        """The message that stands in a spot."""
        rows = yield _WHERE(person=person, spot=spot)
        return rows[0][0] if rows else None

    def spots_of(self, person: int) -> Unit[dict[str, int]]:
        """Every spot of a person and the message there."""
        rows = yield _SPOTS_OF(person=person)
        return dict(rows)

    def stands(self, person: int, spot: str, message: int) -> Unit[None]:
        """A message now stands in the spot."""
        yield _STANDS(person=person, spot=spot, message=message)

    def leaves(self, person: int, spot: str) -> Unit[None]:
        """Nothing of ours stands in the spot any more."""
        yield _LEAVES(person=person, spot=spot)

    def holders(self, case_id: int) -> Unit[tuple[int, ...]]:
        """Everybody who has (or will have) the card of a case."""
        rows = yield _HOLDERS(spot=card_spot(case_id))
        return tuple(row[0] for row in rows)

    def _letter(self, row: Row) -> Letter:
        (id_, person, spot, content, once, fresh, urgency, due_at, kind, case_id, sequence, language, chat, role) = (
            row
        )
        opened = json.loads(self._sealer.open(content, f"outbox.content:{person}"))
        return Letter(
            id=id_, person=person, chat=int(self._sealer.open(chat, f"persons.chat:{person}")),
            language=language if role == "family" else "de", spot=spot, content=unpack_content(opened),
            once=bool(once), fresh=bool(fresh), urgency=urgency, due_at=instant(due_at), kind=kind,
            case_id=case_id, sequence=sequence,
        )  # fmt: skip


def in_order(letters: Iterable[Letter]) -> list[Letter]:
    """Letters as they may leave: the urgent first, then in the order of writing."""
    return sorted(letters, key=lambda letter: (letter.urgency, letter.id))
