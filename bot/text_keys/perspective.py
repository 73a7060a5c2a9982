"""The text keys of rounds as the team begins and reads them, and of what is about to go quiet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dialogs.desk.perspective import NOTED, REPLIED, SENT
from dialogs.desk.round_words import STATES

BUTTONS: Final = ("all", "past", "well", "back", "older", "newer", "send", "no_line", "reply", "reply_send")


def perspective_keys() -> Iterator[str]:
    """The page of a round, how far rounds came, and lines of the list of the day."""
    yield from (f"desk.round.button.{name}" for name in BUTTONS)
    yield from (f"desk.round.state.{state}" for state in STATES)
    yield from (f"desk.round.{done}" for done in (SENT, REPLIED, NOTED))
    yield from (f"desk.morning.{line}" for line in ("quiet_for", "stands", "stands_by"))
