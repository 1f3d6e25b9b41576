"""What the fault tests share: the end that every disturbed run has to come to, and patience on the way there."""

from __future__ import annotations

import pytest

from services.demo import client, stage
from tests.support.undisturbed_run import undisturbed

__all__ = ["undisturbed"]

PATIENCE_SECONDS = 300.0
"""A restart takes seconds, and minutes on a machine that does other things: no rule of ours depends on it."""


@pytest.fixture(autouse=True, scope="session")
def patience() -> None:
    """Those who play the main job wait for a server that is started again for as long as the test may take."""
    client.PATIENCE_SECONDS = PATIENCE_SECONDS  # type: ignore[misc]  # final for everybody but an impatient test
    stage.STALLED_SECONDS = PATIENCE_SECONDS  # type: ignore[misc]  # the same
