"""Tests of the webhook: the secret, the order within a chat, and repetition until the bot says 2xx."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest

from bot.demo.person import Person
from bot.demo.server import BotApiServer
from bot.demo.webhook import SECRET_HEADER


class Receiver:
    """A bot's webhook that says what it is told to say, and 200 after that."""

    def __init__(self) -> None:
        self.url = ""
        self.answers: list[int] = []
        self.seen: list[tuple[str, str | None]] = []

    async def receive(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.seen.append((update["message"]["text"], request.headers.get(SECRET_HEADER)))
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    @property
    def texts(self) -> list[str]:
        return [text for text, _ in self.seen]


@pytest.fixture
async def receiver(server: BotApiServer) -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.receive)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    server.world.webhook.pause = 0
    yield receiver
    await server.world.webhook.close()
    await runner.cleanup()


async def test_what_waited_and_what_comes_is_posted_with_the_secret(
    bot: Bot, server: BotApiServer, receiver: Receiver, elif_: Person
) -> None:
    await bot.set_webhook(receiver.url, secret_token="s3cret_-")
    elif_.say("eins")
    await server.quiet()
    assert receiver.seen == [("/start", "s3cret_-"), ("eins", "s3cret_-")]


async def test_a_failing_webhook_is_asked_again_and_the_order_stays(
    bot: Bot, server: BotApiServer, receiver: Receiver, elif_: Person
) -> None:
    receiver.answers = [500, 404, 200]
    await bot.set_webhook(receiver.url)
    elif_.say("eins")
    await server.quiet()
    assert receiver.texts == ["/start", "/start", "/start", "eins"]
    told = await bot.get_webhook_info()
    assert told.last_error_message == "Wrong response from the webhook: 404 Not Found"
    assert told.pending_update_count == 0


async def test_one_familys_failure_does_not_hold_up_another(
    bot: Bot, server: BotApiServer, receiver: Receiver, elif_: Person
) -> None:
    server.world.webhook.pause = 60
    receiver.answers = [500]
    await bot.set_webhook(receiver.url)
    await server.world.progress.until(lambda: receiver.texts == ["/start"])
    server.people.add("Amal", "ar").say("hallo")
    await server.world.progress.until(lambda: receiver.texts == ["/start", "hallo"])
    assert (await bot.get_webhook_info()).pending_update_count == 1


async def test_a_webhook_that_does_not_listen_keeps_the_updates(
    bot: Bot, server: BotApiServer, receiver: Receiver, elif_: Person
) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    await server.world.progress.until(lambda: "last_error_message" in server.world.webhook.as_json())
    assert (await bot.get_webhook_info()).last_error_message == "Connection refused"
    await bot.set_webhook(receiver.url)
    await server.quiet()
    assert receiver.texts == ["/start"]


async def test_pending_updates_are_dropped_on_request(
    bot: Bot, server: BotApiServer, receiver: Receiver, elif_: Person
) -> None:
    await bot.set_webhook(receiver.url, drop_pending_updates=True)
    elif_.say("eins")
    await server.quiet()
    assert receiver.texts == ["eins"]


@pytest.mark.parametrize(
    ("url", "secret", "reason"),
    [
        ("http://example.org/hook", "", "Bad webhook: an https url must be provided for webhook"),
        ("https://example.org/hook", "Ümlaut", "Secret token contains unallowed characters"),
    ],
)
async def test_a_webhook_that_telegram_would_not_take(bot: Bot, url: str, secret: str, reason: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.set_webhook(url, secret_token=secret)
    assert refused.value.message.lower() == reason.lower()


async def test_each_update_can_be_posted_three_times(
    bot: Bot, server: BotApiServer, receiver: Receiver, elif_: Person
) -> None:
    server.faults.repeat_updates(3)
    await bot.set_webhook(receiver.url)
    await server.quiet()
    assert receiver.texts == ["/start"] * 3
