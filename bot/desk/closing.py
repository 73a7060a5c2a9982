"""What became of a case, carried out: the place that is taken or freed, the line, and what is stored until when."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from bot.desk.desk import Desk
from bot.desk.line import place_freed
from bot.desk.line_timers import look_daily
from bot.desk.talk_ends import case_noted
from dialogs.desk.card import ENDED, UNDER_WAY
from dialogs.desk.effects import CaseOutcome, CloseCase, DeskRefusal, NoPlace, ReopenCase
from dialogs.family.facts import LIVE, Stage
from storage.cases import CaseRow
from storage.units import Unit

PLACES, IN_LINE = "places", "in_line"
"""In the case's body: how many places the family has, and what its place in the line went by, for a tap put right."""


def perform(desk: Desk, effect: CloseCase | ReopenCase) -> Unit[DeskRefusal | None]:
    """Note what became of a case, or that this is open again. A place is refused where none is left: `NoPlace`."""
    case = yield from desk.house.cases.load(effect.case)
    if case is None or case.family is None or not desk.has(case):
        return None
    match effect:
        case CloseCase(_, outcome, reason):
            if _can_be_closed(case) and case.stage.value != outcome:
                return (yield from _close(desk, case, case.family, outcome, reason))
        case ReopenCase():
            if case.stage in ENDED:
                yield from _noted(desk, case, Stage.SPOKEN, "")
        case _:
            assert_never(effect)
    return None


def _can_be_closed(case: CaseRow) -> bool:
    return case.stage in UNDER_WAY or (case.stage is Stage.TAKEN and case.never_call)


def _close(desk: Desk, case: CaseRow, family: int, outcome: CaseOutcome, reason: str) -> Unit[DeskRefusal | None]:
    is_freed = False
    match outcome:
        case CaseOutcome.JOINED:
            taken = yield from _take_place(desk, case, family)
            if not taken:
                return NoPlace(case.id)
        case CaseOutcome.WAITING:
            is_freed = yield from _give_back(desk, case)
            is_freed = (yield from _accepted_no_more(desk, family)) or is_freed
            yield from _put_on_list(desk, case, family)
        case CaseOutcome.ELSEWHERE | CaseOutcome.STOPPED if (yield from _goes_on(desk, case, family)):
            is_freed = yield from _give_back(desk, case)
        case CaseOutcome.ELSEWHERE | CaseOutcome.STOPPED:
            is_freed = yield from _give_back(desk, case)
            is_freed = (yield from _leave_line(desk, case, family)) or is_freed
        case _:
            assert_never(outcome)
    yield from desk.house.waiting.log(desk.here.now, family, outcome.value, reason, desk.here.person.id)
    yield from _noted(desk, case, Stage(outcome.value), reason)
    desk.post.events.append((f"case.{outcome}", {"case": case.id}))
    if is_freed:
        yield from place_freed(desk.house, desk.post)
    yield from case_noted(desk.house, desk.post, case.id, closes=True)
    return None


def _goes_on(desk: Desk, case: CaseRow, family: int) -> Unit[bool]:
    """Whether a newer case of this family runs: its offer and its place in the line belong to that one."""
    person = yield from desk.house.people.load(family)
    newest = person.case_id if person is not None and person.case_id is not None else case.id
    newer = (yield from desk.house.cases.load(newest)) if newest > case.id else None
    return newer is not None and newer.family == family and newer.stage in LIVE | UNDER_WAY


def _noted(desk: Desk, case: CaseRow, stage: Stage, reason: str) -> Unit[None]:
    house, now = desk.house, desk.here.now
    yield from house.cases.set_stage(case.id, stage, now, reason)
    yield from house.calendar.free(case.id)
    yield from house.cases.touch(case.id, now)
    yield from house.outbox.call_off(case.id)
    yield from desk.post.cards(case.id)


def _take_place(desk: Desk, case: CaseRow, family: int) -> Unit[bool]:
    """The place that was kept for the family, else a free one; then it waits no longer. It never has two."""
    house, programme = desk.house, desk.house.town.programme
    offer = yield from house.waiting.use(family)
    if offer is not None:
        needs = offer.needs
        yield from house.calendar.use_offered_place(programme, needs)
    elif (yield from house.cases.has_joined(family, but=case.id)):
        needs = 0
        yield from _withdrawn(desk, family)
    else:
        entry = yield from house.waiting.entry(family)
        needs = entry.needs if entry else max(_kept(case, PLACES, 1), 1)
        open_offer = yield from house.waiting.live_of(family)
        left = yield from house.calendar.left(programme)
        if open_offer is not None and left is not None and left + open_offer.needs < needs:
            return False
        if open_offer is not None:
            yield from house.waiting.withdraw(open_offer.id)
        taken = yield from house.calendar.take_place(programme, needs)
        if not taken:
            return False
    yield from _leave(desk, case, family, {PLACES: needs})
    return True


def _give_back(desk: Desk, case: CaseRow) -> Unit[bool]:
    """The place of a family that had one is free again; False where it had none."""
    if case.stage is not Stage.JOINED or not _kept(case, PLACES, 1):
        return False
    yield from desk.house.calendar.free_place(desk.house.town.programme, _kept(case, PLACES, 1))
    return True


def _put_on_list(desk: Desk, case: CaseRow, family: int) -> Unit[None]:
    """The family waits; whoever was taken off the list by a wrong tap stands where it stood."""
    since = _kept(case, IN_LINE, 0)
    house, now = desk.house, desk.here.now
    yield from house.people.enlist(family, datetime.fromtimestamp(since, now.tzinfo) if since else now)
    if since:
        yield from house.waiting.answered(family, now)
        yield from house.waiting.set_needs(family, max(_kept(case, PLACES, 1), 1))
    yield from look_daily(house, now)


def _accepted_no_more(desk: Desk, family: int) -> Unit[bool]:
    """A place that was accepted goes on, and does not come straight back; one that is only offered is the family's to
    answer."""
    offer = yield from desk.house.waiting.live_of(family)
    if offer is None or offer.state != "accepted":
        return False
    yield from desk.house.waiting.pause(family)
    return (yield from _withdrawn(desk, family))


def _leave_line(desk: Desk, case: CaseRow, family: int) -> Unit[bool]:
    """The family waits no longer; True where a place was kept for it, which is free now."""
    is_freed = yield from _withdrawn(desk, family)
    yield from _leave(desk, case, family, {})
    return is_freed


def _withdrawn(desk: Desk, family: int) -> Unit[bool]:
    """The place that was kept for the family is free again; False where none was."""
    offer = yield from desk.house.waiting.live_of(family)
    return offer is not None and (yield from desk.house.waiting.withdraw(offer.id))


def _leave(desk: Desk, case: CaseRow, family: int, kept: dict[str, int]) -> Unit[None]:
    entry = yield from desk.house.waiting.entry(family)
    if entry is not None:
        kept = {PLACES: entry.needs, IN_LINE: int(entry.order_at.timestamp())} | kept
        yield from desk.house.people.delist(family)
    if kept:
        yield from desk.house.cases.keep_body(case.id, dict(case.body or {}) | kept)


def _kept(case: CaseRow, what: str, otherwise: int) -> int:
    return int((case.body or {}).get(what, otherwise))
