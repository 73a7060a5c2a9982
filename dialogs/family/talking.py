"""A talk with a coach by way of the bot, as the family has it: whose words are meant for whom, and how it ends."""

from __future__ import annotations

from dataclasses import replace

from dialogs.family.asides import BARE
from dialogs.family.effects import EndTalk, PassToCoach, TellOfKind
from dialogs.family.facts import Facts
from dialogs.family.intake import Flows
from dialogs.family.questions import PHONE
from dialogs.machine.events import Said, SentSomething
from dialogs.machine.flow import walk
from dialogs.machine.screen import Button, Press, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import say

TALK = "talk"
"""The side screen's name in the payload of the button that ends a talk, `0.~talk.end`."""

COACHES_WRITE = "de"
"""The language that coaches write in; nothing is translated."""

UNTOUCHED = BARE | {"help", "stopped", "erased"}
"""Side screens that say nothing of a talk."""


def has_words(text: str) -> bool:
    """Whether anything can be seen of the text: blanks and invisible signs say nothing to a coach."""
    return any(sign.isprintable() and not sign.isspace() for sign in text)


def heard_in_talk(flows: Flows, state: State, said: Said, facts: Facts) -> Turn | None:
    """What typed words lead to while a coach speaks with the family; None for those that the bot answers.

    Words of danger go to the coach as well, and the help screen opens as always. "Stop" is for the bot alone, and so
    is a number where one is asked for.
    """
    if not facts.talking_to:
        return None
    passed = PassToCoach(said.text, facts.message, said.edited, danger=said.heard.danger)
    if said.heard.danger:
        return Turn(replace(state, aside="help", stumbles=0), (passed,))
    at = walk(flows.named(state.flow), state.answers).at
    gives_number = at is not None and at.question is PHONE and said.heard.phone is not None
    if said.heard.stops or gives_number or not has_words(said.text):
        return None
    after = state.over("") if state.aside == "stopped" else state
    return Turn(after, (passed,), redraw=False)


def sent_in_talk(state: State, sent: SentSomething, facts: Facts) -> Turn | None:
    """A picture or a voice is not passed on; both are told. None where no coach speaks with the family."""
    if not facts.talking_to:
        return None
    if sent.heard.danger:
        return Turn(state.over("help"), (TellOfKind(),), fresh=True)
    return Turn(state, (TellOfKind(),), notes=(say("talk.words_only", coach=facts.talking_to),), fresh=True)


def end_pressed(flows: Flows, state: State, press: Press, facts: Facts) -> Turn:
    """The family ends the talk; a button of one that is over changes nothing."""
    if press.pick != "end":
        return Turn(state, toast=say("toast.unknown_button"))
    if not facts.talking_to:
        return Turn(state, toast=say("toast.talk_over"))
    return Turn(state, (EndTalk(),), toast=say("toast.talk_over"))


def with_talk(screen: Screen, state: State, facts: Facts) -> Screen:
    """The screen with a line on top that says who writes here just now, and the way to end it."""
    if not facts.talking_to or state.aside.partition(".")[0] in UNTOUCHED:
        return screen
    told = [say("talk.now", coach=facts.talking_to)]
    if facts.speaks != COACHES_WRITE:
        told.append(say("talk.in_german"))
    end = Button(say("talk.button.end"), Press(0, f"~{TALK}", "end"))
    *rows, quiet = screen.rows
    return replace(screen, lines=(*told, *screen.lines), rows=(*rows, (end,), quiet))


def words_of_coach(name: str, words: str) -> Screen:
    """A coach's words as the family gets them: by whom, and just as they were written."""
    return Screen((say("talk.from_coach", coach=name, words=words),))
