"""How one language spells a value: numbers, days and clocks, telephone numbers, lists, names of languages."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import date, time
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

import phonenumbers
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.lists import format_list

from bot.texts.catalogue import locale_of
from bot.texts.markup import FSI, LRI, PDI
from dialogs.machine.words import Moment, Tongue

Direction = Literal["ltr", "rtl"]

TERRITORY = "DE"
"""Where the programme is: English is spelled as CLDR's `en_DE` has it, 24/11/2026, never 11/24."""

_QUOTED = re.compile(r"'[^']*'")
_DAY_FIELDS = re.compile(r"'[^']*'|E+|c+|MMM+|LLL+")
_DATE_FIELDS = re.compile(r"'[^']*'|d+|M+")
_HOUR_WORD = re.compile(r"\bH+(?P<word>\s'\w{2,}')$")


def direction(tag: str) -> Direction:
    """Which way a language is written. Raises for a tag that CLDR does not know."""
    return "rtl" if locale_of(tag).text_direction == "rtl" else "ltr"


def own_name(tag: str) -> str:
    """A language's name in itself, as it stands at the head of a list: "Türkçe", "Українська"."""
    locale = locale_of(tag)
    name = locale.get_display_name(locale) or tag
    first = "İ" if name[0] == "i" and locale.language in {"tr", "az"} else name[0].title()
    return first + name[1:]


class Spelling:
    """The spelling of one language in the programme's time zone. What it spelled once, it remembers."""

    def __init__(self, tag: str, zone: ZoneInfo) -> None:
        self.direction = direction(tag)
        self._zone = zone
        self._language = locale_of(tag)
        self._locale = _at_home(self._language)
        self._isolated = self.direction == "rtl"
        self._day_pattern = _day_pattern(self._locale)
        self._short_day_pattern = self._locale.datetime_skeletons["MMMEd"].pattern
        self._date_pattern = _widened(self._locale, _DATE_FIELDS, "yMd", {"d": "dd", "M": "MM"})
        self._clock_pattern = _clock_pattern(self._locale)
        self._day_clock = str(self._locale.datetime_formats["medium"])
        self._plural = self._language.plural_form
        self._spell = lru_cache(maxsize=2048)(self._spell_anew)
        self.category = lru_cache(maxsize=512)(self._plural)
        self.tongue = lru_cache(maxsize=128)(self._tongue_anew)

    def number(self, number: int) -> str:
        """A whole number in the digits 0-9, in every language: the letters of the offices have them too."""
        return f"{LRI}{number}{PDI}" if self._isolated else str(number)

    def moment(self, moment: Moment) -> str:
        """An instant in the programme's own time. Raises `ValueError` for one without a time zone."""
        if moment.at.tzinfo is None:
            raise ValueError(f"A moment needs its time zone: {moment.at!r}")
        local = moment.at.astimezone(self._zone)
        form = moment.form
        minute = -1 if form in {"day", "short_day", "date"} else local.hour * 60 + local.minute
        day = date.min if form in {"clock", "bare_clock"} else local.date()
        return self._spell(form, day, minute)

    def phone(self, number: str) -> str:
        """A telephone number in E.164 form, grouped as its own country does it, and always left to right."""
        try:
            parsed = phonenumbers.parse(number)
        except phonenumbers.NumberParseException:
            return f"{LRI}{number}{PDI}"
        grouped = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        return f"{LRI}{grouped}{PDI}"

    def listing(self, parts: Sequence[str]) -> str:
        """Parts joined as the language joins them: "a, b und c"."""
        return format_list(parts, locale=self._locale)

    def _tongue_anew(self, tongue: Tongue) -> str:
        try:
            named = locale_of(tongue.tag)
        except (ValueError, UnknownLocaleError):
            return html.escape(tongue.tag)
        if not tongue.own:
            return named.get_display_name(self._language) or tongue.tag
        name = own_name(tongue.tag)
        return name if direction(tongue.tag) == self.direction else f"{FSI}{name}{PDI}"

    def _spell_anew(self, form: str, day: date, minute: int) -> str:
        words = self._words(form, day, minute)
        return f"{FSI}{words}{PDI}" if self._isolated else words

    def _words(self, form: str, day: date, minute: int) -> str:
        if form == "day":
            return format_date(day, self._day_pattern, locale=self._locale)
        if form == "short_day":
            return format_date(day, self._short_day_pattern, locale=self._locale)
        if form == "date":
            return format_date(day, self._date_pattern, locale=self._locale)
        if form == "bare_clock":
            bare = self._locale.datetime_skeletons["Hm"].pattern
            return format_time(time(*divmod(minute, 60)), bare, locale=self._locale)
        clock = format_time(time(*divmod(minute, 60)), self._clock_pattern, locale=self._locale)
        if form == "clock":
            return clock
        return self._day_clock.format(clock, self._words("day", day, minute))


def _at_home(language: Locale) -> Locale:
    try:
        return Locale(language.language, territory=TERRITORY, script=language.script)
    except UnknownLocaleError:
        return language


def _day_pattern(locale: Locale) -> str:
    skeleton = "MMMMEd" if "MMMMEd" in locale.datetime_skeletons else "MMMEd"
    return _widened(locale, _DAY_FIELDS, skeleton, {"E": "EEEE", "c": "EEEE", "M": "MMMM", "L": "LLLL"})


def _widened(locale: Locale, fields: re.Pattern[str], skeleton: str, widths: dict[str, str]) -> str:
    """A pattern of CLDR with its fields spelled wider, as UTS 35 matches a skeleton it has no pattern for."""
    pattern = locale.datetime_skeletons[skeleton].pattern
    return fields.sub(lambda field: widths.get(field[0][0], field[0]), pattern)


def _clock_pattern(locale: Locale) -> str:
    """The 24-hour clock. German puts the word "Uhr" after it: CLDR has that with the bare hour only."""
    skeletons = locale.datetime_skeletons
    pattern: str = skeletons["Hm"].pattern
    word = _HOUR_WORD.search(skeletons["H"].pattern)
    return pattern + word["word"] if word and not _QUOTED.search(pattern) else pattern
