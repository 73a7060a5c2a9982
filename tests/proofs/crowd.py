"""Everybody there can be, in one town: families in every standing, coaches, a lead, one who is new, one who left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from bot.channels.channel import Rendered
from storage.people import Person
from tests.proofs.quarter.town import Town

PETRA, MIRA, JONAS, KARIM, OLGA, LENA = 900, 901, 902, 903, 904, 905
"""The lead; the coach of the call to come; the coach who spoke with a family; one without a case; one whom the lead
has not confirmed; one whose access ended."""

AYLA, SECOND, BELMA, CEM, DENIZ, EMRE = (777_100_200_000 + number for number in (11, 12, 21, 31, 41, 51))
"""A family with a call to come and its second phone; one in a talk; one that was offered a place; one half-way; one
that opened the chat and nothing more."""

NAMES: Final = {AYLA: "Kazimiera", BELMA: "Zeynepgül"}
NUMBERS: Final = {AYLA: "+491713920041", BELMA: "+491713920042"}
WORDS: Final = {AYLA: "Meine Nachbarin Rosalinde hört mit", BELMA: "Der Vermieter Wiborg droht"}
ANSWER: Final = "Wir klären das mit Herrn Oleander"
"""What the coach says in the talk."""

SAID_IN_ROUND: Final = "Bei Tante Griseldis war es leicht"
LINE: Final = "Ich denke an Ihren Umzug nach Zweckel"
LINK: Final = "https://video.example.de/raum/philomena"
"""What was written in the round: by the family and by its coach; and the link that waits to be sent."""


@dataclass(frozen=True, slots=True)
class Known:
    """The rows that a forger might name.

    Cases, people, offers of a place, lines that were sent, families that wait, rounds, offers of a ladder.
    """

    cases: tuple[int, ...]
    people: tuple[int, ...]
    offers: tuple[int, ...]
    lines: tuple[int, ...]
    waiting: tuple[int, ...]
    rounds: tuple[int, ...]
    nudges: tuple[int, ...]


@dataclass
class Crowd:
    """The town with everybody in it. `heard` is what came to a chat; `codes` and `links` open something."""

    town: Town
    heard: dict[int, list[str]] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    payloads: set[str] = field(default_factory=set)

    def listen(self, chat: int, message: Rendered) -> None:
        """Keep what comes to a chat."""
        labels = [button.label for row in message.rows for button in row]
        self.payloads.update(button.payload for row in message.rows for button in row)
        self.heard.setdefault(chat, []).append("\n".join((message.text, *labels)))

    def told(self, chat: int) -> str:
        """All that a chat was shown since it was last forgotten, toasts among it."""
        return "\n".join((*self.heard.get(chat, ()), *self.town.phones.of[chat].toasts))

    def forget_told(self) -> None:
        """Listen anew."""
        self.heard.clear()
        for phone in self.town.phones.of.values():
            phone.toasts.clear()

    async def person(self, chat: int) -> Person:
        """Who has this chat."""
        found = await self.town.run(partial(self.town.house.people.find, chat))
        assert found is not None
        return found

    async def known(self) -> Known:
        """What there is to be named."""
        columns = ("cases", "persons", "offers", "phrases", "rounds", "nudges")
        found = [
            tuple(int(row[0]) for row in await self.town.rows(f"SELECT id FROM {name} ORDER BY id"))
            for name in columns
        ]
        return Known(found[0], found[1], found[2], found[3], tuple(self.codes), found[4], found[5])

    async def press(self, chat: int, at: str, pick: str) -> None:
        """Press the newest button that begins so."""
        press = self.town.phones.of[chat].find(at, pick)
        assert press is not None, (chat, at, pick, self.town.phones.of[chat].newest)
        await self.town.press(chat, press)

    def secrets(self, but: int) -> tuple[str, ...]:
        """What nobody but the family and the coach of its case may read; not what is this chat's own."""
        own = {SECOND: AYLA}.get(but, but)
        others = [chat for chat in NAMES if chat != own]
        words = [word for chat in others for word in (NAMES[chat], NUMBERS[chat][3:], NUMBERS[chat][6:], WORDS[chat])]
        said = (*([ANSWER] if own != BELMA else ()), *((SAID_IN_ROUND, LINE, LINK) if own != AYLA else ()))
        return (*words, *(str(chat) for chat in others), *self.codes, *said)

    async def picture(self, but: int) -> dict[str, list[str]]:
        """All rows of the database but this person's own: dialogue, letters, hours and absences."""
        me = await self.person(but)
        tables = await self.town.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: sorted(
                map(str, await self.town.rows(f"SELECT * FROM {name}{_of_others(name)}", **_me(name, me.id)))
            )
            for (name,) in tables
            if name not in UNSEEN
        }

    def shown(self, chat: int) -> dict[int, Any]:
        """What stands on this phone."""
        return {id_: (shown.text, shown.rows) for id_, shown in self.town.phones.of[chat].messages.items()}

    def on_screen(self, chat: int) -> str:
        """All words that stand on this phone now."""
        return "\n".join(shown.text for shown in self.town.phones.of[chat].messages.values())

    async def stored(self, chats: Iterable[int]) -> list[list[str]]:
        """All that is kept of these people and of their cases."""
        people = [await self.person(chat) for chat in chats]
        return [
            sorted(map(str, await self.town.rows(query, person=person.id, case=person.case_id or 0)))
            for person in people
            for query in OF_SOMEBODY
        ]

    def phones(self, but: int) -> dict[int, Any]:
        """What stands on everybody else's phone."""
        return {
            chat: self.shown(chat) for chat, phone in self.town.phones.of.items() if chat != but and phone.messages
        }


UNSEEN: Final = frozenset({"seen", "counters", "spots", "sqlite_sequence"})
OWN: Final = {"persons": "id", "outbox": "person", "absences": "coach", "mornings": "person"}
"""Where somebody's own doing stands, and by which column it is theirs."""

OF_SOMEBODY: Final = (
    "SELECT * FROM persons WHERE id = :person",
    "SELECT * FROM cases WHERE id = :case",
    "SELECT * FROM waiting WHERE person = :person",
    "SELECT * FROM offers WHERE person = :person",
    *(
        f"SELECT * FROM {name} WHERE case_id = :case"
        for name in ("bookings", "hands", "promises", "phrases", "talks", "rounds")
    ),
    *(f"SELECT * FROM {name} WHERE person = :person" for name in ("ladders", "nudges")),
    "SELECT id, person, content, due_at, status, kind FROM outbox WHERE person = :person",
    "SELECT * FROM phone_codes WHERE person = :person",
)


def _of_others(table: str) -> str:
    if table == "timers":
        return " WHERE kind <> 'stall' OR about <> :me"  # where its own phone stands is looked at a day later
    return f" WHERE {OWN[table]} <> :me" if table in OWN else ""


def _me(table: str, me: int) -> dict[str, int]:
    return {"me": me} if table in OWN or table == "timers" else {}
