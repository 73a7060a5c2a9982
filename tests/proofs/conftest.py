"""The proofs write their logs as the running bot does: one line each, without the values of local variables."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from bot.logs import configure


@pytest.fixture(autouse=True)
def _logs_of_the_house() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure("INFO", "json")
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
