"""Writing letters down: whom they go to, where they stand, and which of them may leave at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.gathering import desk_case, member
from bot.house import House
from dialogs.desk.card import case_card
from dialogs.desk.facts import Role
from dialogs.desk.page import holds_words
from dialogs.desk.talks import topic_card
from dialogs.machine.screen import Content, Screen
from dialogs.machine.words import Phrase
from storage.outbox import CLEARS, EDIT, LIVING, Draft, Letter, Urgency, card_spot
from storage.people import Person
from storage.units import Unit

DESK_LANGUAGE = "de"
"""The team reads German."""


def reads(person: Person) -> str:
    """The language somebody is written to in."""
    return person.language if person.role is Role.FAMILY else DESK_LANGUAGE


@dataclass(slots=True)
class Post:
    """What one unit of work writes. `letters` may leave once it is committed, `events` are logged then.

    roles: chats whose person got another role, for their menus
    touched: who has (or had) the card of a case that changed, for their lists of the day
    """

    house: House
    now: datetime
    chats: dict[int, int] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)
    events: list[tuple[str, Mapping[str, int | bool]]] = field(default_factory=list)
    roles: dict[int, Role] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)

    def write(self, person: Person, draft: Draft) -> Unit[None]:
        """Write a letter to a person; it may leave at once if it is due and they can be reached."""
        id_ = yield from self.house.outbox.write(draft, self.now)
        due_at = draft.due_at or self.now
        if id_ is None or due_at > self.now or not person.reachable:
            return
        chat = self.chats.get(person.id) or (yield from self.house.people.chat_of(person.id))
        if chat is None:
            return
        self.chats[person.id] = chat
        self.letters.append(
            Letter(
                id=id_,
                person=person.id,
                chat=chat,
                language=reads(person),
                spot=draft.spot,
                content=draft.content,
                once=draft.once,
                fresh=draft.fresh,
                urgency=int(draft.urgency),
                kind=draft.kind,
                case_id=draft.case_id,
                topic=draft.topic,
            )
        )

    def living(self, person: Person, screen: Screen, *, fresh: bool, left: str = "") -> Unit[None]:
        """Draw a person's living screen. `left`: the desk's page that stood there, which goes if words are on it."""
        kind = CLEARS if holds_words(left) else ""
        yield from self.write(person, Draft(person.id, screen, LIVING, fresh=fresh, kind=kind))

    def loose(self, person: Person, content: Content, *, mark: str | None = None) -> Unit[None]:
        """A message that stands for itself and is sent at most once."""
        yield from self.write(person, Draft(person.id, content, once=True, urgency=Urgency.CARD, mark=mark))

    def cards(self, case_id: int, news: Phrase | None = None) -> Unit[None]:
        """Bring every card of a case up to date. With news its owner gets it anew, so that the phone rings."""
        case = yield from desk_case(self.house, case_id, self.now)
        if case is None:
            return
        for holder in (yield from self.house.outbox.holders(case_id)):
            person = yield from self.house.people.load(holder)
            if person is None or person.role is Role.FAMILY:
                continue
            self.touched.add(holder)
            rings = news is not None and case.owner is not None and case.owner.id == holder
            if person.role is Role.GROUP:
                yield from self.write(person, Draft(holder, topic_card(case), card_spot(case_id), kind=EDIT))
                continue
            yield from self._card(person, case_card(case, member(person)), case_id, news if rings else None)

    def first_cards(self, case_id: int, team: tuple[Person, ...], news: Phrase | None = None) -> Unit[None]:
        """Send the card of a case to these people, who get it for the first time or anew."""
        case = yield from desk_case(self.house, case_id, self.now)
        if case is None:
            return
        for person in team:
            self.touched.add(person.id)
            yield from self._card(person, case_card(case, member(person)), case_id, news, fresh=True)

    def card_again(self, case_id: int, person: Person) -> Unit[None]:
        """Send somebody the card below everything else; pressed twice within a minute it comes once."""
        case = yield from desk_case(self.house, case_id, self.now)
        if case is None:
            return
        mark = f"open:{case_id}:{person.id}:{int(self.now.timestamp()) // 60}"
        yield from self._card(person, case_card(case, member(person)), case_id, None, fresh=True, mark=mark)

    def _card(
        self,
        person: Person,
        screen: Screen,
        case_id: int,
        news: Phrase | None,
        *,
        fresh: bool = False,
        mark: str | None = None,
    ) -> Unit[None]:
        shown = screen.with_line_on_top(news) if news is not None else screen
        anew = fresh or news is not None
        draft = Draft(
            person.id,
            shown,
            card_spot(case_id),
            once=anew,
            fresh=anew,
            urgency=Urgency.CARD,
            mark=mark,
            kind="card",
            case_id=case_id,
        )
        yield from self.write(person, draft)
