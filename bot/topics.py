"""The topics of the team's group: which thread a letter goes to, and how lost and closed topics are mended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from functools import partial

from bot.channels.channel import Channel, Delivered, Hindrance, Outcome, Rejected
from bot.gathering import desk_case
from bot.house import House
from bot.texts.markup import without_controls
from dialogs.desk.facts import DeskCase
from dialogs.desk.talks import topic_card, topic_title
from dialogs.machine.words import say
from storage.outbox import CLOSE, GUIDE, REOPEN, Letter, card_spot
from storage.units import Storage, Unit

TEAM_READS = "de"

GONE, CLOSED = Rejected(Hindrance.TOPIC_GONE), Rejected(Hindrance.TOPIC_CLOSED)

NOBODY_WAITS = Rejected("no talk is open")
"""A letter to a topic that is gone and that nobody needs any more."""

Send = Callable[[int], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a letter's topic: its thread in this group, and the case while a talk about it is open."""

    thread: int | None
    case: DeskCase | None


class Topics:
    """Knows in which thread the letters of a case go, and mends what people do to topics by hand."""

    def __init__(self, house: House, storage: Storage, channel: Channel) -> None:
        self._house = house
        self._storage = storage
        self._channel = channel
        self._lost: set[int] = set()

    async def bring(self, letter: Letter, spots: MutableMapping[str, int], send: Send) -> Outcome:
        """Send a letter into its topic. One that was deleted by hand is opened anew, and the letter sent again."""
        outcome = await self._once(letter, spots, send)
        if outcome != GONE:
            return outcome
        await self._forget(letter, spots)
        return await self._once(letter, spots, send)

    async def _once(self, letter: Letter, spots: MutableMapping[str, int], send: Send) -> Outcome:
        found = await self._thread(letter, spots)
        if not isinstance(found, int):
            return found
        if letter.kind == REOPEN:
            reopened = await self._reopened(letter, found)
            if not isinstance(reopened, Delivered):
                return reopened
        outcome = await send(found)
        if outcome == CLOSED:
            reopened = await self._reopened(letter, found)
            outcome = await send(found) if isinstance(reopened, Delivered) else reopened
        if letter.kind == CLOSE and isinstance(outcome, Delivered):
            await self._channel.close_topic(letter.chat, found)
        return outcome

    async def _reopened(self, letter: Letter, thread: int) -> Outcome:
        """Open again; a refusal that is not about the topic's end means that it stays closed."""
        outcome = await self._channel.reopen_topic(letter.chat, thread)
        return CLOSED if isinstance(outcome, Rejected) and outcome != GONE else outcome

    async def _thread(self, letter: Letter, spots: MutableMapping[str, int]) -> int | Outcome:
        known = await self._storage.run(partial(self._look, letter))
        thread: int | Outcome = known.thread if known.thread is not None else await self._open(letter, known, spots)
        if isinstance(thread, int) and known.case is not None and card_spot(known.case.id) not in spots:
            outcome = await self._send_card(letter, known.case, thread, spots)
            return thread if isinstance(outcome, Delivered) else outcome
        return thread

    def _look(self, letter: Letter) -> Unit[_Known]:
        case_id = letter.topic or GUIDE
        topic = yield from self._house.talks.topic_of(case_id)
        thread = topic.thread if topic is not None and topic.group_id == letter.person else None
        talk = yield from self._house.talks.of_case(case_id)
        return _Known(thread, (yield from desk_case(self._house, case_id)) if talk is not None else None)

    async def _open(self, letter: Letter, known: _Known, spots: MutableMapping[str, int]) -> int | Outcome:
        if known.case is None and letter.topic != GUIDE:
            return NOBODY_WAITS
        title = say("desk.topic.guide") if known.case is None else topic_title(known.case)
        words = without_controls(self._house.texts.plain(title, TEAM_READS))
        outcome = await self._channel.open_topic(letter.chat, words)
        if not isinstance(outcome, Delivered):
            return outcome
        case_id, thread = letter.topic or GUIDE, outcome.message
        spots.pop(card_spot(case_id), None)
        await self._storage.run(partial(self._house.talks.set_topic, case_id, letter.person, thread))
        return thread

    async def _send_card(
        self, letter: Letter, case: DeskCase, thread: int, spots: MutableMapping[str, int]
    ) -> Outcome:
        """The card stands first; it is never sent a second time into the same topic."""
        card = self._house.texts.render(topic_card(case, anew=case.id in self._lost), TEAM_READS)
        outcome = await self._channel.send(letter.chat, card, thread=thread)
        if isinstance(outcome, Delivered):
            self._lost.discard(case.id)
            spot = card_spot(case.id)
            spots[spot] = outcome.message
            await self._storage.run(partial(self._house.outbox.stands, letter.person, spot, outcome.message))
        return outcome

    async def _forget(self, letter: Letter, spots: MutableMapping[str, int]) -> None:
        case_id = letter.topic or GUIDE
        self._lost.add(case_id)
        spots.pop(card_spot(case_id), None)
        await self._storage.run(partial(self._drop, letter.person, case_id))

    def _drop(self, group: int, case_id: int) -> Unit[None]:
        yield from self._house.talks.drop_topic(case_id)
        yield from self._house.outbox.leaves(group, card_spot(case_id))


def group_moved(house: House, group: int, to: int) -> Unit[None]:
    """The group has another id: what stood in the old one is out of reach, and its topics with it."""
    yield from house.people.move_chat(group, to)
    yield from house.talks.drop_group(group)
    yield from house.outbox.leaves_all(group)
