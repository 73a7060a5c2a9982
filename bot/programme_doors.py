"""Places to turn to beside this programme, and the codes on flyers that lead into it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from bot.programme_parts import Section
from bot.programme_values import Count, Dialled, DoorHours, Id, Tag, Word
from dialogs.family.eligibility import Outcome


class Door(Section):
    """A place to turn to.

    name:       its German proper name, or a text key
    number:     as people dial it; empty only where there is none
    hours:      weekly hours, `always`, or empty where unknown
    languages:  in which the phone is answered, as tags; `more_languages` counts those through interpreters
    cost:       `free`, or `usual` for what the contract of the phone says
    checked_on: the day of the newest source that vouches for the number
    shown_for:  results of the pre-check under which the door is shown
    """

    id: Id
    kind: Literal["crisis", "advice"]
    name: Word
    number: Dialled
    hours: DoorHours = ""
    languages: Annotated[tuple[Tag, ...], Field(min_length=1)] = ("de",)
    more_languages: Count = 0
    cost: Literal["free", "usual"]
    source: Word
    checked_on: date
    shown_for: frozenset[Outcome] = frozenset()


class DoorCode(Section):
    """What a code on a flyer opens: a language, an entry, and the place where the flyer lies."""

    language: Tag | None = None
    entry: Literal["welcome", "places", "callback"] = "welcome"
    place: Word
