"""The list of the day: what is due for a coach and for the lead, in one message that lives all day."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from dialogs.desk.case_lines import in_rows, numbered, open_buttons
from dialogs.desk.lead import door
from dialogs.desk.page import CASE
from dialogs.desk.team_facts import CaseLine
from dialogs.machine.screen import Button, Press, Rows, Screen
from dialogs.machine.words import Listing, Moment, Phrase, say, stacked

MOST_LINES = 12
"""Lines that a phone shows without scrolling for long; the rest is counted."""

MOST_TRIED = 3
"""Offers that are named of those a family had: the newest ones."""

NEXT_A_ROW = 2
"""Buttons with a word beside the number."""


@dataclass(frozen=True, slots=True)
class PlacesKnown:
    """Free places, as of when, and whether that is so long ago that it has to be confirmed."""

    free: int
    confirmed_at: datetime | None
    stale: bool


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that was broken since the last list: the case's line, and until when the call was promised."""

    line: CaseLine
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Morning:
    """What is due today. The second half is for the lead alone.

    calls:     today's own calls; promises: other calls one has promised; offers: cases one is asked to take
    silent:    families to whom no call is promised, and no entry since
    still:     running cases that stand still, or are about to go quiet
    breaking:  promises that end today; broken: those not kept since the last list; free: cases without owner
    awaited:   how many wait to be confirmed
    """

    at: datetime
    calls: tuple[CaseLine, ...] = ()
    promises: tuple[CaseLine, ...] = ()
    offers: tuple[CaseLine, ...] = ()
    silent: tuple[CaseLine, ...] = ()
    broken: tuple[Broken, ...] = ()
    breaking: tuple[CaseLine, ...] = ()
    free: tuple[CaseLine, ...] = ()
    awaited: int = 0
    places: PlacesKnown | None = None
    still: tuple[CaseLine, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is due; a number of places that is fresh asks for nothing."""
        stale = self.places is not None and self.places.stale
        return not (any(lines for _, lines in _sections(self)) or self.awaited or stale)


def morning_screen(morning: Morning) -> Screen:
    """The list as it stands now; once all is done it says so."""
    title = say("desk.morning.title", day=Moment(morning.at, "day"))
    if morning.is_empty:
        return Screen((title, say("desk.morning.done")), protected=True)
    blocks: list[Phrase] = []
    shown: list[CaseLine] = []
    quiet = frozenset(line.id for line in morning.still)
    left = MOST_LINES
    for heading, lines in _sections(morning):
        fits = lines[:left]
        left -= len(fits)
        if fits:
            blocks.append(stacked([heading, *(told for told, _ in fits)]))
            shown.extend(line for _, line in fits)
    more = sum(len(lines) for _, lines in _sections(morning)) - MOST_LINES
    if more > 0:
        blocks.append(say("desk.morning.more", count=more))
    rows = (*open_buttons(one for one in shown if one.id not in quiet), *_next_steps(shown, quiet), *_doors(morning))
    return Screen((title, *blocks, *_asked(morning)), rows, protected=True)


def over_screen() -> Screen:
    """What stands where the list of an earlier day was."""
    return Screen((say("desk.morning.over"),), protected=True)


_Section: TypeAlias = tuple[Phrase, list[tuple[Phrase, CaseLine]]]


def _sections(morning: Morning) -> list[_Section]:
    """Headings with their lines, the most urgent first."""
    return [
        (say("desk.morning.calls"), [(_call(line), line) for line in _in_order(morning.calls)]),
        (say("desk.morning.broken"), [(_broken(one), one.line) for one in morning.broken]),
        (say("desk.morning.breaking"), [(_promised("desk.morning.ends", line), line) for line in morning.breaking]),
        (
            say("desk.morning.promises"),
            [(_promised("desk.morning.later", line), line) for line in morning.promises],
        ),
        (say("desk.morning.offers"), [(numbered("desk.morning.offer", line), line) for line in morning.offers]),
        (say("desk.morning.free"), [(_free(line), line) for line in morning.free]),
        (say("desk.morning.quiet"), [(still_line(line), line) for line in _stillest_first(morning.still)]),
        (say("desk.morning.silent"), [(_silent(line), line) for line in morning.silent]),
    ]


def _in_order(calls: Iterable[CaseLine]) -> list[CaseLine]:
    """Exact times first, then windows by their end."""
    return sorted(
        calls,
        key=lambda line: (
            line.appointment.wish != "exact",
            line.appointment.starts_at if line.appointment.wish == "exact" else line.appointment.ends_at,
            line.id,
        ),
    )


def _call(line: CaseLine) -> Phrase:
    call = line.appointment
    if call.wish == "exact":
        return numbered("desk.morning.exact", line, at=Moment(call.starts_at, "clock"))
    if call.part:
        return numbered("desk.morning.part", line, part=say(f"part.{call.part}"), by=Moment(call.ends_at, "clock"))
    return numbered("desk.morning.asap", line, by=Moment(call.ends_at, "day_clock"))


def _promised(key: str, line: CaseLine) -> Phrase:
    by = Moment(line.promised_by or line.appointment.ends_at, "day_clock")
    return numbered(key, line, by=by)


def _broken(one: Broken) -> Phrase:
    return numbered("desk.morning.was_due", one.line, by=Moment(one.due_at, "day_clock"))


def _free(line: CaseLine) -> Phrase:
    since = Moment(line.opened_at, "day_clock")
    if line.asked is not None:
        return numbered("desk.morning.asked", line, name=line.asked_name, since=since)
    return numbered("desk.morning.nobody", line, since=since)


def _silent(line: CaseLine) -> Phrase:
    return numbered("desk.morning.still", line, count=line.silent_days)


def _stillest_first(lines: Iterable[CaseLine]) -> list[CaseLine]:
    """Calls that did not come about, then the longest silence."""
    return sorted(lines, key=lambda line: (line.still not in ("moved", "missed"), -line.still_days, line.id))


def still_line(line: CaseLine) -> Phrase:
    """Where a case stands still, and what its family was offered already, the newest last."""
    if line.still in ("silent", "quiet"):
        told = numbered("desk.morning.quiet_for", line, count=line.still_days)
    else:
        told = _stands(line, Phrase(f"desk.place.{line.still}"))
    if not line.tried:
        return told
    tried = Listing(tuple(Phrase(f"desk.{what}") for what in line.tried[-MOST_TRIED:]))
    return say("desk.morning.tried", line=told, tried=tried)


def _stands(line: CaseLine, place: Phrase) -> Phrase:
    """Where it stands; a call that is promised all the same keeps its time."""
    if line.promised_by is None:
        return numbered("desk.morning.stands", line, place=place)
    return numbered("desk.morning.stands_by", line, place=place, by=Moment(line.promised_by, "day_clock"))


def _next_steps(shown: Iterable[CaseLine], quiet: Container[int]) -> Rows:
    """For each case that stands still the way to the next different step, below the list."""
    steps = {line.id: line.number for line in shown if line.id in quiet}
    return in_rows([_next_step(case, number) for case, number in steps.items()], NEXT_A_ROW)


def _next_step(case: int, number: int) -> Button:
    return Button(say("desk.morning.button.round", number=number), Press(0, CASE, f"{case}-round"))


def _asked(morning: Morning) -> list[Phrase]:
    asked: list[Phrase] = []
    if morning.awaited:
        asked.append(say("desk.morning.awaited", count=morning.awaited))
    known = morning.places
    if known is not None and known.confirmed_at is not None:
        as_of = Moment(known.confirmed_at, "date")
        key = "desk.morning.places_stale" if known.stale else "desk.morning.places"
        asked.append(Phrase(key, {"count": known.free, "as_of": as_of}))
    elif known is not None:
        asked.append(say("desk.morning.places_unknown"))
    return asked


def _doors(morning: Morning) -> Rows:
    rows: list[tuple[Button, ...]] = []
    if morning.places is not None and morning.places.stale:
        rows.append((door("places", "desk.morning.button.places", below=True),))
    if morning.awaited:
        rows.append((door("team", "desk.morning.button.team", below=True),))
    return tuple(rows)
