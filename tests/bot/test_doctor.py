"""The doctor, on houses that are well, due to be looked at, or ill."""

import os
import stat
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import MovableClock, real_time
from bot.demo.server import BotApiServer
from bot.doctor import Finding, examine
from bot.settings import PACKAGED_PROGRAMME
from storage.sealing import new_key
from tests.stage import TOKEN, staged

WITHOUT_NETWORK = "http://127.0.0.1:9"


def of(findings: list[Finding], what: str) -> list[tuple[str, str]]:
    return [(finding.state, finding.sentence) for finding in findings if finding.what == what]


def states(findings: list[Finding], what: str) -> list[str]:
    return [state for state, _ in of(findings, what)]


def house(folder: Path, **more: str) -> dict[str, str]:
    """An environment that can be read, far from any network."""
    told = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": WITHOUT_NETWORK,
        "DATABASE_URL": f"sqlite:///{folder / 'store' / 'house.db'}",
        "FAMILIENLOTSE_KEY_FILE": str(folder / "keys" / "house.key"),
    }
    return told | more


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    running = BotApiServer(TOKEN, "stage_bot", real_time)
    await running.start()
    try:
        yield running
    finally:
        await running.stop()


async def after_a_family(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a bot that one family has written to."""
    environ = house(folder, **more)
    keys = {name: value for name, value in environ.items() if name.startswith("FAMILIENLOTSE_")}
    async with staged(folder / "store", **keys) as stage:
        await stage.start(stage.family())
        return environ | {"DATABASE_URL": f"sqlite:///{stage.database}"}


async def test_before_the_first_start_nothing_is_made_and_nothing_is_wrong_on_the_disk(tmp_path: Path) -> None:
    findings = await examine(house(tmp_path))
    assert of(findings, "database") == [
        ("well", f"There is none yet; the first start makes {tmp_path}/store/house.db.")
    ]
    assert of(findings, "key") == [("well", f"There is none yet; the first start makes {tmp_path}/keys/house.key.")]
    assert os.listdir(tmp_path) == []


async def test_a_token_that_telegram_knows_is_well_and_never_shown(tmp_path: Path, server: BotApiServer) -> None:
    findings = await examine(house(tmp_path, TELEGRAM_API_URL=server.root))
    assert of(findings, "token") == [("well", f"It belongs to @stage_bot at {server.root}.")]
    assert states(findings, "clock") == ["well"]
    assert [finding for finding in findings if TOKEN.partition(":")[2] in finding.sentence] == []


async def test_a_refused_token_is_ill_and_says_where_to_get_one(tmp_path: Path, server: BotApiServer) -> None:
    wrong = house(tmp_path, TELEGRAM_API_URL=server.root, TELEGRAM_BOT_TOKEN="777:another-token-than-the-servers")
    ((state, sentence),) = of(await examine(wrong), "token")
    assert (state, sentence.partition(". ")[0]) == ("ill", "Telegram refuses the bot token")


async def test_without_network_the_token_is_ill_and_the_clock_unknown(tmp_path: Path) -> None:
    findings = await examine(house(tmp_path))
    assert (states(findings, "token"), states(findings, "clock")) == (["ill"], ["watch"])


@pytest.mark.parametrize(("ahead", "state"), [(0, "well"), (120, "watch"), (3600, "ill")])
async def test_a_clock_that_goes_wrong_is_seen(tmp_path: Path, server: BotApiServer, ahead: int, state: str) -> None:
    clock = MovableClock()
    clock.move(timedelta(seconds=ahead))
    findings = await examine(house(tmp_path, TELEGRAM_API_URL=server.root), clock)
    assert states(findings, "clock") == [state]


async def test_every_wrong_setting_is_named_at_once_and_the_rest_is_examined_all_the_same(tmp_path: Path) -> None:
    wrong = house(tmp_path, LOG_LEVEL="loud", LISTEN="nowhere", TELEGRAM_BOT_TOKEN="")
    findings = await examine(wrong)
    assert sorted(sentence.partition(" is ")[0] for _, sentence in of(findings, "settings")) == [
        "LISTEN", "LOG_LEVEL", "TELEGRAM_BOT_TOKEN",
    ]  # fmt: skip
    assert states(findings, "token") == ["ill"]
    assert states(findings, "database") == ["well"]


async def test_a_webhook_is_told_to_be_of_no_use_yet(tmp_path: Path) -> None:
    told = house(tmp_path, WEBHOOK_URL="https://bot.example.org/telegram", WEBHOOK_SECRET="secret")
    assert states(await examine(told), "webhook") == ["watch"]
    assert states(await examine(house(tmp_path)), "webhook") == []


async def test_a_house_that_families_wrote_to_is_well(tmp_path: Path) -> None:
    findings = await examine(await after_a_family(tmp_path))
    assert of(findings, "database") == [("well", "It opens, can be written, and its schema is up to date.")]
    kept = tmp_path / "keys" / "house.key"
    assert of(findings, "key") == [("well", f"{kept} is there and closed to others. It opens what is sealed.")]


async def test_a_key_beside_the_database_is_to_be_kept_apart(tmp_path: Path) -> None:
    environ = await after_a_family(tmp_path, FAMILIENLOTSE_KEY_FILE="")
    assert states(await examine(environ), "key") == ["watch"]


async def test_another_key_than_the_one_that_sealed_is_ill(tmp_path: Path) -> None:
    environ = await after_a_family(tmp_path, FAMILIENLOTSE_KEY_FILE="", FAMILIENLOTSE_KEY=new_key())
    findings = await examine(environ | {"FAMILIENLOTSE_KEY": new_key()})
    assert states(findings, "key") == ["ill"]
    assert states(findings, "database") == ["well"]


async def test_a_lost_key_file_is_ill_and_no_new_one_is_made(tmp_path: Path) -> None:
    environ = await after_a_family(tmp_path)
    kept = tmp_path / "keys" / "house.key"
    kept.unlink()
    assert of(await examine(environ), "key") == [
        ("ill", f"{kept} is gone, and nothing opens without it; put it back from its copy.")
    ]
    assert not kept.exists()


async def test_files_that_others_may_read_are_seen_before_they_are_opened(tmp_path: Path) -> None:
    environ = await after_a_family(tmp_path)
    database = environ["DATABASE_URL"].removeprefix("sqlite:///")
    os.chmod(database, 0o644)
    os.chmod(os.path.dirname(database), 0o755)
    kept = tmp_path / "keys" / "house.key"
    kept.chmod(0o640)
    findings = await examine(environ)
    assert states(findings, "database")[:2] == ["ill", "watch"]
    assert of(findings, "key") == [("ill", f"Others may read the key file {kept}. Close it: chmod 600 {kept}")]


async def test_a_file_that_is_no_database_is_ill(tmp_path: Path) -> None:
    broken = tmp_path / "house.db"
    broken.write_text("Nobody's database. " * 100)
    broken.chmod(stat.S_IRUSR | stat.S_IWUSR)
    findings = await examine(house(tmp_path, DATABASE_URL=f"sqlite:///{broken}"))
    assert states(findings, "database")[-1] == "ill"


async def test_a_wrong_programme_file_is_ill_with_line_and_cure(tmp_path: Path) -> None:
    file = tmp_path / "town.toml"
    file.write_text(
        PACKAGED_PROGRAMME.read_text("utf-8").replace('zone = "Europe/Berlin"', 'zone = "Europe/Nowhere"')
    )
    findings = await examine(house(tmp_path, PROGRAMME_FILE=str(file)))
    ((state, sentence),) = of(findings, "programme")
    assert (state, sentence.startswith("town.toml")) == ("ill", True)
    assert of(findings, "time zone") == []


@pytest.mark.parametrize(
    ("today", "begins"),
    [
        ("2027-03-01", []),
        ("2027-07-15", ["Its rules end on 2027-08-31"]),
        ("2027-09-01", ["The programme ended on 2027-08-31", "Its rules ended on 2027-08-31"]),
        ("2025-04-01", ["Its rules begin on 2025-04-17"]),
    ],
)
async def test_what_is_due_in_the_programme_is_named_in_time(tmp_path: Path, today: str, begins: list[str]) -> None:
    clock = MovableClock(datetime.fromisoformat(today).replace(hour=12, tzinfo=UTC))
    told = of(await examine(house(tmp_path), clock), "programme")
    always = ("Nobody has dialled", "Not dialled for half a year")
    due = [sentence for _, sentence in told if not sentence.startswith(always)]
    assert [sentence[: len(begin)] for sentence, begin in zip(due, begins, strict=True)] == begins
    assert {state for state, _ in told} == {"watch"}


async def test_a_town_that_lists_no_festivals_is_told_that_nothing_rests_on_them(tmp_path: Path) -> None:
    file, text = tmp_path / "town.toml", PACKAGED_PROGRAMME.read_text("utf-8")
    begin, end = text.index("[[nudges.festivals]]"), text.index("# What a family is offered where it stopped")
    clock = MovableClock(datetime(2026, 11, 23, 12, tzinfo=UTC))
    for written, told in ((text, False), (text[:begin] + text[end:], True)):
        file.write_text(written)
        findings = of(await examine(house(tmp_path, PROGRAMME_FILE=str(file)), clock), "programme")
        assert any(sentence.startswith("No festival is listed after 2026-11-23") for _, sentence in findings) is told


async def test_the_last_intake_and_an_unknown_language_are_to_be_looked_at(tmp_path: Path) -> None:
    file = tmp_path / "town.toml"
    text = PACKAGED_PROGRAMME.read_text("utf-8").replace("languages = []", 'languages = ["de", "uk"]', 1)
    file.write_text(text.replace("# last_intake_on = 2026-08-31", "last_intake_on = 2026-08-31"))
    clock = MovableClock(datetime(2026, 11, 23, 12, tzinfo=UTC))
    findings = await examine(house(tmp_path, PROGRAMME_FILE=str(file)), clock)
    assert of(findings, "programme")[0] == (
        "watch", "The last intake was on 2026-08-31; set last_intake_on anew, or tell families so.",
    )  # fmt: skip
    assert of(findings, "texts")[0] == ("watch", "No complete catalogue for uk; add it, or change languages.")


async def test_texts_that_nobody_signed_are_counted_by_language(tmp_path: Path) -> None:
    told = of(await examine(house(tmp_path)), "texts")
    assert [(state, sentence.partition(":")[0]) for state, sentence in told] == [
        ("watch", "ar"), ("watch", "de"), ("watch", "en"), ("watch", "tr"),
    ]  # fmt: skip


def test_a_finding_is_told_as_plain_data() -> None:
    assert Finding("key", "well", "Fine.").as_told() == {"what": "key", "state": "well", "sentence": "Fine."}
