"""When somebody is there: weekly opening hours, read from one line of text and spelled back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from types import MappingProxyType
from typing import TypeAlias

MINUTES_A_DAY = 24 * 60

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_SPOKEN_DAYS = (
    "mon monday mo montag",
    "tue tues tuesday di dienstag",
    "wed weds wednesday mi mittwoch",
    "thu thur thurs thursday do donnerstag",
    "fri friday fr freitag",
    "sat saturday sa samstag sonnabend",
    "sun sunday so sonntag",
)
_WEEKDAYS = MappingProxyType({name: day for day, names in enumerate(_SPOKEN_DAYS) for name in names.split()})

_CLOSED = frozenset({"closed", "geschlossen"})
_DASH = re.compile(r"\s*(?:[-\u2010-\u2015\u2212]|\b(?:to|bis)\b)\s*")
_COMMA = re.compile(r"\s*(?:,|\b(?:and|und)\b)\s*")
_PART = re.compile(r"(?P<days>\D+?)[\s:]*(?P<times>[0-9].*)")
_TIMES = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?-([0-9]{1,2})(?:[:.]([0-9]{2}))?")
_SAMPLE = "Mon-Thu 09:00-12:00,13:30-16:00; Fri 09:00-12:00"


class HoursUnclear(ValueError):
    """Opening hours that cannot be read. The message names the part and the cure."""


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """One stretch of wall time on a weekday (0 = Monday). `closes` of 00:00 is the midnight that ends it.

    Raises HoursUnclear for a weekday outside 0-6, for seconds, and where it would close before it opens.
    """

    weekday: int
    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.weekday not in range(7):
            raise HoursUnclear(f"Weekday {self.weekday} does not exist: Monday is 0, Sunday is 6.")
        if self.opens.second or self.closes.second:
            raise HoursUnclear("Opening hours are kept in whole minutes: leave the seconds out.")
        if self.opens_minute >= self.closes_minute:
            raise HoursUnclear(f"'{_spell_times(self)}' closes before it opens.")

    @property
    def opens_minute(self) -> int:
        """Minutes of wall time from 00:00 to the opening."""
        return self.opens.hour * 60 + self.opens.minute

    @property
    def closes_minute(self) -> int:
        """Minutes of wall time from 00:00 to the closing, at most 1440."""
        return self.closes.hour * 60 + self.closes.minute or MINUTES_A_DAY


Hours: TypeAlias = tuple[Stretch, ...]
"""A week of opening hours. What `parse_hours` gives is sorted, and no two stretches of it touch."""


def parse_hours(text: str) -> Hours:
    """The week that a line such as `Mon-Thu 09:00-12:00,13:30-16:00; Fri 09:00-12:00` describes.

    English or German day names in any case, single days, lists (`Mon,Wed`), ranges over the week's end
    (`Sat-Mon`), any dash, `24:00` as an end; `closed` is the week without hours. Stretches that overlap or
    touch become one. Raises HoursUnclear, naming the part that cannot be read and how to write it.
    """
    if text.strip().casefold() in _CLOSED:
        return ()
    parts = [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]
    if not parts:
        raise HoursUnclear(f"The opening hours are empty: write them like '{_SAMPLE}', or 'closed'.")
    return _merged(stretch for part in parts for stretch in _read_part(part))


def spell_hours(hours: Hours) -> str:
    """The one canonical line for a week; `parse_hours` reads an equal week from it. No hours: `closed`."""
    days_by_times: dict[str, list[int]] = {}
    tidy = _merged(hours)
    for weekday in range(7):
        times = ",".join(_spell_times(stretch) for stretch in tidy if stretch.weekday == weekday)
        if times:
            days_by_times.setdefault(times, []).append(weekday)
    return "; ".join(f"{_spell_days(days)} {times}" for times, days in days_by_times.items()) or "closed"


def stretches_on(hours: Hours, day: date) -> tuple[Stretch, ...]:
    """The stretches of that day's weekday, earliest first. Holidays are not looked at."""
    weekday = day.weekday()
    return tuple(sorted(stretch for stretch in hours if stretch.weekday == weekday))


def _read_part(part: str) -> list[Stretch]:
    plain = part.casefold().replace("uhr", "").strip()
    plain = _COMMA.sub(",", _DASH.sub("-", plain))
    found = _PART.fullmatch(plain)
    if found is None:
        missing = "weekday" if plain[0].isdecimal() else "time"
        raise HoursUnclear(
            f"'{part}' names no {missing}: write it like 'Mon-Thu 09:00-12:00'; leave closed days out."
        )
    days = [day for piece in found["days"].split(",") for day in _read_days(piece, part)]
    times = [_read_times(piece, part) for piece in found["times"].split(",")]
    return [Stretch(day, _clock(opens), _clock(closes)) for day in days for opens, closes in times]


def _read_days(piece: str, part: str) -> list[int]:
    names = [name.strip(" .") for name in piece.split("-")]
    for name in names:
        if name not in _WEEKDAYS:
            raise HoursUnclear(
                f"'{name}' in '{part}' is no weekday: write {', '.join(DAY_NAMES)} (or Mo, Di, Mi ...)."
            )
    if len(names) > 2:
        raise HoursUnclear(
            f"'{piece}' in '{part}' is no range: write two days, like 'Mon-Thu', or a list, 'Mon,Wed'."
        )
    first, last = _WEEKDAYS[names[0]], _WEEKDAYS[names[-1]]
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def _read_times(piece: str, part: str) -> tuple[int, int]:
    found = _TIMES.fullmatch(piece.strip())
    if found is None:
        raise HoursUnclear(
            f"'{piece}' in '{part}' is no stretch of time: write '09:00-12:00', a comma between stretches "
            "and a semicolon before the next weekday."
        )
    from_hour, from_minute, to_hour, to_minute = (int(digits or 0) for digits in found.groups())
    opens, closes = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if max(from_minute, to_minute) > 59 or max(opens, closes) > MINUTES_A_DAY:
        raise HoursUnclear(f"'{piece}' in '{part}' is no time of day: write 00:00 to 24:00.")
    if opens >= closes:
        raise HoursUnclear(
            f"'{piece}' in '{part}' ends before it begins: if it runs past midnight, write two parts, "
            "like 'Mon 22:00-24:00; Tue 00:00-02:00'."
        )
    return opens, closes


def _merged(stretches: Iterable[Stretch]) -> Hours:
    spans: list[tuple[int, int, int]] = []
    for weekday, opens, closes in sorted((s.weekday, s.opens_minute, s.closes_minute) for s in stretches):
        if spans and spans[-1][0] == weekday and opens <= spans[-1][2]:
            spans[-1] = (weekday, spans[-1][1], max(closes, spans[-1][2]))
        else:
            spans.append((weekday, opens, closes))
    return tuple(Stretch(weekday, _clock(opens), _clock(closes)) for weekday, opens, closes in spans)


def _clock(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def _spell_times(stretch: Stretch) -> str:
    closes = "24:00" if stretch.closes_minute == MINUTES_A_DAY else f"{stretch.closes:%H:%M}"
    return f"{stretch.opens:%H:%M}-{closes}"


def _spell_days(days: list[int]) -> str:
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    names = [[DAY_NAMES[run[0]], DAY_NAMES[run[-1]]] if len(run) > 1 else [DAY_NAMES[run[0]]] for run in runs]
    return ",".join("-".join(ends) for ends in names)
