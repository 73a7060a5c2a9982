"""Carrying the desk's effects out: which part of it does what, and who may. Roles are looked at here."""

from __future__ import annotations

from typing import assert_never

from bot.desk import absence, cases, closing, joining, line, phrasing, queueing, talking, team
from bot.desk.desk import Desk
from bot.desk.talk_ends import case_noted
from bot.standstill import coach_rounds, helped, watch, ways
from bot.standstill.going_on import after_desk
from dialogs.desk.effects import (
    CloseCase,
    DeskEffect,
    DeskRefusal,
    GiveCase,
    JoinTeam,
    PassCase,
    RecordOutcome,
    RedrawFamily,
    ReopenCase,
    ShowCard,
    TakeCase,
    TakeNext,
    TellFamily,
)
from dialogs.desk.facts import DESK, Role
from dialogs.desk.line_effects import MoveInLine, SetNeeds, SetPlaces
from dialogs.desk.standstill_effects import NoteSign, ReplyToRound, SendLearned, SendLink, SetLadder, StartRound
from dialogs.desk.talk_effects import CloseTalk, OpenTalk, PassToFamily, SendPhrase
from dialogs.desk.team_effects import CloseDay, ConfirmMember, EndAccess, Invite, OpenDay, RefuseMember, SetDates
from dialogs.desk.times_effects import BeAway, ComeBack, SetHabits, SetHours
from storage.units import Unit


def perform_all(desk: Desk, effects: tuple[DeskEffect, ...]) -> Unit[DeskRefusal | None]:
    """Carry them out in order; the first refusal ends it."""
    for effect in effects:
        refusal = yield from _perform(desk, effect)
        if refusal is not None:
            return refusal
        yield from after_desk(desk, effect)
    return None


def _perform(desk: Desk, effect: DeskEffect) -> Unit[DeskRefusal | None]:
    if isinstance(effect, JoinTeam):
        return (yield from joining.join(desk, effect.code))
    role = desk.here.person.role
    if role not in DESK:
        return None
    if not isinstance(effect, ShowCard):
        desk.post.touched.add(desk.here.person.id)
    match effect:
        case TakeCase() | GiveCase() | PassCase() | RecordOutcome():
            refusal = yield from cases.perform(desk, effect)
            yield from case_noted(desk.house, desk.post, effect.case, closes=False)
            return refusal
        case TakeNext():
            return (yield from queueing.take_next(desk))
        case CloseCase() | ReopenCase():
            return (yield from closing.perform(desk, effect))
        case TellFamily() | RedrawFamily() | ShowCard():
            yield from cases.show(desk, effect)
        case SendPhrase():
            return (yield from phrasing.send(desk, effect))
        case OpenTalk() | CloseTalk() | PassToFamily():
            return (yield from talking.perform(desk, effect))
        case SetHours() | SetHabits() | BeAway() | ComeBack():
            return (yield from absence.perform(desk, effect))
        case Invite() | ConfirmMember() | RefuseMember() | EndAccess() | CloseDay() | OpenDay() | SetDates():
            return (yield from team.perform(desk, effect)) if role is Role.LEAD else None
        case StartRound() | ReplyToRound() | NoteSign() | SendLink():
            return (yield from _standing_still(desk, effect))
        case SetLadder() | SendLearned():
            if role is Role.LEAD:
                yield from _what_helped(desk, effect)
        case SetPlaces() | MoveInLine() | SetNeeds():
            return (yield from line.perform(desk, effect)) if role is Role.LEAD else None
        case _:
            assert_never(effect)
    return None


def _standing_still(desk: Desk, effect: StartRound | ReplyToRound | NoteSign | SendLink) -> Unit[DeskRefusal | None]:
    if isinstance(effect, SendLink):
        return (yield from ways.send_link(desk, effect))
    return (yield from coach_rounds.perform(desk, effect))


def _what_helped(desk: Desk, effect: SetLadder | SendLearned) -> Unit[None]:
    if isinstance(effect, SetLadder):
        yield from watch.decide(desk, effect)
    else:
        yield from helped.send(desk, effect)
