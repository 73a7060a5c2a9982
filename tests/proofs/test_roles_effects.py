"""Where the desk's effects are carried out, roles are looked at once more, whatever the dialogue let through."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from typing import Final

import pytest

from bot.desk.desk import Desk
from bot.desk.performing import perform_all
from bot.gathering import Here
from bot.posting import Post
from dialogs.desk.effects import (
    CallOutcome,
    CaseOutcome,
    CloseCase,
    DeskEffect,
    GiveCase,
    PassCase,
    RecordOutcome,
    ReopenCase,
    TakeCase,
    TellFamily,
)
from dialogs.desk.line_effects import MoveInLine, SetNeeds, SetPlaces
from dialogs.desk.standstill_effects import NoteSign, ReplyToRound, SendLearned, SendLink, SetLadder, StartRound
from dialogs.desk.talk_effects import CloseTalk, OpenTalk, PassToFamily, SendPhrase
from dialogs.desk.team_effects import CloseDay, ConfirmMember, EndAccess, Invite, OpenDay, RefuseMember, SetDates
from dialogs.desk.times_effects import SetHours
from dialogs.machine.words import say
from storage.units import Unit
from tests.proofs.arrivals import open_crowd
from tests.proofs.crowd import BELMA, DENIZ, KARIM, LENA, OLGA, Crowd

DAY = date(2026, 11, 26)
ON_CASES: Final[tuple[DeskEffect, ...]] = (
    *(TakeCase(case) for case in (1, 2)),
    *(GiveCase(case, 4) for case in (1, 2)),
    *(PassCase(case, "language") for case in (1, 2)),
    *(RecordOutcome(1, outcome) for outcome in CallOutcome),
    *(CloseCase(2, outcome, "other") for outcome in CaseOutcome),
    ReopenCase(2), SendPhrase(1, "can_talk"), SendPhrase(2, "can_talk"), OpenTalk(1), CloseTalk(2),
    PassToFamily(2, "Nicht von mir", 7),
    *(StartRound(case, "coping", "Nicht von mir") for case in (1, 2)), ReplyToRound(1, 1, "Nicht von mir"),
    *(NoteSign(case) for case in (1, 2)), *(SendLink(case, "https://video.example.de/falsch") for case in (1, 2)),
)  # fmt: skip
OF_THE_LEAD: Final[tuple[DeskEffect, ...]] = (
    Invite("lead", "Xaver", ("de",)), ConfirmMember(6), RefuseMember(6), EndAccess(1), EndAccess(2), CloseDay(DAY),
    OpenDay(DAY), SetDates(DAY, DAY), SetPlaces(9), SetNeeds(10, 3), MoveInLine(10, "first", "other"),
    MoveInLine(10, "off", "other"), SetLadder(full=True), SetLadder(full=False), SendLearned("all"),
)  # fmt: skip


@pytest.fixture
async def crowd() -> AsyncIterator[Crowd]:
    async with open_crowd() as crowd:
        yield crowd


async def carry_out(crowd: Crowd, chat: int, effect: DeskEffect) -> int:
    """Carry one out for this person; gives how many letters would go to others."""
    person, town = await crowd.person(chat), crowd.town
    post = Post(town.house, town.clock())

    def unit() -> Unit[None]:
        yield from perform_all(Desk(town.house, Here(person, town.clock()), post), (effect,))

    await town.run(unit)
    return len([letter for letter in post.letters if letter.person != person.id])


async def test_coach_changes_nothing_of_another_coachs_or_of_the_leads(crowd: Crowd) -> None:
    before = await crowd.picture(KARIM)
    for effect in (*ON_CASES, *OF_THE_LEAD):
        assert await carry_out(crowd, KARIM, effect) == 0, effect
        assert await crowd.picture(KARIM) == before, effect


async def test_nobody_outside_the_team_has_any_effect_of_the_desk(crowd: Crowd) -> None:
    before = await crowd.picture(KARIM)
    for chat in (BELMA, DENIZ, OLGA, LENA):
        for effect in (*ON_CASES, *OF_THE_LEAD, TellFamily(1, (say("closed.joined"),)), SetHours(())):
            assert await carry_out(crowd, chat, effect) == 0
    assert await crowd.picture(KARIM) == before
