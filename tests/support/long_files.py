"""The files whose tests take longest come first, so that no worker of a parallel run is left with one at the end.

A file is run by one worker; those not named here follow as they are collected, quick ones all of them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

TESTS: Final = Path(__file__).parents[1]
LONGEST_FIRST: Final = (
    "integration/decisions/test_campaign.py",
    "faults/test_stack_bus.py",
    "e2e/test_main_job.py",
    "integration/http/generated/test_one_effect.py",
    "faults/test_stack_kills.py",
    "integration/stories/test_outcomes.py",
    "faults/test_stack_random_kills.py",
    "integration/decisions/test_race.py",
    "e2e/test_canary.py",
    "integration/decisions/test_every_row.py",
    "e2e/test_readme.py",
    "faults/test_stack_verify.py",
)
"""More than a minute each."""
_PLACE: Final = {TESTS / name: place for place, name in enumerate(LONGEST_FIRST)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, in that order; everything else stays in its own."""
    items.sort(key=lambda item: _PLACE.get(item.path, len(_PLACE)))
