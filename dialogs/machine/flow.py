"""What a flow is: an ordered tuple of steps, and where a set of answers stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from dialogs.machine.questions import Question, Told
from dialogs.machine.screen import Rows
from dialogs.machine.words import Phrase

T = TypeVar("T")
F = TypeVar("F")
"""The facts that the shell hands in; the machine never looks inside."""


NONE_RENAMED: Mapping[str, str] = MappingProxyType({})


def always(told: Told) -> bool:
    """Always."""
    return True


@dataclass(frozen=True, slots=True)
class View:
    """What a question shows beyond the ordinary: its lines and its answer rows."""

    lines: tuple[Phrase, ...]
    rows: Rows


@dataclass(frozen=True, slots=True)
class Sight(Generic[F]):
    """What a view may look at: where we are, what was told, the half-made answer, the facts."""

    flow: Flow[F]
    run: int
    told: Told
    draft: Any
    facts: F


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Generic[F]):
    """One step: a question, and when it is asked.

    when:      asked only where this holds of the answers before it; its docstring says it in words, for the map
    then:      the effect that its answer causes, made of the answer and all that was told
    undo:      the effect of taking the answer back
    hangs_on:  questions whose change makes this answer void, so that it is asked again
    view:      its own picture, for questions whose options depend on facts
    counts:    it is one of the "question 2 of about 5"; its `when` is then asked ahead, before all is told
    silent:    never asked: a button by the wayside sets its answer, which counts where it is there
    """

    question: Question[Any]
    when: Callable[[Told], bool] = always
    then: Callable[[Any, Told], Any] | None = None
    undo: Callable[[], Any] | None = None
    hangs_on: tuple[Question[Any], ...] = ()
    view: Callable[[Sight[F]], View] | None = None
    counts: bool = False
    silent: bool = False

    @property
    def id(self) -> str:
        """The question's id."""
        return self.question.id


def ask(
    question: Question[T],
    *,
    when: Callable[[Told], bool] = always,
    then: Callable[[T, Told], Any] | None = None,
    undo: Callable[[], Any] | None = None,
    hangs_on: tuple[Question[Any], ...] = (),
    view: Callable[[Sight[Any]], View] | None = None,
    counts: bool = False,
) -> Step[Any]:
    """A step that asks a question; `then` gets the answer in the question's own type, and all that was told."""
    return Step(question=question, when=when, then=then, undo=undo, hangs_on=hangs_on, view=view, counts=counts)


def wayside(question: Question[Any], *, when: Callable[[Told], bool] = always) -> Step[Any]:
    """A step that is never asked: a button by the wayside sets its answer, which counts where `when` holds."""
    return Step(question=question, when=when, silent=True)


@dataclass(frozen=True, slots=True)
class Flow(Generic[F]):
    """An ordered tuple of steps.

    texts:    first part of its text keys, where that is not its id (flows that ask the same questions share texts)
    renamed:  question ids of earlier versions, and those of today
    """

    id: str
    version: int
    steps: tuple[Step[F], ...]
    texts: str = ""
    renamed: Mapping[str, str] = field(default_factory=lambda: NONE_RENAMED)

    def step(self, question_id: str) -> Step[F] | None:
        """The step that asks this question, if the flow has it."""
        return next((step for step in self.steps if step.id == question_id), None)

    def key(self, question: Question[Any], part: str) -> str:
        """The text key of a part of a question: `intake.children.prompt`."""
        return f"{self.texts or self.id}.{question.id}.{part}"

    def text_keys(self) -> Iterator[str]:
        """The text keys of every step that is asked: its prompt, its short name for notes and pens, its options."""
        for step in self.steps:
            if step.silent:
                continue
            yield self.key(step.question, "prompt")
            yield self.key(step.question, "short")
            for name in step.question.option_names():
                yield self.key(step.question, f"option.{name}")


@dataclass(frozen=True, slots=True)
class Walk(Generic[F]):
    """A replay: the answers that count, the step a person stands at, and the answers that lost their reason.

    passed:  the steps that were answered on the way, in order
    at:      the first step without an answer, None at the end
    lost:    ids of stored answers whose step is no longer on the way
    """

    told: Told
    passed: tuple[Step[F], ...]
    at: Step[F] | None
    lost: tuple[str, ...]


def walk(flow: Flow[F], answers: Mapping[str, Any]) -> Walk[F]:
    """Replay stored answers through a flow. Position is derived here and nowhere stored."""
    counted: dict[str, Any] = {}
    told = Told(counted)
    passed: list[Step[F]] = []
    lost: list[str] = []
    for step in flow.steps:
        id_ = step.question.id
        answered = id_ in answers
        if not step.when(told):
            if answered:
                lost.append(id_)
        elif answered:
            counted[id_] = answers[id_]
            passed.append(step)
        elif not step.silent:
            return Walk(told, tuple(passed), step, tuple(lost))
    return Walk(told, tuple(passed), None, tuple(lost))


def progress(flow: Flow[F], where: Walk[F]) -> tuple[int, int] | None:
    """Which question of how many this is, counted on the way that really remains; None for a step that counts not."""
    if where.at is None or not where.at.counts:
        return None
    done = sum(step.counts for step in where.passed)
    here = flow.steps.index(where.at)
    ahead = sum(step.counts and step.when(where.told) for step in flow.steps[here + 1 :])
    return done + 1, done + 1 + ahead
