"""Being away: single days, from now on, longer; which calls that touches is shown and asked once before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from dialogs.desk.facts import DeskFacts
from dialogs.desk.page import button, opened
from dialogs.desk.times_effects import BeAway, ComeBack
from dialogs.desk.times_facts import Away, OwnCall, OwnTimes
from dialogs.desk.times_free import by_day
from dialogs.desk.times_words import away_in_words, calls_in_words, is_whole_day, seen_in_words
from dialogs.machine.screen import Button, Rows, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Moment, Phrase, say, stacked
from dialogs.rules.absence import UNTIL_FURTHER_NOTICE, falls_on
from dialogs.rules.walltime import instant, local_day

NAME = "times"
DAYS_SHOWN = 14
YEARS = range(2000, 2200)
FROM_NOW = ("today", "tomorrow", "week", "open")
"""Until when somebody is away from now on."""


def span_of(what: str, times: OwnTimes, now: datetime, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """The span (UTC) that a pick such as `open`, `2026-11-24-am` or `2026-11-24-to-2026-12-04` names."""
    if what in FROM_NOW:
        return now, _end_from_now(what, now, zone)
    first, part = day_in(what[:10]), what[10:].removeprefix("-")
    if first is None or first < local_day(now, zone):
        return None
    noon, midnight = instant(first, times.cuts.noon, zone), instant(first + timedelta(days=1), 0, zone)
    last = day_in(part.removeprefix("to-")) if part.startswith("to-") else None
    match part:
        case "day":
            return instant(first, 0, zone), midnight
        case "am":
            return instant(first, 0, zone), noon
        case "pm":
            return noon, midnight
        case _ if last is not None and last >= first:
            return instant(first, 0, zone), instant(last + timedelta(days=1), 0, zone)
    return None


def _end_from_now(what: str, now: datetime, zone: tzinfo) -> datetime:
    today = local_day(now, zone)
    ahead = {"today": 1, "tomorrow": 2, "week": 7 - today.weekday()}
    return instant(today + timedelta(days=ahead[what]), 0, zone) if what in ahead else UNTIL_FURTHER_NOTICE


def day_in(written: str) -> date | None:
    """The day a pick names; None for one so far off that no calendar of ours reaches it."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def away_pressed(state: State, what: str, times: OwnTimes, facts: DeskFacts, *, sure: bool) -> Turn:
    """Be away; where calls are touched, they are shown first and it is asked once."""
    span = span_of(what, times, facts.now, facts.zone)
    if span is None:
        return Turn(state.over(NAME), toast=say("desk.toast.old_button"))
    after = opened(state, NAME, "" if what in FROM_NOW else "days")
    if covered(times, *span):
        return replace(after, toast=say("desk.toast.noted"))
    if touched(times, *span) and not sure:
        return opened(state, NAME, f"sure-{what}")
    return replace(after, effects=(BeAway(*span, "off"),))


def ill_pressed(state: State, times: OwnTimes, facts: DeskFacts) -> Turn:
    """Ill today: one tap, and everything else happens by itself (H4)."""
    span = facts.now, _end_from_now("today", facts.now, facts.zone)
    if covered(times, *span):
        return Turn(state.over(NAME), toast=say("desk.toast.noted"))
    return replace(opened(state, NAME), effects=(BeAway(*span, "ill"),))


def back_pressed(state: State, number: str, times: OwnTimes, shown: str = "") -> Turn:
    """The coach is there again, or will be."""
    known = next((one for one in times.away if str(one.id) == number), None)
    if known is None:
        return Turn(state.over(NAME), toast=say("desk.toast.noted"))
    back = replace(opened(state, NAME, shown), notes=(say("desk.times.back"),))
    return replace(back, effects=(ComeBack(known.id),))


def covered(times: OwnTimes, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether an absence that is known already holds that whole span."""
    return any(one.starts_at <= starts_at and ends_at <= one.ends_at for one in times.away)


def touched(times: OwnTimes, starts_at: datetime, ends_at: datetime) -> tuple[OwnCall, ...]:
    """Calls that the coach cannot make then."""
    return tuple(one for one in times.calls if one.is_agreed and falls_on(one.call, starts_at, ends_at))


def sure_page(what: str, times: OwnTimes, facts: DeskFacts) -> Screen:
    """Which calls go to others, asked once."""
    span = span_of(what, times, facts.now, facts.zone) or (facts.now, facts.now)
    calls = touched(times, *span)
    lines: tuple[Phrase, ...] = (say("desk.times.nothing_touched"),)
    if calls:
        lines = (say("desk.times.touched", count=len(calls)), calls_in_words(calls), say("desk.times.touched_then"))
    yes = button(NAME, f"sure-{what}", "desk.times.button.sure", "danger")
    return Screen(lines, ((yes,), (button(NAME, "home", "desk.times.button.stay"),)))


def from_now_page(times: OwnTimes, facts: DeskFacts) -> Screen:
    """Until when to be away from now on."""
    rows = tuple((button(NAME, f"off-{what}", f"desk.times.button.off.{what}"),) for what in FROM_NOW)
    return Screen((say("desk.times.from_now"),), (*rows, *_home()))


def days_page(times: OwnTimes, facts: DeskFacts) -> Screen:
    """The next working days, each with a tick; holidays and closing days as what they are."""
    buttons = [_day_button(day, times, facts) for day in working_days(times, facts)]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    lines = [say("desk.times.days")]
    closed = [day for day in working_days(times, facts) if times.closed.get(day)]
    if closed:
        lines.append(stacked([_holiday(day, times, facts) for day in closed]))
    return Screen(tuple(lines), (*rows, *_home()))


def _holiday(day: date, times: OwnTimes, facts: DeskFacts) -> Phrase:
    return say("desk.times.holiday", day=_at(day, facts.zone, "day"), name=times.closed[day])


def working_days(times: OwnTimes, facts: DeskFacts) -> tuple[date, ...]:
    """The next weekdays on which the coach or the office has hours, those that are closed among them."""
    weekdays = {one.weekday for one in (*times.hours, *times.office)}
    today = local_day(facts.now, facts.zone)
    days = (today + timedelta(days=ahead) for ahead in range(7 * DAYS_SHOWN))
    return tuple(day for day in days if day.weekday() in weekdays)[:DAYS_SHOWN]


def _day_button(day: date, times: OwnTimes, facts: DeskFacts) -> Button:
    return button(
        NAME, f"d-{day}", f"desk.times.button.day.{_standing(day, times, facts.zone)}", day=_at(day, facts.zone)
    )


def _standing(day: date, times: OwnTimes, zone: tzinfo) -> str:
    if day in times.closed:
        return "closed"
    on_day = away_on(day, times, zone)
    if any(is_whole_day(one, day, zone) for one in on_day):
        return "off"
    return "partly" if on_day else "here"


def away_on(day: date, times: OwnTimes, zone: tzinfo) -> tuple[Away, ...]:
    """Absences that take something of that day."""
    begins, ends = instant(day, 0, zone), instant(day + timedelta(days=1), 0, zone)
    return tuple(one for one in times.away if max(one.starts_at, begins) < min(one.ends_at, ends))


def day_pressed(state: State, written: str, times: OwnTimes, facts: DeskFacts) -> Turn:
    """A day is opened; a closed one is nobody's to work on."""
    day = day_in(written)
    if day is None or day < local_day(facts.now, facts.zone):
        return Turn(state.over(NAME), toast=say("desk.toast.old_button"))
    if day in times.closed:
        return Turn(state, toast=say("desk.toast.day_closed"), redraw=False)
    return opened(state, NAME, f"on-{day}")


def day_page(day: date, times: OwnTimes, facts: DeskFacts) -> Screen:
    """One day: what families see of it, what is off, and how to change that."""
    away = away_on(day, times, facts.zone)
    slots = by_day(times.slots, facts.zone).get(day, [])
    lines: list[Phrase] = [say("desk.times.on", day=_at(day, facts.zone, "day"))]
    if away:
        lines.append(stacked([away_in_words(one, facts.zone) for one in away]))
    lines.append(seen_in_words(slots, facts.zone))
    backs: Rows = tuple(
        (button(NAME, f"here-{one.id}-{day}", "desk.times.button.here", "success"),) for one in away[:1]
    )
    whole = any(is_whole_day(one, day, facts.zone) for one in away)
    halves = tuple(button(NAME, f"off-{day}-{part}", f"desk.times.button.off.{part}") for part in ("am", "pm"))
    offs: Rows = () if whole else ((button(NAME, f"off-{day}-day", "desk.times.button.off.day"),), halves)
    longer = (button(NAME, f"until-{day}", "desk.times.button.until"),)
    return Screen(tuple(lines), (*backs, *offs, longer, (button(NAME, "days", "desk.times.button.days_back"),)))


def until_page(day: date, times: OwnTimes, facts: DeskFacts) -> Screen:
    """Which day is the last one of a longer absence: working days, and then the Fridays after them."""
    days = [one for one in working_days(times, replace(facts, now=instant(day, 12 * 60, facts.zone))) if one > day]
    friday = day + timedelta(days=(4 - day.weekday()) % 7)
    later = [friday + timedelta(weeks=weeks) for weeks in range(1, 7)]
    shown = sorted({*days[:6], *(one for one in later if one > (days[5] if len(days) > 5 else day))})
    buttons = [
        button(NAME, f"off-{day}-to-{one}", "desk.times.button.last_day", day=_at(one, facts.zone)) for one in shown
    ]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    back = button(NAME, f"d-{day}", "desk.times.button.days_back")
    return Screen((say("desk.times.until", day=_at(day, facts.zone, "day")),), (*rows, (back,)))


def _at(day: date, zone: tzinfo, form: str = "short_day") -> Moment:
    return Moment(instant(day, 0, zone), "day" if form == "day" else "short_day")


def _home() -> Rows:
    return ((button(NAME, "home", "desk.times.button.home"),),)
