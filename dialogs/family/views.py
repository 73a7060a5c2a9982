"""The pictures of the first questions, where they show more than a prompt and its options."""

from __future__ import annotations

from typing import Any

from dialogs.family.facts import Appointment, Facts
from dialogs.family.household import Household
from dialogs.family.questions import (
    BELOW_LINE,
    CONSENT,
    HOUSEHOLD,
    LANGUAGE,
    LIVES_HERE,
    PHONE,
    PHONE_RIGHT,
    SAFE,
    WELCOME,
    WISH,
    SafeToCall,
    Wish,
)
from dialogs.machine.engine import PEN, option_rows, plain
from dialogs.machine.flow import Sight, Step, View
from dialogs.machine.questions import Question
from dialogs.machine.screen import Button, Press
from dialogs.machine.turn import State
from dialogs.machine.words import Moment, Phone, Phrase, Tongue, Value, say
from dialogs.rules.windows import Window

WAYSIDE = "~"
"""Where a press with this `at` opens what stands beside the road: a side screen named by its pick."""


def aside_button(run: int, aside: str, label: str) -> Button:
    """A button that opens a side screen."""
    return Button(say(label), Press(run, WAYSIDE, aside))


def side_button(state: State, aside: str, pick: str, **values: Value) -> Button:
    """A button on a side screen."""
    return Button(say(f"{aside}.button.{pick}", **values), Press(state.run, f"~{aside}", pick))


def between(key: str, window: Appointment | Window) -> Phrase:
    """A window in words: the day, from when, until when."""
    opens, closes = Moment(window.starts_at, "bare_clock"), Moment(window.ends_at, "clock")
    return Phrase(key, {"day": Moment(window.starts_at, "day"), "opens": opens, "closes": closes})


def list_line(facts: Facts) -> Phrase:
    """Where a family stands in the line: a range of families, never a date."""
    fewest, most = facts.places.families_before
    if facts.on_list:
        return say("places.on_list", fewest=fewest, most=most) if most else say("places.on_list_first")
    return say("places.list", fewest=fewest, most=most) if most else say("places.list_first")


def step_of(sight: Sight[Facts], question: Question[Any]) -> Step[Facts]:
    """The step that asks this question in the flow at hand."""
    step = sight.flow.step(question.id)
    if step is None:
        raise LookupError(f"The flow {sight.flow.id} does not ask {question.id}")
    return step


def language_choice(sight: Sight[Facts]) -> View:
    """Languages by their own names, the phone's own first; no flags."""
    rows = tuple(
        (Button(say("language.own", name=Tongue(tag, own=True)), Press(sight.run, LANGUAGE.id, tag)),)
        for tag in sight.facts.languages
    )
    return View((say("intake.language.prompt"),), rows)


def welcome(sight: Sight[Facts]) -> View:
    """Who is speaking, what it costs (nothing), who pays; and the short way to "is there a place?"."""
    town = sight.facts.town
    rows = option_rows(sight, step_of(sight, WELCOME))
    places = aside_button(sight.run, "places", "button.places")
    return View(
        (say("intake.welcome.prompt", town=town.name), say("welcome.funding", town=town.name)), (*rows, (places,))
    )


def consent(sight: Sight[Facts]) -> View:
    """Three purposes, none ticked beforehand; the text can be read at length."""
    rows = option_rows(sight, step_of(sight, CONSENT))
    prompt = say("intake.consent.prompt", carrier=sight.facts.town.carrier)
    return View((prompt,), (*rows, (aside_button(sight.run, "privacy", "button.read_more"),)))


def in_town(sight: Sight[Facts]) -> View:
    """The first question names the town."""
    return plain(sight, step_of(sight, LIVES_HERE), town=sight.facts.town.name)


def below_line(sight: Sight[Facts]) -> View:
    """The line for this very household, in whole euros a month."""
    household = sight.told.get(HOUSEHOLD) or Household()
    line = sight.facts.town.figures.line_for(household)
    return plain(sight, step_of(sight, BELOW_LINE), line=line)


def phone(sight: Sight[Facts]) -> View:
    """The number to call; the key for sharing the own contact comes with the screen."""
    return View((say("intake.phone.prompt"),), ())


def safe(sight: Sight[Facts]) -> View:
    """Whether the phone may ring; "only at the agreed time" is offered where a time is agreed."""
    agreed = sight.told.get(WISH) is not Wish.ASAP
    prompt = plain(sight, step_of(sight, SAFE))
    rows = tuple(row for row in prompt.rows if agreed or row[0].press.pick != SafeToCall.AGREED)
    return View(prompt.lines, rows)


def phone_right(sight: Sight[Facts]) -> View:
    """A typed number is read back in groups."""
    told = sight.told[PHONE]
    rows = option_rows(sight, step_of(sight, PHONE_RIGHT))
    pen = Button(say("button.other_number"), Press(sight.run, PEN, PHONE.id))
    return View((say("intake.phone_right.prompt", phone=Phone(told.number)),), (*rows, (pen,)))
