"""Where in a TOML text a key stands, and how a fault in it is told: file, line, what was found, and the cure."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

Path: TypeAlias = tuple[str | int, ...]

_TABLE = re.compile(r"\s*(?P<open>\[\[?)\s*(?P<name>[^\[\]]+?)\s*\]\]?\s*(#.*)?")
_ASSIGNED = re.compile(r"\s*(?P<name>(?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=")
_WORD = re.compile(r"[\w-]+|\"[^\"]*\"|'[^']*'")
_AT_LINE = re.compile(r" \(at line (?P<line>\d+), column \d+\)$")
_LONGEST_SHOWN = 60


def lines_by_key(text: str) -> dict[Path, int]:
    """The line (from 1) on which each table and key begins; the entries of `[[lists]]` are counted from 0."""
    lines: dict[Path, int] = {}
    counts: Counter[Path] = Counter()
    table: Path = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if found := _TABLE.fullmatch(line):
            table = _words(found["name"])
            if found["open"] == "[[":
                lines.setdefault(table, number)
                table = (*table, counts[table])
                counts[table[:-1]] += 1
            lines.setdefault(table, number)
        elif found := _ASSIGNED.match(line):
            lines.setdefault((*table, *_words(found["name"])), number)
    return lines


def syntax_fault(file: str, text: str, wrong: tomllib.TOMLDecodeError) -> str:
    """The sentence for a text that is no TOML at all."""
    found = _AT_LINE.search(str(wrong))
    line = int(found["line"]) if found else text.count("\n") + 1
    reason = _AT_LINE.sub("", str(wrong)).removesuffix(" (at end of document)").lower()
    written = text.splitlines()[line - 1].strip() if line <= text.count("\n") else ""
    shown = f": “{_short(written)}”" if written else ""
    return f"{file}, line {line}{shown} cannot be read ({reason}); check quotation marks, brackets and commas."


def fault(file: str, lines: Mapping[Path, int], model: type[BaseModel], wrong: ErrorDetails) -> str:
    """The sentence for one fault that the check of the values found."""
    path: Path = wrong["loc"]
    key = ".".join(str(step + 1) if isinstance(step, int) else step for step in path)
    if not path:
        return f"{file}: {_cure(wrong)}"
    where = f"{file}, line {_line_of(path, lines)}"
    match wrong["type"]:
        case "missing":
            return f"{where}: {key} is missing; add it, as the packaged programme.toml shows."
        case "extra_forbidden":
            return f"{where}: {key} is not known; {_meant(str(path[-1]), _known_beside(path, model))}"
        case _:
            found = "" if isinstance(wrong["input"], dict) else f" is {_short(_spelled(wrong['input']))}"
            return f"{where}: {key}{found}. {_cure(wrong)}"


def _words(name: str) -> tuple[str, ...]:
    return tuple(word.strip("\"'") for word in _WORD.findall(name))


def _line_of(path: Path, lines: Mapping[Path, int]) -> int:
    known = (lines[path[:length]] for length in range(len(path), 0, -1) if path[:length] in lines)
    return next(known, 1)


def _cure(wrong: ErrorDetails) -> str:
    reason = wrong.get("ctx", {}).get("error")
    said = wrong["msg"].replace("valid integer", "whole number").replace(" item ", " entry ")
    told = str(reason) if reason else re.sub(r"^(Input|String|Tuple|List)\b", "It", said)
    return told if told.endswith(".") else f"{told}."


def _spelled(found: object) -> str:
    return f'"{found}"' if isinstance(found, str) else str(found)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _meant(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean “{near[0]}”?" if near else f"known here: {', '.join(known)}."


def _known_beside(path: Path, model: type[BaseModel]) -> list[str]:
    """The keys that may stand where the last step of the path does."""
    for step in path[:-1]:
        field = model.model_fields.get(str(step))
        nested = next(_models_in(field.annotation), None) if field else None
        model = nested or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
