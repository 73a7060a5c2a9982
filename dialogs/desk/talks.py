"""A talk between coach and family by way of the bot: what it is, opening, ending."""

from __future__ import annotations

from dataclasses import replace

from dialogs.desk.card import GIVEN_ON, case_button, pre_check
from dialogs.desk.facts import DeskCase, DeskFacts
from dialogs.desk.page import Page, button, card_button, opened, to_card
from dialogs.desk.queueing import gone_screen
from dialogs.desk.talk_effects import CloseTalk, OpenTalk
from dialogs.desk.talk_facts import CaseTalk, TalkNow
from dialogs.family.talking import COACHES_WRITE
from dialogs.machine.screen import Button, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Phrase, Tongue, say, stacked

TALK_PAGE = "talk"
BEGIN, END = "begin", "end"

END_COMMANDS = frozenset({"ende", "beenden"})
"""What ends a talk when it is typed, in the own chat and in a topic."""


def end_button(case_id: int) -> Button:
    """The button that ends the talk about a case, on the page and in the topic."""
    return button(TALK_PAGE, f"{case_id}-{END}", "desk.talk.button.end", "danger")


def end_pressed(pick: str) -> bool:
    """Whether a pick of this page ends a talk."""
    return pick.partition("-")[2] == END


def ended_by_command(state: State, facts: DeskFacts) -> Turn:
    """The talk in the own chat ends by a typed word; there may be none."""
    if facts.talk is None:
        return Turn(state.over("help"), fresh=True)
    turn = opened(state, TALK_PAGE, str(facts.talk.case), fresh=True)
    return replace(turn, effects=(CloseTalk(facts.talk.case),))


def sent_something(state: State, talk: TalkNow) -> Turn:
    """A picture or a voice is not passed on, and the coach is told so."""
    return replace(opened(state, TALK_PAGE, str(talk.case), fresh=True), notes=(say("desk.talk.words_only"),))


def _present(state: State, facts: DeskFacts) -> Screen:
    case = facts.case
    if case is None or case.erased:
        return gone_screen()
    if case.stage not in GIVEN_ON:
        return Screen((say("desk.talk.over"),), (to_card(case),))
    if not case.may_write(facts.me):
        return Screen((say("desk.talk.not_yours"),), (to_card(case),))
    if facts.case_talk is not None:
        return _under_way(case, facts.case_talk)
    if not case.reachable:
        return Screen((say("desk.talk.unreachable", number=case.number),), (to_card(case),))
    if facts.talk is not None and not facts.in_group:
        return _elsewhere(case, facts.talk)
    return _offered(case, in_group=facts.in_group)


def _offered(case: DeskCase, *, in_group: bool) -> Screen:
    lines = [_title(case), say("desk.talk.as_written"), say("desk.talk.edits")]
    if in_group:
        lines.append(say("desk.talk.in_group"))
    lines.extend(_reminder(case))
    begin = button(TALK_PAGE, f"{case.id}-{BEGIN}", "desk.talk.button.begin", "success")
    return Screen(tuple(lines), ((begin,), *_phrases(case), to_card(case)))


def _under_way(case: DeskCase, talk: CaseTalk) -> Screen:
    if talk.in_group:
        told = say("desk.talk.open_in_group", number=case.number, name=talk.coach)
    elif talk.mine:
        told = say("desk.talk.open", number=case.number)
    else:
        told = say("desk.talk.open_with", number=case.number, name=talk.coach)
    return Screen((told, *_reminder(case)), ((end_button(case.id),), *_phrases(case), to_card(case)))


def _elsewhere(case: DeskCase, talk: TalkNow) -> Screen:
    told = say("desk.talk.elsewhere", number=talk.number)
    return Screen((_title(case), told), ((end_button(talk.case),), to_card(case)))


def _title(case: DeskCase) -> Phrase:
    return say("desk.talk.title", number=case.number, language=Tongue(case.language))


def _reminder(case: DeskCase) -> tuple[Phrase, ...]:
    """Who reads another language is better served by the phrasebook."""
    if case.language == COACHES_WRITE:
        return ()
    return (say("desk.talk.phrasebook", language=Tongue(case.language)),)


def _phrases(case: DeskCase) -> tuple[tuple[Button, ...], ...]:
    return ((case_button(case, "phrases"),),) if case.language != COACHES_WRITE else ()


def ended_screen(case_id: int, number: int, ended: Phrase) -> Screen:
    """What stands where the page of an open talk stood, once the other side or the clock has ended it."""
    begin = button(TALK_PAGE, f"{case_id}-{BEGIN}", "desk.talk.button.begin")
    return Screen((ended,), ((begin,), (card_button(case_id, number),)))


def _pressed(state: State, pick: str, facts: DeskFacts) -> Turn:
    case = facts.case
    if case is None or case.erased:
        return Turn(state, toast=say("desk.toast.gone"), redraw=False)
    what = pick.partition("-")[2]
    if not case.may_write(facts.me):
        return Turn(state, toast=say("desk.toast.not_yours"), redraw=False)
    page = opened(state, TALK_PAGE, str(case.id))
    match what:
        case "begin" if facts.case_talk is None and case.reachable and case.stage in GIVEN_ON:
            return replace(page, effects=(OpenTalk(case.id),))
        case "begin" if facts.case_talk is not None and not facts.case_talk.mine:
            return replace(page, toast=say("desk.toast.talk_busy_by", name=facts.case_talk.coach))
        case "end" if facts.case_talk is not None:
            return replace(page, effects=(CloseTalk(case.id),), toast=say("desk.toast.talk_ended"))
        case "end":
            return replace(page, toast=say("desk.toast.talk_over"))
        case _:
            return page


TALK = Page(TALK_PAGE, _present, _pressed)


def topic_card(case: DeskCase, *, anew: bool = False) -> Screen:
    """What stands first in the topic of a case: no name, no number, none of the family's words; others read along.

    anew: the topic that the case had was deleted
    """
    if case.erased:
        return Screen((say("desk.card.erased", number=case.number),), protected=True)
    title = say("desk.card.title", number=case.number, language=Tongue(case.language))
    told = stacked(pre_check(case))
    lines = (title, told, say("desk.topic.how"), *_reminder(case))
    shown = Screen(lines, ((end_button(case.id),),), protected=True)
    return shown.with_line_on_top(say("desk.topic.anew")) if anew else shown


def topic_title(case: DeskCase) -> Phrase:
    """What the topic of a case is called: nothing personal."""
    return say("desk.topic.title", number=case.number, language=Tongue(case.language))


def passed_on(number: int, words: str, *, danger: bool = False) -> Screen:
    """The family's words as a coach gets them."""
    told = say("desk.talk.from_family", number=number, words=words)
    return Screen((say("desk.talk.danger"), told) if danger else (told,), protected=True)
