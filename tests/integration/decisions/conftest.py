"""The decisions service on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.decisions import Decisions, open_decisions
from tests.support.desk_over_http import door
from tests.support.house_of_decisions import house

__all__ = ["door", "house"]


@pytest.fixture
def decisions(database_url: str) -> Iterator[Decisions]:
    """An empty service."""
    service = open_decisions(database_url)
    yield service
    service.close()


@pytest.fixture
def desk(decisions: Decisions) -> Decisions:
    """The service with the old thresholds in force, which refuse vans up to 1200 kg."""
    decisions.a_set_in_force()
    decisions.run_campaigns()
    return decisions
