"""The one flag of the core's tests: `pytest tests/dialogs --redraw-map` draws the map of the flow anew."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the flag."""
    parser.addoption(
        "--redraw-map", action="store_true", help="draw dialogs/family/MAP.md anew, for review as a diff"
    )


@pytest.fixture
def redraw_map(pytestconfig: pytest.Config) -> bool:
    """Whether the map is to be drawn anew; no where the flag was not known at the start of the run."""
    return bool(pytestconfig.getoption("--redraw-map", default=False))
