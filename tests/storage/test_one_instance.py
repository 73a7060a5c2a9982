"""How one bot keeps another from its database."""

from __future__ import annotations

import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.faults import DatabaseNotOpenable
from storage.one_instance import AlreadyRunning, only_instance

HOLDS = """
import sys
from pathlib import Path
from storage.one_instance import only_instance

with only_instance(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_second_bot_is_kept_from_the_same_database(
    tmp_path: Path, start_child: Callable[..., subprocess.Popen[str]]
) -> None:
    path = tmp_path / "familienlotse.db"
    first = start_child(HOLDS, str(path))
    assert first.stdout
    assert first.stdout.readline() == "held\n"

    with pytest.raises(AlreadyRunning) as caught, only_instance(path):
        pass
    assert str(caught.value) == (
        f"another familienlotse run holds this database (process {first.pid}): {path}. "
        "End that one first, or give this one a DATABASE_URL of its own"
    )

    first.kill()
    first.wait()
    with only_instance(path):
        assert stat.S_IMODE(path.with_name("familienlotse.db.lock").stat().st_mode) == 0o600


def test_bot_may_start_again_after_it_ended(tmp_path: Path) -> None:
    for _ in range(2):
        with only_instance(tmp_path / "var" / "familienlotse.db"):
            pass


def test_place_where_no_lock_can_be_is_named_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("not a folder")

    with pytest.raises(DatabaseNotOpenable) as caught, only_instance(tmp_path / "letter" / "familienlotse.db"):
        pass

    assert str(caught.value) == (
        f"the lock file cannot be made (File exists): {tmp_path}/letter/familienlotse.db.lock. "
        "Let this account write to the folder, or name another in DATABASE_URL"
    )
