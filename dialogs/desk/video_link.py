"""The page on which a coach gives the link of a video call that a family asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from dialogs.desk.asked_way import wants_link
from dialogs.desk.facts import DeskCase, DeskFacts
from dialogs.desk.page import NOTE, Page, button, page_of, shown_on, to_card
from dialogs.desk.queueing import gone_screen
from dialogs.desk.standstill_effects import SendLink
from dialogs.family.ways import link_screen
from dialogs.machine.events import Said
from dialogs.machine.screen import Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import say

LINK_PAGE: Final = "link"
LOOK, SEND, OTHER = "look", "send", "other"

LONGEST: Final = 300
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
ADDRESS: Final = re.compile(rf"https://(?:{LABEL}\.)+[a-z][a-z0-9-]+(?::\d{{1,5}})?(?:[/?#][!-~]*)?", re.IGNORECASE)
UNFIT: Final = frozenset('<>"\\^`{}|')


def clean_link(text: str) -> str | None:
    """The address in what was typed, None where it is no plain https link to a named host."""
    link = text.strip()
    fits = len(link) <= LONGEST and link.isascii() and not UNFIT & set(link)
    return link if fits and ADDRESS.fullmatch(link) else None


def _present(state: State, facts: DeskFacts) -> Screen:
    case = facts.case
    if case is None or case.erased:
        return gone_screen()
    if not case.may_write(facts.me):
        return Screen((say("desk.link.not_yours"),), (to_card(case),))
    if not wants_link(case):
        return Screen((say("desk.link.not_wished", number=case.number),), (to_card(case),))
    if not case.reachable:
        return Screen((say("desk.talk.unreachable", number=case.number),), (to_card(case),))
    link = _drafted(state, case)
    if shown_on(state).endswith(f"-{LOOK}") and link:
        return _preview(case, link, facts.me.name)
    return Screen((say("desk.link.asks", number=case.number),), (to_card(case),))


def _preview(case: DeskCase, link: str, coach: str) -> Screen:
    send = button(LINK_PAGE, f"{case.id}-{SEND}", "desk.link.button.send", "success")
    other = button(LINK_PAGE, f"{case.id}-{OTHER}", "desk.link.button.other")
    shown = link_screen(coach, link)
    return Screen((say("desk.link.preview", number=case.number), *shown.lines), ((send,), (other,), to_card(case)))


def _drafted(state: State, case: DeskCase) -> str:
    """The link that was typed for this very case. It is sealed with the dialogue."""
    draft = state.draft if isinstance(state.draft, dict) else {}
    return str(draft.get("link", "")) if draft.get("case") == case.id else ""


def _pressed(state: State, pick: str, facts: DeskFacts) -> Turn:
    case, what = facts.case, pick.partition("-")[2]
    if case is None or case.erased:
        return Turn(state, toast=say("desk.toast.gone"), redraw=False)
    if not case.may_write(facts.me):
        return Turn(state, toast=say("desk.toast.not_yours"), redraw=False)
    link = clean_link(_drafted(state, case))
    if what == SEND and link and wants_link(case):
        sent = replace(state.over(NOTE), draft=None)
        return Turn(sent, (SendLink(case.id, link),), (say("desk.link.sent", number=case.number),))
    if what == SEND and page_of(state.aside) != LINK_PAGE:
        # Pressed once more: the word that it is on its way stays.
        return Turn(state, toast=say("desk.toast.noted"), redraw=False)
    return Turn(replace(state.over(f"{LINK_PAGE}.{case.id}"), draft=None))


def _hears(state: State, said: Said, facts: DeskFacts) -> Turn | None:
    """The link, typed or pasted. Other words are for the family, where the coach speaks with one."""
    case = facts.case
    if case is None or case.erased or not case.may_write(facts.me) or not wants_link(case):
        return None
    link = clean_link(said.text)
    if link is None:
        unclear = say("desk.link.unclear", most=LONGEST)
        return None if facts.talk is not None else Turn(state, notes=(unclear,))
    return Turn(replace(state.over(f"{LINK_PAGE}.{case.id}-{LOOK}"), draft={"case": case.id, "link": link}))


LINK = Page(LINK_PAGE, _present, _pressed, _hears)
