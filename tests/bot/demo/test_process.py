"""Tests of the server as a process of its own."""

from __future__ import annotations

import asyncio
import sys

import aiohttp


async def test_it_tells_its_address_serves_and_ends_on_request() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "error", "-m", "bot.demo.server", "--token", "7000001:x",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    root = (await process.stdout.readline()).decode().strip()
    try:
        async with aiohttp.ClientSession() as http, http.get(f"{root}/bot7000001:x/getMe") as answer:
            assert (await answer.json())["result"]["username"] == "familienlotse_demo_bot"
    finally:
        process.terminate()
        _, complaints = await process.communicate()
    assert (process.returncode, complaints) == (0, b"")
