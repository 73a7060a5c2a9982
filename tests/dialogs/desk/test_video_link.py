"""The link of a video call: only a plain https address passes, seen once before it goes to the family."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.desk.card import case_card
from dialogs.desk.conversation import advance, present
from dialogs.desk.facts import DeskCase, DeskFacts
from dialogs.desk.standstill_effects import SendLink
from dialogs.desk.standstill_facts import StillNow
from dialogs.desk.talk_facts import TalkNow
from dialogs.desk.video_link import clean_link
from dialogs.family.facts import Stage
from dialogs.machine.events import Pressed, Said
from dialogs.machine.screen import Press
from dialogs.machine.turn import State, Turn
from tests.dialogs.desk.office import JONAS, MIRA, RENATE, facts, taken

LINK = "https://video.example.de/raum/mira?x=1#a"
PAGE = State("desk", aside="link.7")


def wished(way: str = "video", **changed: object) -> DeskCase:
    return replace(taken(still=StillNow(asked_way=way)), **changed)  # type: ignore[arg-type]


def pressed(state: State, pick: str, known: DeskFacts) -> Turn:
    return advance(state, Pressed(Press(0, "~link", pick)), known)


@pytest.mark.parametrize(
    "text",
    [LINK, f"  {LINK}\n", "https://meet.example.org", "https://a-b.example.de:8443/x", "HTTPS://Video.Example.DE/x"],
)
def test_plain_https_addresses_pass(text: str) -> None:
    assert clean_link(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "", "hallo", "http://video.example.de/x", "https://", "https://localhost/x", "https://192.168.0.1/x",
        "https://mira:geheim@video.example.de/x", "https://video.example.de@evil.example.org/x", "https://-a.example.de",
        "https://video.example.de/a b", "https://video.example.de/<b>", "javascript://video.example.de/x",
        "https://vidéo.example.de/x", "https://video.example.de\\@evil.example.org", f"{LINK}\n{LINK}",
        "https://video.example.de/" + "x" * 300, "https://" + "a." * 150 + "de", "https://video.example.de/\u202egnp",
    ],
)  # fmt: skip
def test_everything_else_is_kindly_refused(text: str) -> None:
    turn = advance(PAGE, Said(text), facts(case=wished()))
    assert clean_link(text) is None
    assert [note.key for note in turn.notes] == ["desk.link.unclear"]
    assert turn.effects == ()


def test_link_is_looked_at_once_before_it_goes() -> None:
    known = facts(case=wished())
    look = advance(PAGE, Said(LINK), known)
    assert look.state.aside == "link.7-look"
    shown = [line.key for line in present(look.state, known).lines]
    assert shown == ["desk.link.preview", "ways.link"]
    sent = pressed(look.state, "7-send", known)
    assert sent.effects == (SendLink(7, LINK),)
    assert (sent.state.draft, [note.key for note in sent.notes]) == (None, ["desk.link.sent"])


def test_other_link_and_a_forged_send_lead_back_to_the_question() -> None:
    known = facts(case=wished())
    look = advance(PAGE, Said(LINK), known).state
    assert pressed(look, "7-other", known).state == PAGE
    assert pressed(PAGE, "7-send", known).effects == ()
    of_another = replace(PAGE, draft={"case": 8, "link": LINK})
    assert pressed(of_another, "7-send", known).effects == ()
    tampered = replace(PAGE, draft={"case": 7, "link": "http://evil.example.org"})
    assert pressed(tampered, "7-send", known).effects == ()


def test_wish_that_changed_meanwhile_sends_no_link() -> None:
    state = replace(PAGE, draft={"case": 7, "link": LINK})
    known = facts(case=wished("visit"))
    assert pressed(state, "7-send", known).effects == ()
    assert [line.key for line in present(PAGE, known).lines] == ["desk.link.not_wished"]


def test_only_who_has_the_case_and_the_lead_give_a_link() -> None:
    state = replace(PAGE, draft={"case": 7, "link": LINK})
    assert pressed(state, "7-send", facts(JONAS, case=wished())).effects == ()
    assert pressed(state, "7-send", facts(RENATE, case=wished())).effects == (SendLink(7, LINK),)


def test_words_that_are_no_link_go_to_the_family_the_coach_speaks_with() -> None:
    known = facts(case=wished(), talk=TalkNow(7, 1007))
    turn = advance(PAGE, Said("Einen Moment bitte"), known)
    assert [type(effect).__name__ for effect in turn.effects] == ["PassToFamily"]


@pytest.mark.parametrize(("way", "shown"), [("video", True), ("visit", False), ("", False)])
def test_card_has_the_button_only_while_the_family_wishes_for_video(way: str, shown: bool) -> None:
    card = case_card(wished(way), MIRA)
    assert ("7-link" in {button.press.pick for row in card.rows for button in row}) is shown
    assert ("desk.card.way" in {line.key for line in card.lines}) is bool(way)


def test_card_of_an_ended_case_speaks_of_no_wish() -> None:
    card = case_card(wished(stage=Stage.STOPPED), MIRA)
    assert "desk.card.way" not in {line.key for line in card.lines}
