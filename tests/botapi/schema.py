"""Holds calls, answers and updates against Telegram's documented methods, fields and types (`schema.json`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from bot.demo.files import Upload
from bot.demo.refusals import Refused

SCHEMA = Path(__file__).with_name("schema.json")
_ARRAY = "Array of "
_PLAIN: Mapping[str, Callable[[Any], bool]] = {
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Float": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}


class Hooked(Protocol):
    """What a watch can be attached to: the embedded Bot API server."""

    def on_call(self, callback: Callable[[str, Mapping[str, Any], Any], None]) -> None: ...
    def on_update(self, callback: Callable[[dict[str, Any]], None]) -> None: ...


def check_call(method: str, params: Mapping[str, Any]) -> list[str]:
    """What is wrong with a call: unknown method or field, missing field, wrong type; each with its path."""
    known = _schema()["methods"].get(method)
    if known is None:
        return [f"{method}: no such method"]
    unwrapped = {name: _unwrap(value, known["fields"].get(name)) for name, value in params.items()}
    return _check_fields(known["fields"], unwrapped, method)


def check_result(method: str, result: Any) -> list[str]:
    """What is wrong with the answer to a call."""
    return _check_any(_schema()["methods"][method]["returns"], result, f"{method} ->")


def check_update(update: Mapping[str, Any]) -> list[str]:
    """What is wrong with an update."""
    wrong = _check_type("Update", update, "Update")
    if len(update) != 2:
        wrong.append(f"Update: carries {sorted(update)} instead of its id and one thing that happened")
    return wrong


class SchemaWatch:
    """Collects what is wrong with everything that passes a server.

    As a context (`with SchemaWatch(server):`) it fails the test at the end; else look at `violations`.
    """

    def __init__(self, server: Hooked) -> None:
        self.violations: list[str] = []
        self.calls = 0
        self.updates = 0
        server.on_call(self._call)
        server.on_update(self._update)

    def __enter__(self) -> SchemaWatch:
        return self

    def __exit__(self, kind: object, fault: object, trace: object) -> None:
        if kind is None:
            assert self.violations == []

    def _call(self, method: str, params: Mapping[str, Any], result: Any) -> None:
        self.calls += 1
        self.violations += check_call(method, params)
        if not isinstance(result, Refused):
            self.violations += check_result(method, result)

    def _update(self, update: Mapping[str, Any]) -> None:
        self.updates += 1
        self.violations += check_update(update)


@cache
def _schema() -> Any:
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def _unwrap(value: Any, field: Any) -> Any:
    """A form carries everything as text: read it as the type that the field asks for, where it can be."""
    if not isinstance(value, str) or field is None or "String" in field[0]:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _check_fields(fields: Mapping[str, Any], value: Mapping[str, Any], path: str) -> list[str]:
    wrong = [f"{path}.{name}: no such field" for name in value if name not in fields]
    for name, (types, required) in fields.items():
        if name in value:
            wrong += _check_any(types, value[name], f"{path}.{name}")
        elif required:
            wrong.append(f"{path}.{name}: missing")
    return wrong


def _check_any(types: Sequence[str], value: Any, path: str) -> list[str]:
    """The complaints of the type that comes nearest; none where one of them fits."""
    return min((_check_type(kind, value, path) for kind in types), key=len)


def _check_type(kind: str, value: Any, path: str) -> list[str]:
    if kind.startswith(_ARRAY):
        if not isinstance(value, list | tuple):
            return [f"{path}: {_name(value)} instead of {kind}"]
        inner = kind.removeprefix(_ARRAY)
        return [fault for at, one in enumerate(value) for fault in _check_type(inner, one, f"{path}[{at}]")]
    if kind in _PLAIN:
        return [] if _PLAIN[kind](value) else [f"{path}: {_name(value)} instead of {kind}"]
    if kind == "InputFile":
        return [] if isinstance(value, Upload) else [f"{path}: {_name(value)} instead of a file"]
    return _check_object(kind, value, path)


def _check_object(kind: str, value: Any, path: str) -> list[str]:
    if not isinstance(value, Mapping):
        return [f"{path}: {_name(value)} instead of {kind}"]
    shape = _schema()["types"][kind]
    if "one_of" in shape:
        return _check_any(shape["one_of"], value, path)
    return _check_fields(shape.get("fields", {}), value, path)


def _name(value: Any) -> str:
    return type(value).__name__
