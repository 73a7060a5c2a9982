"""One-time invitations: one use, one day, and no code to be read in the database."""

from __future__ import annotations

import asyncio

from storage.invitations import Invitee
from tests.storage.memory import DAY, HOUR, NOW, Memory

MIRA = Invitee("coach", "Mira", "de,tr", "Mon-Fri 09:00-12:00")


async def test_open_invitation_is_found_by_its_code_alone(memory: Memory) -> None:
    await memory.do(memory.invitations.invite, "i-secret", MIRA, NOW + DAY)

    assert await memory.do(memory.invitations.find, "i-secret", NOW) == (MIRA, True)
    assert await memory.do(memory.invitations.find, "i-other", NOW) is None


async def test_invitation_makes_one_of_fifty_a_coach(memory: Memory) -> None:
    await memory.do(memory.invitations.invite, "i-secret", MIRA, NOW + DAY)

    used = await asyncio.gather(
        *(memory.do(memory.invitations.redeem, "i-secret", person, NOW) for person in range(50))
    )

    assert [invitee for invitee in used if invitee is not None] == [MIRA]
    assert await memory.rows("SELECT used_by FROM invitations") == [(used.index(MIRA),)]
    assert await memory.do(memory.invitations.find, "i-secret", NOW) == (MIRA, False)


async def test_old_invitation_is_known_and_useless(memory: Memory) -> None:
    await memory.do(memory.invitations.invite, "i-secret", MIRA, NOW + DAY)

    assert await memory.do(memory.invitations.find, "i-secret", NOW + DAY) == (MIRA, False)
    assert await memory.do(memory.invitations.redeem, "i-secret", 7, NOW + DAY) is None
    assert await memory.do(memory.invitations.redeem, "i-nonsense", 7, NOW) is None


async def test_ended_invitations_are_forgotten(memory: Memory) -> None:
    await memory.do(memory.invitations.invite, "i-old", MIRA, NOW)
    await memory.do(memory.invitations.invite, "i-new", MIRA, NOW + DAY)
    await memory.do(memory.invitations.forget, NOW + HOUR)

    assert await memory.do(memory.invitations.find, "i-old", NOW) is None
    assert await memory.do(memory.invitations.find, "i-new", NOW) == (MIRA, True)


async def test_bot_remembers_its_own_name(memory: Memory) -> None:
    assert await memory.do(memory.invitations.bot) is None
    await memory.do(memory.invitations.remember_bot, "first_bot")
    await memory.do(memory.invitations.remember_bot, "second_bot")

    assert await memory.do(memory.invitations.bot) == "second_bot"
