"""Every fact that can be established has a name in letters, and every reason not to hear its words."""

from __future__ import annotations

from services.notifications.workers.fact_names import FACT_NAMES, NOT_HEARD_BECAUSE
from shared.vocabulary import NotHeardGround, StatedFacts


def test_every_stated_fact_has_a_name() -> None:
    """And nothing else has."""
    assert set(FACT_NAMES) == set(StatedFacts.__struct_fields__)


def test_every_reason_names_its_article() -> None:
    """Awb 4:11, 4:7(2)."""
    assert set(NOT_HEARD_BECAUSE) == set(NotHeardGround)
    assert all("Awb)" in words for words in NOT_HEARD_BECAUSE.values())
