"""What every command works with: the settings, a loop to run on, and marked lines for a person."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from bot.settings import Settings

T = TypeVar("T")


def say_marked(mark: str, colour: str, sentence: str, *, stderr: bool = False) -> None:
    """A marked line for a person. A sentence may hold brackets: they are no markup."""
    console = Console(stderr=stderr, highlight=False)
    console.print(Text.assemble((mark, colour), " ", sentence), soft_wrap=True)


def read_settings(*, need_token: bool) -> Settings:
    """The settings, with the logs set up as they say. Raises `SettingsWrong`."""
    from bot.logs import configure
    from bot.settings import Settings

    settings = Settings.read(os.environ, need_token=need_token)
    token = settings.token.get_secret_value() if settings.token else None
    configure(settings.log_level, settings.log_format, token)
    return settings


def run_to_end(work: Coroutine[Any, Any, T]) -> T:
    """Run on uvloop where it is installed."""
    try:
        import uvloop
    except ModuleNotFoundError:
        return asyncio.run(work)
    return uvloop.run(work)
