"""The people of the town: what families, coaches and the lead do when they look at their phones."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TypeAlias

from dialogs.machine.screen import Press
from tests.proofs.quarter.phones import Phone, Shown
from tests.proofs.quarter.town import Town

ROAD = {
    "welcome": ("go",),
    "lives_here": ("yes",),
    "has_coach": ("no",),
    "result": ("go",),
    "safe": ("agreed", "always"),
    "voicemail": ("yes",),
    "phone_right": ("yes",),
    "check": ("send",),
    "move_check": ("send",),
}
"""What a family answers that wants a call, by the question it has before it."""

STEPS = 60
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
ILL, WEEK_OFF, CLOSES, ENDS = 0.004, 0.0005, 0.01, 0.003
"""Chances at each look: a coach looks some ten times a day, the lead three or four times."""

Look: TypeAlias = Callable[[], Awaitable[datetime | None]]
"""Somebody looks at the phone, does what there is to do, and says when they look again (None: never)."""


@dataclass(slots=True)
class Family:
    """A family: how it wishes to be called, and how it takes what comes."""

    town: Town
    chance: Random
    chat: int
    language: str
    wish: str
    mood: str
    booked: int = 0
    did: list[str] = field(default_factory=list)
    cancelled_at: datetime | None = None

    @property
    def phone(self) -> Phone:
        """What it has before it."""
        return self.town.phones.of[self.chat]

    async def begin(self) -> datetime | None:
        """From the first hello to a booked call; a few stop half-way and are never seen again."""
        await self.town.command(self.chat, "start", language=self.language)
        for step in range(STEPS):
            if self.mood == "gives_up" and step == 8:
                return None
            if not await self._answer():
                break
        return self._soon()

    async def look(self) -> datetime | None:
        """Back after a while: moves, calls off, asks for later, says that nobody called, answers what was asked."""
        for at, pick in (("~say", ""), ("~place", "yes"), ("~still", "yes")):
            press = self.phone.find(at, pick)
            if press is not None and self.chance.random() < 0.7:
                await self._do(press, at)
                while await self._answer():
                    continue
        card = self.phone.find("~card", "nobody")
        if card is not None:
            await self._do(card, "nobody")
        if self.mood == "moves" and "move" not in self.did:
            await self._move()
        elif self.mood == "cancels" and "cancel" not in self.did:
            await self._cancel()
        elif self.mood == "later" and "soon" not in self.did and (press := self.phone.find("~card", "soon")):
            await self._do(press, "soon")
        elif self.mood == "blocks" and self.chance.random() < 0.2:
            await self.town.block(self.chat)
            return None
        return self._soon()

    def _soon(self) -> datetime:
        return self.town.clock() + timedelta(hours=self.chance.uniform(3, 40))

    async def _do(self, press: Press, what: str) -> None:
        self.did.append(what)
        await self.town.press(self.chat, press)

    async def _move(self) -> None:
        press = self.phone.find("~card", "move")
        if press is None:
            return
        await self._do(press, "move")
        for _ in range(STEPS):
            if not await self._answer():
                return

    async def _cancel(self) -> None:
        press = self.phone.find("~card", "cancel")
        if press is None:
            return
        await self._do(press, "cancel")
        sure = self.phone.find("~cancel", "yes")
        if sure is not None:
            await self.town.press(self.chat, sure)
            self.cancelled_at = self.town.clock()

    async def _answer(self) -> bool:
        """Answer the question on the screen; False once there is none."""
        shown = self.phone.newest
        places = {press.at for press in shown.presses()} if shown is not None else set()
        if shown is None or "~card" in places:
            return False
        if "name" in places:
            await self.town.say(self.chat, "Ayla")
        elif "phone" in places:
            await self.town.share_number(self.chat, "+4917139200" + f"{self.chance.randrange(100):02}")
        else:
            press = self._choice(shown)
            if press is None:
                return False
            await self.town.press(self.chat, press)
        return True

    def _choice(self, shown: Shown) -> Press | None:
        presses = [press for press in shown.presses() if press.pick != "<" and not press.at.startswith("~")]
        at = presses[0].at if presses else ""
        by_pick = {press.pick: press for press in presses if press.at == at}
        match at:
            case "language":
                return by_pick.get(self.language)
            case "consent":
                wanted = ("callback+", "reminders+", "done")
                return next((by_pick[pick] for pick in wanted if pick in by_pick), None)
            case "household":
                drawn = any(pick.startswith("under_14-2") for pick in by_pick)
                return by_pick.get("done") if drawn else by_pick.get("under_14-1", by_pick.get("done"))
            case "money":
                return by_pick.get("office+") or by_pick.get("done")
            case "wish":
                return by_pick.get(self.wish) or by_pick.get("asap")
            case "part" | "day" | "time":
                offered = [press for pick, press in by_pick.items() if not pick.startswith("from-")]
                return self.chance.choice(offered) if offered else None
            case _:
                return next((by_pick[pick] for pick in ROAD.get(at, ()) if pick in by_pick), None)


@dataclass(slots=True)
class Coach:
    """A coach who looks at the phone now and then, in working hours: takes, calls, notes what became of it."""

    town: Town
    chance: Random
    chat: int
    name: str
    diligence: float = 0.92
    ill_until: datetime = NEVER
    left: bool = False
    closed: set[str] = field(default_factory=set)

    @property
    def phone(self) -> Phone:
        """What the coach has before them."""
        return self.town.phones.of[self.chat]

    async def look(self) -> datetime | None:
        """Go through the cards, oldest first; now and then there is a fever, or a free week."""
        if self.left:
            return None
        if self.town.clock() < self.ill_until:
            return self.ill_until
        if self.chance.random() < ILL:
            return await self._ill()
        if self.chance.random() < WEEK_OFF:
            await self._press_on("times", ("~times", "away"), ("~times", "off-week"), ("~times", "sure-week"))
        for message in sorted(self.phone.messages.values(), key=lambda shown: shown.id):
            for press in tuple(message.presses()):
                if press.at == "~case" and await self._on_card(message, press):
                    break
        return self.town.clock() + timedelta(minutes=self.chance.uniform(20, 70))

    async def _ill(self) -> datetime:
        await self._press_on("times", ("~times", "ill"))
        self.ill_until = self.town.clock() + timedelta(hours=self.chance.uniform(12, 20))
        return self.ill_until

    async def _press_on(self, command: str, *buttons: tuple[str, str]) -> None:
        """Send a command, then press one button after the other, as far as they are there."""
        await self.town.command(self.chat, command)
        for at, pick in buttons:
            press = self.phone.find(at, pick)
            if press is not None:
                await self.town.press(self.chat, press)

    async def _on_card(self, card: Shown, press: Press) -> bool:
        case, _, what = press.pick.partition("-")
        if what == "take":
            if self.chance.random() > self.diligence:
                return True
            passes = self.phone.find("~case", f"{case}-pass")
            if passes is not None and self.chance.random() < 0.08:
                await self.town.press(self.chat, passes)
                reason = self.phone.find("~pass_on", f"{case}-")
                if reason is not None:
                    await self.town.press(self.chat, reason)
                return True
            await self.town.press(self.chat, press)
            return True
        if what == "reached" and await self._may_call(int(case)):
            await self._call(case)
            return True
        if what == "close" and self.chance.random() < (ENDS if case in self.closed else 0.5):
            self.closed.add(case)
            await self._close(case, press)
            return True
        return False

    async def _may_call(self, case: int) -> bool:
        """Whether it is time for that call."""
        ((starts_at,),) = await self.town.rows("SELECT starts_at FROM cases WHERE id = :id", id=case)
        return bool(starts_at <= self.town.clock().timestamp())

    async def _call(self, case: str) -> None:
        drawn = self.chance.random()
        what = "reached" if drawn < 0.72 else "missed" if drawn < 0.95 else "wrong"
        press = self.phone.find("~case", f"{case}-{what}")
        if press is not None and self.chance.random() < self.diligence:
            await self.town.press(self.chat, press)

    async def _close(self, case: str, press: Press) -> None:
        await self.town.press(self.chat, press)
        outcome = self.chance.choice(("joined", "joined", "waiting", "elsewhere", "stopped"))
        chosen = self.phone.find("~close", f"{case}-{outcome}")
        if chosen is None:
            return
        await self.town.press(self.chat, chosen)
        reason = self.phone.find("~close", f"{case}-{outcome}-other")
        if reason is not None:
            await self.town.press(self.chat, reason)


@dataclass(slots=True)
class Lead(Coach):
    """The lead looks twice a day: gives on what nobody took, and says how many places there are."""

    async def look(self) -> datetime | None:
        """Take what came up; on Mondays confirm the places; close a day now and then; somebody leaves once."""
        await Coach.look(self)
        if self.town.clock().weekday() == 0:
            await self._press_on("lead", ("~lead", "places"), ("~places", "set-"))
        if self.chance.random() < CLOSES:
            await self._press_on("lead", ("~lead", "days"))
            offered = [press for press in self._on_newest("~days") if press.pick.startswith("ask-")]
            if offered:
                chosen = self.chance.choice(offered)
                await self.town.press(self.chat, chosen)
                await self._press_newest("~days", chosen.pick.replace("ask", "close"))
        return self.town.clock() + timedelta(hours=self.chance.uniform(2, 5))

    async def end_access(self, person: int) -> None:
        """Somebody leaves the team."""
        await self._press_on("lead", ("~lead", "team"), ("~team", f"who-{person}"), ("~team", f"end-{person}"))
        await self._press_newest("~team", f"sure-{person}")

    def _on_newest(self, at: str) -> list[Press]:
        shown = self.phone.newest
        return [press for press in shown.presses() if press.at == at] if shown is not None else []

    async def _press_newest(self, at: str, pick: str) -> None:
        press = self.phone.find(at, pick)
        if press is not None:
            await self.town.press(self.chat, press)
