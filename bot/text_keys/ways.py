"""The text keys of other ways to speak, of the plan for a call, and of what the team is told of both."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.family.plan import NO_PLAN, PLANS
from dialogs.family.ways import BESIDE, PHONE_AFTER_ALL, PICKS, WISHES


def way_keys() -> Iterator[str]:
    """Buttons of the two side screens and of the card, the wishes in German, and the page of the video link."""
    yield from (f"card.button.{pick}" for pick in ("ways", "plan"))
    yield from (f"ways.button.{pick}" for pick in (*PICKS, *BESIDE))
    yield from (f"plan.button.{plan}" for plan in (*PLANS, NO_PLAN))
    yield from (f"desk.way.{way}" for way in (*WISHES, PHONE_AFTER_ALL))
    yield from (f"desk.link.button.{what}" for what in ("send", "other"))
