"""How the crowd comes together on a Monday morning: who books, who waits, who talks, who leaves."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

from dialogs.machine.events import SharedContact
from dialogs.machine.screen import Press
from storage.sealing import Sealer
from tests.proofs.crowd import (
    ANSWER,
    AYLA,
    BELMA,
    CEM,
    DENIZ,
    EMRE,
    JONAS,
    KARIM,
    LENA,
    MIRA,
    NAMES,
    NUMBERS,
    OLGA,
    PETRA,
    SECOND,
    WORDS,
    Crowd,
)
from tests.proofs.quarter import people
from tests.proofs.quarter.town import open_town
from tests.proofs.standstills import stands_still
from tests.stage import MONDAY_MORNING


@asynccontextmanager
async def open_crowd(address: str = "sqlite://", sealer: Sealer | None = None) -> AsyncIterator[Crowd]:
    """The whole crowd on a Monday morning."""
    async with open_town(MONDAY_MORNING, address, sealer) as town:
        crowd = Crowd(town)
        town.phones.ear = crowd.listen
        await _team(crowd)
        await _with_a_call(crowd)
        await _in_a_talk(crowd)
        await _waiting(crowd)
        await stands_still(crowd)
        await _leaves(crowd)
        await town.command(DENIZ, "start")
        await town.press(DENIZ, Press(1, "language", "de"))
        await town.press(DENIZ, Press(1, "welcome", "go"))
        await town.command(EMRE, "start")
        crowd.forget_told()
        yield crowd


async def _team(crowd: Crowd) -> None:
    town = crowd.town
    crowd.links.append(await town.join(PETRA, "Petra", "lead", "de", ""))
    for chat, name in ((MIRA, "Mira"), (JONAS, "Jonas"), (KARIM, "Karim"), (LENA, "Lena"), (OLGA, "Olga")):
        crowd.links.append(await town.join(chat, name, "coach", "de", "Mon-Fri 09:00-12:00,13:30-16:00"))
        if chat != OLGA:
            await crowd.press(PETRA, "~team", "yes-")


async def _booked(crowd: Crowd, chat: int) -> int:
    family = Named(crowd.town, Random(chat), chat, "de", "exact", "calm")
    await family.begin()
    case_id = (await crowd.person(chat)).case_id
    assert case_id is not None
    return case_id


class Named(people.Family):
    """A family with a name and a number of its own."""

    async def _answer(self) -> bool:
        places = {press.at for press in self.phone.newest.presses()} if self.phone.newest is not None else set()
        if "name" in places:
            await self.town.say(self.chat, NAMES[self.chat])
        elif "phone" in places:
            await self.town.happen(self.chat, SharedContact(NUMBERS[self.chat], own=True))
        else:
            return await super()._answer()
        return True


async def _with_a_call(crowd: Crowd) -> None:
    """The case is Mira's; words were said, a line was sent, and a second phone has joined."""
    town = crowd.town
    case = await _booked(crowd, AYLA)
    await _take(crowd, MIRA, case)
    await town.say(AYLA, WORDS[AYLA])
    await town.press(AYLA, Press(1, "~phone", "make"))
    crowd.codes.extend(re.findall(r"f-[a-z]{5}-[a-z]{5}", crowd.told(AYLA))[:1])
    await town.command(SECOND, "start", crowd.codes[0])
    await town.press(SECOND, Press(1, "~language", "de"))
    await crowd.press(SECOND, "~share", "with")
    assert (await crowd.person(SECOND)).household is not None
    await town.press(AYLA, Press(1, "~phone", "make"))
    codes = re.findall(r"f-[a-z]{5}-[a-z]{5}", crowd.told(AYLA))
    crowd.codes.append(codes[-1])
    await _send_line(crowd, MIRA, case, "about", "can_talk")


async def _take(crowd: Crowd, coach: int, case: int) -> None:
    await crowd.town.press(coach, Press(0, "~case", f"{case}-take"))
    me = await crowd.person(coach)
    assert await crowd.town.rows("SELECT id FROM cases WHERE id = :id AND owner = :me", id=case, me=me.id)


async def _send_line(crowd: Crowd, coach: int, case: int, group: str, line: str) -> None:
    for pick in (f"{case}", f"{case}-{group}", f"{case}-line-{line}", f"{case}-send-{line}"):
        await crowd.town.press(coach, Press(0, "~phrases", pick))


async def _in_a_talk(crowd: Crowd) -> None:
    """Jonas spoke with the family, and is speaking with it now by way of the bot."""
    town = crowd.town
    case = await _booked(crowd, BELMA)
    await _take(crowd, JONAS, case)
    await town.press(JONAS, Press(0, "~case", f"{case}-reached"))
    await town.press(JONAS, Press(0, "~talk", f"{case}-begin"))
    await town.say(BELMA, WORDS[BELMA])
    await town.say(JONAS, ANSWER)
    assert ANSWER in crowd.told(BELMA)
    assert WORDS[BELMA] in crowd.told(JONAS)


async def _waiting(crowd: Crowd) -> None:
    """A family without a case was offered the only place."""
    town = crowd.town
    await town.command(CEM, "start")
    await town.press(CEM, Press(1, "~places", "join"))
    await town.command(PETRA, "lead")
    await town.press(PETRA, Press(0, "~places", "set-1"))
    assert town.phones.of[CEM].find("~place", "yes-") is not None


async def _leaves(crowd: Crowd) -> None:
    """Lena had cards of both cases in her chat when her access ended."""
    known = await crowd.known()
    for case in known.cases:
        await crowd.town.press(LENA, Press(0, "~case", f"{case}-open"))
    left = (await crowd.person(LENA)).id
    await crowd.town.press(PETRA, Press(0, "~team", f"sure-{left}"))
    assert (await crowd.person(LENA)).role == "family"
