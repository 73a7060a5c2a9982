"""Families of a year that stop: where each one stops, and what it does when something different is offered to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from dialogs.family.nudges import LATER, NEVER
from dialogs.machine.screen import Press
from tests.proofs.quarter.people import NEVER as NEVER_BEGAN
from tests.proofs.quarter.people import STEPS, Family
from tests.proofs.quarter.phones import Shown

NUDGE: Final = "~nudge"

STOPS: Final = ("lives_here", "household", "money", "result", "wish", "name", "phone", "check")
"""Questions before which a family puts its phone away; "" for one that goes on to its call."""

REACTIONS: Final = (
    "silent", "silent", "silent", "takes", "takes", "books", "not_now", "never", "stops", "blocks", "danger",
    "writes",
)  # fmt: skip
"""What a family does at a message that it did not ask for. Who is silent gets every one there is."""

ENDS: Final = frozenset({"never", "stops", "blocks", "danger"})
"""Reactions after which nothing unasked may come any more."""


@dataclass(slots=True)
class Stopper(Family):
    """A family that stops at a question, or (`stops_at` is "") after its call; `agrees` to messages, or does not."""

    stops_at: str = ""
    reaction: str = "silent"
    agrees: bool = True
    ended_at: datetime | None = None
    met: set[int] = field(default_factory=set)
    began_at: datetime = NEVER_BEGAN

    async def begin(self) -> datetime | None:
        """From the first hello to where it stops."""
        self.began_at = self.town.clock()
        await self.town.command(self.chat, "start", language=self.language)
        for _ in range(STEPS):
            if (self.stops_at and self._is_asked(self.stops_at)) or not await self._answer():
                break
        return self._later()

    async def look(self) -> datetime | None:
        """Look at the phone: a message it did not ask for is met once, as this family meets it."""
        if self.ended_at is not None:
            return None
        numbers = [number for number in self._nudges() if number not in self.met]
        self.met.update(numbers)
        if numbers and self.reaction != "silent":
            await self._meets(max(numbers))
            if self.reaction in ENDS:
                self.ended_at = self.town.clock()
        return self._later()

    async def _meets(self, number: int) -> None:
        match self.reaction:
            case "takes" | "books":
                await self._press_below(number, lambda pick: pick not in (LATER, NEVER))
            case "not_now":
                await self._press_below(number, lambda pick: pick == LATER)
            case "never":
                await self._press_below(number, lambda pick: pick == NEVER)
            case "stops":
                await self.town.say(self.chat, "stopp")
            case "blocks":
                await self.town.block(self.chat)
            case "danger":
                await self.town.say(self.chat, "Ich will nicht mehr leben")
            case _:
                await self.town.say(self.chat, "Danke")
        for _ in range(STEPS if self.reaction == "books" else 0):
            if not await self._answer():
                return

    async def _press_below(self, number: int, wanted: Callable[[str], bool]) -> None:
        presses = [press for shown in self.phone.messages.values() for press in shown.presses()]
        for press in presses:
            row, _, pick = press.pick.partition("-")
            if press.at == NUDGE and row == str(number) and wanted(pick):
                await self.town.press(self.chat, press)
                return

    def _nudges(self) -> set[int]:
        return {number for shown in self.phone.messages.values() for number in nudges_on(shown)}

    def _is_asked(self, question: str) -> bool:
        shown = self.phone.newest
        return shown is not None and any(press.at == question for press in shown.presses())

    def _choice(self, shown: Shown) -> Press | None:
        presses = [press for press in shown.presses() if press.at == "consent"]
        if not presses:
            return Family._choice(self, shown)
        wanted = ("callback+", "reminders+", "later+", "done") if self.agrees else ("callback+", "done")
        by_pick = {press.pick: press for press in presses}
        return next((by_pick[pick] for pick in wanted if pick in by_pick), None)

    def _later(self) -> datetime:
        return self.town.clock() + timedelta(hours=self.chance.uniform(12, 60))


def nudges_on(shown: Shown) -> set[int]:
    """The offer in a message that was not asked for: it alone has a "never again"."""
    refusals = (press.pick.partition("-") for press in shown.presses() if press.at == NUDGE)
    return {int(row) for row, _, pick in refusals if pick == NEVER}
