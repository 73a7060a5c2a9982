"""The lead's page of the project's days: until when families may begin, and when the project ends."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from dialogs.desk.facts import DeskFacts
from dialogs.desk.lead import LEADS, back, team_of
from dialogs.desk.page import Page, button, opened, shown_on
from dialogs.desk.team_effects import SetDates
from dialogs.desk.team_facts import DatesNow
from dialogs.machine.screen import Button, Rows, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Moment, Phrase, say, stacked
from dialogs.rules.walltime import local_day

NAME = "dates"
NONE = "none"
A_WEEK = timedelta(days=7)
A_STAY = 12
"""Months that a stay in the programme lasts: who begins later than this before the end cannot finish it."""

FURTHEST_YEARS = 10
"""A project's end further away than this is a slip of the thumb."""


def _present(state: State, facts: DeskFacts) -> Screen:
    known = team_of(facts).dates
    if known is None:
        return Screen((say("desk.dates.title"),), ((back(),),))
    wanted = _read(shown_on(state), facts) or known
    changed = not _same(wanted, known)
    lines = [say("desk.dates.title"), stacked([*_days(known), say(_origin(known))])]
    if changed:
        lines.append(stacked([say("desk.dates.new"), *_days(wanted), *_effects(wanted, facts)]))
    save: Rows = ((button(NAME, f"set-{_written(wanted)}", "desk.dates.button.save", "success"),),) if changed else ()
    return Screen(tuple(lines), (*_last_rows(wanted, facts), _end_row(wanted, facts), *save, (back(),)))


def _origin(known: DatesNow) -> str:
    return "desk.dates.by_lead" if known.by_lead else "desk.dates.by_file"


def _days(dates: DatesNow) -> list[Phrase]:
    last = dates.last_intake_on
    begins = say("desk.dates.last", day=_moment(last)) if last is not None else say("desk.dates.no_last")
    return [begins, say("desk.dates.ends", day=_moment(dates.ends_on))]


def _effects(wanted: DatesNow, facts: DeskFacts) -> list[Phrase]:
    """What saving would mean for families, where it ends something at once."""
    last = wanted.last_intake_on
    over = last is not None and last < _today(facts)
    return [say("desk.dates.over_now")] if over else []


def _last_rows(wanted: DatesNow, facts: DeskFacts) -> Rows:
    last = wanted.last_intake_on
    if last is None:
        first = min(max(_months(wanted.ends_on, -A_STAY), _today(facts)), wanted.ends_on)
        return ((_to(replace(wanted, last_intake_on=first), "begin"),),)
    steps = {"week_less": last - A_WEEK, "week_more": last + A_WEEK}
    steps |= {"month_less": _months(last, -1), "month_more": _months(last, 1)}
    moved = {name: replace(wanted, last_intake_on=_within(day, facts, wanted.ends_on)) for name, day in steps.items()}
    buttons = [_to(dates, name) for name, dates in moved.items()]
    return (tuple(buttons[:2]), tuple(buttons[2:]), (_to(replace(wanted, last_intake_on=None), "no_last"),))


def _end_row(wanted: DatesNow, facts: DeskFacts) -> tuple[Button, ...]:
    return tuple(
        _to(_ending(wanted, _months(wanted.ends_on, months), facts), name)
        for name, months in (("end_less", -1), ("end_more", 1))
    )


def _ending(wanted: DatesNow, ends_on: date, facts: DeskFacts) -> DatesNow:
    """With another end, which is not before today; nobody begins after it."""
    today, last = _today(facts), wanted.last_intake_on
    end = min(max(ends_on, today), date(today.year + FURTHEST_YEARS, 12, 31))
    return replace(wanted, ends_on=end, last_intake_on=min(last, end) if last is not None else None)


def _within(day: date, facts: DeskFacts, ends_on: date) -> date:
    """A last day that is yesterday ("no more from now on") at the earliest, and never after the end."""
    return min(max(day, _today(facts) - timedelta(days=1)), ends_on)


def _months(day: date, months: int) -> date:
    """The same day some months on; the last of a month stays the last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    longest = monthrange(year, month + 1)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, longest if is_last else min(day.day, longest))


def _to(wanted: DatesNow, label: str) -> Button:
    return button(NAME, f"to-{_written(wanted)}", f"desk.dates.button.{label}")


def _written(dates: DatesNow) -> str:
    last = f"{dates.last_intake_on:%Y%m%d}" if dates.last_intake_on is not None else NONE
    return f"{last}-{dates.ends_on:%Y%m%d}"


def _read(told: str, facts: DeskFacts) -> DatesNow | None:
    """Both days as a button names them; None for what no button of this page names."""
    last, _, end = told.partition("-")
    last_on, ends_on = _day(last), _day(end)
    if ends_on is None or (last_on is None and last != NONE):
        return None
    if last_on is not None and last_on > ends_on:
        return None
    known = team_of(facts).dates
    may_end = known is not None and ends_on in (known.ends_on, _ending(known, ends_on, facts).ends_on)
    return DatesNow(last_on, ends_on) if may_end else None


def _day(told: str) -> date | None:
    if len(told) != len("20261123") or not told.isdecimal():
        return None
    try:
        return date(int(told[:4]), int(told[4:6]), int(told[6:]))
    except ValueError:
        return None


def _same(one: DatesNow, other: DatesNow) -> bool:
    return (one.last_intake_on, one.ends_on) == (other.last_intake_on, other.ends_on)


def _today(facts: DeskFacts) -> date:
    return local_day(facts.now, facts.zone)


def _moment(day: date) -> Moment:
    # Noon, so that it is the same day in the town.
    return Moment(datetime.combine(day, time(12), UTC), "date")


def _pressed(state: State, pick: str, facts: DeskFacts) -> Turn:
    what, _, told = pick.partition("-")
    wanted, known = _read(told, facts), team_of(facts).dates
    if wanted is None or known is None or what not in ("to", "set"):
        return Turn(state, toast=say("desk.toast.old_button"), redraw=False)
    if what == "to":
        return opened(state, NAME, _written(wanted))
    if _same(wanted, known):
        return Turn(state, toast=say("desk.toast.noted"), redraw=False)
    effects = (SetDates(wanted.last_intake_on, wanted.ends_on),)
    return replace(opened(state, NAME), effects=effects, toast=say("desk.dates.toast.set"))


DATES = Page(NAME, _present, _pressed, roles=LEADS)
"""The days that are shown while they are changed stand in the page's aside, so they end with the page."""
