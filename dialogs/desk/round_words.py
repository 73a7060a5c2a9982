"""A round in words for the team: how far it came, what was passed on, and what a coach can build on."""

from __future__ import annotations

from dialogs.desk.facts import DeskCase
from dialogs.desk.page import MARK, card_button
from dialogs.desk.standstill_facts import RoundSeen
from dialogs.family.techniques import TECHNIQUES, Kind, Step, option_label
from dialogs.machine.screen import Button, Press, Screen
from dialogs.machine.words import Moment, Phrase, Tongue, Value, say, stacked
from dialogs.rules.stalls import Place

ROUND_PAGE = "round"

ANSWERED = frozenset({"helper_view"})
"""Techniques whose answer a coach answers in turn: what they really see."""

TOLD_ANYHOW = frozenset({Place.MISSED, Place.BOOKED})
"""Places of which the card tells anyhow, with the number of tries."""

STATES = ("sent", "open", "done", "read", "kept", "put_off", "stopped", "lapsed")
"""How far a round came, for the team; done ones by whether the coach may read them."""


def name_of(technique: str) -> Phrase:
    """The technique's German name."""
    return Phrase(f"desk.technique.{technique}")


def idea_of(technique: str) -> Phrase:
    """What it is good for, and what a coach can build on."""
    return Phrase(f"desk.technique.{technique}.idea")


def came_to(one: RoundSeen) -> Phrase:
    """How far a round came, in a few words."""
    state = one.state
    if state == "done" and one.passed_on is not None:
        state = "read" if one.passed_on else "kept"
    if state == "sent" and not one.by:
        # Nobody invited a family that began by itself.
        state = "open"
    return Phrase(f"desk.round.state.{state}")


def round_line(one: RoundSeen) -> Phrase:
    """A round as one line: which, when, how far."""
    return say("desk.round.line", technique=name_of(one.technique), at=Moment(one.at, "date"), state=came_to(one))


def still_lines(case: DeskCase) -> tuple[Phrase, ...]:
    """What the card says of a case that stands still: where, and its newest round."""
    newest = [say("desk.card.round", line=round_line(case.still.rounds[-1]))] if case.still.rounds else []
    lines = [*_where(case), *newest]
    return (stacked(lines),) if lines else ()


def _where(case: DeskCase) -> list[Phrase]:
    place, sign_at = case.still.place, case.still.sign_at
    if place == Place.SILENT and sign_at is not None:
        return [say("desk.card.sign", at=Moment(sign_at, "date"))]
    return [say("desk.card.still", place=Phrase(f"desk.place.{place}"))] if place and place not in TOLD_ANYHOW else []


def answer_lines(one: RoundSeen, language: str) -> tuple[Phrase, ...]:
    """Question by question what was passed on: numbers and options in German, own words as they were written.

    language: that of the case, for a round of which it is not known who answered
    """
    technique = TECHNIQUES.get(one.technique)
    if technique is None or not one.passed_on:
        return ()
    return tuple(
        say(
            "desk.round.answer",
            question=Phrase(f"desk.round.step.{technique.id}.{step.id}"),
            answer=_answer(technique.id, step, answer, one.language or language),
        )
        for step, answer in zip(technique.steps, one.answers, strict=False)
    )


def _answer(technique: str, step: Step, answer: str, language: str) -> Value:
    if not answer:
        return say("desk.round.passed_over")
    if answer in step.options:
        return option_label(TECHNIQUES[technique], step, answer)
    if step.kind is Kind.SCALE:
        return answer
    return say("desk.round.own_words", words=answer, language=Tongue(language))


def may_answer(one: RoundSeen) -> bool:
    """Whether the coach can answer in a line: once, and only what was passed on."""
    return one.technique in ANSWERED and bool(one.passed_on) and bool(one.answers) and not one.reply


def answer_button(case: int, round_id: int) -> Button:
    """The way to the page on which the coach writes a line."""
    return Button(say("desk.round.button.reply"), Press(0, f"{MARK}{ROUND_PAGE}", f"{case}-reply-{round_id}"))


def passed_note(case: int, number: int, language: str, one: RoundSeen) -> Screen:
    """What a coach is told once the family has said who may read its answers. Nobody forwards or saves it."""
    to_card = (card_button(case, number),)
    if not one.passed_on:
        kept = say("desk.round.note.kept", number=number, technique=name_of(one.technique))
        return Screen((kept,), (to_card,), protected=True)
    told = say("desk.round.note.read", number=number, technique=name_of(one.technique))
    lines = (told, stacked(answer_lines(one, language)), say("desk.round.build_on", idea=idea_of(one.technique)))
    reply = ((answer_button(case, one.id),),) if may_answer(one) else ()
    return Screen(lines, (*reply, to_card), protected=True)
