"""The gallery's screens of a round of changed perspective: invitations, every step of every technique, each end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bot.gallery.sample import LONG_NAME, Named, Sample
from dialogs.family import conversation
from dialogs.family.facts import Stage
from dialogs.family.own_line import SHOWN
from dialogs.family.rounds import ROUND, invitation_screen
from dialogs.family.standstill_facts import OwnRound
from dialogs.family.techniques import TECHNIQUES, Step, Technique
from dialogs.machine.screen import Screen
from dialogs.machine.turn import State
from dialogs.machine.words import Phrase, say

ROW = 1234567
"""A round's number with more digits than one town will ever need."""

LINE = "Ich denke heute an Sie. " * 8
"""As long as a coach's own words may be."""

EDGES = (("lower", ("0",)), ("higher", ("10", "self")))
"""Steps of the scale that ask otherwise at its ends."""


def round_screens(sample: Sample) -> Named:
    """A round from its invitation to its end."""
    for invited in ("scaling", "coping"):
        yield f"round invitation: {invited}", invitation_screen(ROW, invited, LONG_NAME, LINE.strip())
    for technique in TECHNIQUES.values():
        for step, answers in _steps(technique):
            yield f"round {technique.id}: {step.id}", _shown(sample, technique, answers)
        yield f"round {technique.id}: end", _shown(sample, technique, _through(technique), **_done(passed_on=True))
    for name, answers in EDGES:
        yield f"round scaling: {name}, at the end", _shown(sample, TECHNIQUES["scaling"], answers)
    yield from _ends(sample)


def _steps(technique: Technique) -> Iterator[tuple[Step, tuple[str, ...]]]:
    answers = _through(technique)
    for place, step in enumerate(technique.steps):
        yield step, answers[:place]


def _through(technique: Technique) -> tuple[str, ...]:
    return tuple(step.options[0] if step.options else "7" for step in technique.steps)


def _done(**changes: Any) -> dict[str, Any]:
    return {"state": "done"} | changes


def _ends(sample: Sample) -> Named:
    """The question afterwards, the ways a round ends, and what stands over a step."""
    scaling = TECHNIQUES["scaling"]
    told = _through(scaling)
    team: dict[str, Any] = {"coach": ""}
    yield "round: may it be read", _shown(sample, scaling, told, **_done())
    yield "round: may the team read it", _shown(sample, scaling, told, **_done(**team))
    yield "round: the team reads it", _shown(sample, scaling, told, **_done(passed_on=True, **team))
    yield "round: kept", _shown(sample, scaling, told, **_done(passed_on=False))
    yield "round: all passed over", _shown(sample, scaling, ("",), **_done())
    yield "round: answered by the coach", _shown(sample, scaling, told, **_done(passed_on=True, reply=LINE.strip()))
    waits = OwnRound(ROW, "scaling", "open", coach=LONG_NAME)
    talking = sample.facts(case=sample.own_case(Stage.SPOKEN), round=waits, talking_to=LONG_NAME)
    yield "round: a coach writes", conversation.present(sample.flows, State("home", aside=f"{ROUND}.{ROW}"), talking)
    yield "round: too many words", _shown(sample, scaling, ("3",), say("round.cut"))
    for name in ("", ".new"):
        yield (
            f"round: none{name}",
            conversation.present(sample.flows, State("home", aside=f"{ROUND}{name}"), sample.facts()),
        )


def _shown(sample: Sample, technique: Technique, answers: tuple[str, ...], *notes: Phrase, **changes: Any) -> Screen:
    numbers = tuple((sample.now - timedelta(days=14 * ago), ago % 11) for ago in range(SHOWN + 2, 0, -1))
    known: dict[str, Any] = {"state": "open", "coach": LONG_NAME} | changes
    own = OwnRound(ROW, technique.id, answers=answers, numbers=numbers, **known)
    case = sample.own_case(Stage.SPOKEN, coach=known["coach"] or None)
    state = State("home", aside=f"{ROUND}.{ROW}")
    return conversation.present(sample.flows, state, sample.facts(case=case, round=own), notes)
