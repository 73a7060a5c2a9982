"""Words on their way out, and the places in a chat where they stand."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from dialogs.machine.screen import Content, pack_content, unpack_content
from storage.instants import instant, seconds
from storage.letter import (
    CLEARS,
    CLOSE,
    EDIT,
    GUIDE,
    LIVING,
    LOOSE,
    NUDGE,
    REMINDER,
    REOPEN,
    ROUND,
    TALK,
    Draft,
    Letter,
    Urgency,
    card_spot,
    in_order,
    passed_on_spot,
    talk_spot,
)
from storage.sealing import SealBroken, Sealer
from storage.units import Row, Sql, Unit

__all__ = [
    "CLEARS", "CLOSE", "EDIT", "GUIDE", "LIVING", "LOOSE", "NUDGE", "REMINDER", "REOPEN", "ROUND", "TALK", "Draft",
    "Letter", "Outbox", "Urgency", "card_spot", "in_order", "passed_on_spot", "talk_spot",
]  # fmt: skip

_COMPACT = json.JSONEncoder(separators=(",", ":"))

_ADD = Sql(
    """INSERT INTO outbox (person, spot, content, at_most_once, fresh, urgency, due_at, status, mark, kind,
                           case_id, sequence, until_at, topic)
       VALUES (:person, :spot, :content, :once, :fresh, :urgency, :due_at, 'waiting', :mark, :kind,
               :case_id, :sequence, :until_at, :topic)
       ON CONFLICT DO NOTHING RETURNING id"""
)
_CLAIM_SPOT = Sql("INSERT INTO spots (person, spot, message) VALUES (:person, :spot, NULL) ON CONFLICT DO NOTHING")
_WAITING = Sql(
    """SELECT o.id, o.person, o.spot, o.content, o.at_most_once, o.fresh, o.urgency, o.kind, o.case_id,
              p.language, p.chat, p.role, o.topic
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
         AND (kind <> 'nudge' OR EXISTS (
               SELECT 1 FROM ladders l WHERE l.id = outbox.sequence AND l.closed_at IS NULL))
         AND (kind <> 'round' OR EXISTS (
               SELECT 1 FROM rounds r WHERE r.id = outbox.sequence AND r.state = 'sent'
                 AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = r.case_id
                                   AND c.stage IN ('withdrawn', 'elsewhere', 'stopped'))))
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
_REMINDERS = Sql(
    "SELECT id, person, kind FROM outbox WHERE case_id = :case_id AND kind LIKE 'reminder%' AND status = 'waiting'"
)
_REWORD = Sql("UPDATE outbox SET content = :content WHERE id = :id AND status = 'waiting'")
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
_WORDS_SPOTS = Sql(
    "SELECT spot FROM spots WHERE person = :person AND (spot LIKE :talk OR spot LIKE :round) ORDER BY spot"
)
_DROP_TALK = Sql("DELETE FROM outbox WHERE person = :person AND spot LIKE :talk AND status = 'waiting'")
_OF_TOPIC = Sql(
    """SELECT person, spot, content, case_id FROM outbox
       WHERE topic = :topic AND status = 'waiting' AND spot LIKE 'talk:%' ORDER BY id"""
)
_DROP_OF_TOPIC = Sql("DELETE FROM outbox WHERE topic = :topic AND status = 'waiting'")
_LEAVE_ALL = Sql("DELETE FROM spots WHERE person = :person")
_NEXT_DUE = Sql("SELECT MIN(due_at) FROM outbox WHERE status = 'waiting'")


class Outbox:
    """The reads and writes of what goes out."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def write(self, draft: Draft, now: datetime) -> Unit[int | None]:
        """Put a letter down; gives its row, or None where its mark was there before."""
        due_at = seconds(draft.due_at or now)
        sealed = self._sealed(draft.person, draft.content)
        rows = yield _ADD(
            person=draft.person, spot=draft.spot, content=sealed, once=int(draft.once), fresh=int(draft.fresh),
            urgency=int(draft.urgency), due_at=due_at, mark=draft.mark, kind=draft.kind,
            case_id=draft.case_id, sequence=draft.sequence, until_at=seconds(draft.until) if draft.until else None,
            topic=draft.topic,
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

    def reword(self, case_id: int, draw: Callable[[str], Content]) -> Unit[None]:
        """Draw the waiting reminders of a case anew where they wait; `draw` is given the kind of each."""
        for id_, person, kind in (yield _REMINDERS(case_id=case_id)):
            yield _REWORD(content=self._sealed(person, draw(kind)), id=id_)

    def _sealed(self, person: int, content: Content) -> bytes:
        return self._sealer.seal(_COMPACT.encode(pack_content(content)), f"outbox.content:{person}")

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

    def words_spots(self, person: int, case_id: int) -> Unit[tuple[str, ...]]:
        """Where words passed on about this case stand in somebody's chat, of a talk or of a round."""
        rows = yield _WORDS_SPOTS(person=person, talk=f"{TALK}{case_id}:%", round=f"{ROUND}:{case_id}:%")
        return tuple(row[0] for row in rows)

    def drop_words(self, person: int, case_id: int) -> Unit[None]:
        """Words about this case that were to be passed on to somebody go nowhere."""
        yield _DROP_TALK(person=person, talk=f"{TALK}{case_id}:%")

    def take_from_topic(self, case_id: int) -> Unit[tuple[Draft, ...]]:
        """Words that wait for the topic of a case, taken out to go elsewhere; all else that waits there goes."""
        drafts = []
        for person, spot, content, about in (yield _OF_TOPIC(topic=case_id)):
            opened = json.loads(self._sealer.open(content, f"outbox.content:{person}"))
            drafts.append(Draft(person, unpack_content(opened), spot, case_id=about))
        yield _DROP_OF_TOPIC(topic=case_id)
        return tuple(drafts)

    def leaves_all(self, person: int) -> Unit[None]:
        """Nothing of ours stands in this chat any more."""
        yield _LEAVE_ALL(person=person)

    def _letter(self, row: Row) -> Letter:
        id_, person, spot, content, once, fresh, urgency, kind, case_id, language, chat, role, topic = row
        opened = json.loads(self._sealer.open(content, f"outbox.content:{person}"))
        return Letter(
            id=id_, person=person, chat=int(self._sealer.open(chat, f"persons.chat:{person}")),
            language=language if role == "family" else "de", spot=spot, content=unpack_content(opened),
            once=bool(once), fresh=bool(fresh), urgency=urgency, kind=kind, case_id=case_id, topic=topic,
        )  # fmt: skip
