"""A call as an entry in a coach's calendar."""

from __future__ import annotations

from bot.gathering import FIRST_NUMBER
from bot.house import House
from dialogs.family.card import calendar_uid
from dialogs.family.facts import Appointment
from dialogs.machine.screen import CalendarFile
from dialogs.machine.words import Tongue, say


def desk_calendar(house: House, case_id: int, language: str, call: Appointment, *, off: bool = False) -> CalendarFile:
    """The call as a coach's calendar entry: case number and language, nothing else."""
    number = FIRST_NUMBER + case_id
    caption = "desk.calendar.cancelled" if off else "desk.calendar.caption"
    return CalendarFile(
        uid=calendar_uid(number, house.town.programme),
        sequence=call.sequence,
        starts_at=call.starts_at,
        ends_at=call.ends_at,
        title=say("desk.calendar.title", number=number, language=Tongue(language)),
        caption=say(caption, number=number),
        cancelled=off,
    )
