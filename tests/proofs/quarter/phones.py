"""Phones without a network: a channel in memory that keeps what every chat shows, and when it came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.channel import Delivered, Outcome, Rejected, Rendered, RenderedButton, RenderedFile, Unreachable
from bot.clock import Clock
from dialogs.machine.screen import Press, read_payload


@dataclass(slots=True)
class Shown:
    """One message as it stands on a phone; `came_at` is when it was sent, not when it was edited."""

    id: int
    text: str
    rows: tuple[tuple[RenderedButton, ...], ...]
    came_at: datetime
    edited_at: datetime | None = None

    def presses(self) -> Iterator[Press]:
        """What its buttons mean."""
        for row in self.rows:
            for button in row:
                press = read_payload(button.payload)
                if press is not None:
                    yield press


@dataclass(slots=True)
class Phone:
    """One chat: its messages by id, and the toasts it was shown."""

    messages: dict[int, Shown] = field(default_factory=dict)
    toasts: list[str] = field(default_factory=list)
    files: int = 0
    blocked: bool = False

    @property
    def newest(self) -> Shown | None:
        """The newest message that has buttons, else the newest."""
        shown = sorted(self.messages.values(), key=lambda message: message.id, reverse=True)
        return next((message for message in shown if message.rows), shown[0] if shown else None)

    def find(self, at: str, pick: str) -> Press | None:
        """The newest button of this place whose pick begins so."""
        for message in sorted(self.messages.values(), key=lambda message: message.id, reverse=True):
            for press in message.presses():
                if press.at == at and press.pick.startswith(pick):
                    return press
        return None


class Phones:
    """A `Channel` to phones in memory. It refuses what Telegram refuses: a blocked bot, a message that is gone."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0
        self.of: defaultdict[int, Phone] = defaultdict(Phone)
        self.sent: list[tuple[datetime, int, Shown]] = []
        self.ear: Callable[[int, Rendered], None] | None = None
        """Told of everything that is sent or edited, and to which chat."""
        self.files: list[RenderedFile] = []
        self.is_forum = False
        """Whether a group takes topics; `titles`: what they are called."""
        self.titles: list[str] = []

    async def send(self, chat: int, message: Rendered, *, silent: bool = False, thread: int | None = None) -> Outcome:
        """A new message."""
        if self.of[chat].blocked:
            return Unreachable()
        if self.ear is not None:
            self.ear(chat, message)
        self._last += 1
        shown = Shown(self._last, message.text, message.rows, self._clock())
        self.of[chat].messages[shown.id] = shown
        self.sent.append((shown.came_at, chat, shown))
        return Delivered(shown.id)

    async def edit(self, chat: int, message_id: int, message: Rendered) -> Outcome:
        """Another text and other buttons in the same place."""
        shown = self.of[chat].messages.get(message_id)
        if self.of[chat].blocked:
            return Unreachable()
        if shown is None:
            return Rejected("message to edit not found")
        if self.ear is not None:
            self.ear(chat, message)
        shown.text, shown.rows, shown.edited_at = message.text, message.rows, self._clock()
        return Delivered(message_id)

    async def send_file(self, chat: int, file: RenderedFile, *, thread: int | None = None) -> Outcome:
        """A document."""
        if self.of[chat].blocked:
            return Unreachable()
        self._last += 1
        self.of[chat].files += 1
        self.files.append(file)
        return Delivered(self._last)

    async def ask_contact(self, chat: int, text: str, label: str) -> Outcome:
        """A key to share the own number."""
        return await self.send(chat, Rendered(text))

    async def close_contact(self, chat: int, text: str) -> Outcome:
        """The key goes."""
        return await self.send(chat, Rendered(text))

    async def clear_buttons(self, chat: int, message_id: int) -> Outcome:
        """Buttons off."""
        shown = self.of[chat].messages.get(message_id)
        if shown is None:
            return Rejected("message to edit not found")
        shown.rows = ()
        return Delivered(message_id)

    async def delete(self, chat: int, message_id: int) -> Outcome:
        """Taken back."""
        self.of[chat].messages.pop(message_id, None)
        return Delivered(message_id)

    async def acknowledge(self, press_id: str, toast: str = "") -> None:
        """The toast of a press; its id begins with the chat."""
        self.of[int(press_id.partition(":")[0])].toasts.append(toast)

    async def open_topic(self, chat: int, title: str) -> Outcome:
        """A new topic, where groups take any."""
        if not self.is_forum:
            return Rejected("not a forum")
        self.titles.append(title)
        self._last += 1
        return Delivered(self._last)

    async def reopen_topic(self, chat: int, thread: int) -> Outcome:
        """Done, where groups take topics."""
        return Delivered(thread) if self.is_forum else Rejected("not a forum")

    async def close_topic(self, chat: int, thread: int) -> Outcome:
        """Done, where groups take topics."""
        return Delivered(thread) if self.is_forum else Rejected("not a forum")
