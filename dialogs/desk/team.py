"""The lead's page of the team: who belongs to it, who waits to be confirmed, and how access ends."""

from __future__ import annotations

from dialogs.desk.case_lines import in_rows
from dialogs.desk.facts import DeskFacts, Role
from dialogs.desk.lead import LEADS, back, team_of
from dialogs.desk.page import Page, button, opened, page_of, shown_on
from dialogs.desk.team_effects import ConfirmMember, EndAccess, RefuseMember, TeamEffect
from dialogs.desk.team_facts import Colleague
from dialogs.machine.screen import Button, Rows, Screen, row_in
from dialogs.machine.turn import State, Turn
from dialogs.machine.words import Listing, Phrase, Tongue, say, stacked

NAME_SHOWN = 24
"""Letters of a first name that a button has room for."""


def confirm_buttons(person: int) -> Rows:
    """The lead's two answers to somebody who accepted an invitation."""
    yes = button("team", f"yes-{person}", "desk.team.button.confirm", "success")
    return ((yes, button("team", f"no-{person}", "desk.team.button.refuse")),)


def joining_screen(person: int, name: str, role: str) -> Screen:
    """What the lead gets when somebody accepted an invitation."""
    asked = say("desk.joining.asks", name=name, role=role_in_words(role))
    return Screen((asked,), confirm_buttons(person), protected=True)


def joined_screen(name: str, role: str, *, confirmed: bool) -> Screen:
    """What stands there once a lead has answered."""
    key = "desk.joining.confirmed" if confirmed else "desk.joining.refused"
    return Screen((Phrase(key, {"name": name, "role": role_in_words(role)}),), protected=True)


def role_in_words(role: str) -> Phrase:
    """Coach, or project lead."""
    return say("desk.role.lead") if role == Role.LEAD else say("desk.role.coach")


def _present(state: State, facts: DeskFacts) -> Screen:
    who, _, asks = shown_on(state).partition("-")
    member = team_of(facts).member(row_in(who))
    if member is None:
        return _everybody(facts)
    return _ending(member) if asks == "end" else _one(member)


def _everybody(facts: DeskFacts) -> Screen:
    members = team_of(facts).members
    lines = tuple(_row(member) for member in members)
    buttons = [_who(member) for member in members]
    rows = in_rows(buttons, 2)
    title = say("desk.team.title", count=len(members))
    return Screen((title, *lines), (*rows, (back(),)), protected=True)


def _row(member: Colleague) -> Phrase:
    spoken = Listing(tuple(Tongue(tag) for tag in member.languages))
    row = say("desk.team.row", name=member.name, role=_standing(member), languages=spoken, count=member.open_cases)
    remarks = _remarks(member)
    return stacked([row, *remarks])


def _standing(member: Colleague) -> Phrase:
    return say("desk.role.pending") if member.role == Role.PENDING else role_in_words(member.role)


def _remarks(member: Colleague) -> list[Phrase]:
    remarks: list[Phrase] = []
    if member.awaited:
        remarks.append(say("desk.team.awaits", role=role_in_words(member.awaited)))
    if member.away:
        remarks.append(say("desk.team.away"))
    if not member.reachable:
        remarks.append(say("desk.team.unreachable"))
    return remarks


def _one(member: Colleague) -> Screen:
    spoken = Listing(tuple(Tongue(tag) for tag in member.languages))
    told = [
        say("desk.team.member", name=member.name, role=_standing(member)),
        say("desk.team.speaks", languages=spoken),
        say("desk.team.cases", count=member.open_cases),
        say("desk.team.hours", hours=member.hours) if member.hours else say("desk.team.no_hours"),
        *_remarks(member),
    ]
    answers = confirm_buttons(member.id) if member.awaited else ()
    ends = () if member.role == Role.PENDING else ((_button(member, "end", "danger"),),)
    everybody = button("team", "list", "desk.team.button.list")
    return Screen((stacked(told),), (*answers, *ends, (everybody, back())), protected=True)


def _ending(member: Colleague) -> Screen:
    asked = say("desk.team.end_asks", name=member.name, count=member.open_cases)
    no = button("team", f"who-{member.id}", "desk.team.button.keep")
    return Screen((asked,), ((_button(member, "sure", "danger"),), (no,)), protected=True)


def _who(member: Colleague) -> Button:
    name = member.name if len(member.name) <= NAME_SHOWN else f"{member.name[: NAME_SHOWN - 1]}…"
    return button("team", f"who-{member.id}", "desk.team.button.who", name=name)


def _button(member: Colleague, what: str, style: str = "") -> Button:
    return button("team", f"{what}-{member.id}", f"desk.team.button.{what}", style)  # type: ignore[arg-type]


def _pressed(state: State, pick: str, facts: DeskFacts) -> Turn:
    what, _, row = pick.partition("-")
    if what == "list":
        return opened(state, "team")
    member = team_of(facts).member(row_in(row))
    if member is None:
        return Turn(state, toast=say("desk.team.toast.gone"), redraw=False)
    match what:
        case "who":
            return opened(state, "team", str(member.id))
        case "end":
            return _asks_to_end(state, member, facts)
        case "sure":
            return _ends(state, member, facts)
        case "yes" | "no":
            return _answers(state, member, confirmed=what == "yes")
        case _:
            return Turn(state, toast=say("desk.toast.old_button"), redraw=False)


def is_last_lead(member: Colleague, facts: DeskFacts) -> bool:
    """Whether nobody would lead the team without this member."""
    return not any(one.role == Role.LEAD and one.id != member.id for one in team_of(facts).members)


def _asks_to_end(state: State, member: Colleague, facts: DeskFacts) -> Turn:
    if member.role == Role.LEAD and is_last_lead(member, facts):
        return Turn(state, toast=say("desk.team.toast.last_lead"), redraw=False)
    return opened(state, "team", f"{member.id}-end")


def _ends(state: State, member: Colleague, facts: DeskFacts) -> Turn:
    if member.role == Role.LEAD and is_last_lead(member, facts):
        return Turn(state, toast=say("desk.team.toast.last_lead"), redraw=False)
    effects: tuple[TeamEffect, ...] = (EndAccess(member.id),)
    return Turn(state.over("team"), effects, (say("desk.team.ended", name=member.name),))


def _answers(state: State, member: Colleague, *, confirmed: bool) -> Turn:
    """The buttons stand on a message of their own; the page of the team is drawn again where it is looked at."""
    if not member.awaited:
        return Turn(state, toast=say("desk.team.toast.answered"), redraw=False)
    effect: TeamEffect = ConfirmMember(member.id) if confirmed else RefuseMember(member.id)
    toast = say("desk.team.toast.confirmed") if confirmed else say("desk.team.toast.refused")
    return Turn(state, (effect,), toast=toast, redraw=page_of(state.aside) == "team")


TEAM = Page("team", _present, _pressed, roles=LEADS)
