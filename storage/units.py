"""What a unit of work is: a plain generator that yields statements and receives rows. No driver is named here."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar

T = TypeVar("T")

Row: TypeAlias = tuple[Any, ...]


class Statement(NamedTuple):
    """One SQL statement with the values of its `:named` parameters."""

    sql: Sql
    values: Mapping[str, Any]


class Sql:
    """SQL text with `:named` parameters, written once and shared by every driver.

    Calling it gives a statement: `FIND(person=7)`. Drivers translate the text once, at the first use or at import.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = " ".join(text.split())

    def __call__(self, **values: Any) -> Statement:
        return Statement(self, values)

    def __repr__(self) -> str:
        return f"Sql({self.text!r})"


Unit: TypeAlias = Generator[Statement, list[Row], T]
"""A unit of work under way. `rows = yield FIND(person=7)`; what it returns is the unit's result."""


class Storage(Protocol):
    """Runs units of work, each whole or not at all."""

    async def run(self, unit: Callable[[], Unit[T]]) -> T:
        """Run one unit in a write transaction and give its result.

        `unit` makes the generator anew at each call, since a unit whose group was rolled back runs again. What a
        unit raises reaches the caller after its own work was rolled back; other units are untouched by it.
        """
        ...

    async def close(self) -> None:
        """Finish what is under way, then let go of the database."""
        ...
