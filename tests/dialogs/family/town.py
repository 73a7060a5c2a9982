"""A town of plain data for the family's tests: figures, numbers to call, free times, and a case that is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dialogs.family.eligibility import Figures
from dialogs.family.facts import Appointment, Door, Facts, OwnCase, PlacesNow, Signpost, Stage, Town
from dialogs.family.intake import flows_for
from dialogs.machine.words import say
from dialogs.rules.places import Availability
from dialogs.rules.slots import Slot
from dialogs.rules.windows import DayPart, Window

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""A Monday, nine o'clock in Gladbeck."""

HERE, NEXT_TOWN, FAR_AWAY = "45964", "46236", "10115"
"""A postcode of Gladbeck, one of Bottrop, one that we do not know."""

FIGURES = Figures(
    own_postcodes=frozenset({HERE, "45966", "45968"}),
    single_per_year=16571,
    weight_from_14=0.5,
    weight_under_14=0.3,
    valid_from=date(2025, 4, 17),
    valid_until=date(2027, 8, 31),
    reviewed_on=date(2026, 11, 22),
    neighbours={NEXT_TOWN: "Bottrop"},
)
FLOWS = flows_for(FIGURES)

TOWN = Town(
    programme="gladbeck",
    name="Gladbeck",
    carrier="rebeq GmbH",
    phone="+493023125001",
    zone=BERLIN,
    figures=FIGURES,
    languages=("de", "en", "tr", "ar"),
    crisis=(Signpost("emergency", "Feuerwehr", "112", say("hours.always"), date(2026, 11, 22)),),
    doors=(Signpost("advice", "Familienbüro", "030 23125 002", None, date(2026, 11, 22)),),
    flyers={"kita": Door(), "kita-tr": Door("tr"), "tafel": Door("", "places"), "old": Door("xx", "person")},
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of that November, by Gladbeck's clocks."""
    return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def slot(day: int, hour: int, minute: int = 0, coach: int = 1) -> Slot:
    """A free time of 25 minutes."""
    return Slot(coach, at(day, hour, minute), at(day, hour, minute) + timedelta(minutes=25))


SLOTS = tuple(slot(day, hour, minute) for day in (24, 25) for hour in (9, 10, 14) for minute in (0, 30))
"""Tuesday and Wednesday, six times each."""

PARTS = (
    Window(DayPart.MORNING, at(24, 9), at(24, 12)),
    Window(DayPart.AFTERNOON, at(23, 14), at(23, 16)),
)
EXACT = Appointment("exact", "", at(24, 10), at(24, 10, 25))
ASAP = Appointment("asap", "", NOW, at(25, 16))


def own_case(stage: Stage = Stage.RECEIVED, appointment: Appointment = EXACT, **more: Any) -> OwnCase:
    """The family's own case."""
    return OwnCase(1001, stage, NOW, appointment, **more)


def facts(**changed: Any) -> Facts:
    """What a turn may know on that Monday, with places free, times free, and nothing asked for yet."""
    usual = Facts(
        now=NOW,
        town=TOWN,
        speaks="de",
        languages=TOWN.languages,
        places=PlacesNow(Availability.FREE, NOW),
        slots=SLOTS,
        parts=PARTS,
        promise=at(25, 16),
    )
    return replace(usual, **changed)
