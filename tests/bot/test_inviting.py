"""Invitations, from the link that is handed over to the coach who is in; and links that are good no longer."""

from pathlib import Path

import pytest

from bot.demo.person import Person
from bot.inviting import InvitationUnclear, Link, invite, invitee_of
from dialogs.desk.facts import Role
from dialogs.rules.hours import HoursUnclear
from tests.bot.road import book, press
from tests.stage import USERNAME, WEEK, Stage, staged

SPENT = "Diese Einladung gilt nicht mehr. Bitte lassen Sie sich eine neue geben."
ACCEPT = "Ja, ich bin dabei"
NAME_CURE = "--name is what families read; give a first name of 1 to 40 characters, like --name Mira."
TAGS = "write languages by their tags, like de,tr,uk."


async def link_for(stage: Stage, role: str = "coach", name: str = "Mira", languages: str = "de,tr") -> Link:
    invitee = invitee_of(stage.bot.house, role, name, languages, WEEK)
    return await invite(stage.bot.house, stage.bot.storage, invitee, USERNAME, stage.clock())


def words(stage: Stage, person: Person) -> str:
    return stage.screen(person).text.replace("\u2068", "").replace("\u2069", "")


def labels(stage: Stage, person: Person) -> list[str]:
    return [button.text for row in stage.screen(person).rows for button in row]


async def team(stage: Stage) -> list[tuple[str, Role]]:
    return [(member.name, member.role) for member in await stage.bot.storage.run(stage.bot.house.people.team)]


async def test_a_link_makes_its_opener_a_coach_after_one_tap(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        link = await link_for(stage)
        assert link.link == f"https://t.me/{USERNAME}?start={link.code}"
        mira = stage.family("Mira")
        await stage.start(mira, link.code)
        assert words(stage, mira) == "Guten Tag, Mira. Möchten Sie hier als Coach mitarbeiten?"
        assert await team(stage) == []
        await stage.press(mira, ACCEPT)
        assert words(stage, mira).partition("\n")[0] == "Guten Tag, Mira. Neue Fälle kommen hierher."
        assert await team(stage) == [("Mira", Role.COACH)]


async def test_a_lead_is_invited_the_same_way(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        petra = await stage.team("Petra", role="lead")
        assert await team(stage) == [("Petra", Role.LEAD)]
        assert words(stage, petra).startswith("Guten Tag, Petra.")


async def test_a_used_link_says_so_kindly_and_lets_nobody_in(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        link = await link_for(stage)
        mira, stranger = stage.family("Mira"), stage.family("Deniz")
        await stage.start(mira, link.code)
        await stage.press(mira, ACCEPT)
        await stage.start(stranger, link.code)
        assert (words(stage, stranger), labels(stage, stranger)) == (SPENT, [])
        assert await team(stage) == [("Mira", Role.COACH)]


async def test_of_two_who_opened_one_link_the_first_tap_is_in(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        link = await link_for(stage)
        mira, stranger = stage.family("Mira"), stage.family("Deniz")
        await stage.start(mira, link.code)
        await stage.start(stranger, link.code)
        await stage.press(mira, ACCEPT)
        await stage.press(stranger, ACCEPT)
        assert words(stage, stranger) == SPENT
        assert await team(stage) == [("Mira", Role.COACH)]


async def test_a_link_is_good_for_a_day_and_no_longer(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        link = await link_for(stage)
        early, late = stage.family("Mira"), stage.family("Deniz")
        await stage.move(hours=23, minutes=59)
        await stage.start(early, link.code)
        assert labels(stage, early) == [ACCEPT]
        await stage.move(minutes=2)
        await stage.press(early, ACCEPT)
        await stage.start(late, link.code)
        assert (words(stage, early), words(stage, late)) == (SPENT, SPENT)
        assert await team(stage) == []


async def test_a_family_that_opens_a_link_half_way_loses_no_answer(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        link = await link_for(stage)
        ayla = stage.family()
        await stage.start(ayla)
        await stage.press(ayla, "Deutsch")
        asked = words(stage, ayla)
        await stage.start(ayla, link.code)
        assert labels(stage, ayla) == [ACCEPT]
        await stage.start(ayla)
        assert words(stage, ayla) == asked
        assert await team(stage) == []


async def test_a_coach_who_opens_a_new_link_stays_one_person_with_the_new_name(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        mira = await stage.team("Mira")
        again = await link_for(stage, name="Mirjam", languages="de,ar")
        await stage.start(mira, again.code)
        await stage.press(mira, ACCEPT)
        assert await team(stage) == [("Mirjam", Role.COACH)]


async def test_a_coach_who_taps_a_used_link_again_is_answered_and_keeps_the_screen(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        mira = await stage.team("Mira")
        shown = words(stage, mira)
        mira.press(stage.screen(mira).id, "1.0.~join.i-used-before")
        await stage.quiet()
        assert (words(stage, mira), mira.presses[-1].toast) == (shown, SPENT)


async def test_a_family_that_joined_the_team_is_shown_no_family_card(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        mira, zehra = await stage.team("Mira"), stage.family("Zehra")
        await book(stage, zehra)
        await press(stage, mira, "~case.1-take")
        link = await link_for(stage, name="Zehra")
        await stage.start(zehra, link.code)
        await stage.press(zehra, ACCEPT)
        shown = [message.text for message in zehra.messages]
        await press(stage, mira, "~case.1-missed-0")
        assert [message.text for message in zehra.messages] == shown


async def test_a_code_that_nobody_gave_out_is_answered_as_an_old_one(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        curious = stage.family()
        await stage.start(curious, "i-never-given-out")
        assert (words(stage, curious), await team(stage)) == (SPENT, [])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("boss", "Mira", "de", ""), "--role is 'boss'; choose coach or lead."),
        (("family", "Mira", "de", ""), "--role is 'family'; choose coach or lead."),
        (("coach", " ", "de", ""), NAME_CURE),
        (("coach", "M" * 41, "de", ""), NAME_CURE),
        (("coach", "Mira", "de,german", ""), f"--languages holds german; {TAGS}"),
        (("coach", "Mira", " , ", ""), f"--languages holds ' , '; {TAGS}"),
    ],
)  # fmt: skip
async def test_what_cannot_be_used_is_named_with_its_cure(
    tmp_path: Path, typed: tuple[str, str, str, str], sentence: str
) -> None:
    async with staged(tmp_path) as stage:
        with pytest.raises(InvitationUnclear) as unclear:
            invitee_of(stage.bot.house, *typed)
        assert str(unclear.value) == sentence


async def test_hours_are_kept_in_one_spelling_and_default_to_the_office(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        house = stage.bot.house
        assert invitee_of(house, "coach", "Mira", "TR,de,tr", "Mo-Fr 9:00-12:00").languages == "tr,de"
        assert invitee_of(house, "coach", "Mira", "de", "Mo-Fr 9:00-12:00").hours == "Mon-Fri 09:00-12:00"
        assert invitee_of(house, "coach", "Mira", "de", "").hours.startswith("Mon-Wed 09:00-12:00,13:30-16:00")
        with pytest.raises(HoursUnclear):
            invitee_of(house, "coach", "Mira", "de", "Mo")
