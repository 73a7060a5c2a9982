"""Families who press, type and wander as they like: whatever happens there is an answer, and a way to the end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import locales
from bot.texts import Texts
from dialogs.family.asides import ASIDES
from dialogs.family.commands import FAMILY_COMMANDS
from dialogs.family.conversation import present
from dialogs.family.effects import HoldSlot, JoinFamily, MoveCall, OpenCase
from dialogs.family.facts import LIVE, Facts, PlacesNow, Stage
from dialogs.family.offers import OFFERS
from dialogs.family.standstill_facts import OwnNudge
from dialogs.machine import engine
from dialogs.machine.events import (
    Blocked,
    Commanded,
    Event,
    Heard,
    Kind,
    PhoneFault,
    Pressed,
    Said,
    SentSomething,
    SharedContact,
    Unblocked,
)
from dialogs.machine.flow import walk
from dialogs.machine.screen import PAYLOAD_LIMIT, Press, Screen, pack_content, read_payload, unpack_content
from dialogs.machine.turn import State, Turn
from dialogs.rules.places import Availability
from dialogs.rules.stalls import Place
from tests.dialogs.family.talk import CODE, CONSENT, PHONE_NUMBER, PRE_CHECK, Talk, answers_of
from tests.dialogs.family.town import BERLIN, FLOWS, NOW, SLOTS, facts, own_case

MAY_BE_REFUSED = (HoldSlot, JoinFamily, OpenCase, MoveCall)
REVERSIBLE = ("ReleaseSlot",)
"""Effects that may stand before one that can be refused: giving a time back writes nothing that the family told."""

walks = settings(derandomize=True, deadline=None, max_examples=60)


@dataclass(frozen=True)
class Presses:
    """A button of the present screen, or (`old`) any that was ever shown; counted round."""

    number: int
    old: bool = False


@dataclass(frozen=True)
class Types:
    """Words, and what was heard in them; `button` counts round the buttons of the present screen."""

    text: str
    heard: Heard
    button: int | None = None
    edited: bool = False


@dataclass(frozen=True)
class Meanwhile:
    """Something that happens outside the talk: days go by, a time is taken, a coach moves the case on."""

    what: str
    number: int = 0


Move = Presses | Types | Meanwhile | Event

QUESTIONS = tuple(step.id for step in FLOWS.intake.steps)
TEXTS = st.sampled_from(
    ["", " ", "Ayla", "ja", "45964", "46236", "0171 3920011", "\u200b", "x" * 5000, "\ud83d", "مرحبا"]
)
HEARD = st.builds(
    Heard,
    number=st.none() | st.integers(0, 99),
    agrees=st.sampled_from([None, True, False]),
    stops=st.sampled_from([False] * 9 + [True]),
    danger=st.sampled_from([False] * 9 + [True]),
    phone=st.sampled_from([None, PHONE_NUMBER]),
    phone_fault=st.sampled_from([None, *get_args(PhoneFault)]),
)
FORGED = st.builds(
    Press,
    st.integers(0, 3),
    st.sampled_from(["", "~", "~pen", "~card", *(f"~{aside}" for aside in ASIDES), *QUESTIONS]),
    st.sampled_from(["", "<", "go", "yes", "done", "anew", "adults-3", "2026-11-24", "1-1", *QUESTIONS])
    | st.text(max_size=12),
)
BELOW_AN_OFFER = st.sampled_from(["7-go", "7-calm", "7-money", "7-skip", "7-later", "7-never", "8-go", "7-"])
PRESENT = st.builds(Presses, st.integers(0, 40))
MOVES: st.SearchStrategy[Any] = st.one_of(
    PRESENT,
    PRESENT,
    PRESENT,
    st.builds(Presses, st.integers(0, 200), st.just(True)),
    st.builds(Pressed, st.none() | FORGED),
    st.builds(Types, TEXTS, HEARD, st.none() | st.integers(0, 40), st.booleans()),
    st.builds(
        Commanded,
        st.sampled_from([*FAMILY_COMMANDS, "hilfe", "sudo"]),
        st.sampled_from(["", "kita", "kita-tr", "tafel", "old", "nowhere", CODE, "f-."]),
    ),
    st.builds(SharedContact, st.sampled_from([PHONE_NUMBER, ""]), st.booleans()),
    st.builds(SentSomething, st.sampled_from(get_args(Kind))),
    st.sampled_from([Blocked(), Unblocked()]),
    st.builds(Meanwhile, st.sampled_from(["days", "taken", "desk", "full", "offer"]), st.integers(0, 40)),
    st.builds(Pressed, st.builds(Press, st.just(0), st.just("~nudge"), BELOW_AN_OFFER)),
)
WANDERS = st.lists(MOVES, max_size=40)


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts.load(Path(str(locales.__file__)).parent, BERLIN, strict=True)


STARTS = (
    "the first hello",
    "the pre-check",
    "the result",
    "a held time",
    "the last check",
    "home",
    "a move",
    "a number",
)


@pytest.mark.parametrize("start", STARTS)
@walks
@given(WANDERS)
def test_whatever_a_family_does_it_gets_an_answer_and_reaches_a_human(
    texts: Texts, start: str, moves: list[Any]
) -> None:
    talk = _started(start)
    for move in moves:
        talk.goes(move)
        _fits(talk.screen, texts)
        _refusable_first(talk.turn)
    _finish(talk)
    assert talk.facts.case is not None
    assert talk.facts.case.stage in LIVE
    assert (talk.at, talk.state.flow) == ("", "home")


class Wanderer(Talk):
    """A family that does anything at all."""

    def goes(self, move: Any) -> None:
        """Carry a move out; the store is passed in `does`, whose state must survive it."""
        match move:
            case Presses(number, old):
                shown = self.shown if old else [button.press for button in self.buttons()]
                self.does(Pressed(shown[number % len(shown)]))
            case Types(text, heard, button, edited):
                shown = [button.press for button in self.buttons()]
                option = shown[button % len(shown)] if button is not None else None
                self.does(Said(text, edited, replace(heard, option=option)))
            case Meanwhile(what, number):
                self.facts = _meanwhile(self.facts, what, number)
            case _:
                self.does(move)


def _started(start: str) -> Wanderer:
    """A family that has come as far as this already."""
    talk = Wanderer()
    talk.facts = replace(talk.facts, invitation="open")
    if start == "the first hello":
        return talk
    talk.presses(*CONSENT)
    if start == "the pre-check":
        return talk
    talk.presses(*PRE_CHECK)
    if start == "the result":
        return talk
    first = int(SLOTS[0].starts_at.timestamp()) // 60
    talk.presses("result go", "wish exact", "day 2026-11-24", f"time 1-{first}")
    if start == "a held time":
        return talk
    talk.says("Ayla")
    talk.shares()
    talk.presses("safe always", "voicemail yes")
    if start == "the last check":
        return talk
    talk.presses("check send")
    if start == "a move":
        talk.presses("~card move", "wish exact", "day 2026-11-25")
    if start == "a number":
        talk.hears_from_desk(Stage.WRONG_NUMBER)
        talk.presses("~card number")
    return talk


def _meanwhile(known: Facts, what: str, number: int) -> Facts:
    match what:
        case "days":
            return replace(known, quiet_for_days=number)
        case "taken":
            return replace(known, slots=tuple(slot for place, slot in enumerate(SLOTS) if place % 7 != number % 7))
        case "offer":
            places, offers = list(Place), list(OFFERS)
            nudge = OwnNudge(7, offers[number % len(offers)], places[number % len(places)], greets=bool(number % 2))
            return replace(known, nudge=nudge)
        case "full":
            return replace(known, places=PlacesNow(list(Availability)[number % len(Availability)], NOW, (4, 7)))
        case _ if known.case is not None and known.case.stage in LIVE:
            stage = list(Stage)[number % len(Stage)]
            return replace(known, case=replace(known.case, stage=stage, coach="Mira", taken_at=NOW))
        case _:
            return known


def _fits(screen: Screen, texts: Texts) -> None:
    """It can be drawn in every language, its buttons come back as they went out, and the outbox can keep it."""
    assert screen.lines
    for row in screen.rows:
        for button in row:
            assert len(button.press.payload().encode()) <= PAYLOAD_LIMIT
            assert read_payload(button.press.payload()) == button.press
    assert unpack_content(pack_content(screen)) == screen
    for language in texts.languages:
        assert texts.render(screen, language).text.strip()


def _refusable_first(turn: Turn) -> None:
    """What can be refused stands before all that writes something: a refusal must leave nothing behind."""
    kinds = [type(effect) for effect in turn.effects]
    refusable = [place for place, kind in enumerate(kinds) if kind in MAY_BE_REFUSED]
    before = kinds[: max(refusable, default=-1)] if refusable else []
    assert {kind.__name__ for kind in before} <= set(REVERSIBLE)
    assert len(refusable) <= 1


def _finish(talk: Talk, most: int = 80) -> None:
    """Close what lies over the question, then take the first answer to everything, until a human is to call."""
    talk.facts = replace(talk.facts, quiet_for_days=0)
    for _ in range(most):
        if _is_done(talk):
            return
        _go_on(talk)
    pytest.fail(f"No end in sight: {talk.at} {talk.offers()}")


def _is_done(talk: Talk) -> bool:
    case = talk.facts.case
    return case is not None and case.stage in LIVE and talk.state.flow == "home" and not talk.state.aside


def _go_on(talk: Talk) -> None:
    offers = talk.offers()
    if talk.at.startswith("~"):
        closing = [f"{talk.at} <", "~hidden show", "~return anew", "~return go_on"]
        on_screen = [f"{button.press.at} {button.press.pick}" for button in talk.buttons()]
        talk.presses(next(meaning for meaning in closing if meaning in on_screen))
    elif talk.at == "":
        talk.presses(next(meaning for meaning in offers if meaning.endswith(" anew")))
    elif talk.at == "name":
        talk.says("Ayla")
    elif talk.at == "phone":
        talk.shares()
    else:
        own = [meaning for meaning in offers if meaning.startswith(f"{talk.at} ")] or [f"{talk.at} <"]
        ticked = talk.state.draft and not own[0].startswith("consent callback+")
        talk.presses(f"{talk.at} done" if ticked or talk.at == "household" else own[0])


ROAD = st.lists(st.tuples(st.sampled_from(["answer"] * 6 + ["back", "pen"]), st.integers(0, 40)), max_size=60)


@walks
@given(ROAD)
def test_back_and_the_pen_leave_the_answers_of_the_straight_way(steps: list[tuple[str, int]]) -> None:
    talk = Talk()
    for what, number in steps:
        if talk.told is not None:
            break
        _step(talk, what, number)
    _finish(talk)
    straight = Talk()
    given_last = dict(answers_of(talk.told))
    while straight.told is None:
        _give(straight, given_last)
    assert dict(answers_of(straight.told)) == given_last


@walks
@given(ROAD)
def test_back_and_the_same_answer_change_nothing(steps: list[tuple[str, int]]) -> None:
    talk = Talk()
    for what, number in steps:
        before, at = talk.state, talk.at
        _step(talk, what, number)
        if talk.told is not None:
            return
        moved_on = what == "answer" and talk.at != at and at in talk.state.answers
        if not moved_on or set(before.answers) - set(talk.state.answers) or before.reopened:
            continue
        after = talk.state
        talk.presses_old(talk.at, engine.BACK)
        assert talk.at == at
        _give(talk, dict(after.answers))
        assert replace(talk.state, draft=None) == replace(after, draft=None)


def _step(talk: Talk, what: str, number: int) -> None:
    """One answer, one step back, or the pen on some answer."""
    if what == "back" and talk.at != "language":
        talk.presses_old(talk.at, engine.BACK)
    elif what == "pen" and talk.state.answers:
        ids = sorted(talk.state.answers)
        talk.presses_old(engine.PEN, ids[number % len(ids)])
    elif talk.at in ("name", "phone"):
        _type(talk, number)
    else:
        own = [meaning for meaning in talk.offers() if meaning.startswith(f"{talk.at} ")]
        talk.presses(own[number % len(own)] if own else f"{talk.at} <")


def _type(talk: Talk, number: int) -> None:
    if talk.at == "name":
        talk.says(("Ayla", "Meryem", "Silke")[number % 3])
    elif number % 2:
        talk.shares()
    else:
        talk.says("0171 3920022", phone="+491713920022")


def _give(talk: Talk, answers: dict[str, Any]) -> None:
    """Give this answer to the question at hand, by pressing and typing as a family would."""
    step = walk(FLOWS.named(talk.state.flow), talk.state.answers).at
    assert step is not None
    question: Any = step.question
    answer: Any = answers.get(step.id)
    match step.id:
        case "name":
            talk.says(answer)
        case "phone":
            talk.shares(answer["number"]) if answer["own"] else talk.says("", phone=answer["number"])
        case "postcode" if answer != "unknown":
            talk.says(answer)
        case "household":
            talk.presses_old("household", f"expecting-{int(answer['expecting'])}")
            for part in ("adults", "under_14", "from_14"):
                talk.presses_old("household", f"{part}-{answer[part]}")
            talk.presses("household done")
        case "consent" | "money":
            for option in question.options:
                talk.presses_old(step.id, f"{option}{'+' if option in answer else '-'}")
            for option in answer:
                talk.presses_old(step.id, f"{option}+")
            talk.presses(f"{step.id} done")
        case "check":
            talk.presses("check send")
        case _:
            talk.presses_old(step.id, answer)


@pytest.mark.parametrize("stage", [None, *Stage])
@walks
@given(st.lists(PRESENT, max_size=12), st.integers(0, 200))
def test_every_screen_ever_shown_can_be_drawn_again_from_the_store(
    stage: Stage | None, moves: list[Presses], run: int
) -> None:
    talk = Wanderer(case=own_case(stage) if stage else None)
    for move in moves:
        talk.goes(move)
    again = State.unpack(talk.state.pack())
    known = facts(case=talk.facts.case)
    assert present(FLOWS, again, known) == present(FLOWS, talk.state, known)
