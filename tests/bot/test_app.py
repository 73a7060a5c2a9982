"""A start that fails lets go of everything it opened, so that the process can end and the next start can begin."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from storage.faults import DatabaseFault
from tests.stage import Stage


async def test_start_that_fails_half_way_holds_neither_the_database_nor_its_thread(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    await stage.open()
    await stage.bot.stop()
    with closing(sqlite3.connect(stage.database)) as file:
        file.execute("ALTER TABLE house RENAME TO put_away")
    before = set(threading.enumerate())

    with pytest.raises(DatabaseFault):
        await stage.start_bot()

    # A thread that said goodbye a moment ago may still be on its way out; one that holds on is none of those.
    left = [thread for thread in set(threading.enumerate()) - before if not thread.daemon]
    for thread in left:
        thread.join(timeout=5)
    assert [thread for thread in left if thread.is_alive()] == []
    with closing(sqlite3.connect(stage.database)) as file:
        file.execute("ALTER TABLE put_away RENAME TO house")
    await stage.start_bot()
    await stage.close()
