"""A town: the real house, service and delivery over a database in memory, phones in memory, and a clock to move."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import locales
from bot.app import first_notes
from bot.channels.channel import Incoming
from bot.channels.pace import Pace
from bot.clock import MovableClock
from bot.delivery import Delivery
from bot.house import House
from bot.inviting import invite, invitee_of
from bot.programme import Programme
from bot.service import Service
from bot.settings import PACKAGED_PROGRAMME
from bot.texts import Texts
from dialogs.machine.events import Blocked, Commanded, Event, Pressed, Said, SharedContact
from dialogs.machine.screen import Press
from storage.address import open_storage
from storage.instants import seconds
from storage.migrate import bring_up_to_date
from storage.sealing import Sealer, new_key
from storage.units import Row, Sql, Storage, T, Unit
from tests.proofs.quarter.phones import Phones

LEAST_STEP = timedelta(seconds=1)


class Town:
    """Everything but the network. `happen` is what a person does, `move_to` lets time pass as it would."""

    def __init__(self, house: House, storage: Storage, clock: MovableClock) -> None:
        self.house, self.storage, self.clock = house, storage, clock
        self.phones = Phones(clock)
        self.delivery = Delivery(house, storage, self.phones, Pace(None, chat_per_second=None), clock)
        self.service = Service(house, storage, self.phones, self.delivery, clock)
        self.delivery.on_unreachable = self.service.unreachable
        self._number = 0
        self._acts: defaultdict[int, list[datetime]] = defaultdict(list)
        self._swept_at = clock()

    async def happen(self, chat: int, event: Event, language: str = "de") -> None:
        """One thing a person does; everything it leads to is done when this returns."""
        self._number += 1
        self._acts[chat].append(self.clock())
        press_id = f"{chat}:{self._number}" if isinstance(event, Pressed) else None
        await self.service.handle(Incoming(f"q:{self._number}", chat, event, language, self._number, press_id))
        await self.delivery.quiet()

    def acted_within(self, chat: int, at: datetime, span: timedelta) -> bool:
        """Whether that person did something shortly before."""
        acts = self._acts[chat]
        newest = bisect_right(acts, at) - 1
        return newest >= 0 and at - acts[newest] <= span

    async def press(self, chat: int, press: Press) -> None:
        """Press a button."""
        await self.happen(chat, Pressed(press))

    async def say(self, chat: int, text: str) -> None:
        """Type something."""
        await self.happen(chat, Said(text))

    async def command(self, chat: int, name: str, argument: str = "", language: str = "de") -> None:
        """Send a command."""
        await self.happen(chat, Commanded(name, argument), language)

    async def share_number(self, chat: int, number: str) -> None:
        """Share the own number."""
        await self.happen(chat, SharedContact(number, own=True))

    async def block(self, chat: int) -> None:
        """Block the bot."""
        self.phones.of[chat].blocked = True
        await self.happen(chat, Blocked())

    async def join(self, chat: int, name: str, role: str, languages: str, hours: str) -> str:
        """Somebody accepts an invitation to the team; gives its code."""
        link = await invite(
            self.house, self.storage, invitee_of(self.house, role, name, languages, hours), "town_bot", self.clock()
        )
        await self.command(chat, "start", link.code)
        await self.press(chat, Press(0, "~join", link.code))
        return link.code

    async def move_to(self, at: datetime) -> None:
        """Let time pass: everything that falls due on the way happens at its own moment, and old rows are swept."""
        while self.clock() < at:
            due = [at, self._swept_at + timedelta(days=1), *(await self._due())]
            nearest = min(moment for moment in due if moment > self.clock())
            self.clock.move(min(nearest, at) - self.clock() + LEAST_STEP * (nearest < at))
            await self.service.tick()
            await self.delivery.quiet()
            if self.clock() - self._swept_at >= timedelta(days=1):
                self._swept_at = self.clock()
                await self.service.sweep()

    async def _due(self) -> list[datetime]:
        letter = await self.storage.run(self.house.outbox.next_due)
        timer = await self.storage.run(self.house.cases.next_timer)
        return [moment for moment in (letter, timer) if moment is not None]

    async def rows(self, sql: str, **values: Any) -> list[Row]:
        """Rows of the database, for looking at."""

        def unit() -> Unit[list[Row]]:
            return (yield Sql(sql)(**values))

        return await self.storage.run(unit)

    async def run(self, unit: Callable[[], Unit[T]]) -> T:
        """Run a unit of work."""
        return await self.storage.run(unit)


@cache
def _told(changed: tuple[tuple[str, str], ...]) -> tuple[Programme, Texts]:
    """The programme with these lines changed, and all texts."""
    text = PACKAGED_PROGRAMME.read_text(encoding="utf-8")
    for old, new in changed:
        text = text.replace(old, new)
    programme = Programme.parse(text, "town.toml")
    return programme, Texts.load(Path(locales.__file__).parent, programme.zone, strict=True)


@asynccontextmanager
async def open_town(
    at: datetime, address: str = "sqlite://", sealer: Sealer | None = None, **changed: str
) -> AsyncIterator[Town]:
    """A town that wakes up at `at`. `changed`: lines of the programme's file by what they replace."""
    programme, texts = _told(tuple(changed.items()))
    clock = MovableClock(at)
    storage = await open_storage(address)
    house = House.build(programme, texts, sealer or Sealer.from_keys([new_key()]))
    try:
        await bring_up_to_date(storage, seconds(at))
        town = Town(house, storage, clock)
        await storage.run(partial(first_notes, house, "town_bot", at))
        yield town
        await town.delivery.stop()
    finally:
        await storage.close()
