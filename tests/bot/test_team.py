"""The lead's hand on the team: who is confirmed, who is invited, who leaves, and which days are closed."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.person import Person
from bot.demo.profile import read_scope
from bot.inviting import invite, invitee_of
from dialogs.family.facts import Stage as CaseStage
from tests.bot.road import book, buttons, press, texts, to_check, to_wish
from tests.proofs.road import rows_of
from tests.stage import USERNAME, WEEK, Stage, staged

LINK = re.compile(r"https://t\.me/\w+\?start=(i-[\w-]+)")
NOT_FOR_YOU = "Das kann nur die Leitung."
UNKNOWN = "Diese Taste kenne ich nicht mehr. Hier geht es weiter."
NOT_MINE_ANY_MORE = "Diese Karte ist nicht mehr für Sie."


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path) as stage:
        yield stage


def row_of(stage: Stage, name: str) -> int:
    """The row of somebody by the order in which the people of these tests came."""
    names = [person.name for person in stage.server.people]
    return names.index(name) + 1


async def accepts(stage: Stage, name: str, role: str = "coach") -> Person:
    """Somebody accepts an invitation that was made on the command line, and nobody has said yes yet."""
    invitee = invitee_of(stage.bot.house, role, name, "de", WEEK)
    link = await invite(stage.bot.house, stage.bot.storage, invitee, USERNAME, stage.clock())
    person = stage.server.people.add(name, "de", "coach")
    await stage.start(person, link.code)
    await stage.press(person, "Ja, ich bin dabei")
    return person


async def ask_for_a_call(stage: Stage, family: Person, name: str = "Ayla") -> None:
    await to_wish(stage, family)
    await press(stage, family, "wish.asap")
    await to_check(stage, family, name)
    await press(stage, family, "check.send")


def case_rows(stage: Stage) -> list[tuple[object, ...]]:
    return rows_of(stage.database, "SELECT id, stage, owner, suggested FROM cases ORDER BY id")


async def toast_of(stage: Stage, person: Person, payload: str) -> str:
    pressed = person.press(Stage.screen(person).id, payload)
    await stage.quiet()
    return await pressed.answered()


async def test_first_lead_and_a_team_without_a_lead_are_active_at_once(stage: Stage) -> None:
    mira = await accepts(stage, "Mira")
    petra = await accepts(stage, "Petra", "lead")
    assert "Neue Fälle kommen hierher" in texts(mira)
    assert "Guten Tag, Petra" in texts(petra)
    assert rows_of(stage.database, "SELECT role, invited_as FROM persons") == [("coach", ""), ("lead", "")]


async def test_who_accepts_an_invitation_sees_nothing_until_the_lead_says_yes(stage: Stage) -> None:
    petra = await stage.team("Petra", role="lead")
    await ask_for_a_call(stage, stage.family())
    deniz = await accepts(stage, "Deniz")
    for word in ("/today", "/cases", "/lead", "hallo"):
        await stage.say(deniz, word)
    assert {"Nr. 1001" in texts(deniz), "Neue Fälle" in texts(deniz)} == {False}
    assert "Danke, dass Sie dabei sind" in texts(deniz)
    assert await toast_of(stage, deniz, "1.0.~case.1-take") == ""

    await press(stage, petra, "~team.yes-3")

    assert "Neue Fälle kommen hierher" in texts(deniz)
    assert "Deniz ist bestätigt" in texts(petra)
    assert "~case.1-take" in buttons(deniz)


async def test_confirmed_coach_gets_the_teams_menu_and_who_leaves_loses_it(stage: Stage) -> None:
    petra = await stage.team("Petra", role="lead")
    deniz = await accepts(stage, "Deniz")
    profile = stage.server.world.profile
    scope = read_scope({"type": "chat", "chat_id": deniz.id})
    assert profile.commands(scope, "") == []

    await press(stage, petra, "~team.yes-2")
    assert profile.commands(scope, "")[0]["command"] == "today"

    await stage.say(petra, "/lead")
    await press(stage, petra, "~lead.team", "~team.who-2", "~team.end-2", "~team.sure-2")
    assert profile.commands(scope, "") == []


async def test_refused_person_is_a_family_like_any_other(stage: Stage) -> None:
    petra = await stage.team("Petra", role="lead")
    deniz = await accepts(stage, "Deniz")

    await press(stage, petra, "~team.no-2")

    assert "Ihre Einladung wurde nicht bestätigt" in texts(deniz)
    assert "Deniz ist abgelehnt" in texts(petra)
    assert rows_of(stage.database, "SELECT role, name, languages FROM persons WHERE id = 2") == [("family", None, "")]
    await stage.start(deniz)
    assert "language.de" in buttons(deniz)
    assert await toast_of(stage, petra, "1.0.~team.yes-2") == "Diese Person gehört nicht mehr zum Team."


async def test_second_yes_changes_nothing(stage: Stage) -> None:
    petra = await stage.team("Petra", role="lead")
    deniz = await accepts(stage, "Deniz")
    await press(stage, petra, "~team.yes-2")
    before = texts(deniz)
    assert await toast_of(stage, petra, "1.0.~team.yes-2") == "Das ist schon beantwortet."
    assert texts(deniz) == before


async def test_coach_invited_as_lead_stays_a_coach_until_a_lead_says_yes(stage: Stage) -> None:
    petra = await stage.team("Petra", role="lead")
    mira = await stage.team("Mira")
    invitee = invitee_of(stage.bot.house, "lead", "Mira", "de", WEEK)
    link = await invite(stage.bot.house, stage.bot.storage, invitee, USERNAME, stage.clock())
    await stage.start(mira, link.code)
    await stage.press(mira, "Ja, ich bin dabei")
    assert rows_of(stage.database, "SELECT role, invited_as FROM persons WHERE id = 2") == [("coach", "lead")]

    await press(stage, petra, "~team.yes-2")

    assert rows_of(stage.database, "SELECT role, invited_as FROM persons WHERE id = 2") == [("lead", "")]


async def test_lead_invites_inside_telegram_and_the_link_works_once(stage: Stage) -> None:
    petra = await stage.team("Petra", role="lead")
    await stage.say(petra, "/lead")
    await press(stage, petra, "~lead.invite", "~invite.coach")
    await stage.say(petra, "Deniz")
    await press(stage, petra, "~invite.tag-tr", "~invite.send")
    code = LINK.findall(texts(petra))
    assert len(code) == 1
    assert await toast_of(stage, petra, "1.0.~invite.send") == "Ist notiert."
    assert len(LINK.findall(texts(petra))) == 1

    deniz, emre = (stage.server.people.add(name, "de", "coach") for name in ("Deniz", "Emre"))
    for person in (deniz, emre):
        await stage.start(person, code[0])
    await stage.press(deniz, "Ja, ich bin dabei")
    await stage.press(emre, "Ja, ich bin dabei")
    await press(stage, petra, "~team.yes-2")

    assert rows_of(stage.database, "SELECT role, languages FROM persons ORDER BY id") == [
        ("lead", "de"), ("coach", "de,tr"), ("family", ""),
    ]  # fmt: skip


async def test_link_made_in_telegram_ends_after_a_day(stage: Stage) -> None:
    petra = await stage.team("Petra", role="lead")
    await stage.say(petra, "/lead")
    await press(stage, petra, "~lead.invite", "~invite.lead")
    await stage.say(petra, "Deniz")
    await press(stage, petra, "~invite.send")
    await stage.move(hours=25)
    deniz = stage.server.people.add("Deniz", "de", "coach")
    await stage.start(deniz, LINK.findall(texts(petra))[0])
    assert "Diese Einladung gilt nicht mehr" in texts(deniz)


async def test_leaving_hands_calls_over_and_empties_every_card(stage: Stage) -> None:
    mira, jonas = await stage.team("Mira"), await stage.team("Jonas")
    petra = await stage.team("Petra", role="lead")
    ayla, cem = stage.family("Ayla"), stage.family("Cem")
    await ask_for_a_call(stage, ayla)
    await press(stage, mira, "~case.1-take")
    await book(stage, cem)
    owner = case_rows(stage)[1][3]
    taker = mira if owner == 1 else jonas
    await press(stage, taker, "~case.2-take")
    leaver, heir = (mira, jonas) if taker is mira else (jonas, mira)
    row = row_of(stage, leaver.name)
    assert "Telefon:" in texts(leaver)

    await stage.say(petra, "/lead")
    await press(stage, petra, "~lead.team", f"~team.who-{row}", f"~team.end-{row}", f"~team.sure-{row}")

    assert all(case[2] != row and case[3] != row for case in case_rows(stage))
    assert {word in texts(leaver) for word in ("Telefon:", "Ayla", "Fall Nr.")} == {False}
    assert NOT_MINE_ANY_MORE in texts(leaver)
    assert "Ihr Zugang ist beendet" in texts(leaver)
    assert f"Der Zugang von {leaver.name} ist beendet" in texts(petra)
    assert (
        rows_of(stage.database, "SELECT COUNT(*) FROM outbox WHERE person = ? AND status = 'waiting'", row)[0][0] == 0
    )
    assert "~case.1-take" in buttons(heir) or "~case.2-take" in buttons(heir)


async def test_families_that_were_spoken_with_are_listed_for_the_lead(stage: Stage) -> None:
    mira = await stage.team("Mira")
    petra = await stage.team("Petra", role="lead")
    await ask_for_a_call(stage, stage.family())
    await press(stage, mira, "~case.1-take", "~case.1-reached")
    await stage.say(petra, "/lead")
    await press(stage, petra, "~lead.team", "~team.who-1", "~team.end-1", "~team.sure-1")
    assert "Mira hat das Team verlassen. 1 Fall braucht jemanden: 1001" in texts(petra)
    assert case_rows(stage) == [(1, CaseStage.SPOKEN, None, 1)] or case_rows(stage)[0][2] is None
    await press(stage, petra, "~case.1-open")
    assert "~case.1-give" in buttons(petra)


async def test_former_coachs_buttons_do_nothing(stage: Stage) -> None:
    mira, _ = await stage.team("Mira"), await stage.team("Jonas")
    petra = await stage.team("Petra", role="lead")
    await ask_for_a_call(stage, stage.family())
    await press(stage, mira, "~case.1-take")
    await stage.say(petra, "/lead")
    await press(stage, petra, "~lead.team", "~team.who-1", "~team.end-1", "~team.sure-1")
    before = case_rows(stage)
    payloads = ("~case.1-take", "~case.1-reached", "~case.1-open", "~team.sure-3", "~team.yes-2", "~lead.team",
                "~days.close-20261124", "~invite.send", "~all.every-0", "~figures.last")  # fmt: skip
    shown = texts(mira)
    for payload in payloads:
        assert await toast_of(stage, mira, f"1.0.{payload}") == UNKNOWN
    assert case_rows(stage) == before
    assert "1001" not in texts(mira).removeprefix(shown)


@pytest.mark.parametrize("who", ["Mira", "Ayla"])
async def test_forged_presses_on_the_leads_pages_change_nothing(stage: Stage, who: str) -> None:
    mira = await stage.team("Mira")
    petra = await stage.team("Petra", role="lead")
    await stage.say(petra, "/lead")
    await press(stage, petra, "~lead.invite", "~invite.coach")
    deniz = await accepts(stage, "Deniz")
    ayla = stage.family()
    await stage.start(ayla)
    forger = mira if who == "Mira" else ayla
    tables = ("SELECT id, role, invited_as FROM persons", "SELECT * FROM invitations", "SELECT * FROM closings")
    before = [rows_of(stage.database, query) for query in tables]
    payloads = (
        *("~team.yes-3", "~team.no-3", "~team.sure-2", "~team.sure-1", "~days.close-20261124", "~days.open-20261124"),
        *("~invite.send", "~invite.lead", "~lead.team", "~all.free-0", "~figures.last"),
    )
    for payload in payloads:
        assert await toast_of(stage, forger, f"1.0.{payload}") == (NOT_FOR_YOU if forger is mira else UNKNOWN)
    assert [rows_of(stage.database, query) for query in tables] == before
    assert deniz is not None


async def test_last_lead_cannot_end_the_own_access(stage: Stage) -> None:
    petra = await stage.team("Petra", role="lead")
    await stage.say(petra, "/lead")
    for payload in ("1.0.~team.end-1", "1.0.~team.sure-1"):
        toast = await toast_of(stage, petra, payload)
        assert toast == "Sie sind allein in der Leitung. Bitte laden Sie erst eine zweite Leitung ein."
    assert rows_of(stage.database, "SELECT role FROM persons") == [("lead",)]


async def test_one_of_two_leads_ends_the_own_access_and_is_a_family_again(stage: Stage) -> None:
    petra, renate = await stage.team("Petra", role="lead"), await stage.team("Renate", role="lead")
    await stage.say(petra, "/lead")
    await press(stage, petra, "~lead.team", "~team.who-1", "~team.end-1", "~team.sure-1")
    assert "Ihr Zugang ist beendet" in texts(petra)
    assert rows_of(stage.database, "SELECT role, state FROM persons WHERE id = 1") == [("family", None)]
    await stage.say(renate, "/lead")
    assert "~lead.team" in buttons(renate)
    await stage.start(petra)
    assert "language.de" in buttons(petra)


async def test_ended_access_pressed_twice_ends_it_once(stage: Stage) -> None:
    await stage.team("Mira")
    petra = await stage.team("Petra", role="lead")
    await stage.say(petra, "/lead")
    await press(stage, petra, "~lead.team", "~team.who-1", "~team.end-1", "~team.sure-1")
    assert await toast_of(stage, petra, "1.0.~team.sure-1") == "Diese Person gehört nicht mehr zum Team."


async def test_closed_day_moves_its_calls_and_families_hear_of_it(stage: Stage) -> None:
    await stage.team("Mira")
    petra = await stage.team("Petra", role="lead")
    ayla = stage.family()
    time = await book(stage, ayla, day=1)
    at = datetime.fromisoformat(rows_of(stage.database, "SELECT wall FROM bookings")[0][0])
    assert time
    day = f"{at:%Y%m%d}"
    await stage.say(petra, "/lead")
    await press(stage, petra, "~lead.days", f"~days.ask-{day}")
    assert "1 Anruf mit fester Zeit bekommt eine neue Zeit" in texts(petra)

    await press(stage, petra, f"~days.close-{day}")

    assert rows_of(stage.database, "SELECT day FROM closings") == [(f"{at:%Y-%m-%d}",)]
    assert rows_of(stage.database, "SELECT COUNT(*) FROM bookings WHERE case_id = 1") == [(0,)]
    starts_at = datetime.fromtimestamp(rows_of(stage.database, "SELECT starts_at FROM cases")[0][0], UTC)
    assert starts_at - at.replace(tzinfo=UTC) > timedelta(hours=-2)
    await press(stage, petra, f"~days.open-{day}")
    assert rows_of(stage.database, "SELECT day FROM closings") == []
