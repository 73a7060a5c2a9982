"""What becomes of a call that fails on its way, and what is never told of it."""

from __future__ import annotations

import asyncio
import logging
import traceback
from typing import Any

import pytest
from aiohttp import web
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import RequestData

from bot.channels.channel import Rendered, TryLater, Unknown
from bot.channels.telegram import TelegramChannel
from bot.channels.transport import AiohttpRequest, NotSent, ServerFault, TooFast

HELLO = Rendered("Guten Tag, Aylin")


async def _failure(request: AiohttpRequest, url: str) -> TelegramError:
    await request.initialize()
    try:
        with pytest.raises(TelegramError) as caught:
            await request.do_request(url, "POST", RequestData())
    finally:
        await request.shutdown()
    assert "secret" not in "".join(traceback.format_exception(caught.value))
    return caught.value


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/bot4711:secret/getMe",
        "https://lotse.invalid/bot4711:secret/getMe",
        "no address, secret",
    ],
)
async def test_a_call_that_never_left_is_told_apart(url: str, unused_tcp_port: int) -> None:
    failure = await _failure(AiohttpRequest(), url.format(port=unused_tcp_port))
    assert type(failure) is NotSent


async def test_a_server_that_cannot_prove_who_it_is_gets_nothing(api: Any) -> None:
    url = f"{api.root}/bot4711:secret/getMe".replace("http://", "https://")
    assert type(await _failure(AiohttpRequest(), url)) is NotSent
    assert api.calls == []


async def test_a_call_without_a_free_line_has_not_left(api: Any, faults: Any) -> None:
    api.answers["sendMessage"] = faults["stay silent"]
    request = AiohttpRequest(connections=1, connect_within=0.01, answer_within=0.1)
    await request.initialize()
    url = f"{api.root}/bot4711:secret/sendMessage"
    first = asyncio.ensure_future(request.do_request(url, "POST"))
    await api.wait_until_asked("sendMessage", 1)
    with pytest.raises(NotSent):
        await request.do_request(url, "POST")
    with pytest.raises(TimedOut):
        await first
    await request.shutdown()


async def test_a_line_cut_after_the_call_leaves_the_outcome_open(api: Any, faults: Any) -> None:
    api.answers["getMe"] = faults["hang up"]
    failure = await _failure(AiohttpRequest(), f"{api.root}/bot4711:secret/getMe")
    assert type(failure) is NetworkError
    assert str(failure) == "ServerDisconnectedError"


async def test_an_answer_that_never_comes_leaves_the_outcome_open(api: Any, faults: Any) -> None:
    api.answers["getMe"] = faults["stay silent"]
    failure = await _failure(AiohttpRequest(answer_within=0.01), f"{api.root}/bot4711:secret/getMe")
    assert type(failure) is TimedOut


async def test_server_faults_and_pauses_are_told_apart(api: Any, refuse: Any) -> None:
    url = f"{api.root}/bot4711:secret/getMe"
    api.answers["getMe"] = refuse(502, "Bad Gateway")
    assert type(await _failure(AiohttpRequest(), url)) is ServerFault
    api.answers["getMe"] = refuse(429, "Too Many Requests: retry after 7", retry_after=7)
    failure = await _failure(AiohttpRequest(), url)
    assert isinstance(failure, TooFast)
    assert failure.seconds == 7
    api.answers["getMe"] = refuse(429, "Too Many Requests")
    failure = await _failure(AiohttpRequest(), url)
    assert isinstance(failure, TooFast)
    assert failure.seconds == 1


async def test_a_closed_pool_sends_nothing() -> None:
    with pytest.raises(NotSent):
        await AiohttpRequest().do_request("http://127.0.0.1/", "POST")


async def test_opening_and_closing_twice_does_no_harm() -> None:
    request = AiohttpRequest(answer_within=7)
    assert request.read_timeout == 7
    await request.initialize()
    await request.initialize()
    await request.shutdown()
    await request.shutdown()


async def test_a_family_hears_later_of_a_call_that_never_left(api: Any, channel: TelegramChannel) -> None:
    await channel.close()
    assert await channel.send(5, HELLO) == TryLater(2)


async def test_a_message_whose_line_was_cut_may_have_arrived(api: Any, channel: TelegramChannel, faults: Any) -> None:
    api.answers["sendMessage"] = faults["hang up"]
    assert await channel.send(5, HELLO) == Unknown()


async def test_an_edit_after_a_server_fault_is_simply_tried_again(
    api: Any, channel: TelegramChannel, refuse: Any
) -> None:
    api.answers["editMessageText"] = refuse(500, "Internal Server Error")
    assert await channel.edit(5, 77, HELLO) == TryLater(5)


async def test_neither_token_nor_words_reach_the_log(
    api: Any, refuse: Any, faults: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("telegram").setLevel(logging.DEBUG)
    channel = TelegramChannel("4711:secret", api.root)
    await channel.open()
    for answer in (
        {"result": {"message_id": 1, "text": HELLO.text}},
        refuse(400, "Bad Request: no"),
        faults["hang up"],
    ):
        api.answers["sendMessage"] = answer
        await channel.send(5, HELLO)
    await channel.close()
    assert "secret" not in caplog.text
    assert "Aylin" not in caplog.text


async def test_an_answer_that_is_no_json_is_neither_believed_nor_logged(
    api: Any, channel: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    async def a_page(*_: Any) -> web.Response:
        return web.Response(text="<html>Aylin</html>")

    api.answers["sendMessage"] = a_page
    assert await channel.send(5, HELLO) == Unknown()
    assert caplog.text == ""


async def test_a_line_is_used_again(api: Any, channel: TelegramChannel) -> None:
    lines: set[Any] = set()

    async def note_line(request: Any, _: Any) -> dict[str, Any]:
        lines.add(request.transport)
        return {"result": {"message_id": 1}}

    api.answers["sendMessage"] = note_line
    for _ in range(5):
        await channel.send(5, HELLO)
    assert len(lines) == 1
