"""The databases that storage is tested on: SQLite in memory, SQLite on disk, and a real PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from storage.address import open_storage
from storage.instants import seconds
from storage.migrate import bring_up_to_date
from storage.units import Storage
from tests.storage.memory import NOW, Memory

ROOT = Path(__file__).parents[2]


def _address_of(kind: str, request: pytest.FixtureRequest) -> str:
    if kind == "memory":
        return "sqlite://"
    if kind == "disk":
        return f"sqlite:///{request.getfixturevalue('tmp_path')}/familienlotse.db"
    address: str = request.getfixturevalue("postgres_address")
    return address


@pytest.fixture(params=["memory", "disk", "postgres"])
async def storage(request: pytest.FixtureRequest) -> AsyncIterator[Storage]:
    """An empty database of each kind."""
    opened = await open_storage(_address_of(request.param, request))
    yield opened
    await opened.close()


@pytest.fixture(params=["disk", "postgres"])
async def open_shared(request: pytest.FixtureRequest) -> AsyncIterator[Callable[[], Awaitable[Storage]]]:
    """Opens one and the same database, empty at first, as often as it is called."""
    address = _address_of(request.param, request)
    async with AsyncExitStack() as closing:

        async def open_once_more() -> Storage:
            storage = await open_storage(address)
            closing.push_async_callback(storage.close)
            return storage

        yield open_once_more


@pytest.fixture
def start_child() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a Python programme in a process of its own, with pipes; what is left over is killed."""
    children: list[subprocess.Popen[str]] = []

    def start(programme: str, *words: str) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        command = [sys.executable, "-c", programme, *words]
        child = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        children.append(child)
        return child

    yield start
    for child in children:
        child.kill()
        child.communicate()


@pytest.fixture
async def memory(storage: Storage) -> Memory:
    """The reads and writes of the house over each kind of database, with nobody in it."""
    await bring_up_to_date(storage, seconds(NOW))
    return Memory(storage)
