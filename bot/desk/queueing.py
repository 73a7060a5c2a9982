"""The live queue: which family this coach calls next, taken in the same unit of work if nobody had it."""

from __future__ import annotations

from bot.desk import cases
from bot.desk.desk import Desk
from bot.telling import redraw_family
from dialogs.desk.effects import DeskRefusal, NothingToCall, TakeCase
from dialogs.family.facts import Stage
from dialogs.rules.queue import Waiting, next_call, next_due
from storage.cases import CaseRow
from storage.units import Unit


def take_next(desk: Desk) -> Unit[DeskRefusal | None]:
    """Send the coach the card of the family to call next. Two coaches never get the same one: taking decides."""
    me, now = desk.here.person, desk.here.now
    waiting = yield from _waiting(desk)
    while (one := next_call(waiting, me.id, me.languages, now)) is not None:
        if one.owner is None:
            refusal = yield from cases.perform(desk, TakeCase(one.case))
            if refusal is not None:
                waiting.remove(one)
                continue
            yield from redraw_family(desk.house, desk.post, one.case)
        yield from desk.post.card_again(one.case, me)
        return None
    return NothingToCall(next_due(waiting, me.id, now))


def _waiting(desk: Desk) -> Unit[list[Waiting]]:
    """Families that somebody is to call; those who call themselves, or whose number is wrong, are none of them."""
    waiting: list[Waiting] = []
    for case in (yield from desk.house.cases.live(desk.here.person.id)):
        if case.stage in (Stage.RECEIVED, Stage.TAKEN) and not case.never_call:
            seen = yield from _as_the_rules_see(desk, case)
            waiting.append(seen)
    return waiting


def _as_the_rules_see(desk: Desk, case: CaseRow) -> Unit[Waiting]:
    call = case.appointment
    exact = call.wish == "exact"
    free_and_exact = exact and case.owner is None
    booked_with = (yield from desk.house.calendar.booked_with(case.id)) if free_and_exact else None
    return Waiting(
        case=case.id,
        language=case.language,
        owner=case.owner,
        starts_at=call.starts_at,
        ends_at=call.ends_at,
        exact=exact,
        opened_at=case.opened_at,
        booked_with=booked_with,
    )
