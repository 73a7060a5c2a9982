"""What tests of hands and promises share: a case, a look into the store, a clock that ticks as it does in life."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.demo.person import Person
from tests.bot.road import buttons, press, to_check, to_wish
from tests.stage import Stage, rows

GLADBECK = ZoneInfo("Europe/Berlin")
TICK = timedelta(minutes=10)


def local(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A time in Gladbeck, in November 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=GLADBECK).astimezone(UTC)


async def until(stage: Stage, at: datetime) -> None:
    """Let time pass, ten minutes at a time, so that what is due happens when it is due."""
    while stage.clock() < at:
        await stage.move(seconds=min(TICK, at - stage.clock()).total_seconds())


async def ask_for_a_call(stage: Stage, family: Person, language: str = "de") -> None:
    """A case with the wish for a call as soon as possible."""
    await to_wish(stage, family, language)
    await press(stage, family, "wish.asap")
    await to_check(stage, family)
    await press(stage, family, "check.send")


async def look_up(stage: Stage, coach: Person, case: int = 1) -> None:
    """Open the card of a case that somebody else is asked to take, or that is one's own."""
    await stage.say(coach, "/cases")
    await press(stage, coach, f"~case.{case}-open")


async def row_of(stage: Stage, person: Person) -> int:
    """The row of somebody who wrote to the bot."""
    found = await stage.bot.storage.run(lambda: stage.bot.house.people.find(person.id))
    assert found is not None
    return found.id


def is_asked(coach: Person, case: int = 1) -> bool:
    """Whether this coach's card asks to take the case."""
    return f"~case.{case}-pass" in buttons(coach)


def files(person: Person) -> list[str]:
    """The names of the files on a phone."""
    return [message.file.name for message in person.messages if message.file is not None]


async def chain(stage: Stage) -> list[tuple[str, object, str]]:
    """The case's chain of hands: what, whom, why."""
    return [
        tuple(row) for row in await rows(stage, "SELECT what, coach, why FROM hands WHERE case_id = 1 ORDER BY id")
    ]
