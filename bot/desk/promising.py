"""The ledger of promises: every "we call you" has somebody who keeps it, and a time when it is broken."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.leads import leads_of
from bot.house import House
from bot.posting import Post
from dialogs.family.card import AWAITED
from dialogs.rules.keeping import Keeping, due_at, overdue_at, warn_at
from storage.cases import CaseRow
from storage.units import Unit

WARN, OVERDUE, DUE = "warn", "overdue", "due"
OF_PROMISES = (WARN, OVERDUE, DUE)


def make_promise(house: House, post: Post, case: CaseRow) -> Unit[None]:
    """The family was told when it is called: note it instead of an older promise, with whoever keeps it.

    A family that must not be called was promised nothing; nor is anybody called whose number is wrong.
    """
    yield from void_promise(house, post, case.id)
    if case.stage not in AWAITED or case.never_call or case.family is None:
        return
    hours, zone, off = house.hours, house.town.zone, house.off(post.now)
    figures, call = keeping(house), case.appointment
    due = due_at(call, hours, zone, off, figures)
    owner = yield from _keeper(house, case)
    number = yield from house.promises.make(case.id, owner, due, post.now)
    warned = warn_at(call, hours, zone, off, figures)
    for kind, at in ((WARN, warned), (OVERDUE, overdue_at(call)), (DUE, due)):
        yield from house.cases.set_timer(f"{kind}:{case.id}:{number}", kind, case.id, at)
    post.events.append(("promise.made", {"case": case.id, "minutes": (due - post.now) // timedelta(minutes=1)}))


def keep_promise(house: House, post: Post, case_id: int) -> Unit[None]:
    """The family was called, reached or not."""
    yield from house.cases.stop_timers(case_id, OF_PROMISES)
    kept = yield from house.promises.keep(case_id, post.now)
    if kept:
        post.events.append(("promise.kept", {"case": case_id}))


def void_promise(house: House, post: Post, case_id: int) -> Unit[None]:
    """What was promised counts for nothing any more: the family called off, or is asked for another number."""
    yield from house.cases.stop_timers(case_id, OF_PROMISES)
    yield from house.promises.void(case_id, post.now)


def promise_owner_changed(house: House, case_id: int, owner: int) -> Unit[None]:
    """This coach keeps the case's promise from now on."""
    yield from house.promises.owned_by(case_id, owner)


def keeping(house: House) -> Keeping:
    """The programme's figures behind a promise."""
    calls = house.programme.calls
    return Keeping(calls.warn_working_minutes, calls.grace_working_minutes)


def _keeper(house: House, case: CaseRow) -> Unit[int | None]:
    """Who has the case, else who is asked to take it, else a lead."""
    if case.owner is not None or case.suggested is not None:
        return case.owner if case.owner is not None else case.suggested
    return next((lead.id for lead in (yield from leads_of(house))), None)
