"""What a family's turn is told of where it stands still: the offer and the round it presses or has on its screen."""

from __future__ import annotations

from dataclasses import replace

from bot.gathering import Here
from bot.house import House
from bot.standstill.offers import own_nudge
from bot.standstill.rounds import own_round
from dialogs.family.facts import Facts
from dialogs.machine.events import Event
from dialogs.machine.turn import State
from storage.units import Unit


def with_standstill(house: House, here: Here, state: State, event: Event | None, facts: Facts) -> Unit[Facts]:
    """The facts with the offer and the round that are pressed or on the screen."""
    nudge = yield from own_nudge(house, here, event, state)
    return replace(facts, nudge=nudge, round=(yield from own_round(house, here, event, state)))
