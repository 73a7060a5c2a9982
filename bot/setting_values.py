"""How each setting is written: text becomes a value, or a sentence that names fault and cure."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from storage.address import sqlite_path
from storage.faults import DatabaseNotOpenable
from storage.sealing import KeyNotUsable, Sealer

TELEGRAM = "https://api.telegram.org"

_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{3,}")
_BOT_PATH = re.compile(r"/bot\d")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LISTEN = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^:\s]*):(?P<port>\d{1,5})")


class Address(NamedTuple):
    """Where a server of ours listens. An empty host means every address of the machine."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def _web_address(value: str) -> SplitResult | None:
    """The address taken apart, or None where it is none that can be called."""
    try:
        parts = urlsplit(value)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if whole else None


def read_token(value: str) -> str:
    """A bot's token."""
    if not _TOKEN.fullmatch(value):
        raise ValueError(
            "TELEGRAM_BOT_TOKEN is not a bot's token (digits, a colon, letters and digits); "
            "copy it again from @BotFather."
        )
    return value


def read_api_url(value: str) -> str:
    """The root of a Bot API server, without a slash at its end."""
    parts = _web_address(value)
    if parts is None or parts.query or parts.fragment:
        raise ValueError(
            "TELEGRAM_API_URL is not the root of a Bot API server; "
            f"write it like {TELEGRAM} or http://127.0.0.1:8081, or leave it out."
        )
    if _BOT_PATH.search(parts.path):
        raise ValueError("TELEGRAM_API_URL holds the path of one bot; write the server's root only.")
    return value.rstrip("/")


def read_database_url(value: str) -> str:
    """The address of an SQLite file, or of a PostgreSQL whose driver is installed."""
    try:
        file = sqlite_path(value)
    except DatabaseNotOpenable as wrong:
        raise ValueError(f"DATABASE_URL cannot be used. {wrong}") from None
    if file is None and value.startswith("postgres") and find_spec("asyncpg") is None:
        raise ValueError(
            "DATABASE_URL asks for PostgreSQL, whose driver is not installed; "
            "install it with: pip install 'familienlotse[postgres]'"
        )
    return value


def read_key(value: str) -> str:
    """One sealing key or several, newest first."""
    try:
        Sealer.from_keys([value])
    except KeyNotUsable as wrong:
        raise ValueError(f"FAMILIENLOTSE_KEY cannot be used. {wrong}") from None
    return value


def read_programme_file(value: str) -> Path:
    """A file that is there."""
    path = Path(value).expanduser()
    if not path.is_file():
        raise ValueError(
            f"PROGRAMME_FILE names {value}, which is no file; "
            "correct the path, or leave it out for Familiencoaching Gladbeck."
        )
    return path


def read_level(value: str) -> str:
    """A level's name in capitals."""
    if value.upper() not in _LEVELS:
        raise ValueError(f"LOG_LEVEL is {value!r}; choose one of {', '.join(_LEVELS)}.")
    return value.upper()


def read_format(value: str) -> str:
    """`text` or `json`."""
    if value.lower() not in ("text", "json"):
        raise ValueError(f"LOG_FORMAT is {value!r}; choose text (for a person) or json (for a machine).")
    return value.lower()


def read_webhook_url(value: str) -> str:
    """The web address at which Telegram is to call."""
    parts = _web_address(value)
    if parts is None:
        raise ValueError("WEBHOOK_URL is no web address; write it like https://bot.example.org/telegram.")
    return value


def read_webhook_secret(value: str) -> str:
    """The word by which a webhook call is known to be Telegram's."""
    if not _SECRET.fullmatch(value):
        raise ValueError(
            "WEBHOOK_SECRET may hold 1 to 256 letters, digits, _ and -; make one with: openssl rand -hex 32"
        )
    return value


def read_listen(value: str) -> Address:
    """`host:port`; an IPv6 host stands in brackets."""
    found = _LISTEN.fullmatch(value)
    if not found or not 0 < int(found["port"]) < 65536:
        raise ValueError(f"LISTEN is {value!r}; write host:port, like 127.0.0.1:8080, with a port up to 65535.")
    return Address(found["host"].strip("[]"), int(found["port"]))


def read_pace(value: str) -> float:
    """Messages a second; 0 means no limit."""
    if not re.fullmatch(r"\d{1,6}(\.\d+)?", value):
        raise ValueError(
            f"SEND_PER_SECOND is {value!r}; write messages a second as a number, like 25, or 0 for no limit."
        )
    return float(value)
