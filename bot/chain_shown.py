"""The chain of hands as it is shown: to the family by first names, to the team with who is asked until when."""

from __future__ import annotations

from datetime import datetime

from bot.desk.chain import who_had_it
from bot.house import House
from dialogs.family.facts import Hand
from storage.units import Unit


def hands_of(house: House, case_id: int) -> Unit[tuple[Hand, ...]]:
    """Everybody who had the case, the first and then the newest; who left the team has no name and is not shown."""
    shown = []
    for hand in who_had_it((yield from house.hands.of(case_id))):
        coach = yield from house.people.load(hand.coach or 0)
        if coach is not None and coach.name:
            shown.append(Hand(coach.name, hand.at))
    return tuple(shown)


def asked_until(house: House) -> Unit[dict[int, datetime]]:
    """By case, until when whoever is asked to take it can answer."""
    return (yield from house.cases.due_by("answer"))
