"""Every question a family is asked, with its type. Ids are for ever: answers are stored under them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from dialogs.family.household import HouseholdPicker
from dialogs.machine.events import Said
from dialogs.machine.questions import (
    Choice,
    Draft,
    Drafted,
    Given,
    Line,
    NotUnderstood,
    Option,
    Passage,
    Question,
    Several,
)
from dialogs.rules.postcodes import parse_postcode
from dialogs.rules.windows import DayPart


class Residence(StrEnum):
    """Whether the family lives in the programme's town."""

    HERE = "yes"
    ELSEWHERE = "no"
    UNSURE = "unsure"


class Purpose(StrEnum):
    """What a family may say yes to, each on its own."""

    CALLBACK = "callback"
    REMINDERS = "reminders"
    LATER = "later"


class Money(StrEnum):
    """Where the household's money comes from, as coarse as the rules allow."""

    OFFICE = "office"
    CHILD_SUPPLEMENT = "kiz"
    HOUSING_BENEFIT = "wohngeld"
    NONE = "none"
    UNKNOWN = "unknown"
    PRIVATE = "private"


class BelowLine(StrEnum):
    """Whether the household's money is below the line computed for it."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    PRIVATE = "private"


class YesNo(StrEnum):
    """A plain yes or no."""

    YES = "yes"
    NO = "no"


class Wish(StrEnum):
    """How exactly a family wants its call."""

    ASAP = "asap"
    PART = "part"
    EXACT = "exact"


class SafeToCall(StrEnum):
    """Whether a call may ring on this phone."""

    ALWAYS = "always"
    AGREED = "agreed"
    NEVER = "never"


class PostcodeQuestion(Question[str]):
    """A postcode typed, or "unknown"."""

    UNKNOWN = "unknown"

    def pick(self, pick: str, draft: Draft) -> Given[str] | Drafted:
        if pick != self.UNKNOWN:
            raise NotUnderstood("not_an_option")
        return Given(pick)

    def hear(self, said: Said, draft: Draft) -> Given[str] | Drafted:
        postcode = parse_postcode(said.text)
        if postcode is not None:
            return Given(postcode)
        if said.heard.agrees is False:
            return Given(self.UNKNOWN)
        raise NotUnderstood("no_postcode")

    def rows(self, draft: Draft) -> tuple[tuple[Option, ...], ...]:
        return ((Option(self.UNKNOWN, self.UNKNOWN),),)

    def option_names(self) -> Iterable[str]:
        return (self.UNKNOWN,)


@dataclass(frozen=True, slots=True)
class CallbackPhone:
    """The number to call, in E.164 form. `own`: it came as the sender's own contact, so it needs no reading back."""

    number: str
    own: bool = False


class PhoneQuestion(Question[CallbackPhone]):
    """A number typed in any spelling; the family's own contact comes in as an event of its own."""

    def hear(self, said: Said, draft: Draft) -> Given[CallbackPhone] | Drafted:
        if said.heard.phone is not None:
            return Given(CallbackPhone(said.heard.phone))
        raise NotUnderstood(f"phone_{said.heard.phone_fault}" if said.heard.phone_fault else "no_phone")

    def pack(self, answer: CallbackPhone) -> Any:
        return asdict(answer)

    def unpack(self, stored: Any) -> CallbackPhone:
        return CallbackPhone(**stored)


class PickedByFacts(Question[str]):
    """A choice whose options come from the facts (languages, days, times): any pick that can be read is taken,
    since the database has the last word on it. `read` raises ValueError for a pick of the form that means nothing."""

    def __init__(self, id: str, form: str, read: Callable[[str], object] = str) -> None:  # noqa: A002
        super().__init__(id)
        self.form = re.compile(form, re.ASCII)
        self.read = read

    def pick(self, pick: str, draft: Draft) -> Given[str] | Drafted:
        try:
            return Given(self.unpack(pick))
        except ValueError:
            raise NotUnderstood("not_an_option") from None

    def unpack(self, stored: Any) -> str:
        if not self.form.fullmatch(stored):
            raise ValueError(f"{stored!r} is no {self.id}")
        self.read(stored)
        return str(stored)


class DayQuestion(PickedByFacts):
    """A day; before it, one may leaf to later days. The draft is how many free days are leafed over."""

    LEAF = "from-"

    def pick(self, pick: str, draft: Draft) -> Given[str] | Drafted:
        leafed = pick.removeprefix(self.LEAF)
        if pick.startswith(self.LEAF) and re.fullmatch(r"\d{1,2}", leafed, re.ASCII):
            return Drafted(int(leafed))
        return super().pick(pick, draft)


def read_slot(pick: str) -> tuple[int, datetime]:
    """The coach's number and the start (UTC) that a picked time stands for."""
    coach, _, minutes = pick.partition("-")
    return int(coach), datetime.fromtimestamp(int(minutes) * 60, UTC)


def slot_pick(coach: int, starts_at: datetime) -> str:
    """The pick that stands for this coach and start."""
    return f"{coach}-{int(starts_at.timestamp()) // 60}"


NAME_LENGTH = 40


def read_name(text: str) -> str:
    """A name to call somebody by: some letters, no digits, no address, at most 40 characters."""
    name = " ".join("".join(c for c in text if c.isprintable()).split())
    if not any(c.isalpha() for c in name) or any(c.isdigit() for c in name) or any(c in name for c in "@/<>{}"):
        raise NotUnderstood("name_unclear")
    if len(name) > NAME_LENGTH:
        raise NotUnderstood("name_too_long")
    return name


LANGUAGE = PickedByFacts("language", r"[a-z]{2,3}(-[A-Za-z]+)?")
WELCOME = Passage("welcome")
CONSENT = Several("consent", Purpose, needed=(Purpose.CALLBACK,))
ROUTE = Passage("route", ("call",))
LIVES_HERE = Choice("lives_here", Residence)
POSTCODE = PostcodeQuestion("postcode")
HOUSEHOLD = HouseholdPicker("household")
MONEY = Several("money", Money, alone=(Money.NONE, Money.UNKNOWN, Money.PRIVATE))
BELOW_LINE = Choice("below_line", BelowLine)
HAS_COACH = Choice("has_coach", YesNo)
RESULT = Passage("result")
ONLY_NUMBER = Passage("only_number", ("yes",))
WISH = Choice("wish", Wish)
PART = PickedByFacts("part", r"[a-z]+", DayPart)
DAY = DayQuestion("day", r"\d{4}-\d\d-\d\d", date.fromisoformat)
TIME = PickedByFacts("time", r"\d{1,15}-\d{1,9}")
"""A slot: the coach's number and the start in minutes since 1970, UTC."""
NAME = Line("name", read_name)
PHONE = PhoneQuestion("phone")
PHONE_RIGHT = Passage("phone_right", ("yes",))
SAFE = Choice("safe", SafeToCall)
VOICEMAIL = Choice("voicemail", YesNo)
CHECK = Passage("check", ("send",))
WHOM = Passage("whom", ("anybody",))
MOVE_CHECK = Passage("move_check", ("yes",))
