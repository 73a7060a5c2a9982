"""How a family's talk goes on: what each kind of event leads to, and what is on the screen after it."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from dialogs.family.asides import ASIDES, BARE
from dialogs.family.card import card_view
from dialogs.family.commands import came_back, commanded, silenced
from dialogs.family.effects import CaseOpen, CodeSpent, KeepWords, OpenCase, PlaceGone, Refusal, SlotTaken
from dialogs.family.facts import LIVE, Facts
from dialogs.family.intake import HOME, Flows
from dialogs.family.line import place_gone
from dialogs.family.messages import seen_when_typed, typed_answer
from dialogs.family.phones import invited, read_code, typed_share
from dialogs.family.presses import pressed
from dialogs.family.questions import (
    CHECK,
    CONSENT,
    DAY,
    LANGUAGE,
    MOVE_CHECK,
    PART,
    PHONE,
    RESULT,
    TIME,
    WHOM,
    WISH,
    CallbackPhone,
)
from dialogs.family.roads import another_time
from dialogs.family.rounds import heard_in_round
from dialogs.family.standstill_effects import NobodyElse
from dialogs.family.talking import has_words, heard_in_talk, sent_in_talk, with_talk
from dialogs.family.views import WAYSIDE, aside_button
from dialogs.machine import engine
from dialogs.machine.events import (
    Blocked,
    BotJoinedGroup,
    BotLeftGroup,
    Commanded,
    CommandedInGroup,
    Event,
    GroupMoved,
    Pressed,
    Said,
    SaidInGroup,
    SentInGroup,
    SentSomething,
    SharedContact,
    TopicClosed,
    TopicReopened,
    Unblocked,
)
from dialogs.machine.flow import View, walk
from dialogs.machine.questions import DONE, Given, NotUnderstood
from dialogs.machine.screen import Button, Press, Rows, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Phrase, say

WORDS_KEPT = 5
AWAY_FOR_DAYS = 7
"""After a week's silence any words are met with "go on, or begin again?" instead of a question from back then."""


def resumed(flows: Flows, stored: State | None) -> State:
    """Where a person stands who comes back: the stored state under the questions of today, or a first one."""
    if stored is None:
        return State(flows.intake.id, flows.intake.version)
    return engine.resume(flows.named(stored.flow), stored)


def advance(flows: Flows, state: State, event: Event, facts: Facts) -> Turn:
    """What the event leads to. Pure: the shell carries out the effects and draws the screen."""
    match event:
        case Commanded(name, argument):
            turn = commanded(flows, state, name, argument, facts)
        case Pressed(press):
            turn = pressed(flows, state, press, facts)
        case Said():
            turn = replace(heard_in_talk(flows, state, event, facts) or _said(flows, state, event, facts), fresh=True)
        case SharedContact(phone, own):
            turn = replace(_shared(flows, state, phone, own), fresh=True)
        case SentSomething() if facts.talking_to:
            turn = sent_in_talk(state, event, facts) or Turn(state)
        case SentSomething(kind, _, heard) if heard.danger:
            turn = Turn(state.over("help"), fresh=True)
        case SentSomething(kind):
            turn = Turn(state, notes=(say(f"kind.{kind}"),), fresh=True)
        case Blocked() | Unblocked():
            turn = Turn(state, redraw=False)
        case SaidInGroup() | SentInGroup() | CommandedInGroup() | TopicClosed() | TopicReopened():
            turn = Turn(state, redraw=False)
        case GroupMoved() | BotJoinedGroup() | BotLeftGroup():
            turn = Turn(state, redraw=False)
    return _settled(flows, turn)


def refused(flows: Flows, state: State, refusal: Refusal, facts: Facts) -> Turn:
    """The turn instead of one whose effect was refused: `state` is the one before it, and nobody loses an answer."""
    match refusal:
        case CaseOpen():
            return Turn(State(HOME.id, run=state.run), notes=(say("case_open.body"),))
        case PlaceGone():
            return place_gone(state, facts)
        case CodeSpent():
            return Turn(state.over(""), notes=(say("phone.code_spent"),))
        case NobodyElse():
            return Turn(state.over("ways"), notes=(say("ways.nobody_else"),))
        case SlotTaken():
            return another_time(state, facts)


class Need(StrEnum):
    """Facts that cost the shell a look into the database, gathered only for screens that show them."""

    PLACES = "places"
    TIMES = "times"
    PROMISE = "promise"
    ANYBODY = "anybody"


def needs(flows: Flows, state: State) -> frozenset[Need]:
    """What the screen of this state shows beyond what is always at hand."""
    on_top = state.aside.partition(".")[0]
    if on_top in ("places", "list", "stopped"):
        return frozenset({Need.PLACES})
    if on_top in ("person", "doors"):
        return frozenset({Need.PROMISE})
    at = walk(flows.named(state.flow), state.answers).at
    if state.aside or at is None:
        return frozenset()
    if at.question is RESULT:
        return frozenset({Need.PLACES})
    if at.question in (WISH, PART, DAY, TIME, CHECK, MOVE_CHECK):
        times = frozenset({Need.TIMES, Need.PROMISE})
        return times | {Need.ANYBODY} if WHOM.id in state.answers else times
    return frozenset()


def present(flows: Flows, state: State, facts: Facts, notes: tuple[Phrase, ...] = ()) -> Screen:
    """The living screen: the side screen if one is open, else the question, else the card; the quiet row below."""
    return with_talk(_shown(flows, state, facts, notes), state, facts)


def _shown(flows: Flows, state: State, facts: Facts, notes: tuple[Phrase, ...]) -> Screen:
    flow = flows.named(state.flow)
    aside = state.aside.partition(".")[0]
    if aside in ASIDES:
        view = ASIDES[aside](flow, state, facts)
        quiet = (
            ()
            if aside in BARE
            else (_quiet_row(state.run, f"~{aside}", back=aside not in ("erased", "erased_phone")),)
        )
        return Screen((*notes, *view.lines), (*view.rows, *quiet))
    where = walk(flow, state.answers)
    question = engine.present(flow, state, facts)
    if question is None or where.at is None:
        view = _home(state, facts)
        return Screen((*notes, *view.lines), (*view.rows, _quiet_row(state.run, WAYSIDE, back=False)))
    rows = _with_why(question.rows, state.run) if where.at.counts else question.rows
    back = engine.can_go_back(flow, state, where) or flow.id in ("move", "number")
    contact = say("button.share_contact") if where.at.question is PHONE else None
    return Screen((*notes, *question.lines), (*rows, _quiet_row(state.run, where.at.id, back=back)), contact)


def _home(state: State, facts: Facts) -> View:
    if facts.case is not None:
        return card_view(facts.case, state.run, facts)
    return View((say("return.body"),), ((Button(say("return.button.anew"), Press(state.run, "~return", "anew")),),))


def _quiet_row(run: int, at: str, *, back: bool) -> tuple[Button, ...]:
    """Back, language, phone, help: always in this order, one row. Where languages are the question, none but them."""
    first = (Button(say("quiet.back"), Press(run, at, engine.BACK)),) if back else ()
    asides = ("person", "help") if at in (LANGUAGE.id, "~language") else ("language", "person", "help")
    return (*first, *(aside_button(run, aside, f"quiet.{aside}") for aside in asides))


def _with_why(rows: Rows, run: int) -> Rows:
    """ "Why do you ask?" shares the last row of a picker, and has its own elsewhere."""
    button = aside_button(run, "why", "button.why")
    if rows and rows[-1][-1].press.pick == DONE:
        return (*rows[:-1], (button, *rows[-1]))
    return (*rows, (button,))


def _said(flows: Flows, state: State, said: Said, facts: Facts) -> Turn:
    if said.heard.danger:
        return Turn(replace(state, aside="help", stumbles=0))
    if said.heard.stops:
        return silenced(state)
    if code := read_code(said.text):
        return invited(flows, state, code, facts)
    if (in_round := heard_in_round(state, said, facts)) is not None:
        return in_round
    asked = walk(flows.named(state.flow), state.answers).at is not None
    if asked and facts.quiet_for_days >= AWAY_FOR_DAYS and state.aside != "return":
        return came_back(flows, state)
    meant = said.heard.option or typed_share(state, said) or typed_answer(state, said, facts.asked)
    if meant is not None:
        return seen_when_typed(pressed(flows, state, meant, facts), meant)
    if not asked and facts.case is not None and facts.case.stage in LIVE and has_words(said.text):
        return Turn(state.over(""), (KeepWords(said.text),), (say("words.kept"),))
    try:
        return engine.hear(flows.named(state.flow), replace(state, aside=""), said)
    except NotUnderstood as stumble:
        if said.edited:
            return Turn(state, notes=(say("kind.edited"),))
        return _stumbled(state, said.text, stumble.reason)


def _stumbled(state: State, text: str, reason: str) -> Turn:
    """One hint; the second time a person is offered. The words are kept for the coach once the family agreed."""
    agreed = CONSENT.id in state.answers
    words = (*state.words, text)[-WORDS_KEPT:] if agreed and has_words(text) else state.words
    aside = "" if state.aside == "why" else state.aside
    after = replace(state, words=words, stumbles=state.stumbles + 1, aside=aside)
    hint = (say(f"error.{reason}"),)
    if after.stumbles >= 2:
        notes = hint if reason.startswith("phone_") else (say("error.twice"),)
        return Turn(replace(after, aside="person", stumbles=0), notes=notes)
    first_hello = not state.answers and state.flow != HOME.id
    return Turn(after, notes=() if first_hello else hint)


def _shared(flows: Flows, state: State, phone: str, own: bool) -> Turn:
    flow = flows.named(state.flow)
    at = walk(flow, state.answers).at
    if at is None or at.question is not PHONE:
        return Turn(state, notes=(say("kind.contact_unasked"),))
    if not own or not phone:
        return Turn(state, notes=(say("error.contact_not_own" if not own else "error.no_phone"),))
    return engine.answer(flow, replace(state, aside=""), at, Given(CallbackPhone(phone, own=True)))


def _settled(flows: Flows, turn: Turn) -> Turn:
    """At the end of a flow the family is at home: what was told lives in the case, and here no longer."""
    flow = flows.named(turn.state.flow)
    if flow.id == HOME.id or walk(flow, turn.state.answers).at is not None:
        return turn
    words = tuple(KeepWords(text) for text in turn.state.words) if _opens_case(turn) else ()
    return replace(turn, state=State(HOME.id, run=turn.state.run), effects=(*turn.effects, *words))


def _opens_case(turn: Turn) -> bool:
    return any(isinstance(effect, OpenCase) for effect in turn.effects)
