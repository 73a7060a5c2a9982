"""The text keys of rounds of changed perspective: each step and option at the family, each technique for the team."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dialogs.family.techniques import TECHNIQUES

BUTTONS: Final = ("go", "later", "stop", "yes", "no", "done")
TEAM_INSTEAD: Final = ("pass", "passed")
EDGES: Final = ("lower.prompt_zero", "higher.prompt_ten")
"""Questions of their own at either end of the scale."""


def round_keys() -> Iterator[str]:
    """Everything that a technique's entry brings along, and the buttons around its steps."""
    yield from (f"round.button.{pick}" for pick in BUTTONS)
    yield from (f"round.{told}{reader}" for told in TEAM_INSTEAD for reader in ("", "_team"))
    yield from (f"round.scaling.{edge}" for edge in EDGES)
    for technique in TECHNIQUES.values():
        yield from (f"round.{technique.id}.beginning", f"desk.technique.{technique.id}")
        yield f"desk.technique.{technique.id}.idea"
        for step in technique.steps:
            yield from (f"round.{technique.id}.{step.id}.prompt", f"desk.round.step.{technique.id}.{step.id}")
            yield from (f"round.{technique.id}.{step.id}.option.{option}" for option in step.options)
