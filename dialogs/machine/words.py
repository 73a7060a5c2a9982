"""What a text is made of before it has a language: a key, and the values that go into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, cast

Form = Literal["day", "short_day", "clock", "bare_clock", "day_clock", "date"]
"""How an instant is spelled: weekday and date, the same cut short for a button, clock, the clock without a word like
"Uhr", day and clock, numeric date."""

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text key and its values. The value called `count` chooses the plural form."""

    key: str
    values: Mapping[str, Value] = field(default_factory=lambda: NOTHING)

    def __hash__(self) -> int:
        return hash((self.key, tuple(self.values)))


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (aware, UTC) that is spelled in the programme's own time zone and the reader's language."""

    at: datetime
    form: Form


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number in E.164 form (`+4920431234`), shown grouped."""

    number: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Several values, joined as the reader's language joins a list ("a, b and c")."""

    parts: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language by its tag, shown by its name in the reader's language (`own=True`: in that language itself)."""

    tag: str
    own: bool = False


Value: TypeAlias = str | int | Phrase | Moment | Phone | Listing | Tongue
"""What may stand in a text. A `str` is somebody's own words or a proper name: it is escaped and isolated."""


def say(key: str, **values: Value) -> Phrase:
    """A phrase, written the short way: `say("places.free", count=3)`."""
    return Phrase(key, values) if values else Phrase(key)


def stacked(phrases: Sequence[Phrase]) -> Phrase:
    """Several phrases as one paragraph, each on its own line."""
    *above, last = phrases
    return say("stack", above=stacked(above), below=last) if above else last


def pack(value: Value) -> Any:
    """A value as JSON-ready data; `unpack` gives an equal value back."""
    match value:
        case str() | int():
            return value
        case Phrase(key, values):
            return {"k": key, "v": {name: pack(inner) for name, inner in values.items()}} if values else {"k": key}
        case Moment(at, form):
            return {"at": at.isoformat(), "f": form}
        case Phone(number):
            return {"tel": number}
        case Listing(parts):
            return {"list": [pack(part) for part in parts]}
        case Tongue(tag, own):
            return {"tongue": tag, "own": own}


def unpack(data: Any) -> Value:
    """The value that `pack` made the data from."""
    if not isinstance(data, dict):
        return cast("str | int", data)
    if "k" in data:
        return unpack_phrase(data)
    if "at" in data:
        return Moment(datetime.fromisoformat(data["at"]), data["f"])
    if "tel" in data:
        return Phone(data["tel"])
    if "list" in data:
        return Listing(tuple(unpack(part) for part in data["list"]))
    return Tongue(data["tongue"], data["own"])


def unpack_phrase(data: Any) -> Phrase:
    """The phrase that `pack` made the data from."""
    values = data.get("v")
    return Phrase(data["k"], {name: unpack(inner) for name, inner in values.items()}) if values else Phrase(data["k"])
