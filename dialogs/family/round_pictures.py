"""How a round looks on a family's phone: a step with its answers, the question whether it is passed on, the end."""

from __future__ import annotations

from typing import Final

from dialogs.family.facts import Facts
from dialogs.family.own_line import own_line
from dialogs.family.standstill_facts import OwnRound
from dialogs.family.techniques import SCALE_ENDS, TECHNIQUES, Kind, Step, option_label, prompt, scale_of
from dialogs.machine.flow import View
from dialogs.machine.screen import Button, Press, Rows
from dialogs.machine.words import Phrase, say

ROUND: Final = "round"
"""The side screen: `round.<number>`. Presses are `0.~round.<number>-<step>-<pick>`, understood in every run."""

SKIP: Final = "skip"

NUMBER_ROWS: Final = (range(4), range(4, 8), range(8, SCALE_ENDS[1] + 1))


def asked_view(own: OwnRound, step: Step) -> View:
    """The question with its answers; at the first that nobody else reads them, and where words may be written."""
    technique = TECHNIQUES[own.technique]
    lines = [prompt(technique, step, own.answers, own.numbers)]
    if step.takes_words:
        lines.append(say("round.or_write" if step.options else "round.write"))
    if not own.answers:
        lines.append(say("round.yours"))
    skip = (Button(say("round.button.skip"), _press(_pick(own, ""))),)
    if step.kind is Kind.SCALE:
        return View(tuple(lines), (*_number_rows(own), skip))
    options = tuple(
        (Button(option_label(technique, step, option), _press(_pick(own, option))),) for option in step.options
    )
    return View(tuple(lines), (*options, skip))


def picked(own: OwnRound, step: Step, pick: str) -> str | None:
    """The answer a button of the step stands for, "" for passing over; None for a button it has not."""
    numbers = tuple(str(number) for row in NUMBER_ROWS for number in row) if step.kind is Kind.SCALE else ()
    return next((answer for answer in (*numbers, *step.options, "") if pick == _pick(own, answer)), None)


def waiting_view(own: OwnRound, coach: str) -> View:
    """While a coach writes here every typed word goes there, so nothing is asked that nobody else is to read."""
    back = Button(say("return.button.go_on"), _press(f"{own.id}-go"))
    return View((say("round.waits", coach=coach),), ((back,),))


def pass_view(own: OwnRound) -> View:
    """Whether the coach may read what was answered."""
    rows = tuple((round_button(own.id, answer),) for answer in ("yes", "no"))
    return View((_with_coach("round.pass", own),), rows)


def end_view(own: OwnRound, facts: Facts) -> View:
    """A thank-you, what it could be a beginning of, and the family's own line where a number was given."""
    technique = TECHNIQUES[own.technique]
    if not any(own.answers):
        return View((say("round.nothing"),), ((round_button(own.id, "done"),),))
    lines = [_with_coach("round.passed", own) if own.passed_on else say("round.kept")]
    lines.append(Phrase(f"round.{technique.id}.beginning"))
    today = scale_of(technique, own.answers)
    if today is not None:
        lines += own_line((*own.numbers, (facts.now, today)))
    if own.reply and own.coach:
        lines.append(say("round.coach_line", coach=own.coach, line=own.reply))
    return View(tuple(lines), ((round_button(own.id, "done"),),))


def round_button(round_id: int, pick: str) -> Button:
    """A button of a round beside its steps."""
    return Button(Phrase(f"round.button.{pick}"), _press(f"{round_id}-{pick}"))


def _number_rows(own: OwnRound) -> Rows:
    return tuple(
        tuple(Button(say("round.number", number=number), _press(_pick(own, str(number)))) for number in row)
        for row in NUMBER_ROWS
    )


def _with_coach(key: str, own: OwnRound) -> Phrase:
    """A text that names who would read it, or the team."""
    return Phrase(key, {"coach": own.coach}) if own.coach else Phrase(f"{key}_team")


def _pick(own: OwnRound, answer: str) -> str:
    return f"{own.id}-{len(own.answers)}-{answer or SKIP}"


def _press(pick: str) -> Press:
    return Press(0, f"~{ROUND}", pick)
