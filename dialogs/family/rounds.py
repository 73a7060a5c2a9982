"""A round of changed perspective as a family goes through it: how it begins, what answers lead to, how it ends."""

from __future__ import annotations

from typing import Final

from dialogs.family.facts import IN_TOUCH, Facts, OwnCase, Stage
from dialogs.family.intake import Flows
from dialogs.family.round_pictures import (
    ROUND,
    asked_view,
    end_view,
    pass_view,
    picked,
    round_button,
    waiting_view,
)
from dialogs.family.standstill_effects import AnswerRound, BeginRound, EndRound, NeverAsk, PassRoundOn
from dialogs.family.standstill_facts import OwnRound
from dialogs.family.techniques import MOST_CHARACTERS, TECHNIQUES, Kind, Step, number_of, position
from dialogs.machine.events import Said
from dialogs.machine.flow import Flow, View
from dialogs.machine.screen import Button, Press, Screen, row_in
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Phrase, say

__all__ = [
    "ROUND", "begin_button", "heard_in_round", "invitation_screen", "may_begin", "round_answered", "round_view",
]  # fmt: skip

NEW: Final = "new"
"""In place of the number: the round that the family begins by itself, before it knows its number."""

ANSWERABLE: Final = frozenset({"sent", "open", "put_off"})
"""States in which a round can still be answered."""

ENDS: Final = {"later": "put_off", "stop": "stopped"}
"""The invitation's two ways out, and what the round is called after them."""

OVER: Final = frozenset({"stopped", "lapsed"})
"""States in which nothing is asked any more."""

SHORT_WORDS: Final = 3
"""Where own words are asked for, only what is this short may mean a button."""

LONG_AGO_DAYS: Final = 7
"""After so many days typed words are a hello more likely than an answer, and the question is shown again."""


def invitation_screen(round_id: int, technique: str, coach: str, line: str) -> Screen:
    """The message with which a coach invites to a round: yes, later, no such questions.

    `line` are the coach's own words, in German and shown as such; "" for none. Who has left the team is not named.
    """
    writes = TECHNIQUES[technique].steps[0].kind is Kind.LINE
    hello = (say("round.invitation.hello", coach=coach),) if coach else ()
    own = (say("round.coach_line", coach=coach, line=line),) if line and coach else ()
    effort = say("round.invitation.words" if writes else "round.invitation.tap")
    lines = (*hello, *own, say("round.invitation.ask"), effort)
    return Screen(lines, tuple((round_button(round_id, pick),) for pick in ("go", *ENDS)))


def may_begin(case: OwnCase | None, *, on_list: bool) -> bool:
    """Whether the family's card has "it is not moving": after the call, in the programme, or in the line."""
    return case is not None and case.stage in IN_TOUCH and (case.stage is not Stage.WAITING or on_list)


def begin_button() -> Button:
    """ "It is not moving", on the card."""
    return Button(say("round.button.stuck"), Press(0, f"~{ROUND}", NEW))


def round_view(flow: Flow[Facts], state: State, facts: Facts) -> View:
    """The step the family stands at, the question whether it may be passed on, or the end."""
    own = _on_screen(state, facts)
    if own is None or own.state in OVER:
        return View((say("round.none" if _awaited(state) == NEW else "round.over"),), ())
    step = _at(own)
    if step is not None:
        return waiting_view(own, facts.talking_to) if facts.talking_to else asked_view(own, step)
    return pass_view(own) if _to_be_passed_on(own) else end_view(own, facts)


def round_answered(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    """What a button of a round leads to. A round that is over, or somebody else's, gets a kind word only."""
    if press.pick == NEW:
        return _begun(state, facts)
    own, number = facts.round, row_in(press.pick)
    if own is None or own.id != number:
        return _closed(state, number)
    pick = press.pick.partition("-")[2]
    if own.state in OVER and pick != "stop":
        return _closed(state, number)
    match pick:
        case "go":
            opens = _at(own) is not None or _to_be_passed_on(own)
            return Turn(_over(state, own), fresh=True) if opens else _closed(state, number)
        case "later" | "stop":
            return _left(state, own, pick)
        case "yes" | "no":
            return _passed_on(state, own, may=pick == "yes")
        case "done":
            return Turn(state.over(""))
        case _:
            return _stepped(state, own, pick)


def heard_in_round(state: State, said: Said, facts: Facts) -> Turn | None:
    """What typed words mean while a step of a round awaits some; None where none does."""
    own = _on_screen(state, facts)
    if own is None or own.state in OVER:
        return None
    step, meant, words = _at(own), said.heard.option, len(said.text.split())
    if step is None and own.passed_on:
        return None
    if said.edited or facts.quiet_for_days >= LONG_AGO_DAYS:
        return Turn(state, notes=(say("kind.edited"),) if said.edited else ())
    if step is None:
        return _after_the_last(state, own, said)
    if meant is not None and meant.at != f"~{ROUND}" and (words == 1 or not step.takes_words):
        return None
    answer = picked(own, step, meant.pick) if meant is not None and meant.at == f"~{ROUND}" else None
    if answer is not None and (words <= SHORT_WORDS or not step.takes_words):
        return _answered(state, own, answer)
    return _worded(state, own, step, said)


def _after_the_last(state: State, own: OwnRound, said: Said) -> Turn | None:
    """Words typed below the question who may read it, or after a no: a short yes or no counts, and nothing is kept.

    A sentence that begins with a yes goes on with the last answer more likely than it lets somebody read it.
    """
    meant, words = said.heard.option, len(said.text.split())
    if meant is not None and meant.at != f"~{ROUND}":
        return None if words == 1 else Turn(state, notes=(say("error.choose"),))
    if _to_be_passed_on(own) and said.heard.agrees is not None and words <= SHORT_WORDS:
        return _passed_on(state, own, may=said.heard.agrees)
    if meant is not None and words <= SHORT_WORDS and meant.pick == f"{own.id}-done":
        return Turn(state.over(""))
    return Turn(state, notes=(say("error.choose"),))


def _worded(state: State, own: OwnRound, step: Step, said: Said) -> Turn:
    """Typed words that are no button: a number, own words, or a hint."""
    if step.kind is Kind.SCALE and number_of(str(said.heard.number)) is not None:
        return _answered(state, own, str(said.heard.number))
    if not step.takes_words or not any(sign.isalnum() for sign in said.text):
        return Turn(state, notes=(say("error.choose"),))
    words = said.text.strip()
    notes = (say("round.cut"),) if len(words) > MOST_CHARACTERS else ()
    return _answered(state, own, words[:MOST_CHARACTERS], *notes)


def _answered(state: State, own: OwnRound, answer: str, *notes: Phrase) -> Turn:
    return Turn(_over(state, own), (AnswerRound(own.id, len(own.answers), answer),), notes)


def _begun(state: State, facts: Facts) -> Turn:
    if not may_begin(facts.case, on_list=facts.on_list):
        return Turn(state, toast=say("toast.old_button"))
    return Turn(state.over(f"{ROUND}.{NEW}"), (BeginRound(),))


def _left(state: State, own: OwnRound, pick: str) -> Turn:
    """Later, or no such questions: then nothing unasked comes any more, neither from a coach's hand.

    That wish counts whatever became of the round; "later" leaves the question who may read it for later.
    """
    if own.state not in ANSWERABLE and pick == "stop":
        return Turn(state, (NeverAsk(),), toast=say("toast.round_stopped"), redraw=False)
    if own.state not in ANSWERABLE and own.passed_on is not None:
        return _closed(state, own.id)
    if own.state == ENDS[pick]:
        return Turn(state, toast=say("toast.noted"), redraw=False)
    ends = (EndRound(own.id, ENDS[pick]),) if own.state in ANSWERABLE else ()
    effects = (*ends, *((NeverAsk(),) if pick == "stop" else ()))
    toast = say("toast.round_stopped" if pick == "stop" else "toast.round_later")
    shown = _awaited(state) == str(own.id)
    return Turn(state.over("") if shown else state, effects, toast=toast, redraw=shown)


def _passed_on(state: State, own: OwnRound, *, may: bool) -> Turn:
    """A yes is for whoever the screen named; where somebody else has the case by now, it is asked anew."""
    if _at(own) is not None:
        return Turn(state, toast=say("toast.unknown_button"), redraw=False)
    if own.passed_on is not None:
        return Turn(state, toast=say("toast.noted"), redraw=False)
    if may and _awaited_reader(state, own) != own.reader:
        return Turn(_over(state, own), fresh=True)
    return Turn(_over(state, own), (PassRoundOn(own.id, may),))


def _stepped(state: State, own: OwnRound, pick: str) -> Turn:
    """An answer by button: `<step>-<pick>`. One that was pressed twice changes nothing."""
    told = row_in(pick)
    if told is not None and told < len(own.answers):
        return Turn(state, toast=say("toast.noted"), redraw=False)
    step = _at(own)
    answer = picked(own, step, f"{own.id}-{pick}") if step else None
    if answer is None:
        return Turn(state, toast=say("toast.unknown_button"), redraw=False)
    return _answered(state, own, answer)


def _at(own: OwnRound) -> Step | None:
    return position(TECHNIQUES[own.technique], own.answers) if own.state in ANSWERABLE else None


def _to_be_passed_on(own: OwnRound) -> bool:
    return own.passed_on is None and any(own.answers)


def _on_screen(state: State, facts: Facts) -> OwnRound | None:
    """The round whose side screen is open, if it is one of this family's."""
    own, number = facts.round, _awaited(state)
    if own is None or (number == NEW and own.state not in ANSWERABLE):
        return None
    return own if number in (str(own.id), NEW) else None


def _awaited(state: State) -> str:
    on_top, _, shown = state.aside.partition(".")
    return shown.partition("-")[0] if on_top == ROUND else ""


def _awaited_reader(state: State, own: OwnRound) -> int | None:
    """Whom the screen named as reader of this round, 0 for the team; None where it shows another."""
    return row_in(state.aside.partition("-")[2] or "0") if _awaited(state) == str(own.id) else None


def _over(state: State, own: OwnRound) -> State:
    """The round on top; behind its number who would read what is passed on."""
    return state.over(f"{ROUND}.{own.id}" + (f"-{own.reader}" if own.reader else ""))


def _closed(state: State, number: int | None) -> Turn:
    """A kind word; a screen that still shows the round gives way to what lies below it."""
    shown = number is not None and _awaited(state) == str(number)
    return Turn(state.over("") if shown else state, toast=say("toast.round_over"), redraw=shown)
