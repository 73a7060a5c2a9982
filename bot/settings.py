"""What the process is told by its environment: read once, checked whole, every fault named at once."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot import setting_values as written
from bot.setting_values import TELEGRAM, Address
from storage.address import sqlite_path

TELEGRAM_PER_SECOND = 25.0
"""Messages a second that stay safely below Telegram's "about 30" for one bot."""
DEFAULT_DATABASE = "sqlite:///./var/familienlotse.db"
PACKAGED_PROGRAMME = Path(__file__).with_name("programme.toml")

_TOKENS = ("TELEGRAM_BOT_TOKEN", "BOT_TOKEN")


class SettingsWrong(Exception):
    """The environment holds faults. `sentences` has one for each, with its cure; none repeats a secret."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def _key_beside(told: dict[str, Any]) -> Path:
    file = sqlite_path(told.get("database_url", DEFAULT_DATABASE))
    return file.with_suffix(".key") if file else Path("var/familienlotse.key")


def _pace_for(told: dict[str, Any]) -> float:
    return TELEGRAM_PER_SECOND if told.get("api_url") == TELEGRAM else 0.0


def _format_for_reader() -> Literal["text", "json"]:
    return "text" if sys.stderr.isatty() else "json"


class Settings(BaseSettings):
    """Everything the environment decides. Secrets are never part of its text form."""

    model_config = SettingsConfigDict(frozen=True, hide_input_in_errors=True, extra="ignore", validate_default=False)

    token: Annotated[SecretStr | None, BeforeValidator(written.read_token)] = Field(
        default=None, validation_alias=AliasChoices(*_TOKENS)
    )
    api_url: Annotated[str, BeforeValidator(written.read_api_url)] = Field(
        default=TELEGRAM, validation_alias="TELEGRAM_API_URL"
    )
    database_url: Annotated[str, BeforeValidator(written.read_database_url)] = Field(
        default=DEFAULT_DATABASE, validation_alias="DATABASE_URL", repr=False
    )
    key: Annotated[SecretStr | None, BeforeValidator(written.read_key)] = Field(
        default=None, validation_alias="FAMILIENLOTSE_KEY"
    )
    key_file: Path = Field(default_factory=_key_beside, validation_alias="FAMILIENLOTSE_KEY_FILE")
    programme_file: Annotated[Path, BeforeValidator(written.read_programme_file)] = Field(
        default=PACKAGED_PROGRAMME, validation_alias="PROGRAMME_FILE"
    )
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(written.read_level)
    ] = Field(default="INFO", validation_alias="LOG_LEVEL")
    log_format: Annotated[Literal["text", "json"], BeforeValidator(written.read_format)] = Field(
        default_factory=_format_for_reader, validation_alias="LOG_FORMAT"
    )
    webhook_url: Annotated[str | None, BeforeValidator(written.read_webhook_url)] = Field(
        default=None, validation_alias="WEBHOOK_URL"
    )
    webhook_secret: Annotated[SecretStr | None, BeforeValidator(written.read_webhook_secret)] = Field(
        default=None, validation_alias="WEBHOOK_SECRET"
    )
    listen: Annotated[Address, BeforeValidator(written.read_listen)] = Field(
        default=Address("127.0.0.1", 8080), validation_alias="LISTEN"
    )
    send_per_second: Annotated[float, BeforeValidator(written.read_pace)] = Field(
        default_factory=_pace_for, validation_alias="SEND_PER_SECOND"
    )
    """Messages a second over all chats; 0 means no limit."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `read` was given counts, so a test or a second bot needs no environment of its own."""
        return (init_settings,)

    @classmethod
    def read(cls, environ: Mapping[str, str], *, need_token: bool) -> Settings:
        """The settings that `environ` holds; empty values count as unset.

        Raises `SettingsWrong` with a sentence for every fault. `need_token=False` is for commands that
        work without Telegram.
        """
        told = {name: value.strip() for name, value in environ.items() if value.strip()}
        faults = _take_token_from_file(told)
        if need_token and not faults and told.keys().isdisjoint(_TOKENS):
            faults.append("TELEGRAM_BOT_TOKEN is not set; get one from @BotFather, or try: familienlotse demo")
        faults += _contradictions(told)
        given: dict[str, Any] = {name: told[name] for name in _names() & told.keys()}
        settings = None
        try:
            settings = cls(**given)
        except ValidationError as wrong:
            faults += [str(fault["ctx"]["error"]) for fault in wrong.errors() if fault["type"] == "value_error"]
        if settings is None or faults:
            raise SettingsWrong(tuple(faults))
        return settings


def _names() -> set[str]:
    """Every environment variable that a field is read from."""
    return {str(field.validation_alias) for field in Settings.model_fields.values()} | set(_TOKENS)


def _take_token_from_file(told: dict[str, str]) -> list[str]:
    """Put the token that stands in a file where one is looked for; gives the sentence on what went wrong."""
    name = told.pop("TELEGRAM_BOT_TOKEN_FILE", None)
    if name is None:
        return []
    if not told.keys().isdisjoint(_TOKENS):
        return ["A token is set twice, in TELEGRAM_BOT_TOKEN_FILE and beside it; keep only one of them."]
    try:
        token = Path(name).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as wrong:
        reason = wrong.strerror if isinstance(wrong, OSError) else "not a text file"
        return [f"TELEGRAM_BOT_TOKEN_FILE is {name}, which cannot be read ({reason}); correct path or rights."]
    if not token:
        return [f"TELEGRAM_BOT_TOKEN_FILE is {name}, which is empty; put the token from @BotFather into it."]
    told["TELEGRAM_BOT_TOKEN"] = token
    return []


def _contradictions(told: Mapping[str, str]) -> list[str]:
    """Sentences on settings that are fine each, but not together."""
    faults = []
    if len({told[name] for name in _TOKENS if name in told}) > 1:
        faults.append("TELEGRAM_BOT_TOKEN and BOT_TOKEN hold different tokens; keep only TELEGRAM_BOT_TOKEN.")
    if "FAMILIENLOTSE_KEY" in told and "FAMILIENLOTSE_KEY_FILE" in told:
        faults.append("FAMILIENLOTSE_KEY and FAMILIENLOTSE_KEY_FILE are both set; keep only one of them.")
    if "WEBHOOK_URL" in told and "WEBHOOK_SECRET" not in told:
        faults.append("WEBHOOK_URL needs a WEBHOOK_SECRET beside it; make one with: openssl rand -hex 32")
    calls_from_telegram = told.get("TELEGRAM_API_URL", TELEGRAM).rstrip("/") == TELEGRAM
    if told.get("WEBHOOK_URL", "").startswith("http://") and calls_from_telegram:
        faults.append("WEBHOOK_URL begins with http://, but Telegram calls only https:// addresses; use one.")
    return faults
