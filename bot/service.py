"""The one door: everything that happens comes in here, each in one unit of work, once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

import structlog

from bot.channels.channel import Channel, Incoming
from bot.clock import Clock
from bot.delivery import Delivery
from bot.desk.group_trouble import undelivered
from bot.house import House
from bot.posting import Post
from bot.ticks import Timer, set_aside, sweep, timer_goes_off, timers_due
from bot.turns import Handled, reached, take_turn
from bot.working_days import at_work
from dialogs.desk.facts import Role
from dialogs.machine.words import Phrase, say
from storage.outbox import Letter
from storage.units import Storage, Unit

ACKNOWLEDGE_AFTER = 0.8
"""Seconds after which a press is acknowledged without words, so that no phone shows a spinning button."""

TRIES = 3
"""How often a timer may fail before it is set aside."""

_LOG = structlog.get_logger(__name__)


class Service:
    """Takes what happens, has it decided and written down, and passes on what may leave."""

    def __init__(self, house: House, storage: Storage, channel: Channel, delivery: Delivery, clock: Clock) -> None:
        self._house = house
        self._storage = storage
        self._channel = channel
        self._delivery = delivery
        self._clock = clock
        self._failed: dict[str, int] = {}
        self.on_roles: Callable[[Mapping[int, Role]], Awaitable[None]] | None = None

    async def handle(self, incoming: Incoming) -> None:
        """Handle one incoming; returns once it is committed. The same id a second time does nothing.

        Raises whatever went wrong, after logging it once: the caller tries again, and parks it in the end.
        """
        try:
            handled = await self._acknowledged(incoming)
        except Exception as error:
            _LOG.error("turn.failed", incoming=incoming.id, fault=type(error).__name__, exc_info=True)
            raise
        await self._pass_on(handled)

    async def _acknowledged(self, incoming: Incoming) -> Handled:
        """The turn; a press is answered with its toast as soon as it is committed, or blankly if that takes long."""
        turn = self._storage.run(partial(take_turn, self._house, incoming, self._clock()))
        if incoming.press_id is None:
            return await turn
        loop = asyncio.get_running_loop()
        blankly = loop.call_later(ACKNOWLEDGE_AFTER, self._acknowledge, incoming.press_id)
        try:
            handled = await turn
        finally:
            in_time = loop.time() < blankly.when()
            if in_time:
                blankly.cancel()
        if in_time:
            toast = self._house.texts.plain(handled.toast, handled.language) if handled.toast else ""
            self._acknowledge(incoming.press_id, toast)
        return handled

    def _acknowledge(self, press_id: str, toast: str = "") -> None:
        self._delivery.aside(self._channel.acknowledge(press_id, toast))

    async def park(self, incoming: Incoming | None, name: str, error: Exception) -> None:
        """Put away what failed three times, and tell the family that its answers are safe."""
        fault = type(error).__name__
        await self._storage.run(partial(self._house.people.park, name, fault, self._clock()))
        if incoming is not None and incoming.press_id is not None:
            self._acknowledge(incoming.press_id)
        if incoming is not None and incoming.author is None:
            # Not the whole person: what cannot be opened may be the very fault.
            language = await self._storage.run(partial(self._house.people.language_of, incoming.chat))
            self._delivery.apologise(incoming.chat, say("error.broken"), language or incoming.language)

    async def unreachable(self, person: int) -> None:
        """The channel refused for good: the person blocked us. The coach's card says so."""
        await self._run(partial(self._lost, person))

    def _lost(self, person_id: int) -> Unit[Handled]:
        house = yield from at_work(self._house)
        post = Post(house, self._clock())
        person = yield from house.people.load(person_id)
        if person is not None:
            yield from reached(house, post, person, reachable=False)
        return Handled(tuple(post.letters), events=tuple(post.events))

    async def refused(self, letter: Letter, reason: str) -> None:
        """A letter of a talk was refused for good: what can be mended is, and somebody is told."""
        said: list[Phrase] = []

        def mend() -> Unit[Handled]:
            post = Post(self._house, self._clock())
            there = yield from undelivered(self._house, post, letter, reason)
            said[:] = [there] if there is not None else []
            return Handled(tuple(post.letters), events=tuple(post.events))

        await self._run(mend)
        for phrase in said:
            self._delivery.apologise(letter.chat, phrase, letter.language)

    async def tick(self) -> None:
        """What happens by itself: timers that are due, letters whose time has come."""
        for timer in await self._storage.run(partial(timers_due, self._house, self._clock())):
            await self._goes_off(timer)
        await self._delivery.collect()

    async def _goes_off(self, timer: Timer) -> None:
        """One timer; one that fails three times is set aside, so that none behind it waits for ever."""
        try:
            await self._run(partial(timer_goes_off, self._house, timer, self._clock()))
        except Exception as error:
            fault = type(error).__name__
            _LOG.error("timer.failed", timer=timer[0], fault=fault, exc_info=True)
            self._failed[timer[0]] = self._failed.get(timer[0], 0) + 1
            if self._failed[timer[0]] >= TRIES:
                del self._failed[timer[0]]
                await self._storage.run(partial(set_aside, self._house, timer, fault, self._clock()))

    async def sweep(self) -> None:
        """Erase what may be kept no longer; once an hour is enough."""
        erased = 1
        while erased:
            erased = await self._storage.run(partial(sweep, self._house, self._clock()))

    async def _run(self, unit: Callable[[], Unit[Handled]]) -> None:
        handled = await self._storage.run(unit)
        await self._pass_on(handled)

    async def _pass_on(self, handled: Handled) -> None:
        self._delivery.send(handled.letters)
        for event, fields in handled.events:
            _LOG.info(event, **fields)
        if handled.roles and self.on_roles is not None:
            await self.on_roles(handled.roles)
