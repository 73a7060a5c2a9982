"""The phrasebook on a coach's phone: groups, lines, times, what the family will read, and sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby

from dialogs.desk.card import GIVEN_ON
from dialogs.desk.facts import DeskCase, DeskFacts
from dialogs.desk.page import Page, button, opened, shown_on, to_card
from dialogs.desk.phrasebook import CALLS, GROUPS, Line, group, line
from dialogs.desk.queueing import gone_screen
from dialogs.desk.sent_lines import line_text
from dialogs.desk.talk_effects import SendPhrase
from dialogs.family.questions import SAFE, SafeToCall
from dialogs.machine.screen import Button, Rows, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Listing, Moment, Phrase, Tongue, say
from dialogs.rules.walltime import local_day

PHRASE_PAGE = "phrases"

LINES_SHOWN = 8
"""More than these are leafed over; times are leafed over day by day."""

CLOCKS_A_ROW = 3

SENT = "sent"


def _present(state: State, facts: DeskFacts) -> Screen:
    case = facts.case
    if case is None or case.erased:
        return gone_screen()
    if case.stage not in GIVEN_ON:
        return Screen((say("desk.phrases.over"),), (to_card(case),))
    if not case.may_write(facts.me):
        return Screen((say("desk.phrases.not_yours"),), (to_card(case),))
    if not case.reachable:
        return Screen((say("desk.phrases.unreachable", number=case.number),), (to_card(case),))
    return _shown(case, shown_on(state).partition("-")[2], facts)


def _shown(case: DeskCase, what: str, facts: DeskFacts) -> Screen:
    """What stands behind the case's row in the aside: nothing, a group, a line, a line with its time."""
    name, _, rest = what.partition("-")
    if name == SENT:
        return _sent(case)
    chosen = group(name)
    if chosen is not None:
        return _lines(case, chosen.id, _number(rest))
    line_id, _, more = rest.partition("-")
    picked = line(line_id)
    if picked is None or not _fits(case, picked):
        return _groups(case)
    if name == "at":
        return _preview(case, picked, _instant(more), facts)
    if picked.asks_clock:
        return _clocks(case, picked, _number(more), facts)
    return _preview(case, picked, None, facts)


def _groups(case: DeskCase) -> Screen:
    rows = tuple((_opens(case, group.id, Phrase(f"desk.phrases.group.{group.id}")),) for group in GROUPS)
    return Screen((_title(case),), (*rows, to_card(case)))


def _lines(case: DeskCase, group_id: str, first: int) -> Screen:
    chosen = group(group_id)
    lines = [one for one in chosen.lines if _fits(case, one)] if chosen else []
    page = lines[first : first + LINES_SHOWN]
    rows = [(_opens(case, f"line-{one.id}", Phrase(f"desk.phrase.{one.id}")),) for one in page]
    leaf = _leaf(case, group_id, first, LINES_SHOWN, len(lines))
    return Screen((_title(case), Phrase(f"desk.phrases.group.{group_id}")), (*rows, *leaf, _to_groups(case)))


def _clocks(case: DeskCase, picked: Line, first: int, facts: DeskFacts) -> Screen:
    """The times of one day; days are leafed over."""
    title = Phrase(f"desk.phrase.{picked.id}")
    days = [tuple(day) for _, day in groupby(facts.clocks, key=lambda at: local_day(at, facts.zone))]
    if not days:
        return Screen((title, say("desk.phrases.no_clock")), (_to_groups(case),))
    shown = min(max(first, 0), len(days) - 1)
    buttons = [_opens(case, f"at-{picked.id}-{int(at.timestamp())}", _clock(at)) for at in days[shown]]
    rows = tuple(tuple(buttons[at : at + CLOCKS_A_ROW]) for at in range(0, len(buttons), CLOCKS_A_ROW))
    asked = say("desk.phrases.which_clock", day=Moment(days[shown][0], "day"))
    leaf = _leaf(case, f"line-{picked.id}", shown, 1, len(days))
    return Screen((title, asked), (*rows, *leaf, _to_groups(case)))


def _clock(at: datetime) -> Phrase:
    return say("moment", at=Moment(at, "clock"))


def _preview(case: DeskCase, picked: Line, clock_at: datetime | None, facts: DeskFacts) -> Screen:
    if picked.asks_clock and clock_at not in facts.clocks:
        return _clocks(case, picked, 0, facts)
    clock = f"-{int(clock_at.timestamp())}" if clock_at is not None else ""
    told = [
        say("desk.phrases.preview", number=case.number, language=Tongue(case.language)),
        say("phrase.from", coach=facts.me.name),
        line_text(picked.id, clock_at),
    ]
    answers = tuple(say("desk.phrases.quoted", words=Phrase(f"phrase.answer.{answer}")) for answer in picked.answers)
    if answers:
        told.append(say("desk.phrases.answers", answers=Listing(answers)))
    send = button(PHRASE_PAGE, f"{case.id}-send-{picked.id}{clock}", "desk.phrases.button.send", "success")
    return Screen(tuple(told), ((send,), _to_groups(case)))


def _sent(case: DeskCase) -> Screen:
    told = say("desk.phrases.sent", number=case.number, language=Tongue(case.language))
    return Screen((told,), ((button(PHRASE_PAGE, str(case.id), "desk.phrases.button.more"),), to_card(case)))


def _title(case: DeskCase) -> Phrase:
    return say("desk.phrases.title", number=case.number, language=Tongue(case.language))


def _opens(case: DeskCase, what: str, label: Phrase) -> Button:
    return replace(button(PHRASE_PAGE, f"{case.id}-{what}", label.key), label=label)


def _leaf(case: DeskCase, what: str, first: int, shown: int, of: int) -> Rows:
    """Buttons to what comes before and after, where there is more than is shown."""
    leaves = []
    if first:
        leaves.append(_opens(case, f"{what}-{max(first - shown, 0)}", say("desk.phrases.button.before")))
    if first + shown < of:
        leaves.append(_opens(case, f"{what}-{first + shown}", say("desk.phrases.button.after")))
    return (tuple(leaves),) if leaves else ()


def _to_groups(case: DeskCase) -> tuple[Button, ...]:
    return (button(PHRASE_PAGE, str(case.id), "desk.phrases.button.groups"),)


def _pressed(state: State, pick: str, facts: DeskFacts) -> Turn:
    case = facts.case
    if case is None or case.erased or case.stage not in GIVEN_ON:
        return Turn(state, toast=say("desk.toast.gone"), redraw=False)
    if not case.may_write(facts.me):
        return Turn(state, toast=say("desk.toast.not_yours"), redraw=False)
    what = pick.partition("-")[2]
    if what.startswith("send-"):
        return _send(state, case, what.removeprefix("send-"), facts)
    return opened(state, PHRASE_PAGE, pick)


def _send(state: State, case: DeskCase, what: str, facts: DeskFacts) -> Turn:
    """Only what stands on the screen is sent, and once: the screen says "sent" from then on."""
    line_id, _, clock = what.partition("-")
    picked = line(line_id)
    shows = f"at-{line_id}-{clock}" if clock else f"line-{line_id}"
    if state.aside == f"{PHRASE_PAGE}.{case.id}-{SENT}":
        return Turn(state, toast=say("desk.toast.phrase_sent"), redraw=False)
    if picked is None or state.aside != f"{PHRASE_PAGE}.{case.id}-{shows}":
        return Turn(state, toast=say("desk.toast.old_button"), redraw=False)
    if not case.reachable or not _fits(case, picked):
        return Turn(state)
    clock_at = _instant(clock) if clock else None
    if picked.asks_clock and clock_at not in facts.clocks:
        return replace(opened(state, PHRASE_PAGE, f"{case.id}-line-{line_id}"), toast=say("desk.toast.clock_gone"))
    return replace(opened(state, PHRASE_PAGE, f"{case.id}-{SENT}"), effects=(SendPhrase(case.id, line_id, clock_at),))


def _fits(case: DeskCase, picked: Line) -> bool:
    """A number that must not ring is offered no call."""
    return not (picked.id in CALLS and case.told.get(SAFE) is SafeToCall.NEVER)


def _number(words: str) -> int:
    """How many are leafed over; 0 for anything that is no such number."""
    return int(words) if words.isdecimal() and len(words) < 4 else 0


def _instant(words: str) -> datetime | None:
    """The time a pick names, in seconds since 1970."""
    return datetime.fromtimestamp(int(words), UTC) if words.isdecimal() and len(words) < 11 else None


PHRASES = Page(PHRASE_PAGE, _present, _pressed)
