"""Pages of one round: what the family would read, what came of an earlier one, a line in reply."""

from __future__ import annotations

from dialogs.desk.facts import DeskCase, DeskFacts
from dialogs.desk.page import button, to_card
from dialogs.desk.round_words import ROUND_PAGE, answer_button, answer_lines, idea_of, may_answer, name_of, round_line
from dialogs.desk.standstill_facts import RoundSeen
from dialogs.family.rounds import invitation_screen
from dialogs.family.techniques import TECHNIQUES, Kind, Step, Technique, option_label, prompt
from dialogs.machine.screen import Rows, Screen
from dialogs.machine.words import Listing, Phrase, Tongue, say, stacked

MOST_LINE = 200
"""Characters of a coach's own line below a technique."""

MOST_REPLY = 300
"""Characters of a coach's reply to what was passed on."""

BEHIND = "|"
"""Between what a page shows and what was typed on it."""


def typed(rest: str) -> tuple[str, str]:
    """What a page shows, and the words that were typed on it, "" for none."""
    shown, _, words = rest.partition(BEHIND)
    return shown, words


def preview(case: DeskCase, picked: str, words: str, facts: DeskFacts) -> Screen:
    """What it is good for, and what the family will read; nothing is sent yet."""
    technique = TECHNIQUES[picked]
    invitation = invitation_screen(0, picked, facts.me.name, words).lines
    told = (
        say("desk.round.picked", technique=name_of(picked), idea=idea_of(picked)),
        say("desk.round.will_read", number=case.number, language=Tongue(case.language)),
        *invitation,
        say("desk.round.then", questions=stacked([_question(technique, step) for step in technique.steps])),
        say("desk.round.line_below" if words else "desk.round.may_add", count=MOST_LINE),
    )
    rows: Rows = ((button(ROUND_PAGE, f"{case.id}-send-{picked}", "desk.round.button.send", "success"),),)
    if words:
        rows = (*rows, (button(ROUND_PAGE, f"{case.id}-pick-{picked}", "desk.round.button.no_line"),))
    back = (button(ROUND_PAGE, str(case.id), "desk.round.button.back"),)
    return Screen(told, (*rows, back, to_card(case)))


def _question(technique: Technique, step: Step) -> Phrase:
    asked = prompt(technique, step)
    if technique.after_number and step.kind is Kind.SCALE:
        asked = Phrase(f"round.{technique.id}.{step.id}.prompt", {"number": "(…)"})
    if not step.options:
        return say("desk.round.question", question=asked)
    options = Listing(tuple(_quoted(technique, step, option) for option in step.options))
    return say("desk.round.question_of", question=asked, options=options)


def _quoted(technique: Technique, step: Step, option: str) -> Phrase:
    """An option between quotation marks: some have a comma of their own."""
    return say("desk.round.option", option=option_label(technique, step, option))


def history(case: DeskCase, back_by: int) -> Screen:
    """One earlier round, the newest first; what was passed on stands there, and only that."""
    rounds = case.still.rounds
    place = min(back_by, len(rounds) - 1)
    one = rounds[len(rounds) - 1 - place]
    began = say("desk.round.by", name=one.by) if one.by else say("desk.round.by_family")
    told = [round_line(one), began, *_passed_on(case, one)]
    leaves = []
    if place + 1 < len(rounds):
        leaves.append(button(ROUND_PAGE, f"{case.id}-past-{place + 1}", "desk.round.button.older"))
    if place:
        leaves.append(button(ROUND_PAGE, f"{case.id}-past-{place - 1}", "desk.round.button.newer"))
    rows: Rows = (tuple(leaves),) if leaves else ()
    if may_answer(one):
        rows = ((answer_button(case.id, one.id),), *rows)
    back = (button(ROUND_PAGE, str(case.id), "desk.round.button.back"),)
    title = say("desk.round.past", number=case.number, place=len(rounds) - place, of=len(rounds))
    return Screen((title, *told), (*rows, back, to_card(case)), protected=True)


def _passed_on(case: DeskCase, one: RoundSeen) -> list[Phrase]:
    answers = answer_lines(one, case.language)
    if not answers:
        return []
    reply = [say("desk.round.replied_with", words=one.reply)] if one.reply else []
    return [stacked(answers), say("desk.round.build_on", idea=idea_of(one.technique)), *reply]


def reply(case: DeskCase, one: RoundSeen, words: str) -> Screen:
    """What was passed on, and the coach's line in reply: typed, shown, then sent."""
    told = [round_line(one), stacked(answer_lines(one, case.language))]
    rows: Rows = ()
    if words:
        told.append(say("desk.round.reply_preview", words=words))
        rows = ((button(ROUND_PAGE, f"{case.id}-answer-{one.id}", "desk.round.button.reply_send", "success"),),)
    else:
        told.append(say("desk.round.reply_ask", count=MOST_REPLY))
    back = (button(ROUND_PAGE, str(case.id), "desk.round.button.back"),)
    return Screen(tuple(told), (*rows, back, to_card(case)), protected=True)
