"""The gallery's screens of a family: questions, results, side screens, the card, notes and reminders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any, get_args

from bot.gallery.sample import NO_MONEY, NUMBER, Named, Sample
from bot.text_keys import all_keys
from dialogs.family import conversation
from dialogs.family.asides import ASIDES
from dialogs.family.callback import DAYS_SHOWN
from dialogs.family.card import reminder
from dialogs.family.facts import Appointment, Facts, Stage
from dialogs.family.household import Household
from dialogs.family.questions import (
    BELOW_LINE,
    CHECK,
    CONSENT,
    DAY,
    HAS_COACH,
    HOUSEHOLD,
    LANGUAGE,
    LIVES_HERE,
    MONEY,
    PART,
    PHONE_RIGHT,
    POSTCODE,
    RESULT,
    TIME,
    WELCOME,
    WISH,
    CallbackPhone,
    Money,
    Purpose,
    Wish,
)
from dialogs.machine.questions import Question
from dialogs.machine.screen import Screen
from dialogs.machine.turn import State
from dialogs.machine.words import Phrase, say
from dialogs.rules.places import Availability
from dialogs.rules.reminders import Kind
from dialogs.rules.slots import Slot
from dialogs.rules.windows import DayPart

HOME = State("home")

LEADING_TO: Mapping[Question[Any], Mapping[str, Any]] = {
    POSTCODE: {"lives_here": "unsure"},
    BELOW_LINE: {"money": NO_MONEY},
    PART: {"wish": "part"},
}
"""The answers that bring a family to a question which is not asked of everybody."""

CARD_NOTES = ("words.kept", "case_open.body", "missed.body", "missed.last", "wrong_number.body")
ROAD_NOTES = ("slot_taken.body", "appointment.none")
LOOSE = ("contact.open", "contact.closed", "calendar.caption", "error.broken")


def family_screens(sample: Sample) -> Named:
    """Everything a family can have before it."""
    yield from _questions(sample)
    yield from _half_made(sample)
    yield from _callbacks(sample)
    yield from _results(sample)
    yield from _asides(sample)
    yield from _cards(sample)
    yield from _later_flows(sample)
    yield from _notes(sample)
    yield from _reminders(sample)


def _shown(sample: Sample, state: State, facts: Facts | None = None, *notes: Phrase) -> Screen:
    return conversation.present(sample.flows, state, facts or sample.facts(), notes)


def _questions(sample: Sample) -> Named:
    for step in sample.flows.intake.steps:
        if not step.silent:
            state = sample.before(step.question, **LEADING_TO.get(step.question, {}))
            yield f"question {step.id}", _shown(sample, state)


def _half_made(sample: Sample) -> Named:
    """Pickers that somebody has begun, and a first answer that may be taken back."""
    drafts: list[tuple[Any, str, Any]] = [
        (CONSENT, "ticked", [purpose.value for purpose in Purpose]),
        (MONEY, "ticked", [Money.OFFICE.value, Money.CHILD_SUPPLEMENT.value, Money.HOUSING_BENEFIT.value]),
        *((MONEY, money.value, [money.value]) for money in Money),
        (HOUSEHOLD, "one each", asdict(Household(1, 1, 1))),
        (HOUSEHOLD, "two each", asdict(Household(2, 2, 2, expecting=True))),
        (HOUSEHOLD, "most", asdict(Household(12, 12, 12))),
    ]
    for question, name, draft in drafts:
        yield f"question {question.id}: {name}", _shown(sample, replace(sample.before(question), draft=draft))


def _in_days(slot: Slot, days: int) -> Slot:
    span = timedelta(days=days)
    return replace(slot, starts_at=slot.starts_at + span, ends_at=slot.ends_at + span)


def _callbacks(sample: Sample) -> Named:
    """When to call, with much and with nothing on offer; and the summary of every wish."""
    empty = sample.facts(slots=(), parts=(), promise=None)
    for question in (WISH, DAY, TIME):
        yield f"question {question.id}: nothing free", _shown(sample, sample.before(question), empty)
    for first in (0, DAYS_SHOWN):
        days = sample.facts(slots=tuple(_in_days(sample.slots[0], day) for day in range(3 * DAYS_SHOWN)))
        yield f"question day: from the {first}th on", _shown(sample, replace(sample.before(DAY), draft=first), days)
    wishes: list[dict[str, Any]] = [{"wish": Wish.ASAP.value}, {}]
    wishes += [{"wish": Wish.PART.value, "part": part.value} for part in DayPart]
    for wish in wishes:
        name = wish.get("part") or wish.get("wish") or "exact"
        yield f"question check: {name}", _shown(sample, sample.before(CHECK, **wish))
        told = {"wish": "exact"} | {id_: value for id_, value in sample.answers(**wish).items() if id_ != "check"}
        yield f"question move_check: {name}", _shown(sample, State("move", answers=told))
    silent = sample.before(CHECK, safe="never", voicemail=None)
    yield "question check: never call", _shown(sample, silent)


def _results(sample: Sample) -> Named:
    for rule, told in sample.deciding().items():
        state = sample.before(RESULT, **told)
        yield f"result {rule}", _shown(sample, state)
        yield f"result {rule}, full", _shown(sample, state, sample.facts(places=sample.places(Availability.FULL)))
    closed = sample.facts(places=sample.places(Availability.CLOSED))
    yield "result, no new families", _shown(sample, sample.before(RESULT), closed)
    neighbour = sample.before(RESULT, lives_here="unsure", postcode=sample.elsewhere())
    yield "result postcode of a neighbour", _shown(sample, neighbour)
    figures = replace(sample.town.figures, valid_until=sample.now.date() - timedelta(days=1))
    late = sample.facts(town=replace(sample.town, figures=figures))
    yield "result rules_expired", _shown(sample, sample.before(RESULT), late)


def _asides(sample: Sample) -> Named:
    at_check = sample.before(CHECK)
    for aside in ASIDES:
        yield f"side screen {aside}", _shown(sample, at_check.over(aside))
    plain = sample.facts(promise=None, consents=frozenset())
    for aside in ("person", "consents"):
        yield f"side screen {aside}: without", _shown(sample, at_check.over(aside), plain)
    for state in Availability:
        for on_list in (False, True):
            name = f"side screen places: {state}{', on the list' if on_list else ''}"
            facts = sample.facts(places=sample.places(state), on_list=on_list)
            yield name, _shown(sample, sample.before(WELCOME).over("places"), facts)
    with_case = sample.facts(case=sample.own_case(), places=sample.places(Availability.FREE))
    yield "side screen places: with a case", _shown(sample, HOME.over("places"), with_case)
    listed = sample.facts(places=sample.places(Availability.FULL), on_list=True)
    yield "side screen list: joined", _shown(sample, at_check.over("list"), listed)
    first = replace(listed, places=replace(listed.places, families_before=(0, 0)))
    yield "side screen list: first in line", _shown(sample, at_check.over("list"), first)
    for question in (LIVES_HERE, POSTCODE, HOUSEHOLD, MONEY, BELOW_LINE, HAS_COACH):
        asked = sample.before(question, **LEADING_TO.get(question, {}))
        yield f"side screen why: {question.id}", _shown(sample, asked.over("why"))
    for step in sample.flows.intake.steps:
        if not step.silent:
            asked = sample.before(step.question, **LEADING_TO.get(step.question, {}))
            yield f"side screen return: {step.id}", _shown(sample, asked.over("return"))
    yield "side screen return: card", _shown(sample, HOME.over("return"), with_case)
    yield "side screen return: over a move", _shown(sample, State("move").over("return"), with_case)


def _cards(sample: Sample) -> Named:
    calls: list[Appointment] = [sample.call(), sample.call("asap")]
    calls += [sample.call("part", part.value) for part in DayPart]
    for call in calls:
        for stage in (Stage.RECEIVED, Stage.TAKEN):
            facts = sample.facts(case=sample.own_case(stage, appointment=call))
            yield f"card {stage}: {call.part or call.wish}", _shown(sample, HOME, facts)
    for stage in Stage:
        yield f"card {stage}", _shown(sample, HOME, sample.facts(case=sample.own_case(stage)))
    silent = sample.own_case(Stage.RECEIVED, never_call=True)
    yield "card: never call", _shown(sample, HOME, sample.facts(case=silent))
    yield "home without a case", _shown(sample, HOME)


def _later_flows(sample: Sample) -> Named:
    """Another time for the call, another number."""
    move = State("move")
    yield "move wish", _shown(sample, move)
    phone = State("number", answers={"phone": asdict(CallbackPhone(NUMBER))})
    yield "number phone", _shown(sample, State("number"))
    yield "number phone_right", _shown(sample, phone)


def _notes(sample: Sample) -> Named:
    """The short lines above a screen, each on a screen with much on it."""
    asked = sample.before(HOUSEHOLD)
    keys = (*ROAD_NOTES, *sorted(key for key in all_keys() if key.startswith(("error.", "kind."))))
    for key in keys:
        yield f"note {key}", _shown(sample, asked, None, say(key))
    card = sample.facts(case=sample.own_case())
    for key in CARD_NOTES:
        yield f"note {key}", _shown(sample, HOME, card, say(key))
    for step in sample.flows.intake.steps:
        if not step.silent and step.question not in (LANGUAGE, PHONE_RIGHT):
            short = say(sample.flows.intake.key(step.question, "short"))
            for fate in ("again", "gone"):
                yield (
                    f"note answer {fate}: {step.id}",
                    _shown(sample, asked, None, say(f"answer.{fate}", question=short)),
                )
    for key in LOOSE:
        yield f"message {key}", Screen((say(key),))


def _reminders(sample: Sample) -> Named:
    for kind in get_args(Kind):
        yield f"reminder {kind}", reminder(kind, sample.own_case(), 1)
