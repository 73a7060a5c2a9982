"""From the outbox to the channel: pace, order per chat, trying again, giving up, and who can no longer be reached."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast

import structlog

from bot.channels.channel import Channel, Delivered, Moved, Outcome, Rejected, TryLater, Unknown, Unreachable
from bot.channels.lanes import Lanes
from bot.channels.pace import Pace
from bot.clock import Clock
from bot.house import House
from bot.placing import Placing
from bot.standstill.ladders import rest_now
from bot.topics import group_moved
from bot.working_days import at_work
from dialogs.machine.words import Phrase
from dialogs.rules.ladders import may_send
from dialogs.rules.reminders import Kind, is_quiet
from storage.outbox import LOOSE, NUDGE, REMINDER, TALK, Letter, in_order
from storage.units import Storage, Unit

TRIES = 6
"""How often a letter is tried in a row, before it waits for the next tick."""

LATER = timedelta(minutes=5)

_LOG = structlog.get_logger(__name__)


class Delivery:
    """Sends letters: in order within a chat, side by side across chats, each chat with its own patience."""

    def __init__(self, house: House, storage: Storage, channel: Channel, pace: Pace, clock: Clock) -> None:
        self._house = house
        self._storage = storage
        self._channel = channel
        self._pace = pace
        self._clock = clock
        self._placing = Placing(house, storage, channel)
        self._lanes = Lanes()
        self._asides: set[asyncio.Future[Any]] = set()
        self._in_hand: set[int] = set()
        self._newest: dict[tuple[int, str], int] = {}
        self.on_unreachable: Callable[[int], Awaitable[None]] | None = None
        self.on_refused: Callable[[Letter, str], Awaitable[None]] | None = None

    def send(self, letters: Iterable[Letter]) -> None:
        """Send what was just committed. A letter already in hand is left alone, and an older picture of its spot."""
        for letter in in_order(letters):
            if letter.id in self._in_hand or _is_behind(letter, self._newest):
                continue
            self._in_hand.add(letter.id)
            if letter.spot != LOOSE:
                spot = letter.person, letter.spot
                self._newest[spot] = max(letter.id, self._newest.get(spot, 0))
            self._watch(self._lanes.submit(letter.chat, partial(self._deliver, letter)))

    async def collect(self) -> None:
        """Send what is due in the outbox: reminders, and what an earlier run left behind."""
        # Asked before the rows are read: what leaves in the meantime would else be sent a second time.
        held, newest = frozenset(self._in_hand), dict(self._newest)
        letters = await self._storage.run(partial(_due, self._house, self._clock()))
        free = (letter for letter in letters if letter.id not in held and not _is_behind(letter, newest))
        self.send(free)

    async def recover(self) -> None:
        """After a start: what was claimed and never reported back counts as sent; the rest goes out."""
        await self._storage.run(self._house.outbox.close_claimed)
        await self.collect()

    def aside(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run something whose outcome is of no consequence, and have it finished before the end."""
        self._watch(asyncio.ensure_future(work))

    def apologise(self, chat: int, phrase: Phrase, language: str) -> None:
        """One kind sentence to a chat whose update could not be handled; kept nowhere."""
        text = self._house.texts.phrase(phrase, language)
        self.aside(self._placing.say(chat, text))

    async def stop(self) -> None:
        """Finish what is in hand."""
        await self._lanes.stop()
        await self.quiet()

    async def quiet(self) -> None:
        """Wait until nothing is in hand."""
        while self._asides:
            await asyncio.wait(tuple(self._asides))

    async def _deliver(self, letter: Letter) -> None:
        noting: asyncio.Future[None] | None = None
        try:
            if not self._overtaken(letter) and (not letter.once or await self._claimed(letter)):
                noting = await self._try(letter)
        except Exception as error:
            _LOG.error("letter.failed", letter=letter.id, fault=type(error).__name__, exc_info=True)
            if not letter.once:
                noting = self._run(partial(self._house.outbox.postpone, letter, self._clock() + LATER))
        finally:
            if noting is None:
                self._let_go(letter)
            else:
                noting.add_done_callback(lambda _: self._let_go(letter))

    def _let_go(self, letter: Letter) -> None:
        """Only now, with its row gone or marked, may a look into the outbox find it again."""
        self._in_hand.discard(letter.id)
        if self._newest.get((letter.person, letter.spot)) == letter.id:
            del self._newest[letter.person, letter.spot]

    def _overtaken(self, letter: Letter) -> bool:
        """A newer picture of the same spot is on its way behind this one: only that one is worth a call."""
        if not _is_behind(letter, self._newest):
            return False
        if letter.fresh:
            self._placing.owe_fresh(letter)
        return True

    async def _claimed(self, letter: Letter) -> bool:
        return await self._storage.run(partial(self._house.outbox.claim, letter, self._clock()))

    async def _try(self, letter: Letter) -> asyncio.Future[None] | None:
        """Send it, again where that is safe; gives the note of the outcome where one is still being written.

        What nobody asked for does not wait here: whether it may leave is asked again when its time has come.
        """
        for attempt in range(1, TRIES + 1):
            await self._pace.turn(letter.chat)
            outcome = await self._placing.place(letter, self._clock())
            match outcome:
                case TryLater(after) if attempt < TRIES and letter.kind != NUDGE:
                    self._pace.pause(letter.chat, after)
                case Unknown() if not letter.once and attempt < 2:
                    continue
                case Moved(to) if attempt < TRIES:
                    await self._storage.run(partial(group_moved, self._house, letter.person, to))
                    letter = replace(letter, chat=to)
                case _:
                    return await self._closed(letter, outcome)
        return None

    async def _closed(self, letter: Letter, outcome: Outcome) -> asyncio.Future[None] | None:
        match outcome:
            case Delivered(message):
                return self._note(letter, message, "sent")
            case Unknown():
                return self._note(letter, None, "unknown")
            case Rejected(reason) if letter.topic is not None or letter.spot.startswith(TALK):
                _LOG.warning("letter.refused", letter=letter.id, kind=letter.kind, topic=letter.topic)
                if self.on_refused is not None:
                    await self.on_refused(letter, reason)
                return self._note(letter, None, "rejected")
            case Rejected() | Moved():
                _LOG.error("letter.rejected", letter=letter.id, kind=letter.kind, spot=letter.spot)
                return self._note(letter, None, "rejected")
            case TryLater(after):
                wait = max(LATER, timedelta(seconds=after))
                await self._storage.run(partial(self._house.outbox.postpone, letter, self._clock() + wait))
            case Unreachable():
                await self._storage.run(partial(self._house.outbox.postpone, letter, self._clock()))
                if self.on_unreachable is not None:
                    await self.on_unreachable(letter.person)
        return None

    def _note(self, letter: Letter, message: int | None, status: str) -> asyncio.Future[None]:
        return self._run(partial(self._house.outbox.sent, letter, message, status))

    def _run(self, unit: Callable[[], Unit[None]]) -> asyncio.Future[None]:
        """The mark rides along in the next group of units; the chat does not wait for it."""
        running = asyncio.ensure_future(self._storage.run(unit))
        self._watch(running)
        return running

    def _watch(self, work: asyncio.Future[Any]) -> None:
        self._asides.add(work)
        work.add_done_callback(self._done)

    def _done(self, work: asyncio.Future[Any]) -> None:
        self._asides.discard(work)
        if not work.cancelled() and (error := work.exception()) is not None:
            _LOG.error("delivery.aside_failed", fault=type(error).__name__, exc_info=error)


def _due(house: House, now: datetime) -> Unit[tuple[Letter, ...]]:
    """What may leave now: what is due, but for what must rest at night, on Sundays, on days off."""
    house = yield from at_work(house)
    letters = yield from house.outbox.due(now)
    return tuple(letter for letter in letters if not _must_rest(house, letter, now))


def _must_rest(house: House, letter: Letter, now: datetime) -> bool:
    if letter.kind == NUDGE:
        return not may_send(now, rest_now(house, now), house.programme.nudges.policy)
    if not letter.kind.startswith(REMINDER):
        return False
    kind = cast("Kind", letter.kind.removeprefix(REMINDER))
    return is_quiet(kind, now, house.town.zone, house.off(now), house.programme.reminders.policy)


def _is_behind(letter: Letter, newest: Mapping[tuple[int, str], int]) -> bool:
    """Whether a newer picture of the letter's spot is in hand. What is sent at most once is never behind."""
    return not letter.once and newest.get((letter.person, letter.spot), 0) > letter.id
