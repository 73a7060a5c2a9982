"""Text keys of the lead's pages and of the list of the day that are made of names."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.desk.all_cases import FILTERS
from dialogs.desk.case_lines import OWNED
from dialogs.desk.facts import DESK
from dialogs.desk.lead import DOORS
from dialogs.desk.learned import SPANS, VIEWS
from dialogs.family.facts import Stage
from dialogs.family.offers import OFFERS
from dialogs.rules.ladders import Kind
from dialogs.rules.stalls import Place

DATES_BUTTONS = (
    "week_less", "week_more", "month_less", "month_more", "no_last", "begin", "end_less", "end_more", "save",
)  # fmt: skip


def team_keys() -> Iterator[str]:
    """Buttons of the lead's pages, and the lines of the lists of cases."""
    yield from (f"desk.lead.button.{page}" for page in (*DOORS, "back"))
    yield from (f"desk.all.button.{name}" for name in (*FILTERS, "back", "on"))
    yield from (f"desk.all.title.{name}" for name in FILTERS)
    yield from (f"desk.team.button.{what}" for what in ("confirm", "refuse", "who", "list", "end", "sure", "keep"))
    yield from (f"desk.days.button.{what}" for what in ("day", "closed", "close", "keep"))
    yield from (f"desk.dates.button.{what}" for what in DATES_BUTTONS)
    yield from (f"desk.dates.{origin}" for origin in ("by_lead", "by_file"))
    yield from (f"desk.invite.button.{what}" for what in (*DESK, "language", "chosen", "send"))
    yield from (f"desk.figures.button.{month}" for month in ("this", "last"))
    yield from (f"desk.joining.{answer}" for answer in ("confirmed", "refused"))
    yield from (f"desk.stage.{stage}" for stage in (Stage.RECEIVED, *OWNED))
    yield from (f"desk.case_line.{stage}" for stage in OWNED)
    yield from (f"desk.case_line.{what}" for what in ("to_call", "case"))
    yield from _learned_keys()
    yield from _morning_keys()


def _learned_keys() -> Iterator[str]:
    yield from (f"desk.learned.button.{name}" for name in (*SPANS, *VIEWS, "full", "half", "text"))
    yield from (f"desk.learned.view.{view}" for view in VIEWS)
    yield from (f"desk.learned.ladder.{kind}" for kind in Kind)
    yield from (f"desk.place.{place}" for place in Place)
    yield from (f"desk.offer.{offer}" for offer in OFFERS)


def _morning_keys() -> Iterator[str]:
    lines = ("exact", "part", "asap", "later", "ends", "offer", "was_due", "asked", "nobody", "still")
    yield from (f"desk.morning.{line}" for line in lines)
    yield from (f"desk.morning.{told}" for told in ("places", "places_stale"))
    yield from (f"desk.morning.button.{page}" for page in ("places", "team"))
