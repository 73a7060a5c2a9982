"""What a person gets to see, before it has a language: screens, notes, files, and the buttons on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, TypeAlias

from dialogs.machine.words import Phrase, pack, unpack_phrase

Style = Literal["", "primary", "success", "danger"]

PAYLOAD_VERSION = "1"
PAYLOAD_LIMIT = 64
"""Bytes that Telegram allows in one callback payload."""


@dataclass(frozen=True, slots=True)
class Press:
    """What a button means: in which run, at which place, which pick. No personal data ever stands here."""

    run: int
    at: str
    pick: str

    def payload(self) -> str:
        """The callback payload, `1.<run>.<at>.<pick>`, at most 64 bytes of ASCII."""
        return f"{PAYLOAD_VERSION}.{self.run}.{self.at}.{self.pick}"


def read_payload(payload: str) -> Press | None:
    """The press a payload stands for, or None for one that no release of ours has sent."""
    version, _, rest = payload.partition(".")
    run, _, rest = rest.partition(".")
    at, found, pick = rest.partition(".")
    if version != PAYLOAD_VERSION or not found or not run.isdecimal():
        return None
    return Press(int(run), at, pick)


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a screen. `style` is an extra for newer clients, never the only signal."""

    label: Phrase
    press: Press
    style: Style = ""


Rows: TypeAlias = tuple[tuple[Button, ...], ...]


def styled(rows: Rows, style: Style) -> Rows:
    """The same buttons in another style."""
    return tuple(tuple(replace(button, style=style) for button in row) for row in rows)


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: paragraphs and rows of buttons. `contact` asks for a one-tap "share my number" key as well.

    `protected` forbids forwarding and saving (cards with a family's name on them).
    """

    lines: tuple[Phrase, ...]
    rows: Rows = ()
    contact: Phrase | None = None
    protected: bool = False

    def with_line_on_top(self, line: Phrase) -> Screen:
        """The same screen with one more paragraph before the others."""
        return replace(self, lines=(line, *self.lines))


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """An appointment as a calendar file: a stable `uid`, a growing `sequence`, times in UTC, no personal data."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: Phrase
    caption: Phrase
    cancelled: bool = False


Content: TypeAlias = Screen | CalendarFile


def pack_content(content: Content) -> Any:
    """A screen or file as JSON-ready data; `unpack_content` gives an equal one back."""
    if isinstance(content, CalendarFile):
        return {
            "uid": content.uid, "seq": content.sequence,
            "from": content.starts_at.isoformat(), "to": content.ends_at.isoformat(),
            "title": pack(content.title), "caption": pack(content.caption), "off": content.cancelled,
        }  # fmt: skip
    return {
        "lines": [pack(line) for line in content.lines],
        "rows": [[[pack(b.label), b.press.payload(), b.style] for b in row] for row in content.rows],
        "contact": pack(content.contact) if content.contact else None,
        "protected": content.protected,
    }


def unpack_content(data: Any) -> Content:
    """The screen or file that `pack_content` made the data from."""
    if "uid" in data:
        return CalendarFile(
            data["uid"], data["seq"],
            datetime.fromisoformat(data["from"]), datetime.fromisoformat(data["to"]),
            unpack_phrase(data["title"]), unpack_phrase(data["caption"]), data["off"],
        )  # fmt: skip
    return Screen(
        lines=tuple(unpack_phrase(line) for line in data["lines"]),
        rows=tuple(tuple(_unpack_button(button) for button in row) for row in data["rows"]),
        contact=unpack_phrase(data["contact"]) if data["contact"] else None,
        protected=data["protected"],
    )


def _unpack_button(data: Any) -> Button:
    label, payload, style = data
    press = read_payload(payload)
    if press is None:
        raise ValueError(f"A stored button has an unreadable payload: {payload!r}")
    return Button(unpack_phrase(label), press, style)


def row_in(pick: str) -> int | None:
    """The row at the beginning of a pick such as `17-to-5`; never more digits than a row can have."""
    number = pick.partition("-")[0]
    return int(number) if number.isdecimal() and len(number) < 16 else None
