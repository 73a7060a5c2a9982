"""How a flow is walked: answering, going back, the pen, and buttons from before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from dialogs.machine.events import Said
from dialogs.machine.flow import Flow, Sight, Step, View, Walk, progress, walk
from dialogs.machine.questions import Drafted, Given, NotUnderstood, Option, Passage
from dialogs.machine.screen import Button, Press, Rows
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Phrase, say

F = TypeVar("F")

BACK = "<"
PEN = "~pen"
"""Where a press with this `at` reopens the question named by its pick."""


def answer(flow: Flow[F], state: State, step: Step[F], given: Given[Any] | Drafted) -> Turn:
    """The turn after an answer (or half an answer) to the step a person stands at."""
    if isinstance(given, Drafted):
        return Turn(replace(state, draft=given.draft or None, stumbles=0))
    packed = step.question.pack(given.answer)
    before = state.reopened.get(step.id, packed)
    answers = dict(state.answers) | {step.id: packed}
    void = _hanging_on(flow, step) if before != packed else ()
    asked_again = tuple(other for other in void if other in answers)
    unneeded = walk(flow, answers).lost if asked_again else ()
    for other in asked_again:
        del answers[other]
    where = walk(flow, answers)
    gone = tuple(id_ for id_ in where.lost if id_ in answers)
    reopened = {id_: old for id_, old in state.reopened.items() if id_ != step.id and id_ not in gone}
    for id_ in gone:
        del answers[id_]
    effects = [undo for id_ in (*asked_again, *gone) if (undo := _undo(flow, id_)) is not None]
    if step.then is not None:
        effects.append(step.then(given.answer, where.told))
    still_asked = tuple(other for other in asked_again if other not in unneeded)
    dropped = (*(other for other in asked_again if other in unneeded), *gone)
    notes = (*_named(flow, "answer.again", still_asked), *_named(flow, "answer.gone", dropped))
    after = replace(state, answers=answers, draft=None, reopened=reopened, stumbles=0, aside="")
    return Turn(after, tuple(effects), notes)


def pick(flow: Flow[F], state: State, press: Press) -> Turn | None:
    """The turn after a press on an answer button; None where the button belongs to another place or run."""
    where = walk(flow, state.answers)
    if press.run != state.run or where.at is None or press.at != where.at.id:
        return None
    if press.pick == BACK:
        return back(flow, state)
    return answer(flow, state, where.at, where.at.question.pick(press.pick, state.draft))


def hear(flow: Flow[F], state: State, said: Said) -> Turn:
    """The turn after typed words. Raises NotUnderstood where they answer nothing."""
    where = walk(flow, state.answers)
    if where.at is None:
        raise NotUnderstood("nothing_asked")
    return answer(flow, state, where.at, where.at.question.hear(said, state.draft))


def already_answered(state: State, press: Press) -> bool:
    """Whether the press repeats the answer that stands: a second tap on the same button."""
    return press.run == state.run and press.at in state.answers


def back(flow: Flow[F], state: State) -> Turn:
    """One step back: forget the half-made answer's step and the answer before it, or undo the pen.

    Going back over a step with `then` emits its `undo`. At the first step nothing changes.
    """
    where = walk(flow, state.answers)
    here = where.at.id if where.at else ""
    if here in state.reopened:
        answers = dict(state.answers) | {here: state.reopened[here]}
        reopened = {id_: old for id_, old in state.reopened.items() if id_ != here}
        return Turn(replace(state, answers=answers, reopened=reopened, draft=None, stumbles=0))
    if not where.passed:
        return Turn(replace(state, draft=None, stumbles=0))
    return _forget(flow, state, where.passed[-1])


def can_go_back(flow: Flow[F], state: State, where: Walk[F]) -> bool:
    """Whether "back" leads anywhere from here."""
    if where.at is not None and where.at.id in state.reopened:
        return True
    return bool(where.passed)


def reopen(flow: Flow[F], state: State, question_id: str) -> Turn:
    """The pen: ask one answered question again; the answer is put aside so that "back" gives it back."""
    step = flow.step(question_id)
    if step is None or step.silent or question_id not in state.answers:
        return Turn(replace(state, aside=""))
    old = state.answers[question_id]
    answers = {id_: stored for id_, stored in state.answers.items() if id_ != question_id}
    reopened = dict(state.reopened) | {question_id: old}
    return Turn(replace(state, answers=answers, reopened=reopened, draft=step.question.redraft(old), aside=""))


def leave(flow: Flow[F], state: State, after: State) -> Turn:
    """The turn that leaves a flow half-way for another state; what its answers keep (a held time) is given back."""
    answered = (*state.answers, *(id_ for id_ in state.reopened if id_ not in state.answers))
    return Turn(after, tuple(undo for id_ in answered if (undo := _undo(flow, id_)) is not None))


def resume(flow: Flow[F], state: State) -> State:
    """A stored state under the questions of today: renamed ids are found again, and an answer that no question
    can read any more is forgotten, so that it is asked anew."""
    answers = _readable(flow, state.answers)
    reopened = _readable(flow, state.reopened)
    draft = state.draft if state.version == flow.version else None
    return replace(state, version=flow.version, answers=answers, reopened=reopened, draft=draft)


def present(flow: Flow[F], state: State, facts: F) -> View | None:
    """The picture of the question a person stands at; None at the end of the flow."""
    where = walk(flow, state.answers)
    if where.at is None:
        return None
    sight = Sight(flow, state.run, where.told, state.draft, facts)
    view = where.at.view(sight) if where.at.view else plain(sight, where.at)
    count = progress(flow, where)
    if count is None:
        return view
    return View((say("progress", number=count[0], total=count[1]), *view.lines), view.rows)


def plain(sight: Sight[Any], step: Step[Any], **values: Any) -> View:
    """The ordinary picture: the prompt, and the question's own options."""
    prompt = say(sight.flow.key(step.question, "prompt"), **values)
    return View((prompt,), option_rows(sight, step))


def option_rows(sight: Sight[Any], step: Step[Any]) -> Rows:
    """The buttons for a question's own options."""
    return tuple(
        tuple(option_button(sight, step, option) for option in row) for row in step.question.rows(sight.draft)
    )


def option_button(sight: Sight[Any], step: Step[Any], option: Option) -> Button:
    """One answer button. Its tick stands behind the words, where it turns no line of any script round."""
    label = Phrase(sight.flow.key(step.question, f"option.{option.name}"), option.values or {})
    if option.chosen is not None:
        label = say("tick.on" if option.chosen else "tick.off", label=label)
    return Button(label, Press(sight.run, step.id, option.pick))


def _forget(flow: Flow[F], state: State, step: Step[F]) -> Turn:
    answers = {id_: old for id_, old in state.answers.items() if id_ != step.id}
    undo = _undo(flow, step.id)
    after = replace(state, answers=answers, draft=step.question.redraft(state.answers[step.id]), stumbles=0)
    return Turn(after, (undo,) if undo is not None else ())


def _hanging_on(flow: Flow[F], step: Step[F]) -> tuple[str, ...]:
    return tuple(other.id for other in flow.steps if step.question in other.hangs_on)


def _undo(flow: Flow[F], question_id: str) -> Any:
    step = flow.step(question_id)
    return step.undo() if step is not None and step.undo is not None else None


def _named(flow: Flow[F], key: str, question_ids: tuple[str, ...]) -> tuple[Phrase, ...]:
    """A note for each answer a person gave; a screen that was only read is drawn again without a word."""
    steps = (flow.step(id_) for id_ in question_ids)
    asked = (step.question for step in steps if step is not None and not isinstance(step.question, Passage))
    return tuple(say(key, question=say(flow.key(question, "short"))) for question in asked)


def _readable(flow: Flow[F], stored: Mapping[str, Any]) -> Mapping[str, Any]:
    today = {flow.renamed.get(id_, id_): packed for id_, packed in stored.items()}
    return {id_: packed for id_, packed in today.items() if _can_read(flow.step(id_), packed)}


def _can_read(step: Step[Any] | None, packed: Any) -> bool:
    if step is None:
        return False
    try:
        step.question.unpack(packed)
    except (ValueError, TypeError, KeyError):
        return False
    return True
