"""The lead's figures: promises month by month, and how long families waited, so that small numbers tell nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.desk.reckoning import figures
from bot.house import House
from dialogs.desk.team_facts import Figures
from dialogs.family.facts import Appointment
from dialogs.family.facts import Stage as CaseStage
from storage.cases import CaseRow
from storage.units import Unit
from tests.stage import Stage, staged

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as stage:
        yield stage


def spoken_with(house: House, chat: int, language: str, asked: datetime, after: timedelta) -> Unit[int]:
    """A family that asked for a call then, and was spoken with so much later; gives the case's row."""
    person = yield from house.people.meet(chat, language, asked)
    call = Appointment("asap", "", asked, asked + 48 * HOUR)
    case = yield from house.cases.open(CaseRow(0, person.id, language, CaseStage.RECEIVED, asked, call, body={}))
    assert case is not None
    yield from house.promises.make(case.id, None, asked + 48 * HOUR, asked)
    yield from house.promises.keep(case.id, asked + after)
    yield from house.cases.set_stage(case.id, CaseStage.SPOKEN, asked + after)
    return case.id


async def told(stage: Stage, *families: tuple[str, datetime, timedelta]) -> Figures:
    house, storage = stage.bot.house, stage.bot.storage
    for number, (language, asked, after) in enumerate(families):
        await storage.run(
            lambda n=number, tag=language, at=asked, span=after: spoken_with(house, n + 1, tag, at, span)
        )
    return await storage.run(lambda: figures(house, NOW))


async def test_waits_are_counted_in_opening_hours_and_few_families_are_hidden(stage: Stage) -> None:
    monday = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    turkish = [("tr", monday, hours * HOUR) for hours in (1, 1, 2, 2, 24)]
    german = [("de", monday, 2 * HOUR)] * 6
    shown = await told(stage, *turkish, *german, ("ar", monday, HOUR))

    month = shown.this
    assert (month.kept, month.broken, month.open) == (12, 0, 0)
    assert month.waited is not None
    assert (month.waited.count, month.waited.days) == (12, (timedelta(0), timedelta(0)))
    by_language = {one.language: (one.count, one.working) for one in month.by_language}
    # The smallest of the others hides with the one that is too small, or the sum would tell it.
    assert by_language == {"ar": (None, None), "de": (6, (2 * HOUR, 2 * HOUR)), "tr": (None, None)}


async def test_last_month_stands_apart_and_broken_promises_are_named_by_case(stage: Stage) -> None:
    october = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
    await told(stage, *[("de", october, HOUR)] * 5)
    house, storage = stage.bot.house, stage.bot.storage

    def breaks() -> Unit[None]:
        yield from house.promises.make(1, None, NOW - HOUR, NOW - 9 * HOUR)
        yield from house.promises.break_(1, NOW - HOUR)
        yield from house.promises.make(2, None, NOW + HOUR, NOW - HOUR)

    await storage.run(breaks)
    shown = await storage.run(lambda: figures(house, NOW))

    assert (shown.this.kept, shown.this.broken, shown.this.open, shown.this.broken_numbers) == (0, 1, 1, (1001,))
    assert (shown.last.kept, shown.last.broken, shown.last.open, shown.last.broken_numbers) == (5, 0, None, ())
    assert shown.this.waited is None
    assert shown.last.waited is not None
    assert (shown.last.first_on.month, shown.last.last_on.day) == (10, 31)


async def test_fewer_than_five_families_tell_nothing_at_all(stage: Stage) -> None:
    shown = await told(stage, *[("de", NOW - 24 * HOUR, HOUR)] * 4)
    assert shown.this.waited is None
    assert [(one.language, one.count) for one in shown.this.by_language] == [("de", None)]
