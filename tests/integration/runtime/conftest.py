"""Fixtures of the tests of what moves events about."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.messages import Desk, Producer


@pytest.fixture
def producer(tmp_path: Path) -> Producer:
    """A service that stamps permits, on SQLite."""
    return Producer(tmp_path)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A service that files what was stamped, on SQLite."""
    return Desk(tmp_path)
