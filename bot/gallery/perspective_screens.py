"""The gallery's screens of rounds at a coach: the page, what came back, and what is about to go quiet."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.gallery.sample import LONG_NAME, MIRA, Named, Sample
from dialogs.desk import conversation
from dialogs.desk.card import case_card
from dialogs.desk.facts import DeskCase, DeskFacts
from dialogs.desk.morning import Morning, morning_screen
from dialogs.desk.perspective import PERSPECTIVE, TECHNIQUES_SHOWN
from dialogs.desk.round_words import STATES, passed_note
from dialogs.desk.standstill_facts import RoundSeen, StillNow
from dialogs.desk.team_facts import CaseLine
from dialogs.family.facts import Stage
from dialogs.family.offers import OFFERS
from dialogs.family.techniques import TECHNIQUES, Kind, Technique
from dialogs.machine.events import Said
from dialogs.machine.questions import Told
from dialogs.machine.screen import Screen
from dialogs.machine.turn import State
from dialogs.machine.words import say
from dialogs.rules.stalls import Place

ROW = 1234567
"""A case's row with more digits than one town will ever need."""

WORDS = ("Wir essen zusammen, das ist schön. " * 15)[:500]
"""As much as is kept as the answer to one step."""

LINE = ("Ich habe oft an Ihr Lachen gedacht. " * 6)[:200]


def perspective_screens(sample: Sample) -> Named:
    """The page of a round in all it can show, notes to the coach, cards, and the list of the day."""
    yield from _pages(sample)
    yield from _previews(sample)
    yield from _past(sample)
    yield from _notes(sample)
    yield from _cards(sample)
    yield from _mornings(sample)
    for toast in ("round_open", "round_unwanted"):
        yield f"desk toast: {toast}", Screen((say(f"desk.toast.{toast}"),))


def _case(sample: Sample, **still: Any) -> DeskCase:
    known = StillNow(offers=tuple(OFFERS), sign_at=sample.now - timedelta(days=20))
    return DeskCase(
        ROW, 1000 + ROW, "tr", Stage.SPOKEN, sample.now, sample.call(), Told(sample.answers()), owner=MIRA,
        taken_at=sample.now, still=replace(known, **still),
    )  # fmt: skip


def _round(sample: Sample, technique: str = "scaling", **changes: Any) -> RoundSeen:
    return replace(RoundSeen(ROW, technique, sample.now, "done", LONG_NAME), **changes)


def _all_used(sample: Sample) -> tuple[RoundSeen, ...]:
    return tuple(_round(sample, technique, id=place) for place, technique in enumerate(TECHNIQUES))


def _page(sample: Sample, shown: str, case: DeskCase | None = None) -> Screen:
    facts = DeskFacts(sample.now, sample.town.zone, MIRA, case or _case(sample))
    return PERSPECTIVE.present(State("desk", aside=f"round.{ROW}{shown}"), facts)


def _pages(sample: Sample) -> Named:
    yield "desk round", _page(sample, "")
    for place in Place:
        yield f"desk round: {place}", _page(sample, "", _case(sample, place=place.value))
    for state in ("sent", "open"):
        under_way = _case(sample, rounds=(_round(sample, state=state),))
        yield f"desk round: {state}", _page(sample, "", under_way)
    yield "desk round: a number", _page(sample, "", _case(sample, rounds=(_round(sample),), has_number=True))
    yield "desk round: none left", _page(sample, "", _case(sample, rounds=_all_used(sample)))
    for first in range(0, len(TECHNIQUES), TECHNIQUES_SHOWN):
        yield f"desk round: all from {first}", _page(sample, f"-all-{first}", _case(sample, has_number=True))
    yield "desk round: all, none left", _page(sample, "-all-0", _case(sample, rounds=_all_used(sample)))
    for done in ("sent", "replied", "noted"):
        yield f"desk round, {done}", _page(sample, f"-{done}")
    for name, changed in (
        ("over", {"stage": Stage.STOPPED}), ("not yours", {"owner": None}), ("unreachable", {"reachable": False}),
    ):  # fmt: skip
        yield f"desk round: {name}", _page(sample, "", replace(_case(sample), **changed))


def _previews(sample: Sample) -> Named:
    known = _case(sample, has_number=True)
    for technique in TECHNIQUES:
        yield f"desk round: preview of {technique}", _page(sample, f"-pick-{technique}", known)
    yield "desk round: preview with a line", _page(sample, f"-pick-balance|{LINE}", known)
    state = State("desk", aside=f"round.{ROW}-pick-balance")
    facts = DeskFacts(sample.now, sample.town.zone, MIRA, known)
    too_long = PERSPECTIVE.hears(state, Said("x" * 201), facts)
    if too_long is not None:
        yield "desk round: line too long", conversation.present(too_long.state, facts, too_long.notes)


def _answers(technique: Technique) -> tuple[str, ...]:
    """The longest answer to each step: own words where some may be typed."""
    return tuple(
        WORDS if step.takes_words else "10" if step.kind is Kind.SCALE else step.options[0]
        for step in technique.steps
    )


def _past(sample: Sample) -> Named:
    told = tuple(
        _round(sample, one.id, id=place, passed_on=True, answers=_answers(one), reply=LINE if place % 2 else "")
        for place, one in enumerate(TECHNIQUES.values())
    )
    for back_by in range(len(told)):
        yield f"desk round: past {back_by}", _page(sample, f"-past-{back_by}", _case(sample, rounds=told))
    begun = _case(sample, rounds=(_round(sample, by="", state="put_off"),))
    yield "desk round: past, begun by the family", _page(sample, "-past-0", begun)
    answered = _round(sample, "helper_view", passed_on=True, answers=_answers(TECHNIQUES["helper_view"]))
    asks = _case(sample, rounds=(answered,))
    yield "desk round: reply", _page(sample, f"-reply-{ROW}", asks)
    yield "desk round: reply typed", _page(sample, f"-reply-{ROW}|{LINE}", asks)


def _notes(sample: Sample) -> Named:
    """What a coach is told once a family has said who may read its answers."""
    for one in TECHNIQUES.values():
        options = tuple((step.options or ("7",))[-1] for step in one.steps)
        for name, answers in (("words", _answers(one)), ("options", options), ("skipped", ("",) * len(one.steps))):
            seen = _round(sample, one.id, passed_on=True, answers=answers)
            yield f"desk round note, {one.id}: {name}", passed_note(ROW, 1000 + ROW, "tr", seen)
    kept = _round(sample, "future_letter", passed_on=False)
    yield "desk round note: kept", passed_note(ROW, 1000 + ROW, "tr", kept)


def _cards(sample: Sample) -> Named:
    for place in Place:
        yield f"desk card stands still: {place}", case_card(_case(sample, place=place.value), MIRA)
    for state in STATES:
        passed_on = {"read": True, "kept": False}.get(state)
        seen = _round(sample, state="done" if passed_on is not None else state, passed_on=passed_on)
        yield f"desk card, round {state}", case_card(_case(sample, rounds=(seen,)), MIRA)


def _mornings(sample: Sample) -> Named:
    """Cases that stand still or are about to, each with what was tried."""
    tried = (*(f"offer.{offer}" for offer in OFFERS), "technique.future_letter")
    kinds = (("missed", 1), ("moved", 3), ("silent", 21), ("quiet", 7), ("quiet", 1))
    still = tuple(
        CaseLine(
            100 + place, 1100 + place, "tr", Stage.SPOKEN, sample.now, sample.call(), 7, LONG_NAME,
            still=kind, still_days=days, tried=tried[place:] if place else (),
            promised_by=sample.call().ends_at if kind == "moved" else None,
        )
        for place, (kind, days) in enumerate(kinds)
    )  # fmt: skip
    yield "desk morning: stands still", morning_screen(Morning(sample.now, still=still))
    yield "desk morning: one stands still", morning_screen(Morning(sample.now, still=still[:1]))
