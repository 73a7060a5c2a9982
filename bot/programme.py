"""The programme that this bot serves (town, places, dates, figures, doors), read from a checked TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Self
from zoneinfo import ZoneInfo

import holidays
from pydantic import Field, ValidationError, model_validator

from bot.programme_doors import Door, DoorCode
from bot.programme_nudges import Nudges, Shelf
from bot.programme_parts import (
    About,
    Area,
    Calls,
    Closed,
    Desk,
    Places,
    Reminders,
    Retention,
    Rules,
    Section,
)
from bot.programme_values import FlyerCode
from bot.toml_faults import fault, lines_by_key, syntax_fault
from dialogs.family.eligibility import Figures
from dialogs.family.phones import CODE_PREFIX
from dialogs.rules.postcodes import read_postcodes

INVITE_PREFIX = "i-"
"""How the start codes of coaches' invitations begin; no flyer may use it."""
CHECK_AFTER = timedelta(days=182)
"""Half a year: a door that nobody has checked since then is to be dialled again."""


class ProgrammeWrong(Exception):
    """The programme file holds faults. `sentences` has one for each: file, line, what was found, the cure."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class Programme(Section):
    """One programme as its file tells it."""

    programme: About
    area: Area
    rules: Rules
    places: Places
    calls: Calls
    desk: Desk = Desk()
    closed: tuple[Closed, ...] = ()
    retention: Retention
    reminders: Reminders
    nudges: Nudges
    shelf: Shelf
    help: Annotated[tuple[Door, ...], Field(min_length=1)]
    doors: tuple[Door, ...] = ()
    doors_codes: Mapping[FlyerCode, DoorCode] = MappingProxyType({})

    @classmethod
    def read(cls, path: Path) -> Programme:
        """The programme in that file. Raises `ProgrammeWrong` with a sentence for every fault."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as wrong:
            reason = wrong.strerror if isinstance(wrong, OSError) else "it is not UTF-8 text"
            sentence = f"{path} cannot be read ({reason}); correct PROGRAMME_FILE or the file's rights."
            raise ProgrammeWrong((sentence,)) from None
        return cls.parse(text, path.name)

    @classmethod
    def parse(cls, text: str, file: str) -> Programme:
        """The programme in a text; `file` is how the text is called in sentences. Raises `ProgrammeWrong`."""
        try:
            return cls.model_validate(tomllib.loads(text))
        except tomllib.TOMLDecodeError as wrong:
            raise ProgrammeWrong((syntax_fault(file, text, wrong),)) from None
        except ValidationError as wrong:
            lines = lines_by_key(text)
            raise ProgrammeWrong(tuple(fault(file, lines, cls, one) for one in wrong.errors())) from None

    @model_validator(mode="after")
    def _names_are_told_apart(self) -> Self:
        ids = [door.id for door in (*self.help, *self.doors)]
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise ValueError(f"The id {twice[0]} stands at two doors in [[help]] and [[doors]]; give each its own.")
        if taken := [code for code in self.doors_codes if code.startswith(INVITE_PREFIX)]:
            raise ValueError(f"The flyer code {taken[0]} begins like an invitation ({INVITE_PREFIX}); rename it.")
        if taken := [code for code in self.doors_codes if code.startswith(CODE_PREFIX)]:
            raise ValueError(f"The flyer code {taken[0]} begins like a family's code ({CODE_PREFIX}); rename it.")
        if self.places.free and self.places.free > self.places.goal_per_year:
            raise ValueError("places.free is larger than places.goal_per_year; correct one of them.")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the programme lives."""
        return ZoneInfo(self.programme.zone)

    @property
    def figures(self) -> Figures:
        """The figures behind the pre-check, as its rules take them."""
        return Figures(
            own_postcodes=frozenset(self.area.postcodes),
            single_per_year=self.rules.poverty_line.single_per_year_eur,
            weight_from_14=self.rules.poverty_line.weight_from_14,
            weight_under_14=self.rules.poverty_line.weight_under_14,
            valid_from=self.rules.valid_from,
            valid_until=self.rules.valid_until,
            reviewed_on=self.rules.reviewed_on,
            neighbours=_town_by_postcode(self.area.neighbours),
        )

    def days_off(self, from_: date, to: date) -> frozenset[date]:
        """Holidays of the Land and closed days from `from_` to `to`, both included. Weekends are not among them."""
        years = range(from_.year, to.year + 1)
        land = holidays.country_holidays("DE", subdiv=self.programme.land, years=years, language="de")
        closed = (
            span.first + timedelta(days=day)
            for span in self.closed
            for day in range((span.last - span.first).days + 1)
        )
        return frozenset(day for day in (*land, *closed) if from_ <= day <= to)

    def holidays(self, from_: date, to: date) -> Mapping[date, str]:
        """The holidays of the Land from `from_` to `to`, both included, with their German names."""
        years = range(from_.year, to.year + 1)
        land = holidays.country_holidays("DE", subdiv=self.programme.land, years=years, language="de")
        return {day: name for day, name in land.items() if from_ <= day <= to}

    def doors_to_check(self, today: date) -> tuple[Door, ...]:
        """Doors whose number nobody has checked within half a year, oldest first."""
        old = (door for door in (*self.help, *self.doors) if today - door.checked_on > CHECK_AFTER)
        return tuple(sorted(old, key=lambda door: door.checked_on))


def _town_by_postcode(neighbours: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    towns: dict[str, str] = {}
    for name, spans in neighbours.items():
        for span in spans:
            first, last = map(int, read_postcodes(span))
            towns.update((f"{postcode:05}", name) for postcode in range(first, last + 1))
    return MappingProxyType(towns)
