"""Families on the waiting list on the stage: joining it, counting places, and what stands in the database."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.demo.person import Person
from bot.desk.line import count_places
from bot.desk.line_timers import look_soon
from storage.units import Unit
from tests.bot.road import buttons, press
from tests.stage import Stage, rows

GLADBECK = ZoneInfo("Europe/Berlin")


def local(month: int, day: int, hour: int = 9, minute: int = 0, year: int = 2026) -> datetime:
    """A time in Gladbeck."""
    return datetime(year, month, day, hour, minute, tzinfo=GLADBECK).astimezone(UTC)


async def until(stage: Stage, at: datetime) -> None:
    """Move the clock to an instant."""
    await stage.move(seconds=(at - stage.clock()).total_seconds())


async def places(stage: Stage, free: int) -> None:
    """Somebody says how many places are free; the running bot looks at the line within seconds."""
    house, now = stage.bot.house, stage.clock()

    def unit() -> Unit[None]:
        yield from count_places(house, now, free)
        yield from look_soon(house, now)

    await stage.bot.storage.run(unit)
    await stage.move(seconds=5)


async def joins(stage: Stage, *names: str, language: str = "de") -> list[Person]:
    """Families that joined the full list, one after the other, a minute apart."""
    families = []
    for name in names:
        family = stage.family(name, language)
        await stage.start(family)
        await stage.say(family, "/places")
        await press(stage, family, "~places.join")
        await stage.move(minutes=1)
        families.append(family)
    return families


def offered(family: Person) -> list[str]:
    """The offers a family can say yes to on its phone, as its buttons mean them."""
    return [means for means in buttons(family) if means.startswith("~place.yes")]


async def offers(stage: Stage) -> list[str]:
    """How every offer stands, the oldest first."""
    return [row[0] for row in await rows(stage, "SELECT state FROM offers ORDER BY id")]


async def logged(stage: Stage) -> list[tuple[str, str]]:
    """What the log of the line says, the oldest first."""
    return [(what, why) for what, why in await rows(stage, "SELECT what, why FROM line_log ORDER BY id")]


async def answers(stage: Stage, family: Person, pick: str) -> None:
    """Press a button of the offer that stands on the phone."""
    means = next(means for means in buttons(family) if means.startswith(f"~place.{pick}-"))
    await press(stage, family, means)


async def run(stage: Stage, unit: partial[Unit[None]]) -> None:
    """Run one unit."""
    await stage.bot.storage.run(unit)
