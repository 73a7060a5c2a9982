"""The gallery's screens of the phrasebook: each line at a family, each page at a coach, and the answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.gallery.sample import LONG_NAME, MIRA, Named, Sample
from dialogs.desk.card import case_card
from dialogs.desk.facts import DeskCase, DeskFacts, LastLine
from dialogs.desk.phrasebook import ANSWERS, GROUPS, Line
from dialogs.desk.phrases import LINES_SHOWN, PHRASES
from dialogs.desk.sent_lines import Outcome, answer_note, line_text
from dialogs.family.facts import Stage
from dialogs.family.messages import answered_screen, line_screen
from dialogs.machine.questions import Told
from dialogs.machine.screen import Screen
from dialogs.machine.turn import State
from dialogs.machine.words import Phrase, say

ROW = 1234567
"""A case's row with more digits than one town will ever need."""


TIMES = 20
"""More clocks than one page shows."""


def phrase_screens(sample: Sample) -> Named:
    """The book as it is sent: each line at a family, each page at a coach, each answer on both sides."""
    for group in GROUPS:
        for line in group.lines:
            yield f"phrase {line.id}", _to_family(line, sample)
    yield from _answered(sample)
    yield from _pages(sample)
    yield from _notes(sample)
    yield from _cards(sample)


def _text(line: Line, sample: Sample) -> Phrase:
    return line_text(line.id, sample.call().starts_at if line.asks_clock else None)


def _to_family(line: Line, sample: Sample) -> Screen:
    return line_screen(LONG_NAME, _text(line, sample), ROW, line.answers)


def _answered(sample: Sample) -> Named:
    """A line that was answered, with all that can come of it."""
    asked = GROUPS[0].lines[0]
    for came in (say("phrase.agreed"), say("phrase.time_gone"), say("phrase.too_late")):
        screen = answered_screen(LONG_NAME, _text(asked, sample), "yes_then", came)
        yield f"phrase answered, {came.key}", screen
    for answer in sorted(ANSWERS):
        yield f"phrase answered: {answer}", answered_screen(LONG_NAME, _text(asked, sample), answer)


def _case(sample: Sample, **changes: Any) -> DeskCase:
    case = DeskCase(
        ROW, 1000 + ROW, "tr", Stage.TAKEN, sample.now, sample.call(), Told(sample.answers()), owner=MIRA,
        taken_at=sample.now,
    )  # fmt: skip
    return replace(case, **changes)


def _facts(sample: Sample, **changes: Any) -> DeskFacts:
    clocks = tuple(sample.call().starts_at + timedelta(minutes=30 * place) for place in range(TIMES))
    return DeskFacts(sample.now, sample.town.zone, MIRA, _case(sample, **changes), clocks=clocks)


def _pages(sample: Sample) -> Named:
    facts = _facts(sample)
    yield "desk phrases", _page("", facts)
    for group in GROUPS:
        for first in range(0, len(group.lines), LINES_SHOWN):
            yield f"desk phrases: {group.id} from {first}", _page(f"-{group.id}-{first}", facts)
    clock = int(facts.clocks[0].timestamp())
    yield "desk phrases: which clock", _page("-line-call_at", facts)
    yield "desk phrases: later clocks", _page("-line-call_at-1", facts)
    yield "desk phrases: no clock", _page("-line-call_at", replace(facts, clocks=()))
    yield "desk phrases: preview with a clock", _page(f"-at-call_at-{clock}", facts)
    for group in GROUPS:
        for line in group.lines:
            if not line.asks_clock:
                yield f"desk phrases: preview of {line.id}", _page(f"-line-{line.id}", facts)
    yield "desk phrases: sent", _page("-sent", facts)
    yield "desk phrases: unreachable", _page("", _facts(sample, reachable=False))
    yield "desk phrases: over", _page("", _facts(sample, stage=Stage.STOPPED))
    yield "desk phrases: not yours", _page("", _facts(sample, owner=None))


def _page(shown: str, facts: DeskFacts) -> Screen:
    return PHRASES.present(State("desk", aside=f"phrases.{ROW}{shown}"), facts)


def _notes(sample: Sample) -> Named:
    """What a coach is told of an answer."""
    asked = _text(GROUPS[0].lines[0], sample)
    for outcome in Outcome:
        yield f"desk phrases: answered, {outcome}", answer_note(ROW, 1000 + ROW, asked, "yes_then", outcome)
    for answer in sorted(ANSWERS):
        yield f"desk phrases: answered {answer}", answer_note(ROW, 1000 + ROW, asked, answer, Outcome.NOTED)


def _cards(sample: Sample) -> Named:
    """Cards with the line that was sent last."""
    clock = sample.call().starts_at
    lasts = (LastLine("call_at", clock), LastLine("call_at", clock, "yes_then"), LastLine("voicemail"),
             LastLine("wish_well"))  # fmt: skip
    for place, last in enumerate(lasts):
        yield f"desk card, last line {place}", case_card(_case(sample, last_line=last), MIRA)
