"""The map of the family's road, drawn from the flows: each way of the pre-check, and what is asked when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, groupby
from typing import Any, TypeAlias

from dialogs.family.eligibility import Figures, Verdict, verdict
from dialogs.family.facts import Facts
from dialogs.family.household import Household
from dialogs.family.intake import Flows, flows_for
from dialogs.family.questions import (
    CONSENT,
    HOUSEHOLD,
    LANGUAGE,
    POSTCODE,
    RESULT,
    WELCOME,
    PostcodeQuestion,
    Purpose,
)
from dialogs.machine.flow import Flow, Step, walk
from dialogs.machine.questions import Choice, Question, Several

BEFORE: Mapping[str, Any] = {LANGUAGE.id: "de", WELCOME.id: "go", CONSENT.id: [Purpose.CALLBACK.value]}
"""What is answered before the pre-check begins."""

FAR_AWAY = "00000"

HOUSEHOLDS: Mapping[str, Household] = {
    "no child": Household(),
    "a child": Household(under_14=1),
    "a child from 14": Household(from_14=1),
    "a baby expected": Household(expecting=True),
}
"""One household for each that a rule could tell from the others."""


@dataclass(frozen=True, slots=True)
class Path:
    """One way through the pre-check: question ids with the answers in words, and the result at its end."""

    answers: tuple[tuple[str, str], ...]
    result: Verdict


@dataclass(frozen=True, slots=True)
class Fork:
    """A question and what follows each of its answers; answers that lead the same way stand together."""

    question: str
    ways: tuple[tuple[str, Tree], ...]


Tree: TypeAlias = Fork | Verdict


def paths(figures: Figures) -> Iterator[Path]:
    """Every way through the pre-check, in the order of the options."""
    yield from _paths(flows_for(figures).intake, figures, BEFORE, ())


def _paths(
    flow: Flow[Facts], figures: Figures, answers: Mapping[str, Any], said: tuple[tuple[str, str], ...]
) -> Iterator[Path]:
    where = walk(flow, answers)
    if where.at is None or where.at.question is RESULT:
        result = verdict(where.told, figures)
        if result is None:
            raise LookupError(f"No rule speaks after {said}")
        yield Path(said, result)
        return
    question = where.at.question
    for words, answer in _answers(question, figures):
        yield from _paths(
            flow, figures, {**answers, question.id: question.pack(answer)}, (*said, (question.id, words))
        )


def _answers(question: Question[Any], figures: Figures) -> Iterator[tuple[str, Any]]:
    """Every answer, or one for each kind of answer where there are too many to count."""
    if question is HOUSEHOLD:
        yield from HOUSEHOLDS.items()
    elif question is POSTCODE:
        yield from (("of the town", min(figures.own_postcodes)), ("of another town", FAR_AWAY))
        yield "unknown", PostcodeQuestion.UNKNOWN
    elif isinstance(question, Several):
        yield from _sets(question)
    elif isinstance(question, Choice):
        yield from ((option.value, option) for option in question.options)
    else:
        raise LookupError(f"The map does not know which answers {question.id} can have")


def _sets(question: Several[Any]) -> Iterator[tuple[str, Any]]:
    """Every set of answers that can be ticked together."""
    together = [option for option in question.options if option not in question.alone]
    for size in range(1, len(together) + 1):
        for chosen in combinations(together, size):
            yield " + ".join(chosen), frozenset(chosen)
    yield from ((option.value, frozenset({option})) for option in question.options if option in question.alone)


def tree(found: tuple[Path, ...], depth: int = 0) -> Tree:
    """The same ways as one tree, in which answers that lead the same way stand together."""
    if len(found[0].answers) == depth:
        return found[0].result
    by_answer = groupby(found, key=lambda path: path.answers[depth])
    branches = [(words, tree(tuple(group), depth + 1)) for (_, words), group in by_answer]
    ways: dict[Tree, list[str]] = {}
    for words, follows in branches:
        ways.setdefault(follows, []).append(words)
    return Fork(found[0].answers[depth][0], tuple((" / ".join(words), follows) for follows, words in ways.items()))


def drawn(figures: Figures) -> str:
    """The whole map as Markdown."""
    flows = flows_for(figures)
    found = tuple(paths(figures))
    longest = max(len(path.answers) for path in found)
    return "\n".join(
        (
            "# The map of the family's road",
            "",
            "Drawn from the code by `map.py`; a test compares the two. To draw it anew:",
            "`pytest tests/dialogs --redraw-map`.",
            "",
            "## The pre-check",
            "",
            f"{len(found)} ways, the longest of {longest} questions. Below each question stand its answers; a double",
            "arrow ends at the result and the rule that decided it. Rules out of force make every result `possibly`.",
            "",
            "```",
            *_branches(tree(found), ""),
            "```",
            *_roads(flows),
            "",
        )
    )


def _branches(here: Tree, indent: str) -> Iterator[str]:
    if isinstance(here, Verdict):
        return
    if not indent:
        yield here.question
    for number, (words, follows) in enumerate(here.ways, 1):
        last = number == len(here.ways)
        ends = f"==> {follows.outcome} ({follows.rule})" if isinstance(follows, Verdict) else f"-> {follows.question}"
        yield f"{indent} {'└' if last else '├'}─ {words} {ends}"
        yield from _branches(follows, f"{indent} {' ' if last else '│'}   ")


def _roads(flows: Flows) -> Iterator[str]:
    for flow in (flows.intake, flows.move, flows.number):
        yield from ("", f"## What is asked in `{flow.id}`", "", "| question | when | asked again after a change of |")
        yield "|---|---|---|"
        yield from (_row(step) for step in flow.steps)


def _row(step: Step[Facts]) -> str:
    sentence = (step.when.__doc__ or "").strip()
    when = "Never: a button by the wayside sets it." if step.silent else sentence
    return f"| `{step.id}` | {when} | {', '.join(f'`{question.id}`' for question in step.hangs_on) or '-'} |"
