"""A coach's own times: the week, single days, absence, the way calls are laid, and what follows from it."""

from __future__ import annotations

from dialogs.desk.facts import DeskFacts
from dialogs.desk.page import Page, button, opened, shown_on
from dialogs.desk.times_days import (
    away_pressed,
    back_pressed,
    day_in,
    day_page,
    day_pressed,
    days_page,
    from_now_page,
    ill_pressed,
    sure_page,
    until_page,
)
from dialogs.desk.times_facts import OwnTimes
from dialogs.desk.times_laid import laid_page, laid_pressed
from dialogs.desk.times_week import DRAFT, NAME, week_page, week_pressed
from dialogs.desk.times_words import LISTED, away_in_words, free_in_words, policy_in_words, week_in_words
from dialogs.machine.screen import Button, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Phrase, say, stacked


def _present(state: State, facts: DeskFacts) -> Screen:
    times = facts.times
    if times is None:
        return Screen((say("desk.times.title"),))
    shown = shown_on(state).partition(DRAFT)[0]
    what, _, rest = shown.partition("-")
    day = day_in(rest)
    match what:
        case "week" | "look" | "day":
            return week_page(state, shown, times, facts)
        case "days":
            return days_page(times, facts)
        case "on" if day is not None:
            return day_page(day, times, facts)
        case "until" if day is not None:
            return until_page(day, times, facts)
        case "away":
            return from_now_page(times, facts)
        case "sure":
            return sure_page(rest, times, facts)
        case "calls":
            return laid_page(times)
        case _:
            return _overview(times, facts)


def _pressed(state: State, pick: str, facts: DeskFacts) -> Turn:
    times = facts.times
    if times is None:
        return Turn(state, toast=say("desk.toast.old_button"))
    what, _, rest = pick.partition("-")
    match what:
        case "home":
            return opened(state, NAME)
        case "days" | "away" | "calls":
            return opened(state, NAME, what)
        case "ill":
            return ill_pressed(state, times, facts)
        case "d":
            return day_pressed(state, rest, times, facts)
        case "until" if day_in(rest) is not None:
            return opened(state, NAME, f"until-{rest}")
        case "off" | "sure":
            return away_pressed(state, rest, times, facts, sure=what == "sure")
        case "back":
            return back_pressed(state, rest, times)
        case "here":
            number, _, day = rest.partition("-")
            return back_pressed(state, number, times, f"on-{day}")
        case "h":
            return laid_pressed(state, *_two(rest), times)
        case _:
            return week_pressed(state, pick, times) or Turn(state, toast=say("desk.toast.old_button"))


def _two(rest: str) -> tuple[str, str]:
    what, _, wanted = rest.partition("-")
    return what, wanted


def _overview(times: OwnTimes, facts: DeskFacts) -> Screen:
    lines: list[Phrase] = [say("desk.times.title"), week_in_words(times.hours)]
    if times.away:
        lines.append(stacked([away_in_words(one, facts.zone) for one in times.away[:LISTED]]))
    lines += [policy_in_words(times.policy), free_in_words(times)]
    rows = (
        (button(NAME, "week", "desk.times.button.week"), button(NAME, "days", "desk.times.button.days")),
        (button(NAME, "away", "desk.times.button.away"), button(NAME, "calls", "desk.times.button.calls")),
        *((last,) for last in _here_or_ill(times, facts)),
    )
    return Screen(tuple(lines), rows)


def _here_or_ill(times: OwnTimes, facts: DeskFacts) -> tuple[Button, ...]:
    """Who is away can come back; being ill can still be said by somebody who is only off for a while."""
    now = next((one for one in times.away if one.starts_at <= facts.now < one.ends_at), None)
    ill = button(NAME, "ill", "desk.times.button.ill", "danger")
    if now is None:
        return (ill,)
    return (button(NAME, f"back-{now.id}", "desk.times.button.back", "success"),)


TIMES = Page(NAME, _present, _pressed)
