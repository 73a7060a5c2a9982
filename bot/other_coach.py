"""The family moved its call to a time of somebody else: the case goes to that coach, by the ladder of hands (E7)."""

from __future__ import annotations

from bot.desk import handover
from bot.desk.calendar import desk_calendar
from bot.house import House
from bot.posting import Post
from dialogs.machine.words import say
from storage.cases import CaseRow
from storage.units import Unit

CHOSEN = "family"
"""Why the case changed hands: the family chose the other's time."""


def goes_to(house: House, post: Post, before: CaseRow, coach: int | None) -> Unit[bool]:
    """Offer the case to the coach whose time it takes now; `before` is the case as it was, its time moved already.

    False where it stays in the hands it is in: it is that coach's own time, or a window, which is nobody's.
    """
    had_it = before.owner if before.owner is not None else before.suggested
    if coach is None or had_it == coach:
        return False
    if had_it is None:
        yield from handover.begin(house, post, before.id, coach)
        return True
    yield from handover.start_over(house, post, before, had_it, CHOSEN, coach)
    yield from _tell_who_had_it(house, post, before, coach)
    return True


def _tell_who_had_it(house: House, post: Post, before: CaseRow, coach: int) -> Unit[None]:
    old, new = (yield from house.people.load(before.owner or 0)), (yield from house.people.load(coach))
    moved = yield from house.cases.load(before.id)
    if old is None or new is None or moved is None:
        return
    yield from post.first_cards(before.id, (old,), say("desk.call.other_coach", name=new.name))
    if before.appointment.wish == "exact":
        yield from post.loose(old, desk_calendar(house, before.id, before.language, moved.appointment, off=True))
