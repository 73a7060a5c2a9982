"""The text keys of places and the waiting list that are made from names, or reach their `say` by way of one."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.desk.waiting_line import CHANGES, NOBODY, REASONS, WHYS
from dialogs.family.line import PLACE_BUTTONS, STILL_BUTTONS

PLACES_BUTTONS = ("fewer", "more", "confirm", "line", "lead")
LINE_BUTTONS = ("open", "earlier", "later", "places", "needs", "first", "off", "list", "back")


def line_keys() -> Iterator[str]:
    """What families and the lead read of the line."""
    yield from (f"place.button.{pick}" for pick in PLACE_BUTTONS)
    yield from (f"still.button.{pick}" for pick in STILL_BUTTONS)
    yield from (f"place.{why}" for why in ("lapsed", "withdrawn"))
    yield from (f"desk.places.button.{name}" for name in PLACES_BUTTONS)
    yield from (f"desk.line.button.{name}" for name in LINE_BUTTONS)
    for where in REASONS:
        yield f"desk.line.ask.{where}"
        yield f"desk.line.toast.{where}"
    yield from (f"desk.line.why.{why}" for why in (*WHYS, *REASONS["off"]))
    yield from (f"desk.line.nobody.{why}" for why in NOBODY)
    yield from (f"desk.line.what.{what}" for what in CHANGES)
