"""A call that was put to a time at which whoever has the case is away."""

from __future__ import annotations

from bot.desk.absence_news import ABSENT
from bot.desk.handover import start_over
from bot.house import House
from bot.posting import Post
from dialogs.family.facts import Stage
from dialogs.rules.absence import falls_on
from storage.units import Unit


def hand_on_if_away(house: House, post: Post, case_id: int) -> Unit[bool]:
    """The call was put to a time at which whoever has it is away: somebody else is asked, as in an absence."""
    case = yield from house.cases.load(case_id)
    if case is None or case.owner is None or case.stage is not Stage.TAKEN:
        return False
    away = (yield from house.absences.all_from(post.now)).get(case.owner, ())
    if not any(falls_on(case.appointment, starts_at, ends_at) for starts_at, ends_at in away):
        return False
    return (yield from start_over(house, post, case, case.owner, ABSENT))
