"""What helped, from the counts: offers by place, techniques, languages, standstills; small numbers are hidden."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final, TypeAlias

from bot.desk.desk import Desk
from bot.house import House
from dialogs.desk.learned import SPANS, text_screens
from dialogs.desk.standstill_effects import SendLearned
from dialogs.desk.standstill_facts import Helped, Learned, Span
from dialogs.family.offers import OFFERS
from dialogs.family.techniques import TECHNIQUES
from dialogs.rules.firsts import hidden
from dialogs.rules.helped import guarded_crossed, guarded_rows, stop_rate
from dialogs.rules.ladders import Kind
from dialogs.rules.stalls import Place
from dialogs.rules.walltime import local_day, noon
from storage.helped import ASKED, FULL, Tally
from storage.instants import seconds
from storage.units import Unit

WEEKS: Final = timedelta(days=28)
"""What the stop rate looks back at, and the shortest span of the page."""

NUDGE_COLUMNS = ("nudge.offered", "nudge.opened", "nudge.went_on", "nudge.stopped")
ROUND_COLUMNS = ("round.offered", "round.opened", "round.done", "round.stopped")
"""The four numbers of a line, in this order; a round that was gone through to its end went on."""

Counts: TypeAlias = Counter[tuple[str, str]]
"""How often, by what it is of and language."""

Found: TypeAlias = defaultdict[str, Counts]

COUNTED: Final[Mapping[str, Callable[[Tally], int]]] = MappingProxyType(
    {"weeks": lambda tally: tally.weeks, "year": lambda tally: tally.year, "all": lambda tally: tally.ever}
)
"""How often something happened within each span."""

PLACES, KINDS = tuple(map(str, Place)), tuple(map(str, Kind))


def learned(house: House, now: datetime) -> Unit[Learned]:
    """What the page "what we learned" shows; small numbers are hidden."""
    today = local_day(now, house.town.zone)
    since = {"weeks": first_of_weeks(today), "year": today.replace(month=1, day=1)}
    tallies = yield from house.helped.tallies(since["year"], since["weeks"])
    since["all"] = (yield from house.helped.first_day()) or today
    note = yield from house.helped.ladder()
    return Learned(
        until=now,
        spans=_spans({name: noon(since[name], house.town.zone) for name in SPANS}, tallies),
        stop_rate=_rate(*(yield from house.helped.messages_since(since["weeks"]))),
        limit=house.programme.nudges.stop_rate_percent,
        halved_at=note.since if note.state != FULL else None,
        asks=note.state == ASKED,
        stamp=seconds(note.since) if note.since is not None else 0,
    )


def send(desk: Desk, effect: SendLearned) -> Unit[None]:
    """The figures as a message of their own that can be passed on; pressed twice within a minute it comes once."""
    told, lead = (yield from learned(desk.house, desk.here.now)), desk.here.person
    for number, screen in enumerate(text_screens(told, effect.span)):
        mark = f"learned:{effect.span}:{number}:{lead.id}:{seconds(desk.here.now) // 60}"
        yield from desk.post.loose(lead, screen, mark=mark)


def first_of_weeks(today: date) -> date:
    """The first of the four weeks that end today."""
    return today - WEEKS + timedelta(days=1)


def _rate(sent: int, stopped: int) -> int | None:
    """Told only where neither of its numbers is too small to be told: a share would give both away."""
    return None if hidden(sent) or hidden(stopped) else stop_rate(sent, stopped)


def _spans(since: Mapping[str, datetime], tallies: tuple[Tally, ...]) -> Mapping[str, Span]:
    """Every span by its name; none tells what another one hides. What this release has no name for is left out."""
    longest_first = sorted(since, key=lambda name: since[name])
    found = [_found(tallies, COUNTED[name]) for name in longest_first]
    named = {f"{place}.{offer}": (place, offer) for place in PLACES for offer in OFFERS}
    techniques = {technique: ("", technique) for technique in TECHNIQUES}
    offers = _lines(found, NUDGE_COLUMNS, lambda of, _: named.get(of), named.values())
    rounds = _lines(found, ROUND_COLUMNS, lambda of, _: techniques.get(of), techniques.values())
    offers_in = _lines(found, NUDGE_COLUMNS, lambda of, tag: ("", tag) if of in named else None)
    rounds_in = _lines(found, ROUND_COLUMNS, lambda of, tag: ("", tag) if of in techniques else None)
    stalls = _stalls([one["stall"] for one in found])
    rungs = _rungs([one["nudge.rung"] for one in found])
    parts = zip(longest_first, offers, rounds, offers_in, rounds_in, stalls, rungs, strict=True)
    return MappingProxyType({name: Span(since[name], *told) for name, *told in parts})


def _found(tallies: Iterable[Tally], counted: Callable[[Tally], int]) -> Found:
    """What was counted in one span."""
    found: Found = defaultdict(Counter)
    for tally in tallies:
        if counted(tally):
            found[tally.what][tally.of, tally.language] += counted(tally)
    return found


def _lines(
    spans: Iterable[Found],
    columns: tuple[str, ...],
    line_of: Callable[[str, str], tuple[str, str] | None],
    order: Iterable[tuple[str, str]] = (),
) -> list[tuple[Helped, ...]]:
    """Span by span, four numbers a line, in the order given, else by name; without any count there is no line."""
    tables = []
    for found in spans:
        table: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(columns))
        for column, what in enumerate(columns):
            for (of, language), count in found[what].items():
                line = line_of(of, language)
                if line is not None:
                    table[line][column] += count
        in_order = [line for line in order if line in table] or sorted(table)
        tables.append({line: tuple(table[line]) for line in in_order})
    return [tuple(Helped(*line, *cells) for line, cells in shown.items()) for shown in guarded_rows(*tables)]


def _stalls(spans: Iterable[Counts]) -> list[tuple[tuple[str, str, int | None], ...]]:
    """Where families stopped, by place in the order of the way, and by language."""
    tables = [
        {(place, tag): counts[place, tag] for place in PLACES for of, tag in sorted(counts) if of == place}
        for counts in spans
    ]
    return [tuple((place, tag, count) for (place, tag), count in one.items()) for one in guarded_crossed(*tables)]


def _rungs(spans: Iterable[Counts]) -> list[tuple[tuple[str, int, int | None], ...]]:
    """How many messages went out, by ladder and rung, over all languages."""
    tables = []
    for counts in spans:
        sums: Counter[tuple[str, int]] = Counter()
        for (of, _), count in counts.items():
            kind, _, rung = of.partition(".")
            if kind in KINDS and rung.isdecimal():
                sums[kind, int(rung)] += count
        tables.append({line: (sums[line],) for line in sorted(sums)})
    return [tuple((*line, count) for line, (count,) in shown.items()) for shown in guarded_rows(*tables)]
