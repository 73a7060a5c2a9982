"""The lead's figures: promises kept and broken, and how long families waited for the first call (I3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bot.gathering import FIRST_NUMBER
from bot.house import House
from dialogs.desk.team_facts import Figures, Month, Waited
from dialogs.rules.firsts import guarded, hidden, median_and_p90, working_days, working_time
from dialogs.rules.walltime import instant, local_day, noon
from storage.case_overview import FirstContact
from storage.units import Unit


def figures(house: House, now: datetime) -> Unit[Figures]:
    """This month and the last one, and how things stand."""
    today = local_day(now, house.town.zone)
    this_on = today.replace(day=1)
    last_on = (this_on - timedelta(days=1)).replace(day=1)
    this_at, last_at = (instant(day, 0, house.town.zone) for day in (this_on, last_on))
    contacts = yield from house.cases.first_contacts(last_at)
    broken = yield from house.promises.broken_since(last_at)
    since_this = yield from house.promises.counts_since(this_at)
    since_last = yield from house.promises.counts_since(last_at)
    reckoned = _Waiting(house, last_on, today, frozenset((yield from house.absences.closed_days())))
    this = _month(
        house, this_on, today, since_this, open_=since_this.get("open", 0),
        numbers=(one.case_id for one in broken if one.closed_at is not None and one.closed_at >= this_at),
        waited=reckoned.told(one for one in contacts if one.spoken_at >= this_at),
    )  # fmt: skip
    before = {state: since_last.get(state, 0) - since_this.get(state, 0) for state in ("kept", "broken")}
    last = _month(
        house, last_on, this_on - timedelta(days=1), before, open_=None,
        numbers=(one.case_id for one in broken if one.closed_at is not None and one.closed_at < this_at),
        waited=reckoned.told(one for one in contacts if one.spoken_at < this_at),
    )  # fmt: skip
    stages = Counter(line.stage for line in (yield from house.cases.outlines()))
    places = yield from house.calendar.places(house.town.programme)
    free, as_of = places or (None, None)
    return Figures(this, last, tuple(sorted(stages.items())), free, as_of)


def _month(
    house: House, first: date, last: date, counts: dict[str, int], *, open_: int | None,
    numbers: Iterable[int], waited: tuple[Waited | None, tuple[Waited, ...]],
) -> Month:  # fmt: skip
    overall, by_language = waited
    return Month(
        first_on=noon(first, house.town.zone),
        last_on=noon(last, house.town.zone),
        kept=counts.get("kept", 0),
        broken=counts.get("broken", 0),
        open=open_,
        broken_numbers=tuple(FIRST_NUMBER + case for case in dict.fromkeys(numbers)),
        waited=overall,
        by_language=by_language,
    )


class _Waiting:
    """How long families waited, counted in the opening hours of the days round two months."""

    def __init__(self, house: House, first: date, last: date, closed: frozenset[date]) -> None:
        # Who was spoken with in these months may have asked some weeks before.
        self._off = house.programme.days_off(first - timedelta(days=92), last) | closed
        self._house = house

    def told(self, contacts: Iterable[FirstContact]) -> tuple[Waited | None, tuple[Waited, ...]]:
        """Over all languages, and language by language; numbers that are too small are hidden (I2)."""
        by_language: dict[str, list[FirstContact]] = {}
        for one in contacts:
            by_language.setdefault(one.language, []).append(one)
        shown = guarded({tag: len(ones) for tag, ones in sorted(by_language.items())})
        each = tuple(self._waited(tag, by_language[tag], shown[tag]) for tag in sorted(by_language))
        everybody = [one for ones in by_language.values() for one in ones]
        told = None if not everybody or hidden(len(everybody)) else self._waited("", everybody, len(everybody))
        return told, each

    def _waited(self, language: str, contacts: list[FirstContact], count: int | None) -> Waited:
        if count is None:
            return Waited(language, None)
        hours, zone = self._house.hours, self._house.town.zone
        spans = [working_time(one.opened_at, one.spoken_at, hours, zone, self._off) for one in contacts]
        days = [working_days(one.opened_at, one.spoken_at, hours, zone, self._off) for one in contacts]
        return Waited(language, count, median_and_p90(spans), median_and_p90([timedelta(days=one) for one in days]))
