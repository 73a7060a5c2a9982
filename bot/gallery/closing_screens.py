"""The gallery's screens of what became of a case, of the live queue, and of calls that come later or elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.gallery.sample import LONG_NAME, MIRA, Named, Sample
from dialogs.desk import conversation, queueing
from dialogs.desk.card import case_card
from dialogs.desk.closing import DONE, FULL, REASONS
from dialogs.desk.effects import CaseOutcome, NothingToCall
from dialogs.desk.facts import DeskCase, DeskFacts
from dialogs.family import conversation as family
from dialogs.family.facts import Stage
from dialogs.machine.questions import Told
from dialogs.machine.screen import Screen
from dialogs.machine.turn import State
from dialogs.machine.words import say

HOME = State("home")


def closing_screens(sample: Sample) -> Named:
    """Everything a coach sees who says what became of a case or asks for the next family; then the family's side."""
    yield from _page(sample)
    yield from _ended_cards(sample)
    yield from _queue(sample)
    yield from _told(sample)
    yield from _moves(sample)


def _case(sample: Sample, stage: Stage = Stage.SPOKEN, **changes: Any) -> DeskCase:
    case = DeskCase(
        id=42,
        number=1042,
        language="tr",
        stage=stage,
        opened_at=sample.now,
        appointment=sample.call("later"),
        told=Told(sample.answers()),
        owner=MIRA,
        taken_at=sample.now,
        closed_at=sample.now,
    )
    return replace(case, **changes)


def _on_page(sample: Sample, shown: str, case: DeskCase) -> Screen:
    facts = DeskFacts(sample.now, sample.town.zone, MIRA, case=case)
    return conversation.present(State("desk", aside=f"close.42{shown}"), facts)


def _page(sample: Sample) -> Named:
    for stage in (Stage.SPOKEN, Stage.JOINED, Stage.WAITING):
        yield f"desk close: {stage}", _on_page(sample, "", _case(sample, stage))
        yield f"desk close, noted: {stage}", _on_page(sample, f"-{DONE}", _case(sample, stage))
    for outcome in REASONS:
        yield f"desk close, why: {outcome}", _on_page(sample, f"-{outcome}", _case(sample, Stage.JOINED))
    yield "desk close: no place", _on_page(sample, f"-{FULL}", _case(sample))
    yield "desk close: over", _on_page(sample, "", _case(sample, Stage.STOPPED, reason_code="no_time"))


def _ended_cards(sample: Sample) -> Named:
    for outcome, reasons in REASONS.items():
        for reason in reasons:
            ended = _case(sample, Stage(outcome.value), reason_code=reason)
            yield f"desk card, {outcome}: {reason}", case_card(ended, MIRA)
    taken = _case(sample, Stage.TAKEN)
    yield "desk card: later", case_card(taken, MIRA)
    for line in (say("desk.news.later"), say("desk.call.other_coach", name=LONG_NAME)):
        yield f"desk card, news: {line.key}", case_card(taken, MIRA).with_line_on_top(line)


def _queue(sample: Sample) -> Named:
    facts = DeskFacts(sample.now, sample.town.zone, MIRA)
    state = State("desk")
    for name, turn in (
        ("came", queueing.commanded(state)),
        ("nobody", conversation.refused(state, NothingToCall())),
        ("later", conversation.refused(state, NothingToCall(sample.call().starts_at))),
    ):
        yield f"desk next: {name}", conversation.present(turn.state, facts, turn.notes)


def _told(sample: Sample) -> Named:
    """The family's card with the line that an outcome puts on top."""
    for outcome in CaseOutcome:
        case = sample.own_case(Stage(outcome.value))
        facts = sample.facts(case=case, on_list=outcome is CaseOutcome.WAITING)
        note = (say(f"closed.{outcome}"),)
        yield f"card, told: {outcome}", family.present(sample.flows, HOME, facts, note)
    ended = sample.facts(case=sample.own_case(Stage.STOPPED))
    yield "card, told: ended", family.present(sample.flows, HOME, ended, (say("closed.ended"),))
    no_more = sample.facts(case=sample.own_case(Stage.WAITING))
    yield "card: waits no more", family.present(sample.flows, HOME, no_more)
    later = sample.facts(case=sample.own_case(appointment=sample.call("later")))
    yield "card: later", family.present(sample.flows, HOME, later)


def _moves(sample: Sample) -> Named:
    """The call is moved: the own coach's times, everybody's, and each wish read back."""
    facts = sample.facts(case=sample.own_case())
    start = sample.slots[0]
    exact = {"wish": "exact", "day": start.starts_at.astimezone(sample.town.zone).date().isoformat()}
    time = {"time": sample.answers()["time"]}
    for name, answers in (
        ("day", {"wish": "exact"}),
        ("day, everybody", {"wish": "exact", "whom": "anybody"}),
        ("time", exact),
        ("check", exact | time),
        ("check, a part of the day", {"wish": "part", "part": str(sample.parts[0].part)}),
        ("check, as soon as possible", {"wish": "asap"}),
    ):
        yield f"move {name}", family.present(sample.flows, State("move", answers=answers), facts)
    wanted = State("move", answers={"wish": "exact"})
    everybody = State("move", answers={"wish": "exact", "whom": "anybody"})
    note = (say("whom.everybody"),)
    yield "move day, everybody, told", family.present(sample.flows, everybody, facts, note)
    yield "move: nothing free", family.present(sample.flows, wanted, replace(facts, slots=()))
