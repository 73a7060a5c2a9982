"""How calls are laid into a day: the figures of a programme or a coach, and the spans that are not free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

Taken: TypeAlias = Sequence[tuple[datetime, datetime]]
"""Spans of one coach that are not free, start and end each (aware): live calls, or absences."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How calls may be laid (E4): length, free time kept around, earliest notice, days ahead, most a day."""

    length: timedelta
    buffer: timedelta
    notice: timedelta
    horizon_days: int
    most_a_day: int


LENGTHS = tuple(range(15, 61, 5))
BUFFERS = tuple(range(0, 31, 5))
NOTICES = tuple(60 * hours for hours in (0, 1, 2, 3, 4, 6, 8, 12, 24, 36, 48))
MOST_A_DAY = tuple(range(1, 13))
"""What a coach may choose (E4): minutes of length, of buffer and of notice, and calls a day."""

_MINUTE = timedelta(minutes=1)


def spell_habits(policy: Policy) -> str:
    """A coach's own way of laying calls as one line, such as `length=25;buffer=5;notice=120;most=6`."""
    length, buffer, notice = (span // _MINUTE for span in (policy.length, policy.buffer, policy.notice))
    return f"length={length};buffer={buffer};notice={notice};most={policy.most_a_day}"


def read_habits(line: str, usual: Policy) -> Policy | None:
    """The policy that such a line describes, None for an empty one: the programme's.

    What the line does not name, or not within the choices, is as usual; the horizon is always the programme's.
    """
    told = dict(part.split("=", 1) for part in line.split(";") if "=" in part)
    if not told:
        return None
    return Policy(
        length=_MINUTE * _chosen(told.get("length"), LENGTHS, usual.length // _MINUTE),
        buffer=_MINUTE * _chosen(told.get("buffer"), BUFFERS, usual.buffer // _MINUTE),
        notice=_MINUTE * _chosen(told.get("notice"), NOTICES, usual.notice // _MINUTE),
        horizon_days=usual.horizon_days,
        most_a_day=_chosen(told.get("most"), MOST_A_DAY, usual.most_a_day),
    )


def with_figures(usual: Policy, length: int, buffer: int, notice: int, most_a_day: int) -> Policy:
    """That policy with other minutes of length, buffer and notice, and other calls a day, held within the choices."""
    return Policy(
        length=_MINUTE * _within(length, LENGTHS),
        buffer=_MINUTE * _within(buffer, BUFFERS),
        notice=_MINUTE * _within(notice, NOTICES),
        horizon_days=usual.horizon_days,
        most_a_day=_within(most_a_day, MOST_A_DAY),
    )


def _within(number: int, choices: Sequence[int]) -> int:
    return min(max(number, choices[0]), choices[-1])


def _chosen(told: str | None, choices: Sequence[int], usual: int) -> int:
    number = int(told) if told is not None and told.isdecimal() and len(told) < 6 else usual
    return number if min(choices) <= number <= max(choices) else usual
