"""Where a letter goes in its chat: edited where it stands, sent anew below, and the contact key beside it."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from bot.channels.channel import Channel, Delivered, Moved, Outcome, Rejected, Rendered, Unknown
from bot.house import House
from bot.topics import Topics
from dialogs.desk.card import moved_card
from dialogs.family.line import PLACE, STILL
from dialogs.machine.screen import CalendarFile, Screen
from dialogs.machine.words import say
from storage.helped import QUESTION
from storage.outbox import CLEARS, EDIT, LIVING, LOOSE, NUDGE, Letter
from storage.units import Storage

CONTACT = "contact"
"""The spot of the message that opens the "share my number" key."""

MOST_REMEMBERED = 20_000
"""Chats whose spots are kept in memory; beyond it they are read again."""


class Placing:
    """Knows which message stands in which spot, and brings a letter there."""

    def __init__(self, house: House, storage: Storage, channel: Channel) -> None:
        self._house = house
        self._storage = storage
        self._channel = channel
        self._topics = Topics(house, storage, channel)
        self._spots: dict[int, tuple[int, dict[str, int]]] = {}
        self._owed: dict[tuple[int, str], bool] = {}

    async def place(self, letter: Letter, now: datetime) -> Outcome:
        """Bring a letter to its chat; the message it became stands in its spot from then on."""
        if letter.topic is None:
            return await self._bring(letter, now, None)
        return await self._topics.bring(letter, await self._spots_of(letter), partial(self._bring, letter, now))

    async def _bring(self, letter: Letter, now: datetime, thread: int | None) -> Outcome:
        if isinstance(letter.content, CalendarFile):
            return await self._channel.send_file(
                letter.chat, self._house.texts.file(letter.content, letter.language, stamped_at=now)
            )
        rendered = self._house.texts.render(letter.content, letter.language)
        if letter.spot == LOOSE:
            return await self._channel.send(letter.chat, rendered, thread=thread)
        return await self._in_spot(letter, letter.content, rendered, thread)

    async def say(self, chat: int, text: str) -> Outcome:
        """A sentence that stands for itself."""
        return await self._channel.send(chat, Rendered(text))

    def owe_fresh(self, letter: Letter) -> None:
        """A letter that was to be sent anew was overtaken: the one behind it is sent anew, and clears, instead."""
        self._owed[letter.person, letter.spot] = self._clears(letter)

    async def _in_spot(self, letter: Letter, screen: Screen, rendered: Rendered, thread: int | None) -> Outcome:
        spots = await self._spots_of(letter)
        stands = spots.get(letter.spot)
        if letter.kind == EDIT:
            return await self._changed(letter, rendered, stands)
        fresh = letter.fresh or (letter.person, letter.spot) in self._owed
        if letter.spot == LIVING and screen.contact is None and CONTACT in spots:
            await self._close_contact(letter, spots)
        outcome: Outcome | None = None
        if stands is not None and not fresh:
            outcome = await self._channel.edit(letter.chat, stands, rendered)
        if outcome is None or isinstance(outcome, (Rejected, Moved)):
            outcome = await self._anew(letter, rendered, stands, thread)
        if isinstance(outcome, Delivered):
            spots[letter.spot] = outcome.message
            self._owed.pop((letter.person, letter.spot), None)
            if screen.contact is not None and CONTACT not in spots:
                await self._open_contact(letter, screen, spots)
        return outcome

    async def _changed(self, letter: Letter, rendered: Rendered, stands: int | None) -> Outcome:
        """Changed where it stands; what is gone needs no change."""
        if stands is None:
            return Rejected("nothing stands there")
        outcome = await self._channel.edit(letter.chat, stands, rendered)
        return Delivered(stands) if isinstance(outcome, Rejected) else outcome

    async def _anew(self, letter: Letter, rendered: Rendered, stood: int | None, thread: int | None) -> Outcome:
        """Sent below; the old message loses its buttons (a screen) or goes (a card, a page with a family's words)."""
        outcome = await self._channel.send(letter.chat, rendered, thread=thread)
        if isinstance(outcome, Delivered) and stood is not None and stood != outcome.message:
            await self._take_away(letter, stood)
        if isinstance(outcome, Unknown):
            # It may stand below all else, and nobody knows its number: the next picture goes below it.
            self.owe_fresh(letter)
        return outcome

    def _clears(self, letter: Letter) -> bool:
        return letter.kind == CLEARS or self._owed.get((letter.person, letter.spot), False)

    async def _take_away(self, letter: Letter, message: int) -> None:
        if letter.spot in (LIVING, PLACE, STILL, NUDGE, QUESTION) and not self._clears(letter):
            await self._channel.clear_buttons(letter.chat, message)
        elif not isinstance(await self._channel.delete(letter.chat, message), Delivered):
            # Nothing older than two days can be deleted, and no later erasure would find this message.
            moved = self._house.texts.render(moved_card(), letter.language)
            await self._channel.edit(letter.chat, message, moved)

    async def _open_contact(self, letter: Letter, screen: Screen, spots: dict[str, int]) -> None:
        if screen.contact is None:
            return
        texts, language = self._house.texts, letter.language
        label = texts.plain(screen.contact, language)
        outcome = await self._channel.ask_contact(letter.chat, texts.phrase(say("contact.open"), language), label)
        if isinstance(outcome, Delivered):
            spots[CONTACT] = outcome.message
            await self._storage.run(partial(self._house.outbox.stands, letter.person, CONTACT, outcome.message))

    async def _close_contact(self, letter: Letter, spots: dict[str, int]) -> None:
        """The key goes with a short word; then both messages go, and the chat is as before."""
        asked = spots.pop(CONTACT)
        thanks = self._house.texts.phrase(say("contact.closed"), letter.language)
        outcome = await self._channel.close_contact(letter.chat, thanks)
        await self._channel.delete(letter.chat, asked)
        if isinstance(outcome, Delivered):
            await self._channel.delete(letter.chat, outcome.message)
        await self._storage.run(partial(self._house.outbox.leaves, letter.person, CONTACT))

    async def _spots_of(self, letter: Letter) -> dict[str, int]:
        """A group that got another id knows nothing of what stood in the old one."""
        chat, known = self._spots.get(letter.person, (0, {}))
        if chat != letter.chat:
            if len(self._spots) >= MOST_REMEMBERED:
                self._spots.clear()
            known = await self._storage.run(partial(self._house.outbox.spots_of, letter.person))
            self._spots[letter.person] = letter.chat, known
        return known
