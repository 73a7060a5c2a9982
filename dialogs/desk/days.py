"""The lead's page of closed days: the next four weeks, each day to be closed or opened again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from dialogs.desk.case_lines import in_rows
from dialogs.desk.facts import DeskFacts
from dialogs.desk.lead import LEADS, back, team_of
from dialogs.desk.page import Page, button, opened, shown_on
from dialogs.desk.team_effects import CloseDay, OpenDay
from dialogs.machine.screen import Button, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Moment, Phrase, say, stacked

A_ROW = 3


def _present(state: State, facts: DeskFacts) -> Screen:
    team = team_of(facts)
    asked = _day(shown_on(state), facts)
    if asked is not None and asked not in team.closed:
        return _asks(asked, facts)
    lines: list[Phrase] = [say("desk.days.title")]
    if team.closed:
        lines.append(stacked([say("desk.days.closed", day=_moment(day, "day")) for day in team.closed]))
    buttons = [_toggle(day, closed=day in team.closed) for day in team.workdays]
    rows = in_rows(buttons, A_ROW)
    return Screen(tuple(lines), (*rows, (back(),)))


def _asks(day: date, facts: DeskFacts) -> Screen:
    """A closed day moves calls and tells families: so it is asked once."""
    booked = team_of(facts).booked.get(day, 0)
    asked = [say("desk.days.asks", day=_moment(day, "day"))]
    if booked:
        asked.append(say("desk.days.booked", count=booked))
    yes = button("days", f"close-{day:%Y%m%d}", "desk.days.button.close", "danger")
    return Screen((stacked(asked),), ((yes,), (button("days", "list", "desk.days.button.keep"),)))


def _toggle(day: date, *, closed: bool) -> Button:
    key = "desk.days.button.closed" if closed else "desk.days.button.day"
    return button("days", f"{'open' if closed else 'ask'}-{day:%Y%m%d}", key, day=_moment(day, "short_day"))


def _moment(day: date, form: str) -> Moment:
    # Noon, so that it is the same day in the town.
    return Moment(datetime.combine(day, time(12), UTC), form)  # type: ignore[arg-type]


def _day(shown: str, facts: DeskFacts) -> date | None:
    """The day a pick names, if it is one of those the page offers."""
    return next((day for day in team_of(facts).workdays if f"{day:%Y%m%d}" == shown), None)


def _pressed(state: State, pick: str, facts: DeskFacts) -> Turn:
    what, _, shown = pick.partition("-")
    day = _day(shown, facts)
    if what == "list":
        return opened(state, "days")
    if day is None:
        return Turn(state, toast=say("desk.toast.old_button"), redraw=False)
    closed = day in team_of(facts).closed
    match what:
        case "ask" if not closed:
            return opened(state, "days", shown)
        case "close" if not closed:
            note = say("desk.days.now_closed", day=_moment(day, "day"))
            return replace(opened(state, "days"), effects=(CloseDay(day),), notes=(note,))
        case "open" if closed:
            note = say("desk.days.now_open", day=_moment(day, "day"))
            return replace(opened(state, "days"), effects=(OpenDay(day),), notes=(note,))
        case _:
            return Turn(state, toast=say("desk.toast.noted"), redraw=False)


DAYS = Page("days", _present, _pressed, roles=LEADS)
