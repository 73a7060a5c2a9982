"""What the doctor found: one thing looked at, how it is, and in a sentence what to do about it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal, TypeAlias

State: TypeAlias = Literal["well", "watch", "ill"]
"""`well`: nothing to do. `watch`: the bot works, but somebody should look. `ill`: the bot cannot work so."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `what` was looked at; a sentence that is not `well` ends with its cure."""

    what: str
    state: State
    sentence: str

    def as_told(self) -> dict[str, str]:
        """The finding as plain data, for scripts."""
        return asdict(self)


def well(what: str, sentence: str) -> Finding:
    """Nothing to do."""
    return Finding(what, "well", sentence)


def watch(what: str, sentence: str) -> Finding:
    """The bot works, but somebody should look."""
    return Finding(what, "watch", sentence)


def ill(what: str, sentence: str) -> Finding:
    """The bot cannot work so."""
    return Finding(what, "ill", sentence)
