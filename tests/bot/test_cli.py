"""The command line as somebody uses it: few real processes, for start-up costs time."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.cli import main
from tests.stage import TOKEN, USERNAME, staged

ROLE_AND_NAME = ("--role", "coach", "--name", "Mira")


async def familienlotse(*words: str, **environ: str) -> tuple[int, str, str]:
    """Run the programme itself; gives exit code, output, and what stands on standard error."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words,
        env=kept | environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, str]:
    """The same in this process."""
    monkeypatch.setattr(sys, "argv", ["familienlotse", *words])
    with pytest.raises(SystemExit) as end:
        main()
    told = capsys.readouterr()
    return int(end.value.code or 0), told.out, told.err


async def test_a_link_is_printed_alone_while_the_bot_runs(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        code, out, err = await familienlotse(
            "invite", *ROLE_AND_NAME, "--languages", "de,tr", DATABASE_URL=f"sqlite:///{stage.database}"
        )
        link, _, rest = out.partition("\n")
        assert (code, rest) == (0, "")
        assert err.startswith("✓ For Mira (coach): once, until ")
        mira = stage.family("Mira")
        await stage.start(mira, link.partition("?start=")[2])
        assert [button.text for row in stage.screen(mira).rows for button in row] == ["Ja, ich bin dabei"]
    with sqlite3.connect(stage.database) as database:
        assert database.execute("SELECT COUNT(*) FROM invitations WHERE used_by IS NULL").fetchone() == (1,)


async def test_an_invitation_can_be_made_before_the_bot_ever_ran(tmp_path: Path) -> None:
    async with staged(tmp_path / "other") as stage:
        code, out, _ = await familienlotse(
            "invite", *ROLE_AND_NAME, "--json",
            DATABASE_URL=f"sqlite:///{tmp_path / 'new.db'}", TELEGRAM_BOT_TOKEN=TOKEN,
            TELEGRAM_API_URL=stage.server.root,
        )  # fmt: skip
    told = json.loads(out)
    assert (code, told["link"]) == (0, f"https://t.me/{USERNAME}?start={told['code']}")
    assert (told["role"], told["name"], told["languages"]) == ("coach", "Mira", ["de"])


def test_what_cannot_be_used_is_one_sentence_and_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    code, out, err = said(capsys, monkeypatch, "invite", *ROLE_AND_NAME, "--hours", "Mo")
    assert (code, out) == (1, "")
    assert err.splitlines()[-1] == (
        "✗ --hours cannot be read. 'Mo' names no time: write it like 'Mon-Thu 09:00-12:00'; leave closed days out."
    )


def test_without_a_token_the_bot_says_where_to_get_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TELEGRAM_BOT_TOKEN", "BOT_TOKEN", "TELEGRAM_BOT_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)
    assert said(capsys, monkeypatch, "run") == (
        1, "", "✗ TELEGRAM_BOT_TOKEN is not set; get one from @BotFather, or try: familienlotse demo\n",
    )  # fmt: skip


def test_brackets_in_a_sentence_are_shown_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = tmp_path / "town.toml"
    wrong.write_text("[programme\n")
    monkeypatch.setenv("PROGRAMME_FILE", str(wrong))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    code, _, err = said(capsys, monkeypatch, "texts", "check")
    assert (code, err.startswith("✗ town.toml")) == (1, True)
    assert err.count("[") >= 1


def test_the_texts_are_in_order(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, _ = said(capsys, monkeypatch, "texts", "check")
    assert (code, out.partition(" ")[0], out.endswith("texts are in order in every language.\n")) == (0, "✓", True)


def test_a_sheet_is_written_for_each_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = said(capsys, monkeypatch, "texts", "sheet", "--target", str(tmp_path))
    assert (code, out.split()) == (0, [str(tmp_path / f"{tag}.html") for tag in ("ar", "de", "en", "tr")])
    assert ["desk card" in (tmp_path / f"{tag}.html").read_text("utf-8") for tag in ("de", "ar")] == [True, False]


def test_the_doctor_tells_scripts_and_ends_with_1_for_what_is_ill(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    code, out, _ = said(capsys, monkeypatch, "doctor", "--json")
    assert (code, [found["what"] for found in json.loads(out) if found["state"] == "ill"]) == (1, ["token"])


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(capsys, monkeypatch, "--version") == (0, f"{version('familienlotse')}\n", "")


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("run", []),
        ("demo", ["--port", "--open"]),
        ("invite", ["--role", "--name", "--languages", "--hours", "--json"]),
        ("texts", []),
        ("doctor", ["--json"]),
    ],
)
def test_each_command_explains_itself(
    command: str, options: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = said(capsys, monkeypatch, command, "--help")
    assert (code, [option for option in options if option not in out]) == (0, [])


async def test_help_needs_none_of_the_heavy_libraries() -> None:
    seen = "import sys, bot.cli; print(sorted({'telegram', 'babel', 'aiohttp', 'holidays'} & sys.modules.keys()))"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", seen, stdout=subprocess.PIPE)
    assert (await process.communicate())[0] == b"[]\n"
