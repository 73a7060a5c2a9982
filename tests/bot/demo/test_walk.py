"""The main road, clicked on the demo's page in a headless Chromium: in Turkish on a desk, in Arabic on a phone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from bot.clock import MovableClock
from bot.demo.launch import Demo
from dialogs.machine.words import Phrase, Tongue, say
from tests.bot.demo.test_page import BROWSER, FLAGS, NARROW, WIDE, opened
from tests.stage import MONDAY_MORNING

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(BROWSER).exists(), reason="No chromium on PATH or at /usr/bin/chromium"),
]

ONE_LINE = 50
"""Pixels: a key that is higher has its words on two lines."""


class Visitor:
    """Somebody who clicks through one family's phone, and reads what stands on the keys."""

    def __init__(self, demo: Demo, page: Page, name: str, language: str) -> None:
        self._texts = demo.house.texts
        self._language = language
        self.phone = page.get_by_role("region", name=name)
        self.rows = self.phone.locator(".rows .row")

    def words(self, key: str) -> str:
        return self._texts.plain(say(key), self._language)

    def _key(self, label: Phrase) -> Locator:
        return self.rows.get_by_role("button", name=self._texts.plain(label, self._language), exact=True)

    async def click(self, *keys: str) -> None:
        """Click on the keys with these words, one after the other; each is waited for."""
        for key in keys:
            await expect(self._key(say(key))).to_be_visible()
            assert await self._unreadable() == []
            await self._key(say(key)).click()

    async def tick(self, *keys: str) -> None:
        """Click on choices of a list, each of which is ticked then."""
        for key in keys:
            await self._key(say("tick.off", label=say(key))).click()
            await expect(self._key(say("tick.on", label=say(key)))).to_be_visible()

    async def hears(self, key: str) -> None:
        """Wait until these words stand in the newest message with keys."""
        await expect(self.phone.locator(".has-rows .words").last).to_contain_text(self.words(key))

    async def types(self, text: str) -> None:
        field = self.phone.locator("textarea")
        await field.fill(text)
        await field.press("Enter")

    async def _unreadable(self) -> list[str]:
        """The labels that are cut off, and those of the quiet row that need two lines."""
        script = """(keys, most) => keys
            .filter(key => key.scrollWidth > key.clientWidth
                || (key.parentElement?.children.length === 4 && key.clientHeight > most))
            .map(key => key.textContent)"""
        unreadable: list[str] = await self.rows.locator("button").evaluate_all(script, ONE_LINE)
        return unreadable


@asynccontextmanager
async def opened_demo(folder: Path, *, narrow: bool = False) -> AsyncIterator[tuple[Demo, Page]]:
    """A demo on a Monday at nine, and its page in a browser."""
    demo = Demo(folder, clock=MovableClock(MONDAY_MORNING))
    address = await demo.start()
    try:
        async with async_playwright() as driver:
            chromium = await driver.chromium.launch(executable_path=BROWSER, args=list(FLAGS))
            async with opened(chromium, f"{address}/", viewport=NARROW if narrow else WIDE) as page:
                page.set_default_timeout(5000)
                yield demo, page
            await chromium.close()
    finally:
        await demo.stop()


async def walk(visitor: Visitor, language: str, name: str) -> None:
    """From START to the card of a booked call, at the first exact time that is offered."""
    await visitor.phone.get_by_role("button", name="START").click()
    await visitor.rows.get_by_role("button", name=language, exact=True).click()
    await visitor.click("intake.welcome.option.go")
    await visitor.tick("intake.consent.option.callback", "intake.consent.option.reminders")
    await visitor.click("intake.consent.option.done", "intake.lives_here.option.yes")
    await visitor.hears("intake.household.prompt")
    await visitor.rows.nth(1).get_by_role("button", name="+").click()
    await visitor.click("intake.household.option.done")
    await visitor.tick("intake.money.option.kiz")
    await visitor.click("intake.money.option.done")
    await visitor.hears("intake.has_coach.prompt")
    await visitor.click("intake.has_coach.option.no", "intake.result.option.go", "intake.wish.option.exact")
    await visitor.hears("intake.day.prompt")
    await visitor.rows.first.get_by_role("button").click()
    await expect(visitor.rows.first.get_by_role("button")).to_have_count(3)
    await visitor.rows.first.get_by_role("button").first.click()
    await visitor.hears("intake.name.prompt")
    await visitor.types(name)
    await visitor.hears("intake.phone.prompt")
    await visitor.types("0171 3920012")
    await visitor.click("intake.phone_right.option.yes", "intake.safe.option.always")
    await visitor.hears("intake.voicemail.prompt")
    await visitor.click("intake.voicemail.option.yes", "intake.check.option.send")
    await visitor.hears("card.what_happens")


async def test_a_family_walks_to_a_call_in_turkish_and_the_clock_brings_the_reminder(tmp_path: Path) -> None:
    async with opened_demo(tmp_path) as (demo, page):
        ayla = Visitor(demo, page, "Ayla", "tr")
        await walk(ayla, "Türkçe", "Ayla")
        mira = page.get_by_role("region", name="Mira")
        await mira.get_by_role("button", name="Ich übernehme").click()
        await expect(mira.locator(".has-rows .words").last).to_contain_text("Übernommen von")
        await expect(ayla.phone.locator(".has-rows .words").last).to_contain_text("Mira")
        await expect(mira.locator("a.file")).to_have_attribute("download", "termin.ics")
        for clock in ("10:00", "11:00"):
            await page.get_by_role("button", name="+1 hour").click()
            await expect(page.locator("#clock")).to_have_text(f"Mon 23 Nov · {clock}")
        await expect(ayla.rows.get_by_role("button", name=ayla.words("card.button.ok"))).to_be_visible()


async def test_a_mother_walks_to_a_call_in_arabic_on_a_phone(tmp_path: Path) -> None:
    async with opened_demo(tmp_path, narrow=True) as (demo, page):
        await page.get_by_role("button", name="+ Family").click()
        await page.get_by_role("combobox").select_option("ar")
        await page.get_by_role("button", name="Add").click()
        amal = Visitor(demo, page, "أمل", "ar")
        await walk(amal, demo.house.texts.plain(say("language.own", name=Tongue("ar", own=True)), "ar"), "أمل")
        directions = amal.phone.locator(".has-rows .words").last.evaluate(
            "node => getComputedStyle(node).unicodeBidi"
        )
        assert await directions == "plaintext"
        await page.get_by_role("tab", name="Jonas").click()
        jonas = page.get_by_role("region", name="Jonas")
        await jonas.get_by_role("button", name="Ich übernehme").click()
        await expect(jonas.locator(".has-rows .words").last).to_contain_text("أمل")
        await page.get_by_role("tab", name="أمل").click()
        await expect(amal.phone.locator(".has-rows .words").last).to_contain_text("Jonas")


async def test_a_clock_that_will_not_move_says_so_on_the_page(tmp_path: Path) -> None:
    async with opened_demo(tmp_path) as (_, page):
        await page.route("**/demo/clock", lambda route: route.fulfill(status=204, body=""))
        await page.get_by_role("button", name="+1 hour").click()
        words = "The clock could not be moved. · Die Uhr ließ sich nicht vorstellen."
        await expect(page.get_by_role("alert")).to_have_text(words)
