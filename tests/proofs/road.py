"""The whole road, driven from the phone alone: what a family sees decides what it does next, as with a person."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bot.demo.messages import Message
from bot.demo.person import Person
from tests.stage import Stage

HOME = "~card"
"""Where a family stands whose case is open."""

ROAD = (
    "language", "welcome", "consent", "lives_here", "household", "money", "has_coach", "result", "wish", "day",
    "time", "name", "phone", "phone_right", "safe", "voicemail", "check", HOME,
)  # fmt: skip
"""Every place of the longest road, in its order."""

LONGEST = 40
"""Steps after which a family that has not arrived never will."""


@dataclass(frozen=True, slots=True)
class Family:
    """A family on the road: its phone, and what it will answer.

    wish:   "exact", "part" or "asap"; day and time: which of those offered it takes
    """

    phone: Person
    name: str = "Ayla"
    number: str = "0171 3920012"
    wish: str = "exact"
    day: int = 0
    time: int = 0

    @property
    def place(self) -> str:
        """Where it stands, by the buttons before it."""
        return place_of(Stage.screen(self.phone))

    def next_move(self, screen: Message | None = None) -> str:
        """What it does on this screen (its newest): the payload of a button, or words to type."""
        screen = screen or Stage.screen(self.phone)
        match place_of(screen):
            case "name":
                return self.name
            case "phone":
                return self.number
            case place:
                return self._pressed(place, screen)

    def move(self) -> None:
        """Do it."""
        screen = Stage.screen(self.phone)
        what = self.next_move(screen)
        if what.startswith("1."):
            self.phone.press(screen.id, what)
        else:
            self.phone.say(what)

    def _pressed(self, place: str, screen: Message) -> str:
        picks: tuple[str, ...] = ("yes", "always", "go", "send")
        match place:
            case "has_coach":
                picks = ("no",)
            case "consent":
                picks = ("callback+", "reminders+", "done")
            case "household":
                done = payload_at(screen, "household.under_14-2")
                picks = ("done",) if done else ("under_14-1",)
            case "money":
                picks = ("office+", "done") if payload_at(screen, "money.office+") else ("done",)
            case "wish":
                picks = (self.wish,)
            case "day":
                return _chosen(screen, place, self.day)
            case "part" | "time":
                return _chosen(screen, place, self.time)
            case "language":
                picks = (self.phone.language_code,)
        found = (payload_at(screen, f"{place}.{pick}") for pick in picks)
        return next(payload for payload in found if payload)


def payload_at(screen: Message, ending: str) -> str:
    """The payload on the screen that ends so, in whatever run; "" where there is none."""
    return next((button.data for button in screen.buttons if button.data.split(".", 2)[2] == ending), "")


def places_on(screen: Message) -> tuple[str, ...]:
    """What the buttons of a screen belong to, in their order."""
    return tuple(button.data.split(".")[2] for button in screen.buttons)


def place_of(screen: Message) -> str:
    """The question of a screen, the side screen (`~help`) over it, or `~card` for the card of a case."""
    return next((at for at in places_on(screen) if at not in ("~", "~pen")), "")


def _chosen(screen: Message, at: str, index: int) -> str:
    """An answer by its place among those offered; back, and leafing to other days, answer nothing."""
    picks = {b.data: b.data.split(".", 3) for b in screen.buttons}
    offered = [
        data
        for data, (_, _, place, pick) in picks.items()
        if place == at and pick != "<" and not pick.startswith("from-")
    ]
    return offered[index % len(offered)]


async def walk(stage: Stage, families: Iterable[Family], until: str = HOME) -> None:
    """All of them walk at once, each at its own pace, until they stand there."""
    on_their_way = list(families)
    for family in on_their_way:
        if not family.phone.messages:
            family.phone.start()
    for _ in range(LONGEST):
        await stage.quiet()
        on_their_way = [family for family in on_their_way if family.place != until]
        if not on_their_way:
            return
        for family in on_their_way:
            family.move()
    raise AssertionError(f"Still on the road: {[(family.name, family.place) for family in on_their_way]}")


def phone_of(person: Person) -> tuple[Any, ...]:
    """All that stands on a phone: who wrote it, words or file, and the buttons below. No message numbers."""
    return tuple(
        (message.sender, message.text or message.label, tuple((b.text, b.data) for b in message.buttons))
        for message in person.messages
    )


def rows_of(database: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    """What a query finds in the database as it stands."""
    with closing(sqlite3.connect(database)) as file:
        return file.execute(query, values).fetchall()


async def stored_of(stage: Stage, person: Person) -> dict[str, Any]:
    """All that the house remembers of a family: dialogue, consents, case, call, letters. No row numbers."""
    house, storage = stage.bot.house, stage.bot.storage
    found = await storage.run(partial(house.people.find, person.id))
    if found is None:
        return {}
    case = await storage.run(partial(house.cases.load, found.case_id or 0))
    owner = await storage.run(partial(house.people.load, case.owner)) if case and case.owner else None
    return {
        "state": found.state.pack() if found.state else None,
        "language": found.language,
        "reachable": found.reachable,
        "listed": found.listed_at is not None,
        "consents": sorted(found.consents),
        "case": None
        if case is None
        else (case.stage, case.appointment, case.body, case.consents, case.tries, owner.name if owner else ""),
        "bookings": rows_of(
            stage.database,
            "SELECT starts_at, state FROM bookings WHERE case_id = ? OR holder = ? ORDER BY starts_at",
            found.case_id,
            found.id,
        ),
        "letters": rows_of(
            stage.database,
            "SELECT kind, due_at, status FROM outbox WHERE person = ? ORDER BY kind, due_at, status",
            found.id,
        ),
        "cases": len(rows_of(stage.database, "SELECT id FROM cases WHERE family = ?", found.id)),
    }


def made(folder: Path) -> Path:
    """The folder, made."""
    folder.mkdir()
    return folder


async def proofs_of_consent(stage: Stage) -> list[tuple[Any, ...]]:
    """Every line of proof, in its order, without the mark of the chat."""
    return rows_of(stage.database, "SELECT purpose, given, at FROM consents ORDER BY at, purpose, given")
