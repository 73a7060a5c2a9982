"""Coaches and leads who press, type and forge as they like: every page answers, fits a phone, and leads on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import get_args

import pytest

import locales
from bot.texts import Texts
from bot.texts.markup import utf16_length, visible
from dialogs.desk.card import CASE_BUTTONS, case_card
from dialogs.desk.conversation import LEAD_COMMANDS, advance, present, refused
from dialogs.desk.effects import BusyThen, DeskRefusal, InvitationSpent, NoPlace, NothingToCall, NotThere, TakenBy
from dialogs.desk.facts import DeskFacts, Member, Role
from dialogs.desk.line_effects import LineEffect
from dialogs.desk.page import ABOUT_A_CASE, CASE, MARK, NOTE, case_shown, page_of
from dialogs.desk.pages import PAGES
from dialogs.desk.standstill_effects import SendLearned, SetLadder
from dialogs.desk.talk_effects import NobodyReads, TalkBusy
from dialogs.desk.team_effects import LastLead, TeamEffect
from dialogs.machine.events import Blocked, Commanded, Event, Kind, Pressed, Said, SentSomething, Unblocked
from dialogs.machine.screen import (
    PAYLOAD_LIMIT,
    Button,
    Press,
    Screen,
    pack_content,
    read_payload,
    row_in,
    unpack_content,
)
from dialogs.machine.turn import State, Turn
from tests.dialogs.desk.office import MIRA, RENATE
from tests.dialogs.desk.town_hall import CASES, LONG_NAME, gathered
from tests.dialogs.family.town import BERLIN, NOW

LABEL, SIDE_BY_SIDE, TOAST, MESSAGE = 32, 28, 200, 4096
"""Letters that a button shows whole, alone and in a row of two or more; what Telegram takes in a toast and a text."""

HELLO = frozenset({"desk.hello.coach", "desk.hello.lead"})
"""What can be typed here: beside a word on what was done, the one screen that may stand without a button."""

WALKS, STEPS = 11, 60
FOR_THE_LEAD = (*get_args(TeamEffect), *get_args(LineEffect), SetLadder, SendLearned)
WORDS = ("", " ", "Deniz", "hallo", "/", "1", "9" * 400, "x" * 5000, "\ud83d", "مرحبا", "\u200b", "<b>Ayla</b>")
JUNK = (
    "", "-", "--", "0", "-1", "9" * 15, "9" * 60, "²", "٣", "abc", "7-", "-open", "1-to-", "1-to-²", "to-²",
    "set-٣", "at-99999", "of-", "week", "look", "save", "w-9", "w-²", "t-0-0-on", "t-0-3-on", "s-0-0-from-",
    "s-0-0-from-99999", "h-length-", "h-length-²", "h-most-99999999", "d-", "d-2026-13-40", "d-9999-12-31",
    "d-0001-01-01", "until-2199-12-31", "off-2199-12-31-to-2199-12-31", "off-open", "sure-",
    "sure-2026-11-24-day", "here-1-2026-11-25", "here--", "back-", "12-send-", "12-send-call_at",
    "12-send-call_at-9999999999", "12-at-call_at-9999999999", "12-line-", "12-reach-9", "12-reach-²",
    "every-9999", "free", "still--1", "who-", "yes-", "end-3", "sure-3", "ask-20261124", "close-99999999", "lead",
    "coach", "send", "tag-xx", "menu", "places-below", "12-stopped-ended", "12-elsewhere-", "12-reopen", "12-why",
)  # fmt: skip
REFUSALS: tuple[DeskRefusal, ...] = (
    TakenBy(""), TakenBy(LONG_NAME), BusyThen(""), BusyThen(LONG_NAME), NotThere(), NoPlace(12), NothingToCall(None),
    NothingToCall(NOW), InvitationSpent(), LastLead(), NobodyReads(), TalkBusy(1012, ""), TalkBusy(0, LONG_NAME),
)  # fmt: skip


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts.load(Path(str(locales.__file__)).parent, BERLIN, strict=True)


class Desk:
    """One of the team with a phone, the state the store keeps, and every button that ever stood before them."""

    def __init__(self, me: Member, texts: Texts) -> None:
        self.me, self.texts, self.talk = me, texts, False
        self.state = State("desk")
        self.screen = present(self.state, self._facts(""))
        self.ever: list[Press] = [button.press for one in CASES.values() for button in _buttons(case_card(one, me))]

    def _facts(self, page: str, row: int | None = None) -> DeskFacts:
        return gathered(self.me, page, row, talk=self.talk)

    def meets(self, event: Event, refusal: DeskRefusal | None) -> None:
        """Take an event as the shell does: facts for what was pressed, then facts for what is shown."""
        self.state = State.unpack(json.loads(json.dumps(self.state.pack())))
        turn = advance(self.state, event, self._facts(*self._about(event)))
        self._is_allowed(turn)
        if refusal is not None and turn.effects:
            turn = refused(self.state, refusal)
        self.state = turn.state
        self.screen = present(
            turn.state, self._facts(page_of(turn.state.aside), case_shown(turn.state.aside)), turn.notes
        )
        self._fits(self.screen)
        if turn.toast is not None:
            assert 0 < len(self._words(Screen((turn.toast,)))) <= TOAST
        assert turn.toast is not None or turn.redraw or turn.effects, f"no answer to {event}"
        self.ever.extend(button.press for button in _buttons(self.screen))

    def _about(self, event: Event) -> tuple[str, int | None]:
        if not isinstance(event, Pressed) or event.press is None:
            return page_of(self.state.aside), case_shown(self.state.aside)
        page = event.press.at.removeprefix(MARK)
        return page, row_in(event.press.pick) if event.press.at == CASE or page in ABOUT_A_CASE else None

    def _is_allowed(self, turn: Turn) -> None:
        if self.me.role is not Role.LEAD:
            assert not [effect for effect in turn.effects if isinstance(effect, FOR_THE_LEAD)]

    def _words(self, screen: Screen) -> str:
        return visible(self.texts.render(screen, "de").text)

    def _fits(self, screen: Screen) -> None:
        """It can be said in German, read on a phone, kept by the outbox, and it does not end in nothing."""
        drawn = self.texts.render(screen, "de")
        assert 0 < utf16_length(visible(drawn.text)) <= MESSAGE
        assert unpack_content(pack_content(screen)) == screen
        for row in drawn.rows:
            most = LABEL if len(row) == 1 else SIDE_BY_SIDE
            assert [button.label for button in row if len(button.label) > most] == []
        for button in _buttons(screen):
            payload = button.press.payload()
            assert len(payload.encode()) <= PAYLOAD_LIMIT
            assert read_payload(payload) == button.press
        keys = {line.key for line in screen.lines}
        assert screen.rows or self.state.aside == NOTE or keys & HELLO, f"no way on from {self.state.aside}"


def _buttons(screen: Screen) -> list[Button]:
    return [button for row in screen.rows for button in row]


def _event(chance: Random, desk: Desk) -> Event:
    """What happens next: mostly a button that stands there, now and then anything at all."""
    here = [button.press for button in _buttons(desk.screen)]
    kind = chance.random() if here else 0.6 + 0.4 * chance.random()
    if kind < 0.6:
        return Pressed(chance.choice(here))
    if kind < 0.7:
        return Pressed(chance.choice(desk.ever))
    if kind < 0.8:
        return Commanded(chance.choice([*LEAD_COMMANDS, "ende", "sudo", ""]))
    if kind < 0.86:
        return Said(chance.choice(WORDS), edited=chance.random() < 0.2)
    if kind < 0.9:
        return chance.choice([SentSomething(chance.choice(get_args(Kind))), Blocked(), Unblocked(), Pressed(None)])
    return Pressed(_forged(chance, desk))


def _forged(chance: Random, desk: Desk) -> Press:
    at = chance.choice([CASE, "", MARK, "lives_here", *(f"{MARK}{name}" for name in PAGES)])
    row = chance.choice([*CASES, 0, 8])
    seen = chance.choice(desk.ever).pick
    picks = [
        *JUNK,
        seen,
        seen[:-1],
        f"{seen}-",
        *(f"{row}-{what}" for what in (*CASE_BUTTONS, "back", "begin", "end")),
    ]
    return Press(chance.choice([0, 1, 99]), at, chance.choice(picks))


@pytest.mark.parametrize("me", [MIRA, RENATE, replace(MIRA, name=LONG_NAME)], ids=["coach", "lead", "long name"])
@pytest.mark.parametrize("seed", range(WALKS))
def test_whatever_somebody_of_the_team_does_there_is_an_answer_and_a_way_on(
    texts: Texts, me: Member, seed: int
) -> None:
    chance, desk = Random(seed), Desk(me, texts)
    for _ in range(STEPS):
        desk.talk = chance.random() < 0.1 if chance.random() < 0.2 else desk.talk
        desk.meets(_event(chance, desk), chance.choice(REFUSALS) if chance.random() < 0.1 else None)
        assert State.unpack(desk.state.pack()) == desk.state


@pytest.mark.parametrize("me", [MIRA, RENATE], ids=["coach", "lead"])
@pytest.mark.parametrize("at", [CASE, *(f"{MARK}{name}" for name in PAGES)])
def test_every_forged_pick_on_every_page_is_answered(texts: Texts, me: Member, at: str) -> None:
    for pick in JUNK:
        desk = Desk(me, texts)
        desk.meets(Pressed(Press(0, at, pick)), None)


@pytest.mark.parametrize("me", [MIRA, RENATE], ids=["coach", "lead"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_an_older_release_is_shown_as_well_as_it_can_be(texts: Texts, me: Member, page: str) -> None:
    for shown in JUNK:
        desk = Desk(me, texts)
        desk.state = State("desk", aside=f"{page}.{shown}" if shown else page)
        desk.meets(Pressed(None), None)
