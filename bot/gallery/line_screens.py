"""The gallery's screens of places and of the waiting list: the family's messages and pages, and the lead's pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.gallery.sample import LEAD, LONG_NAME, Named, Sample
from dialogs.desk import conversation as desk
from dialogs.desk.facts import DeskFacts
from dialogs.desk.line_effects import SetPlaces
from dialogs.desk.line_facts import LineLog, LineNow, Waits
from dialogs.desk.places import PLACES
from dialogs.desk.waiting_line import CHANGES, LINE, NOBODY, REASONS, WHYS
from dialogs.family import conversation as family
from dialogs.family import line
from dialogs.family.facts import PlaceOffer
from dialogs.machine.screen import Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import say
from dialogs.rules.places import Availability

SETTLED = ("place.accepted", "place.declined", "still.left", "still.thanks")
NOTES = ("place.accepted_call", "place.gone", "place.gone_unlisted", "still.not_listed")


def line_screens(sample: Sample) -> Named:
    """Everything a waiting family and the lead can have before them."""
    yield from _messages(sample)
    yield from _pages(sample)
    yield from _desk_places(sample)
    yield from _desk_line(sample)


def _messages(sample: Sample) -> Named:
    offer = PlaceOffer(7, sample.now + timedelta(days=3))
    yield "line: offer", line.offer_message(offer)
    yield "line: reminder", line.reminder_message(offer)
    yield "line: when to call", line.call_message(offer)
    for why in ("lapsed", "withdrawn"):
        yield f"line: {why}", line.passed_message(why)
    yield "line: still?", line.still_message()
    yield "line: closed", line.closed_message()
    yield "line: taken off", line.off_message(sample.town.phone)
    for key in SETTLED:
        yield f"line: {key}", line.noted_message(key)
    yield "desk card: place accepted", Screen((say("desk.card.place"),))


def _pages(sample: Sample) -> Named:
    full = sample.places(Availability.FULL)
    offer = PlaceOffer(7, sample.now + timedelta(days=3))
    facts = sample.facts(places=full, on_list=True)
    home = State("home")
    shown = {
        "waiting": facts,
        "paused": replace(facts, paused=True),
        "offered": replace(facts, offer=offer),
        "accepted": replace(facts, offer=replace(offer, accepted=True)),
        "first": replace(facts, places=replace(full, families_before=(0, 0))),
        **{
            f"after {days} days": replace(facts, places=replace(full, median_days=days)) for days in (1, 2, 9, 15, 80)
        },
    }
    for name, told in shown.items():
        yield f"line page: {name}", family.present(sample.flows, home.over("list"), told)
    yield "line page: not on it", family.present(sample.flows, home.over("places"), replace(facts, on_list=False))
    yield "line page: silence", family.present(sample.flows, home.over("stopped"), replace(facts, paused=True))
    for key in NOTES:
        yield f"line note: {key}", family.present(sample.flows, home.over("list"), facts, (say(key),))


def _facts(sample: Sample, line_now: LineNow) -> DeskFacts:
    return DeskFacts(sample.now, sample.town.zone, LEAD, line=line_now)


def _desk_places(sample: Sample) -> Named:
    known = LineNow(4, sample.now - timedelta(days=1), 2)
    for name, told in {
        "unknown": LineNow(None, None, 0),
        "held": known,
        "one": replace(known, free=1, held=0),
        "stale": replace(known, held=1, stale=True),
        "overdrawn": replace(known, free=1),
    }.items():
        yield f"desk places: {name}", desk.present(State("desk", aside="places"), _facts(sample, told))
    yield "desk places: another number", desk.present(State("desk", aside="places.5"), _facts(sample, known))
    for count in (1, 5):
        turn: Turn = PLACES.pressed(State("desk"), f"set-{count}", _facts(sample, known))
        assert turn.effects == (SetPlaces(count),)
        if turn.toast is not None:
            yield f"desk places, set to {count}", Screen((turn.toast,))


def _desk_line(sample: Sample) -> Named:
    now = LineNow(3, sample.now, 1)
    yield "desk line: nobody", desk.present(State("desk", aside="line"), _facts(sample, now))
    waits = _families(sample)
    full = replace(now, waits=waits)
    for aside in ("line", "line.at-10", "line.of-101", "line.of-102", *(f"line.{where}-101" for where in REASONS)):
        yield f"desk line: {aside}", desk.present(State("desk", aside=aside), _facts(sample, full))
    yield "desk line: one", desk.present(State("desk", aside="line"), _facts(sample, replace(now, waits=waits[:1])))
    for code in NOBODY:
        told = replace(full, nobody=LineLog(sample.now, "not_offered", code))
        yield f"desk line: {code}", desk.present(State("desk", aside="line"), _facts(sample, told))
    for change in _changes(sample):
        told = replace(now, log=(change,))
        yield (
            f"desk line, log: {change.what} {change.why}",
            desk.present(State("desk", aside="line"), _facts(sample, told)),
        )
    for pick in ("of-999", *(f"{where}-101-other" for where in REASONS)):
        turn: Turn = LINE.pressed(State("desk"), pick, _facts(sample, full))
        if turn.toast is not None:
            yield f"desk line, pressed {pick}", Screen((turn.toast,))


def _families(sample: Sample) -> tuple[Waits, ...]:
    plain = Waits(101, sample.now - timedelta(days=40), "tr", 1, False)
    several = (
        plain,
        replace(plain, needs=2, paused=True, silent=3, reachable=False, case_number=1042),
        replace(plain, offered_until=sample.now),
        replace(plain, offered_until=sample.now, accepted=True),
        replace(plain, paused=True, hushed=True),
    ) * 3
    return tuple(replace(one, person=101 + at) for at, one in enumerate(several))


def _changes(sample: Sample) -> Iterator[LineLog]:
    plain = LineLog(sample.now, "offered", "turn", LONG_NAME, sample.now)
    yield from (replace(plain, what=what, why="") for what in CHANGES)
    yield from (replace(plain, what="first", why=why, by="") for why in WHYS)
    yield from (replace(plain, what="not_offered", why=code, waits_since=None) for code in NOBODY)
    yield replace(plain, what="places_set", why="4")
