"""What can be asked, and how an answer is given by a button, in words, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeAlias, TypeVar, cast

from dialogs.machine.events import Said

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

Draft: TypeAlias = Any
"""A half-made answer as JSON-ready data, such as the counts of a picker that is not finished yet."""


class NotUnderstood(Exception):
    """What was said answers no question we asked. A re-ask, no failure: `reason` names the hint `error.<reason>`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Given(Generic[T]):
    """A whole answer."""

    answer: T


@dataclass(frozen=True, slots=True)
class Drafted:
    """A half-made answer: the person goes on picking on the same screen."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Option:
    """One button that answers: its pick, and the last part of its text key. `chosen` is drawn with a tick."""

    pick: str
    name: str
    values: Mapping[str, Any] | None = None
    chosen: bool | None = None


class Question(Generic[T]):
    """A typed question. Its `id` is for ever: answers are stored under it."""

    def __init__(self, id: str) -> None:  # noqa: A002 - the field's own word
        self.id = id

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}>"

    def pick(self, pick: str, draft: Draft) -> Given[T] | Drafted:
        """What a pressed button answers. Raises NotUnderstood for a pick this question never had."""
        raise NotUnderstood("not_an_option")

    def hear(self, said: Said, draft: Draft) -> Given[T] | Drafted:
        """What typed words answer that name no button (those count as pressed). Raises NotUnderstood with a hint."""
        raise NotUnderstood("choose")

    def rows(self, draft: Draft) -> tuple[tuple[Option, ...], ...]:
        """The answer buttons, row by row; none where the answer is typed or depends on facts."""
        return ()

    def pack(self, answer: T) -> Any:
        """The answer as JSON-ready data."""
        return answer

    def unpack(self, stored: Any) -> T:
        """The answer that `pack` made the data from."""
        return cast("T", stored)

    def redraft(self, stored: Any) -> Draft:
        """The draft with which a stored answer is asked again: a picker starts from it, all others start empty."""
        return None

    def option_names(self) -> Iterable[str]:
        """The last parts of the text keys of all its options."""
        return ()


class Choice(Question[E]):
    """One of several named answers, each a button of its own row (or several to a row by `width`)."""

    def __init__(self, id: str, options: type[E], *, width: int = 1) -> None:  # noqa: A002
        super().__init__(id)
        self.options = options
        self.width = width

    def pick(self, pick: str, draft: Draft) -> Given[E] | Drafted:
        try:
            return Given(self.options(pick))
        except ValueError:
            raise NotUnderstood("not_an_option") from None

    def hear(self, said: Said, draft: Draft) -> Given[E] | Drafted:
        names = {option.value for option in self.options}
        if said.heard.agrees is not None:
            word = "yes" if said.heard.agrees else "no"
            if word in names:
                return self.pick(word, draft)
        return super().hear(said, draft)

    def rows(self, draft: Draft) -> tuple[tuple[Option, ...], ...]:
        options = [Option(option.value, option.value) for option in self.options]
        return tuple(tuple(options[i : i + self.width]) for i in range(0, len(options), self.width))

    def pack(self, answer: E) -> Any:
        return answer.value

    def unpack(self, stored: Any) -> E:
        return self.options(stored)

    def option_names(self) -> Iterable[str]:
        return (option.value for option in self.options)


DONE = "done"
"""The pick that closes a picker."""


class Several(Question[frozenset[E]]):
    """Any number of named answers, ticked one by one. An option in `alone` unticks all others."""

    def __init__(
        self,
        id: str,  # noqa: A002
        options: type[E],
        *,
        alone: Iterable[E] = (),
        needed: Iterable[E] = (),
        at_least: int = 1,
    ) -> None:
        super().__init__(id)
        self.options = options
        self.alone = frozenset(alone)
        self.needed = frozenset(needed)
        self.at_least = at_least

    def pick(self, pick: str, draft: Draft) -> Given[frozenset[E]] | Drafted:
        """A pick is `<option>+` or `<option>-` (so that pressing it twice says the same), or `done`."""
        chosen = frozenset(self.options(value) for value in draft or ())
        if pick == DONE:
            return self._finish(chosen)
        try:
            option = self.options(pick[:-1])
        except ValueError:
            raise NotUnderstood("not_an_option") from None
        if pick.endswith("-"):
            return Drafted(sorted(chosen - {option}))
        kept = frozenset() if option in self.alone else chosen - self.alone
        return Drafted(sorted(kept | {option}))

    def _finish(self, chosen: frozenset[E]) -> Given[frozenset[E]]:
        if not self.needed <= chosen:
            raise NotUnderstood(f"{self.id}_needed")
        if len(chosen) < self.at_least:
            raise NotUnderstood("choose_some")
        return Given(chosen)

    def rows(self, draft: Draft) -> tuple[tuple[Option, ...], ...]:
        chosen = set(draft or ())
        ticks = [
            (Option(f"{o.value}{'-' if o.value in chosen else '+'}", o.value, chosen=o.value in chosen),)
            for o in self.options
        ]
        return (*ticks, (Option(DONE, DONE),))

    def pack(self, answer: frozenset[E]) -> Any:
        return sorted(answer)

    def unpack(self, stored: Any) -> frozenset[E]:
        return frozenset(self.options(value) for value in stored)

    def redraft(self, stored: Any) -> Draft:
        return stored

    def option_names(self) -> Iterable[str]:
        return (*(option.value for option in self.options), DONE)


class Passage(Question[str]):
    """A screen to read, with one or more ways on. The answer is the way taken."""

    def __init__(self, id: str, ways: tuple[str, ...] = ("go",)) -> None:  # noqa: A002
        super().__init__(id)
        self.ways = ways

    def pick(self, pick: str, draft: Draft) -> Given[str] | Drafted:
        if pick not in self.ways:
            raise NotUnderstood("not_an_option")
        return Given(pick)

    def hear(self, said: Said, draft: Draft) -> Given[str] | Drafted:
        """A plain yes takes the first way."""
        if said.heard.agrees:
            return Given(self.ways[0])
        return super().hear(said, draft)

    def rows(self, draft: Draft) -> tuple[tuple[Option, ...], ...]:
        return tuple((Option(way, way),) for way in self.ways)

    def option_names(self) -> Iterable[str]:
        return self.ways


class Line(Question[str]):
    """A short typed line; `read` gives the cleaned words or raises NotUnderstood with a reason."""

    def __init__(self, id: str, read: Callable[[str], str]) -> None:  # noqa: A002
        super().__init__(id)
        self.read = read

    def hear(self, said: Said, draft: Draft) -> Given[str] | Drafted:
        return Given(self.read(said.text))


class Told:
    """The answers that count, by question: `told[CHILDREN]` has the question's own type."""

    __slots__ = ("_stored",)

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self._stored = stored

    def __getitem__(self, question: Question[T]) -> T:
        return question.unpack(self._stored[question.id])

    def __contains__(self, question: Question[Any]) -> bool:
        return question.id in self._stored

    def get(self, question: Question[T]) -> T | None:
        """The answer, or None where the question was not answered."""
        return self[question] if question.id in self._stored else None

    def ids(self) -> frozenset[str]:
        """The ids of all answered questions."""
        return frozenset(self._stored)
