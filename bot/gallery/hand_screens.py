"""The gallery's screens of hands and promises: who is asked, passing on, giving, and promises at their end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.gallery.desk_screens import JONAS, free_case
from bot.gallery.sample import LEAD, LONG_NAME, MIRA, Named, Sample
from dialogs.desk import conversation
from dialogs.desk.card import case_card
from dialogs.desk.facts import DeskCase, DeskFacts
from dialogs.desk.page import NOTE
from dialogs.desk.team_facts import Colleague
from dialogs.family import conversation as family
from dialogs.family.facts import Hand, Stage
from dialogs.machine.screen import Screen
from dialogs.machine.turn import State
from dialogs.machine.words import Moment, say
from dialogs.rules.assignment import Reason


def hand_screens(sample: Sample) -> Named:
    """Everything the ladder of hands and the promises show."""
    asked = replace(free_case(sample), asked_until=sample.now + timedelta(hours=1), reason=Reason(True, 2, None))
    yield from _cards(sample, asked)
    yield from _pages(sample, asked)
    yield from _notes(sample, asked)
    yield from _family(sample)


def _cards(sample: Sample, asked: DeskCase) -> Named:
    for viewer in (MIRA, JONAS, LEAD):
        yield f"desk card, asked until: {viewer.id}", case_card(asked, viewer)
    yield "desk card, with the lead", case_card(replace(asked, suggested=LEAD, asked_until=None), LEAD)
    for viewer in (MIRA, JONAS):
        facts = DeskFacts(sample.now, sample.town.zone, viewer, cases=(asked,))
        yield f"desk cases, asked until: {viewer.id}", conversation.present(State("desk", aside="cases"), facts)
    given_on = replace(asked, stage=Stage.TAKEN, owner=JONAS, taken_at=sample.now, had_by=frozenset({MIRA.id}))
    yield "desk card, had before", case_card(given_on, MIRA)
    by = Moment(sample.now + timedelta(hours=3), "clock")
    lines = (
        say("desk.hand.given", name=LONG_NAME), say("desk.hand.owned"), say("desk.hand.after_two"),
        say("desk.hand.moved_on"), say("desk.hand.stays"), say("desk.promise.warn", by=by), say("desk.promise.ask"),
        say("desk.hand.has_spoken", name=LONG_NAME),
    )  # fmt: skip
    for line in lines:
        yield f"desk card, {line.key}", case_card(asked, MIRA).with_line_on_top(line)


def _pages(sample: Sample, asked: DeskCase) -> Named:
    colleagues = (
        Colleague(7, LONG_NAME, "coach", ("de", "tr"), 12, ""),
        Colleague(8, "Jonas", "coach", ("de",), 1, ""),
        Colleague(9, LONG_NAME, "lead", ("de",), 0, "", busy=True),
    )
    given_before = replace(asked, reason=Reason(False, 1, sample.now - timedelta(days=2)))
    facts = DeskFacts(sample.now, sample.town.zone, MIRA, asked, colleagues=colleagues)
    shown = {
        "why": facts,
        "why: given before": replace(facts, case=given_before),
        "why: nobody": replace(facts, case=replace(asked, suggested=None)),
        "pass_on": facts,
        "give": facts,
        "give: nobody": replace(facts, colleagues=()),
    }
    for name, known in shown.items():
        page = name.partition(":")[0]
        yield f"desk page {name}", conversation.present(State("desk", aside=f"{page}.{asked.id}"), known)


def _notes(sample: Sample, asked: DeskCase) -> Named:
    facts = DeskFacts(sample.now, sample.town.zone, MIRA)
    noted = State("desk", aside=NOTE)
    for line in (
        say("desk.pass.done", number=asked.number),
        say("desk.give.done", number=asked.number, name=LONG_NAME),
        say("desk.give.was_busy", name=LONG_NAME),
    ):
        yield f"desk note {line.key}", conversation.present(noted, facts, (line,))
    by = Moment(sample.now + timedelta(days=1), "day_clock")
    yield "desk message: promise broken", Screen((say("desk.promise.broken", number=asked.number, by=by),))


def _family(sample: Sample) -> Named:
    home = State("home")
    hands = tuple(Hand(LONG_NAME, sample.now + timedelta(hours=10 * number)) for number in range(4))
    case = sample.own_case(hands=hands, overdue=True)
    sorry = say("promise.sorry", by=Moment(sample.now + timedelta(days=1), "day_clock"))
    for note in (sorry, say("card.nobody_thanks")):
        yield f"card, {note.key}", family.present(sample.flows, home, sample.facts(case=case), (note,))
