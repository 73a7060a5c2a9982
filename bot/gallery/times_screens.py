"""The gallery's screens of a coach's own times, of an absence, and of what families hear of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.gallery.sample import LONG_NAME, MIRA, TODAY, Named, Sample
from dialogs.desk import conversation
from dialogs.desk.facts import DeskFacts
from dialogs.desk.times_facts import Away, OwnCall, OwnTimes
from dialogs.desk.times_free import free_with
from dialogs.desk.times_words import LISTED
from dialogs.family.conversation import present
from dialogs.family.facts import Appointment
from dialogs.family.intake import HOME
from dialogs.machine.screen import Screen
from dialogs.machine.turn import State
from dialogs.machine.words import Listing, say, stacked
from dialogs.rules.absence import UNTIL_FURTHER_NOTICE
from dialogs.rules.hours import parse_hours, spell_hours
from dialogs.rules.laying import Policy

WEEK = parse_hours("Mon-Thu 09:00-12:00,13:30-18:00; Fri 09:00-12:00; Sat 10:00-11:00; Sun 10:00-10:30")
NARROW = "Mon 09:00-10:00"
POLICY = Policy(timedelta(minutes=25), timedelta(minutes=5), timedelta(hours=2), 14, 6)
DAY = timedelta(days=1)


def times_screens(sample: Sample) -> Named:
    """Every page of a coach's own times; summaries and notes about absence."""
    yield from _pages(sample)
    yield from _absences(sample)
    yield from _told(sample)


def _facts(sample: Sample, times: OwnTimes) -> DeskFacts:
    return DeskFacts(sample.now, sample.town.zone, MIRA, times=free_with(times, sample.now, sample.town.zone))


def _calls(sample: Sample, count: int) -> tuple[OwnCall, ...]:
    midnight = datetime.combine(TODAY, time(), sample.town.zone) + DAY
    starts = [midnight + timedelta(hours=14, minutes=30 * number) for number in range(count)]
    calls = [Appointment("exact", "", start, start + timedelta(minutes=25)) for start in starts]
    window = Appointment("asap", "", sample.now, midnight + timedelta(hours=16))
    return tuple(OwnCall(1042 + at, call) for at, call in enumerate((*calls, window)))


def _times(sample: Sample, **changes: object) -> OwnTimes:
    midnight = datetime.combine(TODAY, time(), sample.town.zone)
    away = (
        Away(1, midnight + DAY, midnight + 2 * DAY, "off"),
        Away(2, midnight + 2 * DAY, midnight + 2 * DAY + timedelta(hours=13), "off"),
        Away(3, midnight + 20 * DAY, midnight + 34 * DAY, "off"),
    )
    closed: dict[date, str] = {TODAY + 3 * DAY: "Tag der Deutschen Einheit", TODAY + 6 * DAY: ""}
    plain = OwnTimes(WEEK, POLICY, away, office=WEEK, calls=_calls(sample, 2), closed=closed)
    return replace(plain, **changes)  # type: ignore[arg-type]


def _page(sample: Sample, times: OwnTimes, shown: str = "", week: str | None = None) -> Screen:
    draft = f"|{week}" if week is not None else ""
    aside = f"times.{shown}{draft}" if shown else "times"
    return conversation.present(State("desk", aside=aside), _facts(sample, times))


def _pages(sample: Sample) -> Named:
    times, spelled = _times(sample), spell_hours(WEEK)
    yield "desk times: overview", _page(sample, times)
    one_free = _times(sample, hours=parse_hours("Wed 09:00-09:25"), away=())
    yield "desk times: no hours", _page(sample, _times(sample, hours=(), away=()))
    yield "desk times: one free", _page(sample, one_free)
    yield "desk times: week", _page(sample, times, "week", spelled)
    for day in range(7):
        yield f"desk times: weekday {day}", _page(sample, times, f"day-{day}", spelled)
    yield "desk times: weekday without hours", _page(sample, times, "day-2", "closed")
    yield "desk times: preview", _page(sample, times, "look", spelled)
    yield "desk times: preview of nothing", _page(sample, times, "look", "closed")
    many = _times(sample, calls=_calls(sample, LISTED))
    for count in (LISTED, LISTED + 3):
        shown = _times(sample, calls=_calls(sample, count))
        yield f"desk times: preview, {count} calls outside", _page(sample, shown, "look", NARROW)
    yield (
        "desk times: preview, one call outside",
        _page(sample, _times(sample, calls=_calls(sample, 1)), "look", NARROW),
    )
    yield "desk times: days", _page(sample, times, "days")
    for ahead in (1, 2, 4, 5):
        yield f"desk times: day {ahead}", _page(sample, times, f"on-{TODAY + ahead * DAY}")
    yield "desk times: last day", _page(sample, times, f"until-{TODAY + DAY}")
    yield "desk times: from now", _page(sample, times, "away")
    yield "desk times: calls", _page(sample, times, "calls")
    yield "desk times: sure", _page(sample, many, "sure-open")
    yield "desk times: sure, one call", _page(sample, _times(sample, calls=_calls(sample, 0)), "sure-open")
    yield "desk times: sure, nothing", _page(sample, _times(sample, calls=()), "sure-open")
    for note in ("saved", "back"):
        noted = _page(sample, times).with_line_on_top(
            say("desk.times.saved") if note == "saved" else say("desk.times.back")
        )
        yield f"desk times: {note}", noted


def _absences(sample: Sample) -> Named:
    midnight = datetime.combine(TODAY, time(), sample.town.zone)
    spans = {
        "now": (sample.now, midnight + DAY),
        "till noon": (midnight, midnight + timedelta(hours=13)),
        "a day": (midnight, midnight + DAY),
        "days": (midnight, midnight + 4 * DAY),
        "open": (sample.now, UNTIL_FURTHER_NOTICE),
    }
    for why in ("off", "ill"):
        for name, (starts_at, ends_at) in spans.items():
            away = (Away(1, starts_at, ends_at, why),)
            yield f"desk times: {why}, {name}", _page(sample, _times(sample, away=away))


def _told(sample: Sample) -> Named:
    """What the coach, the leads and the families hear of an absence."""
    parts = (
        say("desk.absence.to", number=2, name=LONG_NAME),
        say("desk.absence.anew", number=1),
        say("desk.absence.left", number=1),
    )
    moved = say("desk.absence.moved", count=4, parts=Listing(parts))
    yield "desk absence: ill, moved", Screen((moved, say("desk.absence.ill")))
    one = say("desk.absence.moved", count=1, parts=Listing(parts[:1]))
    yield "desk absence: off, one moved", Screen((one, say("desk.absence.off")))
    yield "desk absence: nothing to move", Screen((say("desk.absence.none"), say("desk.absence.ill")))
    numbers = Listing(("1042", "1043"))
    told = (
        say("desk.absence.lead", name=LONG_NAME, numbers=numbers),
        say("desk.absence.lead_long", name=LONG_NAME, numbers=numbers),
        say("desk.absence.lead_unreachable", name=LONG_NAME, numbers=numbers),
    )
    yield "desk absence: for the lead", Screen((stacked(told),), protected=True)
    facts = sample.facts(case=sample.own_case())
    lines = (
        say("absence.same_time", coach=LONG_NAME),
        say("absence.new_time", coach=LONG_NAME),
        say("absence.new_time_only"),
        say("absence.closed_day"),
    )
    for line in lines:
        yield f"card with {line.key}", present(sample.flows, State(HOME.id), facts, (line,))
