"""The result of the pre-check: in plain words, with the answer that decided it, and never as a closed door."""

from __future__ import annotations

from datetime import datetime, time

from dialogs.family.eligibility import Outcome, Verdict, result_on
from dialogs.family.facts import Facts
from dialogs.family.questions import POSTCODE, RESULT
from dialogs.family.views import aside_button, list_line, step_of
from dialogs.machine.engine import option_rows
from dialogs.machine.flow import Sight, View
from dialogs.machine.questions import Told
from dialogs.machine.screen import Button
from dialogs.machine.words import Moment, Phrase, say
from dialogs.rules.places import Availability

FITS = frozenset({Outcome.LIKELY, Outcome.POSSIBLY})


def result_of(told: Told, facts: Facts) -> Verdict:
    """What the rules say today, by the town's own calendar."""
    return result_on(told, facts.town.figures, facts.now.astimezone(facts.town.zone).date())


def result_view(sight: Sight[Facts]) -> View:
    """The result, its reason with the date of the rules, and two next steps; the pen is a third."""
    facts = sight.facts
    result = result_of(sight.told, facts)
    lines = [say(f"result.{result.outcome}", town=facts.town.name), reason(result, sight.told, facts)]
    full = facts.places.availability is Availability.FULL and result.outcome in FITS
    if full:
        lines.append(list_line(facts) if facts.on_list else say("result.full"))
    closed = facts.places.availability is Availability.CLOSED and result.outcome in FITS
    if closed:
        lines.append(say("result.closed"))
    call = option_rows(sight, step_of(sight, RESULT))
    further = _further(sight.run, result, list_open=full and not facts.on_list, closed=closed)
    return View(tuple(lines), (*call, *((button,) for button in further)))


def reason(result: Verdict, told: Told, facts: Facts) -> Phrase:
    """The answer that decided it, in words, and the day the rules in force were last read through."""
    if result.rule == "rules_expired":
        return say("reason.rules_expired")
    reviewed_at = datetime.combine(facts.town.figures.reviewed_on, time(12), facts.town.zone)
    words = say(f"reason.{result.rule}", town=facts.town.name)
    neighbour = facts.town.figures.neighbours.get(told.get(POSTCODE) or "")
    if result.rule == "postcode_elsewhere" and neighbour:
        words = say("reason.postcode_of", town=neighbour)
    return say("result.because", reason=words, date=Moment(reviewed_at, "date"))


def _further(run: int, result: Verdict, *, list_open: bool, closed: bool) -> tuple[Button, ...]:
    """The second way on, and the pen."""
    second = ("places", "button.places") if result.outcome in FITS and not closed else ("doors", "button.doors")
    return (
        *((aside_button(run, "list", "button.join_list"),) if list_open else ()),
        aside_button(run, *second),
        aside_button(run, "answers", "button.change_answers"),
    )
