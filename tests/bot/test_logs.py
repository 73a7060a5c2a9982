"""What may and may not be read in a log line."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from bot.logs import FORBIDDEN, configure
from bot.masking import HIDDEN

TOKEN = "4242424242:AAE-invented_token_of_no_bot_at_all12"
PHONE = "0152 28817386"
IBAN = "DE02 1203 0000 0000 2020 51"


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)
    logging.getLogger("aiohttp.access").disabled = False
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@pytest.fixture
def last_line(capsys: pytest.CaptureFixture[str]) -> Callable[[], dict[str, Any]]:
    """The newest log line, taken apart."""

    def read() -> dict[str, Any]:
        line: dict[str, Any] = json.loads(capsys.readouterr().err.splitlines()[-1])
        return line

    return read


def log() -> Any:
    # Made anew for each test: a logger keeps the settings of its first use.
    return structlog.get_logger("bot.service")


def test_event_is_one_line_with_its_fields(last_line: Callable[[], dict[str, Any]]) -> None:
    configure("INFO", "json", TOKEN)

    log().info("turn_taken", case=17, incoming="tg:123456789", took_ms=1.5)

    line = last_line()
    timestamp = line.pop("timestamp")
    assert timestamp.endswith("Z")
    assert line == {
        "event": "turn_taken",
        "level": "info",
        "logger": "bot.service",
        "case": 17,
        "incoming": "tg:123456789",
        "took_ms": 1.5,
    }


def test_fields_for_personal_data_are_dropped_and_the_line_says_so(
    last_line: Callable[[], dict[str, Any]],
) -> None:
    configure("INFO", "json")

    log().info("case_opened", case=17, name="Amira", phone=PHONE, text="Hallo")

    line = last_line()
    assert line["dropped"] == ["name", "phone", "text"]
    assert FORBIDDEN & line.keys() == set()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (TOKEN, "<token>"),
        (f"POST https://api.telegram.org/bot{TOKEN}/getMe", "POST https://api.telegram.org/bot<token>/getMe"),
        (f"http://127.0.0.1:8081/bot{TOKEN.replace(':', '%3A')}", "http://127.0.0.1:8081/bot<token>"),
        ("http://127.0.0.1/bot1:x/getMe", "http://127.0.0.1/bot<token>/getMe"),
        ("postgresql://bot:secret@localhost/db", "postgresql://<credentials>@localhost/db"),
        (f"call {PHONE} now", f"call {HIDDEN} now"),
        (IBAN, HIDDEN),
        ("amira@example.org wrote", f"{HIDDEN} wrote"),
        ("slot 10:30, case 17, 2 of 5", "slot 10:30, case 17, 2 of 5"),
    ],
)
def test_what_slipped_into_a_value_is_masked(
    written: str, read: str, last_line: Callable[[], dict[str, Any]]
) -> None:
    configure("INFO", "json", TOKEN)

    log().info("noted", note=written)

    assert last_line()["note"] == read


def test_masking_reaches_into_nested_values(last_line: Callable[[], dict[str, Any]]) -> None:
    configure("INFO", "json", TOKEN)

    log().info("noted", notes={"a": [PHONE, 3, None, True], "b": (4915228817386,)})

    assert last_line()["notes"] == {"a": [HIDDEN, 3, None, True], "b": [HIDDEN]}


def test_third_parties_are_heard_by_the_same_rules(last_line: Callable[[], dict[str, Any]]) -> None:
    configure("INFO", "json", TOKEN)

    logging.getLogger("telegram.ext").warning("Cannot reach %s", f"https://api.telegram.org/bot{TOKEN}/getUpdates")

    line = last_line()
    assert line["event"] == "Cannot reach https://api.telegram.org/bot<token>/getUpdates"
    assert (line["logger"], line["level"]) == ("telegram.ext", "warning")


@pytest.mark.parametrize("layout", ["json", "text"])
def test_tracebacks_show_neither_token_nor_phone(layout: Any, capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", layout, TOKEN)

    for logger in (log(), logging.getLogger("aiohttp.server")):
        try:
            raise ValueError(f"{PHONE} at https://api.telegram.org/bot{TOKEN}/sendMessage")
        except ValueError:
            logger.exception("broken")

    written = capsys.readouterr().err
    assert written.count(f"ValueError: {HIDDEN} at https://api.telegram.org/bot<token>/sendMessage") == 2
    assert [secret for secret in (TOKEN, PHONE) if secret in written] == []


def test_talkative_libraries_are_silent_below_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    configure("DEBUG", "json", TOKEN)

    logging.getLogger("aiosqlite").debug("executing ...")
    logging.getLogger("httpx").info("HTTP Request: POST ...")
    logging.getLogger("apscheduler.scheduler").info("Added job")

    assert capsys.readouterr().err == ""


def test_access_lines_of_the_web_server_are_off(capsys: pytest.CaptureFixture[str]) -> None:
    configure("DEBUG", "json")

    logging.getLogger("aiohttp.access").error("GET /telegram")

    assert capsys.readouterr().err == ""


def test_level_is_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    configure("WARNING", "json")

    log().info("turn_taken")

    assert capsys.readouterr().err == ""


def test_configuring_twice_writes_each_line_once(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "json")
    configure("INFO", "json")

    log().info("turn_taken")

    assert len(capsys.readouterr().err.splitlines()) == 1


def test_text_for_a_person_is_one_readable_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "text")

    log().info("turn_taken", case=17)

    line = capsys.readouterr().err.split()
    assert line[1:] == ["[info", "]", "turn_taken", "[bot.service]", "case=17"]
