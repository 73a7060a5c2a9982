"""The lead's page of the waiting list: who waits in which order, and why the line changed."""

from __future__ import annotations

from typing import Final

from dialogs.desk.facts import DeskFacts, Role
from dialogs.desk.line_effects import MoveInLine, SetNeeds
from dialogs.desk.line_facts import LineLog, LineNow, Waits
from dialogs.desk.page import Page, button, opened, shown_on
from dialogs.machine.screen import Button, Rows, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Moment, Phrase, Tongue, say, stacked

NAME = "line"

FIRST, OFF = "first", "off"
"""Where a family can be put: before all others, or off the list."""

REASONS: Final = {
    FIRST: ("urgent_housing", "newborn", "sibling_case", "other"),
    OFF: ("wish", "moved_away", "silent", "other"),
}
"""The codes of the reasons a lead may have. Nobody is moved without one (D5)."""

NOBODY: Final = (
    "nobody_waits", "all_paused", "needs_two", "no_intake_any_more", "unreachable", "places_unknown", "quiet_hours",
)  # fmt: skip
"""Why a free place was offered to nobody."""

CHANGES: Final = (
    "enlisted", "left", "offered", "not_offered", "accepted", "declined", "lapsed", "withdrawn", "passed_over",
    "first", "off", "needs", "places_set", "places_confirmed", "hushed", "closed",
    "joined", "waiting", "elsewhere", "stopped",
)  # fmt: skip
"""What the log of the line knows, and the page shows."""

WHYS: Final = ("turn", "needs_two", "unreachable", "no_call", *REASONS[FIRST], *REASONS[OFF][:-1])
"""Every reason in the log beside those of `NOBODY`, and numbers."""

LISTED = 10
"""Families on one page of the list."""

LOGGED = 8
"""Changes shown below it."""

SILENT = 3
"""So many monthly questions in a row without an answer are shown to the lead."""

MOST_NEEDED = 3


def _present(state: State, facts: DeskFacts) -> Screen:
    line = facts.line or LineNow(None, None, 0)
    what, _, row = shown_on(state).partition("-")
    place, family = _found(row, line)
    if what in REASONS and family is not None:
        return _reasons(what, place, family)
    if what == "of" and family is not None:
        return _family(place, family)
    return _list(int(row) if what == "at" and row.isdecimal() and len(row) < 6 else 0, line)


def _found(row: str, line: LineNow) -> tuple[int, Waits | None]:
    """The family of a row, and its place in the line, counted from 1."""
    for place, family in enumerate(line.waits, 1):
        if str(family.person) == row:
            return place, family
    return 0, None


def _list(first: int, line: LineNow) -> Screen:
    first = min(first, max(len(line.waits) - 1, 0) // LISTED * LISTED)
    shown = list(enumerate(line.waits, 1))[first : first + LISTED]
    lines = [
        say("desk.line.title", count=len(line.waits)) if line.waits else say("desk.line.none"),
        *nobody_line(line),
    ]
    lines += [stacked([_in_line(place, family) for place, family in shown])] if shown else []
    if line.log and not first:
        lines.append(stacked([say("desk.line.log"), *(_changed(change) for change in line.log[:LOGGED])]))
    opens = [button(NAME, f"of-{family.person}", "desk.line.button.open", place=place) for place, family in shown]
    rows: Rows = tuple(tuple(opens[at : at + 5]) for at in range(0, len(opens), 5))
    leafing = tuple(_leaves(first, len(line.waits)))
    ways = (button(NAME, "places", "desk.line.button.places"), button(NAME, "lead", "desk.places.button.lead"))
    return Screen(tuple(lines), (*rows, *((leafing,) if leafing else ()), ways))


def _leaves(first: int, count: int) -> list[Button]:
    back = [button(NAME, f"at-{first - LISTED}", "desk.line.button.earlier")] if first >= LISTED else []
    on = [button(NAME, f"at-{first + LISTED}", "desk.line.button.later")] if first + LISTED < count else []
    return [*back, *on]


def _in_line(place: int, family: Waits) -> Phrase:
    """One family in one line: its place, since when, its language, and what is to be known of it."""
    marks = [
        *([say("desk.line.mark.case", number=family.case_number)] if family.case_number else []),
        *([say("desk.line.mark.needs", count=family.needs)] if family.needs > 1 else []),
        *_standing(family),
        *([say("desk.line.mark.silent", count=family.silent)] if family.silent >= SILENT else []),
        *([] if family.reachable else [say("desk.line.mark.unreachable")]),
    ]
    words = say(
        "desk.line.family", place=place, since=Moment(family.since_at, "date"), language=Tongue(family.language)
    )
    for mark in marks:
        words = say("desk.line.marked", family=words, mark=mark)
    return words


def _standing(family: Waits) -> list[Phrase]:
    if family.offered_until is not None:
        if family.accepted:
            return [say("desk.line.mark.accepted")]
        return [say("desk.line.mark.offered", until=Moment(family.offered_until, "day_clock"))]
    if family.hushed:
        return [say("desk.line.mark.hushed")]
    return [say("desk.line.mark.paused")] if family.paused else []


def _family(place: int, family: Waits) -> Screen:
    row = family.person
    needs = tuple(
        button(NAME, f"needs-{row}-{count}", "desk.line.button.needs", count=count)
        for count in range(1, MOST_NEEDED + 1)
        if count != family.needs
    )
    first = button(NAME, f"{FIRST}-{row}", "desk.line.button.first", "success")
    off = button(NAME, f"{OFF}-{row}", "desk.line.button.off", "danger")
    rows = ((first,), needs, (off,), (button(NAME, "at-0", "desk.line.button.list"),))
    return Screen((_in_line(place, family),), rows)


def _reasons(what: str, place: int, family: Waits) -> Screen:
    """Why, please: without a reason nothing is changed."""
    rows = tuple((button(NAME, f"{what}-{family.person}-{why}", f"desk.line.why.{why}"),) for why in REASONS[what])
    back = (button(NAME, f"of-{family.person}", "desk.line.button.back"),)
    return Screen((_in_line(place, family), say(f"desk.line.ask.{what}")), (*rows, back))


def nobody_line(line: LineNow) -> tuple[Phrase, ...]:
    """ "Free since Monday: nobody was offered it, because ..." where that is so."""
    if line.nobody is None:
        return ()
    since, why = Moment(line.nobody.at, "day_clock"), say(f"desk.line.nobody.{line.nobody.why}")
    return (say("desk.line.nobody", since=since, why=why),)


def _changed(change: LineLog) -> Phrase:
    words = say(f"desk.line.what.{change.what}")
    if change.why.isdecimal():
        words = say("desk.line.with_number", what=words, number=change.why)
    elif change.why in NOBODY or change.why in WHYS:
        words = say("desk.line.with_reason", what=words, why=_reason(change))
    if change.waits_since is not None:
        words = say("desk.line.with_family", what=words, since=Moment(change.waits_since, "date"))
    if change.by:
        words = say("desk.line.with_name", what=words, name=change.by)
    day, clock = Moment(change.at, "short_day"), Moment(change.at, "clock")
    return say("desk.line.change", day=day, clock=clock, what=words)


def _reason(change: LineLog) -> Phrase:
    part = "nobody" if change.what == "not_offered" else "why"
    return say(f"desk.line.{part}.{change.why}")


def _pressed(state: State, pick: str, facts: DeskFacts) -> Turn:
    line = facts.line or LineNow(None, None, 0)
    what, _, told = pick.partition("-")
    row, _, chosen = told.partition("-")
    if what in ("places", "lead"):
        return opened(state, what)
    if what == "at":
        return opened(state, NAME, f"at-{row}")
    _, family = _found(row, line)
    if family is None:
        return Turn(state.over(NAME), toast=say("desk.line.toast.gone"))
    return _on_family(state, family, what, chosen)


def _on_family(state: State, family: Waits, what: str, chosen: str) -> Turn:
    if what in REASONS and chosen in REASONS[what]:
        moved = MoveInLine(family.person, what, chosen)
        return Turn(state.over(NAME), (moved,), toast=say(f"desk.line.toast.{what}"))
    if what in REASONS:
        return opened(state, NAME, f"{what}-{family.person}")
    if what == "needs" and chosen in [str(count) for count in range(1, MOST_NEEDED + 1)]:
        if int(chosen) == family.needs:
            return Turn(state, toast=say("desk.toast.noted"), redraw=False)
        needs = SetNeeds(family.person, int(chosen))
        return Turn(state.over(f"{NAME}.of-{family.person}"), (needs,), toast=say("desk.toast.noted"))
    return opened(state, NAME, f"of-{family.person}")


LINE = Page(NAME, _present, _pressed, roles=frozenset({Role.LEAD}))
