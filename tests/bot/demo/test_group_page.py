"""The team's group on the demo's page, in a real headless Chromium: by itself, and with the real bot in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser, Locator, Page, expect

from dialogs.machine.words import say
from tests.bot.demo.test_launch import Visitor
from tests.bot.demo.test_page import BROWSER, NARROW, browser, call, embedded_server, opened, phone
from tests.bot.demo.test_walk import opened_demo

__all__ = ["browser"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not Path(BROWSER).exists(), reason="No chromium on PATH or at /usr/bin/chromium"),
]


def group_on(page: Page) -> Locator:
    return page.get_by_role("region", name="Team, group")


def topic(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name="Topics · Themen").get_by_role("button", name=name, exact=True)


async def write(page: Page, text: str, *, by: str) -> None:
    await group_on(page).get_by_label("Who writes").select_option(label=by)
    field = group_on(page).get_by_label("Message in the group")
    await field.fill(text)
    await field.press("Enter")


async def choose(page: Page, words: str) -> None:
    await group_on(page).get_by_role("button", name="More").click()
    await group_on(page).get_by_role("button", name=words).click()


async def test_visitor_opens_the_group_and_stands_where_the_lead_would_write(browser: Browser) -> None:
    async with embedded_server() as server:
        server.people.add("Elif")
        server.people.add("Mira", "de", "coach")
        server.people.add("Petra", "de", "lead")
        async with opened(browser, f"{server.root}/") as page:
            await expect(group_on(page)).to_have_count(0)
            await page.get_by_role("button", name="+ Group").click()
            await expect(group_on(page).get_by_label("Message in the group")).to_be_focused()
            await expect(page.get_by_role("button", name="+ Group")).to_be_hidden()
            writers = group_on(page).get_by_label("Who writes")
            await expect(writers.locator("option")).to_have_text(["Mira", "Petra"])
            assert await writers.evaluate("node => node.selectedOptions[0].textContent") == "Petra"
            await expect(page.get_by_role("group", name="Topics").get_by_role("button")).to_have_text(["General"])
            await write(page, "/team", by="Petra")
            await expect(group_on(page).locator(".from-me .words")).to_have_text("/team09:00")
            await write(page, "Guten Morgen", by="Mira")
            await expect(group_on(page).locator(".author:visible")).to_have_text(["Petra"])


async def test_topics_show_what_is_new_and_are_closed_and_deleted_from_the_menu(browser: Browser) -> None:
    async with embedded_server() as server:
        server.people.add("Petra", "de", "lead")
        forum = server.groups.add("Team", forum=True)
        async with opened(browser, f"{server.root}/", viewport=NARROW, color_scheme="dark") as page:
            await page.get_by_role("tab", name="Team").click()
            await call(server, "createForumTopic", chat_id=forum.id, name="Nr. 1001")
            [thread] = forum.chat.topics
            here: dict[str, Any] = {"chat_id": forum.id, "message_thread_id": thread}
            await call(server, "sendMessage", **here, text="Karte")
            await topic(page, "Nr. 1001 1 new · neu").click()
            await expect(group_on(page).locator(".from-bot .words")).to_have_text("Karte09:00")
            await choose(page, "Close the topic")
            await expect(topic(page, "Nr. 1001 closed · geschlossen")).to_have_attribute("aria-current", "true")
            await choose(page, "Reopen the topic")
            await expect(topic(page, "Nr. 1001")).to_be_visible()
            await choose(page, "Put the bot out")
            await expect(group_on(page).locator(".role")).to_have_text("Bot outside · Bot draußen")
            await choose(page, "Take the bot in")
            await choose(page, "Delete the topic")
            await expect(topic(page, "General")).to_have_attribute("aria-current", "true")
            assert await page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [390, 390]


async def test_a_talk_goes_both_ways_between_the_family_and_its_topic(tmp_path: Path) -> None:
    async with opened_demo(tmp_path) as (demo, page):
        async with ClientSession(demo.server.root) as http:
            await Visitor(demo, http).book()
        mira, ayla, team = phone(page, "Mira"), phone(page, "Ayla"), group_on(page)

        def words(key: str, **told: str) -> str:
            return demo.house.texts.plain(say(key, **told), "de")

        await page.get_by_role("button", name="+ Group").click()
        await write(page, "/team", by="Petra")
        await expect(topic(page, f"{words('desk.topic.guide')} 1 new · neu")).to_be_visible()
        for key in ("desk.button.take", "desk.button.talk", "desk.talk.button.begin"):
            await mira.get_by_role("button", name=words(key), exact=True).click()
        await page.get_by_role("group", name="Topics").get_by_role("button", name="Nr. 1001 · Türkisch").click()
        await expect(team.get_by_text(words("desk.topic.opened", name="Mira").partition("\n")[0])).to_be_visible()
        await ayla.locator("textarea").fill("Merhaba, bir sorum var.")
        await ayla.get_by_role("button", name="Send").click()
        await expect(team.locator(".words").last).to_contain_text("Merhaba, bir sorum var.")
        await write(page, "Guten Tag, Frau Ayla", by="Mira")
        await expect(ayla.locator(".words").last).to_contain_text("Guten Tag, Frau Ayla")
        await team.get_by_role("button", name=words("desk.talk.button.end")).click()
        await expect(team.get_by_role("status")).to_have_text(words("desk.toast.talk_ended"))
