"""A case that nobody reached, and whose family is back: it is to be called again, by whoever had it."""

from __future__ import annotations

from bot.desk.handover import begin
from bot.house import House
from bot.posting import Post
from dialogs.desk.facts import DESK
from dialogs.family.facts import Stage
from storage.cases import CaseRow
from storage.units import Unit


def open_again(house: House, post: Post, case: CaseRow) -> Unit[CaseRow]:
    """Somebody is to call once more; gives the case as it stands then. It has no time yet.

    Who had it has it still, while on the team; else it is nobody's, and `find_hands` looks for somebody.
    """
    owner = (yield from house.people.load(case.owner)) if case.owner is not None else None
    yield from house.cases.set_stage(case.id, Stage.TAKEN if owner is not None else Stage.RECEIVED, post.now)
    if owner is None or owner.role not in DESK:
        yield from house.cases.untake(case.id)
        yield from house.cases.suggest(case.id, None, "")
    post.events.append(("case.opened_again", {"case": case.id}))
    return (yield from house.cases.load(case.id)) or case


def find_hands(house: House, post: Post, case_id: int) -> Unit[bool]:
    """Look for somebody to take a case that nobody has or is asked to take; False where it is in hands."""
    case = yield from house.cases.load(case_id)
    if case is None or case.stage is not Stage.RECEIVED or case.owner is not None or case.suggested is not None:
        return False
    yield from begin(house, post, case_id)
    return True
