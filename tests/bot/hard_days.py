"""What tests of hard days share: a town in memory, a team and families in it, and the laws it lives under."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from dialogs.machine.screen import Press
from tests.proofs.quarter import laws
from tests.proofs.quarter.people import Family
from tests.proofs.quarter.phones import Shown
from tests.proofs.quarter.town import Town

GLADBECK = ZoneInfo("Europe/Berlin")
WEEK = "Mon-Fri 09:00-12:00,13:30-16:00"
LEAD = 100
FIRST_FAMILY = 1001


class First(Random):
    """A family that always takes the first of what is offered."""

    def choice(self, seq: Any) -> Any:
        """The first."""
        return seq[0]


def local(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    """A time in Gladbeck."""
    return datetime(year, month, day, hour, minute, tzinfo=GLADBECK).astimezone(UTC)


async def team(town: Town, *coaches: str, lead: bool = True, hours: str = WEEK) -> tuple[int, ...]:
    """A lead (chat 100), and coaches by name; gives the coaches' chats."""
    if lead:
        await town.join(LEAD, "Petra", "lead", "de", "")
    chats = tuple(range(101, 101 + len(coaches)))
    for chat, name in zip(chats, coaches, strict=True):
        await town.join(chat, name, "coach", "de,tr", hours)
        confirm = town.phones.of[LEAD].find("~team", "yes-")
        if confirm is not None:
            await town.press(LEAD, confirm)
    return chats


class Last(Random):
    """A family that always takes the last of what is offered."""

    def choice(self, seq: Any) -> Any:
        """The last."""
        return seq[-1]


async def family(
    town: Town, wish: str = "asap", chat: int = FIRST_FAMILY, language: str = "de", takes: type[Random] = First
) -> int:
    """A family with a booked call; gives its chat."""
    await Family(town, takes(7), chat, language, wish, "calm").begin()
    return chat


def find(town: Town, chat: int, at: str, pick: str) -> Press:
    """The newest button of this place whose pick begins so. Raises LookupError where there is none."""
    press = town.phones.of[chat].find(at, pick)
    if press is None:
        raise LookupError(f"{chat} sees no {at}.{pick}")
    return press


def sees(town: Town, chat: int, at: str, pick: str) -> bool:
    """Whether there is such a button."""
    return town.phones.of[chat].find(at, pick) is not None


async def tap(town: Town, chat: int, *buttons: tuple[str, str]) -> None:
    """Press these buttons, one after the other."""
    for at, pick in buttons:
        await town.press(chat, find(town, chat, at, pick))


async def choose(town: Town, chat: int, at: str, wanted: Callable[[str], bool] = lambda pick: True) -> str:
    """Press the first answer of this question whose pick is wanted; gives the pick."""
    shown = town.phones.of[chat].newest
    assert shown is not None
    for press in shown.presses():
        if press.at == at and not press.pick.startswith(("from-", "<")) and wanted(press.pick):
            await town.press(chat, press)
            return press.pick
    raise LookupError(f"{chat} is not offered that {at}")


def texts(town: Town, chat: int) -> str:
    """Everything on a phone, without the marks that hold directions."""
    told = "\n".join(shown.text for shown in town.phones.of[chat].messages.values())
    return told.translate(dict.fromkeys(range(0x2066, 0x206A)))


def texts_sent(town: Town, chat: int) -> list[str]:
    """Every text that is sent or edited from now on, as it was then."""
    heard: list[str] = []
    town.phones.ear = lambda to, message: heard.append(message.text) if to == chat else None
    return heard


def rung(town: Town, chat: int, since: datetime) -> list[Shown]:
    """What rang on this phone since then."""
    return [shown for at, whose, shown in town.phones.sent if whose == chat and at > since]


async def row_of(town: Town, chat: int) -> int:
    """The row of whoever writes from this chat."""
    found = await town.run(lambda: town.house.people.find(chat))
    assert found is not None
    return found.id


async def case_now(town: Town, case: int = 1) -> tuple[str, int | None, int | None]:
    """Its stage, who has it, who is asked."""
    ((stage, owner, asked),) = await town.rows("SELECT stage, owner, suggested FROM cases WHERE id = :id", id=case)
    return stage, owner, asked


async def promises(town: Town) -> list[tuple[str, int | None]]:
    """Every promise with its state and who keeps it."""
    return [tuple(row) for row in await town.rows("SELECT state, owner FROM promises ORDER BY id")]


async def broken_laws(town: Town, *families: int) -> list[str]:
    """Every law of the town that does not hold now."""
    asked = (
        laws.no_double_booking,
        laws.no_call_outside_hours,
        laws.every_promise_has_an_owner,
        laws.every_live_case_has_a_promise,
        laws.no_case_unseen,
        laws.nothing_is_left_lying,
        laws.no_promise_on_a_dead_case,
        laws.no_booking_on_a_dead_case,
    )
    broken = [one for law in asked for one in await law(town)]
    chats = dict.fromkeys(families, 0)
    return broken + await laws.phones_show_the_truth(town, chats) + list(laws.nobody_was_woken(town, chats))
