"""The gallery's screens of different offers: each as a message, taken, put off, and on the screen of a return."""

from __future__ import annotations

from dataclasses import replace

from bot.gallery.sample import MIRA, Named, Sample
from dialogs.desk.card import case_card
from dialogs.desk.facts import DeskCase
from dialogs.desk.standstill_facts import StillNow
from dialogs.family import conversation
from dialogs.family.facts import Facts, Stage
from dialogs.family.nudges import LATER, NEVER, nudge_screen, refused_screen, taken_screen
from dialogs.family.offers import OFFERS
from dialogs.family.questions import CHECK, MONEY, NAME, VOICEMAIL, WISH
from dialogs.family.standstill_facts import OwnNudge
from dialogs.machine.questions import Told
from dialogs.machine.screen import Screen
from dialogs.machine.turn import State
from dialogs.machine.words import say
from dialogs.rules.stalls import Place

ANSWERED = "17-calm"
"""The answer below an offer that the sample family picked."""


def nudge_screens(sample: Sample) -> Named:
    """Everything that comes of an offer."""
    for id_, offer in OFFERS.items():
        nudge = OwnNudge(17, id_, Place.SENSITIVE.value)
        yield f"nudge {id_}", nudge_screen(nudge, sample.facts())
        yield f"nudge {id_}, the last", nudge_screen(replace(nudge, last=True), sample.facts())
        yield f"nudge {id_}: taken", taken_screen(nudge, sample.town.name)
        if offer.standing:
            yield f"nudge {id_}: a case", nudge_screen(replace(nudge, place=Place.SILENT.value), sample.facts())
        greets = sample.facts(nudge=replace(nudge, greets=True))
        yield f"side screen return: {id_}", _shown(sample, sample.before(MONEY).over("return"), greets)
    asked = OwnNudge(17, "call", Place.SENSITIVE.value)
    for pick in (LATER, NEVER):
        yield f"nudge: {pick}", refused_screen(asked, sample.town.name, pick)
    yield from _opened(sample)
    yield from _only_number(sample)


def _shown(sample: Sample, state: State, facts: Facts | None = None) -> Screen:
    return conversation.present(sample.flows, state, facts or sample.facts())


def _opened(sample: Sample) -> Named:
    """The side screens that an offer opens."""
    at_wish = sample.before(WISH)
    yield "side screen pick: asked", _shown(sample, at_wish.over(f"pick.{ANSWERED}"))
    with_case = sample.facts(case=sample.own_case(Stage.SPOKEN))
    yield "side screen friend: with a case", _shown(sample, State("home").over("friend"), with_case)
    unknown = replace(sample.town, answered=None)
    yield "side screen listen: hours unknown", _shown(sample, at_wish.over("listen"), sample.facts(town=unknown))


def _only_number(sample: Sample) -> Named:
    """A family that gives nothing but a number, on its own summary and on the coach's card."""
    short = {"wish": "asap", "day": None, "time": None, NAME.id: None, VOICEMAIL.id: None, "safe": "always"}
    state = sample.before(CHECK, **short)
    state = replace(state, answers=dict(state.answers) | {"only_number": "yes"})
    yield "question check: only a number", _shown(sample, state)
    told = Told({id_: answer for id_, answer in state.answers.items() if id_ in ("phone", "safe")})
    still = StillNow(picked=tuple((id_, offer.answers[0]) for id_, offer in OFFERS.items() if offer.answers))
    case = DeskCase(
        42, 1042, "ar", Stage.TAKEN, sample.now, sample.call("asap"), told, "", "", owner=MIRA, taken_at=sample.now,
        still=still,
    )  # fmt: skip
    yield "desk card: only a number", case_card(case, MIRA)
    silent = Told(
        {id_: answer for id_, answer in sample.before(CHECK, safe="never").answers.items() if id_ == "safe"}
    )
    yield "desk card: only a number, never call", case_card(replace(case, told=silent), MIRA)
    ringing = case_card(case, MIRA).with_line_on_top(say("desk.news.picked"))
    yield "desk card: something was picked", ringing
