"""The week as a draft: days and blocks ticked and shifted, looked at as families would see it, then saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo

from dialogs.desk.facts import DeskFacts
from dialogs.desk.page import button, opened, shown_on
from dialogs.desk.times_effects import SetHours
from dialogs.desk.times_facts import OwnCall, OwnTimes
from dialogs.desk.times_free import free_with
from dialogs.desk.times_words import calls_in_words, days_in_words, stretch_in_words, week_in_words
from dialogs.machine.screen import Button, Rows, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Phrase, say
from dialogs.rules.hours import Hours, HoursUnclear, parse_hours, spell_hours
from dialogs.rules.keeping import EXACT
from dialogs.rules.walltime import local_day, open_spans
from dialogs.rules.week import STEP, Block, block_on, offers_block, same_as, shifted, usual_block, with_block

NAME = "times"
DRAFT = "|"
"""Between what the page shows and the draft of the week, in the aside: `times.day-0|Mon 09:00-12:00`."""

PREVIEW_DAYS = 7
WORKWEEK = range(5)
WEEKDAYS, BLOCKS = frozenset("0123456"), frozenset("012")
"""As a pick names them: whole words, for a part of one is "in" a text as well."""


def draft_in(state: State, times: OwnTimes) -> Hours | None:
    """The draft on the page, None where there is none."""
    _, found, line = shown_on(state).partition(DRAFT)
    if not found:
        return None
    try:
        return parse_hours(line)
    except HoursUnclear:
        return times.hours


def week_page(state: State, shown: str, times: OwnTimes, facts: DeskFacts) -> Screen:
    """The page for `week`, `day-<weekday>` or `look`."""
    draft = draft_in(state, times)
    hours = times.hours if draft is None else draft
    if shown == "look":
        return _look(hours, times, facts)
    if shown.startswith("day-"):
        return _day(int(shown.removeprefix("day-")), hours, times)
    return _week(hours, times)


def week_pressed(state: State, pick: str, times: OwnTimes) -> Turn | None:
    """What a press on these pages leads to; None for a press that is not theirs."""
    what, *rest = pick.split("-")
    draft = draft_in(state, times)
    hours = times.hours if draft is None else draft
    match what, rest:
        case "week", []:
            return _at(state, "week", hours)
        case "look", []:
            return _at(state, "look", hours)
        case "save", []:
            return _save(state, draft, times)
        case "w", [day] if day in WEEKDAYS:
            return _at(state, f"day-{day}", hours)
        case "same", [day] if day in WEEKDAYS:
            return _at(state, "week", same_as(hours, int(day), WORKWEEK))
        case "t", [day, block, wish] if day in WEEKDAYS and block in BLOCKS:
            return _ticked(state, hours, times, int(day), Block(int(block)), on=wish == "on")
        case "s", [day, block, edge, minute] if day in WEEKDAYS and block in BLOCKS and minute.isdecimal():
            return _shifted(state, hours, times, (int(day), Block(int(block)), edge), int(minute[:4]))
        case _:
            return None


def _at(state: State, shown: str, hours: Hours) -> Turn:
    return opened(state, NAME, f"{shown}{DRAFT}{spell_hours(hours)}")


def _save(state: State, draft: Hours | None, times: OwnTimes) -> Turn:
    if draft is None or draft == times.hours:
        return Turn(state.over(NAME), toast=say("desk.toast.noted"))
    saved = replace(opened(state, NAME), notes=(say("desk.times.saved"),))
    return replace(saved, effects=(SetHours(draft),))


def _ticked(state: State, hours: Hours, times: OwnTimes, day: int, block: Block, *, on: bool) -> Turn:
    there = block_on(hours, day, block, times.cuts)
    if on == bool(there):
        return _at(state, f"day-{day}", hours)
    new = usual_block(times.office, day, block, times.cuts) if on else ()
    return _at(state, f"day-{day}", with_block(hours, day, block, times.cuts, new))


def _shifted(state: State, hours: Hours, times: OwnTimes, where: tuple[int, Block, str], minute: int) -> Turn:
    day, block, edge = where
    after = shifted(hours, day, block, times.cuts, edge, minute)
    turn = _at(state, f"day-{day}", after)
    return replace(turn, toast=say("desk.toast.no_further")) if after == hours else turn


def _week(hours: Hours, times: OwnTimes) -> Screen:
    days = [day for day in range(7) if day in WORKWEEK or any(one.weekday == day for one in (*hours, *times.office))]
    buttons = [button(NAME, f"w-{day}", "desk.times.button.weekday", day=say(f"weekday.{day}")) for day in days]
    rows = [tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3)]
    return Screen((say("desk.times.week"), week_in_words(hours), say("desk.times.week_hint")), (*rows, *_ends()))


def _ends() -> Rows:
    return (
        (button(NAME, "look", "desk.times.button.look", "primary"),),
        (button(NAME, "home", "desk.times.button.home"),),
    )


def _day(day: int, hours: Hours, times: OwnTimes) -> Screen:
    rows: list[tuple[Button, ...]] = []
    for block in Block:
        there = block_on(hours, day, block, times.cuts)
        if there or offers_block(times.office, hours, block, times.cuts):
            rows.extend(_block_rows(day, block, there, times))
    words = stretch_in_words(tuple(one for one in hours if one.weekday == day))
    title = say("desk.times.day", day=say(f"desk.times.weekday.{day}"), times=words) if words else None
    free = say("desk.times.day_free", day=say(f"desk.times.weekday.{day}"))
    same = button(NAME, f"same-{day}", "desk.times.button.same")
    week = button(NAME, "week", "desk.times.button.week_back")
    return Screen(
        (title or free,), (*rows, (same,), (button(NAME, "look", "desk.times.button.look", "primary"),), (week,))
    )


def _block_rows(day: int, block: Block, there: Hours, times: OwnTimes) -> Rows:
    name = say(f"desk.times.block.{block.name.lower()}")
    if not there:
        usual = stretch_in_words(usual_block(times.office, day, block, times.cuts))
        return ((button(NAME, f"t-{day}-{block}-on", "desk.times.button.block_off", block=name, times=usual),),)
    words = stretch_in_words(there)
    begins, ends = there[0].opens_minute, there[-1].closes_minute
    steps = (("from", begins, -STEP), ("from", begins, STEP), ("to", ends, -STEP), ("to", ends, STEP))
    shifts = tuple(_shift(day, block, *step) for step in steps)
    return ((button(NAME, f"t-{day}-{block}-off", "desk.times.button.block_on", block=name, times=words),), shifts)


def _shift(day: int, block: Block, edge: str, minute: int, step: int) -> Button:
    way = "earlier" if step < 0 else "later"
    return button(NAME, f"s-{day}-{block}-{edge}-{max(minute + step, 0)}", f"desk.times.button.{edge}_{way}")


def _look(hours: Hours, times: OwnTimes, facts: DeskFacts) -> Screen:
    """What families would be offered, and which calls stay outside the new hours."""
    new = free_with(replace(times, hours=hours), facts.now, facts.zone)
    lines: list[Phrase] = [
        say("desk.times.look"),
        days_in_words(new, facts.now, facts.zone, PREVIEW_DAYS),
        say("desk.times.free", count=len(new.slots), days=new.policy.horizon_days),
    ]
    outside = calls_outside(hours, times.calls, facts.zone)
    if outside:
        lines += [say("desk.times.stay", count=len(outside)), calls_in_words(outside)]
    save = button(NAME, "save", "desk.times.button.save", "success")
    change = (button(NAME, "week", "desk.times.button.change"), button(NAME, "home", "desk.times.button.drop"))
    return Screen(tuple(lines), ((save,), change))


def calls_outside(hours: Hours, calls: tuple[OwnCall, ...], zone: tzinfo) -> tuple[OwnCall, ...]:
    """Exact calls that do not lie in these hours; they stay booked."""
    return tuple(one for one in calls if one.call.wish == EXACT and not _inside(hours, one, zone))


def _inside(hours: Hours, one: OwnCall, zone: tzinfo) -> bool:
    spans = open_spans(hours, local_day(one.call.starts_at, zone), zone, frozenset())
    return any(span.starts_at <= one.call.starts_at and one.call.ends_at <= span.ends_at for span in spans)
