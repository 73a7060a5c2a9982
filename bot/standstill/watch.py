"""How many want no more messages: the stop rate of four weeks, the ladder that halves by itself, the lead's word."""

from __future__ import annotations

from datetime import datetime

from bot.desk.desk import Desk
from bot.desk.leads import leads_of
from bot.house import House
from bot.posting import Post
from bot.standstill.helped import first_of_weeks
from dialogs.desk.learned import decided_screen, too_many_screen
from dialogs.desk.standstill_effects import SetLadder
from dialogs.machine.screen import Screen
from dialogs.rules.helped import too_many_stop
from dialogs.rules.keeping import next_writing_time
from dialogs.rules.walltime import local_day
from storage.helped import ASKED, FULL, HALF, QUESTION, LadderNote
from storage.instants import seconds
from storage.letter import Draft, Urgency
from storage.units import Unit


def is_halved(house: House) -> Unit[bool]:
    """Whether ladders are halved at the moment."""
    return (yield from house.helped.ladder()).state != FULL


def is_asked(house: House) -> Unit[bool]:
    """Whether the ladder was halved by itself, and no lead has said yet what is to be."""
    return (yield from house.helped.ladder()).state == ASKED


def check(house: House, post: Post) -> Unit[None]:
    """After a stop: above five in a hundred within four weeks the ladder is halved, and every lead is told."""
    note = yield from house.helped.ladder()
    if note.state != FULL:
        return
    sent, stopped = yield from _counted(house, note, post.now)
    if not too_many_stop(sent, stopped, house.programme.nudges.stop_rate_percent):
        return
    if not (yield from house.helped.note_ladder(note, LadderNote(ASKED, post.now))):
        return
    post.events.append(("ladder.halved", {"sent": sent, "stopped": stopped}))
    screen = too_many_screen(house.programme.nudges.stop_rate_percent, seconds(post.now))
    due_at = next_writing_time(post.now, house.town.zone, house.off(post.now))
    for lead in (yield from leads_of(house)):
        yield from post.write(lead, Draft(lead.id, screen, QUESTION, fresh=True, urgency=Urgency.CARD, due_at=due_at))


def _counted(house: House, note: LadderNote, now: datetime) -> Unit[tuple[int, int]]:
    """Messages and stops of four weeks, or since the lead's last word where that is newer."""
    zone = house.town.zone
    first = first_of_weeks(local_day(now, zone))
    if note.since is None or local_day(note.since, zone) < first:
        return (yield from house.helped.messages_since(first))
    sent, stopped = yield from house.helped.messages_since(local_day(note.since, zone))
    return sent - note.sent, stopped - note.stopped


def decide(desk: Desk, effect: SetLadder) -> Unit[None]:
    """The lead's decision; the count begins anew with it."""
    house, now = desk.house, desk.here.now
    note = yield from house.helped.ladder()
    becomes = FULL if effect.full else HALF
    if note.state == becomes:
        return
    before = yield from house.helped.messages_since(local_day(now, house.town.zone))
    if not (yield from house.helped.note_ladder(note, LadderNote(becomes, now, *before))):
        return
    desk.post.events.append(("ladder.decided", {"by": desk.here.person.id, "full": effect.full}))
    yield from _settle(desk, decided_screen(desk.here.person.name, full=effect.full))


def _settle(desk: Desk, screen: Screen) -> Unit[None]:
    """The question on every lead's phone becomes its answer; what still waits for the morning does not come."""
    yield from desk.house.helped.withdraw_question()
    for lead in (yield from leads_of(desk.house)):
        if (yield from desk.house.outbox.where(lead.id, QUESTION)) is not None:
            yield from desk.post.write(lead, Draft(lead.id, screen, QUESTION, urgency=Urgency.CARD))
