"""A journey's text file: what stands above the story, its steps, and the recording below each step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias
from zoneinfo import ZoneInfo

GLADBECK = ZoneInfo("Europe/Berlin")
INDENT = "    "
_CLOCK = "%Y-%m-%d %H:%M"
_LABEL = r'"([^"]+)"(?: beside "([^"]+)")?'


@dataclass(frozen=True, slots=True)
class Teammate:
    """Somebody who is on the team before the story begins. `hours` is empty for the programme's own."""

    name: str
    role: str
    languages: str
    hours: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One value of the programme file that is otherwise in this story."""

    section: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Label:
    """A button by its words, and by words in the same row where several are called the same."""

    words: str
    beside: str = ""

    def __str__(self) -> str:
        return f'"{self.words}" beside "{self.beside}"' if self.beside else f'"{self.words}"'


@dataclass(frozen=True, slots=True)
class Types:
    """Somebody types; `speaks` is set where it is a new family, by the language of its phone."""

    who: str
    text: str
    speaks: str = ""


@dataclass(frozen=True, slots=True)
class Presses:
    """Somebody presses one button after the other; `old`: buttons that no longer stand on the phone."""

    who: str
    labels: tuple[Label, ...]
    old: bool = False


@dataclass(frozen=True, slots=True)
class Sends:
    """Somebody sends what is no text: a kind of media, or "own number", "somebody else's number"."""

    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Edits:
    """Somebody changes the words they typed last."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Moves:
    """The clock goes on by a span, or to a wall time in the town."""

    by: timedelta | None = None
    to: datetime | None = None


@dataclass(frozen=True, slots=True)
class SaysInGroup:
    """Somebody writes in the team's group: in its newest topic, or in the general one."""

    who: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class DeletesTopic:
    """Somebody deletes the newest topic of the team's group by hand."""

    who: str


Action: TypeAlias = Types | Presses | Sends | Edits | Moves | SaysInGroup | DeletesTopic


@dataclass(slots=True)
class Step:
    """One line of the story, as it was written and as it is meant."""

    line: str
    action: Action


@dataclass(slots=True)
class Story:
    """A journey. `prologue` are the lines above the first step; `between` the comments above each step."""

    prologue: list[str] = field(default_factory=list)
    starts_at: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=GLADBECK)
    team: list[Teammate] = field(default_factory=list)
    settings: list[Setting] = field(default_factory=list)
    group: str = ""
    steps: list[Step] = field(default_factory=list)
    between: dict[int, list[str]] = field(default_factory=dict)


class NotAStep(ValueError):
    """A line that is no step, no comment and no recording."""


def read(path: Path) -> Story:
    """The journey in this file. Raises NotAStep with the line's number."""
    story = Story()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith(INDENT):
            continue
        try:
            _take(story, line.rstrip())
        except ValueError as error:
            raise NotAStep(f"{path.name}, line {number}: {error}") from error
    return story


def written(story: Story, recordings: list[list[str]]) -> str:
    """The file's text: each step with what the phones show after it."""
    blocks = ["\n".join(story.prologue)]
    for at, (step, recording) in enumerate(zip(story.steps, recordings, strict=True)):
        shown = [f"{INDENT}{line}".rstrip() for line in recording]
        blocks.append("\n".join([*story.between.get(at, ()), step.line, *shown]))
    return "\n\n".join(blocks) + "\n"


def _take(story: Story, line: str) -> None:
    if line.startswith("#"):
        _place(story, line)
        return
    if story.steps or not _is_setting(story, line):
        story.steps.append(Step(line, _action(line)))
        return
    story.prologue.append(line)


def _place(story: Story, comment: str) -> None:
    if story.steps:
        story.between.setdefault(len(story.steps), []).append(comment)
    else:
        story.prologue.append(comment)


def _is_setting(story: Story, line: str) -> bool:
    word, _, rest = line.partition(": ")
    match word:
        case "starts":
            story.starts_at = _wall_time(rest)
        case "team":
            story.team.append(_teammate(rest))
        case "group":
            story.group = rest
        case "programme":
            story.settings.append(_setting(rest))
        case _:
            return False
    return True


def _wall_time(text: str) -> datetime:
    day, _, moment = text.partition(" ")
    at = datetime.strptime(moment, _CLOCK).replace(tzinfo=GLADBECK)
    if f"{at:%A}" != day:
        raise NotAStep(f"{moment} is a {at:%A}")
    return at


def _teammate(text: str) -> Teammate:
    found = re.fullmatch(r"(\w+), (coach|lead)(?:, speaks ([a-z, ]+?))?(?:, works (.+))?", text)
    if found is None:
        raise NotAStep(f"team: NAME, coach, speaks de, tr, works HOURS - not {text!r}")
    name, role, languages, hours = found.groups()
    return Teammate(name, role, (languages or "de").replace(" ", ""), hours or "")


def _setting(text: str) -> Setting:
    found = re.fullmatch(r"([\w.]+)\.(\w+) = (.+)", text)
    if found is None:
        raise NotAStep(f"programme: SECTION.NAME = VALUE - not {text!r}")
    return Setting(*found.groups())


def _action(line: str) -> Action:
    for form, meant in _FORMS:
        found = re.fullmatch(form, line)
        if found is not None:
            return meant(*found.groups())
    raise NotAStep(f"no such step: {line!r}")


def _presses(who: str, old: str | None, labels: str) -> Presses:
    return Presses(who, tuple(Label(words, beside or "") for words, beside in re.findall(_LABEL, labels)), bool(old))


def _span(text: str) -> Moves:
    return Moves(by=timedelta(**{unit if unit.endswith("s") else f"{unit}s": int(n) for n, unit in _amounts(text)}))


def _amounts(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(", "):
        count, _, unit = part.partition(" ")
        yield count, unit


def _many(who: str, count: str) -> Types:
    return Types(who, "la" * (int(count.replace(",", "")) // 2))


def _nothing(who: str) -> Types:
    return Types(who, "\u200b\u2060\u200b")


_FORMS = (
    (r"the clock moves (\d+ (?:day|hour|minute)s?(?:, \d+ (?:day|hour|minute)s?)*)", _span),
    (r"the clock moves to (.+)", lambda text: Moves(to=_wall_time(text))),
    (rf"(\w+) presses (the old )?({_LABEL}(?:, {_LABEL})*)", lambda who, old, labels, *_: _presses(who, old, labels)),
    (r"(\w+) in the (group|topic): (.+)", SaysInGroup),
    (r"(\w+) deletes the topic", DeletesTopic),
    (r"(\w+) sends an? (\w+)", Sends),
    (r"(\w+) shares (own number|somebody else's number)", Sends),
    (r"(\w+) types ([\d,]+) letters", _many),
    (r"(\w+) types only invisible characters", _nothing),
    (r"(\w+) changes these words to: (.+)", Edits),
    (r"(\w+) \(([a-z-]+)\): (.+)", lambda who, speaks, text: Types(who, text, speaks)),
    (r"(\w+): (.+)", Types),
)
