"""The lead's page of figures: promises kept and broken, how long families waited, how things stand."""

from __future__ import annotations

from datetime import timedelta

from dialogs.desk.facts import DeskFacts
from dialogs.desk.lead import LEADS, back, team_of
from dialogs.desk.page import Page, button, opened, shown_on
from dialogs.desk.team_facts import Figures, Month, Spans, Waited
from dialogs.machine.screen import Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Listing, Moment, Phrase, Tongue, say, stacked

LAST = "last"

NUMBERS_SHOWN = 20
"""Case numbers that are named; more of them would hide the rest of the page."""


def _present(state: State, facts: DeskFacts) -> Screen:
    figures = team_of(facts).figures
    if figures is None:
        return Screen((say("desk.figures.none"),), ((back(),),))
    is_last = shown_on(state) == LAST
    month = figures.last if is_last else figures.this
    other = button("figures", "this" if is_last else LAST, f"desk.figures.button.{'this' if is_last else LAST}")
    lines = (_title(month), stacked(_promises(month)), stacked(_waits(month)))
    now = () if is_last else (stacked(_now(figures)),)
    return Screen((*lines, *now), ((other,), (back(),)), protected=True)


def _title(month: Month) -> Phrase:
    return say("desk.figures.title", first=Moment(month.first_on, "date"), last=Moment(month.last_on, "date"))


def _promises(month: Month) -> list[Phrase]:
    told = [
        say("desk.figures.promises"),
        say("desk.figures.kept", count=month.kept),
        say("desk.figures.broken", count=month.broken),
    ]
    if month.open is not None:
        told.append(say("desk.figures.open", count=month.open))
    if month.broken_numbers:
        named = tuple(str(number) for number in month.broken_numbers[:NUMBERS_SHOWN])
        told.append(say("desk.figures.broken_numbers", numbers=Listing(named)))
    return told


def _waits(month: Month) -> list[Phrase]:
    told = [say("desk.figures.waits")]
    if month.waited is not None and month.waited.working and month.waited.days:
        told.append(say("desk.figures.all", count=month.waited.count or 0))
        told.extend(_spans(month.waited.working, month.waited.days))
    elif not month.by_language:
        told.append(say("desk.figures.nobody"))
    told.extend(_language(waited) for waited in month.by_language)
    return told


def _spans(working: Spans, days: Spans) -> list[Phrase]:
    half, most = working
    half_days, most_days = days
    return [
        say("desk.figures.half", time=_time(half), count=half_days.days),
        say("desk.figures.nine_of_ten", time=_time(most), count=most_days.days),
    ]


def _language(waited: Waited) -> Phrase:
    """One language in a line; a number too small to be told is none."""
    tongue = Tongue(waited.language)
    if waited.count is None or waited.working is None:
        return say("desk.figures.few", language=tongue)
    half, most = waited.working
    return say("desk.figures.language", language=tongue, count=waited.count, half=_time(half), most=_time(most))


def _time(span: timedelta) -> Phrase:
    """Working time in hours and minutes."""
    minutes = int(span.total_seconds()) // 60
    return say("desk.figures.time", hours=minutes // 60, minutes=f"{minutes % 60:02}")


def _now(figures: Figures) -> list[Phrase]:
    told = [say("desk.figures.now")]
    told.extend(say("desk.figures.stage", stage=say(f"desk.stage.{stage}"), number=n) for stage, n in figures.stages)
    if figures.places is not None and figures.places_as_of is not None:
        as_of = Moment(figures.places_as_of, "date")
        told.append(say("desk.figures.places", count=figures.places, as_of=as_of))
    return told


def _pressed(state: State, pick: str, facts: DeskFacts) -> Turn:
    return opened(state, "figures", LAST if pick == LAST else "")


FIGURES = Page("figures", _present, _pressed, roles=LEADS)
