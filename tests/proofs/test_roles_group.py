"""The team's group: who is not of the team is not heard there, and no button there reaches beyond its topics."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count

import pytest

from bot.channels.channel import Incoming
from dialogs.machine.events import (
    CommandedInGroup,
    Event,
    Pressed,
    SaidInGroup,
    SentInGroup,
)
from dialogs.machine.screen import Press
from tests.proofs.arrivals import open_crowd
from tests.proofs.crowd import AYLA, BELMA, DENIZ, JONAS, KARIM, LENA, MIRA, OLGA, PETRA, Crowd
from tests.proofs.forging import for_the_team, forged

GROUP, OTHER_GROUP, NOBODY = -100_200_300, -100_200_301, 1_087_968_824
"""The team's group, one that is not, and Telegram's stand-in for an administrator who does not show who they are."""

STRANGERS = (DENIZ, AYLA, OLGA, LENA, NOBODY)
"""A family, the family whose topic it is, somebody not confirmed, a former coach, nobody."""
NUMBERS = count(1)


@pytest.fixture
async def crowd() -> AsyncIterator[Crowd]:
    """The group is the team's, and Mira's talk with her family stands in a topic of it."""
    async with open_crowd() as crowd:
        crowd.town.phones.is_forum = True
        await in_group(crowd, PETRA, CommandedInGroup("team", "", PETRA, None))
        await crowd.press(MIRA, "~case", "1-talk")
        await crowd.press(MIRA, "~talk", "1-begin")
        assert await crowd.town.rows("SELECT place FROM talks WHERE case_id = 1") == [("topic",)]
        yield crowd


async def in_group(crowd: Crowd, author: int, event: Event, chat: int = GROUP) -> None:
    """Something happens in a group."""
    number = next(NUMBERS)
    press_id = f"{author}:g{number}" if isinstance(event, Pressed) else None
    incoming = Incoming(f"g:{number}", chat, event, "de", 900_000 + number, press_id, author)
    await crowd.town.service.handle(incoming)
    await crowd.town.delivery.quiet()


async def topic_of(crowd: Crowd, case: int) -> int:
    ((thread,),) = await crowd.town.rows("SELECT thread FROM topics WHERE case_id = :case", case=case)
    return int(thread)


async def test_stranger_in_the_group_is_not_heard(crowd: Crowd) -> None:
    thread = await topic_of(crowd, 1)
    before, phones = await crowd.picture(PETRA), crowd.phones(0)
    crowd.forget_told()
    for author in STRANGERS:
        for event in (
            SaidInGroup("Hallo Familie", author, thread, 5),
            SentInGroup("photo", author, thread, 6),
            CommandedInGroup("ende", "", author, thread),
            CommandedInGroup("team", "", author, thread),
            Pressed(Press(0, "~talk", "1-end")),
        ):
            await in_group(crowd, author, event)
        await in_group(crowd, author, CommandedInGroup("team", "", author, None), OTHER_GROUP)
    assert await crowd.picture(PETRA) == before
    assert crowd.phones(0) == phones
    assert crowd.heard == {}


async def test_only_the_lead_makes_a_group_the_teams(crowd: Crowd) -> None:
    before = await crowd.picture(PETRA)
    for author in (MIRA, KARIM):
        await in_group(crowd, author, CommandedInGroup("team", "", author, None), OTHER_GROUP)
    assert await crowd.picture(PETRA) == before


async def test_forged_button_in_the_group_reaches_no_talk_outside_it(crowd: Crowd) -> None:
    presses = [press for press in for_the_team(forged(await crowd.known())) if press.pick != "1-end"]
    before, phones = await crowd.picture(PETRA), crowd.phones(0)
    for author in (KARIM, DENIZ, LENA, PETRA):
        for press in (*presses[::8], Press(0, "~talk", "2-end")):
            await in_group(crowd, author, Pressed(press))
    assert await crowd.picture(PETRA) == before
    assert crowd.phones(0) == phones


async def test_topic_of_a_family_is_deaf_while_its_talk_is_in_a_coachs_own_chat(crowd: Crowd) -> None:
    group = (await crowd.town.rows("SELECT id FROM persons WHERE role = 'group'"))[0][0]
    await crowd.town.run(lambda: crowd.town.house.talks.set_topic(2, group, 77))
    phones = crowd.shown(BELMA), crowd.shown(JONAS)
    await in_group(crowd, KARIM, SaidInGroup("Das ist nicht für Sie", KARIM, 77, 7))
    await in_group(crowd, KARIM, CommandedInGroup("ende", "", KARIM, 77))
    assert (crowd.shown(BELMA), crowd.shown(JONAS)) == phones
    assert await crowd.town.rows("SELECT id FROM talks WHERE case_id = 2 AND closed_at IS NULL")
