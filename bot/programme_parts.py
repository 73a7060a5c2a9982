"""The sections of a programme file: what each one holds, in which unit, and which values are refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.programme_values import (
    AtLeastOne,
    Clock,
    Count,
    Id,
    International,
    Land,
    Postcode,
    PostcodeSpan,
    Share,
    Tag,
    WeeklyHours,
    Word,
    ZoneName,
)
from dialogs.rules.hours import Hours, parse_hours
from dialogs.rules.reminders import ReminderPolicy
from dialogs.rules.retention import RetentionPolicy
from dialogs.rules.slots import Policy
from dialogs.rules.windows import DayPart, Parts


class Section(BaseModel):
    """A section of the file. It never changes once read, and knows every key that may stand in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class About(Section):
    """Who offers what, where, and until when. `phone` is E.164; without `phone_checked_on` nobody dialled it yet."""

    id: Id
    name: Word
    carrier: Word
    town: Word
    land: Land
    zone: ZoneName
    ends_on: date
    last_intake_on: date | None = None
    phone: International
    phone_checked_on: date | None = None
    hours: WeeklyHours
    languages: tuple[Tag, ...] = ()


class Area(Section):
    """Postcodes of the town itself, and those of its neighbours by name."""

    postcodes: Annotated[tuple[Postcode, ...], Field(min_length=1)]
    neighbours: Mapping[str, tuple[PostcodeSpan, ...]] = MappingProxyType({})


class PovertyLine(Section):
    """The at-risk-of-poverty line: of one adult in net euros a year, and what each further person adds to it."""

    single_per_year_eur: AtLeastOne
    weight_from_14: Share
    weight_under_14: Share
    year: AtLeastOne
    source: Word


class Rules(Section):
    """The dated figures of the pre-check. `child_age_below` is in years."""

    valid_from: date
    valid_until: date
    source: Word
    reviewed_by: Word
    reviewed_on: date
    child_age_below: AtLeastOne
    poverty_line: PovertyLine

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_until < self.valid_from:
            raise ValueError("valid_until lies before valid_from; set the later day there.")
        return self


class Places(Section):
    """Places of the programme. `free` and `confirmed_on` are the start; afterwards a lead keeps the number."""

    goal_per_year: AtLeastOne
    free: Count | None = None
    confirmed_on: date | None = None
    few_below: AtLeastOne
    stale_after_days: AtLeastOne
    offer_working_days: AtLeastOne = 3
    ask_again_days: AtLeastOne = 30

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.free is None) != (self.confirmed_on is None):
            raise ValueError("free and confirmed_on belong together; write both or leave both out.")
        return self


class PartOfDay(Section):
    """From when to when a part of the day runs, in wall time."""

    begins: Clock = Field(alias="from")
    ends: Clock = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends <= self.begins:
            raise ValueError("It ends before it begins; set the later time in “to”.")
        return self


class Calls(Section):
    """How calls are laid and promised. Lengths in minutes, hours or days as each name says."""

    length_minutes: AtLeastOne
    buffer_minutes: Count
    notice_hours: Count
    horizon_days: AtLeastOne
    most_a_day: AtLeastOne
    office_hours: WeeklyHours
    day_parts: Mapping[DayPart, PartOfDay]
    hold_minutes: AtLeastOne
    answer_within_working_minutes: AtLeastOne = 60
    unclaimed_to_lead_after_working_minutes: AtLeastOne
    owner_within_working_days: AtLeastOne = 1
    warn_working_minutes: AtLeastOne = 30
    grace_working_minutes: AtLeastOne = 30
    promise_within_working_days: AtLeastOne
    tries: AtLeastOne

    @property
    def hours(self) -> Hours:
        """The week in which coaches call, unless a coach has hours of their own."""
        return parse_hours(self.office_hours)

    @property
    def parts(self) -> Parts:
        """From when to when each part of the day runs."""
        return {name: (part.begins, part.ends) for name, part in self.day_parts.items()}

    @property
    def policy(self) -> Policy:
        """How calls may be laid, as the slot rules take it."""
        return Policy(
            length=timedelta(minutes=self.length_minutes),
            buffer=timedelta(minutes=self.buffer_minutes),
            notice=timedelta(hours=self.notice_hours),
            horizon_days=self.horizon_days,
            most_a_day=self.most_a_day,
        )


class Desk(Section):
    """The team's day: the morning list, cases that have gone silent, talks that nobody ended."""

    morning_at: Clock = time(8)
    silent_after_days: AtLeastOne = 14
    talk_back_after_hours: AtLeastOne = 24


class Closed(Section):
    """Days on which nobody works, beside weekends and holidays; both ends included."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")
    why: Word

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("It ends before it begins; set the later day in “to”.")
        return self


class Retention(Section):
    """Days after which what is stored ends by itself."""

    unfinished_days: AtLeastOne
    case_days_after_handover: AtLeastOne
    undecided_days: AtLeastOne
    unreachable_days: AtLeastOne

    @property
    def policy(self) -> RetentionPolicy:
        """The same, as the retention rules take it. A declined offer is kept as long as an unreachable family."""
        return RetentionPolicy(
            unfinished=self.unfinished_days,
            handed_over=self.case_days_after_handover,
            undecided=self.undecided_days,
            unreachable=self.unreachable_days,
            declined=self.unreachable_days,
        )


class Reminders(Section):
    """When a family is reminded of its call: the evening before, and earlier where the call is further away.

    The reminder one hour before is the same everywhere.
    """

    evening_before: Clock
    three_days_before_if_further_than_days: AtLeastOne

    @property
    def policy(self) -> ReminderPolicy:
        """The same, as the reminder rules take it."""
        return ReminderPolicy(
            far_off=timedelta(days=self.three_days_before_if_further_than_days),
            evening_at=self.evening_before,
        )
