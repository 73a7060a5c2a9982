"""The demo's page in a real headless Chromium, held against a small stand-in for the control API."""

from __future__ import annotations

import asyncio
import html
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Locator, Page, async_playwright, expect
from yarl import URL

from bot.demo.page import add_page
from bot.demo.server import BotApiServer

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
NINE = datetime(2026, 5, 12, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 390, "height": 844}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not Path(BROWSER).exists(), reason="No chromium on PATH or at /usr/bin/chromium"),
]


class StandIn:
    """The control API as the page knows it: keeps phones, tells of changes, notes what was posted."""

    def __init__(self) -> None:
        self.now, self.revision, self.posted = NINE, 1, list[tuple[str, Any]]()
        self.people: list[dict[str, Any]] = []
        self.groups: list[dict[str, Any]] = []
        self.changed, self.closing = asyncio.Condition(), False
        for name, role in (("Elif", "family"), ("Petra", "coach"), ("Yusuf", "coach"), ("Sabine", "lead")):
            self.add(name, role)

    def add(self, name: str, role: str, language: str = "tr") -> None:
        commands = [{"command": word, "description": word.title()} for word in ("start", "stop")]
        self.people.append({
            "id": 101 + len(self.people), "name": name, "role": role, "language": language,
            "typing": False, "blocked": False, "commands": commands,
            "reply_keyboard": None, "messages": [], "toast": None,
        })  # fmt: skip

    @property
    def family(self) -> dict[str, Any]:
        return self.people[0]

    def put(self, person: dict[str, Any], words: str, *rows: list[str], sender: str = "bot", **more: Any) -> None:
        """Lay a message into a phone; a row is a list of labels, whose payload is `pick:<label>`."""
        keys = [[{"text": text, "data": f"pick:{text}", "style": ""} for text in row] for row in rows]
        message = {"id": len(person["messages"]) + 1, "from": sender, "date": self.now.isoformat(),
                   "html": words, "rows": keys, "file": None, "edited": False}  # fmt: skip
        person["messages"].append(message | more)

    async def tell(self) -> None:
        """Let the page know that something changed."""
        async with self.changed:
            self.revision += 1
            self.changed.notify_all()

    async def say(self, person: dict[str, Any], words: str, *rows: list[str], **more: Any) -> None:
        self.put(person, words, *rows, **more)
        await self.tell()

    async def state(self, _: web.Request) -> web.Response:
        bot = {"username": "lotse_bot", "name": "Lotse", "description": "A way in.", "short_description": ""}
        now = self.now.isoformat()
        shown = {"people": self.people, "groups": self.groups}
        return web.json_response({"revision": self.revision, "now": now, "bot": bot} | shown)

    async def events(self, request: web.Request) -> web.StreamResponse:
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await stream.prepare(request)
        told = 0
        while not self.closing:
            async with self.changed:
                while not self.closing and self.revision == told:
                    await self.changed.wait()
                told = self.revision
            await stream.write(f'data: {{"revision": {told}}}\n\n'.encode())
        return stream

    async def take(self, request: web.Request) -> web.Response:
        """Note a post, and do the little that a page has to see afterwards."""
        path, body = request.match_info["path"], await request.json()
        self.posted.append((path, body))
        person = next((one for one in self.people if path.startswith(f"people/{one['id']}/")), self.family)
        match path.rpartition("/")[2]:
            case "people":
                self.add(body["name"], body["role"], body["language_code"])
            case "start":
                self.put(person, "/start", sender="me")
                self.put(person, "Welcome", ["Deutsch", "Türkçe"])
            case "text":
                self.put(person, html.escape(body["text"]), sender="me")
            case "press":
                last = person["messages"][-1]
                last |= {"html": f"You chose {body['data']}", "edited": True}
                last["rows"] = [[{"text": "Onward", "data": "pick:Onward", "style": "success"}]]
            case "block" | "unblock" as doing:
                person["blocked"] = doing == "block"
            case "clock":
                self.now += timedelta(hours=23 if "to" in body else body.get("hours", 0), days=body.get("days", 0))
        await self.tell()
        return web.json_response({"ok": True, "now": self.now.isoformat()})

    async def was_posted(self, *expected: tuple[str, Any]) -> None:
        """Wait until exactly this was posted, in this order."""
        async with asyncio.timeout(5), self.changed:
            await self.changed.wait_for(lambda: len(self.posted) >= len(expected))
        assert self.posted == list(expected)

    async def close(self, _: web.Application) -> None:
        self.closing = True
        await self.tell()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as driver:
        chromium = await driver.chromium.launch(executable_path=BROWSER, args=list(FLAGS))
        yield chromium
        await chromium.close()


@asynccontextmanager
async def opened(browser: Browser, url: str, **screen: Any) -> AsyncIterator[Page]:
    """The page at `url`; it must ask nothing of another host and leave no error in the console."""
    screen = {"viewport": WIDE, "reduced_motion": "reduce"} | screen
    context = await browser.new_context(**screen)
    page = await context.new_page()
    faults, hosts = list[str](), set[str]()
    page.on("console", lambda line: faults.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    await page.goto(url)
    await expect(page.locator(".phone")).not_to_have_count(0)
    try:
        yield page
    finally:
        await context.close()
    assert (faults, hosts) == ([], {urlsplit(url).netloc})


@pytest_asyncio.fixture(loop_scope="module")
async def control() -> StandIn:
    return StandIn()


@pytest_asyncio.fixture(loop_scope="module")
async def url(control: StandIn) -> AsyncIterator[str]:
    app = web.Application()
    add_page(app)
    app.router.add_get("/demo/state", control.state)
    app.router.add_get("/demo/events", control.events)
    app.router.add_post("/demo/{path:.+}", control.take)
    app.on_shutdown.append(control.close)
    async with TestServer(app) as server:
        yield str(server.make_url("/"))


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, url: str) -> AsyncIterator[Page]:
    async with opened(browser, url) as shown:
        yield shown


def phone(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


async def tab_to(page: Page, target: Locator) -> None:
    """Walk with the tab key alone until `target` has the focus."""
    for _ in range(60):
        if await target.evaluate("node => node === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    pytest.fail("The tab key does not lead there")


async def test_visitor_sees_all_phones_side_by_side_and_where_to_begin(page: Page) -> None:
    await expect(page.locator(".phone h2")).to_have_text(["Elif", "Petra", "Yusuf", "Sabine"])
    await expect(page.locator("#clock")).to_have_text("Tue 12 May · 09:00")
    await expect(page.get_by_role("button", name="START")).to_have_count(4)
    await expect(phone(page, "Elif").locator(".welcome-words")).to_have_text("A way in.")
    widths = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert widths == [1440, 1440]


async def test_family_starts_and_chooses_with_the_mouse(page: Page, control: StandIn) -> None:
    elif_ = phone(page, "Elif")
    await elif_.get_by_role("button", name="START").click()
    await elif_.get_by_role("button", name="Türkçe").click()
    await expect(elif_.locator(".words").last).to_contain_text("You chose pick:Türkçe")
    await expect(elif_.locator(".meta").last).to_have_text("09:00")
    assert control.posted == [
        ("people/101/start", {"payload": ""}),
        ("people/101/press", {"message_id": 2, "data": "pick:Türkçe"}),
    ]


async def test_only_a_message_without_keys_is_called_edited(page: Page, control: StandIn) -> None:
    await control.say(control.family, "Hello", edited=True)
    await control.say(control.family, "Which language?", ["Deutsch"], edited=True)
    meta = phone(page, "Elif").locator(".meta")
    await expect(meta).to_have_text(["edited 09:00", "09:00"])


async def test_the_code_of_a_link_stays_out_of_the_chat(page: Page, control: StandIn) -> None:
    await control.say(control.family, "/start i-W8h6pHskbhtHZyL6M700Mg", sender="me")
    await expect(phone(page, "Elif").locator(".words")).to_have_text("/start09:00")


async def test_a_sticker_is_a_picture_and_no_file(page: Page, control: StandIn) -> None:
    await control.say(control.family, "🙂", sender="me", file={"name": "sticker.webp", "size": 30, "url": "/demo/f"})
    await expect(phone(page, "Elif").locator(".message.sticker")).to_have_count(1)
    await expect(phone(page, "Elif").locator(".file")).to_have_count(0)


async def test_an_empty_chat_speaks_the_language_of_its_phone(page: Page, control: StandIn) -> None:
    control.family["description"] = "Bir yol."
    await control.tell()
    elif_ = phone(page, "Elif")
    await expect(elif_.locator(".welcome")).to_have_text("Bu bot ne yapabilir?Bir yol.")
    await expect(elif_.get_by_role("button", name="START")).to_have_text("START Başlat")
    await control.say(control.family, "Merhaba")
    await expect(elif_.get_by_placeholder("Mesaj", exact=True)).to_be_visible()
    await expect(elif_.locator(".day")).to_have_text("12 May Sal")


async def test_family_without_a_mouse_starts_and_stays_at_the_keys(page: Page, control: StandIn) -> None:
    elif_ = phone(page, "Elif")
    await tab_to(page, elif_.get_by_role("button", name="START"))
    await page.keyboard.press("Enter")
    await expect(elif_.get_by_role("button", name="Deutsch")).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await expect(elif_.get_by_role("button", name="Onward")).to_be_focused()
    assert control.posted[-1] == ("people/101/press", {"message_id": 2, "data": "pick:Türkçe"})


async def test_family_types_and_sends(page: Page, control: StandIn) -> None:
    await control.say(control.family, "Your name?")
    field = phone(page, "Elif").get_by_label("Message of Elif")
    await field.fill("Elif")
    await field.press("Enter")
    await expect(phone(page, "Elif").locator(".from-me .words")).to_have_text("Elif09:00")
    await expect(field).to_have_value("")
    assert control.posted == [("people/101/text", {"text": "Elif"})]


async def test_family_shares_its_own_number_with_one_key(page: Page, control: StandIn) -> None:
    control.family["reply_keyboard"] = [[{"text": "Share my number", "request_contact": True}]]
    await control.say(control.family, "Your number?")
    await phone(page, "Elif").get_by_role("button", name="Share my number").click()
    await control.was_posted(("people/101/contact", {"own": True, "phone": None}))


async def test_a_message_that_arrives_leaves_the_half_typed_words_alone(page: Page, control: StandIn) -> None:
    await control.say(control.family, "Your name?")
    field = phone(page, "Elif").get_by_label("Message of Elif")
    await field.fill("half a")
    await field.evaluate("node => node.setSelectionRange(2, 4)")
    control.family["typing"] = True
    await control.say(control.family, "Still there?", ["Yes"])
    await expect(phone(page, "Elif").get_by_role("button", name="Yes")).to_be_visible()
    await expect(phone(page, "Elif").locator(".typing")).to_be_visible()
    await expect(field).to_be_focused()
    kept = await field.evaluate("node => [node.value, node.selectionStart, node.selectionEnd]")
    assert kept == ["half a", 2, 4]
    await expect(page.locator("#announcer p").last).to_have_text("Elif: Still there?")


async def test_a_picker_keeps_the_focus_where_the_same_key_comes_back(page: Page, control: StandIn) -> None:
    await control.say(control.family, "Children: 1", ["-", "+"])
    plus = phone(page, "Elif").get_by_role("button", name="+")
    await plus.focus()
    control.family["messages"][0]["html"] = "Children: 2"
    control.family["messages"][0]["rows"].insert(0, [{"text": "None", "data": "pick:None", "style": ""}])
    await control.tell()
    await expect(phone(page, "Elif").locator(".row")).to_have_count(2)
    await expect(plus).to_be_focused()


async def test_reader_of_old_messages_is_not_pulled_away(page: Page, control: StandIn) -> None:
    for number in range(40):
        control.put(control.family, f"Line {number}")
    await control.tell()
    log = phone(page, "Elif").get_by_role("log")
    await expect(log.get_by_text("Line 39")).to_be_in_viewport()
    await log.evaluate("node => { node.scrollTop = 0 }")
    down = phone(page, "Elif").get_by_role("button", name="To the newest message")
    await expect(down).to_be_visible()
    await control.say(control.family, "One more")
    await expect(down).to_have_text("1")
    assert await log.evaluate("node => node.scrollTop") == 0
    await down.click()
    await expect(log.get_by_text("One more")).to_be_in_viewport()


async def test_arabic_runs_from_right_to_left_and_german_does_not(page: Page, control: StandIn) -> None:
    await control.say(control.family, "مرحبا، كم طفلا لديكم؟", ["طفل واحد"])
    await control.say(control.family, "Wie viele Kinder?")
    words = phone(page, "Elif").locator(".from-bot .words")
    await expect(words).to_have_count(2)
    directions = await words.evaluate_all("all => all.map(one => getComputedStyle(one).direction)")
    assert directions == ["rtl", "ltr"]
    await expect(phone(page, "Elif").get_by_role("button", name="طفل واحد")).to_have_css("direction", "rtl")


async def test_markup_that_somebody_types_is_shown_as_text(page: Page, control: StandIn) -> None:
    evil = "<img src=x onerror=\"document.title='bad'\"><script>document.title='bad'</script>"
    await control.say(control.family, html.escape(evil))
    raw = f'{evil}<b onclick="x()">bold</b><a href="javascript:x()">no</a><a href="tel:+493023125100">call</a>'
    await control.say(control.family, raw, [evil])
    words = phone(page, "Elif").locator(".words")
    await expect(words.first).to_have_text(f"{evil}09:00")
    assert (await words.last.inner_html()).startswith(
        "document.title='bad'<b>bold</b><a>no</a><a href=\"tel:+493023125100\">call</a>"
    )
    await expect(phone(page, "Elif").get_by_role("button", name=evil)).to_be_visible()
    await expect(page).to_have_title("Familienlotse · demo")


async def test_family_finds_commands_and_attachments(page: Page, control: StandIn) -> None:
    await control.say(control.family, "Hello")
    field = phone(page, "Elif").get_by_label("Message of Elif")
    await field.click()
    await field.press_sequentially("/st")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(phone(page, "Elif").locator(".from-me .words")).to_have_text("/stop09:00")
    await phone(page, "Elif").get_by_role("button", name="Attach").click()
    await phone(page, "Elif").get_by_role("button", name="Voice message").click()
    await control.was_posted(("people/101/text", {"text": "/stop"}), ("people/101/media", {"kind": "voice"}))


async def test_family_downloads_its_calendar_file(page: Page, control: StandIn) -> None:
    file = {"name": "call.ics", "size": 2048, "url": "/demo/files/7"}
    await control.say(control.family, "Your call", file=file)
    link = phone(page, "Elif").get_by_role("link", name="call.ics 2.0 KB")
    await expect(link).to_have_attribute("href", "/demo/files/7")
    await expect(link).to_have_attribute("download", "call.ics")


async def test_family_blocks_the_bot_and_lets_it_in_again(page: Page, control: StandIn) -> None:
    await control.say(control.family, "Hello")
    await phone(page, "Elif").get_by_role("button", name="More").click()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    unblock = phone(page, "Elif").get_by_role("button", name="UNBLOCK BOT")
    await expect(unblock).to_be_visible()
    await tab_to(page, unblock)
    await page.keyboard.press("Enter")
    await expect(phone(page, "Elif").get_by_label("Message of Elif")).to_be_visible()
    assert [path for path, _ in control.posted] == ["people/101/block", "people/101/unblock"]


async def test_toast_shows_and_an_invitation_opens_in_the_same_phone(page: Page, control: StandIn) -> None:
    control.people[1]["toast"] = {"id": 1, "text": "Taken by Petra"}
    await control.say(control.people[1], '<a href="https://t.me/lotse_bot?start=abc">Open</a>')
    await expect(phone(page, "Petra").get_by_role("status")).to_have_text("Taken by Petra")
    await expect(phone(page, "Petra").get_by_role("status")).to_be_visible()
    await phone(page, "Petra").get_by_role("link", name="Open").click()
    await control.was_posted(("people/102/start", {"payload": "abc"}))


async def test_visitor_moves_the_clock(page: Page, control: StandIn) -> None:
    for name, shown in (
        ("+1 hour", "Tue 12 May · 10:00"), ("Tomorrow", "Wed 13 May · 09:00"), ("+1 day", "Thu 14 May · 09:00"),
        ("+3 days", "Sun 17 May · 09:00"), ("+1 week", "Sun 24 May · 09:00"),
    ):  # fmt: skip
        await page.get_by_role("button", name=name).click()
        await expect(page.locator("#clock")).to_have_text(shown)
    moves: tuple[dict[str, Any], ...] = ({"hours": 1}, {"to": "tomorrow_morning"}, *({"days": n} for n in (1, 3, 7)))
    await control.was_posted(*(("clock", move) for move in moves))


async def test_visitor_adds_a_family_and_stands_at_its_start_button(page: Page, control: StandIn) -> None:
    await page.get_by_role("button", name="+ Family").click()
    await page.get_by_label("Language of the phone").select_option(label="العربية")
    await page.get_by_role("button", name="Add").click()
    await expect(phone(page, "أمل").get_by_role("button", name="START")).to_be_focused()
    await expect(page.locator(".phone h2")).to_have_text(["Elif", "أمل", "Petra", "Yusuf", "Sabine"])
    assert control.posted == [("people", {"name": "أمل", "language_code": "ar", "role": "family"})]


async def test_narrow_screen_shows_one_phone_and_marks_the_others(
    browser: Browser, url: str, control: StandIn
) -> None:
    async with opened(browser, url, viewport=NARROW, has_touch=True, color_scheme="dark") as page:
        await expect(page.locator(".phone:visible h2")).to_have_text(["Elif"])
        await control.say(control.people[1], "A new case", ["I take it"])
        petra = page.get_by_role("tab", name="Petra 1 new")
        await petra.tap()
        await expect(page.locator(".phone:visible h2")).to_have_text(["Petra"])
        read = page.get_by_role("tab", name="Petra", exact=True)
        await expect(read).to_have_attribute("aria-selected", "true")
        await page.keyboard.press("ArrowRight")
        await expect(page.locator(".phone:visible h2")).to_have_text(["Yusuf"])
        assert await page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [390, 390]


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/page/phones.js", 200), ("/page/no.js", 404), ("/page/..%2Fpage.py", 404)],
)
async def test_page_is_served_strictly_and_nothing_beside_it(url: str, path: str, status: int) -> None:
    async with ClientSession() as session, session.get(URL(url.rstrip("/") + path, encoded=True)) as answer:
        assert answer.status == status
        if status == 200:
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'; ")


@asynccontextmanager
async def embedded_server() -> AsyncIterator[BotApiServer]:
    server = BotApiServer("4200:demo", "lotse_bot", lambda: NINE.astimezone(UTC))
    add_page(server.app)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


async def call(server: BotApiServer, method: str, **params: Any) -> None:
    """What a bot would send."""
    address = f"{server.root}/bot{server.token}/{method}"
    async with ClientSession() as session, session.post(address, json=params) as answer:
        assert (await answer.json())["ok"] is True


async def test_page_and_embedded_server_carry_a_talk_both_ways(browser: Browser) -> None:
    async with embedded_server() as server:
        family = server.people.add("Elif", "tr")
        async with opened(browser, f"{server.root}/") as page:
            elif_ = phone(page, "Elif")
            await elif_.get_by_role("button", name="START").click()
            await expect(elif_.locator(".from-me .words")).to_have_text("/start09:00")
            keys = {"inline_keyboard": [[{"text": "Evet", "callback_data": "1.1.a.yes"}]]}
            hello = {"chat_id": family.id, "text": "<b>Merhaba</b> &lt;3", "parse_mode": "HTML"}
            await call(server, "sendMessage", **hello, reply_markup=json.dumps(keys))
            await expect(elif_.locator(".from-bot .words")).to_have_text("Merhaba <309:00")
            await elif_.get_by_role("button", name="Evet").click()
            await server.until(lambda: len(family.presses) == 1)
            await call(server, "answerCallbackQuery", callback_query_id=family.presses[0].id, text="Tamam")
            await expect(elif_.get_by_role("status")).to_have_text("Tamam")
            await elif_.get_by_label("Message of Elif").fill("<i>iki</i>")
            await elif_.get_by_role("button", name="Send").click()
            await expect(elif_.locator(".from-me .words").last).to_have_text("<i>iki</i>09:00")
