"""The times a whole team offers: each once, with the coach who fits the family best."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from dialogs.rules.hours import Hours, parse_hours
from dialogs.rules.slots import Coach, Policy, Slot, offered

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = parse_hours("Mon-Thu 09:00-12:00,13:30-16:00; Fri 09:00-12:00")
POLICY = Policy(timedelta(minutes=25), timedelta(minutes=5), timedelta(hours=2), 14, 6)
TODAY = Policy(timedelta(minutes=25), timedelta(minutes=5), timedelta(hours=2), 0, 6)
MONDAY_EARLY = datetime(2026, 6, 8, 6, tzinfo=BERLIN)


def anna(hours: Hours = HOURS, number: int = 1, languages: str = "de", open_cases: int = 0) -> Coach:
    return Coach(number, tuple(languages.split()), hours, open_cases, None)


def call(hour: int) -> tuple[datetime, datetime]:
    start = MONDAY_EARLY.replace(hour=hour)
    return start, start + timedelta(minutes=25)


def walls(found: tuple[Slot, ...]) -> list[str]:
    return [f"{slot.starts_at.astimezone(BERLIN):%H:%M}" for slot in found]


def test_each_time_is_offered_once_with_the_coach_who_speaks_the_language() -> None:
    german, turkish = anna(number=1), anna(parse_hours("Mon 10:00-11:00"), 2, "de tr", open_cases=5)
    found = offered([german, turkish], {}, "tr", MONDAY_EARLY, BERLIN, frozenset(), TODAY)
    assert [(slot.coach, wall) for slot, wall in zip(found, walls(found), strict=True)][:5] == [
        (1, "09:00"), (1, "09:30"), (2, "10:00"), (2, "10:30"), (1, "11:00"),
    ]  # fmt: skip
    assert len(found) == 11


def test_where_the_best_coach_is_taken_the_other_one_is_offered() -> None:
    team = [anna(number=1), anna(number=2, languages="de tr")]
    taken = {2: [call(9)]}
    found = offered(team, taken, "tr", MONDAY_EARLY, BERLIN, frozenset(), TODAY)
    assert [slot.coach for slot in found[:3]] == [1, 2, 2]


def test_two_families_want_one_slot_and_the_second_is_offered_the_second_coach_then_none() -> None:
    team = [anna(parse_hours("Mon 09:00-09:30"), number) for number in (1, 2)]
    taken: dict[int, list[tuple[datetime, datetime]]] = {1: [], 2: []}
    got = []
    while found := offered(team, taken, "de", MONDAY_EARLY, BERLIN, frozenset(), TODAY):
        got.append(found[0].coach)
        taken[found[0].coach].append((found[0].starts_at, found[0].ends_at))
    assert got == [1, 2]


def test_without_coaches_nothing_is_offered() -> None:
    assert offered([], {}, "de", MONDAY_EARLY, BERLIN, frozenset(), POLICY) == ()


class CountingZone(tzinfo):
    """Berlin, counting how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        self.asked += 1
        return None if at is None else at.replace(tzinfo=BERLIN).utcoffset()

    def dst(self, at: datetime | None) -> timedelta | None:
        return None if at is None else at.replace(tzinfo=BERLIN).dst()

    def tzname(self, at: datetime | None) -> str:
        return "counting"

    def fromutc(self, at: datetime) -> datetime:
        self.asked += 1
        return BERLIN.fromutc(at.replace(tzinfo=BERLIN)).replace(tzinfo=self)


def test_ten_coaches_ask_the_zone_no_more_often_than_one() -> None:
    one, ten = CountingZone(), CountingZone()
    offered([anna()], {}, "de", MONDAY_EARLY, one, frozenset(), POLICY)
    found = offered([anna(number=number) for number in range(10)], {}, "de", MONDAY_EARLY, ten, frozenset(), POLICY)
    assert ten.asked == one.asked <= 3 * (POLICY.horizon_days + 2)
    assert found == offered(
        [anna(number=number) for number in range(10)], {}, "de", MONDAY_EARLY, BERLIN, frozenset(), POLICY
    )
