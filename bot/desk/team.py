"""The lead's hand on the team: confirming, inviting, ending access, closing days."""

from __future__ import annotations

import secrets
from typing import assert_never

from bot.desk import joining, leaving
from bot.desk.absence import day_closed
from bot.desk.desk import Desk
from bot.desk.line_timers import look_daily
from bot.inviting import InvitationUnclear, invitee_of, write_invitation
from dialogs.desk.conversation import INVITATION_MARK
from dialogs.desk.effects import DeskRefusal
from dialogs.desk.invite import link_screen
from dialogs.desk.team_effects import (
    CloseDay,
    ConfirmMember,
    EndAccess,
    Invite,
    OpenDay,
    RefuseMember,
    SetDates,
    TeamEffect,
)
from storage.dates import ProjectDates
from storage.units import Unit


def perform(desk: Desk, effect: TeamEffect) -> Unit[DeskRefusal | None]:
    """Carry out what the lead decides on the team. Who presses was looked at before (`performing.py`)."""
    match effect:
        case Invite():
            yield from _invite(desk, effect)
        case ConfirmMember(person):
            yield from joining.confirm(desk, person)
        case RefuseMember(person):
            yield from joining.refuse(desk, person)
        case EndAccess(person):
            return (yield from leaving.end_access(desk, person))
        case CloseDay(day):
            yield from desk.house.absences.close_day(day)
            moved = yield from day_closed(desk.house, desk.post, day)
            desk.post.events.append(("day.closed", {"moved": moved}))
        case OpenDay(day):
            yield from desk.house.absences.open_day(day)
            desk.post.events.append(("day.opened", {}))
        case SetDates():
            yield from _set_dates(desk, effect)
        case _:
            assert_never(effect)
    return None


def _set_dates(desk: Desk, effect: SetDates) -> Unit[None]:
    """Nobody begins after the project's end, whatever was pressed; who waits hears of it at the next look."""
    house, last = desk.house, effect.last_intake_on
    last = min(last, effect.ends_on) if last is not None else None
    yield from house.dates.set(ProjectDates(last, effect.ends_on))
    if (yield from house.waiting.line()):
        yield from look_daily(house, desk.here.now)
    desk.post.events.append(("dates.set", {"by": desk.here.person.id}))


def _invite(desk: Desk, effect: Invite) -> Unit[None]:
    """Write the invitation down, and send its link as a message that can be passed on."""
    house, lead = desk.house, desk.here.person
    username = yield from house.invitations.bot()
    try:
        invitee = invitee_of(house, effect.role, effect.name, ",".join(effect.languages), "")
    except InvitationUnclear:
        return
    if username is None:
        return
    code = INVITATION_MARK + secrets.token_urlsafe(16)
    link = yield from write_invitation(house, code, invitee, username, desk.here.now)
    desk.post.events.append(("team.invited", {"by": lead.id}))
    yield from desk.post.loose(lead, link_screen(link.link, link.name, link.role))
