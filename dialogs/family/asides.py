"""The side screens: places, privacy, help now, a person, the pens. None of them changes where one stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time
from types import MappingProxyType

from dialogs.family.card import card_view
from dialogs.family.eligibility import verdict
from dialogs.family.facts import Facts, Signpost
from dialogs.family.line import places, still_rows, waiting
from dialogs.family.nudges import greeting_offer
from dialogs.family.offer_roads import FRIEND, LISTEN
from dialogs.family.phones import made, phone, share
from dialogs.family.picks import PICK, friend_view, listen_view, pick_view
from dialogs.family.plan import PLAN, plan_view
from dialogs.family.questions import (
    CONSENT,
    LANGUAGE,
    Purpose,
)
from dialogs.family.result import result_of
from dialogs.family.rounds import ROUND, round_view
from dialogs.family.views import aside_button, side_button
from dialogs.family.ways import KINDS, WAYS, kinds_view, ways_view
from dialogs.machine.engine import PEN
from dialogs.machine.flow import Flow, View, walk
from dialogs.machine.questions import Passage
from dialogs.machine.screen import Button, Press, styled
from dialogs.machine.turn import State
from dialogs.machine.words import Moment, Phone, Phrase, Tongue, Value, say, stacked

Draw = Callable[[Flow[Facts], State, Facts], View]

REVOCABLE = (Purpose.REMINDERS, Purpose.LATER)


def aside_press(state: State, aside: str, pick: str) -> Press:
    """What a button on a side screen means."""
    return Press(state.run, f"~{aside}", pick)


def language(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """All languages by their own names."""
    rows = tuple(
        (Button(say("language.own", name=Tongue(tag, own=True)), aside_press(state, "language", tag)),)
        for tag in facts.languages
    )
    return View((say("intake.language.prompt"),), rows)


def person(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """The telephone, and the call-back without any pre-check, with a real time."""
    lines = [say("person.body", phone=Phone(facts.town.phone))]
    if facts.promise:
        lines.append(say("person.promise", by=Moment(facts.promise, "day_clock")))
    return View(tuple(lines), ((side_button(state, "person", "call"),),))


def help_now(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """Numbers that answer now. We ask nothing about what happened."""
    numbers = stacked([_signpost("help.entry", entry) for entry in facts.town.crisis])
    rows = ((side_button(state, "help", "safe"),), (side_button(state, "help", "hide"),))
    return View((say("help.body"), numbers), rows)


def doors(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """Other places that help, each with the day it was last checked; and a call all the same."""
    told = walk(flow, state.answers).told
    outcome = result_of(told, facts).outcome if verdict(told, facts.town.figures) else None
    places = (_checked(entry, facts) for entry in facts.town.doors if outcome is None or entry.fits(outcome))
    return View((say("doors.body"), *places), ((side_button(state, "person", "call"),),))


def privacy(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """The short text, and the ways to more, to one's yes, and to deletion."""
    lines = (say("privacy.body", carrier=facts.town.carrier),)
    more = aside_button(state.run, "privacy_more", "privacy.button.more")
    mine = aside_button(state.run, "consents", "privacy.button.consents")
    return View(lines, ((more,), (mine,), (aside_button(state.run, "delete", "privacy.button.delete"),)))


PRIVACY_PARTS = (
    "who", "what", "rounds", "why", "where", "how_long", "longer", "phones", "rights", "complaint",
)  # fmt: skip


def privacy_more(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """The full text, in parts."""
    town = facts.town
    values: dict[str, Value] = {"carrier": town.carrier, "phone": Phone(town.phone)}
    lines = tuple(say(f"privacy.{part}", **(values if part == "who" else {})) for part in PRIVACY_PARTS)
    return View(lines, ((aside_button(state.run, "delete", "privacy.button.delete"),),))


def consents(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """Each yes, to be taken back (or given again) with one tap."""
    rows: list[tuple[Button, ...]] = []
    for purpose in REVOCABLE:
        given = purpose in facts.consents
        label = say("tick.on" if given else "tick.off", label=say(f"intake.consent.option.{purpose}"))
        rows.append((Button(label, aside_press(state, "consents", f"{purpose}{'-' if given else '+'}")),))
    return View((say("consents.body"),), (*rows, (aside_button(state.run, "delete", "consents.button.end_all"),)))


def delete(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """What would be erased, asked once, because there is no way back."""
    lines = [say("delete.body_shared" if facts.shares else "delete.body")]
    if facts.phones > 1 and not facts.shares:
        lines.append(say("delete.others"))
    return View(tuple(lines), styled(((side_button(state, "delete", "yes"),),), "danger"))


def answers(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """A pen for each answer given so far."""
    where = walk(flow, state.answers)
    pens = [
        Button(say("answers.pen", question=say(flow.key(step.question, "short"))), Press(state.run, PEN, step.id))
        for step in where.passed
        if not isinstance(step.question, Passage) and step.question not in (LANGUAGE, CONSENT)
    ]
    return View((say("answers.body"),), tuple(tuple(pens[i : i + 2]) for i in range(0, len(pens), 2)))


def welcome_back(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """A different offer, going on, beginning anew, the appointment over what waits, one's data."""
    where = walk(flow, state.answers)
    question = say(flow.key(where.at.question, "short")) if where.at else say("return.card")
    go = Button(say("return.button.go", question=question), aside_press(state, "return", "go"))
    card = (aside_button(state.run, "appointment", "return.card"),)
    rows = ((go,), (side_button(state, "return", "anew"),), *((card,) if where.at and facts.case else ()))
    offer, ways = greeting_offer(facts)
    mine = (aside_button(state.run, "privacy", "command.privacy"),)
    return View((say("return.body"), *offer), (*ways, *rows, mine))


def why(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """Why this is asked."""
    at = walk(flow, state.answers).at
    return View((say(f"why.{at.id}" if at and at.counts else "why.general"),), ())


def appointment(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """The card of the case, over a question that waits underneath."""
    if facts.case is None:
        return View((say("appointment.none"),), ())
    return card_view(facts.case, state.run, facts)


def cancel(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """Calling off, asked once, with moving as the nearer way."""
    rows = ((side_button(state, "cancel", "move"),), *styled(((side_button(state, "cancel", "yes"),),), "danger"))
    return View((say("cancel.body"),), rows)


def stopped(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """Silence is confirmed once; who waits for a place is told how to come back."""
    go_on = (side_button(state, "return", "go_on"),)
    if not facts.on_list or not facts.paused:
        return View((say("stopped.body"),), (go_on,))
    return View((say("stopped.body"), say("stopped.list")), (still_rows(state.run)[0], go_on))


def erased(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """What was erased, and a receipt."""
    return View((say("erased.body", receipt=facts.receipt),), ((side_button(state, "return", "anew"),),))


def erased_phone(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """What was erased on a second phone, what stays on the others, and a receipt."""
    return View((say("erased_phone.body", receipt=facts.receipt),), ((side_button(state, "return", "anew"),),))


def hidden(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """Nothing to see for whoever looks over the shoulder."""
    return View((say("hidden.body"),), ((side_button(state, "hidden", "show"),),))


ASIDES: Mapping[str, Draw] = MappingProxyType(
    {
        "language": language,
        "person": person,
        "help": help_now,
        "doors": doors,
        "places": places,
        "list": waiting,
        "privacy": privacy,
        "privacy_more": privacy_more,
        "consents": consents,
        "delete": delete,
        "answers": answers,
        "return": welcome_back,
        "why": why,
        "appointment": appointment,
        "cancel": cancel,
        "stopped": stopped,
        "erased": erased,
        "erased_phone": erased_phone,
        "phone": phone,
        "phone_made": made,
        "share": share,
        "hidden": hidden,
        ROUND: round_view,
        WAYS: ways_view,
        KINDS: kinds_view,
        PLAN: plan_view,
        LISTEN: listen_view,
        FRIEND: friend_view,
        PICK: pick_view,
    }
)
"""Every side screen by its name. A new one is one function and its texts."""

BARE = frozenset({"hidden"})
"""Side screens without the quiet row."""


def _signpost(key: str, entry: Signpost, **values: Value) -> Phrase:
    values |= {"name": entry.name, "number": entry.number}
    return Phrase(f"{key}_hours", values | {"hours": entry.hours}) if entry.hours else Phrase(key, values)


def _checked(entry: Signpost, facts: Facts) -> Phrase:
    checked_at = datetime.combine(entry.checked_on, time(12), facts.town.zone)
    return _signpost("doors.entry", entry, date=Moment(checked_at, "date"))
