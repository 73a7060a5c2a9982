"""How single values are written in a programme file: clocks, weekly hours, postcodes, numbers, names."""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field

from dialogs.rules.hours import parse_hours
from dialogs.rules.postcodes import read_postcodes

ALWAYS = "always"
"""How `hours` are written where somebody answers day and night."""

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_QUIET = re.compile(r"(?P<begins>\d\d:\d\d)-(?P<ends>\d\d:\d\d)")


def _clock(written: object) -> object:
    if isinstance(written, time):
        return written
    if not isinstance(written, str) or not _CLOCK.fullmatch(written):
        raise ValueError('It must be a time of day in quotation marks, like "18:00".')
    return time.fromisoformat(written)


def read_quiet_hours(written: object) -> object:
    """Begin and end of `19:00-09:00`, ready to be checked as clocks. Raises ValueError."""
    found = _QUIET.fullmatch(written) if isinstance(written, str) else None
    if not found:
        raise ValueError('It must say from when to when, like "19:00-09:00".')
    return {"begins": found["begins"], "ends": found["ends"]}


def _hours(written: str) -> str:
    if written not in (ALWAYS, ""):
        parse_hours(written)
    return written


def _weekly(written: str) -> str:
    parse_hours(written)
    return written


def _postcodes(written: str) -> str:
    read_postcodes(written)
    return written


def _zone(written: str) -> str:
    if written not in available_timezones():
        raise ValueError('It must be the name of a time zone, like "Europe/Berlin".')
    return written


def _shaped(pattern: str, cure: str) -> AfterValidator:
    """Text of this shape only; `cure` is told where it has another."""
    shape = re.compile(pattern)

    def check(written: str) -> str:
        if not shape.fullmatch(written):
            raise ValueError(cure)
        return written

    return AfterValidator(check)


AtLeastOne = Annotated[int, Field(strict=True, ge=1)]
"""A whole number from 1 on."""
Count = Annotated[int, Field(strict=True, ge=0)]
"""A whole number from 0 on."""
Share = Annotated[float, Field(gt=0, le=1)]
Word = Annotated[str, Field(min_length=1)]
Id = Annotated[str, _shaped(r"[a-z][a-z0-9_]{0,31}", "It must be a short name of small letters, digits and _.")]
Tag = Annotated[str, _shaped(r"[a-z]{2,3}(-[A-Z][A-Za-z]+)?", 'It must be a language tag, like "de" or "tr".')]
Dialled = Annotated[
    str, _shaped(r"[0-9][0-9 /-]{1,24}", 'It must be a telephone number as people dial it, like "02043 99-0".')
]
Land = Literal[
    "BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"
]  # fmt: skip
"""A German Land, by whose law the holidays are reckoned."""
International = Annotated[
    str, _shaped(r"\+[1-9][0-9]{5,14}", 'It must be a telephone number in international form, like "+492043990".')
]
Postcode = Annotated[str, _shaped(r"[0-9]{5}", "It must be a postcode of five digits in quotation marks.")]
PostcodeSpan = Annotated[str, AfterValidator(_postcodes)]
Clock = Annotated[time, BeforeValidator(_clock)]
WeeklyHours = Annotated[str, AfterValidator(_weekly)]
DoorHours = Annotated[str, AfterValidator(_hours)]
ZoneName = Annotated[str, AfterValidator(_zone)]
FlyerCode = Annotated[str, _shaped(r"[A-Za-z0-9_-]{1,64}", "It must be 1 to 64 letters, digits, _ and -.")]
"""A start payload of a deep link, as Telegram lets it through."""
