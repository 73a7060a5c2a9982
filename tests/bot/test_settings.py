"""What an operator may write into the environment, and what they hear when it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.setting_values import Address
from bot.settings import PACKAGED_PROGRAMME, Settings, SettingsWrong
from storage.sealing import new_key

TOKEN = "4242424242:AAE-invented_token_of_no_bot_at_all12"
ANOTHER = "4343434343:AAF-invented_token_of_no_bot_at_all34"


def sentences(environ: dict[str, str], *, need_token: bool = False) -> tuple[str, ...]:
    with pytest.raises(SettingsWrong) as caught:
        Settings.read(environ, need_token=need_token)
    return caught.value.sentences


def test_operator_who_sets_only_the_token_gets_working_defaults() -> None:
    settings = Settings.read({"TELEGRAM_BOT_TOKEN": TOKEN}, need_token=True)

    assert settings.token is not None
    assert settings.token.get_secret_value() == TOKEN
    assert settings.api_url == "https://api.telegram.org"
    assert settings.database_url == "sqlite:///./var/familienlotse.db"
    assert settings.key is None
    assert settings.key_file == Path("var/familienlotse.key")
    assert settings.programme_file == PACKAGED_PROGRAMME
    assert settings.log_level == "INFO"
    assert settings.listen == Address("127.0.0.1", 8080)
    assert settings.webhook_url is None
    assert settings.send_per_second == 25.0


def test_operator_may_use_the_short_name_of_the_token() -> None:
    settings = Settings.read({"BOT_TOKEN": TOKEN}, need_token=True)

    assert settings.token is not None
    assert settings.token.get_secret_value() == TOKEN


def test_operator_may_keep_the_token_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")

    settings = Settings.read({"TELEGRAM_BOT_TOKEN_FILE": str(file)}, need_token=True)

    assert settings.token is not None
    assert settings.token.get_secret_value() == TOKEN


def test_operator_who_forgot_the_token_hears_where_to_get_one() -> None:
    assert sentences({}, need_token=True) == (
        "TELEGRAM_BOT_TOKEN is not set; get one from @BotFather, or try: familienlotse demo",
    )


def test_command_that_needs_no_telegram_runs_without_a_token() -> None:
    assert Settings.read({}, need_token=False).token is None


def test_empty_values_count_as_unset() -> None:
    names = [
        "TELEGRAM_BOT_TOKEN_FILE",
        "LOG_LEVEL",
        "WEBHOOK_URL",
        "LISTEN",
        "SEND_PER_SECOND",
        "DATABASE_URL",
    ]

    settings = Settings.read({"BOT_TOKEN": TOKEN, **dict.fromkeys(names, " ")}, need_token=True)

    assert settings == Settings.read({"BOT_TOKEN": TOKEN}, need_token=True)


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    environ = {
        "TELEGRAM_BOT_TOKEN": "not-a-token",
        "TELEGRAM_API_URL": "telegram",
        "DATABASE_URL": "mysql://nobody@nowhere/none",
        "FAMILIENLOTSE_KEY": "short",
        "PROGRAMME_FILE": str(tmp_path / "none.toml"),
        "LOG_LEVEL": "loud",
        "LOG_FORMAT": "poem",
        "WEBHOOK_URL": "bot.example.org",
        "LISTEN": "8080",
        "SEND_PER_SECOND": "fast",
    }

    named = [sentence.split()[0] for sentence in sentences(environ, need_token=True)]

    assert sorted(named) == sorted([*environ, "WEBHOOK_URL"])


@pytest.mark.parametrize(
    "environ",
    [
        {"TELEGRAM_BOT_TOKEN": f"{TOKEN} {TOKEN}"},
        {"TELEGRAM_BOT_TOKEN": TOKEN, "BOT_TOKEN": ANOTHER},
        {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": f"https://api.telegram.org/bot{TOKEN}"},
        {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_BOT_TOKEN_FILE": "token"},
        {"TELEGRAM_BOT_TOKEN": TOKEN, "DATABASE_URL": "mysql://nobody:AAE-invented@nowhere/none"},
        {"TELEGRAM_BOT_TOKEN": TOKEN, "FAMILIENLOTSE_KEY": "AAE-invented"},
        {"TELEGRAM_BOT_TOKEN": TOKEN, "WEBHOOK_SECRET": "AAE-invented and blank"},
    ],
)
def test_no_sentence_repeats_a_secret(environ: dict[str, str]) -> None:
    assert [sentence for sentence in sentences(environ) if "invented" in sentence] == []


def test_no_text_form_of_the_settings_shows_a_secret() -> None:
    key = new_key()
    settings = Settings.read(
        {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "FAMILIENLOTSE_KEY": key,
            "WEBHOOK_SECRET": "invented",
            "DATABASE_URL": "postgresql://bot:invented@localhost/familienlotse",
        },
        need_token=True,
    )

    assert [form for form in (repr(settings), str(settings)) if "invented" in form or key in form] == []


def test_two_names_for_the_same_token_are_no_fault() -> None:
    settings = Settings.read({"TELEGRAM_BOT_TOKEN": TOKEN, "BOT_TOKEN": TOKEN}, need_token=True)

    assert settings.token is not None


def test_token_file_that_is_not_there_is_one_fault_only(tmp_path: Path) -> None:
    missing = tmp_path / "token"

    assert sentences({"TELEGRAM_BOT_TOKEN_FILE": str(missing)}, need_token=True) == (
        f"TELEGRAM_BOT_TOKEN_FILE is {missing}, which cannot be read (No such file or directory); "
        "correct path or rights.",
    )


def test_empty_token_file_is_said_to_be_empty(tmp_path: Path) -> None:
    empty = tmp_path / "token"
    empty.touch()

    assert sentences({"TELEGRAM_BOT_TOKEN_FILE": str(empty)}, need_token=True) == (
        f"TELEGRAM_BOT_TOKEN_FILE is {empty}, which is empty; put the token from @BotFather into it.",
    )


def test_key_lies_beside_the_database_unless_told_otherwise(tmp_path: Path) -> None:
    beside = Settings.read({"DATABASE_URL": f"sqlite:///{tmp_path}/families.db"}, need_token=False)
    elsewhere = Settings.read({"FAMILIENLOTSE_KEY_FILE": "/run/secrets/key"}, need_token=False)

    assert beside.key_file == tmp_path / "families.key"
    assert elsewhere.key_file == Path("/run/secrets/key")


def test_key_and_key_file_together_are_a_fault() -> None:
    environ = {"FAMILIENLOTSE_KEY": new_key(), "FAMILIENLOTSE_KEY_FILE": "/run/secrets/key"}

    assert sentences(environ) == (
        "FAMILIENLOTSE_KEY and FAMILIENLOTSE_KEY_FILE are both set; keep only one of them.",
    )


@pytest.mark.parametrize(
    ("api_url", "pace"),
    [("https://api.telegram.org", 25.0), ("https://api.telegram.org/", 25.0), ("http://127.0.0.1:8081", 0.0)],
)
def test_pace_is_held_back_only_at_telegrams_own_server(api_url: str, pace: float) -> None:
    assert Settings.read({"TELEGRAM_API_URL": api_url}, need_token=False).send_per_second == pace


def test_operator_may_lift_the_limit_at_telegrams_own_server() -> None:
    assert Settings.read({"SEND_PER_SECOND": "0"}, need_token=False).send_per_second == 0.0


def test_webhook_needs_a_secret_and_a_safe_address() -> None:
    assert sentences({"WEBHOOK_URL": "http://bot.example.org/telegram"}) == (
        "WEBHOOK_URL needs a WEBHOOK_SECRET beside it; make one with: openssl rand -hex 32",
        "WEBHOOK_URL begins with http://, but Telegram calls only https:// addresses; use one.",
    )


def test_own_bot_api_server_may_call_without_tls() -> None:
    settings = Settings.read(
        {
            "TELEGRAM_API_URL": "http://127.0.0.1:8081",
            "WEBHOOK_URL": "http://127.0.0.1:8080/telegram",
            "WEBHOOK_SECRET": "s3cret",
        },
        need_token=False,
    )

    assert settings.webhook_url == "http://127.0.0.1:8080/telegram"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("0.0.0.0:80", Address("0.0.0.0", 80)),
        (":8080", Address("", 8080)),
        ("[::1]:8443", Address("::1", 8443)),
    ],
)
def test_listen_understands_every_way_to_write_an_address(written: str, address: Address) -> None:
    settings = Settings.read({"LISTEN": written}, need_token=False)

    assert settings.listen == address
    assert str(settings.listen) == written


@pytest.mark.parametrize("written", ["8080", "localhost:", "localhost:70000", "localhost:0", "a b:80"])
def test_listen_refuses_what_is_no_address(written: str) -> None:
    assert sentences({"LISTEN": written}) == (
        f"LISTEN is {written!r}; write host:port, like 127.0.0.1:8080, with a port up to 65535.",
    )


def test_level_and_format_may_be_written_in_any_case() -> None:
    settings = Settings.read({"LOG_LEVEL": "debug", "LOG_FORMAT": "JSON"}, need_token=False)

    assert (settings.log_level, settings.log_format) == ("DEBUG", "json")


def test_nothing_changes_settings_after_they_were_read() -> None:
    settings = Settings.read({}, need_token=False)

    with pytest.raises(ValueError, match="frozen"):
        settings.log_level = "DEBUG"
