"""A line of the phrasebook in words: as the family reads it, and as the team sees what became of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from dialogs.desk.facts import DeskCase
from dialogs.desk.page import card_button
from dialogs.desk.phrasebook import WANTS_WORD, line
from dialogs.machine.screen import Screen
from dialogs.machine.words import Moment, Phrase, say


class Outcome(StrEnum):
    """What an answer made of the call: nothing, an appointment, or a time that could not be kept."""

    NOTED = "noted"
    AGREED = "agreed"
    BUSY = "busy"
    TOO_LATE = "too_late"


def line_text(line_id: str, clock_at: datetime | None) -> Phrase:
    """The line as the family reads it, with its time where it has one."""
    return Phrase(f"phrase.{line_id}", {"at": Moment(clock_at, "day_clock")} if clock_at is not None else {})


def last_line(case: DeskCase) -> tuple[Phrase, ...]:
    """What the family was sent last, by its German name, and what it answered; nothing where nothing was sent."""
    last = case.last_line
    known = line(last.line) if last is not None else None
    if last is None or known is None:
        return ()
    silent = say("desk.card.no_answer" if known.answers else "desk.card.only_told")
    answer = Phrase(f"phrase.answer.{last.answer}") if last.answer in known.answers else silent
    name = Phrase(f"desk.phrase.{known.id}")
    if last.clock_at is None:
        return (say("desk.card.last_line", line=name, answer=answer),)
    return (say("desk.card.last_line_at", line=name, at=Moment(last.clock_at, "day_clock"), answer=answer),)


def answer_note(row: int, number: int, text: Phrase, answer: str, outcome: Outcome) -> Screen:
    """What a coach is told of a family's answer, with the way to the case."""
    words = Phrase(f"phrase.answer.{answer}")
    lines = [say("desk.phrases.answered", number=number, answer=words, line=text)]
    match outcome:
        case Outcome.AGREED:
            lines.append(say("desk.phrases.agreed"))
        case Outcome.BUSY:
            lines.append(say("desk.phrases.busy"))
        case Outcome.TOO_LATE:
            lines.append(say("desk.phrases.too_late"))
        case Outcome.NOTED if answer in WANTS_WORD:
            lines.append(say("desk.phrases.wants_word"))
        case Outcome.NOTED:
            pass
    return Screen(tuple(lines), ((card_button(row, number),),))
