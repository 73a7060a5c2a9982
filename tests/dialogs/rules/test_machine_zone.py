"""The same family gets the same times, whatever zone the machine is set to."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dialogs.rules.hours import parse_hours
from dialogs.rules.promises import working_days_later, working_deadline
from dialogs.rules.reminders import reminders_for
from dialogs.rules.slots import Coach, Policy, Slot, free_slots
from dialogs.rules.windows import USUAL_PARTS, DayPart, Window, next_window

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = parse_hours("Mon-Fri 09:00-12:00")


@pytest.fixture(params=["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def machine_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("machine_zone")
@pytest.mark.parametrize(
    ("now", "nine_on_monday"),
    [
        (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 30, 7, tzinfo=UTC)),
        (datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 26, 8, tzinfo=UTC)),
    ],
)
def test_over_a_clock_change_every_machine_gives_the_same_instants(now: datetime, nine_on_monday: datetime) -> None:
    half_hour = timedelta(minutes=30)
    policy = Policy(half_hour, timedelta(0), timedelta(hours=2), 2, 6)
    slots = free_slots(Coach(1, ("de",), HOURS, 0, None), (), now, BERLIN, frozenset(), policy)
    assert slots[0] == Slot(1, nine_on_monday, nine_on_monday + half_hour)
    assert working_deadline(now, 60, HOURS, BERLIN, frozenset()) == nine_on_monday + timedelta(hours=1)
    noon = nine_on_monday + timedelta(hours=3)
    assert working_days_later(now, 1, HOURS, BERLIN, frozenset()) == noon
    window = next_window(DayPart.MORNING, now, HOURS, BERLIN, frozenset(), half_hour, USUAL_PARTS)
    assert window == Window(DayPart.MORNING, nine_on_monday, noon)
    evening = reminders_for(nine_on_monday, now, BERLIN, frozenset())[0]
    assert evening.due_at == nine_on_monday - timedelta(hours=15)
