"""A coach's line on a family's phone: how it looks, which answers it takes, and what each leads to."""

from __future__ import annotations

from dataclasses import replace

from dialogs.family.calls import change
from dialogs.family.effects import AnswerPhrase
from dialogs.family.facts import LIVE, AskedLine, Facts
from dialogs.family.intake import HOME, Flows
from dialogs.machine.events import Said
from dialogs.machine.screen import Button, Press, Rows, Screen, row_in
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Phrase, say

SAY = "say"
"""The side screen's name in payloads, `0.~say.<line sent>-<answer>`: understood in every run, for lines live long."""


def line_screen(coach: str, text: Phrase, sent: int, answers: tuple[str, ...]) -> Screen:
    """The line as it arrives: who writes, the checked words, the answers below."""
    return Screen((say("phrase.from", coach=coach), text), answer_rows(sent, answers))


def answer_rows(sent: int, answers: tuple[str, ...]) -> Rows:
    """One button an answer."""
    return tuple(
        (Button(Phrase(f"phrase.answer.{answer}"), Press(0, f"~{SAY}", f"{sent}-{answer}")),) for answer in answers
    )


def answered_screen(coach: str, text: Phrase, answer: str, *more: Phrase) -> Screen:
    """The same line once it is answered, with what came of it; no name where its coach has left the team."""
    told = say("phrase.answered", answer=Phrase(f"phrase.answer.{answer}"))
    writes = (say("phrase.from", coach=coach),) if coach else ()
    return Screen((*writes, text, told, *more))


def answer_line(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    """The first answer counts. A line of a case that is over, or of somebody else's, gets a kind word only."""
    asked = facts.asked
    if asked is None or asked.id != row_in(press.pick):
        return Turn(state, toast=say("toast.line_over"), redraw=False)
    answer = press.pick.partition("-")[2]
    if asked.answered:
        return Turn(state, toast=say("toast.noted"), redraw=False)
    if answer not in asked.answers:
        return Turn(state, toast=say("toast.unknown_button"), redraw=False)
    turn = _opened(flows, state, answer, facts)
    return replace(turn, effects=(AnswerPhrase(asked.id, answer), *turn.effects), toast=say("toast.thanks"))


def _opened(flows: Flows, state: State, answer: str, facts: Facts) -> Turn:
    """What an answer opens below the line: another time, another number, calling off, the waiting list."""
    live = facts.case is not None and facts.case.stage in LIVE
    match answer:
        case "other_time" if live:
            return replace(change(flows, state, flows.move), redraw=True, fresh=True)
        case "new_number" if live:
            return replace(change(flows, state, flows.number), redraw=True, fresh=True)
        case "no_call" if live:
            return Turn(state.over("cancel"), fresh=True)
        case "leave_list" if facts.on_list:
            return Turn(state.over("list"), fresh=True)
        case _:
            return Turn(state, redraw=False)


MOST_WORDS = 4
"""What is longer says more than an answer, and is kept for the coach as written."""

SAYS_YES = ("yes_then", "yes_please", "yes_now", "yes", "ok")
SAYS_NO = ("no_thanks", "not_now", "no")


def with_answers(screen: Screen, state: State, asked: AskedLine | None, text: str) -> Screen:
    """The screen that typed words are held against: at home the answers to the coach's newest line come first."""
    if not _may_be_typed(state, asked, text) or asked is None:
        return screen
    return replace(screen, rows=(*answer_rows(asked.id, asked.answers), *screen.rows))


def typed_answer(state: State, said: Said, asked: AskedLine | None) -> Press | None:
    """A plain yes or no to the coach's newest line, where one of its answers says so."""
    if said.heard.agrees is None or asked is None or not _may_be_typed(state, asked, said.text):
        return None
    likely = SAYS_YES if said.heard.agrees else SAYS_NO
    meant = next((answer for answer in likely if answer in asked.answers), None)
    return Press(0, f"~{SAY}", f"{asked.id}-{meant}") if meant else None


def seen_when_typed(turn: Turn, press: Press) -> Turn:
    """Who types gets no toast: what it would say stands above the screen."""
    if press.at != f"~{SAY}" or turn.redraw or turn.toast is None:
        return turn
    return replace(turn, redraw=True, notes=(*turn.notes, turn.toast))


def _may_be_typed(state: State, asked: AskedLine | None, text: str) -> bool:
    open_line = asked is not None and not asked.answered
    return open_line and state.flow == HOME.id and not state.aside and len(text.split()) <= MOST_WORDS
