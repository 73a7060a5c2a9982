"""When a question is asked: one function each, whose sentence the map of the flow shows."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.family.eligibility import Figures, draws_nothing_known, verdict
from dialogs.family.questions import (
    LIVES_HERE,
    ONLY_NUMBER,
    PHONE,
    POSTCODE,
    ROUTE,
    SAFE,
    WISH,
    PostcodeQuestion,
    Residence,
    SafeToCall,
    Wish,
)
from dialogs.machine.questions import Told


@dataclass(frozen=True, slots=True)
class PreCheck:
    """Which questions of the pre-check are still needed, with the town's figures behind its rules."""

    figures: Figures

    def goes_on(self, told: Told) -> bool:
        """While no rule has spoken, and no call was asked for instead."""
        return was_checked(told) and verdict(told, self.figures) is None

    def town_is_unsure(self, told: Told) -> bool:
        """Only where the family is not sure which town it lives in."""
        return told.get(LIVES_HERE) is Residence.UNSURE and self.goes_on(told)

    def line_is_open(self, told: Told) -> bool:
        """Only where the money question left it open, and the town is known, for else the line decides nothing."""
        town_known = told.get(POSTCODE) != PostcodeQuestion.UNKNOWN
        return town_known and draws_nothing_known(told) and self.goes_on(told)


def was_checked(told: Told) -> bool:
    """Unless a call was asked for straight away."""
    return ROUTE not in told


def wants_a_part(told: Told) -> bool:
    """Where the family wishes a part of the day."""
    return told[WISH] is Wish.PART


def wants_a_time(told: Told) -> bool:
    """Where the family wishes an exact time."""
    return told[WISH] is Wish.EXACT


def typed_a_number(told: Told) -> bool:
    """Unless the number came as the family's own contact."""
    return not told[PHONE].own


def tells_a_name(told: Told) -> bool:
    """Unless the family gives only a number, and the rest is done for it."""
    return ONLY_NUMBER not in told


def may_speak_to_a_machine(told: Told) -> bool:
    """Unless no call may ring on this phone, or the family gives only a number."""
    return told[SAFE] is not SafeToCall.NEVER and ONLY_NUMBER not in told
