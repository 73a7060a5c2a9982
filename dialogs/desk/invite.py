"""The lead's page of invitations: as what, who, which languages; then a link that works once, for a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dialogs.desk.case_lines import in_rows
from dialogs.desk.facts import DeskFacts, Role
from dialogs.desk.lead import LEADS, back, menu, team_of
from dialogs.desk.page import Page, button, shown_on
from dialogs.desk.team import role_in_words
from dialogs.desk.team_effects import Invite
from dialogs.family.questions import NAME_LENGTH
from dialogs.machine.events import Said
from dialogs.machine.screen import Button, Screen
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Tongue, say

A_ROW = 2


def link_screen(link: str, name: str, role: str) -> Screen:
    """The invitation as a message of its own, to be passed on."""
    return Screen((say("desk.invite.link", name=name, role=role_in_words(role), link=link),))


def _present(state: State, facts: DeskFacts) -> Screen:
    drafted = _drafted(state)
    match shown_on(state):
        case "name" if drafted:
            return Screen((say("desk.invite.asks_name", role=role_in_words(drafted["role"])),), ((back(),),))
        case "languages" if drafted.get("name"):
            return _asks_languages(drafted, facts)
        case _:
            roles = tuple((button("invite", role, f"desk.invite.button.{role}"),) for role in (Role.COACH, Role.LEAD))
            return Screen((say("desk.invite.asks_role"),), (*roles, (back(),)))


def _asks_languages(drafted: Mapping[str, Any], facts: DeskFacts) -> Screen:
    chosen = drafted["languages"]
    buttons = [_language(tag, chosen=tag in chosen) for tag in team_of(facts).languages]
    rows = in_rows(buttons, A_ROW)
    send = button("invite", "send", "desk.invite.button.send", "success")
    return Screen((say("desk.invite.asks_languages", name=drafted["name"]),), (*rows, (send,), (back(),)))


def _language(tag: str, *, chosen: bool) -> Button:
    key = "desk.invite.button.chosen" if chosen else "desk.invite.button.language"
    return button("invite", f"tag-{tag}", key, language=Tongue(tag))


def _drafted(state: State) -> Mapping[str, Any]:
    """The half-made invitation: role, then name, then languages. It is sealed with the dialogue."""
    return state.draft if isinstance(state.draft, dict) and "role" in state.draft else {}


def _pressed(state: State, pick: str, facts: DeskFacts) -> Turn:
    if pick in (Role.COACH, Role.LEAD):
        return Turn(replace(state.over("invite.name"), draft={"role": pick}))
    drafted = _drafted(state)
    if not drafted.get("name"):
        return Turn(state, toast=say("desk.toast.noted"), redraw=False)
    if pick == "send":
        return _sent(state, drafted)
    tag = pick.removeprefix("tag-")
    if tag not in team_of(facts).languages:
        return Turn(state, toast=say("desk.toast.old_button"), redraw=False)
    chosen = [one for one in team_of(facts).languages if (one in drafted["languages"]) is not (one == tag)]
    return Turn(replace(state.over("invite.languages"), draft={**drafted, "languages": chosen}))


def _sent(state: State, drafted: Mapping[str, Any]) -> Turn:
    if not drafted["languages"]:
        return Turn(state, toast=say("desk.invite.toast.languages"), redraw=False)
    invitation = Invite(drafted["role"], drafted["name"], tuple(drafted["languages"]))
    return replace(menu(state, say("desk.invite.sent", name=drafted["name"])), effects=(invitation,))


def _hears(state: State, said: Said, facts: DeskFacts) -> Turn | None:
    """The first name, typed; a first language is ticked, since everybody on the team reads German."""
    drafted = _drafted(state)
    if shown_on(state) != "name" or not drafted:
        return None
    name = " ".join(said.text.split())
    if not 1 <= len(name) <= NAME_LENGTH or not name.isprintable():
        return Turn(state, notes=(say("desk.invite.name_unclear", count=NAME_LENGTH),))
    first = [tag for tag in team_of(facts).languages if tag == "de"]
    return Turn(replace(state.over("invite.languages"), draft={**drafted, "name": name, "languages": first}))


INVITE = Page("invite", _present, _pressed, _hears, LEADS)
