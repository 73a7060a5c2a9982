"""What a phone shows that it did not show before: new screens, edits, taken-back messages, toasts, files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from icalendar import Calendar
from rapidfuzz import fuzz, process

from bot.demo.group import Group
from bot.demo.messages import Button, Message
from bot.demo.person import Person
from tests.journeys.story import GLADBECK, Label

INVISIBLE = re.compile("[\u2066-\u2069\u200e\u200f]")
"""Marks that hold numbers and names in place in a text that runs the other way."""

CODE = re.compile(r"start=i-[\w-]+")
"""An invitation's code, drawn by lot: no two plays of a story have the same."""

FAMILY_CODE = re.compile(r"\bf-[b-z]{5}-[b-z]{5}\b")
"""A family's code for a further phone, drawn by lot as well."""

SOME_CODE = "f-…"
"""How a family's code reads in a story, shown or typed."""

QUOTED = 45

ALIKE = 50
"""Out of 100: how near other words must come to count as a button's new words."""


def plain(words: str) -> str:
    """The words as they are read."""
    return FAMILY_CODE.sub(SOME_CODE, CODE.sub("start=i-…", INVISIBLE.sub("", words)))


@dataclass(slots=True)
class Seen:
    """What stood on a phone when it was last looked at."""

    words: dict[int, str] = field(default_factory=dict)
    rows: dict[int, tuple[tuple[Button, ...], ...]] = field(default_factory=dict)
    deleted: int = 0
    presses: int = 0
    keys: list[list[str]] | None = None


class Phone:
    """A person's phone, watched."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self._seen = Seen()
        self._offered: dict[str, tuple[int, str]] = {}
        self.look()

    @property
    def name(self) -> str:
        """Whose phone it is."""
        return self.person.name

    def button(self, label: Label) -> tuple[int, str]:
        """The message and the payload of a button on the phone, the newest first. Raises LookupError."""
        for message in reversed(self.person.messages):
            for row in message.rows:
                words = [_unticked(button) for button in row]
                if label.words in words and (not label.beside or label.beside in words):
                    return message.id, row[words.index(label.words)].data
        shown = "\n".join(_keyboard(rows) for message in self.person.messages if (rows := message.rows))
        raise LookupError(f"{self.name} sees no button {label}. These are there:\n{shown}")

    def reworded(self, label: Label) -> Label:
        """The button whose words come nearest to those of the story. Raises LookupError where none does."""
        rows = [[_unticked(button) for button in row] for message in self.person.messages for row in message.rows]
        beside = _nearest(label.beside, [words for row in rows for words in row]) if label.beside else ""
        near = [words for row in rows if not beside or beside in row for words in row]
        return Label(_nearest(label.words, near), beside)

    def old_button(self, label: Label) -> tuple[int, str]:
        """A button that stood on this phone earlier. Raises LookupError."""
        if label.words not in self._offered:
            raise LookupError(f"{self.name} never saw a button {label}")
        return self._offered[label.words]

    def codes(self) -> list[str]:
        """The family's codes that this phone shows, the newest last."""
        return [code for message in self.person.messages for code in FAMILY_CODE.findall(message.text)]

    def look(self) -> list[str]:
        """What is new on this phone since the last look, in lines."""
        before, self._seen = self._seen, self._now()
        lines = [*self._taken_back(before), *self._shown(before), *self._said_briefly(before), *self._keys(before)]
        for message in self.person.messages:
            for button in message.buttons:
                self._offered[_unticked(button)] = (message.id, button.data)
        return lines

    def _now(self) -> Seen:
        ours = [message for message in self.person.messages if message.sender != "me"]
        return Seen(
            {message.id: message.text or message.label for message in ours},
            {message.id: message.rows for message in ours},
            len(self.person.deleted),
            len(self.person.presses),
            self.person.reply_keyboard,
        )

    def _taken_back(self, before: Seen) -> Iterator[str]:
        for message in self.person.deleted[before.deleted :]:
            stood = before.words.get(message.id)
            told = "taken back" if stood is not None else "shown for a moment"
            yield f"{self.name}'s phone, {told}: {_quote(stood or message.text)}"

    def _shown(self, before: Seen) -> Iterator[str]:
        for message in self.person.messages:
            if message.id not in self._seen.words:
                continue
            words, rows = self._seen.words[message.id], self._seen.rows[message.id]
            if message.id not in before.words:
                yield from _screen(f"{self.name}'s phone, new:", message)
            elif words != before.words[message.id]:
                yield from _screen(f"{self.name}'s phone, edited:", message)
            elif rows != before.rows[message.id]:
                now = _keyboard(rows) if rows else "none"
                yield f"{self.name}'s phone, other buttons under {_quote(words)}:"
                yield from _inset(now)

    def _said_briefly(self, before: Seen) -> Iterator[str]:
        for press in list(self.person.presses)[before.presses :]:
            assert press.toast is not None, f"{self.name}'s press {press.data} was never answered"
            if press.toast:
                yield f"{self.name}'s phone, for a moment on top: {plain(press.toast)}"

    def _keys(self, before: Seen) -> Iterator[str]:
        if self._seen.keys != before.keys:
            keys = " ".join(f"[{key}]" for row in self._seen.keys or () for key in row)
            yield f"{self.name}'s phone, keys below the chat: {keys or 'none'}"


class TeamGroup:
    """The team's group, watched."""

    def __init__(self, group: Group) -> None:
        self.group = group
        self._words: dict[int, str] = {}

    def topic(self) -> int | None:
        """The newest topic; None before there is one."""
        return max(self.group.chat.topics, default=None)

    def look(self) -> list[str]:
        """What is new in the group since the last look, in lines. People see what they write themselves."""
        before, shown = self._words, [message for message in self.group.messages if message.sender == "bot"]
        self._words = {message.id: message.text for message in shown}
        lines: list[str] = []
        for message in shown:
            if message.text != before.get(message.id):
                topic = self.group.chat.topics.get(message.thread or 0)
                what = "edited" if message.id in before else "new"
                lines.extend(_screen(f"The group, {what} in “{topic.name if topic else 'General'}”:", message))
        return lines


def _nearest(words: str, shown: list[str]) -> str:
    found = process.extractOne(words, shown, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
    if found is None:
        raise LookupError(f"No button's words come near to “{words}”")
    return found[0]


def _unticked(button: Button) -> str:
    """The words of a button, whether it is chosen or not."""
    return plain(button.text).removesuffix(" ✓").removesuffix(" ○")


def _screen(title: str, message: Message) -> Iterator[str]:
    yield title
    if message.file is not None:
        yield from _inset(_file(message))
    yield from _inset(plain(message.text or message.label))
    if message.rows:
        yield from _inset(_keyboard(message.rows))


def _inset(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield f"    {line}"


def _keyboard(rows: tuple[tuple[Button, ...], ...]) -> str:
    return "\n".join(" ".join(f"[{plain(button.text)}]" for button in row) for row in rows)


def _quote(words: str) -> str:
    flat = " ".join(plain(words).split())
    return f"“{flat}”" if len(flat) <= QUOTED else f"“{flat[:QUOTED].rstrip()} …”"


def _file(message: Message) -> str:
    assert message.file is not None
    if not message.file.name.endswith(".ics"):
        return f"file {message.file.name}"
    calendar = Calendar.from_ical(message.file.content)
    event: Any = calendar.walk("VEVENT")[0]
    begins, ends = (event[name].dt.astimezone(GLADBECK) for name in ("DTSTART", "DTEND"))
    when = f"{begins:%a %d %b %H:%M}-{ends:%H:%M}"
    facts = ", ".join(f"{name} {event[name]}" for name in ("UID", "SEQUENCE", "STATUS"))
    return f"file {message.file.name}: “{plain(event['SUMMARY'])}”, {when}, {facts}"
