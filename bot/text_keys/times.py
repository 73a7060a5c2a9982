"""The text keys of a coach's own times, derived from the names they are made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dialogs.desk.times_days import FROM_NOW
from dialogs.desk.times_laid import CHOICES
from dialogs.rules.hours import DAY_NAMES
from dialogs.rules.week import Block

BUTTONS: Final = (
    *("week", "days", "away", "calls", "ill", "back", "home", "weekday", "same", "week_back"),
    *("look", "save", "change", "drop", "sure", "stay", "here", "until", "days_back", "last_day"),
    *("block_on", "block_off", "from_earlier", "from_later", "to_earlier", "to_later", "less", "more"),
    *("off.day", "off.am", "off.pm", "day.here", "day.off", "day.partly", "day.closed"),
)


def times_keys() -> Iterator[str]:
    """Blocks, weekdays, absences, and every button."""
    yield from (f"desk.times.block.{block.name.lower()}" for block in Block)
    yield from (f"desk.times.weekday.{number}" for number in range(len(DAY_NAMES)))
    for why in ("off", "ill"):
        yield from (f"desk.times.away.{why}_{span}" for span in ("open", "days", "day", "till", "from"))
    yield from (f"desk.times.{seen}" for seen in ("all_on", "more_on", "seen_all", "seen_more"))
    yield from (f"desk.absence.{lead}" for lead in ("lead", "lead_long", "lead_unreachable"))
    yield from (f"desk.times.button.off.{until}" for until in FROM_NOW)
    yield from (f"desk.times.button.{what}" for what in (*BUTTONS, *CHOICES))
