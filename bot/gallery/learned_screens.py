"""The gallery's screens of what the team learned: every view full, empty and hidden, the ladder, the text."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import cycle

from bot.gallery.sample import LEAD, LONG_NAME, Named, Sample
from dialogs.desk import conversation
from dialogs.desk.facts import DeskFacts
from dialogs.desk.learned import SPANS, VIEWS, decided_screen, text_screens, too_many_screen
from dialogs.desk.standstill_facts import Helped, Learned, Span
from dialogs.desk.team_facts import LeadCounts, TeamNow
from dialogs.family.offers import OFFERS
from dialogs.family.techniques import TECHNIQUES
from dialogs.machine.screen import Screen
from dialogs.machine.turn import State
from dialogs.machine.words import say
from dialogs.rules.ladders import Kind
from dialogs.rules.stalls import Place

MANY = (888, 444, None, 0)


def learned_screens(sample: Sample) -> Named:
    """Everything a lead reads of what helped."""
    full, empty = _learned(sample), Learned(sample.now, {name: Span(sample.now) for name in SPANS})
    for view in VIEWS:
        yield f"desk learned, {view}: nothing", _page(sample, f"year-{view}-0", empty)
        yield f"desk learned, {view}", _page(sample, f"all-{view}-0", full)
    yield "desk learned, offers: further on", _page(sample, "weeks-offers-2", full)
    yield "desk learned: not yet", _page(sample, "", None)
    asked = replace(full, halved_at=sample.now, asks=True, stamp=1_800_000_000)
    yield "desk learned, ladder: halved, a lead is asked", _page(sample, "year-ladder-0", asked)
    yield "desk learned, ladder: stays halved", _page(sample, "year-ladder-0", replace(asked, asks=False))
    yield "desk learned: too many stop", too_many_screen(full.limit, asked.stamp)
    for whole in (True, False):
        yield f"desk learned: decided, {whole}", decided_screen(LONG_NAME, full=whole)
    for number, screen in enumerate(text_screens(full, "all")):
        yield f"desk learned: as text, {number}", screen
    yield "desk learned: as text, nothing", text_screens(empty, "all")[0]
    yield "desk lead: the ladder asks", _lead(sample)
    for toast in ("sent", "decided"):
        yield f"desk toast learned: {toast}", Screen((say(f"desk.learned.toast.{toast}"),))


def _page(sample: Sample, shown: str, learned: Learned | None) -> Screen:
    facts = DeskFacts(sample.now, sample.town.zone, LEAD, learned=learned)
    return conversation.present(State("desk", aside=f"learned.{shown}"), facts)


def _lead(sample: Sample) -> Screen:
    team = TeamNow(counts=LeadCounts(3, 4, 5, 6, ladder_asks=True))
    return conversation.present(State("desk", aside="lead"), DeskFacts(sample.now, sample.town.zone, LEAD, team=team))


def _learned(sample: Sample) -> Learned:
    """As much as there can be: every offer at every place, every technique, every language."""
    tags = sample.town.languages
    numbers = cycle((888, None, 0))
    span = Span(
        sample.now - timedelta(days=27),
        offers=tuple(Helped(place, offer, *MANY) for place in Place for offer in OFFERS),
        rounds=tuple(Helped("", technique, *MANY) for technique in TECHNIQUES),
        offers_in=tuple(Helped("", tag, *MANY) for tag in tags),
        rounds_in=tuple(Helped("", tag, *MANY) for tag in tags),
        stalls=tuple((place, tag, next(numbers)) for place in Place for tag in tags),
        rungs=tuple((kind, rung, next(numbers)) for kind in Kind for rung in (1, 2, 3)),
    )
    return Learned(sample.now, dict.fromkeys(SPANS, span), stop_rate=3)
