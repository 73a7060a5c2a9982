"""`familienlotse places`: how many places are free, shown and set beside a running bot."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import time_machine

from bot.cli import main
from bot.places_command import set_and_read
from tests.bot.test_cli import familienlotse as as_a_process
from tests.bot.waiting import joins, offered, places
from tests.stage import MONDAY_MORNING, staged

KEY = "ZmFtaWxpZW5sb3RzZS10ZXN0LWtleS0zMi1ieXRlcyE="


def familienlotse(monkeypatch: pytest.MonkeyPatch, database: Path, *words: str) -> int:
    """Run the command in this process; gives the exit code."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database}")
    monkeypatch.setenv("FAMILIENLOTSE_KEY", KEY)
    monkeypatch.setattr(sys, "argv", ["familienlotse", *words])
    with pytest.raises(SystemExit) as end:
        main()
    return int(end.value.code or 0)


def test_before_anybody_said_a_number_it_says_how_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert familienlotse(monkeypatch, tmp_path / "new.db", "places") == 0
    assert (
        "Nobody has said how many places are free. Say it: familienlotse places --free 3" in capsys.readouterr().out
    )


def test_number_that_is_set_is_shown_and_told_to_scripts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert familienlotse(monkeypatch, tmp_path / "new.db", "places", "--free", "3") == 0
    shown = capsys.readouterr()
    assert "Familiencoaching Gladbeck" in shown.out
    assert "Noted." in shown.err
    assert familienlotse(monkeypatch, tmp_path / "new.db", "places", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["free"], told["held"], told["left"], told["stale"], told["waiting"]) == (3, 0, 3, False, 0)


def test_old_number_asks_to_be_confirmed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with time_machine.travel(MONDAY_MORNING):
        familienlotse(monkeypatch, tmp_path / "new.db", "places", "--free", "3")
    with time_machine.travel(MONDAY_MORNING.replace(month=12, day=8)):
        familienlotse(monkeypatch, tmp_path / "new.db", "places")
    assert "too old to be told. Still right? familienlotse places --free 3" in capsys.readouterr().out


@pytest.mark.parametrize("free", ["-1", "100", "many"])
def test_a_slip_of_the_finger_sets_nothing(
    free: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert familienlotse(monkeypatch, tmp_path / "new.db", "places", "--free", free) == 2
    assert "--free" in capsys.readouterr().err
    assert not (tmp_path / "new.db").exists()


async def test_running_bot_offers_within_seconds_what_was_set_beside_it(tmp_path: Path) -> None:
    async with staged(tmp_path, FAMILIENLOTSE_KEY=KEY) as stage:
        await places(stage, 0)
        (ayla,) = await joins(stage, "Ayla")

        line = await set_and_read(stage.bot.settings, stage.bot.house, 1, stage.clock())
        assert (line.free, line.held, len(line.waits)) == (1, 0, 1)
        await stage.move(seconds=5)

        assert offered(ayla) != []


async def test_places_are_shown_while_a_bot_is_running(tmp_path: Path) -> None:
    async with staged(tmp_path, FAMILIENLOTSE_KEY=KEY) as stage:
        await places(stage, 2)
        code, out, _ = await as_a_process(
            "places", "--json", DATABASE_URL=f"sqlite:///{stage.database}", FAMILIENLOTSE_KEY=KEY
        )
        assert (code, json.loads(out)["free"]) == (0, 2)
