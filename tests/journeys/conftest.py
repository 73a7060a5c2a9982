"""The one flag of the journeys: `pytest tests/journeys --rewrite` writes down anew what the phones show."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the flag."""
    parser.addoption("--rewrite", action="store_true", help="write the journeys' recordings anew, to review")


@pytest.fixture
def rewrite(pytestconfig: pytest.Config) -> bool:
    """Whether recordings are to be written anew; no where the flag was not known at the start of the run."""
    return bool(pytestconfig.getoption("--rewrite", default=False))
