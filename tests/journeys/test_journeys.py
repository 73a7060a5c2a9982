"""Whole stories, from the first hello on: what every phone shows is what was reviewed."""

from __future__ import annotations

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.journeys.player import play
from tests.journeys.story import read, written

HERE = Path(__file__).parent
JOURNEYS = sorted(HERE.glob("*.txt"))


def reviewed(path: Path, shown: str, rewrite: bool) -> str:
    """What the journey's file says, once it was written anew if that is wanted."""
    if rewrite:
        path.write_text(shown, encoding="utf-8")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", JOURNEYS, ids=lambda path: path.stem)
async def test_a_story_shows_on_every_phone_what_was_reviewed(path: Path, tmp_path: Path, rewrite: bool) -> None:
    story = read(path)
    with capture_logs() as logs:
        recordings = await play(story, tmp_path, reword=rewrite)
    assert [entry for entry in logs if entry["log_level"] == "error"] == []
    assert reviewed(path, written(story, recordings), rewrite) == written(story, recordings)


def test_there_is_a_story_for_every_way_a_family_goes() -> None:
    assert [path.stem[:2] for path in JOURNEYS] == [f"{number:02}" for number in range(1, len(JOURNEYS) + 1)]
    assert len(JOURNEYS) >= 16
