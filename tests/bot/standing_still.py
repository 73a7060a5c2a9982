"""What tests of families that stop share: a family half-way, a case that stands still, and what a phone was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.channels.channel import Rendered
from dialogs.machine.screen import Press, read_payload
from tests.bot.hard_days import FIRST_FAMILY, First, tap, team
from tests.proofs.quarter.people import Family
from tests.proofs.quarter.phones import Phone, Shown
from tests.proofs.quarter.town import Town

AGREES = ("callback", "reminders", "later")


@dataclass(slots=True)
class Hesitant(Family):
    """A family that goes as far as a question and stops there; `agrees` are its yeses."""

    agrees: tuple[str, ...] = AGREES

    @property
    def phone(self) -> Phone:
        """What it has before it, but for messages of a ladder: it goes on where it stood."""
        whole = self.town.phones.of[self.chat]
        own = {id_: shown for id_, shown in whole.messages.items() if not _is_nudge(shown)}
        return Phone(own, whole.toasts, whole.files, whole.blocked)

    async def until(self, question: str) -> None:
        """Answer until this question stands on the screen."""
        await self.town.command(self.chat, "start", language=self.language)
        await self.go_on(question)

    async def go_on(self, question: str = "") -> None:
        """Answer from where it stands, to this question or to the end."""
        while not self.sees(question):
            if not await self._answer():
                return

    def sees(self, question: str) -> bool:
        """Whether this question is on the screen."""
        shown = self.phone.newest
        return shown is not None and any(press.at == question for press in shown.presses())

    def _choice(self, shown: Shown) -> Press | None:
        by_pick = {press.pick: press for press in shown.presses() if press.at == "consent"}
        if not by_pick:
            return Family._choice(self, shown)
        left = next((by_pick[f"{one}+"] for one in self.agrees if f"{one}+" in by_pick), None)
        return left or by_pick.get("done")


def _is_nudge(shown: Shown) -> bool:
    return any(press.at == "~nudge" for press in shown.presses())


def hesitant(
    town: Town, chat: int = FIRST_FAMILY, agrees: tuple[str, ...] = AGREES, language: str = "de"
) -> Hesitant:
    """A family of this town."""
    return Hesitant(town, First(7), chat, language, "asap", "calm", agrees=agrees)


async def half_way(town: Town, chat: int = FIRST_FAMILY, at: str = "money", **how: Any) -> Hesitant:
    """A family that stopped at a question."""
    family = hesitant(town, chat, **how)
    await family.until(at)
    assert family.sees(at)
    return family


async def spoken_with(town: Town, *more: str, chat: int = FIRST_FAMILY, agrees: tuple[str, ...] = AGREES) -> int:
    """A family with whom a coach has spoken, and of whom nothing is heard since; gives the coach's chat."""
    coach, *_ = await team(town, "Mira", *more)
    await hesitant(town, chat, agrees).until("")
    await tap(town, coach, ("~case", "1-take"), ("~case", "1-reached"))
    return coach


@dataclass(frozen=True, slots=True)
class Came:
    """A message of a ladder as it came to a phone."""

    at: datetime
    chat: int
    text: str


class Ear:
    """Hears every message of a ladder from now on."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self.heard: list[Came] = []
        town.phones.ear = self._hears

    def _hears(self, chat: int, message: Rendered) -> None:
        presses = [read_payload(button.payload) for row in message.rows for button in row]
        if any(press is not None and press.at == "~nudge" and press.pick.endswith("-never") for press in presses):
            self.heard.append(Came(self._town.clock(), chat, message.text))

    def at(self, chat: int = FIRST_FAMILY) -> list[datetime]:
        """When they came to this phone."""
        return [one.at for one in self.heard if one.chat == chat]

    def days(self, since: datetime, chat: int = FIRST_FAMILY) -> list[int]:
        """On which whole day after an instant each came to this phone."""
        return [(at - since).days for at in self.at(chat)]


async def offers_of(town: Town) -> list[str]:
    """Every offer that was made, oldest first."""
    return [row[0] for row in await town.rows("SELECT offer FROM nudges ORDER BY id")]


async def whys(town: Town) -> list[str]:
    """What closed each ladder, oldest first; "" for an open one."""
    return [row[0] for row in await town.rows("SELECT why FROM ladders ORDER BY id")]


def below(town: Town, chat: int, pick: str) -> Press:
    """The button of the newest message of a ladder whose pick ends so."""
    for message in sorted(town.phones.of[chat].messages.values(), key=lambda shown: shown.id, reverse=True):
        for press in message.presses():
            if press.at == "~nudge" and press.pick.endswith(f"-{pick}"):
                return press
    raise LookupError(f"{chat} has no {pick} below a message")
