"""Forged buttons: what was sent to one role does nothing in the hands of another, and is answered kindly."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.demo.person import Person
from tests.proofs.road import Family, payload_at, rows_of, stored_of, walk
from tests.stage import Stage, staged

WORLD = (
    "SELECT id, family, stage, owner, suggested, taken_at, tries, tried, sequence, starts_at, closed_at FROM cases",
    "SELECT id, coach, starts_at, state, holder, case_id FROM bookings",
    "SELECT id, role, language, consents, case_id, household, reachable FROM persons",
    "SELECT person, since_at, order_at FROM waiting",
    "SELECT person, kind, due_at, status FROM outbox",
    "SELECT id, due_at FROM timers",
    "SELECT purpose, given, at FROM consents",
    "SELECT code_mark, used_by FROM invitations",
)
"""Everything a button can change, but where somebody stands in their own talk."""

UNKNOWN = "Diese Taste kenne ich nicht mehr. Hier geht es weiter."
GONE = "Diesen Fall gibt es nicht mehr."
NOT_YOURS = "Das ist nicht Ihr Fall."
OLD = "Diese Taste gilt nicht mehr."
SPENT = "Diese Einladung gilt nicht mehr. Bitte lassen Sie sich eine neue geben."
TAKEN_BY_MIRA = "\u2068Mira\u2069 war schneller."

OUTCOMES = ("reached", "missed", "missed-0", "wrong")
NO_CASES = ("999", "0", "-1", "x", "9" * 30)


@dataclass(frozen=True, slots=True)
class Town:
    """Everybody there is: two coaches and the lead; families with a taken case, a new one, and a held time."""

    stage: Stage
    mira: Person
    jonas: Person
    petra: Person
    taken: Person
    waiting: Person
    on_the_road: Person

    @property
    def team(self) -> tuple[Person, ...]:
        """Coaches and lead."""
        return self.mira, self.jonas, self.petra

    @property
    def families(self) -> tuple[Person, ...]:
        """Those who came for help."""
        return self.taken, self.waiting, self.on_the_road


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """The first case is Mira's, the second nobody's; the third family has a time held."""
    async with staged(tmp_path) as stage:
        stage.server.record = True
        mira, jonas = await stage.team("Mira"), await stage.team("Jonas")
        petra = await stage.team("Petra", role="lead")
        first, second, third = (Family(stage.family(name), name) for name in ("Ayla", "Bülent", "Cem"))
        await walk(stage, [first])
        mira.press(Stage.screen(mira).id, payload_at(Stage.screen(mira), "~case.1-take"))
        await stage.quiet()
        await walk(stage, [second])
        await walk(stage, [third], until="name")
        yield Town(stage, mira, jonas, petra, first.phone, second.phone, third.phone)


def world(stage: Stage) -> list[list[tuple[Any, ...]]]:
    """All rows that a button can change."""
    return [sorted(rows_of(stage.database, query), key=repr) for query in WORLD]


def sent_to(stage: Stage, people: tuple[Person, ...]) -> tuple[str, ...]:
    """Every payload that ever stood on these phones, in its order."""
    chats = {str(person.id) for person in people}
    payloads: dict[str, None] = {}
    for call in stage.server.calls:
        markup = call.params.get("reply_markup")
        if markup and str(call.params.get("chat_id")) in chats:
            told = json.loads(markup) if isinstance(markup, str) else markup
            rows = told.get("inline_keyboard", ())
            payloads |= {button["callback_data"]: None for row in rows for button in row}
    return tuple(payloads)


def of_cases(cases: tuple[str, ...], *picks: str) -> tuple[str, ...]:
    """Payloads about these cases."""
    return tuple(f"1.0.~case.{case}-{pick}" for case in cases for pick in picks)


async def forge(stage: Stage, person: Person, payloads: tuple[str, ...]) -> set[str]:
    """Press them all the same; gives the toasts that came back, and raises where one stayed out."""
    presses = []
    for payload in payloads:
        presses.append(person.press(Stage.screen(person).id, payload))
        await stage.quiet()
    return {await press.answered() for press in presses}


async def test_family_that_forges_the_desks_buttons_changes_nothing(town: Town) -> None:
    stage = town.stage
    newcomer = stage.family("Deniz")
    await stage.start(newcomer)
    sent = tuple(payload for payload in sent_to(stage, town.team) if "~join" not in payload)
    forged = (*sent, *of_cases(("1", "2", *NO_CASES), "take", "open", *OUTCOMES))
    assert any(payload.endswith("~case.1-reached") for payload in sent)
    before = world(stage)
    for family in (*town.families, newcomer):
        shown = [message.text for message in family.messages]
        assert await forge(stage, family, forged) == {UNKNOWN}
        assert [message.text for message in family.messages] == shown
        assert world(stage) == before


async def test_used_invitation_lets_no_family_in_and_costs_it_nothing(town: Town) -> None:
    stage = town.stage
    used = tuple(payload for payload in sent_to(stage, town.team) if "~join" in payload)
    assert len(used) == 3
    before = world(stage)
    assert await forge(stage, town.on_the_road, (*used, "1.0.~join.", "1.0.~join.i-")) == {SPENT}
    assert world(stage) == before
    await stage.say(town.on_the_road, "Cem")
    assert any(button.data.endswith(".phone.<") for button in Stage.screen(town.on_the_road).buttons)


async def test_used_invitation_changes_nobodys_role_in_the_team(town: Town) -> None:
    stage = town.stage
    used = tuple(payload for payload in sent_to(stage, town.team) if "~join" in payload)
    before = world(stage)
    for member in town.team:
        assert await forge(stage, member, used) == {SPENT}
    assert world(stage) == before


async def test_team_that_forges_a_familys_buttons_changes_nothing(town: Town) -> None:
    stage = town.stage
    sent = sent_to(stage, town.families)
    assert len(sent) > 60
    before = world(stage)
    for member in town.team:
        forged = (*sent, "1.1.~delete.yes", "1.0.~card.cancel", "1.1.~cancel.yes")
        assert await forge(stage, member, forged) == {OLD}
        assert world(stage) == before


async def test_anothers_case_is_left_alone_even_by_the_lead(town: Town) -> None:
    stage = town.stage
    before = world(stage)
    for member in (town.jonas, town.petra):
        assert await forge(stage, member, of_cases(("1",), *OUTCOMES)) == {NOT_YOURS}
        assert await forge(stage, member, of_cases(("1",), "take")) == {TAKEN_BY_MIRA}
        assert await forge(stage, member, of_cases(("1",), "burn", "")) == {OLD}
    assert world(stage) == before


async def test_case_that_never_was_is_named_as_gone(town: Town) -> None:
    stage = town.stage
    before = world(stage)
    for member in town.team:
        assert await forge(stage, member, of_cases(NO_CASES, "take", "open", *OUTCOMES)) == {GONE}
    assert world(stage) == before


async def test_case_nobody_took_has_no_outcome(town: Town) -> None:
    stage = town.stage
    before = world(stage)
    for member in town.team:
        assert await forge(stage, member, of_cases(("2",), *OUTCOMES)) == {NOT_YOURS}
    assert world(stage) == before


async def test_card_opened_by_another_coach_names_nobody(town: Town) -> None:
    for stranger in (town.jonas, town.petra):
        await forge(town.stage, stranger, of_cases(("1",), "open"))
        shown = "\n".join(message.text for message in stranger.messages)
        assert ("Ayla" in shown, "39200" in shown) == (False, False)


async def test_familys_buttons_in_another_familys_hands_touch_only_its_own(town: Town) -> None:
    stage = town.stage
    others = (town.taken, town.waiting)
    before = [await stored_of(stage, other) for other in others]
    forged = (*sent_to(stage, others), "1.1.~cancel.yes", "1.1.~list.leave", "1.1.~delete.yes")
    await forge(stage, town.on_the_road, forged)
    assert [await stored_of(stage, other) for other in others] == before
