"""The text keys of different offers and of what their buttons lead to, made of the offers' own names."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.family.nudges import LATER, NEVER
from dialogs.family.offers import OFFERS, SKIP
from dialogs.family.picks import NO, YES


def nudge_keys() -> Iterator[str]:
    """Each offer's question and buttons, the buttons of every message, and what follows from them."""
    for id_, offer in OFFERS.items():
        yield f"nudge.{id_}.body"
        yield from (f"nudge.{id_}.button.{pick}" for pick in offer.picks if pick != SKIP)
        if offer.standing:
            yield f"nudge.{id_}.standing"
        if offer.is_question:
            yield f"desk.pick.{id_}"
    for pick in (LATER, NEVER):
        yield f"nudge.button.{pick}"
        yield f"nudge.after.{pick}"
    yield from (f"pick.button.{answer}" for answer in (YES, NO))
    yield from (f"friend.button.{pick}" for pick in ("doors", "phone"))
