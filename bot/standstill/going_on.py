"""What a family's turn means for what it was offered: it went on, it needs help now, or it stands half-way again."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.desk import Desk
from bot.gathering import Here
from bot.house import House
from bot.posting import Post
from bot.standstill import counts
from bot.standstill.halfway import watch_halfway
from bot.standstill.ladders import close_ladder, crisis, handed
from dialogs.desk.effects import (
    CallOutcome,
    CloseCase,
    DeskEffect,
    GiveCase,
    PassCase,
    RecordOutcome,
    ReopenCase,
    TakeCase,
)
from dialogs.desk.facts import DESK
from dialogs.desk.standstill_effects import NoteSign, ReplyToRound, SendLink, StartRound
from dialogs.desk.talk_effects import OpenTalk, PassToFamily, SendPhrase
from dialogs.family.effects import AcceptPlace, CallLater, JoinFamily, MoveCall, OpenCase, PassToCoach
from dialogs.family.questions import ROUTE
from dialogs.family.standstill_effects import AnswerRound, AskOtherCoach, AskOtherWay, BeginRound, TakeOffer
from dialogs.machine.turn import State, Turn
from storage.units import Unit

GOES_ON = (OpenCase, MoveCall, CallLater, AcceptPlace, BeginRound, AnswerRound, AskOtherWay, AskOtherCoach)
"""What a family does that goes on after an offer; half-way a further answer is enough."""

BY_COACH = (
    TakeCase, GiveCase, PassCase, RecordOutcome, CloseCase, ReopenCase, SendPhrase, OpenTalk, PassToFamily,
    StartRound, ReplyToRound, NoteSign, SendLink,
)  # fmt: skip
"""What a coach does for a family: it closes the family's ladder."""

WITHIN = timedelta(days=28)
"""Who goes on later than that does so by itself; chosen here."""

HELP = "help"


def after_turn(house: House, post: Post, here: Here, before: State, turn: Turn) -> Unit[None]:
    """After a family's turn, `before` which it stood there: what it was offered has helped, or it stops again."""
    if any(isinstance(effect, JoinFamily) for effect in turn.effects):
        yield from close_ladder(house, post, here.person.family, "life")
    if here.person.nudged is not None and _goes_on(before, turn):
        yield from _count(house, post, here.person.nudged, here.person.language)
    if turn.state.aside == HELP or any(isinstance(one, PassToCoach) and one.danger for one in turn.effects):
        yield from crisis(house, post, here.person)
        return
    yield from watch_halfway(house, here, turn.state)


def after_desk(desk: Desk, effect: DeskEffect) -> Unit[None]:
    """After what a coach did for a family: it needs no message of the bot's, and an offer may have helped.

    What somebody pressed who does not have the case did nothing; whoever gave it away has it no longer.
    """
    house, post = desk.house, desk.post
    if not isinstance(effect, BY_COACH) or desk.here.person.role not in DESK:
        return
    case = yield from house.cases.load(effect.case)
    if case is None or not (isinstance(effect, GiveCase) or desk.has(case)):
        return
    yield from handed(house, post, effect.case)
    reached = isinstance(effect, RecordOutcome) and effect.outcome is CallOutcome.REACHED
    if not reached and not isinstance(effect, OpenTalk):
        return
    last = (yield from house.nudges.last_of(case.family)) if case.family is not None else None
    if last is not None:
        yield from _count(house, post, last.id, case.language)


def _goes_on(before: State, turn: Turn) -> bool:
    """Whether this turn goes beyond taking an offer up."""
    if any(isinstance(effect, TakeOffer) for effect in turn.effects):
        return False
    if any(isinstance(effect, GOES_ON) for effect in turn.effects):
        return True
    same_run = (before.flow, before.run) == (turn.state.flow, turn.state.run)
    return same_run and bool(turn.state.answers.keys() - before.answers.keys() - {ROUTE.id})


def _count(house: House, post: Post, nudge: int, language: str) -> Unit[None]:
    made = yield from house.nudges.load(nudge)
    if made is None or made.stopped_at is not None or post.now - made.at > WITHIN:
        return
    if (yield from house.nudges.went_on(made.id, post.now)):
        yield from counts.offer(house, made, "went_on", language, post.now)
